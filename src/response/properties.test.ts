import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '#organization';
import { type Plan, parsePlan } from '#plans';
import { explain, isRefusal, registerRefusals } from '#platform';
import { blueprintOf } from './blueprint.ts';
import { type Crew, completionOf, crewOf, resultsOf } from './crew.ts';
import { act, decide, nextWake } from './decide.ts';
import { missingForEnd } from './end.ts';
import { evolve } from './evolve.ts';
import { activation, people, rosters, smallPlan } from './fixture.ts';
import { fork, type Incident, initial, isOver } from './incident.ts';
import type { IncidentCommand, IncidentEvent } from './model.ts';
import { refusals } from './refusals.ts';

/**
 * Whatever people press, in whatever order: the rules that hold for every plan. Commands are drawn by number, so that a
 * failing run is a short list; fast-check prints its seed.
 */

registerRefusals(refusals);
const shipped = (name: string): Plan => {
  const plan = parsePlan(readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8'), name);
  if (Array.isArray(plan)) throw new Error(`${name} has faults: ${JSON.stringify(plan[0])}`);
  return plan;
};
const crewSmall: Crew = { rosters, actors: new Map(Object.values(people).map((each) => [each.id, each])) };
const plans: [string, Plan, Crew][] = [
  ['the small plan', smallPlan, crewSmall],
  ...['plan-1', 'plan-2', 'plan-3'].map((name): [string, Plan, Crew] => [name, shipped(name), crewOf(shipped(name))]),
];

/** One press: what, on which thing, by whom, how long after the last. */
interface Press {
  kind: number;
  which: number;
  who: number;
  seconds: number;
  careless: boolean;
}
const press: fc.Arbitrary<Press> = fc.record({
  kind: fc.nat(27),
  which: fc.nat(60),
  who: fc.nat(40),
  seconds: fc.oneof(fc.nat(30), fc.nat(3600)),
  careless: fc.boolean(),
});

const pick = <T>(from: readonly T[], which: number): T | undefined => (from.length === 0 ? undefined : from[which % from.length]);
const outsider: Actor = { ...people.auditor, id: 'outsider' };

function commandOf(plan: Plan, state: Incident, { kind, which, careless }: Press): IncidentCommand {
  const known = [...state.tasks.keys()];
  const task = (careless ? pick(plan.tasks, which)?.id : pick(known, which)) ?? 'nothing';
  const person = pick([...state.calls.values()], which)?.person ?? { id: 'nobody', name: 'nobody' };
  const group = pick([...state.groups.keys()], which) ?? 'command';
  const planned = plan.tasks.find((each) => each.id === task);
  const effect = pick([...state.effects.keys()], which) ?? 'none';
  const reason = careless ? '' : '因为';
  switch (kind) {
    case 0:
    case 1:
      return { command: 'acknowledge', person: person.id };
    case 2:
      return { command: 'appoint', group, person };
    case 3:
      return careless ? { command: 'decline-appointment', group, reason: '有事' } : { command: 'accept-appointment', group };
    case 4:
    case 5:
    case 6:
      return { command: 'start-task', task };
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return { command: 'complete-task', task, ...(careless ? {} : completionOf(planned, state)) };
    case 12:
      return { command: 'confirm-shared', task };
    case 13:
    case 14:
      return { command: 'approve-task', task, approved: !careless, reason: '再看' };
    case 15:
      return { command: 'waive-task', task, reason };
    case 16:
      return { command: 'reassign-task', task, person, reason };
    case 17:
      return { command: 'add-task', title: { zh: '加', en: 'add' }, group, deadline: careless ? 'soon' : 'PT15M', reason: '因为' };
    case 18:
      return careless ? { command: 'record-order', text: '令', to: [group] } : { command: 'report-situation', text: '况' };
    case 19:
      return { command: 'set-level', level: pick(['I', 'II', 'III', 'IV'] as const, which) ?? 'I', reason };
    case 20:
    case 21: {
      const test = pick(plan.recoveryTests, which);
      return { command: 'record-test', test: test?.id ?? 'none', results: test ? resultsOf(test, !careless) : [] };
    }
    case 22:
      return { command: 'machines-restored', machines: state.machines.slice(0, which % 4) };
    case 23:
    case 24:
      return { command: 'settle-effect', effect, outcome: careless ? 'failed' : 'done', detail: '外' };
    case 25:
      return careless ? { command: 'retry-effect', effect } : { command: 'declare-end', text: '结束' };
    case 26:
      return which % 6 === 0 ? { command: 'withdraw', reason } : { command: 'reopen', reason: '又来' };
    default:
      return careless
        ? { command: 'add-warning', warning: `w${which % 3}`, machines: state.machines.slice(0, which % 3) }
        : { command: 'tick' };
  }
}
const byOf = (crew: Crew, command: IncidentCommand, { who, careless }: Press): Actor => {
  if (command.command === 'tick' || command.command === 'settle-effect' || command.command === 'machines-restored')
    return careless && who % 5 === 0 ? outsider : people.system;
  return pick([...crew.actors.values(), outsider], who) ?? outsider;
};
/** Commands whose second press means the first. Words said twice were said twice, and a test done twice was done twice. */
const pressedTwice = (command: IncidentCommand): boolean =>
  !['record-order', 'report-situation', 'add-task', 'record-test', 'record-contact'].includes(command.command);

const plain = <T>(value: T): unknown =>
  JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each instanceof Map ? [...each] : each instanceof Set ? [...each] : each)));

