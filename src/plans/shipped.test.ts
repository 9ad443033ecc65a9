import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clausesOf, groupsFor, seatsFor } from './clauses.ts';
import { fitting, type WarningFacts } from './fit.ts';
import { lintPlan } from './lint.ts';
import { eventClasses, type Plan, type Task } from './model.ts';
import { parsePlan } from './parse.ts';
import { scheduleOf } from './schedule.ts';
import { planSchema } from './schema.ts';

const file = (name: string) => readFileSync(new URL(`../../plans/${name}`, import.meta.url), 'utf8');
const load = (n: number): Plan => {
  const plan = parsePlan(file(`plan-${n}.yaml`), `plan-${n}.yaml`);
  if (Array.isArray(plan)) throw new Error(plan.map((fault) => `${fault.file}:${fault.line}:${fault.column} ${fault.what.en}`).join('\n'));
  return plan;
};
const plans = [1, 2, 3].map(load) as [Plan, Plan, Plan];
const [own, outsourcing, industry] = plans;
const requirements = readFileSync(new URL('../../../shared/requirements.md', import.meta.url), 'utf8');
const clauses = (n: number) => [...requirements.matchAll(new RegExp(`^\\| (S${n}-[^ ]+) \\|`, 'gm'))].map((match) => match[1] as string);

const warning = (kind: string, more: Partial<WarningFacts> = {}): WarningFacts => ({
  cause: { kind, ref: 'X' },
  codes: [],
  triage: 'major',
  atms: 40,
  share: 0.9,
  ...more,
});
const offered = (kind: string, more: Partial<WarningFacts> = {}) =>
  fitting(plans, warning(kind, more)).map((offer) => [offer.plan.id, offer.eventClass]);

describe('the plans that ship', () => {
  test.each([1, 2, 3])('plan %i says every clause of its document, and none that is not there', (n) => {
    const said = clausesOf(plans[n - 1]);
    expect(clauses(n).length).toBeGreaterThan(30);
    expect(clauses(n).filter((clause) => !said.has(clause))).toEqual([]);
    expect([...said].filter((clause) => !clauses(n).includes(clause))).toEqual([]);
  });

  test.each([1, 2, 3])('lint finds nothing in plan %i', (n) => {
    expect(
      lintPlan(file(`plan-${n}.yaml`), `plan-${n}.yaml`, '2026-11-01').map((finding) => `${finding.line}: ${finding.what.en}`),
    ).toEqual([]);
  });

  test('the published schema is the one that validates, and the plan files point to it', () => {
    expect(file('plan.schema.json')).toBe(planSchema());
    for (const n of [1, 2, 3]) expect(file(`plan-${n}.yaml`)).toMatch(/^# yaml-language-server: \$schema=plan\.schema\.json\n/);
  });

  test('the example of the guide is a plan in which lint finds nothing', () => {
    const guide = readFileSync(new URL('../../docs/plans/plan-file.md', import.meta.url), 'utf8');
    const example = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)]
      .map((match) => match[1] as string)
      .find((block) => block.includes('id: small-plan'));
    expect(lintPlan(example ?? '', 'example.yaml', '2026-11-01').map((finding) => `${finding.line}: ${finding.what.en}`)).toEqual([]);
  });

  test('every kind of form field, effect, evidence and test step is used', () => {
    const tasks = plans.flatMap((plan) => plan.tasks);
    const fields = new Set(tasks.flatMap((task) => task.form ?? []).map((field) => field.kind));
    expect([...fields].sort()).toEqual(['choice', 'machines', 'money', 'number', 'person', 'photo', 'place', 'text', 'time', 'yes-no']);
    const effects = new Set<string>(tasks.flatMap((task) => task.effects ?? []).map((effect) => effect.kind));
    for (const kind of [
      'close-machine',
      'isolate-machine',
      'go-in-service',
      'reset',
      'dispatch-vendor',
      'issue-items',
      'return-items',
      'notify',
      'notify-outside',
      'draft-bulletin',
    ])
      expect(effects).toContain(kind);
    expect(new Set(tasks.flatMap((task) => task.evidence ?? []).map((each) => each.kind))).toEqual(new Set(['photo', 'place', 'note']));
    expect(
      new Set(
        plans
          .flatMap((plan) => plan.recoveryTests)
          .flatMap((each) => each.steps)
          .map((step) => step.kind),
      ),
    ).toEqual(new Set(['check', 'measure', 'device']));
  });

  test('closing and isolating machines always takes two people', () => {
    for (const effect of plans.flatMap((plan) => plan.tasks).flatMap((task) => task.effects ?? []))
      if (effect.kind === 'close-machine' || effect.kind === 'isolate-machine') expect(effect.twoPersons).toBe(true);
  });

  test.each([1, 2, 3])('plan %i ends within two hours when every deadline is just met, and takes at least an hour', (n) => {
    const plan = plans[n - 1] as Plan;
    const end = Math.max(...[...scheduleOf(plan).phases.values()].map((span) => span.end));
    expect(end).toBeGreaterThanOrEqual(60 * 60);
    expect(end).toBeLessThanOrEqual(125 * 60);
  });
});

