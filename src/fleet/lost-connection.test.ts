import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startTrial } from './trial.ts';

const atms = ['A-1', 'A-2', 'A-3', 'A-4'];
const codes = ['cash.out', 'line.down', 'printer.paper-out'];

test('connections to the database are cut again and again: every signal is kept exactly once, and the memory says what the tables say', {
  timeout: 90_000,
}, async () => {
  await using trial = await startTrial();
  const owner = new pg.Client({ connectionString: trial.database.url });
  await owner.connect();
  let running = true;
  let cuts = 0;
  const cutting = (async () => {
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      // Whoever is in a transaction, so that some are cut between their commit and its answer.
      const { rowCount } = await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
      );
      cuts += rowCount ?? 0;
    }
  })();
  let retries = 0;
  const send = async (sender: number) => {
    for (let batch = 0; batch < 40; batch++) {
      const at = new Date(Date.parse('2026-11-23T00:00:00Z') + batch * 1000).toISOString();
      const signals = Array.from({ length: 10 }, (_, index) => ({
        id: `${sender}-${batch}-${index}`,
        source: 'trial',
        atm: atms[(sender + index) % 4],
        code: codes[index % 3],
        state: (batch + index) % 2 ? 'raised' : 'cleared',
        at,
      }));
      for (;;) {
        const answer = await trial.app.inject({
          method: 'POST',
          url: '/api/v1/signals',
          headers: { ...trial.as('integration'), 'content-type': 'application/json' },
          payload: JSON.stringify(signals),
        });
        if (answer.statusCode === 200) {
          expect(answer.json().accepted).toBe(10);
          break;
        }
        expect([500, 503]).toContain(answer.statusCode);
        retries++;
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, sender) => send(sender)));
  running = false;
  await cutting;
  await owner.end();
  expect(cuts).toBeGreaterThan(3);
  expect(retries).toBeGreaterThan(0);
  const ids = (await trial.intake.signals({ limit: 10_000 })).items.map((kept) => kept.id);
  expect(ids).toHaveLength(6 * 40 * 10);
  expect(new Set(ids).size).toBe(ids.length);
  const { rows } = await sql<{ atm: string; code: string }>`select atm, code from fault where closed_at is null order by atm, code`.execute(
    trial.database.db,
  );
  const inMemory = atms.flatMap((atm) => [...trial.fleet.machine(atm)!.open.keys()].sort().map((code) => ({ atm, code })));
  expect(inMemory).toEqual(rows);
});

test('a batch that the database cannot keep does not take the others of its commit with it', async () => {
  await using trial = await startTrial();
  const { receiver } = trial.intake;
  const signal = (id: string, atm: string) => ({
    id,
    source: 'x',
    atm,
    site: null,
    code: 'cash.out',
    state: 'raised' as const,
    at: '2026-11-23T01:00:00Z',
    detail: {},
  });
  const failing = receiver.take('other', 'x', [signal('1', 'A-1')], {
    also: async () => {
      throw new Error('this one cannot be written');
    },
  });
  const good = ['A-2', 'A-3', 'A-4'].map((atm, index) => receiver.take('other', 'x', [signal(`g${index}`, atm)]));
  await expect(failing).rejects.toThrow('this one cannot be written');
  expect(await Promise.all(good)).toMatchObject([{ accepted: 1 }, { accepted: 1 }, { accepted: 1 }]);
  expect(trial.news.opened.map((fault) => fault.atm).sort()).toEqual(expect.arrayContaining(['A-2', 'A-3', 'A-4']));
  expect(trial.fleet.condition('A-1')).toBe('unknown');
  expect(await receiver.take('other', 'x', [signal('1', 'A-1')])).toMatchObject({ accepted: 1, duplicates: 0 });
});
