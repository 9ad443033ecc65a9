import type { Static } from 'typebox';
import type { Mode } from '#journal';
import type { Actor } from '#organization';
import type { Plan, Text } from '#plans';
import { explain, isRefusal } from '#platform';
import { commands, mayApprove } from './authority.ts';
import { type Blueprint, blueprintOf, type TaskPlan } from './blueprint.ts';
import { spokesman } from './calling.ts';
import { act, reportDue } from './decide.ts';
import { iso } from './draft.ts';
import { missingForEnd } from './end.ts';
import { blockedBy, currentPhase, holds } from './flow.ts';
import { fork, type Incident, isClosed, isOver, type TaskRun } from './incident.ts';
import type { IncidentCommand } from './model.ts';
import { taskCounts } from './rows.ts';
import type {
  Allowed,
  CallView,
  DecisionView,
  IncidentHead,
  IncidentView,
  LaneView,
  PhaseView,
  TaskView,
  TestView,
  WorkOrderHead,
} from './schemas.ts';
import type { IncidentRow, WorkOrderRow } from './store.ts';

type Allow = Static<typeof Allowed>;
const nullable = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : iso(at));
const sources = (source: string | string[]): string[] => (Array.isArray(source) ? source : [source]);

/** One person's look at one incident at one moment. */
interface Look {
  plan: Blueprint;
  state: Incident;
  mode: Mode;
  actor: Actor;
  now: number;
}

/** Refusals that ask for more input, not for another person: the button stays pressable. */
const wantsInput = new Set(['task-incomplete', 'note-missing', 'test-incomplete', 'shared-confirmation-missing']);

/** Whether the actor may give this command now, and if not, why: tried on a copy, so that the answer is that of the engine itself. */
function may(look: Look, command: IncidentCommand): Allow {
  const answer = act(look.plan, fork(look.state), command, look.actor, look.now, look.mode);
  if (!isRefusal(answer) || (wantsInput.has(answer.refusal) && answer.refusal !== 'shared-confirmation-missing'))
    return { command: command.command, allowed: true, why: null };
  return {
    command: command.command,
    allowed: false,
    why: { code: answer.refusal, zh: explain(answer, 'zh-CN').what, en: explain(answer, 'en').what },
  };
}

/** Everything that the command room shows to this person. */
export function incidentView(plan: Plan, state: Incident, mode: Mode, version: number, actor: Actor, now: number): IncidentView {
  const look: Look = { plan: blueprintOf(plan), state, mode, actor, now };
  const blueprint = look.plan;
  const phase = currentPhase(blueprint, state)?.phase;
  const over = isOver(state);
  const taskList = tasksOf(look);
  return {
    id: state.id,
    number: state.number,
    mode,
    state: state.state,
    level: state.level,
    title: state.title,
    eventClass: state.eventClass,
    plan: { id: plan.id, version: plan.version, title: plan.title },
    phase: phase?.id ?? null,
    phaseName: phase?.name ?? null,
    warnings: state.warnings,
    openedAt: iso(state.openedAt),
    endedAt: nullable(state.endedAt),
    tasks: taskCounts(state),
    machines: { total: state.machines.length, down: state.machinesDown.size },
    version,
    now: iso(now),
    reason: state.reason,
    expected: state.expected,
    endText: state.endText,
    endedBy: state.endedBy,
    reportId: state.report,
    machineIds: state.machines,
    machinesDown: [...state.machinesDown],
    phases: blueprint.phases.map((each): Static<typeof PhaseView> => {
      const run = state.phases.get(each.phase.id);
      const own = taskList.filter((task) => task.phase === each.phase.id && task.state !== 'skipped');
      return {
        id: each.phase.id,
        name: each.phase.name,
        state: !run ? 'waiting' : run.leftAt === null ? 'current' : 'left',
        enteredAt: nullable(run?.enteredAt),
        leftAt: nullable(run?.leftAt),
        due: nullable(run?.due),
        late: run?.due != null && (run.leftAt ?? (over ? run.due : now)) > run.due,
        tasks: { closed: own.filter((task) => task.state === 'done' || task.state === 'waived').length, total: own.length },
      };
    }),
    lanes: lanesOf(look, taskList),
    taskList,
    tests: plan.recoveryTests
      .filter((test) => test.classes.includes(state.eventClass))
      .map((test): Static<typeof TestView> => {
        const run = state.tests.get(test.id);
        return {
          id: test.id,
          name: test.name,
          group: test.group,
          source: sources(test.source),
          steps: test.steps,
          passed: run?.passed ?? null,
          attempts: run?.attempts ?? 0,
          at: nullable(run?.at),
          by: run?.by ?? null,
          results: run?.results ?? [],
          failed: run?.failed ?? [],
          actions: over
            ? []
            : [
                may(look, {
                  command: 'record-test',
                  test: test.id,
                  results: test.steps.map((step) =>
                    step.kind === 'measure' ? { step: step.id, value: step.min ?? step.max ?? 0 } : { step: step.id, passed: true },
                  ),
                }),
              ],
        };
      }),
    decisions: over ? [] : decisionsOf(look),
    orders: state.orders.map((order) => ({ ...order, at: iso(order.at) })),
    reports: state.reports.map((report) => ({ ...report, at: iso(report.at) })),
    contacts: state.contacts.map((contact) => ({ ...contact, at: iso(contact.at) })),
    levels: state.levels.map((level) => ({ ...level, at: iso(level.at) })),
    reporting: { due: over ? null : iso(reportDue(blueprint, state)), missed: state.reportsMissed, group: plan.reporting.group },
    missing: over ? [] : missingForEnd(blueprint, state),
    actions: incidentActions(look),
  };
}

