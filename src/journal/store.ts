import { type Kysely, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Entry, EntryActor, Mode } from './model.ts';

declare global {
  interface FengsuiTables {
    journal_entry: { seq: number; stream: string; version: number; at: string; actor: unknown; mode: string; type: string; data: unknown };
    journal_leaf: { seq: number; position: number; hash: Buffer };
    journal_block: { number: number; first: number; size: number; root: Buffer; signature: string; sealed_at: string };
  }
}

export const migrations: Migrations = {
  'journal-001-entry': {
    async up(db) {
      await sql`create table journal_entry (
        seq bigint generated always as identity primary key,
        stream text not null, version int not null, at timestamptz not null,
        actor jsonb not null, mode text not null, type text not null, data jsonb not null,
        unique (stream, version))`.execute(db);
      // An entry's place in the sealed order. The order is that of becoming visible, so that no open transaction
      // holds up the others: an entry committed late takes a later position than its number suggests.
      await sql`create table journal_leaf (seq bigint primary key, position bigint not null unique, hash bytea not null)`.execute(db);
      await sql`create table journal_block (
        number bigint primary key, first bigint not null, size bigint not null, root bytea not null, signature text not null, sealed_at timestamptz not null)`.execute(
        db,
      );
      await sql`create function journal_is_append_only() returns trigger language plpgsql as $$
        begin raise exception 'the journal is append-only: % of % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege'; end $$`.execute(
        db,
      );
      for (const table of ['journal_entry', 'journal_leaf', 'journal_block'])
        await sql`create trigger append_only before update or delete or truncate on ${sql.raw(table)} for each statement execute function journal_is_append_only()`.execute(
          db,
        );
    },
  },
};

/** Somebody else appended to the stream first. The one who decides reads again and decides anew. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

export interface Append {
  stream: string;
  /** Version of the last entry that the decision was taken on, 0 for none; absent: whatever it is. */
  expected?: number;
  entries: { type: string; data: object }[];
  actor: EntryActor;
  mode: Mode;
  at: Temporal.Instant;
}

const appended = new WeakSet<Trx>();

/** Did the transaction append anything? Most signals change nothing, and there is nothing to seal then. */
export const hasAppended = (trx: Trx): boolean => appended.has(trx);

/**
 * Appends entries to one stream in the caller's transaction.
 * @returns number and version of each, in order
 * @throws VersionConflict when `expected` is not the stream's last version
 */
export async function append(
  trx: Trx,
  { stream, expected, entries, actor, mode, at }: Append,
): Promise<{ seq: number; version: number }[]> {
  if (entries.length === 0) return [];
  let last = expected;
  if (last === undefined) {
    // Two who append without a version take turns, each stream by itself.
    await sql`select pg_advisory_xact_lock(hashtextextended(${stream}, 0))`.execute(trx);
    const row = await trx
      .selectFrom('journal_entry')
      .select((all) => all.fn.max('version').as('version'))
      .where('stream', '=', stream)
      .executeTakeFirst();
    last = Number(row?.version ?? 0);
  }
  appended.add(trx);
  const { kind, id, name, role } = actor;
  const who = JSON.stringify({ kind, id, name, role });
  const types = entries.map((entry) => entry.type);
  const data = entries.map((entry) => JSON.stringify(entry.data));
  try {
    // An expected version of 5 must meet 5 entries: the unique key refuses a second 6, the count a 6 without a 5.
    const { rows } = await sql<{ seq: number; version: number }>`
      insert into journal_entry (stream, version, at, actor, mode, type, data)
      select ${stream}, ${last}::int + place, ${at.toString()}::timestamptz, ${who}::jsonb, ${mode}, type, data::jsonb
      from unnest(${types}::text[], ${data}::text[]) with ordinality as given (type, data, place)
      where ${last}::int = 0 or exists (select from journal_entry where stream = ${stream} and version = ${last}::int)
      order by place
      returning seq, version`.execute(trx);
    if (rows.length !== entries.length) throw new VersionConflict(`${stream} has no entry ${last}`);
    return rows;
  } catch (error) {
    if ((error as { code?: string; constraint?: string }).code === '23505') throw new VersionConflict(`${stream} moved on from ${last}`);
    throw error;
  }
}

