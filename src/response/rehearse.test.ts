import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Plan, parsePlan } from '#plans';
import { isRefusal } from '#platform';
import { Agenda } from './agenda.ts';
import { evolve } from './evolve.ts';
import { smallPlan } from './fixture.ts';
import { initial } from './incident.ts';
import { rehearseMany } from './rehearsals.ts';
import { rehearse } from './rehearse.ts';
import { parseScenario, type Scenario, scenarios } from './scenario.ts';

const shipped = (name: string): Plan => {
  const plan = parsePlan(readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8'), name);
  if (Array.isArray(plan)) throw new Error(`${name} has faults`);
  return plan;
};
const powerCut = scenarios['power-cut'] as Scenario;

test('the same seed gives the same run, another seed another one', () => {
  expect(rehearse(smallPlan, powerCut, 7)).toEqual(rehearse(smallPlan, powerCut, 7));
  expect(rehearse(smallPlan, powerCut, 7).entries).not.toEqual(rehearse(smallPlan, powerCut, 8).entries);
});

test('a rehearsal is played by the engine of a real emergency: its entries fold to its end', () => {
  const { entries, state, minutes } = rehearse(smallPlan, powerCut, 1);
  let folded = initial('rehearsal');
  for (const { event, at } of structuredClone(entries)) folded = evolve(folded, event, at);
  expect(folded).toEqual(state);
  expect(state.state).toBe('ended');
  expect(minutes.answered).toBeLessThan(minutes.restored as number);
  expect(minutes.restored).toBeLessThan(minutes.ended as number);
  expect(entries.map((entry) => entry.at)).toEqual(entries.map((entry) => entry.at).toSorted());
});

test.each(['plan-1', 'plan-2', 'plan-3'])('%s brings every kind of emergency that it covers to its end, with nobody left stuck', (name) => {
  const plan = shipped(name);
  for (const scenario of Object.values(scenarios)) {
    if (!plan.eventClasses.some((each) => each.class === scenario.eventClass)) continue;
    for (let seed = 1; seed <= 8; seed++) {
      const run = rehearse(plan, scenario, seed);
      expect(run.refused, `${scenario.id} ${seed}`).toBe(0);
      expect(run.state.state, `${scenario.id} ${seed}`).toBe('ended');
    }
  }
});

test('many runs tell how long it takes, and which tasks are late most often', () => {
  const many = rehearseMany(smallPlan, powerCut, 100);
  expect(many.unended).toBe(0);
  const { ended } = many;
  if (!ended) throw new Error('no run ended');
  expect(ended.p10).toBeLessThan(ended.p50);
  expect(ended.p50).toBeLessThan(ended.p90);
  expect(many.bottlenecks.map((each) => each.lateShare)).toEqual(many.bottlenecks.map((each) => each.lateShare).toSorted((a, b) => b - a));
  const slow = rehearseMany(smallPlan, { ...powerCut, work: [2, 2, 2] }, 100);
  expect(slow.ended?.p50).toBeGreaterThan(ended.p50);
  expect(slow.bottlenecks.find((each) => each.task === 'diagnose')?.lateShare).toBe(1);
});

test('when nobody answers, the command ends up doing the work, and it takes longer', () => {
  const alone = rehearse(smallPlan, { ...powerCut, answering: { share: 0, minutes: [1, 1, 1] } }, 1);
  expect(alone.minutes.answered).toBeNull();
  expect(alone.entries.filter(({ event }) => event.event === 'call-escalated').length).toBeGreaterThan(5);
  expect(alone.minutes.ended).toBeGreaterThan(rehearse(smallPlan, powerCut, 1).minutes.ended as number);
});

test('a scenario file is refused with the field at fault', () => {
  const file = JSON.stringify(powerCut);
  expect(parseScenario(file)).toEqual(powerCut);
  for (const [broken, where] of [
    [file.replace('"level":"II"', '"level":"V"'), '/level'],
    [file.replace('"machines":46', '"machines":-1'), '/machines'],
    ['{ a: [', 'YAML'],
    ['42', '/'],
  ]) {
    const answer = parseScenario(broken as string);
    expect(isRefusal(answer) && answer.params['where']).toBe(where);
  }
});

test('an agenda gives back what was put in, by time and then by order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const agenda = new Agenda<[number, number]>();
      for (const [place, at] of times.entries()) agenda.add(at, [at, place]);
      const taken: [number, number][] = [];
      for (let next = agenda.take(); next; next = agenda.take()) taken.push(next);
      expect(taken).toEqual(times.map((at, place): [number, number] => [at, place]).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
      expect(agenda.first()).toBeUndefined();
    }),
  );
});
