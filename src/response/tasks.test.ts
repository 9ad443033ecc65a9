import { expect, test } from 'vitest';
import { isRefusal } from '#platform';
import { activation, Play, people, person, smallPlan } from './fixture.ts';
import type { IncidentCommand } from './model.ts';

const photo = { kind: 'photo', file: 'p.jpg', sha256: 'ab' } as const;
const diagnosis = { command: 'complete-task', task: 'diagnose', answers: { cause: 'grid', minutes: 22 } } as const;
const cordon: IncidentCommand = { command: 'complete-task', task: 'cordon', checked: ['tape'], evidence: [photo] };
const activated = (mode: 'live' | 'drill' = 'live') => {
  const play = new Play(smallPlan, mode);
  play.do(activation, people.commander);
  return play;
};
const diagnosed = (mode: 'live' | 'drill' = 'live') => {
  const play = activated(mode);
  play.do(diagnosis, people.tech2);
  play.do({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander);
  return play;
};
const missing = (play: Play, ...args: Parameters<Play['try']>) => {
  const answer = play.try(...args);
  if (!isRefusal(answer)) throw new Error('not refused');
  return (answer.params['missing'] as { id: string }[]).map((lack) => lack.id);
};

test('tasks open with their phase and their deadline, each with one group and a named person [S2-6.1(2)]', () => {
  const play = activated();
  expect(play.of('task-opened').map((event) => [event.task, event.due, event.group, event.assignee?.id])).toEqual([
    ['diagnose', '2026-03-08T03:30:00.000Z', 'technical', 'tech'],
    ['cordon', '2026-03-08T03:20:00.000Z', 'security', 'guard'],
    ['contact', '2026-03-08T03:10:00.000Z', 'security', 'guard'],
  ]);
});

test('a completion is refused with all that is missing at once: fields, kinds, units, checks, proof', () => {
  const play = activated();
  expect(missing(play, { command: 'complete-task', task: 'diagnose' }, people.tech)).toEqual(['cause', 'minutes']);
  expect(
    missing(
      play,
      { command: 'complete-task', task: 'diagnose', answers: { cause: 'gremlins', minutes: '22', loss: -1, colour: 'red' } },
      people.tech,
    ),
  ).toEqual(['cause', 'minutes', 'loss', 'colour']);
  expect(missing(play, { command: 'complete-task', task: 'cordon' }, people.guard)).toEqual(['tape', 'photo']);
  expect(
    missing(play, { command: 'complete-task', task: 'cordon', checked: ['tape'], evidence: [{ kind: 'photo' }] }, people.guard),
  ).toEqual(['photo']);
  expect(play.task('cordon')).toBe('open');
});

test('a task belongs to its group, or to the one it was given to; the command may do any', () => {
  const play = activated();
  expect(play.says(cordon, people.tech)).toBe('not-in-group');
  expect(play.says({ command: 'reassign-task', task: 'cordon', person: person('tech'), reason: '就近' }, people.tech)).toBe('direct-role');
  expect(play.says({ command: 'reassign-task', task: 'cordon', person: person('tech'), reason: '' }, people.guard)).toBe('reason-missing');
  expect(play.says({ command: 'reassign-task', task: 'cordon', person: person('tech'), reason: '就近' }, people.guard)).toEqual([
    'task-reassigned',
  ]);
  expect(play.says({ command: 'start-task', task: 'cordon' }, people.tech)).toEqual(['task-started']);
  expect(play.says(cordon, people.commander)).toEqual(['task-completed']);
});

test('two people complete the same task: it is completed once, the second press changes nothing', () => {
  const play = activated();
  expect(play.says(cordon, people.guard)).toEqual(['task-started', 'task-completed']);
  expect(play.says(cordon, people.guard2)).toEqual([]);
  expect(play.of('task-completed')).toHaveLength(1);
});

test('the diagnosis with its cause waits for the approval of another person of the role the plan names [S1-3.2(1), S2-5.1(2)]', () => {
  const play = activated();
  expect(play.says(diagnosis, people.commander)).toEqual(['task-started', 'task-submitted']);
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander)).toBe('approval-own');
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.tech)).toBe('approval-role');
  // The commander submitted it, so the deputy is the other person.
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: false, reason: '' }, people.deputy)).toBe('reason-missing');
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: false, reason: '再查' }, people.deputy)).toEqual([
    'task-rejected',
  ]);
  expect(play.task('diagnose')).toBe('running');
  play.do(diagnosis, people.tech);
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander)).toEqual([
    'task-approved',
    'task-completed',
    'task-opened',
    'task-opened',
  ]);
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander)).toEqual([]);
  expect(play.state.tasks.get('diagnose')).toMatchObject({
    answers: { cause: 'grid', minutes: 22 },
    doneBy: { id: 'tech' },
    approvedBy: { id: 'commander' },
  });
});

