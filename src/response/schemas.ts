import Type, { type Static } from 'typebox';
import { mineKinds } from './mine.ts';

/** What the response says over HTTP. Instants are ISO 8601 in UTC; texts are in both languages. */

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Strings = Type.Array(Type.String());
const Instant = Type.String({ description: 'ISO 8601 instant' });
export const Words = Type.Object({ zh: Type.String(), en: Type.String() });
export const LevelSchema = Type.Enum(['I', 'II', 'III', 'IV']);
export const ModeSchema = Type.Enum(['live', 'drill', 'rehearsal']);
export const ClassSchema = Type.Enum(['system-failure', 'network-attack', 'equipment-damage', 'power-cut', 'natural-disaster', 'other']);
export const StateSchema = Type.Enum(['active', 'recovering', 'ended', 'reported', 'withdrawn']);
const TaskStateSchema = Type.Enum(['waiting', 'open', 'running', 'submitted', 'done', 'waived', 'skipped']);
const PersonSchema = Type.Object({ id: Type.String(), name: Type.String() });
const SeatSchema = Type.Enum(['leader', 'deputy', 'member']);
const AnswerValue = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Strings, Type.Null()]);
const AnswersSchema = Type.Record(Type.String(), AnswerValue);
const EvidenceSchema = Type.Object({
  kind: Type.Enum(['photo', 'place', 'note']),
  file: Type.Optional(Type.String()),
  sha256: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  lat: Type.Optional(Type.Number()),
  lon: Type.Optional(Type.Number()),
});
const StepResultSchema = Type.Object({ step: Type.String(), passed: Type.Optional(Type.Boolean()), value: Type.Optional(Type.Number()) });

export const Allowed = Type.Object({
  command: Type.String(),
  allowed: Type.Boolean(),
  why: Nullable(
    Type.Object(
      { code: Type.String(), zh: Type.String(), en: Type.String() },
      { description: 'Why not, in the words that a refusal would use' },
    ),
  ),
});
export const MissingSchema = Type.Object({
  code: Type.Enum(['tests-passed', 'tasks-closed', 'items-returned', 'machines-in-service']),
  zh: Type.String(),
  en: Type.String(),
  count: Type.Integer(),
});

/** An incident in a list. */
export const IncidentHead = Type.Object({
  id: Type.String(),
  number: Type.String(),
  mode: ModeSchema,
  state: StateSchema,
  level: LevelSchema,
  title: Words,
  eventClass: ClassSchema,
  plan: Type.Object({ id: Type.String(), version: Type.Integer(), title: Words }),
  phase: Nullable(Type.String({ description: 'Id of the phase in which work goes on' })),
  phaseName: Nullable(Words),
  warnings: Strings,
  openedAt: Instant,
  endedAt: Nullable(Instant),
  tasks: Type.Object({ open: Type.Integer(), overdue: Type.Integer(), done: Type.Integer(), waived: Type.Integer() }),
  machines: Type.Object({ total: Type.Integer(), down: Type.Integer() }),
});
export type IncidentHead = Static<typeof IncidentHead>;

