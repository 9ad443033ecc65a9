import type { Text } from '#plans';
import type { Incident, TaskRun } from './incident.ts';
import type { IncidentEvent } from './model.ts';

/**
 * Folds one event into an incident that the caller owns (`initial` or `fork`), which it changes and returns.
 * Deterministic: the same entries give the same incident.
 * @param at time of the entry, ISO 8601
 */
export const evolve = (incident: Incident, event: IncidentEvent, at: string): Incident => apply(incident, event, Date.parse(at));

/** As `evolve`, the time in milliseconds. */
export function apply(incident: Incident, event: IncidentEvent, at: number): Incident {
  switch (event.event) {
    case 'incident-activated':
      incident.activated = true;
      incident.number = event.number;
      incident.title = event.title;
      incident.plan = event.plan;
      incident.eventClass = event.eventClass;
      incident.level = event.level;
      incident.warnings = event.warnings;
      incident.machines = event.machines;
      incident.machinesDown = new Set(event.machines);
      incident.reason = event.reason;
      incident.expected = event.expected;
      incident.openedAt = at;
      incident.reportFrom = at;
      break;
    case 'group-convened':
      incident.groups.set(event.group, { id: event.group, name: event.name, seats: event.roster.seats, appointed: null });
      break;
    case 'person-called':
      incident.calls.set(event.person.id, {
        person: event.person,
        group: event.group,
        attempt: event.attempt,
        calledAt: at,
        answerBy: Date.parse(event.answerBy),
        answeredAt: null,
        note: null,
        escalated: false,
        escalatedTo: null,
      });
      break;
    case 'person-acknowledged': {
      const call = incident.calls.get(event.person.id);
      if (call) {
        call.answeredAt = at;
        call.note = event.note;
      }
      break;
    }
    case 'call-escalated': {
      const call = incident.calls.get(event.from.id);
      if (call) {
        call.escalated = true;
        call.escalatedTo = event.to;
      }
      break;
    }
    case 'leader-appointed': {
      const group = incident.groups.get(event.group);
      if (!group) break;
      group.appointed = { person: event.person, state: 'asked', reason: null };
      if (!group.seats.some((seat) => seat.person.id === event.person.id))
        group.seats = [{ person: event.person, seat: 'leader' }, ...group.seats];
      break;
    }
    case 'appointment-accepted':
    case 'appointment-declined': {
      const group = incident.groups.get(event.group);
      if (group)
        group.appointed = {
          person: event.person,
          state: event.event === 'appointment-accepted' ? 'accepted' : 'declined',
          reason: event.event === 'appointment-declined' ? event.reason : null,
        };
      break;
    }
    case 'phase-entered':
    case 'phase-reopened':
      incident.phases.set(event.phase, {
        id: event.phase,
        name: event.name,
        enteredAt: at,
        due: millis(event.due),
        leftAt: null,
        recovery: event.recovery === true,
      });
      if (event.recovery === true) incident.state = 'recovering';
      else if (event.event === 'phase-reopened') incident.state = 'active';
      break;
    case 'phase-left': {
      const phase = incident.phases.get(event.phase);
      if (phase) phase.leftAt = at;
      for (const other of incident.phases.values()) if (other.leftAt === null && other.recovery) incident.state = 'recovering';
      break;
    }
    case 'order-recorded':
      incident.orders = [...incident.orders, { at, text: event.text, to: event.to, by: event.by }];
      break;
    case 'situation-reported':
      incident.reports = [...incident.reports, { at, text: event.text, group: event.group, by: event.by }];
      incident.reportFrom = at;
      break;
    case 'report-overdue':
      incident.reportsMissed += 1;
      incident.reportTold = at;
      break;
    case 'level-changed':
      incident.level = event.to;
      incident.levels = [...incident.levels, { at, from: event.from, to: event.to, reason: event.reason, by: event.by }];
      break;
    case 'test-recorded':
      incident.tests.set(event.test, {
        id: event.test,
        name: event.name,
        passed: event.passed,
        at,
        by: event.by,
        results: event.results,
        failed: event.failed,
        machines: event.machines,
        attempts: (incident.tests.get(event.test)?.attempts ?? 0) + 1,
      });
      break;
    case 'contact-recorded':
      incident.contacts = [
        ...incident.contacts,
        { at, contact: event.contact, text: event.text, reference: event.reference, by: event.by },
      ];
      break;
    case 'warning-added':
      if (!incident.warnings.includes(event.warning)) incident.warnings = [...incident.warnings, event.warning];
      if (event.machines.length > 0) {
        incident.machines = [...new Set([...incident.machines, ...event.machines])];
        for (const machine of event.machines) incident.machinesDown.add(machine);
      }
      break;
    case 'machines-restored':
      for (const machine of event.machines) incident.machinesDown.delete(machine);
      break;
    case 'effect-requested': {
      incident.effects.set(event.key, {
        key: event.key,
        task: event.task,
        effect: event.effect,
        machines: event.machines,
        requestedAt: at,
        outcome: null,
        detail: '',
        settledAt: null,
        repeated: false,
      });
      const task = incident.tasks.get(event.task);
      if (task) task.effects = [...task.effects.filter((key) => key !== event.again), event.key];
      const former = event.again === undefined ? undefined : incident.effects.get(event.again);
      if (former) former.repeated = true;
      break;
    }
    case 'effect-settled': {
      const effect = incident.effects.get(event.key);
      if (effect) {
        effect.outcome = event.outcome;
        effect.detail = event.detail;
        effect.settledAt = at;
        // Machines closed by our own hand are down until they say that they serve again.
        if (event.outcome === 'done' && (effect.effect.kind === 'close-machine' || effect.effect.kind === 'isolate-machine'))
          for (const machine of effect.machines) incident.machinesDown.add(machine);
      }
      break;
    }
    case 'end-declared':
      incident.state = 'ended';
      incident.endedAt = at;
      incident.endedBy = event.by;
      incident.endText = event.text;
      break;
    case 'incident-withdrawn':
      incident.state = 'withdrawn';
      incident.endedAt = at;
      incident.endedBy = event.by;
      incident.endText = event.reason;
      break;
    case 'incident-reopened':
      incident.state = [...incident.phases.values()].some((phase) => phase.leftAt === null && !phase.recovery) ? 'active' : 'recovering';
      incident.endedAt = null;
      incident.endedBy = null;
      incident.endText = '';
      incident.report = null;
      incident.reopenings += 1;
      incident.reportFrom = at;
      incident.tests = new Map();
      break;
    case 'report-filed':
      incident.state = 'reported';
      incident.report = event.report;
      break;
    default:
      applyToTask(incident, event, at);
  }
  return incident;
}

