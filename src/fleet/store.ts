import { type Generated, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Atm, Contract, Fault, Site } from './model.ts';

declare global {
  interface FengsuiTables {
    site: Site;
    atm: Atm & { heard_at: string | null };
    vendor: { vendor: string };
    contract: { vendor: string; fault_class: string; acknowledge: string; depart: string; arrive: string; repair: string };
    fault: {
      id: string;
      atm: string;
      code: string;
      opened_at: string;
      closed_at: string | null;
      warning: string | null;
      detail: unknown;
      held_until: string | null;
      opened_by: string;
      seq: Generated<number>;
    };
  }
}

export const migrations: Migrations = {
  'fleet-001-fleet': {
    async up(db) {
      const place = sql`branch text not null, district text not null, city text not null, province text not null, lat float8, lon float8`;
      await sql`create table vendor (vendor text primary key)`.execute(db);
      await sql`create table site (site text primary key, ${place}, customers int check (customers >= 0))`.execute(db);
      await sql`create table atm (
        atm text primary key, site text not null references site, ${place}, make text not null, model text not null, release text not null,
        vendor text not null, line text not null, host text not null, power text not null, heard_at timestamptz)`.execute(db);
      await sql`create table contract (
        vendor text not null references vendor, fault_class text not null, acknowledge text not null, depart text not null, arrive text not null, repair text not null,
        primary key (vendor, fault_class))`.execute(db);
      // `opened_by` names the signal that opened it: the same signal never opens a second one, however late it is repeated.
      await sql`create table fault (
        id uuid primary key, atm text not null references atm, code text not null, opened_at timestamptz not null, closed_at timestamptz, warning uuid,
        detail jsonb not null, held_until timestamptz, opened_by text not null unique, seq bigint generated always as identity unique)`.execute(
        db,
      );
      await sql`create unique index fault_open on fault (atm, code) where closed_at is null`.execute(db);
      await sql`create index fault_of_atm on fault (atm, seq desc)`.execute(db);
      await sql`create index fault_of_warning on fault (warning) where warning is not null`.execute(db);
      await sql`create index fault_closed on fault (closed_at) where closed_at is not null`.execute(db);
    },
  },
};

export interface NewFault extends Fault {
  openedBy: string;
  heldUntil: string | null;
}

/** What a batch of signals changes in the tables. */
export interface FaultChanges {
  /** New faults; one that was closed in the same batch is inserted closed. */
  inserted: NewFault[];
  /** Faults of earlier batches that end. */
  closed: { id: string; closedAt: string }[];
  /** Held faults that are faults now. */
  promoted: string[];
  /** Held faults that were cleared in time: they never were any. */
  dropped: string[];
  /** Machines heard of for the first time. */
  heard: { atm: string; at: string }[];
}

/** Writes the changes, a statement per kind. @returns ids of `inserted` that the database refused as known already */
export async function writeChanges(trx: Trx, { inserted, closed, promoted, dropped, heard }: FaultChanges): Promise<Set<string>> {
  // What ends goes first: one open fault per machine and code is a rule of the database.
  if (closed.length > 0)
    await sql`
      with held as materialized (select id from fault where id = any(${closed.map((f) => f.id)}::uuid[]) order by id for update)
      update fault set closed_at = v.at
      from held join unnest(${closed.map((f) => f.id)}::uuid[], ${closed.map((f) => f.closedAt)}::timestamptz[]) as v(id, at) on v.id = held.id
      where fault.id = held.id and fault.closed_at is null`.execute(trx);
  if (dropped.length > 0) await sql`delete from fault where id = any(${dropped}::uuid[]) and held_until is not null`.execute(trx);
  if (promoted.length > 0) await sql`update fault set held_until = null where id = any(${promoted}::uuid[])`.execute(trx);
  const refused = new Set<string>();
  if (inserted.length > 0) {
    const { rows } = await sql<{ id: string }>`
      insert into fault (id, atm, code, opened_at, closed_at, detail, held_until, opened_by)
      select * from unnest(${inserted.map((f) => f.id)}::uuid[], ${inserted.map((f) => f.atm)}::text[], ${inserted.map((f) => f.code)}::text[],
        ${inserted.map((f) => f.openedAt)}::timestamptz[], ${inserted.map((f) => f.closedAt)}::timestamptz[], ${inserted.map((f) => JSON.stringify(f.detail))}::jsonb[],
        ${inserted.map((f) => f.heldUntil)}::timestamptz[], ${inserted.map((f) => f.openedBy)}::text[])
      on conflict do nothing returning id`.execute(trx);
    if (rows.length < inserted.length) {
      const taken = new Set(rows.map((row) => row.id));
      for (const fault of inserted) if (!taken.has(fault.id)) refused.add(fault.id);
    }
  }
  if (heard.length > 0)
    await sql`update atm set heard_at = v.at from unnest(${heard.map((h) => h.atm)}::text[], ${heard.map((h) => h.at)}::timestamptz[]) as v(atm, at)
      where atm.atm = v.atm and atm.heard_at is null`.execute(trx);
  return refused;
}

