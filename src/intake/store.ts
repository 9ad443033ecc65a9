import { type Generated, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { ReportKind } from './field.ts';
import type { DeadLetter } from './model.ts';

declare global {
  interface FengsuiTables {
    signal_batch: {
      id: Generated<number>;
      received_at: string;
      kind: BatchKind;
      sources: string[];
      count: number;
      machines: Buffer;
      keys: Buffer;
      skip: number[];
      raw: Buffer;
      understood: Buffer | null;
    };
    dead_letter: {
      id: Generated<number>;
      received_at: string;
      source: string;
      code: string;
      field: string | null;
      atm: string | null;
      content: Buffer;
    };
    xfs_state: { atm: string; service: string; boot: string; seq: number | null; status: unknown; at: string };
    device_command: { key: string; request_id: Generated<number>; atm: string; command: string; sent_at: string; outcome: unknown | null };
    field_report: {
      id: string;
      token: string;
      received_at: string;
      kind: ReportKind;
      atm: string | null;
      site: string | null;
      lat: number | null;
      lon: number | null;
      note: string;
      photo: string | null;
      reporter: string | null;
      read_at: string | null;
      read_by: string | null;
    };
    cap_alert: {
      sender: string;
      identifier: string;
      received_at: string;
      sites: string[];
      expires: string | null;
      ended_at: string | null;
    };
  }
}

/** How the bytes of a batch are to be read. */
export type BatchKind = 'signals' | 'signals-ndjson' | 'alertmanager' | 'cap' | 'xfs4iot' | 'field' | 'other';

export const migrations: Migrations = {
  'intake-001-signal': {
    async up(db) {
      // One row keeps all that came in one body: row per signal reached half the throughput at four times the CPU of
      // PostgreSQL. `machines` is a Bloom filter, so that the batches of one machine are found without unpacking the
      // others; `keys` are the 64-bit hashes of the signals taken, read again at start.
      await sql`create table signal_batch (
        id bigint generated always as identity primary key, received_at timestamptz not null, kind text not null, sources text[] not null,
        count int not null, machines bytea not null, keys bytea not null, skip int[] not null, raw bytea not null, understood bytea)`.execute(
        db,
      );
      // The bytes are compressed already; PostgreSQL would only burn time on them.
      await sql`alter table signal_batch alter raw set storage external, alter understood set storage external, alter keys set storage external, alter machines set storage external`.execute(
        db,
      );
      await sql`create index on signal_batch (received_at)`.execute(db);
      await sql`create table dead_letter (
        id bigint generated always as identity primary key, received_at timestamptz not null, source text not null, code text not null, field text, atm text, content bytea not null)`.execute(
        db,
      );
      await sql`create index on dead_letter (code, id)`.execute(db);
      await sql`create table xfs_state (atm text not null, service text not null, boot text not null, seq bigint, status jsonb not null, at timestamptz not null, primary key (atm, service))`.execute(
        db,
      );
      await sql`create table device_command (
        key text primary key, request_id bigint generated always as identity unique, atm text not null, command text not null, sent_at timestamptz not null, outcome jsonb)`.execute(
        db,
      );
      await sql`create table field_report (
        id uuid primary key, token text not null unique, received_at timestamptz not null, kind text not null, atm text, site text, lat float8, lon float8,
        note text not null, photo text, reporter text, read_at timestamptz, read_by text)`.execute(db);
      await sql`create index on field_report (received_at)`.execute(db);
      await sql`create table cap_alert (
        sender text not null, identifier text not null, received_at timestamptz not null, sites text[] not null, expires timestamptz, ended_at timestamptz,
        primary key (sender, identifier))`.execute(db);
    },
  },
};

export interface NewBatch {
  receivedAt: string;
  kind: BatchKind;
  sources: string[];
  count: number;
  machines: Buffer;
  keys: Buffer;
  skip: number[];
  raw: Buffer;
  understood: Buffer | null;
}

/** Inserts all batches of one commit in one statement. @returns the greatest id */
export async function insertBatches(trx: Trx, batches: NewBatch[]): Promise<number> {
  const values = batches.map(
    (each) =>
      sql`(${each.receivedAt}::timestamptz, ${each.kind}, ${each.sources}::text[], ${each.count}::int, ${each.machines}::bytea, ${each.keys}::bytea, ${each.skip}::int[], ${each.raw}::bytea, ${each.understood}::bytea)`,
  );
  const { rows } = await sql<{ id: number }>`
    with b as (insert into signal_batch (received_at, kind, sources, count, machines, keys, skip, raw, understood) values ${sql.join(values)} returning id)
    select max(id) as id from b`.execute(trx);
  return rows[0]?.id ?? 0;
}

/** Keeps what could not be read, all of one commit in one statement. */
export async function insertDeadLetters(trx: Trx, letters: (DeadLetter & { receivedAt: string })[]): Promise<void> {
  if (letters.length === 0) return;
  const column = (of: (letter: DeadLetter & { receivedAt: string }) => string | null) => letters.map((letter) => plain(of(letter)));
  await sql`insert into dead_letter (received_at, source, code, field, atm, content)
    select * from unnest(${column((l) => l.receivedAt)}::timestamptz[], ${column((l) => l.source)}::text[], ${column((l) => l.code)}::text[],
      ${column((l) => l.field)}::text[], ${column((l) => l.atm)}::text[], ${letters.map((l) => Buffer.from(l.content))}::bytea[])`.execute(
    trx,
  );
}

/** PostgreSQL keeps no U+0000 in a text, and no half of a surrogate pair. */
const plain = (text: string | null): string | null => (text === null ? null : text.replaceAll('\0', '\ufffd').toWellFormed());

/** Names of signals in batches after `after`, oldest batch first. */
export async function keysAfter(db: Db, after: number): Promise<{ id: number; keys: Buffer }[]> {
  return db.selectFrom('signal_batch').select(['id', 'keys']).where('id', '>', after).orderBy('id').execute();
}

/** Names of the newest signals, `atMost` of them or one page more, oldest batch first. */
export async function newestKeys(db: Db, atMost: number): Promise<{ id: number; keys: Buffer }[]> {
  const pages: { id: number; keys: Buffer }[] = [];
  let names = 0;
  let before = Number.MAX_SAFE_INTEGER;
  while (names < atMost) {
    const rows = await db
      .selectFrom('signal_batch')
      .select(['id', 'keys'])
      .where('id', '<', before)
      .orderBy('id', 'desc')
      .limit(2000)
      .execute();
    for (const row of rows) names += row.keys.length / 8;
    pages.push(...rows);
    if (rows.length < 2000) break;
    before = rows.at(-1)!.id;
  }
  return pages.reverse();
}

export interface DeadLetterRow extends DeadLetter {
  id: number;
  receivedAt: string;
}

/** Dead letters, newest first. */
export async function findDeadLetters(db: Db, filter: { code?: string; before?: number; limit: number }): Promise<DeadLetterRow[]> {
  let query = db.selectFrom('dead_letter').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.code !== undefined) query = query.where('code', '=', filter.code);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map((row) => ({
    id: row.id,
    receivedAt: row.received_at,
    source: row.source,
    code: row.code,
    field: row.field,
    atm: row.atm,
    content: row.content.toString(),
  }));
}
