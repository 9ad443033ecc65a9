import Type, { type Static } from 'typebox';

/**
 * The plan model: what a plan file may say. One TypeBox description gives the types, the validation and the
 * published JSON Schema (`plans/plan.schema.json`). Every element carries `source`, the clause of the bank's own
 * document that it comes from, by the ids of the requirements (`S2-5.2(1)`).
 */

/** A text in both languages; Chinese is written first. */
export const Text = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, { additionalProperties: false });
export type Text = Static<typeof Text>;

/** Clause ids of the source document. */
const Source = Type.Union([Type.String(), Type.Array(Type.String())]);
/** ISO 8601 duration of hours or smaller for clocks of an incident (`PT15M`); days and months for calendars (`P6M`). */
const Duration = Type.String({ pattern: '^P(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?(?:T(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?$' });
const Id = Type.String({ pattern: '^[a-z][a-z0-9-]*$' });

export const eventClasses = ['system-failure', 'network-attack', 'equipment-damage', 'power-cut', 'natural-disaster', 'other'] as const;
export type EventClass = (typeof eventClasses)[number];
const EventClassSchema = Type.Enum([...eventClasses]);

export const levels = ['I', 'II', 'III', 'IV'] as const;
/** Response level of an incident, I the gravest. Not the warning colour, not the regulator's class. */
export type Level = (typeof levels)[number];
const LevelSchema = Type.Enum([...levels]);

/** When an element applies. All members given must hold; an empty condition always holds. */
export const Condition = Type.Object({
  classes: Type.Optional(Type.Array(EventClassSchema, { minItems: 1 })),
  /** The worst level at which it applies: `II` means II or I. */
  levelAtLeast: Type.Optional(LevelSchema),
  /** An answer given in the form of another task: exact value of the field. */
  answer: Type.Optional(Type.Object({ task: Id, field: Id, is: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) }, { additionalProperties: false })),
}, { additionalProperties: false });
export type Condition = Static<typeof Condition>;

/** One seat of a group: an office (“行长”), filled at run time by whoever holds it in the group. */
const Seat = Type.Object({ office: Text, source: Type.Optional(Source) }, { additionalProperties: false });

export const Group = Type.Object({
  id: Id,
  name: Text,
  source: Source,
  /** Formed at every activation, or only for these classes. */
  formed: Type.Union([Type.Literal('always'), Type.Object({ classes: Type.Array(EventClassSchema, { minItems: 1 }) }, { additionalProperties: false })]),
  /** `appointed`: the command names the leader at activation, who accepts or declines. */
  leader: Type.Union([Seat, Type.Object({ appointed: Type.Literal('by-command'), source: Type.Optional(Source) }, { additionalProperties: false })]),
  deputies: Type.Array(Seat),
  members: Type.Array(Seat),
  duties: Type.Array(Type.Object({ text: Text, source: Source }, { additionalProperties: false }), { minItems: 1 }),
}, { additionalProperties: false });
export type Group = Static<typeof Group>;

/** What a warning must show for the plan to fit it. All members given must hold. */
export const Trigger = Type.Object({
  id: Id,
  name: Text,
  source: Source,
  when: Type.Object({
    causes: Type.Optional(Type.Array(Type.Enum(['machine', 'site', 'line', 'host', 'power', 'release', 'weather', 'attack', 'cash', 'model', 'other']))),
    codes: Type.Optional(Type.Array(Type.String())),
    triage: Type.Optional(Type.Enum(['general', 'major'])),
    atmsAtLeast: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Share of the cause's machines affected, 0 to 1. */
    shareAtLeast: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  }, { additionalProperties: false }),
  eventClass: EventClassSchema,
  level: LevelSchema,
  /** `offer`: a person activates in one action; `activate`: the system does at once. */
  then: Type.Enum(['offer', 'activate']),
}, { additionalProperties: false });
export type Trigger = Static<typeof Trigger>;