test('measures follow the cause: a branch of the plan opens by the answer given, and is skipped with its reason otherwise [S1-3.3(1)]', () => {
  const grid = diagnosed();
  expect(grid.task('generator')).toBe('open');
  const breaker = activated();
  breaker.do({ ...diagnosis, answers: { cause: 'breaker', minutes: 3 } }, people.tech2);
  breaker.do({ command: 'approve-task', task: 'diagnose', approved: true }, people.commander);
  expect(breaker.task('generator')).toBe('skipped');
  expect(breaker.of('task-skipped')).toMatchObject([{ task: 'generator', reason: { zh: '“排查原因”的结果不要求' } }]);
  const damage = new Play();
  damage.do({ ...activation, eventClass: 'equipment-damage' }, people.commander);
  expect(damage.task('generator')).toBe('skipped');
});

test('a task of the command room cannot begin before those that it waits for, and says which', () => {
  const play = activated();
  const answer = play.try({ command: 'start-task', task: 'close-machines' }, people.tech);
  expect(answer).toMatchObject({ refusal: 'task-blocked', params: { after: [{ zh: '排查原因' }] } });
  expect(play.says({ command: 'start-task', task: 'repair' }, people.tech)).toBe('task-blocked');
  expect(play.says({ command: 'start-task', task: 'nothing' }, people.tech)).toBe('task-unknown');
});

test('closing machines is a typed action of two persons, and the machines’ own answer closes the task [S2-5.2(1)]', () => {
  const play = diagnosed();
  expect(play.says({ command: 'start-task', task: 'close-machines', machines: ['A1', 'X9'] }, people.tech)).toBe('machine-unknown');
  expect(play.says({ command: 'start-task', task: 'close-machines', machines: ['A1', 'A2'] }, people.tech)).toEqual([
    'task-start-submitted',
  ]);
  expect(play.of('effect-requested').filter((event) => event.task === 'close-machines')).toEqual([]);
  expect(play.says({ command: 'approve-task', task: 'close-machines', approved: true }, people.tech)).toBe('approval-own');
  expect(play.says({ command: 'approve-task', task: 'close-machines', approved: true }, people.guard)).toBe('approval-role');
  expect(play.says({ command: 'approve-task', task: 'close-machines', approved: true }, people.tech2)).toEqual([
    'task-approved',
    'task-started',
    'effect-requested',
  ]);
  expect(play.of('effect-requested').at(-1)).toMatchObject({
    key: 'i1:close-machines:0:1',
    machines: ['A1', 'A2'],
    effect: { kind: 'close-machine' },
  });
  expect(play.says({ command: 'complete-task', task: 'close-machines', note: '关了' }, people.tech)).toBe('closed-by-effects');
  const settle = { command: 'settle-effect', effect: 'i1:close-machines:0:1', outcome: 'done', detail: '2 台已关闭' } as const;
  expect(play.says(settle, people.tech)).toBe('system-only');
  expect(play.do(settle, people.system)).toMatchObject([
    { event: 'effect-settled' },
    { event: 'task-completed', by: null, note: '2 台已关闭' },
  ]);
  expect(play.says(settle, people.system)).toEqual([]);
});

test('an effect that fails leaves its task open with the reason; a person may close it with a note', () => {
  const play = diagnosed();
  play.do({ command: 'start-task', task: 'close-machines' }, people.tech);
  play.do({ command: 'approve-task', task: 'close-machines', approved: true }, people.commander);
  play.do({ command: 'settle-effect', effect: 'i1:close-machines:0:1', outcome: 'failed', detail: 'A2 无应答' }, people.system);
  expect(play.task('close-machines')).toBe('running');
  expect(play.says({ command: 'complete-task', task: 'close-machines' }, people.tech)).toBe('note-missing');
  expect(play.says({ command: 'complete-task', task: 'close-machines', note: '现场断电关闭' }, people.tech)).toEqual(['task-completed']);
});

test('a task shared with the staff on site needs both of them [S1-3.3(2)]', () => {
  const play = atRestore();
  expect(play.says({ command: 'complete-task', task: 'repair' }, people.tech)).toBe('shared-confirmation-missing');
  expect(play.says({ command: 'confirm-shared', task: 'repair' }, people.tech2)).toBe('not-in-group');
  expect(play.says({ command: 'confirm-shared', task: 'repair' }, people.guard)).toEqual(['task-shared-confirmed']);
  expect(play.says({ command: 'confirm-shared', task: 'repair' }, people.guard2)).toEqual([]);
  expect(play.says({ command: 'complete-task', task: 'repair' }, people.tech)).toEqual(['task-started', 'task-completed', 'task-opened']);
});

test('a task is waived with a reason by the roles that the plan names, and by nobody else [S1-3.5(1)]', () => {
  const play = diagnosed();
  expect(play.says({ command: 'waive-task', task: 'contact', reason: '不需要' }, people.commander)).toBe('waive-never');
  expect(play.says({ command: 'waive-task', task: 'cordon', reason: '无人' }, people.deputy)).toBe('waive-role');
  expect(play.says({ command: 'waive-task', task: 'cordon', reason: ' ' }, people.commander)).toBe('reason-missing');
  expect(play.says({ command: 'waive-task', task: 'cordon', reason: '无人' }, people.commander)).toEqual(['task-waived']);
  expect(play.says({ command: 'waive-task', task: 'cordon', reason: '无人' }, people.commander)).toEqual([]);
  expect(play.says({ command: 'waive-task', task: 'generator', reason: '已有' }, people.tech)).toBe('waive-role');
  expect(play.says({ command: 'waive-task', task: 'generator', reason: '已有' }, people.store)).toEqual(['task-waived']);
});

