import Type, { type Static, type TSchema } from 'typebox';

/**
 * The plan model: what a plan file may say. One TypeBox description gives the types, the validation and the
 * published JSON Schema (`plans/plan.schema.json`). Every element carries `source`, the clause of the bank's own
 * document that it comes from, by the ids of the requirements (`S2-5.2(1)`).
 */

const only = { additionalProperties: false };
const says = (description: string) => ({ additionalProperties: false, description });

/** A text in both languages; Chinese is written first. */
export const Text = Type.Object(
  { zh: Type.String({ pattern: '\\S', description: 'Chinese' }), en: Type.String({ pattern: '\\S', description: 'English' }) },
  says('A text in both languages, Chinese first.'),
);
export type Text = Static<typeof Text>;

const sourcePattern = '^S[0-9A-Za-z]+-\\d+(?:\\.\\d+)*(?:\\(\\d+\\))?$';
const Clause = Type.String({ pattern: sourcePattern, description: 'A clause: document, chapter, point, item: S2-5.2(1).' });
/** Clause ids of the source document. */
export const Source = Type.Union([Clause, Type.Array(Clause, { minItems: 1 })], {
  description: "The clause of the bank's document that this comes from, or several.",
});
/** ISO 8601 duration of hours or smaller for clocks of an incident (`PT15M`); days and months for calendars (`P6M`). */
export const Duration = Type.String({
  pattern: '^P(?=\\d|T\\d)(?:\\d{1,4}Y)?(?:\\d{1,5}M)?(?:\\d{1,5}W)?(?:\\d{1,5}D)?(?:T(?=\\d)(?:\\d{1,5}H)?(?:\\d{1,6}M)?(?:\\d{1,7}S)?)?$',
  description: 'ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.',
});
export const Id = Type.String({ pattern: '^[a-z][a-z0-9-]*$', description: 'A name for machines: small letters, digits, hyphens.' });
export const CalendarDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A date: 2026-05-20.' });

export const eventClasses = ['system-failure', 'network-attack', 'equipment-damage', 'power-cut', 'natural-disaster', 'other'] as const;
export type EventClass = (typeof eventClasses)[number];
const EventClassSchema = Type.Enum([...eventClasses], { description: 'Class of event' });

export const levels = ['I', 'II', 'III', 'IV'] as const;
/** Response level of an incident, I the gravest. Not the warning colour, not the regulator's class. */
export type Level = (typeof levels)[number];
const LevelSchema = Type.Enum([...levels], { description: 'Response level, I the gravest' });

const atStartOrEnd = Type.Enum(['start', 'complete'], { description: 'When it happens: as the task is started, or as it is completed.' });

/** When an element applies. All members given must hold; an empty condition always holds. */
export const Condition = Type.Object(
  {
    classes: Type.Optional(Type.Array(EventClassSchema, { minItems: 1 })),
    /** The worst level at which it applies: `II` means II or I. */
    levelAtLeast: Type.Optional(LevelSchema),
    /** An answer given in the form of another task: exact value of the field. */
    answer: Type.Optional(
      Type.Object(
        { task: Id, field: Id, is: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) },
        says('An answer in the form of another task: the task, the field, the value it must have.'),
      ),
    ),
  },
  says('When it applies. All members given must hold.'),
);
export type Condition = Static<typeof Condition>;

/** One seat of a group: an office (“行长”), filled at run time by whoever holds it in the group. */
const Seat = Type.Object(
  {
    office: Text,
    source: Type.Optional(Source),
    /** The seat is filled only in events of these classes: the group is composed by the nature of the event. */
    classes: Type.Optional(Type.Array(EventClassSchema, { minItems: 1 })),
  },
  says('A seat, named by its office; whoever holds the office sits in it.'),
);
export type Seat = Static<typeof Seat>;

export const Group = Type.Object(
  {
    id: Id,
    name: Text,
    source: Source,
    /** Formed at every activation, or only for these classes. */
    formed: Type.Union([Type.Literal('always'), Type.Object({ classes: Type.Array(EventClassSchema, { minItems: 1 }) }, only)], {
      description: 'always, or the classes of event for which it is formed.',
    }),
    /** `appointed`: the command names the leader at activation, who accepts or declines. */
    leader: Type.Union([Seat, Type.Object({ appointed: Type.Literal('by-command'), source: Type.Optional(Source) }, only)], {
      description: 'The leader by office, or appointed by the command at activation.',
    }),
    deputies: Type.Array(Seat, { description: 'In the order in which they take over.' }),
    members: Type.Array(Seat),
    duties: Type.Array(Type.Object({ text: Text, source: Source }, only), { minItems: 1 }),
  },
  only,
);
export type Group = Static<typeof Group>;

