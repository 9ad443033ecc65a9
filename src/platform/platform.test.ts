import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testDatabase, testJobs } from '../../test/database.ts';
import { continuedClock, fastClock, systemClock, VirtualClock } from './clock.ts';
import { readSettings, settingsExplained } from './config.ts';
import { migrate, nextNumber, once, openDb, openPool, migrations as platformMigrations, transact } from './database.ts';
import { JobTable, migrateJobs, moveJobs, runJobs } from './jobs.ts';
import { startPostgres } from './postgres.ts';
import { explain, isRefusal, type Locale, refusalCodes, refuse } from './refusal.ts';
import { uuidv7 } from './uuid.ts';

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await holds()) return;
    await new Promise((next) => setTimeout(next, 25));
  }
  throw new Error('waited in vain');
};

describe('settings', () => {
  test('the defaults work, and every setting is explained', () => {
    const settings = readSettings({}, '/nowhere.yaml');
    expect(settings).toMatchObject({ FENGSUI_HOST: '127.0.0.1', FENGSUI_PORT: 8080, FENGSUI_TIMEZONE: 'Asia/Shanghai' });
    for (const { meaning } of settingsExplained()) expect(meaning).not.toBe('');
  });
  test('all faults are told at once, each by its setting', () => {
    const faults = readSettings({ FENGSUI_PORT: 'eighty', DATABASE_URL: 'mysql://x', FENGSUI_TIMEZONE: 'Mars/Olympus' }, '/nowhere.yaml');
    expect(Array.isArray(faults) && faults.map((fault) => fault.setting).sort()).toEqual([
      'DATABASE_URL',
      'FENGSUI_PORT',
      'FENGSUI_TIMEZONE',
    ]);
  });
});

describe('clocks', () => {
  test('a fast clock shows its start first and says on the wall when a moment comes', () => {
    const start = Temporal.Instant.from('2030-01-01T00:00:00Z');
    const clock = fastClock(start, 60);
    expect(clock.now().since(start).total('seconds')).toBeLessThan(60);
    const hour = clock.wall(start.add('PT1H')).getTime() - clock.wall(start).getTime();
    expect(hour).toBe(60_000);
  });
});