function incidentActions(look: Look): Allow[] {
  const { state, plan, actor } = look;
  if (isOver(state)) return [may(look, { command: 'reopen', reason: '…' })];
  const group =
    [...state.groups.values()].find((each) => each.seats.some((seat) => seat.person.id === actor.id))?.id ?? plan.plan.command.id;
  const call = state.calls.get(actor.id);
  return [
    ...(call && call.answeredAt === null ? [may(look, { command: 'acknowledge', person: actor.id })] : []),
    may(look, { command: 'declare-end', text: '…' }),
    may(look, { command: 'set-level', level: state.level === 'I' ? 'II' : 'I', reason: '…' }),
    may(look, { command: 'record-order', text: '…', to: [] }),
    may(look, { command: 'report-situation', text: '…' }),
    may(look, { command: 'record-contact', contact: '…', text: '…' }),
    may(look, { command: 'add-task', title: { zh: '…', en: '…' }, group, deadline: 'PT30M', reason: '…' }),
    may(look, { command: 'withdraw', reason: '…' }),
  ];
}

function tasksOf(look: Look): Static<typeof TaskView>[] {
  const { plan, state } = look;
  const views: Static<typeof TaskView>[] = [];
  for (const planned of plan.tasks.values()) {
    const run = state.tasks.get(planned.task.id);
    if (!run) {
      const held = holds(plan, state, planned.task.when);
      if (!held.now && held.how === 'never') continue; // never part of this incident
    }
    views.push(taskView(look, planned, run));
  }
  for (const run of state.tasks.values()) if (!plan.tasks.has(run.id)) views.push(taskView(look, undefined, run));
  return views;
}

