import { createHash } from 'node:crypto';
import { append, type Entry, type EntryActor, readStream } from '#journal';
import type { Actor, PersonRef } from '#organization';
import type { Plan, Text } from '#plans';
import { type Clock, type Db, isRefusal, type Jobs, nextNumber, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import type { Resources } from '#resources';
import { compose } from './compose.ts';
import { type Letterhead, reportDocument } from './document.ts';
import type { EditableSection, ReportContent } from './model.ts';
import { eventOf } from './sentences.ts';
import type { Improvement, Report } from './store.ts';
import * as store from './store.ts';

export interface ReviewDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  plans: {
    version(id: string, version: number): Promise<Plan | null | undefined> | Plan | null | undefined;
    /** Opens a new draft version of a plan for an improvement. @returns the version's number */
    draftFrom(
      trx: Trx,
      request: { plan: string; improvement: { id: string; number: string; text: string }; actor: Actor },
    ): Promise<{ version: number } | Refusal>;
  };
  resources: Pick<Resources, 'movements'>;
  timezone?: string;
  bank?: Text;
  /** 发文机关, 主送机关 and 机关代字 of the report. */
  letterhead?: Pick<Letterhead, 'issuer' | 'to' | 'code'>;
  /** The report is approved: the incident is to be told. A refusal that it returns undoes the approval. */
  onApproved?: (trx: Trx, report: { id: string; number: string; incident: string }, actor: Actor) => Promise<unknown>;
  /** The report waits for its readers. */
  onDrafted?: (trx: Trx, report: { id: string; number: string; incident: string }) => Promise<void>;
}

export type ReportCommand =
  | { command: 'edit'; section: EditableSection; text: Text }
  | { command: 'remark'; group: string; text: Text }
  | { command: 'add-finding'; text: Text; clause?: string; owner?: PersonRef; due?: string }
  | { command: 'approve' };
export type ImprovementCommand =
  | { command: 'assign'; owner: PersonRef; due: string }
  | { command: 'done'; proof: string }
  | { command: 'open-plan-draft' };

export type Review = ReturnType<typeof openReview>;

