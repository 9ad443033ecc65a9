import type { Condition, Level, Text } from '#plans';
import type { Blueprint, PhasePlan, TaskPlan } from './blueprint.ts';
import { spokesman } from './calling.ts';
import { type Draft, emit, iso } from './draft.ts';
import { type Incident, isClosed } from './incident.ts';

const gravity: Record<Level, number> = { I: 1, II: 2, III: 3, IV: 4 };

/** `never`: it does not hold and cannot any more; `unless`: it does not hold, a change of level would make it. */
type Holds = { now: true } | { now: false; how: 'never' | 'unless' | 'open'; why: Text };
const holdsNow: Holds = { now: true };

/** Does the condition of a task hold in this incident? */
export function holds(plan: Blueprint, state: Incident, condition: Condition | undefined): Holds {
  if (!condition) return holdsNow;
  if (condition.classes && !condition.classes.includes(state.eventClass))
    return { now: false, how: 'never', why: { zh: '本类事件不需要', en: 'not needed for this class of event' } };
  if (condition.answer) {
    const { task, field, is } = condition.answer;
    const run = state.tasks.get(task);
    const title = plan.tasks.get(task)?.task.title ?? { zh: task, en: task };
    const otherwise: Text = { zh: `“${title.zh}”的结果不要求`, en: `the answer of “${title.en}” does not ask for it` };
    if (run?.state === 'skipped' || run?.state === 'waived') return { now: false, how: 'never', why: otherwise };
    if (run?.state !== 'done') return { now: false, how: 'open', why: otherwise };
    if (run.answers[field] !== is) return { now: false, how: 'never', why: otherwise };
  }
  if (condition.levelAtLeast && gravity[state.level] > gravity[condition.levelAtLeast])
    return {
      now: false,
      how: 'unless',
      why: { zh: `级别未达到 ${condition.levelAtLeast} 级`, en: `the level did not reach ${condition.levelAtLeast}` },
    };
  return holdsNow;
}

/** Ids of the tasks that still stand before this one. */
export const blockedBy = (state: Incident, { task }: TaskPlan): string[] => task.after.filter((id) => !isClosed(state.tasks.get(id)));

/** Recovery tests of the incident's class that have not passed. */
export const testsMissing = (plan: Blueprint, state: Incident) =>
  plan.plan.recoveryTests.filter((test) => test.classes.includes(state.eventClass) && state.tests.get(test.id)?.passed !== true);

/**
 * Carries the plan on as far as it goes by itself: enters phases, opens and skips tasks, leaves phases that are
 * through. Each pass changes something or is the last, and phases and tasks only move forward, so it ends.
 */
export function carryOn(draft: Draft): void {
  const { plan, state } = draft;
  let moved = true;
  while (moved) {
    moved = false;
    for (const phase of plan.phases) {
      const run = state.phases.get(phase.phase.id);
      if (!run) {
        const before = phase.predecessor === null ? undefined : state.phases.get(phase.predecessor);
        if (phase.predecessor !== null && (!before || before.leftAt === null)) continue;
        const due = phase.deadlineMs === null ? null : iso(draft.now + phase.deadlineMs);
        emit(draft, {
          event: 'phase-entered',
          phase: phase.phase.id,
          name: phase.phase.name,
          due,
          ...(phase.recovery ? { recovery: true } : {}),
        });
        moved = true;
      } else if (run.leftAt !== null) continue;
      // Asked before tasks open, so that a phase that is through does not start one more round of its rhythms.
      if (!finished(draft, phase) && openTasks(draft, phase)) moved = true;
      if (finished(draft, phase)) {
        leave(draft, phase);
        moved = true;
      }
    }
  }
}

function openTasks(draft: Draft, phase: PhasePlan): boolean {
  const { plan, state } = draft;
  let moved = false;
  for (const planned of phase.tasks) {
    const { task } = planned;
    const run = state.tasks.get(task.id);
    if (run) {
      if (run.state === 'done' && planned.repeatMs !== null && run.doneAt !== null) {
        const from = Math.max(run.doneAt, state.phases.get(task.phase)?.enteredAt ?? 0);
        open(draft, planned, from + planned.repeatMs, run.round + 1);
        moved = true;
      }
      continue;
    }
    const held = holds(plan, state, task.when);
    if (!held.now) {
      if (held.how === 'never') {
        emit(draft, { event: 'task-skipped', task: task.id, title: task.title, reason: held.why, group: task.group, phase: task.phase });
        moved = true;
      }
      continue;
    }
    if (blockedBy(state, planned).length > 0) continue;
    open(draft, planned, dueOf(draft, planned), 1);
    moved = true;
  }
  return moved;
}