export const Field = Type.Object({
  id: Id,
  label: Text,
  kind: Type.Enum(['text', 'number', 'money', 'photo', 'place', 'person', 'machines', 'choice', 'time', 'yes-no']),
  required: Type.Boolean(),
  unit: Type.Optional(Text),
  options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Text }, { additionalProperties: false }))),
}, { additionalProperties: false });
export type Field = Static<typeof Field>;

/** What a task does to the world, typed. It happens when the task is started or completed. */
export const Effect = Type.Union([
  Type.Object({ kind: Type.Enum(['close-machine', 'isolate-machine', 'go-in-service', 'reset']), on: Type.Enum(['start', 'complete']), twoPersons: Type.Boolean() }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('dispatch-vendor'), on: Type.Enum(['start', 'complete']), faultClass: Type.String() }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('issue-items'), on: Type.Enum(['start', 'complete']), items: Type.Array(Type.Object({ item: Id, quantity: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('return-items'), on: Type.Enum(['start', 'complete']) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('notify'), on: Type.Enum(['start', 'complete']), groups: Type.Array(Id), text: Text }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('notify-outside'), on: Type.Enum(['start', 'complete']), contact: Id, text: Text }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('draft-bulletin'), on: Type.Enum(['start', 'complete']), bulletin: Type.Enum(['notice', 'progress', 'recovery']) }, { additionalProperties: false }),
]);
export type Effect = Static<typeof Effect>;

export const Task = Type.Object({
  id: Id,
  phase: Id,
  group: Id,
  title: Text,
  source: Source,
  detail: Type.Optional(Text),
  /** Time allowed, counted from `from`: the activation, the entry of its phase, or the end of another task. */
  deadline: Duration,
  from: Type.Union([Type.Literal('activation'), Type.Literal('phase'), Type.Object({ task: Id }, { additionalProperties: false })]),
  /** Tasks that must be done or waived before this one can start. */
  after: Type.Array(Id),
  when: Type.Optional(Condition),
  checklist: Type.Optional(Type.Array(Type.Object({ id: Id, text: Text }, { additionalProperties: false }))),
  form: Type.Optional(Type.Array(Field)),
  /** Proof that completion needs. */
  evidence: Type.Optional(Type.Array(Type.Object({ kind: Type.Enum(['photo', 'place', 'note']), atLeast: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }))),
  /** Due again this long after each completion, while its phase lasts (an outside contact every 30 min). */
  repeat: Type.Optional(Duration),
  /** Account roles that may waive it, with a reason; absent: it cannot be waived. */
  waive: Type.Optional(Type.Array(Type.Enum(['commander', 'deputy', 'group-leader', 'duty-officer']))),
  /** Completion waits for this approval by another person. */
  approval: Type.Optional(Type.Enum(['commander', 'deputy', 'group-leader'])),
  effects: Type.Optional(Type.Array(Effect)),
  /** `effects`: the answers of the outside (a machine's own completion) close the task, no person does. */
  closes: Type.Optional(Type.Enum(['person', 'effects'])),
  /** A task shared with the staff on site: both confirm. */
  sharedWith: Type.Optional(Id),
}, { additionalProperties: false });
export type Task = Static<typeof Task>;

export const Phase = Type.Object({
  id: Id,
  name: Text,
  source: Source,
  entry: Type.Object({ after: Type.Optional(Id), text: Text }, { additionalProperties: false }),
  /** Left when all its tasks are done or waived and, where named, these recovery tests have passed. */
  exit: Type.Object({ tests: Type.Optional(Type.Boolean()), text: Text }, { additionalProperties: false }),
  deadline: Type.Optional(Duration),
}, { additionalProperties: false });
export type Phase = Static<typeof Phase>;

export const RecoveryTest = Type.Object({
  id: Id,
  name: Text,
  source: Source,
  classes: Type.Array(EventClassSchema, { minItems: 1 }),
  group: Id,
  steps: Type.Array(Type.Object({
    id: Id,
    text: Text,
    /** `check` is yes or no; `measure` is a number within [min, max]; `device` is proved by the machines' own status. */
    kind: Type.Enum(['check', 'measure', 'device']),
    unit: Type.Optional(Text),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
  }, { additionalProperties: false }), { minItems: 1 }),
  /** The repair task that opens again when the test fails. */
  reopens: Id,
}, { additionalProperties: false });
export type RecoveryTest = Static<typeof RecoveryTest>;

