import type { EventClass, Level, Plan, Task, Text } from '../../../src/plans/model.ts';
import type { Answers, EvidenceItem, IncidentEvent, IncidentState, StepResult, TaskState } from '../../../src/response/model.ts';

/**
 * The command room as a picture of the journal: an incident is its entries, so what the screen shows is folded from
 * them and its plan, nothing else. Nothing is decided here; what may be done, the server says.
 */

export interface PersonRef {
  id: string;
  name: string;
}
export interface Entry {
  seq: number;
  at: string;
  actor: { kind: string; id: string; name: string; role: string };
  type: string;
  data: unknown;
}

export interface RoomTask {
  id: string;
  title: Text;
  group: string;
  phase: string;
  state: TaskState;
  due: string | null;
  /** Told late by the engine and not closed since. */
  overdue: boolean;
  assignee: PersonRef | null;
  startedAt: string | null;
  closedAt: string | null;
  by: PersonRef | null;
  late: boolean;
  adHoc: boolean;
  round: number;
  /** What waits for a second person: the start of it (nothing has moved yet) or its completion. */
  submission: {
    of: 'start' | 'completion';
    by: PersonRef;
    approver: string;
    at: string;
    machines: string[] | null;
    note: string | null;
  } | null;
  sharedBy: PersonRef[];
  answers: Answers;
  checked: string[];
  evidence: EvidenceItem[];
  note: string | null;
  reason: string | null;
  effects: { key: string; kind: string; machines: string[]; outcome: 'pending' | 'done' | 'failed' | 'withheld'; detail: string }[];
  /** What the plan says of it; null for a task added by hand. */
  plan: Task | null;
  /** Titles of what must be closed before it can start. */
  waitsFor: Text[];
  /** Titles of what cannot start while it is open. */
  holdsUp: Text[];
}
export interface RoomPhase {
  id: string;
  name: Text;
  stage: 'past' | 'current' | 'future';
  enteredAt: string | null;
  leftAt: string | null;
  due: string | null;
  done: number;
  total: number;
  late: number;
}
export interface Call {
  person: PersonRef;
  group: string;
  seat: 'leader' | 'deputy' | 'member';
  state: 'seated' | 'calling' | 'answered' | 'silent';
  attempt: number;
  answerBy: string | null;
  answeredAt: string | null;
  afterSeconds: number | null;
  /** Who was called in their place. */
  standIn: PersonRef | null;
}
export interface RoomGroup {
  id: string;
  name: Text;
  convenedAt: string | null;
  leader: PersonRef | null;
  appointed: { person: PersonRef; accepted: boolean } | null;
  needsLeader: boolean;
  people: Call[];
}
export interface RoomTest {
  id: string;
  name: Text;
  passed: boolean | null;
  at: string | null;
  by: PersonRef | null;
  results: StepResult[];
  failed: string[];
}

export interface Room {
  number: string;
  title: Text;
  state: IncidentState;
  level: Level;
  eventClass: EventClass;
  activatedAt: string;
  endedAt: string | null;
  expected: string | null;
  machines: string[];
  restored: string[];
  warnings: string[];
  phases: RoomPhase[];
  groups: RoomGroup[];
  tasks: RoomTask[];
  tests: RoomTest[];
  spentFen: number;
  /** When the command expects the next situation report. */
  lastReportAt: string | null;
}

const levelOrder = ['I', 'II', 'III', 'IV'];
const closed = new Set<TaskState>(['done', 'waived', 'skipped']);
export const isClosed = (task: RoomTask): boolean => closed.has(task.state);
/** Late by the engine's word, or by the clock while that word is on its way. */
export const isLate = (task: RoomTask, now: number): boolean =>
  !isClosed(task) && task.state !== 'waiting' && (task.overdue || (task.due !== null && Date.parse(task.due) < now));

/** Whether a task of the plan can concern this incident at all; a branch on an answer not yet given still can. */
const concerns = (task: Task, eventClass: EventClass, level: Level): boolean =>
  (!task.when?.classes || task.when.classes.includes(eventClass)) &&
  (!task.when?.levelAtLeast || levelOrder.indexOf(level) <= levelOrder.indexOf(task.when.levelAtLeast));