test('an outside party is spoken to again every 30 minutes while the phase lasts, and overdue contacts show [S2-5.1(3)]', () => {
  const play = activated();
  play.forward('PT5M');
  expect(play.do({ command: 'complete-task', task: 'contact' }, people.guard).at(-1)).toMatchObject({
    event: 'task-opened',
    task: 'contact',
    round: 2,
    due: '2026-03-08T03:35:00.000Z',
  });
  expect(play.says({ command: 'complete-task', task: 'contact' }, people.guard)).toEqual([]); // pressed twice
  expect(play.says({ command: 'complete-task', task: 'contact', round: 1 }, people.guard2)).toEqual([]); // in two tabs
  play.forward('PT31M');
  expect(play.tick().filter((event) => event.event === 'task-overdue' && event.task === 'contact')).toHaveLength(1);
  expect(play.says({ command: 'complete-task', task: 'contact' }, people.guard2)).toContain('task-opened');
  expect(play.of('task-completed').map((event) => event.late)).toEqual([false, true]);
});

test('an overdue task is told once, to its person, its group’s head and the command’s', () => {
  const play = activated();
  for (const id of ['commander', 'tech', 'guard']) play.do({ command: 'acknowledge', person: id }, people.system);
  play.do({ command: 'reassign-task', task: 'cordon', person: person('guard2'), reason: '在场' }, people.guard);
  play.forward('PT20M');
  expect(play.tick().find((event) => event.event === 'task-overdue' && event.task === 'cordon')).toMatchObject({
    toldTo: [{ id: 'guard2' }, { id: 'guard' }, { id: 'commander' }],
  });
  expect(play.tick()).toEqual([]);
});

test('a task that the plan does not have is added by the command or the head of a group, and holds the phase', () => {
  const play = activated();
  const more = { command: 'add-task', title: { zh: '接应', en: 'meet' }, group: 'security', deadline: 'PT15M', reason: '路不通' } as const;
  expect(play.says(more, people.tech)).toBe('direct-role');
  expect(play.says({ ...more, deadline: 'soon' }, people.guard)).toBe('deadline-invalid');
  expect(play.says(more, people.guard)).toEqual(['task-opened']);
  expect(play.state.tasks.get('added-1')).toMatchObject({ adHoc: true, phase: 'contain', state: 'open' });
  expect(play.says({ command: 'complete-task', task: 'added-1' }, people.guard2)).toEqual(['task-started', 'task-completed']);
});

/** Everything of the first phase done; nobody had answered late. */
function atRestore(): Play {
  const play = diagnosed();
  play.do(cordon, people.guard);
  play.do({ command: 'start-task', task: 'generator' }, people.store);
  play.do({ command: 'complete-task', task: 'generator' }, people.store);
  play.do({ command: 'start-task', task: 'close-machines' }, people.tech);
  play.do({ command: 'approve-task', task: 'close-machines', approved: true }, people.commander);
  play.do({ command: 'complete-task', task: 'contact' }, people.guard);
  play.settle();
  expect(play.of('phase-left').map((event) => event.phase)).toEqual(['contain']);
  return play;
}

test('what failed outside is asked for again under a key of its own, and its answer closes the task', () => {
  const play = diagnosed();
  play.do({ command: 'start-task', task: 'close-machines' }, people.tech);
  play.do({ command: 'approve-task', task: 'close-machines', approved: true }, people.commander);
  const first = 'i1:close-machines:0:1';
  expect(play.says({ command: 'retry-effect', effect: first }, people.tech)).toEqual([]); // it has not failed
  play.do({ command: 'settle-effect', effect: first, outcome: 'failed', detail: 'A2 无应答' }, people.system);
  expect(play.says({ command: 'retry-effect', effect: first }, people.guard)).toBe('not-in-group');
  expect(play.do({ command: 'retry-effect', effect: first }, people.tech)).toMatchObject([
    { event: 'effect-requested', key: 'i1:close-machines:0:1.2', again: first },
  ]);
  expect(play.says({ command: 'retry-effect', effect: first }, people.tech)).toEqual([]);
  play.do({ command: 'settle-effect', effect: 'i1:close-machines:0:1.2', outcome: 'failed', detail: 'A2 无应答' }, people.system);
  expect(play.do({ command: 'retry-effect', effect: 'i1:close-machines:0:1.2' }, people.tech)).toMatchObject([
    { key: 'i1:close-machines:0:1.3' },
  ]);
  expect(play.says({ command: 'settle-effect', effect: 'i1:close-machines:0:1.3', outcome: 'done', detail: '' }, people.system)).toEqual([
    'effect-settled',
    'task-completed',
  ]);
});
