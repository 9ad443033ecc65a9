import type { Mode } from '#journal';
import type { Actor } from '#organization';
import type { Plan } from '#plans';
import { isRefusal, type Refusal, refuse } from '#platform';
import { commandOnly, mayActivate } from './authority.ts';
import { type Blueprint, blueprintOf } from './blueprint.ts';
import { acknowledge, answerAppointment, appoint, convene, escalate } from './calling.ts';
import { type Draft, emit, iso, refOf } from './draft.ts';
import { declareEnd, fileReport, reopen, withdraw } from './end.ts';
import { carryOn } from './flow.ts';
import { fork, type Incident, isClosed, isOver } from './incident.ts';
import type { IncidentCommand, IncidentEvent } from './model.ts';
import { addWarning, recordTest, restoreMachines } from './recovery.ts';
import { add, approve, complete, confirmShared, mayReport, reassign, retry, settle, start, tellOverdue, waive } from './tasks.ts';

/**
 * Decides one command on one incident under its plan. Pure: the incident is not changed.
 * @param now instant of the command, read once by the caller
 * @returns the events that it causes, in order, none when it was pressed twice; or a refusal of `refusals.ts`
 */
export function decide(
  plan: Plan,
  state: Incident,
  command: IncidentCommand,
  by: Actor,
  now: Temporal.Instant,
  mode: Mode,
): IncidentEvent[] | Refusal {
  return act(blueprintOf(plan), fork(state), command, by, now.epochMilliseconds, mode);
}

/**
 * As `decide`, on an incident that the caller owns: it is carried on in place, and stays as it was when the answer is a refusal.
 * @param now milliseconds since 1970
 */
export function act(
  plan: Blueprint,
  state: Incident,
  command: IncidentCommand,
  by: Actor,
  now: number,
  mode: Mode,
): IncidentEvent[] | Refusal {
  const draft: Draft = { plan, state, by, now, mode, events: [] };
  if (command.command === 'activate') {
    const refused = activate(draft, command);
    if (refused) return refused;
  } else if (!state.activated) return refuse('incident-not-activated');
  else if (isOver(state)) {
    const answer = afterTheEnd(draft, command);
    if (answer) return answer;
    if (isOver(state)) return draft.events;
  } else {
    const refused = during(draft, command);
    if (isRefusal(refused)) return refused;
  }
  if (draft.events.length > 0 && !isOver(state)) carryOn(draft);
  return draft.events;
}

function activate(draft: Draft, command: Extract<IncidentCommand, { command: 'activate' }>): Refusal | undefined {
  if (draft.state.activated) return undefined;
  const refused = mayActivate(draft.by);
  if (refused) return refused;
  const { plan } = draft.plan;
  const { title, eventClass, level, warnings, machines, reason, number, rosters, expected } = command;
  emit(draft, {
    event: 'incident-activated',
    number,
    title,
    plan: { id: plan.id, version: plan.version, title: plan.title },
    eventClass,
    level,
    warnings,
    machines: [...new Set(machines)],
    reason,
    expected: expected ?? null,
  });
  convene(draft, rosters);
  return undefined;
}

/** After the end only the record goes on: an answer of the outside, the report, a reopening. Late presses change nothing. */
function afterTheEnd(draft: Draft, command: IncidentCommand): Refusal | undefined {
  switch (command.command) {
    case 'reopen':
      return reopen(draft, command);
    case 'report-approved':
      return fileReport(draft, command);
    case 'settle-effect':
      return settle(draft, command);
    case 'declare-end':
      return draft.state.state === 'withdrawn' ? refuse('incident-ended') : (commandOnly(draft.by) ?? undefined);
    case 'withdraw':
      return draft.state.state === 'withdrawn' ? (commandOnly(draft.by) ?? undefined) : refuse('incident-ended');
    case 'tick':
    case 'acknowledge':
    case 'machines-restored':
      return undefined;
    case 'complete-task':
    case 'waive-task':
      return isClosed(draft.state.tasks.get(command.task)) ? undefined : refuse('incident-ended');
    default:
      return refuse('incident-ended');
  }
}

