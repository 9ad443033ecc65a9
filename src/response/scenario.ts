import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { type Refusal, refuse } from '#platform';
import { ClassSchema, LevelSchema, Words } from './schemas.ts';

/** Least, usual and most; a sample is drawn from the triangle between them. */
const Spread = Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })]);
export type Spread = Static<typeof Spread>;
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** What happens to a bank in a rehearsal, and how its people and machines behave. All times in minutes unless named otherwise. */
export const Scenario = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    title: Words,
    eventClass: ClassSchema,
    level: LevelSchema,
    /** How many machines are hit. */
    machines: Type.Integer({ minimum: 0, maximum: 100_000 }),
    /** Answers that decide branches, by task. */
    answers: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    ),
    /** Share of calls that are answered, and how soon. */
    answering: Type.Object({ share: Share, minutes: Spread }),
    /** Time that a task takes, as a multiple of the plan's deadline for it. */
    work: Spread,
    /** Tasks known to take their own time. */
    tasks: Type.Optional(Type.Record(Type.String(), Spread)),
    approval: Spread,
    /** Until the outside answers an effect, and the share of effects that fail. */
    outside: Type.Object({ minutes: Spread, failing: Share }),
    /** Until the machines serve again, once their repair is done. */
    restoring: Spread,
    /** Recovery tests: how long one takes, and the share that fails. */
    testing: Type.Object({ minutes: Spread, failing: Share }),
  },
  { additionalProperties: false },
);
export type Scenario = Static<typeof Scenario>;

const validator = Compile(Scenario);

/** Reads a scenario file (YAML or JSON). Refusal: `scenario-invalid`, with the field at fault. */
export function parseScenario(text: string): Scenario | Refusal {
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    return refuse('scenario-invalid', { where: 'YAML', why: (error as Error).message });
  }
  if (validator.Check(read)) return read;
  const [first] = validator.Errors(read);
  return refuse('scenario-invalid', { where: first?.instancePath || '/', why: first?.message ?? 'is malformed' });
}

const usual = {
  answering: { share: 0.92, minutes: [0.3, 2, 20] as Spread },
  work: [0.25, 0.65, 1.5] as Spread,
  approval: [0.5, 2, 12] as Spread,
  outside: { minutes: [0.1, 0.5, 3] as Spread, failing: 0.02 },
  restoring: [1, 4, 20] as Spread,
  testing: { minutes: [2, 6, 15] as Spread, failing: 0.08 },
};

/** Scenarios that ship with the product, by name: the situations of the demonstration. */
export const scenarios: Record<string, Scenario> = Object.fromEntries(
  (
    [
      {
        id: 'power-cut',
        title: { zh: '片区停电', en: 'A district without power' },
        eventClass: 'power-cut',
        level: 'II',
        machines: 46,
        restoring: [5, 30, 180],
      },
      {
        id: 'line-lost',
        title: { zh: '一市线路中断', en: 'The line of a city is lost' },
        eventClass: 'system-failure',
        level: 'II',
        machines: 497,
        restoring: [2, 15, 90],
      },
      {
        id: 'dispenser-jam',
        title: { zh: '多台出钞故障', en: 'Dispensers jam' },
        eventClass: 'equipment-damage',
        level: 'IV',
        machines: 3,
      },
      {
        id: 'jackpotting',
        title: { zh: '吐钞攻击', en: 'Jackpotting' },
        eventClass: 'network-attack',
        level: 'II',
        machines: 4,
        testing: { minutes: [10, 25, 60], failing: 0.15 },
      },
      {
        id: 'typhoon',
        title: { zh: '台风', en: 'Typhoon' },
        eventClass: 'natural-disaster',
        level: 'II',
        machines: 180,
        answering: { share: 0.8, minutes: [0.5, 4, 30] },
        work: [0.4, 0.9, 2.5],
        restoring: [30, 120, 480],
      },
      {
        id: 'bad-release',
        title: { zh: '软件版本故障', en: 'A software release gone wrong' },
        eventClass: 'system-failure',
        level: 'III',
        machines: 120,
        answers: { 'analyse-cause': { cause: 'release' } },
      },
    ] as (Partial<Scenario> & Pick<Scenario, 'id' | 'title' | 'eventClass' | 'level' | 'machines'>)[]
  ).map((scenario) => [scenario.id, { ...usual, ...scenario }]),
);