function taskView(look: Look, planned: TaskPlan | undefined, run: TaskRun | undefined): Static<typeof TaskView> {
  const { plan, state } = look;
  const task = planned?.task;
  const id = run?.id ?? task?.id ?? '';
  const titleOf = (other: string): Text => plan.tasks.get(other)?.task.title ?? { zh: other, en: other };
  const submitted = run?.submitted;
  return {
    id,
    title: run?.title ?? task?.title ?? { zh: id, en: id },
    detail: task?.detail ?? null,
    group: run?.group || task?.group || '',
    phase: run?.phase || task?.phase || '',
    source: task ? sources(task.source) : [],
    state: run?.state ?? 'waiting',
    adHoc: run?.adHoc ?? false,
    round: run?.round ?? 0,
    repeats: task?.repeat ?? null,
    due: nullable(run?.due),
    overdue: run !== undefined && !isClosed(run) && run.due !== null && run.due <= look.now,
    late: run?.late ?? false,
    assignee: run?.assignee ?? (run || !task ? null : spokesman(state, task.group)),
    openedAt: nullable(run?.openedAt),
    startedAt: nullable(run?.startedAt),
    startedBy: run?.startedBy ?? null,
    doneAt: nullable(run?.doneAt),
    doneBy: run?.doneBy ?? null,
    approvedBy: run?.approvedBy ?? null,
    approver: planned?.approver ?? (planned?.twoPersonStart ? 'group-leader' : null),
    submission: submitted
      ? {
          of: submitted.kind,
          at: iso(submitted.at),
          by: submitted.by,
          approver: submitted.approver,
          machines: submitted.machines,
          note: submitted.note,
        }
      : null,
    sharedWith: task?.sharedWith ?? null,
    sharedBy: run?.sharedBy ?? null,
    waitsFor: run || !planned ? [] : blockedBy(state, planned).map(titleOf),
    form: task?.form ?? [],
    checklist: task?.checklist ?? [],
    evidenceNeeded: task?.evidence ?? [],
    answers: submitted?.kind === 'completion' ? submitted.answers : (run?.answers ?? {}),
    checked: submitted?.kind === 'completion' ? submitted.checked : (run?.checked ?? []),
    evidence: submitted?.kind === 'completion' ? submitted.evidence : (run?.evidence ?? []),
    note: submitted?.note ?? run?.note ?? null,
    reason: reasonOf(run),
    effects: (run?.effects ?? []).flatMap((key) => {
      const effect = state.effects.get(key);
      if (!effect) return [];
      return [
        {
          key,
          kind: effect.effect.kind,
          machines: effect.machines,
          outcome: effect.outcome ?? 'pending',
          detail: effect.detail,
          requestedAt: iso(effect.requestedAt),
          settledAt: nullable(effect.settledAt),
          mayRetry: effect.outcome === 'failed' && !isOver(state) && may(look, { command: 'retry-effect', effect: key }).allowed,
        },
      ];
    }),
    actions: isOver(state) ? [] : taskActions(look, planned, run, id),
  };
}

const reasonOf = (run: TaskRun | undefined): Text | null => {
  if (!run) return null;
  if (run.state === 'skipped') return run.skipped;
  const said = run.state === 'waived' ? run.waived : run.rejected;
  return said === null ? (isClosed(run) ? null : run.reopened) : { zh: said, en: said };
};

function taskActions(look: Look, planned: TaskPlan | undefined, run: TaskRun | undefined, task: string): Allow[] {
  if (isClosed(run)) return [];
  const waive = !planned || planned.task.waive ? [may(look, { command: 'waive-task', task, reason: '…' })] : [];
  if (!run) return waive;
  if (run.state === 'submitted') return [may(look, { command: 'approve-task', task, approved: true }), ...waive];
  const shared =
    planned?.task.sharedWith !== undefined && !run.sharedBy && look.state.groups.has(planned.task.sharedWith)
      ? [may(look, { command: 'confirm-shared', task })]
      : [];
  return [
    ...(run.state === 'open' ? [may(look, { command: 'start-task', task })] : []),
    may(look, { command: 'complete-task', task }),
    ...shared,
    may(look, { command: 'reassign-task', task, person: { id: '…', name: '…' }, reason: '…' }),
    ...waive,
  ];
}

