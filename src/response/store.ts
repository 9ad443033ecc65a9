import { type Selectable, sql } from 'kysely';
import { type Entry, type Mode, readStream } from '#journal';
import type { EventClass, Level, Text } from '#plans';
import type { Db, Migrations, Trx } from '#platform';
import { apply } from './evolve.ts';
import { fork, type Incident, initial } from './incident.ts';
import type { IncidentEvent, IncidentState, WorkOrderEvent, WorkOrderState, WorkOrderStep } from './model.ts';
import { evolveOrder, initialOrder, type WorkOrder } from './work-order.ts';

/** The lists of incidents and work orders. What they show is folded from the journal and written with each entry. */
export interface IncidentTable {
  id: string;
  number: string;
  mode: Mode;
  state: IncidentState;
  level: Level;
  title: Text;
  plan: string;
  plan_version: number;
  plan_title: Text;
  event_class: EventClass;
  phase: string | null;
  phase_name: Text | null;
  warnings: string[];
  machines: number;
  machines_down: string[];
  tasks_open: number;
  tasks_overdue: number;
  tasks_done: number;
  tasks_waived: number;
  opened_at: string;
  ended_at: string | null;
  /** Version of the stream that the row was folded from. */
  version: number;
  /** The timer job that is set, null when none is. */
  wake_at: string | null;
}
export interface WorkOrderTable {
  id: string;
  number: string;
  mode: Mode;
  state: WorkOrderState;
  warning: string;
  incident: string | null;
  vendor: string;
  atms: string[];
  atms_down: string[];
  fault_class: string;
  summary: Text;
  due_acknowledge: string;
  due_depart: string;
  due_arrive: string;
  due_repair: string;
  engineer: string | null;
  breached: WorkOrderStep[];
  breaches: number;
  sent_at: string;
  closed_at: string | null;
  version: number;
  wake_at: string | null;
}
declare global {
  interface FengsuiTables {
    incident: IncidentTable;
    work_order: WorkOrderTable;
  }
}
export type IncidentRow = Selectable<IncidentTable>;
export type WorkOrderRow = Selectable<WorkOrderTable>;

export const migrations: Migrations = {
  'response-001-incident': {
    async up(db) {
      await sql`create table incident (
        id uuid primary key, number text not null unique, mode text not null, state text not null, level text not null, title jsonb not null,
        plan text not null, plan_version int not null, plan_title jsonb not null, event_class text not null, phase text, phase_name jsonb,
        warnings text[] not null, machines int not null, machines_down text[] not null,
        tasks_open int not null, tasks_overdue int not null, tasks_done int not null, tasks_waived int not null,
        opened_at timestamptz not null, ended_at timestamptz, version int not null, wake_at timestamptz)`.execute(db);
      await sql`create index incident_opened on incident (opened_at desc, id desc)`.execute(db);
      await sql`create index incident_running on incident (opened_at) where state in ('active', 'recovering')`.execute(db);
    },
  },
  'response-002-work-order': {
    async up(db) {
      await sql`create table work_order (
        id uuid primary key, number text not null unique, mode text not null, state text not null, warning text not null, incident text, vendor text not null,
        atms text[] not null, atms_down text[] not null, fault_class text not null, summary jsonb not null,
        due_acknowledge timestamptz not null, due_depart timestamptz not null, due_arrive timestamptz not null, due_repair timestamptz not null,
        engineer text, breached text[] not null, breaches int not null, sent_at timestamptz not null, closed_at timestamptz, version int not null, wake_at timestamptz)`.execute(
        db,
      );
      await sql`create index work_order_sent on work_order (sent_at desc, id desc)`.execute(db);
      await sql`create index work_order_vendor on work_order (vendor, sent_at desc)`.execute(db);
      await sql`create index work_order_open on work_order using gin (atms_down) where state not in ('closed', 'cancelled')`.execute(db);
    },
  },
};

export const incidentStream = (id: string): string => `incident/${id}`;
export const orderStream = (id: string): string => `work-order/${id}`;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const eventOf = <E extends { event: string }>(entry: Pick<Entry, 'type' | 'data'>): E =>
  ({ ...entry.data, event: entry.type }) as unknown as E;

export interface Loaded<S> {
  state: S;
  /** Version of the last entry. */
  version: number;
  mode: Mode;
}

/** An incident folded from its entries, from `known` on where that is given; null when it has none. */
export async function loadIncident(db: Db | Trx, id: string, known?: Loaded<Incident>): Promise<Loaded<Incident> | null> {
  if (!uuid.test(id)) return null;
  const entries = await readStream(db, incidentStream(id), known?.version ?? 0);
  const last = entries.at(-1);
  if (!last) return known ?? null;
  const state = known ? fork(known.state) : initial(id);
  for (const entry of entries) apply(state, eventOf<IncidentEvent>(entry), Date.parse(entry.at));
  return { state, version: last.version, mode: last.mode };
}

export async function loadOrder(db: Db | Trx, id: string): Promise<Loaded<WorkOrder> | null> {
  if (!uuid.test(id)) return null;
  const entries = await readStream(db, orderStream(id));
  const last = entries.at(-1);
  if (!last) return null;
  let state = initialOrder(id);
  for (const entry of entries) state = evolveOrder(state, eventOf<WorkOrderEvent>(entry), entry.at);
  return { state, version: last.version, mode: last.mode };
}