const columns = ['seq', 'stream', 'version', 'at', 'actor', 'mode', 'type', 'data'] as const;
const asEntry = (row: FengsuiTables['journal_entry']): Entry => row as unknown as Entry;

/** All entries of a stream, oldest first, from after version `after`. */
export async function readStream(db: Db | Trx, stream: string, after = 0): Promise<Entry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .select(columns)
    .where('stream', '=', stream)
    .where('version', '>', after)
    .orderBy('version')
    .execute();
  return rows.map(asEntry);
}

export interface EntryFilter {
  stream?: string;
  type?: string;
  person?: string;
  mode?: string;
  before?: number;
  limit: number;
}

/** Entries newest first. `stream` may be a prefix (`incident/`). */
export async function findEntries(db: Db, filter: EntryFilter): Promise<Entry[]> {
  let query = db.selectFrom('journal_entry').select(columns).orderBy('seq', 'desc').limit(filter.limit);
  if (filter.stream !== undefined)
    query = query.where(
      'stream',
      filter.stream.endsWith('/') ? 'like' : '=',
      filter.stream.endsWith('/') ? `${filter.stream.replaceAll(/[%_\\]/g, '\\$&')}%` : filter.stream,
    );
  if (filter.type !== undefined) query = query.where('type', '=', filter.type);
  if (filter.mode !== undefined) query = query.where('mode', '=', filter.mode);
  if (filter.person !== undefined) query = query.where(sql<boolean>`actor->>'id' = ${filter.person}`);
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before);
  return (await query.execute()).map(asEntry);
}

/** Entries in the sealed order, from after `position`. */
export async function sealedAfter(db: Db, position: number, limit: number): Promise<{ position: number; entry: Entry }[]> {
  const rows = await db
    .selectFrom('journal_leaf as leaf')
    .innerJoin('journal_entry as entry', 'entry.seq', 'leaf.seq')
    .select([
      'leaf.position',
      'entry.seq',
      'entry.stream',
      'entry.version',
      'entry.at',
      'entry.actor',
      'entry.mode',
      'entry.type',
      'entry.data',
    ])
    .where('leaf.position', '>', position)
    .orderBy('leaf.position')
    .limit(limit)
    .execute();
  return rows.map(({ position: place, ...entry }) => ({ position: place, entry: asEntry(entry) }));
}

/**
 * Visible entries that no block covers, oldest number first.
 * @param floor all numbers up to it are sealed or will never be
 */
export async function unsealed(db: Db | Trx, floor: number, limit: number): Promise<Entry[]> {
  const rows = await db
    .selectFrom('journal_entry as entry')
    .select(columns)
    .where('seq', '>', floor)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('journal_leaf as leaf').select('leaf.seq').whereRef('leaf.seq', '=', 'entry.seq'))),
    )
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(asEntry);
}

export async function highestNumber(db: Db): Promise<number> {
  const row = await db
    .selectFrom('journal_entry')
    .select((all) => all.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

/** Number of the oldest entry that no block covers; infinite when all are covered. */
export async function lowestUnsealed(db: Db): Promise<number> {
  const [oldest] = await unsealed(db, 0, 1);
  return oldest?.seq ?? Number.POSITIVE_INFINITY;
}

/** Highest moment that the journal knows: a clock that continues it must not show an earlier one. */
export async function lastMoment(db: Kysely<FengsuiTables>): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('journal_entry')
    .select((all) => all.fn.max('at').as('at'))
    .executeTakeFirst();
  return row?.at ? Temporal.Instant.from(row.at) : null;
}