/** What a warning must show for the plan to fit it. All members given must hold. */
export const Trigger = Type.Object(
  {
    id: Id,
    name: Text,
    source: Source,
    when: Type.Object(
      {
        causes: Type.Optional(
          Type.Array(
            Type.Enum(['machine', 'site', 'line', 'host', 'power', 'release', 'weather', 'attack', 'cash', 'model', 'other'], {
              description: 'Kind of probable cause of the warning',
            }),
          ),
        ),
        codes: Type.Optional(Type.Array(Type.String(), { description: 'Signal codes, any of which the warning holds.' })),
        triage: Type.Optional(Type.Enum(['general', 'major'])),
        atmsAtLeast: Type.Optional(Type.Integer({ minimum: 1 })),
        /** Share of the cause's machines affected, 0 to 1. */
        shareAtLeast: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, description: "Share of the cause's machines affected, 0 to 1." }),
        ),
      },
      says('What the warning must show. All members given must hold.'),
    ),
    eventClass: EventClassSchema,
    level: LevelSchema,
    /** `offer`: a person activates in one action; `activate`: the system does at once. */
    // biome-ignore lint/suspicious/noThenProperty: a word of plan files; its value is text and is never awaited
    then: Type.Enum(['offer', 'activate'], { description: 'offer: a person activates in one action; activate: the system does at once.' }),
  },
  only,
);
export type Trigger = Static<typeof Trigger>;

export const Field = Type.Object(
  {
    id: Id,
    label: Text,
    kind: Type.Enum(['text', 'number', 'money', 'photo', 'place', 'person', 'machines', 'choice', 'time', 'yes-no']),
    required: Type.Boolean(),
    unit: Type.Optional(Text),
    options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Text }, only))),
  },
  says('A field of a form. A choice has options; a number may have a unit; money is in 分.'),
);
export type Field = Static<typeof Field>;

const Wanted = Type.Object({ item: Id, quantity: Type.Integer({ minimum: 1 }) }, says('A kind of the supplies, and how many.'));

/** What a task does to the world, typed. It happens when the task is started or completed. */
export const Effect = Type.Union(
  [
    Type.Object(
      { kind: Type.Enum(['close-machine', 'isolate-machine', 'go-in-service', 'reset']), on: atStartOrEnd, twoPersons: Type.Boolean() },
      says('A command to the machines; with twoPersons a second person approves it first.'),
    ),
    Type.Object(
      { kind: Type.Literal('dispatch-vendor'), on: atStartOrEnd, faultClass: Type.String() },
      says('A work order to the vendor of each machine.'),
    ),
    Type.Object(
      { kind: Type.Literal('issue-items'), on: atStartOrEnd, items: Type.Array(Wanted, { minItems: 1 }) },
      says('Items from the nearest store.'),
    ),
    Type.Object({ kind: Type.Literal('return-items'), on: atStartOrEnd }, says('Everything issued to the incident goes back.')),
    Type.Object(
      { kind: Type.Literal('notify'), on: atStartOrEnd, groups: Type.Array(Id, { minItems: 1 }), text: Text },
      says('A message to groups.'),
    ),
    Type.Object(
      { kind: Type.Literal('notify-outside'), on: atStartOrEnd, contact: Id, text: Text },
      says('A message to an outside contact.'),
    ),
    Type.Object(
      { kind: Type.Literal('draft-bulletin'), on: atStartOrEnd, bulletin: Type.Enum(['notice', 'progress', 'recovery']) },
      says('A draft for the public.'),
    ),
  ],
  { description: 'What the task does to the world.' },
);
export type Effect = Static<typeof Effect>;

