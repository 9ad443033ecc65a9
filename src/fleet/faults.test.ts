import { expect, test } from 'vitest';
import { startTrial } from './trial.ts';

const openCodes = async (trial: Awaited<ReturnType<typeof startTrial>>, atm: string) =>
  (await trial.fleet.faults({ atm, state: 'open', limit: 50 })).items.map((fault) => fault.code).sort();

test('a signal opens a fault, the same code again keeps it one, cleared closes it', async () => {
  await using trial = await startTrial();
  expect(trial.fleet.condition('A-1')).toBe('unknown');
  await trial.signal({ atm: 'A-1', code: 'dispenser.jammed', state: 'raised' });
  await trial.signal({ atm: 'A-1', code: 'dispenser.jammed', state: 'raised' });
  expect(await openCodes(trial, 'A-1')).toEqual(['dispenser.jammed']);
  expect(trial.fleet.condition('A-1')).toBe('out-of-service');
  expect(trial.news.opened.map((fault) => fault.code)).toEqual(['dispenser.jammed']);
  trial.clock.forward('PT1M');
  await trial.signal({ atm: 'A-1', code: 'dispenser.jammed', state: 'cleared' });
  expect(await openCodes(trial, 'A-1')).toEqual([]);
  expect(trial.news.closed.map(({ id, closedAt }) => [id, closedAt])).toEqual([[trial.news.opened[0]!.id, '2026-11-23T01:01:00.000Z']]);
  expect(trial.fleet.condition('A-1')).toBe('in-service');
});

test('a word older than the last one on the same code changes nothing', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'cleared', at: '2026-11-23T00:59:00Z' });
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'raised', at: '2026-11-23T00:58:00Z' });
  expect(await openCodes(trial, 'A-1')).toEqual([]);
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'raised', at: '2026-11-23T00:59:30Z' });
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'cleared', at: '2026-11-23T00:59:10Z' });
  expect(await openCodes(trial, 'A-1')).toEqual(['cash.out']);
});

test('a fault that opens, closes and opens within one batch leaves one open and one closed', async () => {
  await using trial = await startTrial();
  const at = (second: number) => `2026-11-23T00:59:0${second}Z`;
  await trial.signal(
    { atm: 'A-1', code: 'line.down', state: 'raised', at: at(1) },
    { atm: 'A-1', code: 'line.down', state: 'cleared', at: at(2) },
    { atm: 'A-1', code: 'line.down', state: 'raised', at: at(3) },
  );
  const { items } = await trial.fleet.faults({ atm: 'A-1', limit: 10 });
  expect(items.map((fault) => [fault.openedAt.slice(17, 19), fault.closedAt?.slice(17, 19)])).toEqual([
    ['03', undefined],
    ['01', '02'],
  ]);
});

test('a device that says it will recover by itself is given its time before it is a fault', async () => {
  await using trial = await startTrial();
  const held = { atm: 'A-1', code: 'printer.inoperative', detail: { holdSeconds: 60 } } as const;
  await trial.signal({ ...held, state: 'raised' });
  expect(trial.news.opened).toEqual([]);
  trial.clock.forward('PT30S');
  await trial.signal({ ...held, state: 'cleared' });
  trial.clock.forward('PT60S');
  await trial.jobs.runDue();
  expect(trial.news.opened).toEqual([]);
  await trial.signal({ ...held, state: 'raised' });
  trial.clock.forward('PT61S');
  await trial.jobs.runDue();
  expect(trial.news.opened.map((fault) => fault.code)).toEqual(['printer.inoperative']);
  expect(trial.fleet.condition('A-1')).toBe('limited');
});

test('conditions, holds and order survive a restart', async () => {
  await using trial = await startTrial();
  await trial.signal(
    { atm: 'A-1', code: 'cash.out', state: 'raised' },
    { atm: 'A-2', code: 'printer.inoperative', state: 'raised', detail: { holdSeconds: 60 } },
    { atm: 'A-3', code: 'cash.low', state: 'cleared' },
  );
  await using again = await trial.restart();
  expect(['A-1', 'A-2', 'A-3', 'A-4'].map((atm) => again.fleet.condition(atm))).toEqual([
    'out-of-service',
    'in-service',
    'in-service',
    'unknown',
  ]);
  again.clock.forward('PT61S');
  await again.jobs.runDue();
  expect(again.news.opened.map((fault) => fault.atm)).toEqual(['A-2']);
  await again.signal({ atm: 'A-1', code: 'cash.out', state: 'raised' });
  expect(await openCodes(again, 'A-1')).toEqual(['cash.out']);
  expect(again.news.opened).toHaveLength(1);
});

test('a signal of a site concerns all its machines', async () => {
  await using trial = await startTrial();
  await trial.signal({ site: 'S-1', code: 'power.lost', state: 'raised' });
  expect(trial.news.opened.map((fault) => fault.atm).sort()).toEqual(['A-1', 'A-2']);
});

test('a clock ten years off is noted, the signal kept with the time of receipt, and the note ends with the first true time', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'raised', at: '2016-11-23T01:00:00Z' });
  expect(await openCodes(trial, 'A-1')).toEqual(['cash.out', 'machine.clock']);
  const { items } = await trial.fleet.faults({ atm: 'A-1', code: 'machine.clock', limit: 1 });
  expect(items[0]).toMatchObject({ openedAt: '2026-11-23T01:00:00.000Z', detail: { said: '2016-11-23T01:00:00Z' } });
  await trial.signal({ atm: 'A-1', code: 'cash.low', state: 'cleared' });
  expect(await openCodes(trial, 'A-1')).toEqual(['cash.out']);
});

test('a fault whose detail PostgreSQL cannot hold does not stop the others', async () => {
  await using trial = await startTrial();
  await trial.signal(
    { atm: 'A-1', code: 'cash.out', state: 'raised', detail: { 'a\u0000b': 'x\u0000y', half: '\ud800', path: 'C:\\u0000' } },
    { atm: 'A-2', code: 'cash.out', state: 'raised' },
  );
  expect(trial.news.opened).toHaveLength(2);
  const { items } = await trial.fleet.faults({ atm: 'A-1', limit: 1 });
  expect(items[0]!.detail).toEqual({ 'a\ufffdb': 'x\ufffdy', half: '\ufffd', path: 'C:\\u0000', source: 'trial' });
});

test('a duty officer ends a fault that no machine will clear, on the record', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-1', code: 'card.retained', state: 'raised' });
  const id = trial.news.opened[0]!.id;
  const close = (role: 'duty-officer' | 'responder') =>
    trial.app.inject({
      method: 'POST',
      url: `/api/v1/faults/${id}/commands`,
      headers: trial.as(role),
      payload: { command: 'close', reason: '卡已归还' },
    });
  expect((await close('responder')).statusCode).toBe(403);
  expect((await close('duty-officer')).json()).toMatchObject({ id, closedAt: '2026-11-23T01:00:00.000Z' });
  expect((await close('duty-officer')).statusCode).toBe(200);
  expect(trial.news.closed).toHaveLength(1);
});
