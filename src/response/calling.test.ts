import { expect, test } from 'vitest';
import { nextWake } from './decide.ts';
import { activation, Play, people, person, rosters } from './fixture.ts';

const activated = () => {
  const play = new Play();
  play.do(activation, people.duty);
  return play;
};

test('one action activates the plan, fixes its version, convenes the groups and calls the first of each and the whole command [S1-3.1(2), S3-4.2(1), S2-5.1(1)]', () => {
  const play = activated();
  expect(play.of('incident-activated')).toMatchObject([
    { number: 'INC-2026-0001', level: 'II', plan: { id: 'small', version: 3 }, machines: ['A1', 'A2', 'A3'] },
  ]);
  expect(play.of('group-convened').map((event) => event.group)).toEqual(['command', 'technical', 'security', 'logistics', 'work-group']);
  expect(play.of('person-called').map((event) => event.person.id)).toEqual(['commander', 'deputy', 'tech', 'guard', 'store', 'worker']);
  expect(play.of('phase-entered').map((event) => event.phase)).toEqual(['contain']);
  expect(play.says(activation, people.duty)).toEqual([]);
});

test('groups are formed by the class of the event, with their composition on the record [S2-4.2]', () => {
  const play = new Play();
  play.do({ ...activation, eventClass: 'equipment-damage' }, people.commander);
  const formed = play.of('group-convened');
  expect(formed.map((event) => event.group)).toEqual(['command', 'technical', 'security', 'work-group']);
  expect(formed[1]?.roster.seats.map((seat) => [seat.person.id, seat.seat])).toEqual([
    ['tech', 'leader'],
    ['tech3', 'member'],
    ['tech2', 'deputy'],
  ]);
});

test('only the command, and the duty officer it delegated to, activates; only the command sets the level, orders and withdraws [S1-2.1(1)]', () => {
  for (const by of [people.tech, people.auditor, people.vendor, people.guard2])
    expect(new Play().says(activation, by)).toBe('activation-role');
  const play = activated();
  for (const by of [people.duty, people.tech, people.auditor]) {
    expect(play.says({ command: 'set-level', level: 'I', reason: '扩大' }, by)).toBe('command-only');
    expect(play.says({ command: 'withdraw', reason: '误报' }, by)).toBe('command-only');
    expect(play.says({ command: 'record-order', text: '停业', to: [] }, by)).toBe('command-only');
    expect(play.says({ command: 'declare-end', text: '结束' }, by)).toBe('end-role');
  }
  expect(play.says({ command: 'set-level', level: 'I', reason: '扩大' }, people.deputy)).toEqual(['level-changed', 'task-opened']);
  expect(play.says({ command: 'set-level', level: 'I', reason: '扩大' }, people.deputy)).toEqual([]);
});

test('who answered is on the record, with the seconds it took, once', () => {
  const play = activated();
  play.forward('PT90S');
  expect(play.do({ command: 'acknowledge', person: 'tech' }, people.tech)).toMatchObject([
    { event: 'person-acknowledged', person: { id: 'tech' }, afterSeconds: 90 },
  ]);
  expect(play.says({ command: 'acknowledge', person: 'tech' }, people.system)).toEqual([]);
  expect(play.says({ command: 'acknowledge', person: 'guard' }, people.tech)).toBe('not-that-person');
  expect(play.says({ command: 'acknowledge', person: 'auditor' }, people.auditor)).toBe('person-not-called');
});

test('a call unanswered in the plan’s time climbs to the deputy, once, and who answers takes the tasks [S2-6.1(2)]', () => {
  const play = activated();
  for (const id of ['commander', 'deputy', 'guard', 'store', 'worker']) play.do({ command: 'acknowledge', person: id }, people.system);
  expect(nextWake(play.plan, play.state)?.toString()).toBe('2026-03-08T03:10:00Z'); // the contact is due first
  play.forward('PT14M59S');
  play.tick();
  expect(play.of('call-escalated')).toEqual([]);
  play.forward('PT1S');
  expect(play.tick()).toMatchObject([
    { event: 'call-escalated', from: { id: 'tech' }, to: { id: 'tech2' } },
    { event: 'person-called', person: { id: 'tech2' }, attempt: 1 },
  ]);
  expect(play.tick()).toEqual([]);
  expect(play.state.tasks.get('diagnose')?.assignee?.id).toBe('tech');
  play.do({ command: 'acknowledge', person: 'tech2' }, people.tech2);
  expect(play.state.tasks.get('diagnose')?.assignee?.id).toBe('tech2');
});

