import type { PersonRef, Role } from '#organization';
import type { Effect, EventClass, Level, Text } from '#plans';
import type { Answers, EvidenceItem, IncidentState, Roster, StepResult, TaskState } from './model.ts';

/**
 * One incident as its entries make it. Instants inside are milliseconds since 1970 UTC, because a rehearsal folds
 * thousands of incidents a second; they are ISO 8601 strings wherever they leave the room.
 */
export interface Incident {
  id: string;
  number: string;
  /** False until it is activated: an incident without entries. */
  activated: boolean;
  state: IncidentState;
  title: Text;
  plan: { id: string; version: number; title: Text } | null;
  eventClass: EventClass;
  level: Level;
  warnings: string[];
  machines: string[];
  /** Machines of it that do not serve; emptied by what the machines themselves say. */
  machinesDown: Set<string>;
  reason: string;
  expected: string | null;
  openedAt: number;
  endedAt: number | null;
  endedBy: PersonRef | null;
  endText: string;
  reopenings: number;
  groups: Map<string, GroupRun>;
  /** By person: each person has one call, however many groups they sit in. */
  calls: Map<string, Call>;
  phases: Map<string, PhaseRun>;
  /** Tasks that were opened, skipped or waived. Those of the plan that are not here wait. */
  tasks: Map<string, TaskRun>;
  effects: Map<string, EffectRun>;
  tests: Map<string, TestRun>;
  orders: { at: number; text: string; to: string[]; by: PersonRef }[];
  reports: { at: number; text: string; group: string | null; by: PersonRef }[];
  contacts: { at: number; contact: string; text: string; reference: string | null; by: PersonRef }[];
  levels: { at: number; from: Level; to: Level; reason: string; by: PersonRef }[];
  /** The rhythm of situation reports counts from here: activation, reopening or the last report. */
  reportFrom: number;
  /** When a missing report was last told. */
  reportTold: number;
  reportsMissed: number;
  /** The approved report, when filed. */
  report: string | null;
  adHoc: number;
}

export interface GroupRun {
  id: string;
  name: Text;
  seats: Roster['seats'];
  /** Leader named by the command, where the plan asks for it. */
  appointed: { person: PersonRef; state: 'asked' | 'accepted' | 'declined'; reason: string | null } | null;
}

export interface Call {
  person: PersonRef;
  group: string;
  attempt: number;
  calledAt: number;
  answerBy: number;
  answeredAt: number | null;
  note: string | null;
  escalated: boolean;
  /** Who was asked in their place. */
  escalatedTo: PersonRef | null;
}

export interface PhaseRun {
  id: string;
  name: Text;
  enteredAt: number;
  due: number | null;
  leftAt: number | null;
  recovery: boolean;
}

export interface TaskRun {
  id: string;
  title: Text;
  group: string;
  phase: string;
  state: TaskState;
  adHoc: boolean;
  /** Counts its executions: first, repeats, and after reopening. */
  round: number;
  /** Opened again by its own rhythm: does not hold its phase. */
  repeating: boolean;
  openedAt: number | null;
  due: number | null;
  assignee: PersonRef | null;
  startedAt: number | null;
  startedBy: PersonRef | null;
  /** Machines chosen at the start. */
  machines: string[] | null;
  submitted: Submission | null;
  sharedBy: PersonRef | null;
  /** The overdue event was written for this deadline. */
  overdueTold: boolean;
  late: boolean;
  doneAt: number | null;
  doneBy: PersonRef | null;
  approvedBy: PersonRef | null;
  answers: Answers;
  checked: string[];
  evidence: EvidenceItem[];
  note: string | null;
  /** Reason of a waiver, in the person's words. */
  waived: string | null;
  skipped: Text | null;
  rejected: string | null;
  reopened: Text | null;
  /** Keys of the effects of this round. */
  effects: string[];
  /** Times it was completed. */
  completions: number;
}

export interface Submission {
  kind: 'start' | 'completion';
  at: number;
  by: PersonRef;
  approver: Role;
  answers: Answers;
  checked: string[];
  evidence: EvidenceItem[];
  note: string | null;
  machines: string[] | null;
}

export interface EffectRun {
  key: string;
  task: string;
  effect: Effect;
  machines: string[];
  requestedAt: number;
  outcome: 'done' | 'failed' | 'withheld' | null;
  detail: string;
  settledAt: number | null;
  /** It failed and was asked for again under another key. */
  repeated: boolean;
}

export interface TestRun {
  id: string;
  name: Text;
  passed: boolean;
  at: number;
  by: PersonRef;
  results: StepResult[];
  failed: string[];
  machines: string[];
  attempts: number;
}

const none: Text = { zh: '', en: '' };

/** An incident without entries. */
export const initial = (id: string): Incident => ({
  id,
  number: '',
  activated: false,
  state: 'active',
  title: none,
  plan: null,
  eventClass: 'other',
  level: 'IV',
  warnings: [],
  machines: [],
  machinesDown: new Set(),
  reason: '',
  expected: null,
  openedAt: 0,
  endedAt: null,
  endedBy: null,
  endText: '',
  reopenings: 0,
  groups: new Map(),
  calls: new Map(),
  phases: new Map(),
  tasks: new Map(),
  effects: new Map(),
  tests: new Map(),
  orders: [],
  reports: [],
  contacts: [],
  levels: [],
  reportFrom: 0,
  reportTold: 0,
  reportsMissed: 0,
  report: null,
  adHoc: 0,
});

const copied = <T extends object>(map: Map<string, T>): Map<string, T> => {
  const copy = new Map<string, T>();
  for (const [key, value] of map) copy.set(key, { ...value });
  return copy;
};

/** A copy that `apply` may change without touching the original. Arrays are never changed in place, so they are shared. */
export const fork = (incident: Incident): Incident => ({
  ...incident,
  machinesDown: new Set(incident.machinesDown),
  groups: copied(incident.groups),
  calls: copied(incident.calls),
  phases: copied(incident.phases),
  tasks: copied(incident.tasks),
  effects: copied(incident.effects),
  tests: copied(incident.tests),
});

export const isOver = (incident: Incident): boolean =>
  incident.state === 'ended' || incident.state === 'reported' || incident.state === 'withdrawn';

/** A task that needs nothing more. */
export const isClosed = (task: TaskRun | undefined): boolean =>
  task !== undefined && (task.state === 'done' || task.state === 'waived' || task.state === 'skipped');
