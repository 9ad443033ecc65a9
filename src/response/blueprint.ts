import type { Group, Phase, Plan, Task } from '#plans';

/** A plan prepared for execution: looked up by id, durations in milliseconds. Made once per plan. */
export interface Blueprint {
  plan: Plan;
  /** Command and groups by id, in the plan's order, the command first. */
  groups: Map<string, Group>;
  phases: PhasePlan[];
  tasks: Map<string, TaskPlan>;
  answerWithinMs: number;
  reportEveryMs: number;
}

export interface PhasePlan {
  phase: Phase;
  tasks: TaskPlan[];
  deadlineMs: number | null;
  /** Phase that must be left before this one is entered; null for the first. */
  predecessor: string | null;
  /** Left only when the recovery tests of the class have passed. */
  recovery: boolean;
  order: number;
}

export interface TaskPlan {
  task: Task;
  deadlineMs: number;
  repeatMs: number | null;
  /** All of its effects happen at the start, and their answers close it. */
  closesByEffects: boolean;
  /** Starting it moves machines, and needs a second person. */
  twoPersonStart: boolean;
  /** Who must approve the completion: as the plan says, or because a second person is needed for its effects. */
  approver: 'commander' | 'deputy' | 'group-leader' | null;
}

const units = [31_536_000_000, 2_592_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000];
const durationPattern = /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration; a year counts 365 days and a month 30, as clocks of an incident have no calendar.
 * @returns null when it is no duration
 */
export function milliseconds(duration: string): number | null {
  const parts = durationPattern.exec(duration);
  if (!parts) return null;
  let sum = 0;
  for (let i = 0; i < units.length; i++) sum += Number(parts[i + 1] ?? 0) * (units[i] ?? 0);
  return sum;
}

const surely = (duration: string): number => {
  const ms = milliseconds(duration);
  if (ms === null) throw new Error(`not a duration: ${duration}`);
  return ms;
};

const blueprints = new WeakMap<Plan, Blueprint>();

/** The blueprint of a plan; the same object for the same plan. */
export function blueprintOf(plan: Plan): Blueprint {
  const known = blueprints.get(plan);
  if (known) return known;
  const tasks = new Map<string, TaskPlan>();
  for (const task of plan.tasks) tasks.set(task.id, taskPlan(task));
  const blueprint: Blueprint = {
    plan,
    groups: new Map([plan.command, ...plan.groups].map((group) => [group.id, group])),
    phases: plan.phases.map((phase, order) => ({
      phase,
      tasks: plan.tasks.filter((task) => task.phase === phase.id).map((task) => tasks.get(task.id) as TaskPlan),
      deadlineMs: phase.deadline === undefined ? null : surely(phase.deadline),
      predecessor: order === 0 ? null : (phase.entry.after ?? plan.phases[order - 1]?.id ?? null),
      recovery: phase.exit.tests === true,
      order,
    })),
    tasks,
    answerWithinMs: surely(plan.calling.answerWithin),
    reportEveryMs: surely(plan.reporting.every),
  };
  blueprints.set(plan, blueprint);
  return blueprint;
}

function taskPlan(task: Task): TaskPlan {
  const closesByEffects = task.closes === 'effects' && (task.effects?.length ?? 0) > 0;
  const twoPersons = (on: 'start' | 'complete') =>
    task.effects?.some((effect) => 'twoPersons' in effect && effect.twoPersons && (closesByEffects ? on === 'start' : effect.on === on)) ??
    false;
  return {
    task,
    deadlineMs: surely(task.deadline),
    repeatMs: task.repeat === undefined ? null : surely(task.repeat),
    closesByEffects,
    twoPersonStart: twoPersons('start'),
    approver: task.approval ?? (twoPersons('complete') ? 'group-leader' : null),
  };
}
