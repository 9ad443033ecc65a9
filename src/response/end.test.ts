import { expect, test } from 'vitest';
import { isRefusal } from '#platform';
import { nextWake } from './decide.ts';
import { missingForEnd } from './end.ts';
import { evolve } from './evolve.ts';
import { activation, Play, people, smallBlueprint, smallPlan } from './fixture.ts';
import { initial } from './incident.ts';

const results = [
  { step: 'voltage', value: 220 },
  { step: 'seal', passed: true },
];
const powerTest = { command: 'record-test', test: 'power-test', results } as const;
const end = { command: 'declare-end', text: '恢复正常' } as const;

/** Through the first phase. */
const contained = (mode: 'live' | 'drill' = 'live') => {
  const play = new Play(smallPlan, mode);
  play.do(activation, people.commander);
  play.do({ command: 'complete-task', task: 'diagnose', answers: { cause: 'grid', minutes: 22 } }, people.tech);
  play.do({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander);
  play.do({ command: 'waive-task', task: 'cordon', reason: '无人' }, people.commander);
  play.do({ command: 'complete-task', task: 'generator' }, people.store);
  play.do({ command: 'start-task', task: 'close-machines' }, people.tech);
  play.do({ command: 'approve-task', task: 'close-machines', approved: true }, people.commander);
  play.do({ command: 'complete-task', task: 'contact' }, people.guard);
  play.settle(mode === 'drill' ? 'withheld' : 'done');
  return play;
};
const repaired = (mode: 'live' | 'drill' = 'live') => {
  const play = contained(mode);
  play.do({ command: 'confirm-shared', task: 'repair' }, people.guard);
  play.do({ command: 'complete-task', task: 'repair' }, people.tech);
  play.do({ command: 'complete-task', task: 'go-in-service' }, people.tech);
  return play;
};
const ended = () => {
  const play = repaired();
  play.settle();
  play.do({ command: 'machines-restored', machines: ['A1', 'A2', 'A3'] }, people.system);
  play.do(powerTest, people.tech2);
  play.do({ command: 'start-task', task: 'return-items' }, people.store);
  play.settle();
  play.do(end, people.commander);
  return play;
};
const missing = (play: Play) => {
  const answer = play.try(end, people.commander);
  return isRefusal(answer)
    ? (answer.params['missing'] as { code: string; count: number }[]).map(({ code, count }) => `${code} ${count}`)
    : 'ended';
};

test('the end is declared by the command alone, and refused with the list of what is missing [S1-3.5(1), S3-4.4(2)]', () => {
  const play = repaired();
  expect(missing(play)).toEqual(['tests-passed 1', 'tasks-closed 1', 'items-returned 1', 'machines-in-service 3']);
  expect(play.says(end, people.tech)).toBe('end-role');
  play.settle();
  play.do({ command: 'machines-restored', machines: ['A1', 'A2', 'A3'] }, people.system);
  expect(missing(play)).toEqual(['tests-passed 1', 'tasks-closed 1', 'items-returned 1']);
  play.do(powerTest, people.tech);
  expect(missing(play)).toEqual(['tasks-closed 1', 'items-returned 1']);
  play.do({ command: 'start-task', task: 'return-items' }, people.store);
  play.settle();
  expect(missing(play)).toBe('ended');
  expect(play.state.state).toBe('ended');
  expect(play.says(end, people.commander)).toEqual([]);
  expect(nextWake(play.plan, play.state)).toBeNull();
});

test('a recovery test is a checklist with measured values, and the machines’ own status proves its last step [S1-3.4(1)]', () => {
  const play = repaired();
  play.settle();
  const partial = play.try({ ...powerTest, results: [] }, people.tech);
  expect(partial).toMatchObject({ refusal: 'test-incomplete', params: { missing: [{ id: 'voltage' }, { id: 'seal' }] } });
  expect(play.says(powerTest, people.guard)).toBe('not-in-group');
  // A person claims that the machines serve; the machines say otherwise.
  expect(play.do({ ...powerTest, results: [...results, { step: 'serving', passed: true }] }, people.tech)[0]).toMatchObject({
    event: 'test-recorded',
    passed: false,
    failed: ['serving'],
  });
  expect(play.state.state).toBe('recovering');
});

test('a failed recovery test opens the repair again and keeps the incident open [S1-3.4(1)]', () => {
  const play = repaired();
  play.settle();
  play.do({ command: 'machines-restored', machines: ['A1', 'A2', 'A3'] }, people.system);
  const low = {
    ...powerTest,
    results: [
      { step: 'voltage', value: 180 },
      { step: 'seal', passed: true },
    ],
  };
  expect(play.do(low, people.tech)).toMatchObject([
    { event: 'test-recorded', passed: false, failed: ['voltage'] },
    { event: 'task-reopened', task: 'repair' },
  ]);
  expect(missing(play)).toContain('tests-passed 1');
  expect(play.state.tasks.get('repair')).toMatchObject({ state: 'open', round: 2, sharedBy: null });
  expect(play.says(powerTest, people.tech)).toBe('test-too-early');
  play.do({ command: 'confirm-shared', task: 'repair' }, people.guard);
  play.do({ command: 'complete-task', task: 'repair' }, people.tech);
  expect(play.says(powerTest, people.tech)).toEqual(['test-recorded', 'phase-left', 'phase-entered', 'task-opened']);
});

test('a test that fails after its phase was left opens the phase again', () => {
  const play = repaired();
  play.settle();
  play.do({ command: 'machines-restored', machines: ['A1', 'A2', 'A3'] }, people.system);
  play.do(powerTest, people.tech);
  expect(play.state.phases.get('restore')?.leftAt).not.toBeNull();
  expect(
    play.says(
      {
        ...powerTest,
        results: [
          { step: 'voltage', value: 180 },
          { step: 'seal', passed: true },
        ],
      },
      people.tech,
    ),
  ).toEqual(['test-recorded', 'phase-reopened', 'task-reopened']);
  expect(play.state.phases.get('restore')?.leftAt).toBeNull();
});

test('in a drill no machine answers: withheld effects let the plan go on to its end', () => {
  const play = repaired('drill');
  play.settle('withheld');
  expect(play.state.machinesDown.size).toBe(0);
  play.do(powerTest, people.tech);
  play.do({ command: 'start-task', task: 'return-items' }, people.store);
  play.settle('withheld');
  expect(missing(play)).toBe('ended');
});

test('a false alarm is withdrawn on the record, with its reason, by the command [I-5]', () => {
  const play = new Play();
  play.do(activation, people.duty);
  expect(play.says({ command: 'withdraw', reason: '' }, people.commander)).toBe('reason-missing');
  expect(play.says({ command: 'withdraw', reason: '检修断电' }, people.commander)).toEqual(['incident-withdrawn']);
  expect(play.says({ command: 'withdraw', reason: '检修断电' }, people.commander)).toEqual([]);
  expect(play.says({ command: 'start-task', task: 'diagnose' }, people.tech)).toBe('incident-ended');
  expect(play.says({ command: 'reopen', reason: '是真的' }, people.commander)).toContain('incident-reopened');
  expect(play.task('diagnose')).toBe('open');
});

test('an ended incident opens again within 24 hours, with repair and tests to be proved anew', () => {
  const play = ended();
  play.forward('PT24H');
  expect(play.says({ command: 'reopen', reason: '又停电' }, people.tech)).toBe('command-only');
  expect(play.says({ command: 'reopen', reason: '又停电' }, people.deputy)).toEqual([
    'incident-reopened',
    'phase-reopened',
    'task-reopened',
    ...Array<string>(6).fill('person-called'),
  ]);
  expect(play.says({ command: 'reopen', reason: '又停电' }, people.deputy)).toEqual([]);
  expect(missingForEnd(smallBlueprint, play.state).map((each) => each.code)).toEqual(['tests-passed', 'tasks-closed']);
  expect(play.state.state).toBe('recovering');
  const late = ended();
  late.forward('PT24H1S');
  expect(late.says({ command: 'reopen', reason: '又停电' }, people.deputy)).toBe('reopen-too-late');
});

test('the approved report closes the record of an ended incident [S1-3.5(2)]', () => {
  const play = ended();
  expect(play.says({ command: 'report-approved', report: 'r1' }, people.system)).toEqual(['report-filed']);
  expect(play.says({ command: 'report-approved', report: 'r1' }, people.system)).toEqual([]);
  expect(play.state.state).toBe('reported');
  const running = contained();
  expect(running.says({ command: 'report-approved', report: 'r1' }, people.system)).toBe('incident-not-ended');
});

test('the same entries give the same incident', () => {
  const play = ended();
  let again = initial('i1');
  for (const { event, at } of structuredClone(play.entries)) again = evolve(again, event, at);
  expect(again).toEqual(play.state);
});
