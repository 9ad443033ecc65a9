import type { Plan, Task, Text } from '../../../src/plans/model.ts';
import type { IncidentView } from '../../../src/response/schemas.ts';

/**
 * The command room as the server tells it, joined with the plan it runs on. Nothing is decided here: what may be done,
 * and why not, comes with the view; this file only arranges.
 */

export interface Entry {
  seq: number;
  at: string;
  actor: { kind: string; id: string; name: string; role: string };
  type: string;
  data: unknown;
}
export type Allowed = IncidentView['actions'][number];
type TaskView = IncidentView['taskList'][number];
export type RoomGroup = IncidentView['lanes'][number];
export type Call = RoomGroup['people'][number];

export interface RoomTask extends TaskView {
  /** What the plan says of it; null for a task added by hand. */
  plan: Task | null;
  /** Titles of what cannot start while it is open. */
  holdsUp: Text[];
}
export interface RoomPhase {
  id: string;
  name: Text;
  stage: 'past' | 'current' | 'future';
  leftAt: string | null;
  due: string | null;
  done: number;
  total: number;
  late: number;
}
export interface Room extends Omit<IncidentView, 'taskList' | 'phases' | 'lanes' | 'tasks'> {
  tasks: RoomTask[];
  phases: RoomPhase[];
  groups: RoomGroup[];
  spentFen: number;
  over: boolean;
}

const closed = new Set<TaskView['state']>(['done', 'waived', 'skipped']);
export const isClosed = (task: Pick<RoomTask, 'state'>): boolean => closed.has(task.state);
/** Late by the server's word, or by the clock while that word is on its way. */
export const isLate = (task: RoomTask, now: number): boolean =>
  !isClosed(task) && task.state !== 'waiting' && (task.overdue || (task.due !== null && Date.parse(task.due) < now));

/** Arranges the view of one incident for its screen. */
export function roomOf(view: IncidentView, plan: Plan): Room {
  const { taskList, phases, lanes, tasks: _, ...head } = view;
  const planned = new Map(plan.tasks.map((task) => [task.id, task]));
  const tasks: RoomTask[] = taskList
    .filter((task) => task.state !== 'skipped')
    .map((task) => ({ ...task, plan: planned.get(task.id) ?? null, holdsUp: [] }));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const task of tasks) {
    if (isClosed(task)) continue;
    for (const before of task.plan?.after ?? []) {
      const other = byId.get(before);
      if (other && !isClosed(other)) other.holdsUp.push(task.title);
    }
  }
  const entered = phases.findLastIndex((phase) => phase.enteredAt !== null);
  return {
    ...head,
    tasks,
    groups: lanes,
    phases: phases.map((phase, index) => ({
      id: phase.id,
      name: phase.name,
      // A phase that was passed over without being entered lies behind all the same.
      stage:
        phase.state === 'left' || (phase.state === 'waiting' && index < entered)
          ? 'past'
          : phase.state === 'current'
            ? 'current'
            : 'future',
      leftAt: phase.leftAt,
      due: phase.due,
      done: phase.tasks.closed,
      total: phase.tasks.total,
      late: tasks.filter((task) => task.phase === phase.id && task.overdue && !isClosed(task)).length,
    })),
    spentFen: tasks.reduce((sum, task) => sum + moneyOf(task), 0),
    over: view.state !== 'active' && view.state !== 'recovering',
  };
}

/** Money that the task's form reported, in fen. */
const moneyOf = (task: RoomTask): number =>
  task.form
    .filter((field) => field.kind === 'money')
    .reduce((sum, { id }) => sum + (typeof task.answers[id] === 'number' ? task.answers[id] : 0), 0);

/** Open tasks of a lane, the late ones first, then by deadline; what is finished goes to the end. */
export function inLaneOrder(tasks: readonly RoomTask[], now: number): RoomTask[] {
  const rank = (task: RoomTask) => (isLate(task, now) ? 0 : isClosed(task) ? 3 : task.state === 'waiting' ? 2 : 1);
  return tasks.toSorted(
    (a, b) => rank(a) - rank(b) || (a.due ?? '9').localeCompare(b.due ?? '9') || (a.doneAt ?? '').localeCompare(b.doneAt ?? ''),
  );
}

/** Whether a command is allowed, and the reason where it is not; null where it is out of place here. */
export const allowed = (actions: readonly Allowed[], command: string): Allowed | null =>
  actions.find((one) => one.command === command) ?? null;
