import type { PersonRef } from '#organization';
import { type Refusal, refuse } from '#platform';
import { commandOnly, commands, isSystem } from './authority.ts';
import { type Draft, emit, iso, refOf } from './draft.ts';
import type { Call, GroupRun, Incident } from './incident.ts';
import { isClosed } from './incident.ts';
import type { IncidentCommand } from './model.ts';

/** How often one person is called at most for one group. */
const attemptsAtMost = 3;

/** Convenes the groups that the plan forms for the class, and calls the first of each chain and the whole command. */
export function convene(draft: Draft, rosters: { group: string; seats: GroupRun['seats'] }[]): void {
  const answerBy = iso(draft.now + draft.plan.answerWithinMs);
  for (const group of draft.plan.groups.values()) {
    if (group.formed !== 'always' && !group.formed.classes.includes(draft.state.eventClass)) continue;
    const seats = rosters.find((roster) => roster.group === group.id)?.seats ?? [];
    emit(draft, { event: 'group-convened', group: group.id, name: group.name, roster: { group: group.id, seats }, answerBy });
  }
  const command = draft.plan.plan.command.id;
  for (const group of draft.state.groups.values())
    for (const seat of group.id === command ? group.seats : group.seats.slice(0, 1)) call(draft, seat.person, group.id);
}

/** Calls a person, unless they already have a call for this incident. */
function call(draft: Draft, person: PersonRef, group: string, again = false): void {
  const known = draft.state.calls.get(person.id);
  if (known && !again) return;
  emit(draft, {
    event: 'person-called',
    person,
    group,
    attempt: (known?.attempt ?? 0) + 1,
    answerBy: iso(draft.now + draft.plan.answerWithinMs),
  });
}

/** After a reopening everybody who was called is called again. */
export function callAgain(draft: Draft): void {
  for (const known of [...draft.state.calls.values()]) call(draft, known.person, known.group, true);
}

/** A call answered: by the person, by the link that was sent to them, or noted by the command or the duty officer. */
export function acknowledge(draft: Draft, command: Extract<IncidentCommand, { command: 'acknowledge' }>): Refusal | undefined {
  const { state, by } = draft;
  if (by.kind === 'person' && by.id !== command.person && !commands(by) && by.role !== 'duty-officer')
    return refuse('not-that-person', { person: command.person });
  const known = state.calls.get(command.person);
  if (!known) return refuse('person-not-called', { person: command.person });
  answered(draft, known, command.note ?? null);
  return undefined;
}

function answered(draft: Draft, known: Call, note: string | null): void {
  if (known.answeredAt !== null) return;
  emit(draft, { event: 'person-acknowledged', person: known.person, afterSeconds: Math.round((draft.now - known.calledAt) / 1000), note });
  takeOver(draft, known.person);
}

/** Whoever answers takes the open tasks of their groups that nobody who answered holds (S2-6.1(2)). */
function takeOver(draft: Draft, person: PersonRef): void {
  const { state } = draft;
  for (const task of [...state.tasks.values()]) {
    if (isClosed(task) || task.assignee?.id === person.id) continue;
    if (!state.groups.get(task.group)?.seats.some((seat) => seat.person.id === person.id)) continue;
    const holder = task.assignee && state.calls.get(task.assignee.id);
    if (task.assignee && (!holder || holder.answeredAt !== null || !holder.escalated)) continue;
    emit(draft, {
      event: 'task-reassigned',
      task: task.id,
      title: task.title,
      from: task.assignee,
      to: person,
      reason: '已应答呼叫，接手任务 · answered the call',
    });
  }
}

/** Calls that nobody answered in the plan's time climb to the next of the chain, in every group that the person was to lead. */
export function escalate(draft: Draft): void {
  for (const known of [...draft.state.calls.values()]) {
    if (known.answeredAt !== null || known.escalated || known.answerBy > draft.now) continue;
    const led = [...draft.state.groups.values()].filter(
      (group) => group.id !== known.group && group.seats[0]?.person.id === known.person.id,
    );
    for (const group of led) climb(draft, known, group.id);
    climb(draft, known, known.group);
  }
}