export const Task = Type.Object(
  {
    id: Id,
    phase: Id,
    group: Id,
    title: Text,
    source: Source,
    detail: Type.Optional(Text),
    /** Time allowed, counted from `from`: the activation, the entry of its phase, or the end of another task. */
    deadline: Duration,
    from: Type.Union([Type.Literal('activation'), Type.Literal('phase'), Type.Object({ task: Id }, only)], {
      description: 'What the deadline counts from: activation, phase (the entry of its phase), or { task: id } (its end).',
    }),
    /** Tasks that must be done or waived before this one can start. */
    after: Type.Array(Id, { description: 'Tasks that must be done or waived before this one can start.' }),
    when: Type.Optional(Condition),
    checklist: Type.Optional(Type.Array(Type.Object({ id: Id, text: Text }, only))),
    form: Type.Optional(Type.Array(Field)),
    /** Proof that completion needs. */
    evidence: Type.Optional(
      Type.Array(Type.Object({ kind: Type.Enum(['photo', 'place', 'note']), atLeast: Type.Integer({ minimum: 1 }) }, only), {
        description: 'Proof that completion needs.',
      }),
    ),
    /** Due again this long after each completion, while its phase lasts (an outside contact every 30 min). */
    repeat: Type.Optional(Duration),
    /** Account roles that may waive it, with a reason; absent: it cannot be waived. */
    waive: Type.Optional(
      Type.Array(Type.Enum(['commander', 'deputy', 'group-leader', 'duty-officer']), {
        description: 'Who may waive it, with a reason. Absent: nobody.',
      }),
    ),
    /** Completion waits for this approval by another person. */
    approval: Type.Optional(
      Type.Enum(['commander', 'deputy', 'group-leader'], {
        description: 'Completion waits for the approval of this role, by another person.',
      }),
    ),
    effects: Type.Optional(Type.Array(Effect)),
    /** `effects`: the answers of the outside (a machine's own completion) close the task, no person does. */
    closes: Type.Optional(Type.Enum(['person', 'effects'], { description: "effects: the machines' own answers close the task." })),
    /** A task shared with the staff on site: both confirm. */
    sharedWith: Type.Optional(Id),
  },
  only,
);
export type Task = Static<typeof Task>;

export const Phase = Type.Object(
  {
    id: Id,
    name: Text,
    source: Source,
    entry: Type.Object({ after: Type.Optional(Id), text: Text }, says('When it is entered: after which phase, and in words.')),
    /** Left when all its tasks are done or waived and, where named, these recovery tests have passed. */
    exit: Type.Object(
      { tests: Type.Optional(Type.Boolean()), text: Text },
      says('Left when its tasks are done or waived and, with tests, the recovery tests have passed.'),
    ),
    deadline: Type.Optional(Duration),
  },
  only,
);
export type Phase = Static<typeof Phase>;

export const RecoveryTest = Type.Object(
  {
    id: Id,
    name: Text,
    source: Source,
    classes: Type.Array(EventClassSchema, { minItems: 1 }),
    group: Id,
    steps: Type.Array(
      Type.Object(
        {
          id: Id,
          text: Text,
          /** `check` is yes or no; `measure` is a number within [min, max]; `device` is proved by the machines' own status. */
          kind: Type.Enum(['check', 'measure', 'device'], {
            description: "check: yes or no; measure: a number from min to max; device: the machines' own status.",
          }),
          unit: Type.Optional(Text),
          min: Type.Optional(Type.Number()),
          max: Type.Optional(Type.Number()),
        },
        only,
      ),
      { minItems: 1 },
    ),
    /** The repair task that opens again when the test fails. */
    reopens: Id,
  },
  only,
);
export type RecoveryTest = Static<typeof RecoveryTest>;

/** A duty outside emergencies: training, drills, stock, maintenance, review. */
const StandingDuty = Type.Object(
  { id: Id, text: Text, source: Source, every: Type.Optional(Duration), group: Type.Optional(Id) },
  says('A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.'),
);
export type StandingDuty = Static<typeof StandingDuty>;

const Basis = Type.Object(
  {
    kind: Type.Enum(['law', 'rule', 'contract', 'experience']),
    text: Text,
    source: Source,
    /** Clauses of the plan that rest on it, where it is not the whole plan. */
    clauses: Type.Optional(Type.Array(Clause, { minItems: 1 })),
    /** First day on which it is valid. */
    effective: Type.Optional(CalendarDate),
    /** First day on which it is valid no more; lint names every basis that has run out. */
    repealed: Type.Optional(CalendarDate),
  },
  only,
);

/** A question on a clause and the owner's binding answer, kept with the plan. */
const Ruling = Type.Object(
  { clause: Clause, question: Text, answer: Text, on: CalendarDate },
  says('A question on a clause and the binding answer of the owner.'),
);
/** A clause that conflicts with the law: the law rules until the clause is amended. */
const Suspension = Type.Object(
  { clause: Clause, conflictsWith: Text, since: CalendarDate },
  says('A clause that conflicts with the law and therefore does not apply.'),
);
export type Suspension = Static<typeof Suspension>;