function during(draft: Draft, command: Exclude<IncidentCommand, { command: 'activate' }>): Refusal | undefined {
  const { state, by } = draft;
  switch (command.command) {
    case 'acknowledge':
      return acknowledge(draft, command);
    case 'appoint':
      return appoint(draft, command);
    case 'accept-appointment':
    case 'decline-appointment':
      return answerAppointment(draft, command);
    case 'start-task':
      return start(draft, command);
    case 'complete-task':
      return complete(draft, command);
    case 'confirm-shared':
      return confirmShared(draft, command);
    case 'approve-task':
      return approve(draft, command);
    case 'waive-task':
      return waive(draft, command);
    case 'reassign-task':
      return reassign(draft, command);
    case 'add-task':
      return add(draft, command);
    case 'record-order': {
      const refused = commandOnly(by);
      if (refused) return refused;
      if (command.text.trim() === '') return refuse('text-missing');
      emit(draft, { event: 'order-recorded', text: command.text, to: command.to, by: refOf(by) });
      return undefined;
    }
    case 'report-situation':
      if (!mayReport(draft)) return refuse('not-in-incident');
      if (command.text.trim() === '') return refuse('text-missing');
      emit(draft, { event: 'situation-reported', text: command.text, group: command.group ?? null, by: refOf(by) });
      return undefined;
    case 'set-level': {
      const refused = commandOnly(by);
      if (refused) return refused;
      if (command.level === state.level) return undefined;
      if (command.reason.trim() === '') return refuse('reason-missing');
      emit(draft, { event: 'level-changed', from: state.level, to: command.level, reason: command.reason, by: refOf(by) });
      return undefined;
    }
    case 'record-test':
      return recordTest(draft, command);
    case 'record-contact':
      if (!mayReport(draft)) return refuse('not-in-incident');
      if (command.text.trim() === '' || command.contact.trim() === '') return refuse('text-missing');
      emit(draft, {
        event: 'contact-recorded',
        contact: command.contact,
        text: command.text,
        reference: command.reference?.trim() ? command.reference : null,
        by: refOf(by),
      });
      return undefined;
    case 'add-warning':
      return addWarning(draft, command);
    case 'machines-restored':
      return restoreMachines(draft, command);
    case 'settle-effect':
      return settle(draft, command);
    case 'retry-effect':
      return retry(draft, command);
    case 'declare-end':
      return declareEnd(draft, command);
    case 'withdraw':
      return withdraw(draft, command);
    case 'reopen':
      return reopen(draft, command);
    case 'report-approved':
      return fileReport(draft, command);
    case 'tick':
      tick(draft);
      return undefined;
    default:
      return command satisfies never;
  }
}

/** What the clock has decided since: calls nobody answered, tasks overdue, a situation report that did not come. */
function tick(draft: Draft): void {
  escalate(draft);
  tellOverdue(draft);
  const due = reportDue(draft.plan, draft.state);
  if (due <= draft.now) emit(draft, { event: 'report-overdue', due: iso(due) });
}

/** When the next situation report is due, in milliseconds. A rhythm that was missed is told once per beat, never in arrears. */
export function reportDue(plan: Blueprint, state: Incident): number {
  const beats = state.reportTold < state.reportFrom ? 0 : Math.floor((state.reportTold - state.reportFrom) / plan.reportEveryMs);
  return state.reportFrom + (beats + 1) * plan.reportEveryMs;
}

/** The next instant at which `tick` has something to say; null when the incident is over. */
export function nextWake(plan: Plan, state: Incident): Temporal.Instant | null {
  const at = wakeAt(blueprintOf(plan), state);
  return at === null ? null : Temporal.Instant.fromEpochMilliseconds(at);
}

/** As `nextWake`, in milliseconds. */
export function wakeAt(plan: Blueprint, state: Incident): number | null {
  if (!state.activated || isOver(state)) return null;
  let next = reportDue(plan, state);
  for (const call of state.calls.values()) if (call.answeredAt === null && !call.escalated && call.answerBy < next) next = call.answerBy;
  for (const task of state.tasks.values())
    if (task.due !== null && !task.overdueTold && !isClosed(task) && task.state !== 'waiting' && task.due < next) next = task.due;
  return next;
}