/** Writes the row of an incident; only what differs from `before`, the row as it is. */
export async function saveIncident(trx: Trx, row: IncidentRow, before: IncidentRow | null): Promise<void> {
  const set = changed(row, before);
  if (!before)
    await trx
      .insertInto('incident')
      .values(set as never)
      .execute();
  else
    await trx
      .updateTable('incident')
      .set(set as never)
      .where('id', '=', row.id)
      .execute();
}

export async function saveOrder(trx: Trx, row: WorkOrderRow, before: WorkOrderRow | null): Promise<void> {
  const set = changed(row, before);
  if (!before)
    await trx
      .insertInto('work_order')
      .values(set as never)
      .execute();
  else
    await trx
      .updateTable('work_order')
      .set(set as never)
      .where('id', '=', row.id)
      .execute();
}

/** Columns that differ, as the driver takes them: objects are JSON, arrays are arrays. */
function changed(row: object, before: object | null): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    const was = before === null ? undefined : (before as Record<string, unknown>)[column];
    const isObject = typeof value === 'object' && value !== null;
    if (before !== null && (was === value || (isObject && JSON.stringify(was) === JSON.stringify(value)))) continue;
    set[column] = isObject && !Array.isArray(value) ? JSON.stringify(value) : value;
  }
  return set;
}

export const incidentRow = (db: Db | Trx, id: string): Promise<IncidentRow | undefined> =>
  uuid.test(id) ? db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst() : Promise.resolve(undefined);
export const orderRow = (db: Db | Trx, id: string): Promise<WorkOrderRow | undefined> =>
  uuid.test(id) ? db.selectFrom('work_order').selectAll().where('id', '=', id).executeTakeFirst() : Promise.resolve(undefined);

export interface IncidentFilter {
  state?: IncidentState | 'running';
  mode?: Mode;
  limit: number;
  cursor?: string;
}

/** Incidents, newest first. */
export async function listIncidents(db: Db | Trx, filter: IncidentFilter): Promise<IncidentRow[]> {
  let query = db.selectFrom('incident').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(filter.limit);
  if (filter.state === 'running') query = query.where('state', 'in', ['active', 'recovering']);
  else if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.mode) query = query.where('mode', '=', filter.mode);
  const after = cursorOf(filter.cursor);
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('opened_at', 'id'), '<', tuple(after.at, after.id)));
  return query.execute();
}

export interface WorkOrderFilter {
  state?: WorkOrderState | 'open';
  vendor?: string;
  warning?: string;
  incident?: string;
  atm?: string;
  limit: number;
  cursor?: string;
}

/** Work orders, newest first. */
export async function listOrders(db: Db | Trx, filter: WorkOrderFilter): Promise<WorkOrderRow[]> {
  let query = db.selectFrom('work_order').selectAll().orderBy('sent_at', 'desc').orderBy('id', 'desc').limit(filter.limit);
  if (filter.state === 'open') query = query.where('state', 'not in', ['closed', 'cancelled']);
  else if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.vendor !== undefined) query = query.where('vendor', '=', filter.vendor);
  if (filter.warning !== undefined) query = query.where('warning', '=', filter.warning);
  if (filter.incident !== undefined) query = query.where('incident', '=', filter.incident);
  if (filter.atm !== undefined) query = query.where(sql<boolean>`atms @> array[${filter.atm}]`);
  const after = cursorOf(filter.cursor);
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('sent_at', 'id'), '<', tuple(after.at, after.id)));
  return query.execute();
}

export const cursorFor = (at: string, id: string): string => Buffer.from(`${at} ${id}`).toString('base64url');

function cursorOf(cursor: string | undefined): { at: string; id: string } | null {
  const [at, id] = Buffer.from(cursor ?? '', 'base64url')
    .toString()
    .split(' ');
  return at && id && uuid.test(id) && !Number.isNaN(Date.parse(at)) ? { at, id } : null;
}

/** Running incidents and open orders that have one of these machines down. */
export async function concerned(db: Db | Trx, atms: string[]): Promise<{ incidents: string[]; orders: string[] }> {
  const incidents = await db
    .selectFrom('incident')
    .select('id')
    .where('state', 'in', ['active', 'recovering'])
    .where('mode', '=', 'live')
    .where(sql<boolean>`machines_down && ${sql.val(atms)}::text[]`)
    .execute();
  const orders = await db
    .selectFrom('work_order')
    .select('id')
    .where('state', 'not in', ['closed', 'cancelled'])
    .where(sql<boolean>`atms_down && ${sql.val(atms)}::text[]`)
    .execute();
  return { incidents: incidents.map(({ id }) => id), orders: orders.map(({ id }) => id) };
}

/** Keeps answers under their idempotency keys. @returns false when one of the keys was there already */
export async function keepAnswers(trx: Trx, answers: ReadonlyMap<string, object>): Promise<boolean> {
  const texts = [...answers.values()].map((answer) => JSON.stringify(answer));
  const { rows } = await sql<{ key: string }>`
    insert into idempotency (key, answer) select key, answer::jsonb from unnest(${[...answers.keys()]}::text[], ${texts}::text[]) as given (key, answer)
    on conflict do nothing returning key`.execute(trx);
  return rows.length === answers.size;
}

/** An answer kept under an idempotency key, undefined when there is none. */
export async function keptAnswer(trx: Trx, key: string): Promise<unknown> {
  const row = await trx.selectFrom('idempotency').select('answer').where('key', '=', key).executeTakeFirst();
  return row?.answer ?? undefined;
}
