import type { Mode } from '#journal';
import type { Blueprint } from './blueprint.ts';
import { iso } from './draft.ts';
import { currentPhase } from './flow.ts';
import { type Incident, isClosed } from './incident.ts';
import type { IncidentRow, WorkOrderRow } from './store.ts';
import { nextOrderWake, type WorkOrder } from './work-order.ts';

/** Tasks of an incident by what is left of them; skipped ones are none. */
export function taskCounts(state: Incident): { open: number; overdue: number; done: number; waived: number } {
  const counts = { open: 0, overdue: 0, done: 0, waived: 0 };
  for (const task of state.tasks.values()) {
    if (task.state === 'done') counts.done += 1;
    else if (task.state === 'waived') counts.waived += 1;
    else if (!isClosed(task) && !task.repeating) counts.open += 1;
    if (!isClosed(task) && task.overdueTold) counts.overdue += 1;
  }
  return counts;
}

const nullable = (at: number | null): string | null => (at === null ? null : iso(at));

/**
 * When the timer of a stream must be set anew: there is none, or the next moment comes before it. A timer that comes
 * too early does no harm, it is set again.
 */
export const timerFor = (next: number | null, set: string | null, rang: boolean): { at: number | null; add: boolean } => {
  const before = rang || set === null ? null : Date.parse(set);
  if (next === null) return { at: before, add: false };
  return before !== null && before <= next ? { at: before, add: false } : { at: next, add: true };
};

/** The row of an incident as its list shows it. */
export function incidentRowOf(plan: Blueprint, state: Incident, mode: Mode, version: number, wake: number | null): IncidentRow {
  const phase = currentPhase(plan, state)?.phase;
  const tasks = taskCounts(state);
  return {
    id: state.id,
    number: state.number,
    mode,
    state: state.state,
    level: state.level,
    title: state.title,
    plan: plan.plan.id,
    plan_version: plan.plan.version,
    plan_title: plan.plan.title,
    event_class: state.eventClass,
    phase: phase?.id ?? null,
    phase_name: phase?.name ?? null,
    warnings: state.warnings,
    machines: state.machines.length,
    machines_down: [...state.machinesDown],
    tasks_open: tasks.open,
    tasks_overdue: tasks.overdue,
    tasks_done: tasks.done,
    tasks_waived: tasks.waived,
    opened_at: iso(state.openedAt),
    ended_at: nullable(state.endedAt),
    version,
    wake_at: nullable(wake),
  };
}

export const nextOrderWakeMs = (order: WorkOrder): number | null => nextOrderWake(order)?.epochMilliseconds ?? null;

export const orderRowOf = (order: WorkOrder, mode: Mode, version: number, wake: number | null): WorkOrderRow => ({
  id: order.id,
  number: order.number,
  mode,
  state: order.state,
  warning: order.warning,
  incident: order.incident,
  vendor: order.vendor,
  atms: order.atms,
  atms_down: order.atmsDown,
  fault_class: order.faultClass,
  summary: order.summary,
  due_acknowledge: iso(order.due.acknowledge),
  due_depart: iso(order.due.depart),
  due_arrive: iso(order.due.arrive),
  due_repair: iso(order.due.repair),
  engineer: order.engineer,
  breached: order.breached,
  breaches: order.breaches,
  sent_at: iso(order.sentAt),
  closed_at: nullable(order.closedAt),
  version,
  wake_at: nullable(wake),
});
