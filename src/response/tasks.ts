import type { Text } from '#plans';
import { type Refusal, refuse } from '#platform';
import { commands, inGroup, isSystem, mayApprove, mayDirect, mayWaive, mayWork } from './authority.ts';
import { milliseconds, type TaskPlan } from './blueprint.ts';
import { spokesman } from './calling.ts';
import { type Draft, emit, iso, personOf, refOf } from './draft.ts';
import { blockedBy, currentPhase, holds } from './flow.ts';
import { type Completion, lacks } from './forms.ts';
import { type Incident, isClosed, isOver, type TaskRun } from './incident.ts';
import type { IncidentCommand } from './model.ts';

type Command<C extends IncidentCommand['command']> = Extract<IncidentCommand, { command: C }>;
type Answer = Refusal | undefined;

/** Somebody who presses twice means the first press: a repeating task is not done twice within this time. */
const pressedTwiceMs = 10_000;

const titleOf = (planned: TaskPlan | undefined, run: TaskRun | undefined, id: string): Text =>
  run?.title ?? planned?.task.title ?? { zh: id, en: id };

/** Finds an open task, or says why it cannot be worked on. `undefined` run with no refusal: it is closed already. */
function workable(draft: Draft, id: string): { run: TaskRun; planned: TaskPlan | undefined } | Refusal | null {
  const planned = draft.plan.tasks.get(id);
  const run = draft.state.tasks.get(id);
  if (!run && !planned) return refuse('task-unknown', { task: id });
  if (!run && planned) {
    const held = holds(draft.plan, draft.state, planned.task.when);
    const after = blockedBy(draft.state, planned).map((each) => draft.plan.tasks.get(each)?.task.title ?? { zh: each, en: each });
    if (!draft.state.phases.has(planned.task.phase)) {
      const phase = draft.plan.plan.phases.find((each) => each.id === planned.task.phase);
      after.unshift(
        phase ? { zh: `阶段“${phase.name.zh}”开始`, en: `the beginning of phase “${phase.name.en}”` } : { zh: '阶段', en: 'its phase' },
      );
    }
    if (!held.now && held.how !== 'open') after.push(held.why);
    return refuse('task-blocked', { task: planned.task.title, after });
  }
  if (!run || isClosed(run)) return null;
  return { run, planned };
}

const isRefused = (found: NonNullable<ReturnType<typeof workable>>): found is Refusal => 'refusal' in found;

/** Somebody takes a task up; what it does to the world at the start is asked for. */
export function start(draft: Draft, command: Command<'start-task'>): Answer {
  const found = workable(draft, command.task);
  if (!found) return undefined;
  if (isRefused(found)) return found;
  const { run, planned } = found;
  const refused = mayWork(draft.plan, draft.state, run, draft.by);
  if (refused) return refused;
  if (run.state !== 'open' || (command.round !== undefined && command.round < run.round)) return undefined;
  const strange = (command.machines ?? []).filter((machine) => !draft.state.machines.includes(machine));
  if (strange.length > 0) return refuse('machine-unknown', { machines: strange });
  if (planned?.twoPersonStart) {
    emit(draft, {
      event: 'task-start-submitted',
      task: run.id,
      title: run.title,
      by: refOf(draft.by),
      approver: planned.approver ?? 'group-leader',
      machines: command.machines ?? null,
    });
    return undefined;
  }
  begin(draft, run, planned, command.machines ?? null);
  return undefined;
}

function begin(draft: Draft, run: TaskRun, planned: TaskPlan | undefined, machines: string[] | null, by = refOf(draft.by)): void {
  emit(draft, { event: 'task-started', task: run.id, title: run.title, group: run.group, by, ...(machines ? { machines } : {}) });
  if (planned) request(draft, run, planned, 'start');
}

/** Asks for the effects of a task, each under a key that belongs to this round alone. */
function request(draft: Draft, run: TaskRun, planned: TaskPlan, on: 'start' | 'complete'): void {
  const effects = planned.task.effects ?? [];
  for (let i = 0; i < effects.length; i++) {
    const effect = effects[i];
    if (!effect || (planned.closesByEffects ? on !== 'start' : effect.on !== on)) continue;
    emit(draft, {
      event: 'effect-requested',
      key: `${draft.state.id}:${run.id}:${i}:${run.round}`,
      task: run.id,
      effect,
      machines: machinesFor(draft.state, run, planned, effect.kind),
    });
  }
}

