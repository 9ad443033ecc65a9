import { type Selectable, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Evidence } from './correlate.ts';
import type { Alternative, CauseKind, Link, Reason, TriageGrade, Warning, WarningState } from './model.ts';

interface WarningTable {
  id: string;
  number: string;
  state: WarningState;
  cause_kind: CauseKind;
  cause_ref: string;
  alternatives: string | Alternative[];
  confidence: number;
  atms: string[];
  affected_now: number;
  group_size: number;
  customers: number;
  codes: string[];
  triage: TriageGrade;
  triaged_by: string | Warning['triagedBy'];
  reasons: string | Reason[];
  links: string | Link[];
  opened_at: string;
  closed_at: string | null;
  work_order: string | null;
  incident: string | null;
  /** A person decided about it: correlation leaves what it holds. */
  held: boolean;
  breaches: number;
  severity: string | null;
}
interface WarningFaultTable {
  fault: string;
  atm: string;
  code: string;
  opened_at: string;
  closed_at: string | null;
  detail: string | Record<string, unknown>;
  warning: string | null;
}

declare global {
  interface FengsuiTables {
    warning: WarningTable;
    warning_fault: WarningFaultTable;
  }
}

export const migrations: Migrations = {
  'warning-001-warning': {
    async up(db) {
      await sql`create table warning (
        id uuid primary key, number text not null unique, state text not null, cause_kind text not null, cause_ref text not null,
        alternatives jsonb not null, confidence double precision not null, atms text[] not null, affected_now int not null, group_size int not null,
        customers int not null, codes text[] not null, triage text not null, triaged_by jsonb not null, reasons jsonb not null, links jsonb not null,
        opened_at timestamptz not null, closed_at timestamptz, work_order uuid, incident uuid, held boolean not null default false,
        breaches int not null default 0, severity text)`.execute(db);
      await sql`create index warning_running on warning (opened_at) where state in ('open', 'recovering')`.execute(db);
      await sql`create index warning_incident on warning (incident) where incident is not null`.execute(db);
      // The primary key is what keeps a fault out of two warnings.
      await sql`create table warning_fault (
        fault uuid primary key, atm text not null, code text not null, opened_at timestamptz not null, closed_at timestamptz, detail jsonb not null,
        warning uuid references warning (id))`.execute(db);
      await sql`create index warning_fault_warning on warning_fault (warning) where warning is not null`.execute(db);
      await sql`create index warning_fault_free on warning_fault (opened_at) where warning is null`.execute(db);
      await sql`create index warning_fault_open on warning_fault (atm) where closed_at is null`.execute(db);
    },
  },
};

export interface WarningRow extends Warning {
  held: boolean;
  breaches: number;
  severity: string | null;
}

const asWarning = (row: Selectable<WarningTable>): WarningRow => ({
  id: row.id,
  number: row.number,
  state: row.state,
  cause: { kind: row.cause_kind, ref: row.cause_ref },
  alternatives: row.alternatives as Alternative[],
  confidence: row.confidence,
  atms: row.atms,
  affectedNow: row.affected_now,
  groupSize: row.group_size,
  customers: row.customers,
  codes: row.codes,
  triage: row.triage,
  triagedBy: row.triaged_by as Warning['triagedBy'],
  reasons: row.reasons as Reason[],
  links: row.links as Link[],
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  workOrder: row.work_order,
  incident: row.incident,
  held: row.held,
  breaches: row.breaches,
  severity: row.severity,
});