const blank = (id: string, title: Text, group: string, phase: string, plan: Task | null): RoomTask => ({
  id,
  title,
  group,
  phase,
  state: 'waiting',
  due: null,
  overdue: false,
  assignee: null,
  startedAt: null,
  closedAt: null,
  by: null,
  late: false,
  adHoc: plan === null,
  round: 1,
  submission: null,
  sharedBy: [],
  answers: {},
  checked: [],
  evidence: [],
  note: null,
  reason: null,
  effects: [],
  plan,
  waitsFor: [],
  holdsUp: [],
});

/**
 * Folds the entries of one incident into its room.
 * @param entries oldest first
 * @returns null before the activation is among them
 */
export function project(plan: Plan, entries: readonly Entry[]): Room | null {
  const first = entries.find((entry) => entry.type === 'incident-activated');
  if (!first) return null;
  const activated = first.data as Extract<IncidentEvent, { event: 'incident-activated' }>;
  const groupsOf = [plan.command, ...plan.groups];
  const room: Room = {
    number: activated.number,
    title: activated.title,
    state: 'active',
    level: activated.level,
    eventClass: activated.eventClass,
    activatedAt: first.at,
    endedAt: null,
    expected: activated.expected,
    machines: activated.machines,
    restored: [],
    warnings: activated.warnings,
    phases: plan.phases.map((phase) => ({
      id: phase.id,
      name: phase.name,
      stage: 'future',
      enteredAt: null,
      leftAt: null,
      due: null,
      done: 0,
      total: 0,
      late: 0,
    })),
    groups: [],
    tasks: [],
    tests: plan.recoveryTests
      .filter((test) => test.classes.includes(activated.eventClass))
      .map((test) => ({ id: test.id, name: test.name, passed: null, at: null, by: null, results: [], failed: [] })),
    spentFen: 0,
    lastReportAt: null,
  };
  const tasks = new Map<string, RoomTask>();
  for (const task of plan.tasks)
    if (concerns(task, activated.eventClass, activated.level)) tasks.set(task.id, blank(task.id, task.title, task.group, task.phase, task));
  const groups = new Map<string, RoomGroup>();
  const groupOf = (id: string, name?: Text): RoomGroup => {
    let group = groups.get(id);
    if (!group) {
      const planned = groupsOf.find((one) => one.id === id);
      group = {
        id,
        name: name ?? planned?.name ?? { zh: id, en: id },
        convenedAt: null,
        leader: null,
        appointed: null,
        needsLeader: planned ? 'appointed' in planned.leader : false,
        people: [],
      };
      groups.set(id, group);
    }
    return group;
  };
  const callOf = (group: RoomGroup, person: PersonRef): Call => {
    let call = group.people.find((one) => one.person.id === person.id);
    if (!call) {
      call = {
        person,
        group: group.id,
        seat: 'member',
        state: 'seated',
        attempt: 0,
        answerBy: null,
        answeredAt: null,
        afterSeconds: null,
        standIn: null,
      };
      group.people.push(call);
    }
    return call;
  };
  const taskOf = (id: string, title: Text, group?: string, phase?: string): RoomTask => {
    let task = tasks.get(id);
    if (!task) {
      const planned = plan.tasks.find((one) => one.id === id) ?? null;
      task = blank(id, title, group ?? planned?.group ?? plan.command.id, phase ?? planned?.phase ?? currentPhase(), planned);
      tasks.set(id, task);
    }
    return task;
  };
  const currentPhase = (): string => (room.phases.findLast((phase) => phase.stage === 'current') ?? room.phases[0])?.id ?? '';
  const enter = (id: string, at: string, due: string | null) => {
    const phase = room.phases.find((one) => one.id === id);
    if (!phase) return;
    // A plan's phases may overlap; only the end of one, or the entry of the next without it, puts it in the past.
    Object.assign(phase, { stage: 'current', enteredAt: phase.enteredAt ?? at, leftAt: null, due });
  };

  for (const { at, type, data } of entries) {
    const e = { ...(data as object), event: type } as IncidentEvent;
    switch (e.event) {
      case 'incident-activated':
        break;
      case 'group-convened': {
        const group = groupOf(e.group, e.name);
        group.convenedAt = at;
        for (const seat of e.roster.seats) callOf(group, seat.person).seat = seat.seat;
        group.leader = e.roster.seats.find((seat) => seat.seat === 'leader')?.person ?? null;
        break;
      }
      case 'person-called':
        Object.assign(callOf(groupOf(e.group), e.person), { state: 'calling', attempt: e.attempt, answerBy: e.answerBy });
        break;
      case 'person-acknowledged':
        for (const group of groups.values())
          for (const call of group.people)
            if (call.person.id === e.person.id) Object.assign(call, { state: 'answered', answeredAt: at, afterSeconds: e.afterSeconds });
        break;
      case 'call-escalated': {
        const call = callOf(groupOf(e.group), e.from);
        if (call.state !== 'answered') call.state = 'silent';
        call.standIn = e.to;
        break;
      }
      case 'leader-appointed':
        groupOf(e.group).appointed = { person: e.person, accepted: false };
        break;
      case 'appointment-accepted':
        Object.assign(groupOf(e.group), { appointed: { person: e.person, accepted: true }, leader: e.person });
        break;
      case 'appointment-declined':
        groupOf(e.group).appointed = null;
        break;
      case 'phase-entered':
        enter(e.phase, at, e.due);
        break;
      case 'phase-reopened':
        enter(e.phase, at, e.due);
        break;
      case 'phase-left': {
        const phase = room.phases.find((one) => one.id === e.phase);
        if (phase) Object.assign(phase, { stage: 'past', leftAt: at });
        break;
      }
      case 'task-opened':
        Object.assign(taskOf(e.task, e.title, e.group, e.phase), {
          state: 'open',
          due: e.due,
          assignee: e.assignee,
          adHoc: e.adHoc,
          round: e.round,
          group: e.group,
          phase: e.phase,
          overdue: false,
          startedAt: null,
          closedAt: null,
          submission: null,
          checked: [],
          evidence: [],
          note: null,
        });
        break;
      case 'task-start-submitted':
        Object.assign(taskOf(e.task, e.title), {
          state: 'submitted',
          submission: { of: 'start', by: e.by, approver: e.approver, at, machines: e.machines, note: null },
        });
        break;
      case 'task-started':
        Object.assign(taskOf(e.task, e.title, e.group), { state: 'running', startedAt: at, assignee: e.by, submission: null });
        break;
      case 'task-submitted':
        Object.assign(taskOf(e.task, e.title), {
          state: 'submitted',
          submission: { of: 'completion', by: e.by, approver: e.approver, at, machines: null, note: e.note },
          answers: e.answers,
          checked: e.checked,
          evidence: e.evidence,
          note: e.note,
        });
        break;
      case 'task-approved': {
        const task = taskOf(e.task, e.title);
        if (task.submission?.of === 'start') task.state = 'running';
        task.submission = null;
        break;
      }
      case 'task-rejected': {
        const task = taskOf(e.task, e.title);
        Object.assign(task, { state: task.submission?.of === 'start' ? 'open' : 'running', submission: null, reason: e.reason });
        break;
      }
      case 'task-shared-confirmed':
        taskOf(e.task, e.title).sharedBy.push(e.by);
        break;
      case 'task-completed':
        Object.assign(taskOf(e.task, e.title, e.group), {
          state: 'done',
          closedAt: at,
          by: e.by,
          late: e.late,
          overdue: false,
          submission: null,
          answers: e.answers,
          checked: e.checked,
          evidence: e.evidence,
          note: e.note,
        });
        break;
      case 'task-waived':
        Object.assign(taskOf(e.task, e.title, e.group, e.phase), {
          state: 'waived',
          closedAt: at,
          by: e.by,
          reason: e.reason,
          overdue: false,
          submission: null,
        });
        break;
      case 'task-skipped':
        Object.assign(taskOf(e.task, e.title, e.group, e.phase), { state: 'skipped', closedAt: at, reason: e.reason.zh });
        break;
      case 'task-reassigned':
        taskOf(e.task, e.title).assignee = e.to;
        break;
      case 'task-overdue':
        taskOf(e.task, e.title, e.group).overdue = true;
        break;
      case 'task-reopened':
        Object.assign(taskOf(e.task, e.title), {
          state: 'open',
          due: e.due,
          overdue: false,
          closedAt: null,
          startedAt: null,
          submission: null,
        });
        break;
      case 'situation-reported':
        room.lastReportAt = at;
        break;
      case 'level-changed':
        room.level = e.to;
        break;
      case 'test-recorded': {
        let test = room.tests.find((one) => one.id === e.test);
        if (!test) {
          test = { id: e.test, name: e.name, passed: null, at: null, by: null, results: [], failed: [] };
          room.tests.push(test);
        }
        Object.assign(test, { passed: e.passed, at, by: e.by, results: e.results, failed: e.failed });
        if (e.passed) room.state = 'recovering';
        break;
      }
      case 'warning-added':
        room.warnings = [...room.warnings, e.warning];
        room.machines = [...new Set([...room.machines, ...e.machines])];
        break;
      case 'machines-restored':
        room.restored = [...new Set([...room.restored, ...e.machines])];
        break;
      case 'effect-requested':
        taskOf(e.task, { zh: e.task, en: e.task }).effects.push({
          key: e.key,
          kind: e.effect.kind,
          machines: e.machines,
          outcome: 'pending',
          detail: '',
        });
        break;
      case 'effect-settled':
        for (const task of tasks.values())
          for (const effect of task.effects) if (effect.key === e.key) Object.assign(effect, { outcome: e.outcome, detail: e.detail });
        break;
      case 'end-declared':
        Object.assign(room, { state: 'ended', endedAt: at });
        break;
      case 'incident-withdrawn':
        Object.assign(room, { state: 'withdrawn', endedAt: at });
        break;
      case 'incident-reopened':
        Object.assign(room, { state: 'active', endedAt: null });
        break;
      case 'report-filed':
        room.state = 'reported';
        break;
      case 'order-recorded':
      case 'report-overdue':
      case 'contact-recorded':
        break;
      default:
        e satisfies never;
    }
  }

  for (const planned of groupsOf) if ([...tasks.values()].some((task) => task.group === planned.id)) groupOf(planned.id);
  room.tasks = [...tasks.values()].filter((task) => task.state !== 'skipped');
  settlePhases(room);
  relate(room);
  room.spentFen = room.tasks.reduce((sum, task) => sum + moneyOf(task), 0);
  room.groups = [...groups.values()].sort((a, b) => orderIn(groupsOf, a.id) - orderIn(groupsOf, b.id));
  return room;
}

