import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Actor } from '#organization';
import { type EventClass, type Plan, parsePlan } from '#plans';
import { isRefusal } from '#platform';
import { completionOf, crewOf, resultsOf } from './crew.ts';
import { activation, Play, people } from './fixture.ts';
import type { Answers, IncidentCommand } from './model.ts';

/** The plans as they ship, played by their own crews: what single clauses of the bank's documents ask for happens. */

const shipped = (name: string): Plan => {
  const plan = parsePlan(readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8'), name);
  if (Array.isArray(plan)) throw new Error(`${name} has faults`);
  return plan;
};
const [plan1, plan2, plan3] = [shipped('plan-1'), shipped('plan-2'), shipped('plan-3')];

class Crewed extends Play {
  readonly crew;
  constructor(plan: Plan, eventClass: EventClass, machines = ['A1', 'A2', 'A3']) {
    super(plan);
    this.crew = crewOf(plan);
    this.do({ ...activation, eventClass, machines, rosters: this.crew.rosters }, this.by('command'));
  }
  by(group: string, seat = 'leader'): Actor {
    return this.crew.actors.get(`${group}-${seat}`) ?? (this.crew.actors.get(`${group}-deputy`) as Actor);
  }
  /** Completion by the task's own group, with nothing missing. */
  completion(task: string, given: Answers = {}): IncidentCommand {
    return {
      command: 'complete-task',
      task,
      ...completionOf(
        this.plan.tasks.find((each) => each.id === task),
        this.state,
        given,
      ),
    };
  }
  /** Does a task: starts, completes, has it approved and answered from outside. */
  done(task: string, given: Answers = {}): void {
    const planned = this.plan.tasks.find((each) => each.id === task);
    const by = this.by(planned?.group ?? 'command', 'deputy');
    this.try({ command: 'start-task', task }, by);
    if (this.task(task) === 'submitted') this.do({ command: 'approve-task', task, approved: true }, this.by('command'));
    if (planned?.sharedWith) this.do({ command: 'confirm-shared', task }, this.by(planned.sharedWith));
    if (planned?.closes !== 'effects') this.do(this.completion(task, given), by);
    if (this.task(task) === 'submitted') this.do({ command: 'approve-task', task, approved: true }, this.by('command'));
    this.settle();
    expect(this.state.tasks.get(task)?.completions, task).toBeGreaterThan(0);
  }
  /** Does all open tasks of a phase. */
  through(phase: string, given: Record<string, Answers> = {}): void {
    for (let i = 0; i < 20; i++) {
      const open = [...this.state.tasks.values()].find((each) => each.phase === phase && each.state === 'open' && !each.repeating);
      if (!open) return;
      this.done(open.id, given[open.id]);
    }
  }
  lacks(command: IncidentCommand, by: Actor): string[] {
    const answer = this.try(command, by);
    return isRefusal(answer)
      ? ((answer.params['missing'] as { id: string }[] | undefined)?.map((each) => each.id) ?? [answer.refusal])
      : [];
  }
}

test('technical support goes from the cause to a solution that is approved, to the repair and to its test [S1-2.2(1), S1-3.2(1)]', () => {
  const play = new Crewed(plan1, 'equipment-damage');
  const technician = play.by('technical');
  play.through('report');
  expect(play.says({ command: 'start-task', task: 'clear-fault' }, technician)).toBe('task-blocked');
  expect(
    play.lacks(
      {
        command: 'complete-task',
        task: 'diagnose',
        answers: { cause: plan1.tasks.find((each) => each.id === 'diagnose')?.form?.[0]?.options?.[0]?.value ?? '' },
      },
      technician,
    ),
  ).toEqual(['solution', 'must-close']);
  play.do(play.completion('diagnose', { solution: '更换出钞模块' }), technician);
  expect(play.task('diagnose')).toBe('submitted');
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, technician)).toBe('approval-own');
  play.do({ command: 'approve-task', task: 'diagnose', approved: true }, play.by('command'));
  expect(play.state.tasks.get('diagnose')?.answers['solution']).toBe('更换出钞模块');
  play.through('handling');
  const test = plan1.recoveryTests.find((each) => each.id === 'test-machine');
  if (!test) throw new Error('no test');
  const record = { command: 'record-test' as const, test: test.id, results: resultsOf(test, true) };
  play.do({ command: 'machines-restored', machines: play.state.machines }, people.system);
  expect(play.says(record, technician)).toBe('test-too-early');
  play.through('clearing');
  expect(play.do(record, technician)[0]).toMatchObject({ event: 'test-recorded', passed: true });
});