/**
 * The machines that an effect touches: those chosen at the start, or named in the form of this task or of one before
 * it; else all of the incident that it makes sense for.
 */
function machinesFor(state: Incident, run: TaskRun, planned: TaskPlan, kind: string): string[] {
  if (run.machines) return run.machines;
  for (const id of [run.id, ...planned.task.after]) {
    const answers = state.tasks.get(id)?.answers ?? {};
    for (const value of Object.values(answers))
      if (Array.isArray(value) && value.length > 0 && value.every((machine) => state.machines.includes(machine))) return value;
  }
  if (kind === 'go-in-service' || kind === 'reset') return state.machinesDown.size > 0 ? [...state.machinesDown] : state.machines;
  return state.machines;
}

/** A task done: its form, checklist and proof are checked, and then another person's approval where one is due. */
export function complete(draft: Draft, command: Command<'complete-task'>): Answer {
  const found = workable(draft, command.task);
  if (!found) return undefined;
  if (isRefused(found)) return found;
  const { run, planned } = found;
  const refused = mayWork(draft.plan, draft.state, run, draft.by);
  if (refused) return refused;
  if (run.state === 'submitted' || (command.round !== undefined && command.round < run.round)) return undefined;
  if (run.repeating && command.round === undefined && run.doneBy?.id === draft.by.id && draft.now - (run.doneAt ?? 0) < pressedTwiceMs)
    return undefined;

  const completion: Completion = {
    answers: command.answers ?? {},
    checked: command.checked ?? [],
    evidence: command.evidence ?? [],
    note: command.note?.trim() ? command.note : null,
  };
  if (planned?.closesByEffects && !effectsTroubled(draft.state, run)) return refuse('closed-by-effects', { task: run.title });
  if (planned?.closesByEffects && completion.note === null) return refuse('note-missing', { task: run.title });
  if (planned?.twoPersonStart && run.state === 'open') return refuse('start-first', { task: run.title });
  const missing = lacks(planned?.task ?? {}, completion, draft.state.machines);
  if (missing.length > 0) return refuse('task-incomplete', { task: run.title, missing });
  const shared = planned?.task.sharedWith;
  if (shared !== undefined && draft.state.groups.has(shared)) {
    if (!run.sharedBy)
      return refuse('shared-confirmation-missing', { task: run.title, group: draft.plan.groups.get(shared)?.name ?? shared });
    if (run.sharedBy.id === draft.by.id) return refuse('shared-same-person', { task: run.title });
  }

  if (run.state === 'open') begin(draft, run, planned, null);
  const by = refOf(draft.by);
  if (planned?.approver)
    emit(draft, { event: 'task-submitted', task: run.id, title: run.title, by, approver: planned.approver, ...completion });
  else finish(draft, run, planned, completion, draft.now);
  return undefined;
}

/** Some effect of this round failed, or was withheld outside a drill: a person may close the task with a note. */
const effectsTroubled = (state: Incident, run: TaskRun): boolean =>
  run.effects.some((key) => {
    const outcome = state.effects.get(key)?.outcome;
    return outcome === 'failed' || outcome === 'withheld';
  });

function finish(
  draft: Draft,
  run: TaskRun,
  planned: TaskPlan | undefined,
  completion: Completion,
  finishedAt: number,
  by = personOf(draft.by),
): void {
  const due = run.due ?? finishedAt;
  emit(draft, {
    event: 'task-completed',
    task: run.id,
    title: run.title,
    group: run.group,
    by,
    late: finishedAt > due,
    due: iso(due),
    ...completion,
  });
  if (planned && !planned.closesByEffects) request(draft, run, planned, 'complete');
}

/** The staff on site confirm a task that they share (S1-3.3(2)). */
export function confirmShared(draft: Draft, command: Command<'confirm-shared'>): Answer {
  const found = workable(draft, command.task);
  if (!found) return undefined;
  if (isRefused(found)) return found;
  const { run, planned } = found;
  const group = planned?.task.sharedWith;
  if (group === undefined) return refuse('task-not-shared', { task: run.title });
  if (run.sharedBy) return undefined;
  if (!inGroup(draft.state, group, draft.by)) return refuse('not-in-group', { group: draft.plan.groups.get(group)?.name ?? group });
  if (run.startedBy?.id === draft.by.id) return refuse('shared-same-person', { task: run.title });
  emit(draft, { event: 'task-shared-confirmed', task: run.id, title: run.title, by: refOf(draft.by) });
  return undefined;
}