const millis = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
type TaskEvent = Extract<IncidentEvent, { event: `task-${string}` }>;

function applyToTask(incident: Incident, event: TaskEvent, at: number): void {
  let task = incident.tasks.get(event.task);
  if (!task) {
    task = newTask(event.task, event.title, 'group' in event ? (event.group ?? '') : '', 'phase' in event ? (event.phase ?? '') : '');
    incident.tasks.set(event.task, task);
  }
  switch (event.event) {
    case 'task-opened':
      Object.assign(task, {
        state: 'open',
        adHoc: event.adHoc,
        repeating: task.completions > 0,
        round: event.round,
        openedAt: at,
        due: Date.parse(event.due),
        assignee: event.assignee,
        ...fresh,
      } satisfies Partial<TaskRun>);
      if (event.adHoc) incident.adHoc += 1;
      break;
    case 'task-start-submitted':
      task.state = 'submitted';
      task.submitted = {
        kind: 'start',
        at,
        by: event.by,
        approver: event.approver,
        answers: {},
        checked: [],
        evidence: [],
        note: null,
        machines: event.machines,
      };
      break;
    case 'task-started':
      task.state = 'running';
      task.startedAt = at;
      task.startedBy = event.by;
      task.machines = event.machines ?? null;
      task.submitted = null;
      task.assignee ??= event.by;
      break;
    case 'task-submitted':
      task.state = 'submitted';
      task.rejected = null;
      task.submitted = {
        kind: 'completion',
        at,
        by: event.by,
        approver: event.approver,
        answers: event.answers,
        checked: event.checked,
        evidence: event.evidence,
        note: event.note,
        machines: null,
      };
      break;
    case 'task-approved':
      task.approvedBy = event.by;
      break;
    case 'task-rejected':
      task.state = task.submitted?.kind === 'start' ? 'open' : 'running';
      task.submitted = null;
      task.rejected = event.reason;
      break;
    case 'task-shared-confirmed':
      task.sharedBy = event.by;
      break;
    case 'task-completed':
      task.state = 'done';
      task.doneAt = at;
      task.doneBy = event.by;
      task.late = event.late;
      task.answers = event.answers;
      task.checked = event.checked;
      task.evidence = event.evidence;
      task.note = event.note;
      task.submitted = null;
      task.completions += 1;
      break;
    case 'task-waived':
      task.state = 'waived';
      task.waived = event.reason;
      task.doneAt = at;
      task.doneBy = event.by;
      task.submitted = null;
      break;
    case 'task-skipped':
      // A repeating task that its phase leaves behind has been done; only its next round falls away.
      task.state = task.completions > 0 ? 'done' : 'skipped';
      task.skipped = event.reason;
      task.submitted = null;
      task.doneAt ??= at;
      break;
    case 'task-reassigned':
      task.assignee = event.to;
      break;
    case 'task-overdue':
      task.overdueTold = true;
      task.late = true;
      break;
    case 'task-reopened':
      Object.assign(task, {
        state: 'open',
        repeating: false,
        round: task.round + 1,
        openedAt: at,
        due: Date.parse(event.due),
        reopened: event.reason,
        waived: null,
        ...fresh,
      } satisfies Partial<TaskRun>);
      break;
    default:
      event satisfies never;
  }
}

/** What a new round starts without. Answers of the last completion stay readable until the next. */
const fresh = {
  startedAt: null,
  startedBy: null,
  machines: null,
  submitted: null,
  sharedBy: null,
  overdueTold: false,
  late: false,
  approvedBy: null,
  rejected: null,
  skipped: null,
  effects: [] as string[],
} satisfies Partial<TaskRun>;

const newTask = (id: string, title: Text, group: string, phase: string): TaskRun => ({
  id,
  title,
  group,
  phase,
  state: 'waiting',
  adHoc: false,
  round: 0,
  repeating: false,
  openedAt: null,
  due: null,
  assignee: null,
  startedAt: null,
  startedBy: null,
  machines: null,
  submitted: null,
  sharedBy: null,
  overdueTold: false,
  late: false,
  doneAt: null,
  doneBy: null,
  approvedBy: null,
  answers: {},
  checked: [],
  evidence: [],
  note: null,
  waived: null,
  skipped: null,
  rejected: null,
  reopened: null,
  effects: [],
  completions: 0,
});