test('who sits in the command and leads a group, and does not answer, is replaced in both [S2-6.1(2)]', () => {
  const play = new Play();
  const both = rosters.map((roster) =>
    roster.group === 'command'
      ? { ...roster, seats: [...roster.seats, { person: { id: 'guard', name: 'guard' }, seat: 'member' as const }] }
      : roster,
  );
  play.do({ ...activation, rosters: both }, people.duty);
  for (const id of ['commander', 'deputy', 'tech', 'store', 'worker']) play.do({ command: 'acknowledge', person: id }, people.system);
  play.forward('PT15M');
  play.tick();
  expect(play.of('call-escalated').map((event) => [event.from.id, event.group, event.to?.id])).toEqual([
    ['guard', 'security', 'guard2'],
    ['guard', 'command', 'deputy'],
  ]);
  expect(play.of('person-called').at(-1)?.person.id).toBe('guard2');
});

test('when the chain is through it begins again, three times each, and then says that nobody is left', () => {
  const play = activated();
  for (let i = 0; i < 40; i++) {
    play.forward('PT15M');
    play.tick();
  }
  const calls = play.of('person-called').filter((event) => event.group === 'technical');
  expect(calls.map((event) => `${event.person.id} ${event.attempt}`).sort()).toEqual(
    ['tech', 'tech2', 'tech3'].flatMap((id) => [1, 2, 3].map((attempt) => `${id} ${attempt}`)),
  );
  expect(
    play
      .of('call-escalated')
      .filter((event) => event.group === 'technical')
      .at(-1)?.to,
  ).toBeNull();
});

test('the deputy stands in for a leader of the command who does not answer: approves in their place [S1-2.1(2)]', () => {
  const play = activated();
  for (const id of ['deputy', 'tech', 'guard', 'store', 'worker']) play.do({ command: 'acknowledge', person: id }, people.system);
  play.do({ command: 'complete-task', task: 'diagnose', answers: { cause: 'grid', minutes: 22 } }, people.tech);
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.deputy)).toBe('approval-role');
  play.forward('PT15M');
  expect(play.tick()).toContainEqual(expect.objectContaining({ event: 'call-escalated', from: person('commander'), to: person('deputy') }));
  expect(play.says({ command: 'approve-task', task: 'diagnose', approved: true }, people.deputy)).toContain('task-completed');
});

test('the command names the leader of the work group, who accepts or declines [S2-4.2(1)]', () => {
  const play = activated();
  const appoint = { command: 'appoint', group: 'work-group', person: person('expert') } as const;
  const expert = { ...people.worker, id: 'expert', name: 'expert', seats: [] };
  expect(play.says(appoint, people.worker)).toBe('command-only');
  expect(play.says({ ...appoint, group: 'technical' }, people.commander)).toBe('leader-not-appointed');
  expect(play.says(appoint, people.commander)).toEqual(['leader-appointed', 'person-called']);
  expect(play.says(appoint, people.commander)).toEqual([]);
  expect(play.says({ command: 'accept-appointment', group: 'work-group' }, people.worker)).toBe('not-appointed');
  expect(play.says({ command: 'decline-appointment', group: 'work-group', reason: '在外地' }, expert)).toEqual([
    'appointment-declined',
    'person-acknowledged',
  ]);
  expect(play.says({ ...appoint, person: person('worker') }, people.deputy)).toEqual(['leader-appointed']);
  expect(play.says({ command: 'accept-appointment', group: 'work-group' }, people.worker)).toEqual([
    'appointment-accepted',
    'person-acknowledged',
  ]);
  expect(play.says({ command: 'accept-appointment', group: 'work-group' }, people.worker)).toEqual([]);
});

test('a situation report that does not come is told once per beat; a report starts the rhythm anew [S3-4.3(2)]', () => {
  const play = activated();
  play.forward('PT1H');
  expect(play.tick().filter((event) => event.event === 'report-overdue')).toHaveLength(1);
  expect(play.tick()).toEqual([]);
  play.forward('PT30M');
  play.do({ command: 'report-situation', text: '已到现场', group: 'technical' }, people.tech);
  play.forward('PT59M');
  play.tick();
  expect(play.of('report-overdue')).toHaveLength(1);
  play.forward('PT10H'); // the server was off: one word for all the beats missed
  play.tick();
  expect(play.of('report-overdue')).toHaveLength(2);
  expect(play.says({ command: 'report-situation', text: '我看看' }, people.auditor)).toBe('not-in-incident');
});
