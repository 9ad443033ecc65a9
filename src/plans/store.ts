import { type Selectable, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Plan } from './model.ts';

export const planStates = ['draft', 'approved', 'in-force', 'repealed'] as const;
export type PlanState = (typeof planStates)[number];
export interface Drafter {
  id: string;
  name: string;
}

interface PlanVersionTable {
  id: string;
  version: number;
  state: PlanState;
  yaml: string;
  parsed: Plan | string;
  /** Everyone who wrote or edited it: none of them approves it. */
  drafters: Drafter[] | string;
  drafted_at: string;
  approved_by: Drafter | string | null;
  approved_at: string | null;
  in_force_at: string | null;
  repealed_at: string | null;
  /** The improvement that it was opened from. */
  opened_from: string | null;
}

declare global {
  interface FengsuiTables {
    plan_version: PlanVersionTable;
  }
}

export const migrations: Migrations = {
  'plans-001-version': {
    async up(db) {
      await sql`create table plan_version (
        id text not null, version int not null check (version > 0), state text not null, yaml text not null, parsed jsonb not null,
        drafters jsonb not null, drafted_at timestamptz not null, approved_by jsonb, approved_at timestamptz,
        in_force_at timestamptz, repealed_at timestamptz, opened_from text, primary key (id, version))`.execute(db);
      // The last line: whatever the program does, one version of a plan is in force.
      await sql`create unique index plan_version_in_force on plan_version (id) where state = 'in-force'`.execute(db);
      await sql`create index plan_version_opened_from on plan_version (opened_from)`.execute(db);
    },
  },
};

export interface PlanVersion {
  id: string;
  version: number;
  state: PlanState;
  yaml: string;
  plan: Plan;
  drafters: Drafter[];
  draftedAt: string;
  approvedBy: Drafter | null;
  approvedAt: string | null;
  inForceAt: string | null;
  repealedAt: string | null;
  openedFrom: string | null;
}

const asVersion = (row: Selectable<PlanVersionTable>): PlanVersion => ({
  id: row.id,
  version: row.version,
  state: row.state,
  yaml: row.yaml,
  plan: row.parsed as Plan,
  drafters: row.drafters as Drafter[],
  draftedAt: row.drafted_at,
  approvedBy: row.approved_by as Drafter | null,
  approvedAt: row.approved_at,
  inForceAt: row.in_force_at,
  repealedAt: row.repealed_at,
  openedFrom: row.opened_from,
});

/** Every version of every plan, or of one: plans by id, the newest version first. */
export async function versions(db: Db | Trx, id?: string): Promise<PlanVersion[]> {
  let query = db.selectFrom('plan_version').selectAll().orderBy('id').orderBy('version', 'desc');
  if (id !== undefined) query = query.where('id', '=', id);
  return (await query.execute()).map(asVersion);
}

export async function version(db: Db | Trx, id: string, number: number): Promise<PlanVersion | undefined> {
  const row = await db.selectFrom('plan_version').selectAll().where('id', '=', id).where('version', '=', number).executeTakeFirst();
  return row && asVersion(row);
}

/** Versions in force by plan, without their content: what to read again when one has changed. */
export async function numbersInForce(db: Db | Trx): Promise<{ id: string; version: number }[]> {
  return db.selectFrom('plan_version').select(['id', 'version']).where('state', '=', 'in-force').orderBy('id').execute();
}

/** Those who change one plan take turns, so that a number is given once and one version repeals the other. */
export async function lockPlan(trx: Trx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${id}`}, 0))`.execute(trx);
}

export async function openedFrom(db: Db | Trx, improvement: string): Promise<PlanVersion | undefined> {
  const row = await db
    .selectFrom('plan_version')
    .selectAll()
    .where('opened_from', '=', improvement)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row && asVersion(row);
}

export async function insertVersion(
  trx: Trx,
  one: { plan: Plan; yaml: string; state: 'draft' | 'in-force'; drafter: Drafter; at: Temporal.Instant; openedFrom: string | null },
): Promise<void> {
  const at = one.at.toString();
  await trx
    .insertInto('plan_version')
    .values({
      id: one.plan.id,
      version: one.plan.version,
      state: one.state,
      yaml: one.yaml,
      parsed: JSON.stringify(one.plan),
      drafters: JSON.stringify([one.drafter]),
      drafted_at: at,
      approved_by: null,
      approved_at: null,
      in_force_at: one.state === 'in-force' ? at : null,
      repealed_at: null,
      opened_from: one.openedFrom,
    })
    .execute();
}

export async function rewrite(
  trx: Trx,
  id: string,
  number: number,
  change: { yaml: string; plan: Plan; drafters: Drafter[] },
): Promise<void> {
  await trx
    .updateTable('plan_version')
    .set({ yaml: change.yaml, parsed: JSON.stringify(change.plan), drafters: JSON.stringify(change.drafters) })
    .where('id', '=', id)
    .where('version', '=', number)
    .where('state', '=', 'draft')
    .execute();
}

export async function setApproved(trx: Trx, id: string, number: number, by: Drafter, at: Temporal.Instant): Promise<void> {
  await trx
    .updateTable('plan_version')
    .set({ state: 'approved', approved_by: JSON.stringify(by), approved_at: at.toString() })
    .where('id', '=', id)
    .where('version', '=', number)
    .execute();
}

/** Puts a version in force. @returns the number of the version that was in force until now, and is repealed */
export async function setInForce(trx: Trx, id: string, number: number, at: Temporal.Instant): Promise<number | null> {
  const former = await repealFormer(trx, id, number, at);
  await trx
    .updateTable('plan_version')
    .set({ state: 'in-force', in_force_at: at.toString() })
    .where('id', '=', id)
    .where('version', '=', number)
    .execute();
  return former;
}

/** Repeals the version in force, if it is another than `number`. */
export async function repealFormer(trx: Trx, id: string, number: number, at: Temporal.Instant): Promise<number | null> {
  const row = await trx
    .updateTable('plan_version')
    .set({ state: 'repealed', repealed_at: at.toString() })
    .where('id', '=', id)
    .where('state', '=', 'in-force')
    .where('version', '!=', number)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}