function lanesOf({ plan, state }: Look, tasks: Static<typeof TaskView>[]): Static<typeof LaneView>[] {
  const lanes: Static<typeof LaneView>[] = [];
  for (const group of plan.groups.values()) {
    const run = state.groups.get(group.id);
    const own = tasks.filter((task) => task.group === group.id);
    if (!run && own.length === 0) continue;
    lanes.push({
      group: group.id,
      name: group.name,
      convened: run !== undefined,
      leader: spokesman(state, group.id),
      appointed: run?.appointed ?? null,
      needsLeader: 'appointed' in group.leader && run?.appointed?.state !== 'accepted',
      people: (run?.seats ?? []).map(({ person, seat }): Static<typeof CallView> => {
        const call = state.calls.get(person.id);
        return {
          person,
          seat,
          state: !call ? 'seated' : call.answeredAt !== null ? 'answered' : call.escalated ? 'silent' : 'calling',
          attempt: call?.attempt ?? 0,
          calledAt: nullable(call?.calledAt),
          answerBy: nullable(call?.answerBy),
          answeredAt: nullable(call?.answeredAt),
          afterSeconds: call?.answeredAt != null ? Math.round((call.answeredAt - call.calledAt) / 1000) : null,
          escalatedTo: call?.escalatedTo ?? null,
        };
      }),
      tasks: own.map((task) => task.id),
    });
  }
  return lanes;
}

/** What waits for a yes or a no, whoever may give it; the actions say whether the asking person may. */
function decisionsOf(look: Look): Static<typeof DecisionView>[] {
  const { plan, state, actor } = look;
  const decisions: Static<typeof DecisionView>[] = [];
  for (const run of state.tasks.values())
    if (run.submitted)
      decisions.push({
        kind: 'approval',
        id: run.id,
        title: run.title,
        due: nullable(run.due),
        by: run.submitted.by,
        actions: [
          mayApprove(state, run, actor) === null
            ? { command: 'approve-task', allowed: true, why: null }
            : may(look, { command: 'approve-task', task: run.id, approved: true }),
        ],
      });
  for (const group of state.groups.values()) {
    const planned = plan.groups.get(group.id);
    if (!planned || !('appointed' in planned.leader) || (group.appointed && group.appointed.state !== 'declined')) continue;
    decisions.push({
      kind: 'appointment',
      id: group.id,
      title: { zh: `指定“${group.name.zh}”组长`, en: `Appoint the leader of “${group.name.en}”` },
      due: iso(state.openedAt + plan.answerWithinMs),
      by: null,
      actions: [may(look, { command: 'appoint', group: group.id, person: { id: '…', name: '…' } })],
    });
  }
  if (commands(actor) && missingForEnd(plan, state).length === 0)
    decisions.push({
      kind: 'end',
      id: 'end',
      title: { zh: '宣布结束', en: 'Declare the end' },
      due: null,
      by: null,
      actions: [may(look, { command: 'declare-end', text: '…' })],
    });
  return decisions;
}

export const incidentHead = (row: IncidentRow): IncidentHead => ({
  id: row.id,
  number: row.number,
  mode: row.mode,
  state: row.state,
  level: row.level,
  title: row.title,
  eventClass: row.event_class,
  plan: { id: row.plan, version: row.plan_version, title: row.plan_title },
  phase: row.phase,
  phaseName: row.phase_name,
  warnings: row.warnings,
  openedAt: row.opened_at,
  endedAt: row.ended_at,
  tasks: { open: row.tasks_open, overdue: row.tasks_overdue, done: row.tasks_done, waived: row.tasks_waived },
  machines: { total: row.machines, down: row.machines_down.length },
});

export const workOrderHead = (row: WorkOrderRow): Static<typeof WorkOrderHead> => ({
  id: row.id,
  number: row.number,
  mode: row.mode,
  state: row.state,
  warning: row.warning,
  incident: row.incident,
  vendor: row.vendor,
  atms: row.atms,
  atmsDown: row.atms_down,
  faultClass: row.fault_class,
  summary: row.summary,
  due: { acknowledge: row.due_acknowledge, depart: row.due_depart, arrive: row.due_arrive, repair: row.due_repair },
  engineer: row.engineer,
  breached: row.breached,
  breaches: row.breaches,
  sentAt: row.sent_at,
  closedAt: row.closed_at,
});