const PlanObject = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    id: Id,
    version: Type.Integer({ minimum: 1 }),
    title: Text,
    /** Scope within which only one version is in force. */
    scope: Type.Object(
      { text: Text, source: Source, institutions: Type.Optional(Text) },
      says('What it covers; within it one version is in force.'),
    ),
    inForce: Type.Optional(CalendarDate),
    reviewEvery: Duration,
    owner: Type.Object({ text: Text, source: Source }, says('Who interprets and amends it.')),
    purpose: Type.Object({ text: Text, source: Source }, only),
    basis: Type.Array(Basis, { description: 'Laws, own rules, contracts it rests on.' }),
    eventClasses: Type.Array(Type.Object({ class: EventClassSchema, text: Text, source: Source }, only), { minItems: 1 }),
    command: Group,
    groups: Type.Array(Group, { minItems: 1 }),
    triggers: Type.Array(Trigger, { minItems: 1, description: 'Which warnings it fits.' }),
    /** How people are called: time to answer, then the next in the chain. */
    calling: Type.Object(
      // biome-ignore lint/suspicious/noThenProperty: a word of plan files; its value is text and is never awaited
      { answerWithin: Duration, then: Type.Enum(['deputy', 'next-member']), source: Source },
      says('Time to answer a call, and who is called next.'),
    ),
    /** Rhythm of situation reports to the command. */
    reporting: Type.Object({ every: Duration, group: Id, source: Source }, says('Rhythm of situation reports to the command.')),
    phases: Type.Array(Phase, { minItems: 1, description: 'In order.' }),
    tasks: Type.Array(Task, { minItems: 1 }),
    recoveryTests: Type.Array(RecoveryTest),
    end: Type.Object(
      {
        by: Type.Array(Type.Enum(['commander', 'deputy'])),
        source: Source,
        conditions: Type.Array(
          Type.Object(
            {
              kind: Type.Enum(['tests-passed', 'tasks-closed', 'items-returned', 'machines-in-service']),
              text: Text,
              source: Type.Optional(Source),
            },
            only,
          ),
          { minItems: 1 },
        ),
      },
      says('Who declares the end, and what must hold.'),
    ),
    report: Type.Object(
      {
        due: Duration,
        approvedBy: Type.Enum(['commander', 'deputy']),
        source: Source,
        sections: Type.Array(
          Type.Object(
            {
              id: Type.Enum([
                'summary',
                'timeline',
                'measures',
                'items',
                'performance',
                'cause',
                'losses',
                'lessons',
                'improvements',
                'responsibility',
              ]),
              title: Text,
              source: Source,
            },
            only,
          ),
          { minItems: 1 },
        ),
      },
      says('The report after the end: when it is due, who approves it, its chapters.'),
    ),
    /** Materials and equipment that the plan counts on, by kind. */
    supplies: Type.Array(
      Type.Object(
        {
          id: Id,
          kind: Type.Enum(['material', 'equipment']),
          name: Text,
          source: Source,
          minimum: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        only,
      ),
      { description: 'Materials and equipment it counts on; effects name them by id.' },
    ),
    channels: Type.Array(Type.Object({ id: Type.Enum(['website', 'sms', 'social', 'press']), name: Text, source: Source }, only)),
    /** What a release must say. */
    releaseContents: Type.Array(
      Type.Object({ id: Type.Enum(['handling', 'cause', 'recovery-time', 'other']), text: Text, source: Source }, only),
      {
        description: 'What a release to the public must say.',
      },
    ),
    outsideContacts: Type.Array(Type.Object({ id: Id, name: Text, source: Source }, only)),
    drills: Type.Array(StandingDuty),
    training: Type.Array(StandingDuty),
    preparedness: Type.Array(StandingDuty),
    reviewDuties: Type.Array(StandingDuty),
    provisions: Type.Array(Type.Object({ text: Text, source: Source }, only)),
    rulings: Type.Optional(Type.Array(Ruling)),
    suspensions: Type.Optional(Type.Array(Suspension)),
  },
  { additionalProperties: false, title: 'Fengsui plan', description: 'An emergency plan that can be executed.' },
);
export const Plan = PlanObject;
/** A plan as its file says it, valid and with every reference resolved. */
export type Plan = Static<typeof PlanObject>;

/** Parts of the model that the published schema names in `$defs`. */
export const namedParts: Record<string, TSchema> = {
  text: Text,
  source: Source,
  duration: Duration,
  id: Id,
  date: CalendarDate,
  condition: Condition,
  seat: Seat,
  group: Group,
  trigger: Trigger,
  field: Field,
  effect: Effect,
  task: Task,
  phase: Phase,
  recoveryTest: RecoveryTest,
  standingDuty: StandingDuty,
};
