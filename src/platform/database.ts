import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { log } from './log.ts';
import { isRefusal, type Refusal } from './refusal.ts';

declare global {
  /** Every room declares its own tables into it. */
  interface FengsuiTables {}
}

export type Db = Kysely<FengsuiTables>;
export type Trx = Transaction<FengsuiTables>;
/** Steps that make a room's tables, by name (`fleet-001-atm`), run in the order of their names within a room. */
// biome-ignore lint/suspicious/noExplicitAny: a migration works on tables that no type knows any more
export type Migrations = Record<string, { up(db: Kysely<any>): Promise<void> }>;

/** The role that the program works as: it may not change or remove a journal entry. */
const workingRole = 'fengsui_app';

// bigint counts (sequence numbers, totals) stay far below 2^53; timestamps are read as ISO strings in UTC.
pg.types.setTypeParser(20, Number);
for (const oid of [1184, 1114]) pg.types.setTypeParser(oid, (text) => new Date(text).toISOString());

/**
 * Opens a pool on a database that is migrated. Each connection works as the role `fengsui_app`.
 * @param url PostgreSQL address  @param size connections at most
 */
export function openPool(url: string, size = 12): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    options: `-c role=${workingRole} -c timezone=UTC`,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'));
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost')));
  pool.on('connect', prepareOften);
  return pool;
}

/**
 * Statements that are asked often get a name, under which each connection keeps them parsed and planned: commands rose
 * by half, since PostgreSQL spent more on understanding the same questions than on answering them. Rare ones, such as
 * lists of many lengths, stay without: a connection would keep each for ever.
 */
const preparedFrom = 3;
const preparedMost = 500;
const uses = new Map<string, number>();
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= preparedMost) return name;
  const count = (uses.get(text) ?? 0) + 1;
  if (count < preparedFrom) {
    if (uses.size > 10 * preparedMost) uses.clear();
    uses.set(text, count);
    return undefined;
  }
  uses.delete(text);
  names.set(text, `s${names.size + 1}`);
  return names.get(text);
}

function prepareOften(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest);
  }) as typeof client.query;
}

export const openDb = (pool: pg.Pool): Db => new Kysely<FengsuiTables>({ dialect: new PostgresDialect({ pool }) });

/**
 * Brings the tables of all rooms up to date, as the owner of the database, and gives the working role its rights.
 * @param rooms migrations of each room, in the rooms' order
 */
export async function migrate(url: string, rooms: Migrations[]): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }) });
  try {
    await sql`do $$ begin
      create role ${sql.raw(workingRole)} nologin;
    exception when duplicate_object or unique_violation then null; end $$`.execute(db);
    await sql`grant ${sql.raw(workingRole)} to current_user`.execute(db);
    // The migrator sorts by name, and a room's tables refer to those of rooms before it: each room keeps its own list.
    for (const [room, steps] of byRoom(rooms)) {
      const migrator = new Migrator({
        db,
        provider: { getMigrations: async () => steps },
        migrationTableName: `migration_${room}`,
        migrationLockTableName: 'migration_lock',
      });
      const { error } = await migrator.migrateToLatest();
      if (error) throw error;
    }
    const role = sql.raw(workingRole);
    await sql`grant usage on schema public to ${role}`.execute(db);
    await sql`grant select, insert, update, delete, truncate on all tables in schema public to ${role}`.execute(db);
    await sql`grant usage, select, update on all sequences in schema public to ${role}`.execute(db);
    for (const table of ['journal_entry', 'journal_block', 'journal_leaf']) {
      const exists = await sql<{ found: boolean }>`select to_regclass(${table}) is not null as found`.execute(db);
      if (exists.rows[0]?.found) await sql`revoke update, delete, truncate on ${sql.raw(table)} from ${role}`.execute(db);
    }
  } finally {
    await db.destroy();
  }
}

