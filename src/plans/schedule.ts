import { secondsOf } from './duration.ts';
import type { EventClass, Plan, Task } from './model.ts';

/** When everything is due at the latest, in seconds from the activation, if each phase takes the whole of its time. */
export interface Schedule {
  phases: Map<string, { start: number; end: number }>;
  tasks: Map<string, { due: number }>;
  /** Phase → the one before it; undefined for the first. */
  before: Map<string, string | undefined>;
}

/** The phase that must be left before this one is entered: as it says, or the one written before it. */
const predecessor = (plan: Plan, index: number): string | undefined =>
  plan.phases[index]?.entry.after ?? (index > 0 ? plan.phases[index - 1]?.id : undefined);

/** @param plan without circles, as `parsePlan` gives it */
export function scheduleOf(plan: Plan): Schedule {
  const before = new Map(plan.phases.map((phase, index) => [phase.id, index === 0 ? phase.entry.after : predecessor(plan, index)]));
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const phases: Schedule['phases'] = new Map();
  const tasks: Schedule['tasks'] = new Map();
  const visiting = new Set<string>();

  const phase = (id: string): { start: number; end: number } => {
    const done = phases.get(id);
    if (done) return done;
    // A circle of the order as written (the first phase after a later one) has no schedule: take it as beginning at once.
    if (visiting.has(id)) return { start: 0, end: 0 };
    visiting.add(id);
    const previous = before.get(id);
    const start = previous === undefined ? 0 : phase(previous).end;
    const deadline = plan.phases.find((each) => each.id === id)?.deadline;
    const span = { start, end: start };
    phases.set(id, span);
    span.end =
      deadline === undefined
        ? Math.max(start, ...plan.tasks.filter((each) => each.phase === id).map((each) => task(each)))
        : start + secondsOf(deadline);
    return span;
  };
  const task = (one: Task): number => {
    const done = tasks.get(one.id);
    if (done) return done.due;
    const other = typeof one.from === 'object' ? byId.get(one.from.task) : undefined;
    const from = one.from === 'activation' ? 0 : other ? task(other) : phase(one.phase).start;
    const due = from + secondsOf(one.deadline);
    tasks.set(one.id, { due });
    return due;
  };
  for (const each of plan.phases) phase(each.id);
  for (const each of plan.tasks) task(each);
  return { phases, tasks, before };
}

/** Phases that are over when this one begins, the nearest first. */
export function phasesBefore(schedule: Schedule, id: string): string[] {
  const found: string[] = [];
  for (let phase = schedule.before.get(id); phase !== undefined && !found.includes(phase); phase = schedule.before.get(phase))
    found.push(phase);
  return found;
}

/** Every task that must be over before this one can start, by `after`, near or far. */
export function waitsFor(plan: Plan, id: string): Set<string> {
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const found = new Set<string>();
  const queue = [...(byId.get(id)?.after ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(byId.get(next)?.after ?? []));
  }
  return found;
}

/** Classes of event in which a task is done, as far as its condition says; the classes of the plan where it says nothing. */
export const classesOf = (plan: Plan, task: Task): EventClass[] => task.when?.classes ?? plan.eventClasses.map((each) => each.class);