export const loadAtms = (db: Db): Promise<(Atm & { heard_at: string | null })[]> =>
  db.selectFrom('atm').selectAll().orderBy('atm').execute();
export const loadSites = (db: Db): Promise<Site[]> => db.selectFrom('site').selectAll().orderBy('site').execute();

export interface FaultRow extends Fault {
  heldUntil: string | null;
}

const asFault = (row: {
  id: string;
  atm: string;
  code: string;
  opened_at: string;
  closed_at: string | null;
  warning: string | null;
  detail: unknown;
  held_until: string | null;
}): FaultRow => ({
  id: row.id,
  atm: row.atm,
  code: row.code,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  warning: row.warning,
  detail: row.detail as Record<string, unknown>,
  heldUntil: row.held_until,
});

/** Faults that run, held ones too, and those that ended after `since`, whose end must not be overtaken by an older message. */
export async function loadFaults(db: Db, since: string): Promise<FaultRow[]> {
  const rows = await db
    .selectFrom('fault')
    .selectAll()
    .where((or) => or.or([or('closed_at', 'is', null), or('closed_at', '>', since)]))
    .orderBy('seq')
    .execute();
  return rows.map(asFault);
}

export interface FaultFilter {
  atm?: string;
  code?: string;
  warning?: string;
  state?: 'open' | 'closed';
  vendor?: string;
  cursor?: number;
  limit: number;
}

/** Faults, the newest first; held ones are none yet. */
export async function findFaults(db: Db, filter: FaultFilter): Promise<{ items: Fault[]; next: string | null }> {
  let query = db
    .selectFrom('fault')
    .selectAll('fault')
    .where('held_until', 'is', null)
    .orderBy('seq', 'desc')
    .limit(filter.limit + 1);
  if (filter.atm !== undefined) query = query.where('fault.atm', '=', filter.atm);
  if (filter.code !== undefined) query = query.where('code', '=', filter.code);
  if (filter.warning !== undefined) query = query.where('warning', '=', filter.warning);
  if (filter.state !== undefined) query = query.where('closed_at', filter.state === 'open' ? 'is' : 'is not', null);
  if (filter.vendor !== undefined) query = query.innerJoin('atm', 'atm.atm', 'fault.atm').where('atm.vendor', '=', filter.vendor);
  if (filter.cursor !== undefined) query = query.where('seq', '<', filter.cursor);
  const rows = await query.execute();
  const items = rows.slice(0, filter.limit);
  return { items: items.map((row) => withoutHold(asFault(row))), next: rows.length > filter.limit ? String(items.at(-1)!.seq) : null };
}

const withoutHold = ({ heldUntil: _, ...fault }: FaultRow): Fault => fault;

export async function findFault(db: Db | Trx, id: string): Promise<Fault | undefined> {
  const row = await db.selectFrom('fault').selectAll().where('id', '=', id).where('held_until', 'is', null).executeTakeFirst();
  return row && withoutHold(asFault(row));
}