test('security draws the cordon with proof, counts the injured, reports to the police, and until it says that the place is safe nobody works there [S1-2.2(2), S1-3.2(2)]', () => {
  const play = new Crewed(plan1, 'network-attack');
  const guard = play.by('security');
  play.do({ command: 'start-task', task: 'report-police' }, guard);
  expect(play.of('effect-requested').at(-1)).toMatchObject({ effect: { kind: 'notify-outside', contact: 'police' } });
  play.do(play.completion('report-police', { reference: 'A2026-0308-17' }), guard);
  expect(play.state.tasks.get('report-police')?.answers['reference']).toBe('A2026-0308-17');
  play.through('report', { 'assess-danger': { 'anyone-hurt': true } });
  expect(play.lacks({ command: 'complete-task', task: 'cordon' }, guard)).toEqual(['injured', 'people-safe', 'line-drawn', 'photo']);
  play.do(play.completion('cordon', { injured: 2 }), guard);
  expect(play.state.tasks.get('cordon')?.answers['injured']).toBe(2);
  expect(play.task('help-the-hurt')).toBe('open');
  play.through('handling');
  expect(play.says({ command: 'start-task', task: 'clear-fault' }, play.by('technical'))).toBe('task-blocked');
  play.done('safe-to-work');
  expect(play.says({ command: 'start-task', task: 'clear-fault' }, play.by('technical'))).toContain('task-started');
});

test('the survey on site takes damage, cash, third parties and the loss in money, with photo and place [S2-5.2(2)]', () => {
  const play = new Crewed(plan2, 'equipment-damage');
  play.through('emergency-response');
  const surveyor = play.by('work-group', 'member');
  expect(play.lacks({ command: 'complete-task', task: 'survey-damage', answers: { loss: 12.5 } }, surveyor)).toEqual([
    'damage',
    'loss',
    'photo',
    'place',
  ]);
  const answers = { damage: '吞吐模块进水', 'cash-at-risk': 38_000_000, loss: 8_400_000, 'third-parties': '楼上租户', picture: 'p1' };
  play.do(
    {
      command: 'complete-task',
      task: 'survey-damage',
      answers,
      evidence: [
        { kind: 'photo', file: 'p1', sha256: 'ab' },
        { kind: 'place', lat: 30.58, lon: 114.27 },
      ],
    },
    surveyor,
  );
  expect(play.of('task-completed').at(-1)).toMatchObject({
    task: 'survey-damage',
    answers,
    evidence: [
      { kind: 'photo', sha256: 'ab' },
      { kind: 'place', lat: 30.58 },
    ],
  });
});

test('a report from the field carries photos and measured values, in their unit [S3-3.2(2)]', () => {
  const play = new Crewed(plan3, 'power-cut');
  play.through('early-warning', { grade: { grade: 'major' } });
  play.through('response');
  const engineer = play.by('response-team', 'member');
  expect(play.lacks({ command: 'complete-task', task: 'backup-power', answers: { voltage: '约 220' } }, engineer)).toEqual([
    'voltage',
    'photo',
  ]);
  play.do(
    { command: 'complete-task', task: 'backup-power', answers: { voltage: 221.5 }, evidence: [{ kind: 'photo', file: 'meter.jpg' }] },
    engineer,
  );
  expect(play.of('task-completed').at(-1)).toMatchObject({
    task: 'backup-power',
    answers: { voltage: 221.5 },
    evidence: [{ kind: 'photo' }],
    by: { id: 'response-team-member' },
  });
});

