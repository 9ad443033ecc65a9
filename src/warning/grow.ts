import { settleSeconds } from './causes.ts';
import { confidenceOf, type Evidence, type Finding } from './correlate.ts';
import { causeKey, type Reason, type TriageGrade, type Warning, type WarningState } from './model.ts';
import { alternativesFor } from './reasons.ts';
import type { PlacedFault, WarningRow } from './store.ts';
import { mostWithin10Minutes, triage, triageRules } from './triage.ts';

/** A person decided about it, or an incident runs on it: correlation leaves what it holds. */
export const isHeld = (warning: Pick<WarningRow, 'held' | 'incident'>): boolean => warning.held || warning.incident !== null;

export interface Growth {
  next: WarningRow;
  /** Machines that it holds newly. */
  added: string[];
  grew: boolean;
  /** It was general and is major now. */
  upgraded: boolean;
  /** Reasons of the rules for the grade they give today. */
  gradedBy: Reason[];
  changed: boolean;
}

/**
 * A warning as it is after a finding about it. A grade never falls by itself, a machine is never left out again, and what a
 * person decided stays.
 * @param old the warning, or a blank one  @param why sentences for the cause found, asked for only when needed
 * @param peopleAt people who draw their cash at these machines
 */
export function grow(
  old: WarningRow,
  finding: Finding,
  why: () => Reason[],
  peopleAt: (atms: readonly string[]) => number,
  now: Temporal.Instant,
): Growth {
  const isNew = old.atms.length === 0;
  const known = new Set(old.atms);
  const added = finding.atms.filter((atm) => !known.has(atm));
  const codes = [...new Set([...old.codes, ...finding.faults.map((fault) => fault.code)])].sort();
  const atms = [...old.atms, ...added].sort();
  const next: WarningRow = {
    ...old,
    atms,
    codes,
    cause: isHeld(old) ? old.cause : finding.cause,
    affectedNow: new Set(finding.faults.filter((fault) => !fault.closed).map((fault) => fault.atm)).size,
    groupSize: Math.max(finding.groupSize, atms.length),
    customers: added.length > 0 ? peopleAt(atms) : old.customers,
    severity: severityOf(finding.faults) ?? old.severity,
  };
  const grew = !isNew && (added.length > 0 || codes.length > old.codes.length || causeKey(next.cause) !== causeKey(old.cause));
  const minutesOpen = (now.epochMilliseconds - Temporal.Instant.from(next.openedAt).epochMilliseconds) / 60_000;
  const graded = triage({
    ...next,
    atms: atms.length,
    atmsIn10Minutes: mostWithin10Minutes(firsts(finding.faults)),
    minutesOpen,
    action: actionOf(finding.faults),
  });
  const byRules = old.triagedBy === 'rules';
  const upgraded = !isNew && byRules && old.triage === 'general' && graded.grade === 'major';
  if (isNew || upgraded) next.triage = graded.grade;
  if (isNew || grew || upgraded) {
    const judged = old.reasons.some((reason) => reason.rule === 'person');
    if (!isHeld(old)) Object.assign(next, { confidence: confidenceOf(finding), alternatives: alternativesFor(finding) });
    next.reasons = [
      ...(judged ? old.reasons.filter((reason) => !isGradeReason(reason)) : why()),
      ...(byRules && graded.grade === next.triage ? graded.reasons : old.reasons.filter(isGradeReason)),
    ];
  }
  next.state = stateOf(next);
  if (next.state === 'closed') next.closedAt = now.toString();
  const changed = isNew || grew || upgraded || next.state !== old.state || next.affectedNow !== old.affectedNow;
  return { next, added, grew, upgraded, gradedBy: graded.reasons, changed };
}

const gradeRules = new Set(triageRules.map((rule) => rule.id));
const isGradeReason = (reason: Reason): boolean => gradeRules.has(reason.rule);

/** Recovering once most machines are well. An attack is not over because a door was shut again: a person closes it. */
function stateOf({ cause, affectedNow, atms }: Pick<Warning, 'cause' | 'affectedNow' | 'atms'>): WarningState {
  if (affectedNow === 0) return cause.kind === 'attack' ? 'recovering' : 'closed';
  return affectedNow * 2 <= atms.length && atms.length > 1 ? 'recovering' : 'open';
}

/** Epoch milliseconds at which each machine first failed, ascending. */
function firsts(faults: readonly Evidence[]): number[] {
  const first = new Map<string, number>();
  for (const fault of faults) first.set(fault.atm, Math.min(fault.at, first.get(fault.atm) ?? Number.POSITIVE_INFINITY));
  return [...first.values()].sort((a, b) => a - b);
}

const textOf = (faults: readonly Evidence[], key: string): string | null => {
  for (const fault of faults) if (typeof fault.detail[key] === 'string') return fault.detail[key];
  return null;
};
const gravity = ['Extreme', 'Severe', 'Moderate', 'Minor'];
const severityOf = (faults: readonly Evidence[]): string | null =>
  gravity.find((one) => faults.some((fault) => fault.detail.severity === one)) ?? null;
const actionOf = (faults: readonly Evidence[]): string | null => textOf(faults, 'action');

/** Seconds given to a device that announced that it recovers by itself (XFS4IoT `suspend`). */
const suspendSeconds = 120;

/** Seconds in which a shared cause that is still general shows its size. */
const unfoldSeconds = 10;
const unfolding: ReadonlySet<string> = new Set(['site', 'line', 'host', 'power']);

/**
 * Epoch milliseconds from which it is worth a warning. A major one is at once; a general one may be the beginning of a
 * larger one, and one machine alone may come back.
 */
export function readyAt(finding: Finding, grade: TriageGrade): number {
  if (grade === 'major') return 0;
  if (unfolding.has(finding.cause.kind))
    return Math.min(...finding.faults.filter((fault) => !fault.closed).map((fault) => fault.at)) + unfoldSeconds * 1000;
  if (finding.cause.kind !== 'machine') return 0;
  return finding.faults
    .filter((fault) => !fault.closed)
    .reduce((ready, fault) => {
      const settle = fault.detail.action === 'suspend' ? suspendSeconds : (settleSeconds[fault.code] ?? 0);
      return Math.min(ready, fault.at + settle * 1000);
    }, Number.POSITIVE_INFINITY);
}

export const stillIll = (faults: readonly PlacedFault[]): number =>
  new Set(faults.filter((fault) => fault.closedAt === null).map((fault) => fault.atm)).size;