/** Writes on the faults which warning explains them. */
export async function placeFaults(trx: Trx, placed: readonly { fault: string; warning: string }[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; atm: string }>`
    with held as materialized (select id from fault where id = any(${placed.map((each) => each.fault)}::uuid[]) order by id for update)
    update fault set warning = v.warning
    from held join unnest(${placed.map((each) => each.fault)}::uuid[], ${placed.map((each) => each.warning)}::uuid[]) as v(id, warning) on v.id = held.id
    where fault.id = held.id returning fault.id, fault.atm`.execute(trx);
  return new Map(rows.map((row) => [row.id, row.atm]));
}

/** Takes over machines and sites, all in one statement each. Machines that the file does not name stay as they are. */
export async function upsertFleet(trx: Trx, atms: Atm[], sites: Site[]): Promise<void> {
  const vendors = [...new Set(atms.map((atm) => atm.vendor).filter((vendor) => vendor !== ''))];
  await sql`insert into vendor select * from unnest(${vendors}::text[]) on conflict do nothing`.execute(trx);
  await sql`insert into site (site, branch, district, city, province, lat, lon, customers)
    select * from unnest(${sites.map((s) => s.site)}::text[], ${sites.map((s) => s.branch)}::text[], ${sites.map((s) => s.district)}::text[], ${sites.map((s) => s.city)}::text[],
      ${sites.map((s) => s.province)}::text[], ${sites.map((s) => s.lat)}::float8[], ${sites.map((s) => s.lon)}::float8[], ${sites.map((s) => s.customers)}::int[])
    on conflict (site) do update set branch = excluded.branch, district = excluded.district, city = excluded.city, province = excluded.province,
      lat = excluded.lat, lon = excluded.lon, customers = coalesce(excluded.customers, site.customers)`.execute(trx);
  const text = (column: keyof Atm) => atms.map((atm) => atm[column]);
  await sql`insert into atm (atm, site, branch, district, city, province, lat, lon, make, model, release, vendor, line, host, power)
    select * from unnest(${text('atm')}::text[], ${text('site')}::text[], ${text('branch')}::text[], ${text('district')}::text[], ${text('city')}::text[], ${text('province')}::text[],
      ${text('lat')}::float8[], ${text('lon')}::float8[], ${text('make')}::text[], ${text('model')}::text[], ${text('release')}::text[], ${text('vendor')}::text[],
      ${text('line')}::text[], ${text('host')}::text[], ${text('power')}::text[])
    on conflict (atm) do update set site = excluded.site, branch = excluded.branch, district = excluded.district, city = excluded.city, province = excluded.province,
      lat = excluded.lat, lon = excluded.lon, make = excluded.make, model = excluded.model, release = excluded.release, vendor = excluded.vendor,
      line = excluded.line, host = excluded.host, power = excluded.power`.execute(trx);
}

/** Takes over contracts; one of the same vendor and class is replaced. */
export async function upsertContracts(trx: Trx, contracts: Contract[]): Promise<void> {
  const text = (column: keyof Contract) => contracts.map((contract) => contract[column]);
  await sql`insert into vendor select distinct * from unnest(${text('vendor')}::text[]) on conflict do nothing`.execute(trx);
  await sql`insert into contract (vendor, fault_class, acknowledge, depart, arrive, repair)
    select * from unnest(${text('vendor')}::text[], ${text('faultClass')}::text[], ${text('acknowledge')}::text[], ${text('depart')}::text[], ${text('arrive')}::text[], ${text('repair')}::text[])
    on conflict (vendor, fault_class) do update set acknowledge = excluded.acknowledge, depart = excluded.depart, arrive = excluded.arrive, repair = excluded.repair`.execute(
    trx,
  );
}

export async function loadContracts(db: Db): Promise<Contract[]> {
  const rows = await db.selectFrom('contract').selectAll().orderBy('vendor').orderBy('fault_class').execute();
  return rows.map(({ fault_class, ...row }) => ({ ...row, faultClass: fault_class }));
}

export const loadVendors = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('vendor').select('vendor').orderBy('vendor').execute()).map((row) => row.vendor);
