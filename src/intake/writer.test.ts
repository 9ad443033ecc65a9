import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openDb, openPool } from '#platform';
import { testDatabase } from '../../test/database.ts';
import { Seen } from './dedup.ts';
import { keptSignals } from './kept.ts';
import type { TimedSignal } from './model.ts';
import { migrations } from './store.ts';
import { type Applied, type Batch, Writer } from './writer.ts';

const signal = (id: string): TimedSignal => ({
  id,
  source: 's',
  atm: 'A-1',
  site: null,
  code: 'cash.out',
  state: 'raised',
  at: '2026-11-23T01:00:00Z',
  ms: Date.parse('2026-11-23T01:00:00Z'),
  detail: {},
});
const batchOf = (...ids: string[]): Batch => {
  const signals = ids.map(signal);
  return {
    kind: 'signals',
    receivedMs: Date.parse('2026-11-23T01:00:00Z'),
    raw: Buffer.from(JSON.stringify(signals)),
    signals,
    indexes: ids.map((_, index) => index),
    deadLetters: [],
  };
};

/** Stands between the program and PostgreSQL; when told to, it lets one COMMIT through and cuts the line before the answer. */
async function cuttingProxy(url: string) {
  const to = new URL(url);
  const control = { cutNextCommit: false, cuts: 0 };
  const server = createServer((client: Socket) => {
    const upstream = connect(Number(to.port), to.hostname);
    let cutting = false;
    client.on('data', (data) => {
      if (control.cutNextCommit && data.toString('latin1').toLowerCase().includes('commit')) {
        control.cutNextCommit = false;
        cutting = true;
      }
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (!cutting) return client.write(data);
      control.cuts++;
      upstream.destroy(); // it has answered, so it has committed
      return client.destroy();
    });
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    control,
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String((server.address() as { port: number }).port) }).href,
  };
}

test('when the answer to a commit is lost, the batch sent again is known, and the receivers read again what is true', async () => {
  await using database = await testDatabase([migrations]);
  const proxy = await cuttingProxy(database.url);
  const pool = openPool(proxy.url, 2);
  const db = openDb(pool);
  onTestFinished(() => db.destroy());
  const told: string[][] = [];
  const after = { undone: 0, rechecked: 0 };
  const applied: Applied = {
    undo: () => void after.undone++,
    recheck: async () => void after.rechecked++,
  };
  const writer = new Writer(
    db,
    async (_trx, signals) => {
      told.push(signals.map((each) => each.id));
      return applied;
    },
    new Seen(12),
  );
  await writer.open();
  expect(await writer.submit(batchOf('1'))).toEqual({ duplicates: 0 });
  proxy.control.cutNextCommit = true;
  await expect(writer.submit(batchOf('2', '3'))).rejects.toThrow();
  expect(proxy.control.cuts).toBe(1);
  expect(after).toEqual({ undone: 0, rechecked: 0 });
  expect(await writer.submit(batchOf('2', '3', '4'))).toEqual({ duplicates: 2 });
  expect(after.rechecked).toBe(1);
  expect(told).toEqual([['1'], ['2', '3'], ['4']]);
  expect((await keptSignals(database.db, { limit: 9 })).items.map((kept) => kept.id)).toEqual(['4', '3', '2', '1']);
});

test('what waits is bounded: beyond it the sender is told to come again', async () => {
  await using database = await testDatabase([migrations]);
  const writer = new Writer(database.db, async () => undefined, new Seen(16));
  const answers = await Promise.allSettled(Array.from({ length: 5000 }, (_, index) => writer.submit(batchOf(`${index}`))));
  const taken = answers.filter((answer) => answer.status === 'fulfilled').length;
  expect(taken).toBeGreaterThanOrEqual(4096);
  expect(taken).toBeLessThan(5000);
  expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({ reason: { name: 'Busy' } });
  expect((await keptSignals(database.db, { limit: 10_000 })).items).toHaveLength(taken);
});

test('a machine is found among many batches without reading the others', async () => {
  await using database = await testDatabase([migrations]);
  const writer = new Writer(database.db, async () => undefined, new Seen(16));
  await Promise.all(
    Array.from({ length: 400 }, (_, batch) => {
      const given = batchOf(...Array.from({ length: 20 }, (__, index) => `${batch}-${index}`));
      given.signals = given.signals.map((each, index) => ({ ...each, atm: `A-${batch * 20 + index}` }));
      return writer.submit({ ...given, raw: Buffer.from(JSON.stringify(given.signals)) });
    }),
  );
  for (const machine of [0, 777, 7999]) expect((await keptSignals(database.db, { atm: `A-${machine}`, limit: 9 })).items).toHaveLength(1);
  expect((await keptSignals(database.db, { atm: 'A-8000', limit: 9 })).items).toEqual([]);
});
