import { expect, test } from 'vitest';
import { type Act, type Delivery, openOutbox, type Shelf, truly } from './outbox.ts';

const memory = (acts = new Map<string, Act>()): Shelf & { acts: Map<string, Act> } => ({
  acts,
  all: async () => [...acts.values()],
  put: async (act) => void acts.set(act.key, act),
  remove: async (key) => void acts.delete(key),
});
const act = (key: string, at: string, subject = 'inc'): Omit<Act, 'refused' | 'owner'> => ({
  key,
  at,
  subject,
  kind: 'command',
  label: key,
  path: '/api/v1/incidents/inc/commands',
  body: { command: 'start-task' },
});
const sent = async (): Promise<Delivery> => ({ outcome: 'sent', answer: {} });

test('what was done without network is still there when the page opens again, oldest first [S3-3.2(1)]', async () => {
  const shelf = memory();
  const first = await openOutbox(shelf, 'ding', async () => ({ outcome: 'unreachable' }));
  await first.add(act('b', '2026-07-16T06:33:00Z'));
  await first.add(act('a', '2026-07-16T06:26:00Z'));
  await first.flush();
  expect(first.waiting().map((one) => one.key)).toEqual(['a', 'b']);

  const heard: [string, string][] = [];
  const again = await openOutbox(shelf, 'ding', async (one) => {
    heard.push([one.key, one.at]);
    return { outcome: 'sent', answer: {} };
  });
  await again.flush();
  expect(heard).toEqual([
    ['a', '2026-07-16T06:26:00Z'],
    ['b', '2026-07-16T06:33:00Z'],
  ]);
  expect(again.waiting()).toEqual([]);
  expect(shelf.acts.size).toBe(0);
});

test('two flushes at once send an act once', async () => {
  const heard: string[] = [];
  const outbox = await openOutbox(memory(), 'ding', async (one) => {
    heard.push(one.key);
    return { outcome: 'sent', answer: {} };
  });
  await outbox.add(act('a', '2026-07-16T06:26:00Z'));
  await Promise.all([outbox.flush(), outbox.flush()]);
  expect(heard).toEqual(['a']);
});

test('the same act added twice is kept once', async () => {
  const outbox = await openOutbox(memory(), 'ding', sent);
  await outbox.add(act('a', '2026-07-16T06:26:00Z'));
  await outbox.add(act('a', '2026-07-16T06:27:00Z'));
  expect(outbox.waiting()).toHaveLength(1);
});

test('an act that is refused waits for the person, holds up its own incident and no other', async () => {
  const heard: string[] = [];
  const outbox = await openOutbox(memory(), 'ding', async (one) => {
    heard.push(one.key);
    return one.key === 'a' ? { outcome: 'refused', why: '任务已由别人完成。' } : { outcome: 'sent', answer: {} };
  });
  await outbox.add(act('a', '2026-07-16T06:26:00Z'));
  await outbox.add(act('b', '2026-07-16T06:27:00Z'));
  await outbox.add(act('c', '2026-07-16T06:28:00Z', 'another'));
  await outbox.flush();
  expect(heard).toEqual(['a', 'c']);
  expect(outbox.waiting().map((one) => [one.key, one.refused])).toEqual([
    ['a', '任务已由别人完成。'],
    ['b', null],
  ]);
  await outbox.drop('a');
  await outbox.flush();
  expect(heard).toEqual(['a', 'c', 'b']);
});

test('a sender that throws loses nothing', async () => {
  const outbox = await openOutbox(memory(), 'ding', () => Promise.reject(new TypeError('Failed to fetch')));
  await outbox.add(act('a', '2026-07-16T06:26:00Z'));
  await outbox.flush();
  expect(outbox.waiting()).toHaveLength(1);
});

test('another account on the same phone neither sees nor sends it', async () => {
  const shelf = memory();
  const mine = await openOutbox(shelf, 'ding', async () => ({ outcome: 'unreachable' }));
  await mine.add(act('a', '2026-07-16T06:26:00Z'));
  const heard: string[] = [];
  const theirs = await openOutbox(shelf, 'wu', async (one) => {
    heard.push(one.key);
    return { outcome: 'sent', answer: {} };
  });
  await theirs.flush();
  expect(heard).toEqual([]);
  expect(theirs.waiting()).toEqual([]);
});

test('everyone who listens is told when something is added and when it is sent', async () => {
  const outbox = await openOutbox(memory(), 'ding', sent);
  const counts: number[] = [];
  const stop = outbox.subscribe(() => counts.push(outbox.waiting().length));
  await outbox.add(act('a', '2026-07-16T06:26:00Z'));
  await outbox.flush();
  stop();
  await outbox.add(act('b', '2026-07-16T06:27:00Z'));
  expect(counts).toEqual([1, 0]);
});

test('what was done offline and sent later says when it was truly done [I-2]', () => {
  const done = {
    ...act('a', '2026-07-16T06:26:00.000Z'),
    owner: 'ding',
    refused: null,
    body: { command: 'complete-task', task: 't', note: '已接线' },
  };
  expect(truly(done, Date.parse('2026-07-16T06:26:30Z'))).toEqual(done.body);
  expect(truly(done, Date.parse('2026-07-16T06:41:00Z')).note).toBe(
    '已接线 （离线补录，实际时间 entered later, true time 2026-07-16T06:26:00Z）',
  );
  const started = { ...done, body: { command: 'start-task', task: 't' } };
  expect(truly(started, Date.parse('2026-07-16T06:41:00Z'))).toEqual(started.body);
});