/** Somebody else of the group is asked; one who has answered already takes over what the silent one holds. */
function climb(draft: Draft, known: Call, groupId: string): void {
  const group = draft.state.groups.get(groupId);
  const next = group ? following(draft, group, known) : null;
  emit(draft, { event: 'call-escalated', from: known.person, to: next, group: groupId });
  if (!next) return;
  const theirs = draft.state.calls.get(next.id);
  if (!theirs) call(draft, next, groupId);
  else if (theirs.answeredAt !== null) takeOver(draft, next);
  else if (theirs.escalated) call(draft, next, groupId, true);
}

/**
 * Who is asked instead: the deputies first where the plan says so, then down the chain; when the chain is through,
 * from its head again, each person {@link attemptsAtMost} times. Null when everyone was asked in vain.
 */
function following(draft: Draft, group: GroupRun, from: Call): PersonRef | null {
  const place = group.seats.findIndex((seat) => seat.person.id === from.person.id);
  const chain = [...group.seats.slice(place + 1), ...group.seats.slice(0, Math.max(place, 0))];
  if (draft.plan.plan.calling.then === 'deputy') chain.sort((a, b) => Number(b.seat === 'deputy') - Number(a.seat === 'deputy'));
  const callOf = (person: PersonRef) => draft.state.calls.get(person.id);
  const reached = chain.find((seat) => callOf(seat.person)?.answeredAt != null);
  if (reached) return reached.person;
  const pending = chain.find((seat) => {
    const call = callOf(seat.person);
    return call?.escalated !== true;
  });
  if (pending) return pending.person;
  const again = [...chain, ...group.seats.slice(place, place + 1)].filter((seat) => (callOf(seat.person)?.attempt ?? 0) < attemptsAtMost);
  again.sort((a, b) => (callOf(a.person)?.attempt ?? 0) - (callOf(b.person)?.attempt ?? 0));
  return again[0]?.person ?? null;
}

/** Who speaks for a group now: its accepted leader, else the first of the chain who answered, else the first called. */
export function spokesman(state: Incident, group: string): PersonRef | null {
  const run = state.groups.get(group);
  if (!run) return null;
  if (run.appointed?.state === 'accepted') return run.appointed.person;
  let called: PersonRef | null = null;
  for (const seat of run.seats) {
    const known = state.calls.get(seat.person.id);
    if (known && known.answeredAt !== null) return seat.person;
    if (known && !known.escalated) called ??= seat.person;
  }
  return called ?? run.seats[0]?.person ?? null;
}

/** The command names the leader of a group that the plan leaves to it (S2-4.2(1)). */
export function appoint(draft: Draft, command: Extract<IncidentCommand, { command: 'appoint' }>): Refusal | undefined {
  const refused = commandOnly(draft.by);
  if (refused) return refused;
  const group = draft.state.groups.get(command.group);
  if (!group) return refuse('group-not-convened', { group: command.group });
  const planned = draft.plan.groups.get(command.group);
  if (!planned || !('appointed' in planned.leader)) return refuse('leader-not-appointed', { group: group.name });
  const { appointed } = group;
  if (appointed && appointed.person.id === command.person.id && appointed.state !== 'declined') return undefined;
  emit(draft, { event: 'leader-appointed', group: group.id, person: command.person });
  call(draft, command.person, group.id);
  return undefined;
}

/** The one appointed accepts, which also answers the call, or declines with a reason. */
export function answerAppointment(
  draft: Draft,
  command: Extract<IncidentCommand, { command: 'accept-appointment' | 'decline-appointment' }>,
): Refusal | undefined {
  const group = draft.state.groups.get(command.group);
  if (!group) return refuse('group-not-convened', { group: command.group });
  const { appointed } = group;
  if (!appointed || (isSystem(draft.by) ? false : appointed.person.id !== draft.by.id))
    return refuse('not-appointed', { group: group.name });
  const person = isSystem(draft.by) ? appointed.person : refOf(draft.by);
  if (command.command === 'accept-appointment') {
    if (appointed.state === 'accepted') return undefined;
    emit(draft, { event: 'appointment-accepted', group: group.id, person });
  } else {
    if (appointed.state === 'declined') return undefined;
    if (command.reason.trim() === '') return refuse('reason-missing');
    emit(draft, { event: 'appointment-declined', group: group.id, person, reason: command.reason });
  }
  const known = draft.state.calls.get(person.id);
  if (known) answered(draft, known, null);
  return undefined;
}