describe.each(plans)('under %s', (_name, plan, crew) => {
  const begin = (): { state: Incident; entries: { event: IncidentEvent; at: string }[]; now: Temporal.Instant } => {
    const now = Temporal.Instant.from('2026-03-08T03:00:00Z');
    const eventClass = plan.eventClasses.find((each) => each.class === 'power-cut')?.class ?? plan.eventClasses[0]?.class ?? 'other';
    const events = decide(plan, initial('i1'), { ...activation, eventClass, rosters: crew.rosters }, people.duty, now, 'live');
    if (isRefusal(events)) throw new Error(events.refusal);
    const state = initial('i1');
    for (const event of events) evolve(state, event, now.toString());
    return { state, entries: events.map((event) => ({ event, at: now.toString() })), now };
  };

  test('whatever is pressed in whatever order, the incident keeps its rules [S1-3.5(1)]', () => {
    fc.assert(
      fc.property(fc.array(press, { minLength: 1, maxLength: 120 }), (presses) => {
        let { state, entries, now } = begin();
        const completions = new Set<string>();
        const keys = new Set<string>();
        const note = (event: IncidentEvent, before: Incident) => {
          if (event.event === 'task-completed') {
            const once = `${event.task} ${before.tasks.get(event.task)?.round ?? 1}`;
            expect(completions.has(once), `${once} was completed twice`).toBe(false);
            completions.add(once);
          }
          if (event.event === 'effect-requested') {
            expect(keys.has(event.key), `${event.key} was requested twice`).toBe(false);
            keys.add(event.key);
          }
          if (event.event === 'end-declared') expect(missingForEnd(blueprintOf(plan), before)).toEqual([]);
        };
        for (const each of presses) {
          now = now.add({ seconds: each.seconds });
          const command = commandOf(plan, state, each);
          const by = byOf(crew, command, each);
          const before = plain(state);
          const over = isOver(state);
          const answer = decide(plan, state, command, by, now, 'live');
          expect(plain(state), `deciding ${command.command} changed the incident`).toEqual(before);
          if (isRefusal(answer)) {
            for (const locale of ['zh-CN', 'en'] as const) {
              const { what, mend } = explain(answer, locale);
              expect(`${what}${mend}`, answer.refusal).not.toMatch(/[{}]|undefined/);
            }
            const owned = fork(state);
            act(blueprintOf(plan), owned, command, by, now.epochMilliseconds, 'live');
            expect(plain(owned), `refusing ${command.command} changed the incident`).toEqual(before);
            continue;
          }
          if (over)
            for (const event of answer)
              expect([
                'incident-reopened',
                'report-filed',
                'effect-settled',
                'phase-reopened',
                'task-reopened',
                'task-opened',
                'task-skipped',
                'phase-entered',
                'phase-left',
                'person-called',
              ]).toContain(event.event);
          if (over && command.command !== 'reopen' && command.command !== 'settle-effect') expect(answer).toEqual([]);
          for (const event of answer) {
            note(event, fork(state));
            evolve(state, event, now.toString());
            entries.push({ event, at: now.toString() });
          }
          if (pressedTwice(command)) {
            const again = decide(plan, state, command, by, now, 'live');
            if (!isRefusal(again)) expect(again, `${command.command} pressed twice`).toEqual([]);
          }
          const ticked = decide(plan, state, { command: 'tick' }, people.system, now, 'live');
          if (isRefusal(ticked)) throw new Error('a tick was refused');
          const after = fork(state);
          for (const event of ticked) evolve(after, event, now.toString());
          expect(decide(plan, after, { command: 'tick' }, people.system, now, 'live'), 'a second tick').toEqual([]);
          const wake = nextWake(plan, after);
          if (wake) expect(Temporal.Instant.compare(wake, now), 'the next tick is in the future').toBe(1);
        }
        let folded = initial('i1');
        for (const { event, at } of structuredClone(entries)) folded = evolve(folded, event, at);
        expect(plain(folded)).toEqual(plain(state));
      }),
      { numRuns: plan === smallPlan ? 150 : 60 },
    );
  });

  test('whatever was pressed before, people who do their work bring the incident to its end', () => {
    fc.assert(
      fc.property(fc.array(press, { maxLength: 80 }), (presses) => {
        const { state, now } = begin();
        let at = now.epochMilliseconds;
        const give = (command: IncidentCommand, by: Actor) => act(blueprintOf(plan), state, command, by, at, 'live');
        for (const each of presses) {
          at += each.seconds * 1000;
          const command = commandOf(plan, state, each);
          give(command, byOf(crew, command, each));
        }
        const commander = [...crew.actors.values()].find((each) => each.role === 'commander') as Actor;
        if (isOver(state)) give({ command: 'reopen', reason: '继续' }, commander);
        for (let round = 0; round < 60 && !isOver(state); round++) {
          at += 60_000;
          for (const group of state.groups.keys())
            give({ command: 'appoint', group, person: state.groups.get(group)?.seats[0]?.person ?? { id: 'x', name: 'x' } }, commander);
          for (const effect of [...state.effects.values()]) {
            if (effect.outcome === 'failed') give({ command: 'retry-effect', effect: effect.key }, commander);
          }
          for (const effect of [...state.effects.values()])
            if (effect.outcome === null) give({ command: 'settle-effect', effect: effect.key, outcome: 'done', detail: '' }, people.system);
          for (const task of [...state.tasks.values()]) {
            const planned = plan.tasks.find((each) => each.id === task.id);
            if (task.repeating) continue;
            if (planned?.sharedWith) for (const each of crew.actors.values()) give({ command: 'confirm-shared', task: task.id }, each);
            for (const each of crew.actors.values()) {
              give({ command: 'start-task', task: task.id }, each);
              give({ command: 'complete-task', task: task.id, ...completionOf(planned, state) }, each);
              give({ command: 'approve-task', task: task.id, approved: true }, each);
            }
          }
          give({ command: 'machines-restored', machines: [...state.machinesDown] }, people.system);
          for (const test of plan.recoveryTests)
            if (state.tests.get(test.id)?.passed !== true)
              give({ command: 'record-test', test: test.id, results: resultsOf(test, true) }, commander);
          give({ command: 'declare-end', text: '结束' }, commander);
        }
        expect(missingForEnd(blueprintOf(plan), state).map((each) => each.zh)).toEqual([]);
        expect(state.state).toBe('ended');
      }),
      { numRuns: plan === smallPlan ? 100 : 50 },
    );
  });
});