test('the team arrives with time and place, makes the first diagnosis, and repairs with parts and a passed recovery test [S3-4.2(2), S3-4.2(3)]', () => {
  const play = new Crewed(plan3, 'equipment-damage');
  play.through('early-warning', { grade: { grade: 'major' } });
  play.done('assemble-team');
  const engineer = play.by('response-team');
  expect(play.says({ command: 'start-task', task: 'first-diagnosis' }, engineer)).toBe('task-blocked');
  play.forward('PT9M');
  expect(play.lacks({ command: 'complete-task', task: 'arrive', checked: ['safe'] }, engineer)).toEqual(['place']);
  play.do(
    { command: 'complete-task', task: 'arrive', checked: ['safe'], evidence: [{ kind: 'place', lat: 30.58, lon: 114.27 }] },
    engineer,
  );
  expect(play.state.tasks.get('arrive')).toMatchObject({ doneAt: play.now.epochMilliseconds, evidence: [{ lat: 30.58 }] });
  play.through('response');
  play.done('repair-machines', { parts: '出钞模块 1 件', cost: 460_000 });
  expect(play.state.tasks.get('repair-machines')?.answers).toMatchObject({ parts: '出钞模块 1 件', cost: 460_000 });
  expect(play.state.tests.size).toBe(0);
  play.through('disposal');
  play.do({ command: 'machines-restored', machines: play.state.machines }, people.system);
  const test = plan3.recoveryTests.find((each) => each.classes.includes('equipment-damage'));
  if (!test) throw new Error('no test');
  expect(play.do({ command: 'record-test', test: test.id, results: resultsOf(test, true) }, engineer)[0]).toMatchObject({ passed: true });
});

test('each class of event is checked by a list of its own before it counts as cleared [S3-4.3(1), S1-3.4(1)]', () => {
  const lists = new Map<string, string>();
  for (const { class: eventClass } of plan3.eventClasses) {
    const play = new Crewed(plan3, eventClass);
    play.through('early-warning', { grade: { grade: 'major' } });
    play.through('response');
    expect(play.lacks({ command: 'complete-task', task: 'repair-machines' }, play.by('response-team')), eventClass).toEqual(
      expect.arrayContaining(['power-checked', 'link-checked', 'modules-checked']),
    );
    const tests = plan3.recoveryTests.filter((each) => each.classes.includes(eventClass));
    expect(tests.length, eventClass).toBeGreaterThan(0);
    lists.set(eventClass, tests.flatMap((each) => each.steps.map((step) => step.id)).join());
    const other = plan3.recoveryTests.find((each) => !each.classes.includes(eventClass));
    if (other)
      expect(play.says({ command: 'record-test', test: other.id, results: resultsOf(other, true) }, play.by('response-team'))).toBe(
        'test-not-for-class',
      );
  }
  expect(new Set(lists.values()).size).toBeGreaterThanOrEqual(3);
});

test('normal service is confirmed by the machines’ own status, and by watching them for a while [S3-4.4(1)]', () => {
  const play = new Crewed(plan3, 'equipment-damage');
  play.through('early-warning', { grade: { grade: 'major' } });
  play.through('response');
  play.through('disposal');
  const engineer = play.by('response-team');
  const test = plan3.recoveryTests.find((each) => each.classes.includes('equipment-damage'));
  if (!test) throw new Error('no test');
  const record = { command: 'record-test' as const, test: test.id, results: resultsOf(test, true) };
  expect(play.do(record, engineer)[0]).toMatchObject({ passed: false, failed: ['in-service'] });
  play.done('repair-machines');
  play.do({ command: 'machines-restored', machines: play.state.machines }, people.system);
  expect(play.do(record, engineer)[0]).toMatchObject({ passed: true });
  play.through('disposal');
  expect(play.lacks({ command: 'complete-task', task: 'confirm-normal' }, engineer)).toEqual(['observed']);
  play.do(play.completion('confirm-normal', { observed: 10 }), engineer);
  expect(play.state.tasks.get('confirm-normal')?.answers['observed']).toBe(10);
});

