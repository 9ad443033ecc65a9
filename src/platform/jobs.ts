import { Logger, type Runner, run, runMigrations } from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Clock } from './clock.ts';
import type { Db, Trx } from './database.ts';
import { log } from './log.ts';

// biome-ignore lint/suspicious/noExplicitAny: a payload is what its own room put in
export type JobHandler = (payload: any) => Promise<void>;

export interface JobOptions {
  /** A pending job of the same key is replaced. */
  key?: string;
  /** Moment on the platform's clock; absent: at once. */
  at?: Temporal.Instant;
  /** Attempts before it is given up, each later than the last; 25 when absent, over three days. */
  attempts?: number;
}

/** Effects and timers: rows of the same database, added in the transaction that causes them. */
export interface Jobs {
  add(db: Db | Trx, name: string, payload: object, options?: JobOptions): Promise<void>;
  /** Names who does jobs of this name. @throws when somebody does already */
  handle(name: string, handler: JobHandler): void;
}

/** Makes the queue's tables and the one function through which the working role may add to it. */
export async function migrateJobs(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined)); // a lost connection fails the query that uses it
  try {
    await runMigrations({ pgPool: pool });
    await pool.query(`
      create or replace function fengsui_add_job(name text, payload json, run_at timestamptz, job_key text, attempts int) returns void
      language sql security definer set search_path = pg_catalog, public as $$
        select graphile_worker.add_job(name, payload, null, run_at, attempts, job_key)
      $$;
      grant execute on function fengsui_add_job to fengsui_app`);
  } finally {
    await pool.end();
  }
}

/** Moves the jobs that wait by one clock to when another will show the same moment. @param url address of the queue's owner */
export async function moveJobs(url: string, from: Clock, to: Clock): Promise<void> {
  const any = to.now();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`update graphile_worker._private_jobs set run_at = $2::timestamptz + (run_at - $1::timestamptz) * $3::float8`, [
      from.wall(any).toISOString(),
      to.wall(any).toISOString(),
      from.rate / to.rate,
    ]);
  } finally {
    await client.end();
  }
}

/** The handlers by name, and the adding; a runner or a test does them. */
export class JobTable implements Jobs {
  readonly handlers = new Map<string, JobHandler>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }
  async add(db: Db | Trx, name: string, payload: object, options: JobOptions = {}): Promise<void> {
    const at = this.#clock.wall(options.at ?? this.#clock.now());
    await sql`select fengsui_add_job(${name}, ${JSON.stringify(payload)}::json, ${at.toISOString()}::timestamptz, ${options.key ?? null}, ${options.attempts ?? 25})`.execute(
      db as Kysely<unknown>,
    );
  }
  handle(name: string, handler: JobHandler): void {
    if (this.handlers.has(name)) throw new Error(`two handlers for the job ${name}`);
    this.handlers.set(name, handler);
  }
}

/**
 * Does the due jobs until stopped. When the database is away it waits and goes on.
 * @param url address of the owner of the queue's tables
 */
export function runJobs(url: string, jobs: JobTable): { stop(): Promise<void> } {
  let stopping = false;
  let runner: Runner | undefined;
  const taskList = Object.fromEntries([...jobs.handlers].map(([name, handler]) => [name, (payload: unknown) => handler(payload)]));
  const quiet = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  const supervise = async () => {
    while (!stopping) {
      const pool = new pg.Pool({ connectionString: url, max: 6 });
      pool.on('error', () => undefined); // the runner reports it
      pool.on('connect', (client) => client.on('error', () => undefined));
      try {
        // Jobs that a killed process held, or that ended without a database to say so to, are free again at once: this
        // installation runs one worker, and its last one is over.
        await pool.query(
          'select graphile_worker.force_unlock_workers((select array_agg(distinct locked_by) from graphile_worker.jobs where locked_by is not null))',
        );
        runner = await run({
          pgPool: pool,
          taskList,
          concurrency: 4,
          pollInterval: 500,
          noHandleSignals: true,
          useNodeTime: true,
          logger: new Logger(() => (level, message) => log[quiet[level]]({ worker: true }, message)),
          // Without batches nobody awaits the end of a job being written down, and a lost database ends the process.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        });
        if (stopping) await runner.stop();
        await runner.promise;
      } catch (error) {
        if (!stopping) log.warn({ error: (error as Error).message }, 'the job runner lost its database and starts again');
      } finally {
        runner = undefined;
        await pool.end().catch(() => undefined);
      }
      if (!stopping) await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const done = supervise();
  return {
    async stop() {
      stopping = true;
      await runner?.stop().catch(() => undefined);
      await done;
    },
  };
}
