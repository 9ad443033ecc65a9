import { append } from '#journal';
import { type Actor, systemActor } from '#organization';
import { nextNumber, once, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { customersOf, type WarningDeps } from './deps.ts';
import { stillIll } from './grow.ts';
import { type Cause, causeText, type Reason, type TriageGrade, type Warning } from './model.ts';
import { link, summary } from './record.ts';
import * as store from './store.ts';
import { triage } from './triage.ts';

export type WarningCommand =
  | { command: 'triage'; grade: TriageGrade; reason: string }
  | { command: 'withdraw'; reason: string }
  | { command: 'split'; atms: string[]; reason: string }
  | { command: 'reclassify'; cause: Cause; reason: string }
  | { command: 'close'; reason: string };

/** What judging borrows from the room. */
interface Borrowed {
  close(trx: Trx, old: store.WarningRow, actor: Actor, reason: string | null): Promise<store.WarningRow>;
  soon(trx: Trx): Promise<void>;
  placeFaults(trx: Trx, placed: readonly store.Placed[]): Promise<void>;
}

/** The decisions of people about warnings. */
export function judging({ db, clock, fleet, onTriaged, onChanged }: WarningDeps, { close, soon, placeFaults }: Borrowed) {
  const record = (trx: Trx, warning: Pick<Warning, 'id'>, type: string, data: object, actor: Actor): Promise<unknown> =>
    append(trx, { stream: `warning/${warning.id}`, entries: [{ type, data }], actor, mode: 'live', at: clock.now() });

  /**
   * What a person decides about a warning; each keeps it from being changed by correlation afterwards, and is on the record
   * with the reason. Reporting that turns out false is withdrawn without blame [I-5].
   */
  async function command(id: string, given: WarningCommand, actor: Actor, key?: string): Promise<Warning | Refusal> {
    return transact(db, (trx) => once(trx, key, () => decide(trx, id, given, actor)));
  }

  async function decide(trx: Trx, id: string, given: WarningCommand, actor: Actor): Promise<Warning | Refusal> {
    await store.takeTurn(trx);
    const old = await store.findWarning(trx, id);
    if (!old) return refuse('warning-unknown', { warning: id });
    if (old.state === 'closed' || old.state === 'withdrawn') return refuse('warning-over', { number: old.number });
    const by = { id: actor.id, name: actor.name };
    switch (given.command) {
      case 'triage': {
        if (given.grade === old.triage) return refuse('grade-unchanged', { number: old.number });
        const reason: Reason = { rule: 'person', zh: `${actor.name} 研判: ${given.reason}`, en: `${actor.name} judged: ${given.reason}` };
        const next: store.WarningRow = {
          ...old,
          held: true,
          triage: given.grade,
          triagedBy: { person: actor.name, reason: given.reason },
          reasons: [...old.reasons, reason],
        };
        await store.saveWarning(trx, next);
        await record(trx, next, 'warning-triaged', { grade: given.grade, from: old.triage, by, reason: given.reason }, actor);
        if (given.grade === 'major') await onTriaged(trx, next);
        await onChanged(trx, next, 'triaged', []);
        return next;
      }
      case 'withdraw': {
        if (old.incident !== null) return refuse('warning-has-incident', { number: old.number, incident: old.incident });
        const next: store.WarningRow = { ...old, held: true, state: 'withdrawn', closedAt: clock.now().toString() };
        await store.saveWarning(trx, next);
        await record(trx, next, 'warning-withdrawn', { reason: { zh: given.reason, en: given.reason }, by, falseAlarm: true }, actor);
        await onChanged(trx, next, 'withdrawn', []);
        return next;
      }
      case 'reclassify': {
        const next: store.WarningRow = { ...old, held: true, cause: given.cause, confidence: 0.95, alternatives: [] };
        const name = causeText(given.cause);
        next.reasons = [
          ...old.reasons,
          {
            rule: 'person',
            zh: `${actor.name} 改判为 ${name.zh}: ${given.reason}`,
            en: `${actor.name} reclassified it as ${name.en}: ${given.reason}`,
          },
        ];
        await store.saveWarning(trx, next);
        await record(trx, next, 'warning-reclassified', { from: old.cause, to: given.cause, by, reason: given.reason }, actor);
        await onChanged(trx, next, 'reclassified', []);
        await soon(trx);
        return next;
      }
      case 'split':
        return split(trx, old, given, actor);
      case 'close':
        return close(trx, old, actor, given.reason);
      default:
        return given satisfies never;
    }
  }

  async function split(
    trx: Trx,
    old: store.WarningRow,
    { atms, reason }: { atms: string[]; reason: string },
    actor: Actor,
  ): Promise<Warning | Refusal> {
    const apart = new Set(atms);
    const outside = atms.filter((atm) => !old.atms.includes(atm));
    if (outside.length > 0 || apart.size === 0 || apart.size >= old.atms.length)
      return refuse('split-not-part', { number: old.number, atms });
    const placed = await store.faultsOf(trx, old.id);
    const gone = placed.filter((fault) => apart.has(fault.atm));
    const now = clock.now();
    const first = atms[0] ?? '';
    const cause: Cause =
      apart.size === 1
        ? { kind: 'machine', ref: first }
        : { kind: 'other', ref: [...apart].sort().slice(0, 3).join(', ') + (apart.size > 3 ? '…' : '') };
    const parted: store.WarningRow = {
      ...old,
      id: uuidv7(),
      number: await nextNumber(trx, 'W', now),
      cause,
      alternatives: [{ cause: old.cause, confidence: 0.2, decidedBy: { zh: reason, en: reason } }],
      confidence: 0.5,
      atms: [...apart].sort(),
      affectedNow: stillIll(gone),
      groupSize: apart.size,
      customers: customersOf(fleet, atms),
      codes: [...new Set(gone.map((fault) => fault.code))].sort(),
      triage: 'general',
      triagedBy: 'rules',
      openedAt: gone[0]?.openedAt ?? now.toString(),
      links: [link('split-from', old)],
      workOrder: null,
      incident: null,
      held: true,
      breaches: 0,
    };
    const graded = triage({ ...parted, atms: apart.size, atmsIn10Minutes: apart.size, minutesOpen: 0, action: null });
    parted.triage = graded.grade;
    parted.reasons = [
      { rule: 'person', zh: `${actor.name} 从 ${old.number} 拆出: ${reason}`, en: `${actor.name} split it from ${old.number}: ${reason}` },
      ...graded.reasons,
    ];
    await store.saveWarning(trx, parted);
    const rest = old.atms.filter((atm) => !apart.has(atm));
    const kept: store.WarningRow = {
      ...old,
      held: true,
      atms: rest,
      customers: customersOf(fleet, rest),
      affectedNow: stillIll(placed.filter((fault) => !apart.has(fault.atm))),
      links: [...old.links, link('split-into', parted)],
    };
    await store.saveWarning(trx, kept);
    await record(trx, parted, 'warning-opened', { ...summary(parted), splitFrom: old.id }, actor);
    await record(trx, parted, 'warning-triaged', { grade: parted.triage, from: null, by: 'rules', reasons: graded.reasons }, systemActor);
    await record(trx, kept, 'warning-linked', { relation: 'split-into', warning: parted.id, number: parted.number, atms, reason }, actor);
    await onTriaged(trx, parted);
    await onChanged(trx, kept, 'split', []);
    await placeFaults(
      trx,
      gone.map(({ fault }) => ({ fault, warning: parted.id })),
    );
    return kept;
  }

  return { command };
}