describe('which plan fits', () => {
  test('a system failure brings the outsourcing plan with its own branch [S2-3.1]', () => {
    expect(offered('line')[0]).toEqual(['plan-2', 'system-failure']);
    expect(offered('host')[0]).toEqual(['plan-2', 'system-failure']);
    expect(offered('release', { share: 0.1, atms: 12 })[0]).toEqual(['plan-2', 'system-failure']);
    const does = (only: string) =>
      outsourcing.tasks.filter((task: Task) => task.when?.classes?.includes(only as never)).map((task) => task.id);
    expect(does('system-failure')).toContain('restore-line');
    expect(does('power-cut')).not.toContain('restore-line');
    expect(outsourcing.recoveryTests.some((each) => each.classes.includes('system-failure'))).toBe(true);
  });

  test('power cuts and weather are for the outsourcing plan, the industry plan comes after', () => {
    expect(offered('power', { codes: ['power.lost'] })).toEqual([
      ['plan-2', 'power-cut'],
      ['plan-3', 'power-cut'],
    ]);
    expect(offered('weather', { codes: ['weather.warning'] })).toEqual([
      ['plan-2', 'natural-disaster'],
      ['plan-3', 'natural-disaster'],
    ]);
  });

  test('attacks and single sites are for the plan of the bank itself', () => {
    expect(offered('attack', { codes: ['cabinet.open', 'fraud.attempt'], atms: 1, share: 1 })[0]).toEqual(['plan-1', 'network-attack']);
    expect(offered('attack')[0]).toEqual(['plan-1', 'network-attack']);
    expect(offered('site', { atms: 3 })[0]).toEqual(['plan-1', 'system-failure']);
    expect(offered('machine', { atms: 1, triage: 'general' })[0]).toEqual(['plan-1', 'equipment-damage']);
  });

  test('the industry plan fits every major fault and no general one', () => {
    for (const kind of ['machine', 'site', 'line', 'host', 'power', 'release', 'weather', 'attack', 'cash', 'model', 'other']) {
      expect(offered(kind).map(([plan]) => plan)).toContain('plan-3');
      expect(offered(kind, { triage: 'general' }).map(([plan]) => plan)).not.toContain('plan-3');
    }
  });

  test('the signals that led to an offer are told by the names given, not by their codes', () => {
    const named = (code: string) => ({ zh: `名${code.length}`, en: `name ${code.length}` });
    const codes = [...new Set(plans.flatMap((plan) => plan.triggers.flatMap((trigger) => trigger.when.codes ?? [])))];
    const why = fitting(
      plans.map((plan) => ({ ...plan, triggers: plan.triggers.filter((trigger) => trigger.when.codes) })),
      warning('attack', { codes }),
      named,
    ).flatMap((offer) => offer.why.map(({ en }) => en));
    expect(why.some((sentence) => sentence.startsWith('signals were raised: name '))).toBe(true);
    expect(why.filter((sentence) => codes.some((code) => sentence.includes(code)))).toEqual([]);
  });

  test('the reasons are said in words, and a wide power cut is graver', () => {
    const [best] = fitting([outsourcing], warning('power', { cause: { kind: 'power', ref: '汉口' }, atms: 46 }));
    expect(best).toMatchObject({ trigger: { id: 'power-cut-wide' }, level: 'II' });
    expect(best?.why.map((each) => each.zh)).toEqual(['原因是停电：汉口', '研判为重大故障', '46 台受影响（≥ 20 台）']);
    expect(fitting([outsourcing], warning('power', { atms: 5 }))[0]).toMatchObject({ trigger: { id: 'power-cut' }, level: 'III' });
  });

  test('nothing fits a warning that no trigger describes', () => {
    expect(fitting([own], warning('power'))).toEqual([]);
    expect(fitting([], warning('power'))).toEqual([]);
  });
});

describe('who is convened', () => {
  test('groups and seats follow the class of the event', () => {
    for (const eventClass of eventClasses)
      expect(groupsFor(outsourcing, eventClass).map((group) => group.id)).toEqual(['command', 'work-group', 'coordination']);
    expect(
      groupsFor({ ...own, groups: own.groups.map((group) => ({ ...group, formed: { classes: ['network-attack'] } })) }, 'other').map(
        (group) => group.id,
      ),
    ).toEqual(['command']);
    const team = industry.groups[0]!;
    const members = (eventClass: 'power-cut' | 'system-failure') => seatsFor(team, eventClass).members.map((seat) => seat.office.en);
    expect(members('power-cut')).toContain('Power engineer');
    expect(members('power-cut')).not.toContain('Network engineer');
    expect(members('system-failure')).toContain('Network engineer');
  });
});