const SubmissionView = Type.Object({
  of: Type.Enum(['start', 'completion']),
  at: Instant,
  by: PersonSchema,
  approver: Type.String(),
  machines: Nullable(Strings),
  note: Nullable(Type.String()),
});
export const EffectView = Type.Object({
  key: Type.String(),
  kind: Type.String(),
  machines: Strings,
  outcome: Type.Enum(['pending', 'done', 'failed', 'withheld']),
  detail: Type.String(),
  requestedAt: Instant,
  settledAt: Nullable(Instant),
  mayRetry: Type.Boolean(),
});
export const TaskView = Type.Object({
  id: Type.String(),
  title: Words,
  detail: Nullable(Words),
  group: Type.String(),
  phase: Type.String(),
  source: Strings,
  state: TaskStateSchema,
  adHoc: Type.Boolean(),
  round: Type.Integer(),
  repeats: Nullable(Type.String({ description: 'ISO 8601 duration from one completion to the next' })),
  due: Nullable(Instant),
  overdue: Type.Boolean(),
  late: Type.Boolean(),
  assignee: Nullable(PersonSchema),
  openedAt: Nullable(Instant),
  startedAt: Nullable(Instant),
  startedBy: Nullable(PersonSchema),
  doneAt: Nullable(Instant),
  doneBy: Nullable(PersonSchema),
  approvedBy: Nullable(PersonSchema),
  approver: Nullable(Type.String()),
  submission: Nullable(SubmissionView),
  sharedWith: Nullable(Type.String()),
  sharedBy: Nullable(PersonSchema),
  waitsFor: Type.Array(Words),
  form: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Words,
      kind: Type.Enum(['text', 'number', 'money', 'photo', 'place', 'person', 'machines', 'choice', 'time', 'yes-no']),
      required: Type.Boolean(),
      unit: Type.Optional(Words),
      options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Words }))),
    }),
  ),
  checklist: Type.Array(Type.Object({ id: Type.String(), text: Words })),
  evidenceNeeded: Type.Array(Type.Object({ kind: Type.Enum(['photo', 'place', 'note']), atLeast: Type.Integer() })),
  answers: AnswersSchema,
  checked: Strings,
  evidence: Type.Array(EvidenceSchema),
  note: Nullable(Type.String()),
  reason: Nullable(Words),
  effects: Type.Array(EffectView),
  actions: Type.Array(Allowed),
});
export const PhaseView = Type.Object({
  id: Type.String(),
  name: Words,
  state: Type.Enum(['waiting', 'current', 'left']),
  enteredAt: Nullable(Instant),
  leftAt: Nullable(Instant),
  due: Nullable(Instant),
  late: Type.Boolean(),
  tasks: Type.Object({ closed: Type.Integer(), total: Type.Integer() }),
});
export const CallView = Type.Object({
  person: PersonSchema,
  seat: SeatSchema,
  state: Type.Enum(['seated', 'calling', 'answered', 'silent']),
  attempt: Type.Integer(),
  calledAt: Nullable(Instant),
  answerBy: Nullable(Instant),
  answeredAt: Nullable(Instant),
  afterSeconds: Nullable(Type.Integer()),
  escalatedTo: Nullable(PersonSchema),
});
export const LaneView = Type.Object({
  group: Type.String(),
  name: Words,
  convened: Type.Boolean(),
  leader: Nullable(PersonSchema),
  appointed: Nullable(
    Type.Object({ person: PersonSchema, state: Type.Enum(['asked', 'accepted', 'declined']), reason: Nullable(Type.String()) }),
  ),
  needsLeader: Type.Boolean(),
  people: Type.Array(CallView),
  tasks: Strings,
});
export const TestView = Type.Object({
  id: Type.String(),
  name: Words,
  group: Type.String(),
  source: Strings,
  steps: Type.Array(
    Type.Object({
      id: Type.String(),
      text: Words,
      kind: Type.Enum(['check', 'measure', 'device']),
      unit: Type.Optional(Words),
      min: Type.Optional(Type.Number()),
      max: Type.Optional(Type.Number()),
    }),
  ),
  passed: Nullable(Type.Boolean()),
  attempts: Type.Integer(),
  at: Nullable(Instant),
  by: Nullable(PersonSchema),
  results: Type.Array(StepResultSchema),
  failed: Strings,
  actions: Type.Array(Allowed),
});
export const DecisionView = Type.Object({
  kind: Type.Enum(['approval', 'appointment', 'end']),
  id: Type.String(),
  title: Words,
  due: Nullable(Instant),
  by: Nullable(PersonSchema),
  actions: Type.Array(Allowed),
});

