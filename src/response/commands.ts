import Type, { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ClassSchema, LevelSchema, Words } from './schemas.ts';

/** Commands as they come over HTTP. Those that only the system gives (a tick, an answer of the outside) are not among them. */

const Id = Type.String({ minLength: 1, maxLength: 200 });
const Line = Type.String({ maxLength: 4000 });
const Person = Type.Object({ id: Id, name: Type.String({ minLength: 1, maxLength: 200 }) });
const Machines = Type.Array(Id, { maxItems: 20_000 });
const Evidence = Type.Object({
  kind: Type.Enum(['photo', 'place', 'note']),
  file: Type.Optional(Line),
  sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  text: Type.Optional(Line),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
});
const Answer = Type.Union([Line, Type.Number(), Type.Boolean(), Type.Array(Id), Type.Null()]);
const Round = Type.Optional(
  Type.Integer({ minimum: 1, description: 'Round that the screen showed; an earlier one is a late press and changes nothing' }),
);
const C = <N extends string, P extends Record<string, TSchema>>(name: N, properties: P) =>
  Type.Object({ command: Type.Literal(name), ...properties }, { additionalProperties: false });

export const IncidentCommands = [
  C('acknowledge', { person: Id, note: Type.Optional(Line) }),
  C('appoint', { group: Id, person: Person }),
  C('accept-appointment', { group: Id }),
  C('decline-appointment', { group: Id, reason: Line }),
  C('start-task', { task: Id, machines: Type.Optional(Machines), round: Round }),
  C('complete-task', {
    task: Id,
    answers: Type.Optional(Type.Record(Type.String(), Answer)),
    checked: Type.Optional(Type.Array(Id)),
    evidence: Type.Optional(Type.Array(Evidence, { maxItems: 50 })),
    note: Type.Optional(Line),
    round: Round,
  }),
  C('confirm-shared', { task: Id }),
  C('approve-task', { task: Id, approved: Type.Boolean(), reason: Type.Optional(Line) }),
  C('waive-task', { task: Id, reason: Line }),
  C('reassign-task', { task: Id, person: Person, reason: Line }),
  C('add-task', { title: Words, group: Id, deadline: Type.String({ description: 'ISO 8601 duration from now' }), reason: Line }),
  C('record-order', { text: Line, to: Type.Array(Id) }),
  C('report-situation', { text: Line, group: Type.Optional(Id) }),
  C('set-level', { level: LevelSchema, reason: Line }),
  C('record-test', {
    test: Id,
    results: Type.Array(Type.Object({ step: Id, passed: Type.Optional(Type.Boolean()), value: Type.Optional(Type.Number()) })),
    machines: Type.Optional(Machines),
    note: Type.Optional(Line),
  }),
  C('record-contact', { contact: Id, text: Line, reference: Type.Optional(Line) }),
  C('add-warning', { warning: Id, machines: Machines }),
  C('machines-restored', { machines: Machines }),
  C('retry-effect', { effect: Id }),
  C('declare-end', { text: Line }),
  C('withdraw', { reason: Line }),
  C('reopen', { reason: Line }),
] as const;
export const IncidentCommandBody = Type.Union([...IncidentCommands]);

export const WorkOrderCommands = [
  C('acknowledge', { engineer: Type.Optional(Line) }),
  C('depart', {}),
  C('arrive', {
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  }),
  C('repair', { cause: Line, parts: Type.Array(Line), note: Type.Optional(Line) }),
  C('close', { note: Type.Optional(Line) }),
  C('return', { reason: Line }),
  C('cancel', { reason: Line }),
] as const;
export const WorkOrderCommandBody = Type.Union([...WorkOrderCommands]);

export const ActivationBody = Type.Object(
  {
    plan: Id,
    trigger: Type.Optional(Id),
    eventClass: Type.Optional(ClassSchema),
    level: Type.Optional(LevelSchema),
    warning: Type.Optional(Id),
    machines: Type.Optional(Machines),
    title: Type.Optional(Words),
    reason: Type.Optional(Line),
    expected: Type.Optional(Type.String({ description: 'ISO 8601 instant at which service is expected again' })),
    mode: Type.Optional(Type.Enum(['live', 'drill'])),
  },
  { additionalProperties: false },
);

interface Fault {
  instancePath: string;
  message: string;
}

/**
 * Validates a body by the variant that its `command` names, so that the answer speaks of that command's field and not
 * of every other command's.
 */
export function byCommand(
  variants: readonly { properties: { command: { const: string } } }[],
): (body: unknown) => { value: unknown } | { error: Fault[] } {
  const compiled = new Map(variants.map((schema) => [schema.properties.command.const, Compile(schema as unknown as TSchema)]));
  return (body) => {
    const name = typeof body === 'object' && body !== null ? (body as { command?: unknown }).command : undefined;
    const validator = typeof name === 'string' ? compiled.get(name) : undefined;
    if (!validator) return { error: [{ instancePath: '/command', message: `must be one of ${[...compiled.keys()].join(', ')}` }] };
    if (validator.Check(body)) return { value: body };
    const [first] = validator.Errors(body);
    return { error: [{ instancePath: first?.instancePath ?? '', message: first?.message ?? 'is malformed' }] };
  };
}