describe('a clock that is continued', () => {
  const kept = (folder: string) => JSON.parse(readFileSync(join(folder, 'clock.json'), 'utf8')) as { start: string };

  test('goes on through a short stop, and after a long one starts from the last entry', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengsui-clock-'));
    try {
      const file = join(folder, 'clock.json');
      const first = continuedClock(file, null, 30);
      expect(first.before).toBeNull();
      const { start } = kept(folder);
      const again = continuedClock(file, first.clock.now().add({ seconds: 1 }), 30);
      expect(again.before).toBeNull();
      expect(kept(folder).start).toBe(start);
      const at = first.clock.now().add({ hours: 1 });
      expect(again.clock.wall(at)).toEqual(first.clock.wall(at));
      // Its last word is two hours of its own old: it has been stopped for four minutes of the wall's.
      const later = continuedClock(file, first.clock.now().subtract({ hours: 2 }), 30);
      expect(later.before?.wall(at)).toEqual(first.clock.wall(at));
      const ahead = first.clock.now().add({ hours: 5 });
      const paused = continuedClock(file, ahead, 60);
      expect(paused.clock.now().epochMilliseconds).toBeGreaterThanOrEqual(ahead.epochMilliseconds);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('jobs that wait by the clock before are moved to the same moment of the one after', async () => {
    await using database = await testDatabase();
    const now = Temporal.Now.instant();
    const before = fastClock(now, 30);
    const after = fastClock(now.add({ hours: 10 }), 60);
    const moment = now.add({ hours: 11 });
    await new JobTable(before).add(database.db, 'ring', {}, { at: moment });
    await moveJobs(database.url, before, after);
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    const { rows } = await owner.query<{ run_at: string }>('select run_at from graphile_worker.jobs');
    await owner.end();
    expect(Math.abs(Date.parse(rows[0]!.run_at) - after.wall(moment).getTime())).toBeLessThan(50);
  });
});

describe('transactions', () => {
  test('a refusal rolls back what was written before it', async () => {
    await using database = await testDatabase();
    const answer = await transact(database.db, async (trx) => {
      await nextNumber(trx, 'INC', systemClock.now());
      return refuse('version-conflict');
    });
    expect(isRefusal(answer)).toBe(true);
    expect(await transact(database.db, (trx) => nextNumber(trx, 'INC', Temporal.Instant.from('2026-03-08T03:00:00Z')))).toBe(
      'INC-2026-0001',
    );
  });

  test('a command with the same key is done once and answered twice, also when both arrive at once', async () => {
    await using database = await testDatabase();
    let done = 0;
    const press = () => transact(database.db, (trx) => once(trx, 'key-1', async () => ({ answer: ++done })));
    expect(await Promise.all([press(), press(), press()])).toEqual([{ answer: 1 }, { answer: 1 }, { answer: 1 }]);
    expect(done).toBe(1);
  });

  test('numbers follow one another without gaps under contention', async () => {
    await using database = await testDatabase();
    const at = Temporal.Instant.from('2026-12-31T16:00:00Z'); // already 2027 in the bank's time
    const numbers = await Promise.all(Array.from({ length: 12 }, () => transact(database.db, (trx) => nextNumber(trx, 'WO', at))));
    expect(numbers.sort()).toEqual(Array.from({ length: 12 }, (_, index) => `WO-2027-${String(index + 1).padStart(4, '0')}`));
  });

  test('keys made in a row sort in their order of time', () => {
    const keys = Array.from({ length: 600 }, uuidv7);
    expect(new Set(keys).size).toBe(600);
    expect(keys.every((key) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key))).toBe(true);
  });
});

describe('refusals', () => {
  test.each(['zh-CN', 'en'] as Locale[])('every refusal says in %s what cannot be done and how to mend it', (locale) => {
    for (const code of refusalCodes()) {
      const { what, mend, status } = explain(refuse(code, { what: 'x' }), locale);
      expect(what.length * mend.length).toBeGreaterThan(0);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('jobs', () => {
  test('a job waits for its moment on our clock, and one of the same key replaces it', async () => {
    await using database = await testDatabase();
    const clock = new VirtualClock('2026-03-08T03:00:00Z');
    const jobs = await testJobs(database, clock);
    const seen: unknown[] = [];
    jobs.handle('ring', async (payload) => void seen.push(payload));
    await transact(database.db, (trx) => jobs.add(trx, 'ring', { who: 'first' }, { key: 'ring-1', at: clock.now().add('PT5M') }));
    await transact(database.db, (trx) => jobs.add(trx, 'ring', { who: 'second' }, { key: 'ring-1', at: clock.now().add('PT10M') }));
    clock.forward('PT5M');
    expect(await jobs.runDue()).toEqual([]);
    clock.forward('PT5M');
    expect(await jobs.runDue()).toEqual(['ring']);
    expect(seen).toEqual([{ who: 'second' }]);
  });

  test('a job added in a transaction that is rolled back is never done; others are, by the runner', async () => {
    await using database = await testDatabase();
    const jobs = new JobTable(systemClock);
    const seen: string[] = [];
    jobs.handle('say', async ({ text }: { text: string }) => void seen.push(text));
    await transact(database.db, async (trx) => {
      await jobs.add(trx, 'say', { text: 'never' });
      return refuse('version-conflict');
    });
    await jobs.add(database.db, 'say', { text: 'once' });
    const runner = runJobs(database.url, jobs);
    await until(() => seen.length > 0);
    await runner.stop();
    expect(seen).toEqual(['once']);
  });
});

describe('the PostgreSQL that comes with it', () => {
  test('killed while jobs are done, those that could not say how they ended are done again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengsui-jobs-'));
    const postgres = await startPostgres(join(folder, 'postgres'));
    const jobs = new JobTable(systemClock);
    const tried = { ends: 0, fails: 0 };
    const kill = async () => {
      process.kill(postgres.pid()!, 'SIGKILL');
      await new Promise((next) => setTimeout(next, 50));
    };
    jobs.handle('ends', async () => {
      if (++tried.ends === 1) await kill();
    });
    jobs.handle('fails', async () => {
      if (++tried.fails > 1) return;
      await kill();
      throw new Error('the database is away');
    });
    try {
      await migrate(postgres.url, [platformMigrations]);
      await migrateJobs(postgres.url);
      const pool = openPool(postgres.url);
      const db = openDb(pool);
      const runner = runJobs(postgres.url, jobs);
      for (const name of ['ends', 'fails'] as const) {
        await until(() =>
          jobs.add(db, name, {}).then(
            () => true,
            () => false,
          ),
        );
        await until(() => tried[name] === 2);
      }
      await runner.stop();
      await db.destroy();
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('killed, it is started again on the same address, and nothing committed is lost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengsui-postgres-'));
    const postgres = await startPostgres(join(folder, 'postgres'));
    const ask = async (text: string) => {
      const client = new pg.Client({ connectionString: postgres.url });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(text)).rows as unknown[];
      } finally {
        await client.end();
      }
    };
    try {
      await ask('create table kept (what text)');
      await ask("insert into kept values ('acknowledged')");
      const before = postgres.pid()!;
      process.kill(before, 'SIGKILL');
      await until(
        async () =>
          postgres.pid() !== before &&
          (await ask('select 1').then(
            () => true,
            () => false,
          )),
      );
      expect(await ask('select * from kept')).toEqual([{ what: 'acknowledged' }]);
      // A second start on the same folder takes the running server over instead of failing.
      const taken = await startPostgres(join(folder, 'postgres'));
      expect(taken.url).toBe(postgres.url);
      await Promise.all([taken.stop(), postgres.stop()]);
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