/** Plan 2 after an attack, all machines closed by us, at the door of its restoration. */
const attacked = () => {
  const play = new Crewed(plan2, 'network-attack', ['A1', 'A2', 'A3', 'A4']);
  play.do({ command: 'machines-restored', machines: play.state.machines }, people.system); // they serve, and pay out to thieves
  play.through('emergency-response', { 'analyse-cause': { 'must-close': true } });
  play.through('first-measures');
  expect([...play.state.machinesDown]).toEqual(['A1', 'A2', 'A3', 'A4']);
  play.through('investigation');
  return play;
};

test('nothing is restored before a plan for it names the order and the way back, and the command has approved it [S2-5.4(1)]', () => {
  const play = attacked();
  const leader = play.by('work-group');
  expect(play.says({ command: 'start-task', task: 'staged-restoration' }, leader)).toBe('task-blocked');
  expect(play.lacks({ command: 'complete-task', task: 'restoration-plan' }, leader)).toEqual(['order', 'back-out']);
  play.do(play.completion('restoration-plan', { order: '客户多的先恢复', 'back-out': '再关闭', 'first-stage': ['A2'] }), leader);
  play.done('repair-replace');
  expect(play.says({ command: 'start-task', task: 'staged-restoration' }, leader)).toBe('task-blocked');
  play.do({ command: 'approve-task', task: 'restoration-plan', approved: true }, play.by('command'));
  expect(play.task('staged-restoration')).toBe('open');
});

test('machines go in service stage by stage, and a stage that fails holds the rest', () => {
  const play = attacked();
  play.done('restoration-plan', { order: '客户多的先恢复', 'back-out': '再关闭', 'first-stage': ['A2'] });
  play.done('repair-replace');
  const leader = play.by('work-group');
  const stages = () => play.of('effect-requested').filter((event) => event.task === 'staged-restoration');
  const settle = (outcome: 'done' | 'failed') =>
    play.do({ command: 'settle-effect', effect: stages().at(-1)?.key ?? '', outcome, detail: '' }, people.system);
  play.do({ command: 'start-task', task: 'staged-restoration' }, leader);
  expect(stages().map((event) => event.machines)).toEqual([['A2']]);
  settle('failed');
  expect(stages()).toHaveLength(1);
  expect(play.task('staged-restoration')).toBe('running');
  play.do({ command: 'retry-effect', effect: stages()[0]?.key ?? '' }, leader);
  settle('done');
  expect(stages().at(-1)?.machines).toEqual(['A1', 'A3', 'A4']);
  expect(settle('done').map((event) => event.event)).toContain('task-completed');
});

test('the coordination department keeps one log of every outside contact, with their reference [S2-4.3]', () => {
  const play = new Crewed(plan2, 'power-cut');
  const coordinator = play.by('coordination');
  play.do({ command: 'record-contact', contact: 'power', text: '供电公司：检修人员 20 分钟到', reference: 'GD-118' }, coordinator);
  play.forward('PT12M');
  play.do({ command: 'record-contact', contact: 'media', text: '江城晚报询问，答以公告为准' }, coordinator);
  expect(play.says({ command: 'record-contact', contact: 'media', text: '' }, coordinator)).toBe('text-missing');
  expect(play.says({ command: 'record-contact', contact: 'media', text: '我说两句' }, people.auditor)).toBe('not-in-incident');
  expect(play.state.contacts).toMatchObject([
    { contact: 'power', reference: 'GD-118', by: { id: 'coordination-leader' } },
    { contact: 'media', reference: null, at: play.now.epochMilliseconds },
  ]);
});