/** Steps of each room by its name (`fleet-001-atm` is the room fleet's), in the order in which the rooms are given. */
function byRoom(rooms: Migrations[]): Map<string, Migrations> {
  const steps = new Map<string, Migrations>();
  for (const [name, step] of rooms.flatMap((room) => Object.entries(room))) {
    const room = name.replace(/-\d+-.*$/, '').replaceAll('-', '_');
    steps.set(room, { ...steps.get(room), [name]: step });
  }
  return steps;
}

const committed = new WeakMap<Db, Set<(trx: Trx) => void>>();

/** Calls `listener` after each transaction that commits here, with it; other processes' commits are not seen. */
export function onCommit(db: Db, listener: (trx: Trx) => void): () => void {
  const listeners = committed.get(db) ?? new Set();
  committed.set(db, listeners.add(listener));
  return () => listeners.delete(listener);
}

class RolledBack extends Error {
  readonly answer: Refusal;
  constructor(answer: Refusal) {
    super('refused');
    this.answer = answer;
  }
}

/**
 * One transaction. A refusal that `work` returns rolls it back and is the answer.
 * After the commit the listeners of `onCommit` run, so that what was written is sealed and shown at once.
 */
export async function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  let answer: T;
  let done: Trx | undefined;
  try {
    answer = await db.transaction().execute(async (trx) => {
      done = trx;
      const result = await work(trx);
      if (isRefusal(result)) throw new RolledBack(result);
      return result;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.answer as T;
    throw error;
  }
  for (const listener of committed.get(db) ?? []) listener(done!);
  return answer;
}

declare global {
  interface FengsuiTables {
    idempotency: { key: string; answer: unknown; at: string };
    number_sequence: { prefix: string; year: number; last: number };
  }
}

export const migrations: Migrations = {
  'platform-001-idempotency': {
    async up(db) {
      await sql`create table idempotency (key text primary key, answer jsonb, at timestamptz not null default now())`.execute(db);
      await sql`create table number_sequence (prefix text not null, year int not null, last int not null, primary key (prefix, year))`.execute(
        db,
      );
    },
  },
};

/**
 * Does `work` once per key: the same key gets the first answer again. The key is kept in the same transaction, so
 * that a command and its key are there together or not at all; of two at once, the second waits for the first.
 */
export async function once<T>(trx: Trx, key: string | undefined, work: () => Promise<T>): Promise<T> {
  if (key === undefined) return work();
  const taken = await trx
    .insertInto('idempotency')
    .values({ key, answer: null, at: sql`now()` })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) {
    const kept = await trx.selectFrom('idempotency').select('answer').where('key', '=', key).executeTakeFirstOrThrow();
    return kept.answer as T;
  }
  const answer = await work();
  if (!isRefusal(answer))
    await trx
      .updateTable('idempotency')
      .set({ answer: JSON.stringify(answer ?? null) })
      .where('key', '=', key)
      .execute();
  return answer;
}

/** The next number that people see, without gaps per year: `INC-2026-0042`. */
export async function nextNumber(trx: Trx, prefix: string, at: Temporal.Instant): Promise<string> {
  const { year } = at.toZonedDateTimeISO('Asia/Shanghai');
  const row = await trx
    .insertInto('number_sequence')
    .values({ prefix, year, last: 1 })
    .onConflict((conflict) => conflict.columns(['prefix', 'year']).doUpdateSet({ last: sql`number_sequence.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${prefix}-${year}-${String(row.last).padStart(4, '0')}`;
}

/** Was the connection lost, so that nobody knows whether what was asked has been done? */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    /^(08|57P)|ECONN|EPIPE/.test(String(code)) ||
    /Connection terminated|Connection ended|timeout exceeded|not queryable/i.test(String(message))
  );
}

/** Asks the database whether it answers. */
export async function databaseAnswers(db: Db): Promise<boolean> {
  try {
    await db.executeQuery(CompiledQuery.raw('select 1'));
    return true;
  } catch {
    return false;
  }
}