/** Writes a warning as it now is, new or not. */
export async function saveWarning(trx: Trx, warning: WarningRow): Promise<void> {
  const row = {
    number: warning.number,
    state: warning.state,
    cause_kind: warning.cause.kind,
    cause_ref: warning.cause.ref,
    alternatives: JSON.stringify(warning.alternatives),
    confidence: warning.confidence,
    atms: warning.atms,
    affected_now: warning.affectedNow,
    group_size: warning.groupSize,
    customers: warning.customers,
    codes: warning.codes,
    triage: warning.triage,
    triaged_by: JSON.stringify(warning.triagedBy),
    reasons: JSON.stringify(warning.reasons),
    links: JSON.stringify(warning.links),
    opened_at: warning.openedAt,
    closed_at: warning.closedAt,
    work_order: warning.workOrder,
    incident: warning.incident,
    held: warning.held,
    breaches: warning.breaches,
    severity: warning.severity,
  };
  await trx
    .insertInto('warning')
    .values({ id: warning.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function findWarning(db: Db | Trx, id: string): Promise<WarningRow | null> {
  const row = await db.selectFrom('warning').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? asWarning(row) : null;
}

export interface WarningFilter {
  states?: WarningState[];
  triage?: TriageGrade;
  atm?: string;
  incident?: string;
  before?: string;
  limit: number;
}

/** Newest first. @param filter.before number of the warning after which the page starts */
export async function findWarnings(db: Db | Trx, filter: WarningFilter): Promise<WarningRow[]> {
  let query = db.selectFrom('warning').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.states) query = query.where('state', 'in', filter.states);
  if (filter.triage) query = query.where('triage', '=', filter.triage);
  if (filter.incident) query = query.where('incident', '=', filter.incident);
  if (filter.atm) query = query.where(sql<boolean>`${filter.atm} = any(atms)`);
  if (filter.before) query = query.where('id', '<', filter.before);
  return (await query.execute()).map(asWarning);
}

export const runningWarnings = async (trx: Trx): Promise<WarningRow[]> =>
  (await trx.selectFrom('warning').selectAll().where('state', 'in', ['open', 'recovering']).orderBy('opened_at').execute()).map(asWarning);

export interface HeardFault {
  id: string;
  atm: string;
  code: string;
  openedAt: string;
  closedAt: string | null;
  detail: Record<string, unknown>;
}

/** Takes note of faults, many at once: one statement however large the storm. */
export async function hearFaults(trx: Trx, opened: readonly HeardFault[], closed: readonly HeardFault[]): Promise<void> {
  if (opened.length > 0)
    await sql`insert into warning_fault (fault, atm, code, opened_at, closed_at, detail)
      select id, atm, code, "openedAt", "closedAt", coalesce(detail, '{}')
      from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb)
        as given (id uuid, atm text, code text, "openedAt" timestamptz, "closedAt" timestamptz, detail jsonb)
      on conflict do nothing`.execute(trx);
  if (closed.length > 0)
    await sql`
      with held as materialized (select fault from warning_fault where fault = any(${closed.map(({ id }) => id)}::uuid[]) order by fault for update)
      update warning_fault set closed_at = given."closedAt"
      from held join jsonb_to_recordset(${JSON.stringify(closed.map(({ id, closedAt }) => ({ id, closedAt })))}::jsonb) as given (id uuid, "closedAt" timestamptz) on given.id = held.fault
      where warning_fault.fault = held.fault and closed_at is null`.execute(trx);
}

/** One correlation at a time; a second waits for the first. */
export async function takeTurn(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('warning-correlate', 0))`.execute(trx);
}

/**
 * Everything that may still decide: open faults that nothing explains, all faults of running warnings, and faults without a
 * warning that closed lately (a restart before the cash falls).
 * @param since instant from which closed faults without a warning still count
 */
export async function evidence(trx: Trx, since: Temporal.Instant): Promise<Evidence[]> {
  const rows = await trx
    .selectFrom('warning_fault')
    .leftJoin('warning', 'warning.id', 'warning_fault.warning')
    .select(['fault', 'atm', 'code', 'warning_fault.opened_at', 'warning_fault.closed_at', 'detail', 'warning_fault.warning'])
    .where((or) =>
      or.or([
        or('warning.state', 'in', ['open', 'recovering']),
        or.and([or('warning_fault.warning', 'is', null), or('warning_fault.closed_at', 'is', null)]),
        or.and([or('warning_fault.warning', 'is', null), or('warning_fault.opened_at', '>', since.toString())]),
      ]),
    )
    .execute();
  return rows.map((row) => ({
    id: row.fault,
    atm: row.atm,
    code: row.code,
    at: Temporal.Instant.from(row.opened_at).epochMilliseconds,
    closed: row.closed_at !== null,
    warning: row.warning,
    detail: row.detail as Record<string, unknown>,
  }));
}

/** A fault and the warning that explains it. */
export interface Placed {
  fault: string;
  warning: string;
}

/** Puts faults into warnings, out of whichever they were in. */
export async function placeFaults(trx: Trx, placed: readonly Placed[]): Promise<void> {
  await sql`
    with held as materialized (select fault from warning_fault where fault = any(${placed.map((each) => each.fault)}::uuid[]) order by fault for update)
    update warning_fault set warning = v.warning
    from held join unnest(${placed.map((each) => each.fault)}::uuid[], ${placed.map((each) => each.warning)}::uuid[]) as v(fault, warning) on v.fault = held.fault
    where warning_fault.fault = held.fault`.execute(trx);
}

export interface PlacedFault {
  fault: string;
  atm: string;
  code: string;
  openedAt: string;
  closedAt: string | null;
}

export async function faultsOf(db: Db | Trx, warning: string): Promise<PlacedFault[]> {
  const rows = await db
    .selectFrom('warning_fault')
    .selectAll()
    .where('warning', '=', warning)
    .orderBy('opened_at')
    .orderBy('fault')
    .execute();
  return rows.map((row) => ({ fault: row.fault, atm: row.atm, code: row.code, openedAt: row.opened_at, closedAt: row.closed_at }));
}

/** Machines that have any open fault. */
export async function illMachines(db: Db | Trx): Promise<Set<string>> {
  const rows = await db.selectFrom('warning_fault').select('atm').distinct().where('closed_at', 'is', null).execute();
  return new Set(rows.map((row) => row.atm));
}