function open(draft: Draft, { task }: TaskPlan, due: number, round: number): void {
  emit(draft, {
    event: 'task-opened',
    task: task.id,
    title: task.title,
    group: task.group,
    phase: task.phase,
    due: iso(due),
    assignee: spokesman(draft.state, task.group),
    adHoc: false,
    round,
  });
}

/** When a task is due, in milliseconds: counted from the activation, the entry of its phase or the end of another task. */
export function dueOf(draft: Draft, { task, deadlineMs }: TaskPlan): number {
  const { state } = draft;
  if (task.from === 'activation') return state.openedAt + deadlineMs;
  if (task.from === 'phase') return (state.phases.get(task.phase)?.enteredAt ?? draft.now) + deadlineMs;
  return (state.tasks.get(task.from.task)?.doneAt ?? draft.now) + deadlineMs;
}

/** Nothing holds the phase any more. */
function finished(draft: Draft, phase: PhasePlan): boolean {
  const { plan, state } = draft;
  for (const planned of phase.tasks) {
    const run = state.tasks.get(planned.task.id);
    if (run) {
      if (!isClosed(run) && !run.repeating) return false;
      continue;
    }
    const held = holds(plan, state, planned.task.when);
    // A level that was not reached does not hold a phase, nor does an answer that only a later phase could give.
    if (!held.now && (held.how === 'unless' || !answerableNow(plan, state, planned.task.when))) continue;
    return false;
  }
  for (const run of state.tasks.values()) if (run.adHoc && run.phase === phase.phase.id && !isClosed(run)) return false;
  return !phase.recovery || testsMissing(plan, state).length === 0;
}

const answerableNow = (plan: Blueprint, state: Incident, when: Condition | undefined): boolean => {
  const asked = when?.answer && plan.tasks.get(when.answer.task);
  return !asked || state.phases.has(asked.task.phase);
};

function leave(draft: Draft, phase: PhasePlan): void {
  const { plan, state } = draft;
  for (const planned of phase.tasks) {
    const { task } = planned;
    const run = state.tasks.get(task.id);
    if (isClosed(run)) continue;
    const held = holds(plan, state, task.when);
    const reason: Text = run || held.now ? { zh: '阶段已结束，不再重复', en: 'the phase is over: no further round' } : held.why;
    emit(draft, { event: 'task-skipped', task: task.id, title: task.title, reason, group: task.group, phase: task.phase });
  }
  const due = state.phases.get(phase.phase.id)?.due ?? null;
  emit(draft, { event: 'phase-left', phase: phase.phase.id, name: phase.phase.name, late: due !== null && draft.now > due });
}

/** Opens a closed task again, and its phase when that was left: a failed test, a reopened incident. */
export function reopenTask(draft: Draft, planned: TaskPlan, reason: Text): void {
  const { state, plan } = draft;
  const { task } = planned;
  const run = state.tasks.get(task.id);
  if (!isClosed(run)) return;
  const phase = plan.phases.find((each) => each.phase.id === task.phase);
  const phaseRun = state.phases.get(task.phase);
  if (!phase || !phaseRun) return; // waived before its phase came: it comes with the phase
  if (phaseRun.leftAt !== null) reopenPhase(draft, phase, reason);
  emit(draft, { event: 'task-reopened', task: task.id, title: task.title, due: iso(draft.now + planned.deadlineMs), reason });
}

export function reopenPhase(draft: Draft, phase: PhasePlan, reason: Text): void {
  const due = phase.deadlineMs === null ? null : iso(draft.now + phase.deadlineMs);
  emit(draft, {
    event: 'phase-reopened',
    phase: phase.phase.id,
    name: phase.phase.name,
    due,
    reason,
    ...(phase.recovery ? { recovery: true } : {}),
  });
}

/** The phase in which work goes on: the first in the plan's order that was entered and not left, else the last left. */
export function currentPhase(plan: Blueprint, state: Incident): PhasePlan | undefined {
  let last: PhasePlan | undefined;
  for (const phase of plan.phases) {
    const run = state.phases.get(phase.phase.id);
    if (!run) continue;
    if (run.leftAt === null) return phase;
    last = phase;
  }
  return last;
}
