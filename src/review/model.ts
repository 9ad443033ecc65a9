import Type, { type Static, type TSchema } from 'typebox';
import { Text } from '#plans';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time' });

/** A sentence and the numbers of the journal entries that it rests on; no numbers: a part nobody has written yet. */
export const Statement = Type.Object({ text: Text, entries: Type.Array(Type.Integer()) });
export type Statement = Static<typeof Statement>;

export const sectionIds = [
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
] as const;
export type SectionId = (typeof sectionIds)[number];
/** Sections whose statements people write; the others are figures and cannot be edited. */
export const editableSections = ['cause', 'losses', 'lessons', 'responsibility'] as const;
export type EditableSection = (typeof editableSections)[number];

export const Figure = Type.Object({ id: Type.String(), name: Text, value: Type.Number(), unit: Text, entries: Type.Array(Type.Integer()) });
export type Figure = Static<typeof Figure>;

export const TaskRow = Type.Object({
  task: Type.String(),
  title: Text,
  group: Type.String(),
  round: Type.Integer(),
  openedAt: Instant,
  due: Instant,
  doneAt: Nullable(Instant),
  by: Nullable(Type.String()),
  state: Type.Enum(['done', 'waived', 'open', 'lapsed'], { description: 'lapsed: a repeat that was open when its phase ended' }),
  lateMinutes: Type.Number({ description: '0: in time' }),
  entries: Type.Array(Type.Integer()),
});
export type TaskRow = Static<typeof TaskRow>;

export const CallRow = Type.Object({
  person: Type.String(),
  group: Type.String(),
  calledAt: Instant,
  answerBy: Instant,
  attempts: Type.Integer(),
  answeredAfterSeconds: Nullable(Type.Number()),
  inTime: Type.Boolean(),
  replacedBy: Nullable(Type.String()),
  entries: Type.Array(Type.Integer()),
});
export type CallRow = Static<typeof CallRow>;

export const ItemRow = Type.Object({
  kind: Type.String(),
  name: Text,
  store: Text,
  issued: Type.Integer(),
  returned: Type.Integer(),
  consumed: Type.Boolean(),
  out: Type.Integer(),
  taken: Type.Boolean({ description: 'false: a drill, on record only' }),
  serials: Type.Array(Type.String()),
  entries: Type.Array(Type.Integer()),
});
export type ItemRow = Static<typeof ItemRow>;

export const FindingRow = Type.Object({
  id: Type.String(),
  number: Type.String(),
  text: Text,
  clause: Nullable(Type.String()),
  owner: Nullable(Type.String()),
  due: Nullable(Type.String()),
  entries: Type.Array(Type.Integer()),
});
export type FindingRow = Static<typeof FindingRow>;

/** The whole report, as data. Both documents and screens are made from it and from nothing else. */
export const ReportContent = Type.Object({
  title: Text,
  mode: Type.Enum(['live', 'drill', 'rehearsal']),
  incident: Type.Object({
    id: Type.String(),
    number: Type.String(),
    title: Text,
    level: Type.String(),
    openedAt: Instant,
    endedAt: Nullable(Instant),
  }),
  plan: Type.Object({ id: Type.String(), version: Type.Integer(), title: Text, purpose: Nullable(Text) }),
  /** Numbers of the first and the last entry of the incident that the report was made from. */
  basis: Type.Object({ first: Type.Integer(), last: Type.Integer(), entries: Type.Integer() }),
  sections: Type.Array(Type.Object({ id: Type.Enum([...sectionIds]), title: Text })),
  summary: Type.Array(Statement),
  figures: Type.Array(Figure),
  /** Turning points; `until` where several entries are one. */
  course: Type.Array(Type.Object({ at: Instant, until: Nullable(Instant), text: Text, entries: Type.Array(Type.Integer()) })),
  /** Every entry of the incident. */
  timeline: Type.Array(Type.Object({ at: Instant, text: Text, entries: Type.Array(Type.Integer()) })),
  measures: Type.Array(
    Type.Object({ group: Type.String(), name: Text, statements: Type.Array(Statement), remarks: Type.Array(Statement) }),
  ),
  items: Type.Array(ItemRow),
  performance: Type.Object({ statements: Type.Array(Statement), tasks: Type.Array(TaskRow), calls: Type.Array(CallRow) }),
  groups: Type.Record(Type.String(), Text),
  cause: Type.Array(Statement),
  losses: Type.Array(Statement),
  lessons: Type.Array(Statement),
  improvements: Type.Array(FindingRow),
  responsibility: Type.Array(Statement),
});
export type ReportContent = Static<typeof ReportContent>;
