import { sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Bulletin } from './model.ts';

declare global {
  interface FengsuiTables {
    bulletin: {
      id: string;
      incident: string;
      serial: number;
      state: string;
      mode: string;
      drafted_at: string;
      published_at: string | null;
      key: string | null;
      doc: Bulletin | string;
    };
    bulletin_incident: {
      incident: string;
      number: string;
      mode: string;
      event_class: string;
      opened_at: string;
      ended_at: string | null;
      recovered_at: string | null;
    };
  }
}

export const migrations: Migrations = {
  'bulletins-001-bulletin': {
    async up(db) {
      await sql`create table bulletin_incident (
        incident text primary key, number text not null, mode text not null, event_class text not null, opened_at timestamptz not null,
        ended_at timestamptz, recovered_at timestamptz)`.execute(db);
      await sql`create table bulletin (
        id uuid primary key, incident text not null references bulletin_incident, serial int not null, state text not null, mode text not null,
        drafted_at timestamptz not null, published_at timestamptz, key text unique, doc jsonb not null, unique (incident, serial))`.execute(
        db,
      );
      await sql`create index bulletin_published on bulletin (published_at) where state = 'published'`.execute(db);
      // What the public has read cannot be changed afterwards, whatever program tries.
      await sql`create function bulletin_is_final() returns trigger language plpgsql as $$
        begin raise exception 'bulletin % is published and final', old.id using errcode = 'insufficient_privilege'; end $$`.execute(db);
      await sql`create trigger final before update or delete on bulletin for each row when (old.state in ('published', 'withheld')) execute function bulletin_is_final()`.execute(
        db,
      );
    },
  },
};

const read = (row: { doc: unknown }): Bulletin => row.doc as Bulletin;

export interface IncidentRow {
  incident: string;
  number: string;
  mode: string;
  eventClass: string;
  openedAt: string;
}

/** Makes the incident known, and locks it: serial numbers of its bulletins have no gaps and no doubles. */
export async function lockIncident(
  trx: Trx,
  { incident, number, mode, eventClass, openedAt }: IncidentRow,
): Promise<{ openedAt: string; endedAt: string | null }> {
  const row = await trx
    .insertInto('bulletin_incident')
    .values({ incident, number, mode, event_class: eventClass, opened_at: openedAt, ended_at: null, recovered_at: null })
    .onConflict((conflict) => conflict.column('incident').doUpdateSet({ number }))
    .returning(['opened_at', 'ended_at'])
    .executeTakeFirstOrThrow();
  return { openedAt: row.opened_at, endedAt: row.ended_at };
}

export async function incidentRunning(db: Db | Trx, incident: string): Promise<boolean> {
  const row = await db.selectFrom('bulletin_incident').select('ended_at').where('incident', '=', incident).executeTakeFirst();
  return row !== undefined && row.ended_at === null;
}

/** @param open true: opened again */
export async function endIncident(trx: Trx, incident: string, at: string, open = false): Promise<void> {
  await trx
    .updateTable('bulletin_incident')
    .set({ ended_at: open ? null : at })
    .where('incident', '=', incident)
    .execute();
}

export async function recovered(trx: Trx, incident: string, at: string): Promise<void> {
  await trx
    .updateTable('bulletin_incident')
    .set({ recovered_at: at })
    .where('incident', '=', incident)
    .where('recovered_at', 'is', null)
    .execute();
}

/** Minutes that earlier cases of a class took until the public read that they were over. */
export async function pastMinutes(db: Db | Trx, eventClass: string): Promise<number[]> {
  const rows = await db
    .selectFrom('bulletin_incident')
    .select(sql<number>`extract(epoch from recovered_at - opened_at)::float8 / 60`.as('minutes'))
    .where('event_class', '=', eventClass)
    .where('mode', '=', 'live')
    .where('recovered_at', 'is not', null)
    .orderBy('recovered_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => row.minutes);
}

export async function insert(trx: Trx, bulletin: Bulletin, key: string | null): Promise<void> {
  await trx
    .insertInto('bulletin')
    .values({
      id: bulletin.id,
      incident: bulletin.incident.id,
      serial: bulletin.serial,
      state: bulletin.state,
      mode: bulletin.mode,
      drafted_at: bulletin.draftedAt,
      published_at: bulletin.publishedAt,
      key,
      doc: JSON.stringify(bulletin),
    })
    .execute();
}

export async function update(trx: Trx, bulletin: Bulletin): Promise<void> {
  await trx
    .updateTable('bulletin')
    .set({ state: bulletin.state, published_at: bulletin.publishedAt, doc: JSON.stringify(bulletin) })
    .where('id', '=', bulletin.id)
    .execute();
}

export async function find(db: Db | Trx, id: string): Promise<Bulletin | undefined> {
  const row = await db.selectFrom('bulletin').select('doc').where('id', '=', id).executeTakeFirst();
  return row && read(row);
}

export async function lock(trx: Trx, id: string): Promise<Bulletin | undefined> {
  const row = await trx.selectFrom('bulletin').select('doc').where('id', '=', id).forUpdate().executeTakeFirst();
  return row && read(row);
}

export async function byKey(db: Db | Trx, key: string): Promise<Bulletin | undefined> {
  const row = await db.selectFrom('bulletin').select('doc').where('key', '=', key).executeTakeFirst();
  return row && read(row);
}

/** Newest first. */
export async function list(
  db: Db | Trx,
  filter: { incident?: string | undefined; state?: string | undefined; before?: string | undefined; limit: number },
): Promise<Bulletin[]> {
  let query = db.selectFrom('bulletin').select('doc').orderBy('id', 'desc').limit(filter.limit);
  if (filter.incident !== undefined) query = query.where('incident', '=', filter.incident);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map(read);
}

/** What the public may read, newest first: published, live, of incidents that run or ended after `since`. */
export async function published(db: Db, since: string): Promise<{ bulletin: Bulletin; running: boolean }[]> {
  const rows = await db
    .selectFrom('bulletin')
    .innerJoin('bulletin_incident', 'bulletin_incident.incident', 'bulletin.incident')
    .select(['doc', 'ended_at'])
    .where('state', '=', 'published')
    .where('bulletin.mode', '=', 'live')
    .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', since)]))
    .orderBy('published_at', 'desc')
    .orderBy('serial', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({ bulletin: read(row), running: row.ended_at === null }));
}