/** Everything that the command room of one incident shows. */
export const IncidentView = Type.Object({
  ...IncidentHead.properties,
  version: Type.Integer({ description: 'Version of its stream in the journal' }),
  now: Instant,
  reason: Type.String(),
  expected: Nullable(Type.String()),
  endText: Type.String(),
  endedBy: Nullable(PersonSchema),
  reportId: Nullable(Type.String()),
  machineIds: Strings,
  machinesDown: Strings,
  phases: Type.Array(PhaseView),
  lanes: Type.Array(LaneView),
  taskList: Type.Array(TaskView),
  tests: Type.Array(TestView),
  decisions: Type.Array(DecisionView),
  orders: Type.Array(Type.Object({ at: Instant, text: Type.String(), to: Strings, by: PersonSchema })),
  reports: Type.Array(Type.Object({ at: Instant, text: Type.String(), group: Nullable(Type.String()), by: PersonSchema })),
  contacts: Type.Array(
    Type.Object({ at: Instant, contact: Type.String(), text: Type.String(), reference: Nullable(Type.String()), by: PersonSchema }),
  ),
  levels: Type.Array(Type.Object({ at: Instant, from: LevelSchema, to: LevelSchema, reason: Type.String(), by: PersonSchema })),
  reporting: Type.Object({ due: Nullable(Instant), missed: Type.Integer(), group: Type.String() }),
  missing: Type.Array(MissingSchema),
  actions: Type.Array(Allowed),
});
export type IncidentView = Static<typeof IncidentView>;

export const EntryView = Type.Object({
  seq: Type.Integer(),
  stream: Type.String(),
  version: Type.Integer(),
  at: Instant,
  actor: Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String(), role: Type.String() }),
  mode: ModeSchema,
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
});

export const WorkOrderHead = Type.Object({
  id: Type.String(),
  number: Type.String(),
  mode: ModeSchema,
  state: Type.Enum(['sent', 'acknowledged', 'departed', 'arrived', 'repaired', 'closed', 'cancelled']),
  warning: Type.String(),
  incident: Nullable(Type.String()),
  vendor: Type.String(),
  atms: Strings,
  atmsDown: Strings,
  faultClass: Type.String(),
  summary: Words,
  due: Type.Object({ acknowledge: Instant, depart: Instant, arrive: Instant, repair: Instant }),
  engineer: Nullable(Type.String()),
  breached: Type.Array(Type.Enum(['acknowledge', 'depart', 'arrive', 'repair'])),
  breaches: Type.Integer(),
  sentAt: Instant,
  closedAt: Nullable(Instant),
});
export const WorkOrderView = Type.Object({
  ...WorkOrderHead.properties,
  reached: Type.Object({ acknowledge: Nullable(Instant), depart: Nullable(Instant), arrive: Nullable(Instant), repair: Nullable(Instant) }),
  place: Nullable(Type.Object({ lat: Type.Number(), lon: Type.Number() })),
  cause: Nullable(Type.String()),
  parts: Strings,
  note: Nullable(Type.String()),
  returns: Type.Array(Type.Object({ at: Instant, reason: Type.String(), by: PersonSchema })),
  closedBy: Nullable(PersonSchema),
  closeNote: Nullable(Type.String()),
  actions: Strings,
  entries: Type.Array(EntryView),
});

export const MineView = Type.Object({
  kind: Type.Enum([...mineKinds]),
  id: Type.String(),
  subject: Type.Object({ kind: Type.String(), id: Type.String(), number: Type.String() }),
  title: Words,
  detail: Type.Array(Words),
  level: Nullable(LevelSchema),
  due: Nullable(Instant),
  late: Type.Boolean(),
  otherwise: Nullable(Words),
  mode: ModeSchema,
});

export const Caused = Type.Object({
  events: Type.Array(
    Type.Object(
      { event: Type.String(), seq: Type.Integer({ description: 'Number of the journal entry' }) },
      { additionalProperties: true },
    ),
  ),
});