const draftJob = 'review-draft-report';
const system: EntryActor = { kind: 'system', id: 'system', name: '系统', role: 'system' };
const approvers = ['commander', 'deputy'];
const writers = ['commander', 'deputy', 'duty-officer', 'group-leader', 'planner'];
const sha256 = (content: ReportContent) => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** Reports after incidents and drills, computed from the journal; findings and improvements (S1-7, S2-5.5). */
export function openReview({
  db,
  clock,
  jobs,
  plans,
  resources,
  timezone = 'Asia/Shanghai',
  bank = { zh: '江城银行', en: 'Jiangcheng Bank' },
  letterhead,
  onApproved,
  onDrafted,
}: ReviewDeps) {
  const head = letterhead ?? {
    issuer: { zh: `${bank.zh}应急领导小组`, en: `${bank.en} Emergency Command` },
    to: { zh: bank.zh, en: bank.en },
    code: '江银急',
  };

  /** The report as the journal gives it now. @returns undefined when no incident of this id was ever activated */
  async function contentOf(from: Db | Trx, incident: string, report: string | undefined): Promise<ReportContent | undefined> {
    const entries = await readStream(from, `incident/${incident}`);
    const activated = entries.map(eventOf).find((event) => event?.event === 'incident-activated');
    if (activated?.event !== 'incident-activated') return undefined;
    const warnings = new Set(activated.warnings);
    for (const entry of entries) if (entry.type === 'warning-added') warnings.add((entry.data as { warning: string }).warning);
    const streams = async (names: Iterable<string>): Promise<Entry[]> =>
      (await Promise.all([...names].map((name) => readStream(from, name)))).flat().sort((a, b) => a.seq - b.seq);
    return compose({
      incident,
      entries,
      items: (await streams(new Set((await resources.movements({ incident })).map((move) => `item/${move.item}`)))).filter(
        (entry) => entry.data.incident === incident,
      ),
      warnings: await streams([...warnings].map((warning) => `warning/${warning}`)),
      report: report === undefined ? [] : await readStream(from, `report/${report}`),
      plan: (await plans.version(activated.plan.id, activated.plan.version)) ?? null,
      bank,
      timezone,
      now: clock.now().toString(),
    });
  }

  async function draft(incident: string): Promise<void> {
    await transact(db, async (trx) => {
      if (await store.report(trx, { incident })) return;
      const content = await contentOf(trx, incident, undefined);
      if (!content) return;
      const now = clock.now();
      const plan = await plans.version(content.plan.id, content.plan.version);
      const due = plan && content.incident.endedAt ? later(content.incident.endedAt, plan.report.due, timezone) : null;
      const report: Report = {
        id: uuidv7(),
        number: await nextNumber(trx, content.mode === 'drill' ? 'DRPT' : 'RPT', now),
        incident,
        incidentNumber: content.incident.number,
        state: 'draft',
        mode: content.mode === 'drill' ? 'drill' : 'live',
        draftedAt: now.toString(),
        due,
        authors: [],
        approvedBy: null,
        approvedAt: null,
        document: null,
        content: null,
        sha256: null,
      };
      if (!(await store.insertReport(trx, report))) return;
      await write(trx, report, 'report-drafted', { report: report.id, number: report.number, incident, basis: content.basis, due }, system);
      await onDrafted?.(trx, report);
    });
  }
  jobs.handle(draftJob, ({ incident }: { incident: string }) => draft(incident));

  async function write(trx: Trx, report: Report, type: string, data: object, actor: EntryActor): Promise<void> {
    await append(trx, { stream: `report/${report.id}`, entries: [{ type, data }], actor, mode: report.mode, at: clock.now() });
  }

  /**
   * A command on a report.
   * @returns the report then, or `report-approved`, `report-role`, `report-second-person`, `report-incomplete`, `report-running`
   */
  async function command(trx: Trx, id: string, given: ReportCommand, actor: Actor): Promise<Report | Refusal> {
    const report = await store.lockReport(trx, id);
    if (!report) return refuse('not-found', { what: id });
    if (report.state === 'approved') return refuse('report-approved', { number: report.number });
    const by = { id: actor.id, name: actor.name };
    const now = clock.now();
    switch (given.command) {
      case 'edit': {
        if (!writers.includes(actor.role)) return refuse('report-role', { roles: writers });
        await write(trx, report, 'report-edited', { report: id, section: given.section, text: given.text, by }, actor);
        const changed = { ...report, authors: [...new Set([...report.authors, actor.id])] };
        await store.updateReport(trx, changed);
        return changed;
      }
      case 'remark':
        // A group's own words about its own part: its members, and those who lead.
        if (!actor.seats.some((seat) => seat.group === given.group) && !writers.includes(actor.role))
          return refuse('report-role', { roles: [given.group] });
        await write(trx, report, 'report-remarked', { report: id, group: given.group, text: given.text, by }, actor);
        return report;
      case 'add-finding': {
        if (!writers.includes(actor.role)) return refuse('report-role', { roles: writers });
        const content = await contentOf(trx, report.incident, id);
        const improvement: Improvement = {
          id: uuidv7(),
          number: await nextNumber(trx, 'IMP', now),
          report: id,
          incident: report.incident,
          text: given.text,
          clause: given.clause ?? null,
          plan: content?.plan.id ?? '',
          owner: given.owner ?? null,
          due: given.due ?? null,
          state: 'open',
          proof: null,
          doneBy: null,
          doneAt: null,
          planDraft: null,
          openedAt: now.toString(),
        };
        await store.insertImprovement(trx, improvement);
        const { number, text, clause, owner, due } = improvement;
        await write(trx, report, 'finding-added', { report: id, id: improvement.id, number, text, clause, owner, due, by }, actor);
        await append(trx, {
          stream: `improvement/${improvement.id}`,
          entries: [{ type: 'improvement-opened', data: { ...improvement } }],
          actor,
          mode: report.mode,
          at: now,
        });
        return report;
      }
      case 'approve': {
        if (!approvers.includes(actor.role)) return refuse('report-role', { roles: approvers });
        if (report.authors.includes(actor.id)) return refuse('report-second-person', { name: actor.name });
        const draftContent = await contentOf(trx, report.incident, id);
        if (!draftContent) return refuse('not-found', { what: report.incident });
        if (draftContent.incident.endedAt === null) return refuse('report-running');
        const missing = draftContent.sections
          .filter(({ id: section }) => section === 'cause' && draftContent.cause.length === 0)
          .map((section) => section.title);
        if (missing.length > 0) return refuse('report-incomplete', { sections: missing });
        const number = Number((await nextNumber(trx, report.mode === 'drill' ? 'DRDOC' : 'DOC', now)).split('-').at(-1));
        const approved: Report = {
          ...report,
          state: 'approved',
          approvedBy: by,
          approvedAt: now.toString(),
          document: { year: now.toZonedDateTimeISO(timezone).year, number },
          content: draftContent,
          sha256: sha256(draftContent),
        };
        await store.updateReport(trx, approved);
        await write(
          trx,
          approved,
          'report-approved',
          { report: id, number: report.number, incident: report.incident, document: approved.document, sha256: approved.sha256, by },
          actor,
        );
        const told = await onApproved?.(trx, { id, number: report.number, incident: report.incident }, actor);
        return isRefusal(told) ? told : approved;
      }
      default:
        return given satisfies never;
    }
  }

  /** @returns the improvement then, or `improvement-done`, `improvement-unassigned`, or a refusal of the plans */
  async function improve(trx: Trx, id: string, given: ImprovementCommand, actor: Actor): Promise<Improvement | Refusal> {
    const one = await store.lockImprovement(trx, id);
    if (!one) return refuse('not-found', { what: id });
    const by = { id: actor.id, name: actor.name };
    const now = clock.now();
    const keep = async (changed: Improvement, type: string, data: object): Promise<Improvement> => {
      await store.updateImprovement(trx, changed);
      await append(trx, {
        stream: `improvement/${id}`,
        entries: [{ type, data: { improvement: id, number: one.number, incident: one.incident, ...data, by } }],
        actor,
        mode: 'live',
        at: now,
      });
      return changed;
    };
    if (given.command !== 'open-plan-draft' && one.state === 'done') return refuse('improvement-done', { number: one.number });
    switch (given.command) {
      case 'assign': {
        const report = await store.lockReport(trx, one.report);
        if (report?.state === 'draft')
          await write(trx, report, 'finding-assigned', { report: report.id, id, owner: given.owner, due: given.due, by }, actor);
        return keep({ ...one, owner: given.owner, due: given.due }, 'improvement-assigned', { owner: given.owner, due: given.due });
      }
      case 'done':
        if (one.owner === null) return refuse('improvement-unassigned', { number: one.number });
        return keep({ ...one, state: 'done', proof: given.proof, doneBy: by, doneAt: now.toString() }, 'improvement-done', {
          proof: given.proof,
        });
      case 'open-plan-draft': {
        if (one.planDraft) return one; // pressed twice
        const opened = await plans.draftFrom(trx, {
          plan: one.plan,
          improvement: { id, number: one.number, text: one.clause ? `${one.text.zh}（${one.clause}）` : one.text.zh },
          actor,
        });
        if (isRefusal(opened)) return opened;
        const planDraft = { plan: one.plan, version: opened.version };
        return keep({ ...one, planDraft }, 'plan-draft-opened', planDraft);
      }
      default:
        return given satisfies never;
    }
  }

  /** The report of an incident: as approved, else as the journal gives it now. */
  async function reportOf(
    by: { id: string } | { incident: string },
  ): Promise<{ report: Report | null; content: ReportContent } | undefined> {
    const report = (await store.report(db, by)) ?? null;
    const incident = report?.incident ?? ('incident' in by ? by.incident : undefined);
    if (incident === undefined) return undefined;
    const content = report?.content ?? (await contentOf(db, incident, report?.id));
    return content && { report, content };
  }

  return {
    command,
    improve,
    reportOf,
    draft,
    now: <T>(work: (trx: Trx) => Promise<T>): Promise<T> => transact(db, work),
    /** The incident has ended: its report is drafted by a job of the same transaction. */
    noticeEnded: (trx: Trx, incident: { id: string }) =>
      jobs.add(trx, draftJob, { incident: incident.id }, { key: `${draftJob}/${incident.id}` }),
    report: (by: { id: string } | { incident: string }) => store.report(db, by),
    reports: (filter: Partial<Parameters<typeof store.reports>[1]> = {}) => store.reports(db, { limit: 200, ...filter }),
    improvements: (filter: Partial<Parameters<typeof store.improvements>[1]> = {}) => store.improvements(db, { limit: 200, ...filter }),
    /** The report as a .docx in the layout of GB/T 9704-2012, or undefined for an incident that never was. */
    async document(incident: string, tongue: 'zh' | 'en'): Promise<{ file: Buffer; name: string } | undefined> {
      const found = await reportOf({ incident });
      if (!found) return undefined;
      const { report, content } = found;
      const file = await reportDocument(
        content,
        {
          ...head,
          number: report?.document ?? null,
          approvedBy: report?.approvedBy?.name ?? null,
          date: report?.approvedAt ?? content.incident.endedAt ?? clock.now().toString(),
          timezone,
        },
        tongue,
      );
      return { file, name: `${report?.number ?? content.incident.number}.docx` };
    },
  };
}

/** A moment later by a calendar or clock duration, in the organisation's zone. */
const later = (at: string, duration: string, timezone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timezone).add(duration).toInstant().toString();