/** Another person's yes or no to a completion, or to a start that moves machines. */
export function approve(draft: Draft, command: Command<'approve-task'>): Answer {
  const found = workable(draft, command.task);
  if (!found) return undefined;
  if (isRefused(found)) return found;
  const { run, planned } = found;
  const submission = run.submitted;
  if (!submission)
    return run.approvedBy?.id === draft.by.id && command.approved
      ? undefined
      : run.rejected !== null && !command.approved
        ? undefined
        : refuse('approval-none', { task: run.title });
  const refused = mayApprove(draft.state, run, draft.by);
  if (refused) return refused;
  const by = refOf(draft.by);
  if (!command.approved) {
    if (!command.reason?.trim()) return refuse('reason-missing');
    emit(draft, { event: 'task-rejected', task: run.id, title: run.title, by, reason: command.reason });
    return undefined;
  }
  emit(draft, { event: 'task-approved', task: run.id, title: run.title, by });
  if (submission.kind === 'start') begin(draft, run, planned, submission.machines, submission.by);
  else {
    const { answers, checked, evidence, note } = submission;
    finish(draft, run, planned, { answers, checked, evidence, note }, submission.at, submission.by);
  }
  return undefined;
}

/** Left out on the record, by a role that the plan names. */
export function waive(draft: Draft, command: Command<'waive-task'>): Answer {
  const planned = draft.plan.tasks.get(command.task);
  const run = draft.state.tasks.get(command.task);
  if (!run && !planned) return refuse('task-unknown', { task: command.task });
  if (isClosed(run)) return undefined;
  const title = titleOf(planned, run, command.task);
  const group = run?.group ?? planned?.task.group ?? '';
  const refused = mayWaive(planned, draft.state, { group, title }, draft.by);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason-missing');
  emit(draft, {
    event: 'task-waived',
    task: command.task,
    title,
    by: refOf(draft.by),
    reason: command.reason,
    group,
    phase: run?.phase ?? planned?.task.phase ?? '',
  });
  return undefined;
}

export function reassign(draft: Draft, command: Command<'reassign-task'>): Answer {
  const found = workable(draft, command.task);
  if (found === null)
    return refuse('task-closed', { task: titleOf(draft.plan.tasks.get(command.task), draft.state.tasks.get(command.task), command.task) });
  if (isRefused(found)) return found;
  const { run } = found;
  const refused = run.assignee?.id === draft.by.id ? null : mayDirect(draft.plan, draft.state, run.group, draft.by);
  if (refused) return refused;
  if (run.assignee?.id === command.person.id) return undefined;
  if (command.reason.trim() === '') return refuse('reason-missing');
  emit(draft, { event: 'task-reassigned', task: run.id, title: run.title, from: run.assignee, to: command.person, reason: command.reason });
  return undefined;
}

/** A task that the plan does not have; it holds the phase that runs, and the end. */
export function add(draft: Draft, command: Command<'add-task'>): Answer {
  const { state, plan } = draft;
  const refused = draft.by.role === 'duty-officer' ? null : mayDirect(plan, state, command.group, draft.by);
  if (refused) return refused;
  if (!state.groups.has(command.group))
    return refuse('group-not-convened', { group: plan.groups.get(command.group)?.name ?? command.group });
  const deadline = milliseconds(command.deadline);
  if (deadline === null || deadline <= 0) return refuse('deadline-invalid', { deadline: command.deadline });
  if (command.title.zh.trim() === '' || command.reason.trim() === '') return refuse('reason-missing');
  const phase = currentPhase(plan, state)?.phase.id ?? plan.plan.phases[0]?.id ?? '';
  emit(draft, {
    event: 'task-opened',
    task: `added-${state.adHoc + 1}`,
    title: command.title,
    group: command.group,
    phase,
    due: iso(draft.now + deadline),
    assignee: spokesman(state, command.group),
    adHoc: true,
    round: 1,
  });
  return undefined;
}