const orderIn = (groups: readonly { id: string }[], id: string): number => {
  const index = groups.findIndex((group) => group.id === id);
  return index < 0 ? groups.length : index;
};

/** Money that task forms reported, in fen. */
function moneyOf(task: RoomTask): number {
  const fields = (task.plan?.form ?? []).filter((field) => field.kind === 'money').map((field) => field.id);
  return fields.reduce((sum, id) => sum + (typeof task.answers[id] === 'number' ? (task.answers[id] as number) : 0), 0);
}

function settlePhases(room: Room): void {
  const lastEntered = room.phases.findLastIndex((phase) => phase.enteredAt !== null);
  for (const [index, phase] of room.phases.entries()) {
    if (phase.stage === 'future' && index < lastEntered) phase.stage = 'past';
    const own = room.tasks.filter((task) => task.phase === phase.id);
    phase.total = own.length;
    phase.done = own.filter(isClosed).length;
    phase.late = own.filter((task) => task.overdue).length;
  }
}

function relate(room: Room): void {
  const byId = new Map(room.tasks.map((task) => [task.id, task]));
  for (const task of room.tasks) {
    if (isClosed(task)) continue;
    for (const before of task.plan?.after ?? []) {
      const other = byId.get(before);
      if (!other || isClosed(other)) continue;
      task.waitsFor.push(other.title);
      other.holdsUp.push(task.title);
    }
  }
}

/** Open tasks of a lane, the late ones first, then by deadline; what is finished goes to the end. */
export function inLaneOrder(tasks: readonly RoomTask[], now: number): RoomTask[] {
  const rank = (task: RoomTask) => (isLate(task, now) ? 0 : isClosed(task) ? 3 : task.state === 'waiting' ? 2 : 1);
  return tasks.toSorted(
    (a, b) => rank(a) - rank(b) || (a.due ?? '9').localeCompare(b.due ?? '9') || (a.closedAt ?? '').localeCompare(b.closedAt ?? ''),
  );
}