/** A duty outside emergencies: training, drills, stock, maintenance, review. */
const StandingDuty = Type.Object({ id: Id, text: Text, source: Source, every: Type.Optional(Duration), group: Type.Optional(Id) }, { additionalProperties: false });

export const Plan = Type.Object({
  $schema: Type.Optional(Type.String()),
  id: Id,
  version: Type.Integer({ minimum: 1 }),
  title: Text,
  /** Scope within which only one version is in force. */
  scope: Type.Object({ text: Text, source: Source, institutions: Type.Optional(Text) }, { additionalProperties: false }),
  inForce: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  reviewEvery: Duration,
  owner: Type.Object({ text: Text, source: Source }, { additionalProperties: false }),
  purpose: Type.Object({ text: Text, source: Source }, { additionalProperties: false }),
  basis: Type.Array(Type.Object({ kind: Type.Enum(['law', 'rule', 'contract', 'experience']), text: Text, source: Source }, { additionalProperties: false })),
  eventClasses: Type.Array(Type.Object({ class: EventClassSchema, text: Text, source: Source }, { additionalProperties: false }), { minItems: 1 }),
  command: Group,
  groups: Type.Array(Group, { minItems: 1 }),
  triggers: Type.Array(Trigger, { minItems: 1 }),
  /** How people are called: time to answer, then the next in the chain. */
  calling: Type.Object({ answerWithin: Duration, then: Type.Enum(['deputy', 'next-member']), source: Source }, { additionalProperties: false }),
  /** Rhythm of situation reports to the command. */
  reporting: Type.Object({ every: Duration, group: Id, source: Source }, { additionalProperties: false }),
  phases: Type.Array(Phase, { minItems: 1 }),
  tasks: Type.Array(Task, { minItems: 1 }),
  recoveryTests: Type.Array(RecoveryTest),
  end: Type.Object({
    by: Type.Array(Type.Enum(['commander', 'deputy'])),
    source: Source,
    conditions: Type.Array(Type.Object({ kind: Type.Enum(['tests-passed', 'tasks-closed', 'items-returned', 'machines-in-service']), text: Text, source: Type.Optional(Source) }, { additionalProperties: false }), { minItems: 1 }),
  }, { additionalProperties: false }),
  report: Type.Object({
    due: Duration,
    approvedBy: Type.Enum(['commander', 'deputy']),
    source: Source,
    sections: Type.Array(Type.Object({ id: Type.Enum(['summary', 'timeline', 'measures', 'items', 'performance', 'cause', 'losses', 'lessons', 'improvements', 'responsibility']), title: Text, source: Source }, { additionalProperties: false }), { minItems: 1 }),
  }, { additionalProperties: false }),
  /** Materials and equipment that the plan counts on, by kind. */
  supplies: Type.Array(Type.Object({ id: Id, kind: Type.Enum(['material', 'equipment']), name: Text, source: Source, minimum: Type.Optional(Type.Integer({ minimum: 0 })) }, { additionalProperties: false })),
  channels: Type.Array(Type.Object({ id: Type.Enum(['website', 'sms', 'social', 'press']), name: Text, source: Source }, { additionalProperties: false })),
  /** What a release must say. */
  releaseContents: Type.Array(Type.Object({ id: Type.Enum(['handling', 'cause', 'recovery-time', 'other']), text: Text, source: Source }, { additionalProperties: false })),
  outsideContacts: Type.Array(Type.Object({ id: Id, name: Text, source: Source }, { additionalProperties: false })),
  drills: Type.Array(StandingDuty),
  training: Type.Array(StandingDuty),
  preparedness: Type.Array(StandingDuty),
  reviewDuties: Type.Array(StandingDuty),
  provisions: Type.Array(Type.Object({ text: Text, source: Source }, { additionalProperties: false })),
}, { additionalProperties: false });
/** A plan as its file says it, valid and with every reference resolved. */
export type Plan = Static<typeof Plan>;