/** The outside answered: a machine, a vendor, a store. The last answer may close the task. */
export function settle(draft: Draft, command: Command<'settle-effect'>): Answer {
  if (!isSystem(draft.by)) return refuse('system-only');
  const { state } = draft;
  const effect = state.effects.get(command.effect);
  if (!effect) return refuse('effect-unknown', { effect: command.effect });
  if (effect.outcome !== null) return undefined;
  emit(draft, { event: 'effect-settled', key: effect.key, outcome: command.outcome, detail: command.detail });
  if (isOver(state)) return undefined;
  const run = state.tasks.get(effect.task);
  const planned = draft.plan.tasks.get(effect.task);
  if (
    draft.mode !== 'live' &&
    command.outcome === 'withheld' &&
    (effect.effect.kind === 'go-in-service' || effect.effect.kind === 'reset')
  ) {
    // No machine hears of a drill: what it would have said is taken as said.
    const machines = effect.machines.filter((machine) => state.machinesDown.has(machine));
    if (machines.length > 0) emit(draft, { event: 'machines-restored', machines, remaining: state.machinesDown.size - machines.length });
  }
  if (!run || !planned?.closesByEffects || run.state !== 'running' || !run.effects.includes(effect.key)) return undefined;
  const well = (key: string) => {
    const outcome = state.effects.get(key)?.outcome;
    return outcome === 'done' || (outcome === 'withheld' && draft.mode !== 'live');
  };
  if (run.effects.every(well) && !nextStage(draft, run, planned))
    finish(draft, run, planned, { answers: {}, checked: [], evidence: [], note: command.detail || null }, draft.now, null);
  return undefined;
}

/**
 * Machines go in service stage by stage (S2-5.4(2)): those of the first stage, and when they have, all that are still
 * down. A stage that fails is a hold point: nothing more goes out until a person asks again or closes the task.
 */
function nextStage(draft: Draft, run: TaskRun, planned: TaskPlan): boolean {
  const { state } = draft;
  const place = planned.task.effects?.findIndex((effect) => effect.kind === 'go-in-service') ?? -1;
  const effect = planned.task.effects?.[place];
  if (!effect || run.machines) return false; // a person chose the machines: those, and no others
  const stages = run.effects.flatMap((key) => state.effects.get(key) ?? []).filter((each) => each.effect.kind === 'go-in-service');
  const covered = new Set(stages.flatMap((stage) => stage.machines));
  const machines = [...state.machinesDown].filter((machine) => !covered.has(machine));
  if (machines.length === 0) return false;
  emit(draft, {
    event: 'effect-requested',
    key: `${state.id}:${run.id}:${place}:${run.round}/${stages.length + 1}`,
    task: run.id,
    effect,
    machines,
  });
  return true;
}

/** What the outside could not do is asked for again, under a key of its own. */
export function retry(draft: Draft, command: Command<'retry-effect'>): Answer {
  const { state, plan } = draft;
  const effect = state.effects.get(command.effect);
  if (!effect) return refuse('effect-unknown', { effect: command.effect });
  const run = state.tasks.get(effect.task);
  const refused = mayWork(plan, state, run ?? { group: plan.tasks.get(effect.task)?.task.group ?? '' }, draft.by);
  if (refused) return refused;
  if (effect.outcome !== 'failed' || effect.repeated) return undefined;
  const tries = [...state.effects.keys()].filter((key) => key.startsWith(`${effect.key.replace(/\.\d+$/, '')}.`)).length + 2;
  emit(draft, {
    event: 'effect-requested',
    key: `${effect.key.replace(/\.\d+$/, '')}.${tries}`,
    task: effect.task,
    effect: effect.effect,
    machines: effect.machines,
    again: effect.key,
  });
  return undefined;
}

/** Tasks whose time has run out are told once: to the one who has it, the group's head and the command's. */
export function tellOverdue(draft: Draft): void {
  for (const run of [...draft.state.tasks.values()]) {
    if (run.due === null || run.due > draft.now || run.overdueTold || isClosed(run) || run.state === 'waiting') continue;
    const told = new Map(
      [run.assignee, spokesman(draft.state, run.group), spokesman(draft.state, draft.plan.plan.command.id)].flatMap((person) =>
        person ? [[person.id, person] as const] : [],
      ),
    );
    emit(draft, {
      event: 'task-overdue',
      task: run.id,
      title: run.title,
      group: run.group,
      due: iso(run.due),
      assignee: run.assignee,
      toldTo: [...told.values()],
    });
  }
}

export const mayReport = (draft: Draft): boolean =>
  commands(draft.by) ||
  draft.by.role === 'duty-officer' ||
  isSystem(draft.by) ||
  [...draft.state.groups.keys()].some((group) => inGroup(draft.state, group, draft.by));
