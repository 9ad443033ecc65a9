import { sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { ReportContent } from './model.ts';

export interface Report {
  id: string;
  number: string;
  incident: string;
  incidentNumber: string;
  state: 'draft' | 'approved';
  mode: 'live' | 'drill';
  draftedAt: string;
  /** When the plan asks for it. */
  due: string | null;
  authors: string[];
  approvedBy: { id: string; name: string } | null;
  approvedAt: string | null;
  /** Year and number of the document, from a counter of its own. */
  document: { year: number; number: number } | null;
  /** What was approved, word for word; null before. */
  content: ReportContent | null;
  /** SHA-256 of the approved content's canonical JSON. */
  sha256: string | null;
}

export interface Improvement {
  id: string;
  number: string;
  report: string;
  incident: string;
  text: { zh: string; en: string };
  clause: string | null;
  plan: string;
  owner: { id: string; name: string } | null;
  due: string | null;
  state: 'open' | 'done';
  proof: string | null;
  doneBy: { id: string; name: string } | null;
  doneAt: string | null;
  /** The plan's draft version that it opened. */
  planDraft: { plan: string; version: number } | null;
  openedAt: string;
}

declare global {
  interface FengsuiTables {
    report: { id: string; incident: string; state: string; drafted_at: string; doc: Report | string };
    improvement: { id: string; report: string; incident: string; state: string; due: string | null; doc: Improvement | string };
  }
}

export const migrations: Migrations = {
  'review-001-report': {
    async up(db) {
      await sql`create table report (
        id uuid primary key, incident text not null unique, state text not null, drafted_at timestamptz not null, doc jsonb not null)`.execute(
        db,
      );
      await sql`create table improvement (
        id uuid primary key, report uuid not null references report, incident text not null, state text not null, due date, doc jsonb not null)`.execute(
        db,
      );
      await sql`create index improvement_by_report on improvement (report)`.execute(db);
    },
  },
};

/** @returns false when the incident has a report already: then nothing was written */
export async function insertReport(trx: Trx, report: Report): Promise<boolean> {
  const row = await trx
    .insertInto('report')
    .values({ id: report.id, incident: report.incident, state: report.state, drafted_at: report.draftedAt, doc: JSON.stringify(report) })
    .onConflict((conflict) => conflict.column('incident').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateReport(trx: Trx, report: Report): Promise<void> {
  await trx
    .updateTable('report')
    .set({ state: report.state, doc: JSON.stringify(report) })
    .where('id', '=', report.id)
    .execute();
}

export async function report(db: Db | Trx, by: { id: string } | { incident: string }): Promise<Report | undefined> {
  const query = db.selectFrom('report').select('doc');
  const row = await ('id' in by ? query.where('id', '=', by.id) : query.where('incident', '=', by.incident)).executeTakeFirst();
  return row?.doc as Report | undefined;
}

export async function lockReport(trx: Trx, id: string): Promise<Report | undefined> {
  const row = await trx.selectFrom('report').select('doc').where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.doc as Report | undefined;
}

/** Newest first. */
export async function reports(
  db: Db,
  filter: { state?: string | undefined; incident?: string | undefined; before?: string | undefined; limit: number },
): Promise<Report[]> {
  let query = db.selectFrom('report').select('doc').orderBy('id', 'desc').limit(filter.limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.incident !== undefined) query = query.where('incident', '=', filter.incident);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map((row) => row.doc as Report);
}

export async function insertImprovement(trx: Trx, one: Improvement): Promise<void> {
  await trx
    .insertInto('improvement')
    .values({ id: one.id, report: one.report, incident: one.incident, state: one.state, due: one.due, doc: JSON.stringify(one) })
    .execute();
}

export async function updateImprovement(trx: Trx, one: Improvement): Promise<void> {
  await trx
    .updateTable('improvement')
    .set({ state: one.state, due: one.due, doc: JSON.stringify(one) })
    .where('id', '=', one.id)
    .execute();
}

export async function lockImprovement(trx: Trx, id: string): Promise<Improvement | undefined> {
  const row = await trx.selectFrom('improvement').select('doc').where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.doc as Improvement | undefined;
}

export async function improvements(
  db: Db,
  filter: {
    state?: string | undefined;
    report?: string | undefined;
    incident?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<Improvement[]> {
  let query = db.selectFrom('improvement').select('doc').orderBy('id', 'desc').limit(filter.limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.report !== undefined) query = query.where('report', '=', filter.report);
  if (filter.incident !== undefined) query = query.where('incident', '=', filter.incident);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map((row) => row.doc as Improvement);
}
