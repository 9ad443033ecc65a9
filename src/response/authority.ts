import type { Actor, PersonRef, Role } from '#organization';
import { type Refusal, refuse } from '#platform';
import type { Blueprint, TaskPlan } from './blueprint.ts';
import type { Incident, TaskRun } from './incident.ts';

/**
 * Who may do what in an incident: null when they may, otherwise the refusal that says why not. The screens ask the
 * same functions, so that a disabled button gives the reason that a pressed one would.
 */

/** Leader or deputy of the command. */
export const commands = (by: Actor): boolean => by.role === 'commander' || by.role === 'deputy';
export const isSystem = (by: Actor): boolean => by.kind !== 'person';

/** Decisions of the command (S1-2.1(1), S1-3.5(1)). */
export const commandOnly = (by: Actor): Refusal | null => (commands(by) ? null : refuse('command-only', { role: by.role }));

/** A plan is activated by the command, by the duty officer to whom it is delegated, or by a trigger that says so. */
export const mayActivate = (by: Actor): Refusal | null =>
  commands(by) || by.role === 'duty-officer' || isSystem(by) ? null : refuse('activation-role', { role: by.role });

export const inGroup = (state: Incident, group: string, by: Actor): boolean =>
  by.seats.some((seat) => seat.group === group) || (state.groups.get(group)?.seats.some((seat) => seat.person.id === by.id) ?? false);

/** Leader or deputy of the group, by seat in this incident or in the directory. */
const leads = (state: Incident, group: string, by: Actor): boolean => {
  const run = state.groups.get(group);
  if (run?.appointed?.state === 'accepted' && run.appointed.person.id === by.id) return true;
  const isHead = (seat: string) => seat === 'leader' || seat === 'deputy';
  return (
    by.seats.some((seat) => seat.group === group && isHead(seat.seat)) ||
    (run?.seats.some((seat) => seat.person.id === by.id && isHead(seat.seat)) ?? false)
  );
};

/** A task belongs to its group or to the one it was given to; the command may do any. */
export function mayWork(plan: Blueprint, state: Incident, task: { group: string; assignee?: PersonRef | null }, by: Actor): Refusal | null {
  if (commands(by) || task.assignee?.id === by.id || inGroup(state, task.group, by)) return null;
  return refuse('not-in-group', { group: plan.groups.get(task.group)?.name ?? task.group });
}

const rank: Partial<Record<Role | 'system', number>> = { commander: 3, deputy: 2, 'group-leader': 1 };

/** The leader of the command was called and did not answer in time: the deputy stands in (S1-2.1(2)). */
export const leaderUnanswered = (state: Incident): boolean => {
  const leader = state.groups.get('command')?.seats.find((seat) => seat.seat === 'leader');
  const call = leader && state.calls.get(leader.person.id);
  return call?.escalated === true && call.answeredAt === null;
};

/**
 * Approval by another person of the named role, or of a higher one. A deputy approves for the commander when the
 * commander submitted it or has not answered; a group leader only in the own group.
 */
export function mayApprove(state: Incident, task: TaskRun, by: Actor): Refusal | null {
  const submission = task.submitted;
  if (!submission) return refuse('approval-none', { task: task.title });
  if (submission.by.id === by.id) return refuse('approval-own', { task: task.title });
  const needed = rank[submission.approver] ?? 1;
  const held = rank[by.role] ?? 0;
  if (needed === 3 && held === 2) {
    const submitterCommands =
      state.groups.get('command')?.seats.some((seat) => seat.seat === 'leader' && seat.person.id === submission.by.id) ?? false;
    if (submitterCommands || leaderUnanswered(state)) return null;
  }
  if (held >= needed && (held > 1 || leads(state, task.group, by))) return null;
  // The head of a group approves in it whatever the account is called: the seat is the office.
  if (needed === 1 && leads(state, task.group, by)) return null;
  return refuse('approval-role', { role: submission.approver, task: task.title });
}

/** Only the roles that the plan names; for a task added on the way, the command. */
export function mayWaive(
  plan: TaskPlan | undefined,
  state: Incident,
  task: { group: string; title: TaskRun['title'] },
  by: Actor,
): Refusal | null {
  if (!plan) return commandOnly(by);
  const roles = plan.task.waive;
  if (!roles || roles.length === 0) return refuse('waive-never', { task: task.title });
  for (const role of roles) {
    if (role === 'group-leader' ? by.role === role && leads(state, task.group, by) : by.role === role) return null;
  }
  return refuse('waive-role', { roles, task: task.title });
}

/** Giving a task to somebody else, and adding one: the command, or the head of the group. */
export const mayDirect = (plan: Blueprint, state: Incident, group: string, by: Actor): Refusal | null =>
  commands(by) || leads(state, group, by) ? null : refuse('direct-role', { group: plan.groups.get(group)?.name ?? group });
