import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { migrations as journalMigrations } from '#journal';
import { type Clock, type Db, JobTable, type Migrations, migrate, migrateJobs, openDb, openPool, platformMigrations } from '#platform';

export interface TestDatabase extends AsyncDisposable {
  db: Db;
  /** Address for those who open connections of their own, as the database's owner. */
  url: string;
}

let count = 0;

/** A fresh database with the tables of the platform, the journal and the given rooms. */
export async function testDatabase(rooms: Migrations[] = []): Promise<TestDatabase> {
  const server = new URL(inject('databaseUrl'));
  const name = `t${process.pid}_${++count}_${Math.trunc(performance.now())}`;
  const admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = Object.assign(new URL(server.href), { pathname: `/${name}` }).href;
  await migrate(url, [platformMigrations, journalMigrations, ...rooms]);
  await migrateJobs(url);
  const pool = openPool(url, 24);
  const db = openDb(pool);
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
    },
  };
}

/** The real queue, whose jobs a test does when it says so. */
export class TestJobs extends JobTable {
  readonly #db: Db;
  readonly #now: Clock;
  constructor(db: Db, clock: Clock) {
    super(clock);
    this.#db = db;
    this.#now = clock;
  }
  /** Does the jobs that are due by the clock until none is left. @returns the names of those done, in order */
  async runDue(): Promise<string[]> {
    const done: string[] = [];
    for (;;) {
      const { rows } = await sql<{ id: string; name: string; payload: unknown }>`
        select * from fengsui_test_take(${this.#now.wall(this.#now.now()).toISOString()}::timestamptz)`.execute(this.#db);
      const job = rows[0];
      if (!job) return done;
      const handler = this.handlers.get(job.name);
      if (!handler) throw new Error(`nobody handles the job ${job.name}`);
      await handler(job.payload);
      done.push(job.name);
      if (done.length > 10_000) throw new Error('jobs cause jobs without end');
    }
  }
}

/** @see TestJobs */
export async function testJobs(database: TestDatabase, clock: Clock): Promise<TestJobs> {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`
    create or replace function fengsui_test_take(due timestamptz) returns table (id bigint, name text, payload json)
    language sql security definer as $$
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and j.id = (select i.id from graphile_worker._private_jobs i where i.run_at <= due order by i.run_at, i.id limit 1)
      returning j.id, t.identifier, j.payload
    $$;
    grant execute on function fengsui_test_take to fengsui_app`);
  await owner.end();
  return new TestJobs(database.db, clock);
}
