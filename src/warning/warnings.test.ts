import process from 'node:process';
import { expect, test } from 'vitest';
import type { Atm } from '#fleet';
import { readStream } from '#journal';
import type { Actor } from '#organization';
import { isRefusal, transact, uuidv7, VirtualClock } from '#platform';
import { testDatabase, testJobs } from '../../test/database.ts';
import type { Warning, WarningChange } from './model.ts';
import { migrations } from './store.ts';
import { openWarning } from './warnings.ts';

const machines: Atm[] = Array.from(
  { length: 1200 },
  (_, index): Atm => ({
    atm: `A-${String(index).padStart(4, '0')}`,
    site: `S-${Math.floor(index / 4)}`,
    branch: '',
    district: `D-${index % 3}`,
    city: '武汉',
    province: '湖北',
    lat: null,
    lon: null,
    make: 'GRG',
    model: 'H68N',
    release: index % 2 ? '5.2.1' : '5.2.0',
    vendor: '广电',
    line: `L-${Math.floor(index / 500)}`,
    host: 'H-1',
    power: `P-${Math.floor(index / 40)}`,
  }),
);
const officer: Actor = { kind: 'person', id: 'li', name: '李值班', role: 'duty-officer', seats: [], vendor: null };

async function openBank() {
  const database = await testDatabase([migrations]);
  const clock = new VirtualClock('2026-03-08T05:59:03Z');
  const jobs = await testJobs(database, clock);
  const told: string[] = [];
  const placed = new Map<string, string>();
  const warnings = openWarning({
    db: database.db,
    clock,
    jobs,
    fleet: {
      everyAtm: async () => machines,
      atm: (id) => machines.find((atm) => atm.atm === id),
      place: (site) => ({ machines: machines.filter((atm) => atm.site === site) }),
      peopleAt: (place) => place.machines.length * 100,
      placeFaults: async (_, all) => {
        for (const { fault, warning } of all) placed.set(fault, warning);
      },
    },
    onTriaged: async (_, warning: Warning) => {
      told.push(`${warning.triage} ${warning.cause.kind}:${warning.cause.ref}×${warning.atms.length}`);
    },
    onChanged: async (_, warning: Warning, change: WarningChange) => {
      told.push(`${change} ${warning.cause.kind}:${warning.cause.ref}×${warning.atms.length}`);
    },
  });
  const raise = async (atms: string[], code: string, detail: Record<string, unknown> = {}) => {
    const opened = atms.map((atm) => ({ id: uuidv7(), atm, code, openedAt: clock.now().toString(), closedAt: null, detail }));
    await transact(database.db, (trx) => warnings.noticeFaults(trx, { opened, closed: [] }));
    return opened;
  };
  const clear = (faults: Awaited<ReturnType<typeof raise>>) =>
    transact(database.db, (trx) =>
      warnings.noticeFaults(trx, { opened: [], closed: faults.map((fault) => ({ ...fault, closedAt: clock.now().toString() })) }),
    );
  const forward = async (duration: string) => {
    clock.forward(duration);
    await jobs.runDue();
    await jobs.runDue();
  };
  const current = async () => (await warnings.warnings({ limit: 50 })).filter((one) => one.state === 'open' || one.state === 'recovering');
  return {
    db: database.db,
    clock,
    warnings,
    told,
    placed,
    raise,
    clear,
    forward,
    current,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

const line = machines.filter((atm) => atm.line === 'L-0').map((atm) => atm.atm);

test('a line of 500 machines lost is one major warning within two seconds, told once [S3-4.1(1)] [S3-4.1(3)]', async () => {
  await using bank = await openBank();
  await bank.raise(line.slice(0, 120), 'machine.offline');
  bank.clock.forward('PT0.4S');
  await bank.raise(line.slice(120, 497), 'machine.offline');
  const before = process.cpuUsage();
  await bank.forward('PT1S');
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  expect(bank.told).toEqual(['major line:L-0×497']);
  const [warning] = await bank.current();
  expect(warning).toMatchObject({
    number: 'W-2026-0001',
    state: 'open',
    triage: 'major',
    groupSize: 500,
    affectedNow: 497,
    customers: 49_700,
    triagedBy: 'rules',
  });
  expect(warning?.reasons.map((reason) => reason.rule)).toEqual([
    'same-line',
    'neighbours-well',
    'no-power-signal',
    'still-well',
    'line-or-host-lost',
    'share-20-percent',
    'many-machines',
  ]);
  expect(bank.placed.size).toBe(497);
  expect((await readStream(bank.db, `warning/${warning?.id}`)).map((entry) => entry.type)).toEqual(['warning-opened', 'warning-triaged']);
  await bank.forward('PT10S');
  expect(bank.told).toHaveLength(1);
});

test('a warning grows, recovers and closes as its machines do', async () => {
  await using bank = await openBank();
  const first = await bank.raise(line.slice(0, 300), 'machine.offline');
  await bank.forward('PT1S');
  const late = await bank.raise(line.slice(300, 310), 'machine.offline');
  await bank.forward('PT2S');
  await bank.clear(first);
  await bank.forward('PT2S');
  await bank.clear(late);
  await bank.forward('PT2S');
  expect(bank.told).toEqual(['major line:L-0×300', 'grew line:L-0×310', 'recovering line:L-0×310', 'closed line:L-0×310']);
  expect(await bank.current()).toEqual([]);
});

test('a jammed dispenser is general, with the machine named; a second fault of it joins [S3-4.1(2)]', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0007'], 'dispenser.jammed');
  await bank.forward('PT1S');
  await bank.raise(['A-0007'], 'machine.closed');
  await bank.forward('PT2S');
  expect(bank.told).toEqual(['general machine:A-0007×1', 'grew machine:A-0007×1']);
});

test('a machine silent for five seconds is nobody’s alarm; for ten it is', async () => {
  await using bank = await openBank();
  const short = await bank.raise(['A-0100'], 'machine.offline');
  await bank.forward('PT5S');
  await bank.clear(short);
  await bank.raise(['A-0900'], 'machine.offline');
  await bank.forward('PT5S');
  expect(bank.told).toEqual([]);
  await bank.forward('PT6S');
  expect(bank.told).toEqual(['general machine:A-0900×1']);
});

test('the first machines of a line that falls are no general warning: it waits until it shows its size', async () => {
  await using bank = await openBank();
  await bank.raise(line.slice(0, 9), 'machine.offline');
  await bank.forward('PT1S');
  expect(bank.told).toEqual([]);
  await bank.raise(line.slice(9, 200), 'machine.offline');
  await bank.forward('PT1S');
  expect(bank.told).toEqual(['major line:L-0×200']);
});

test('machines of a running warning that get worse are told again', async () => {
  await using bank = await openBank();
  const feed = machines.filter((atm) => atm.power === 'P-2').map((atm) => atm.atm);
  await bank.raise(feed, 'power.on-battery');
  await bank.forward('PT1S');
  await bank.raise(feed.slice(0, 3), 'machine.offline');
  await bank.forward('PT2S');
  await bank.raise(feed.slice(3, 5), 'machine.offline');
  await bank.forward('PT2S');
  expect(bank.told).toEqual(['major power:P-2×40', 'grew power:P-2×40', 'grew power:P-2×40']);
});

test('single warnings are absorbed by the larger cause, on the record', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0001'], 'machine.offline');
  await bank.forward('PT12S');
  const [single] = await bank.current();
  await bank.raise(line.slice(2, 490), 'machine.offline');
  await bank.forward('PT2S');
  expect(bank.told).toEqual(['general machine:A-0001×1', 'major line:L-0×489', 'withdrawn machine:A-0001×1']);
  const entries = await readStream(bank.db, `warning/${single?.id}`);
  expect(entries.at(-1)).toMatchObject({
    type: 'warning-withdrawn',
    data: { number: 'W-2026-0002', reason: { en: 'merged into warning W-2026-0002 (line L-0)' } },
  });
  const [large] = await bank.current();
  expect(large?.links).toEqual([{ relation: 'absorbed', warning: single?.id, number: 'W-2026-0001' }]);
});

test('a general warning whose vendor breached twice becomes major, and the command hears of it once [S3-4.1(3)]', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0007'], 'dispenser.jammed');
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  for (const breaches of [1, 2, 3]) {
    await transact(bank.db, (trx) => bank.warnings.noticeBreach(trx, warning?.id ?? '', breaches));
    await bank.forward('PT2S');
  }
  expect(bank.told).toEqual(['general machine:A-0007×1', 'major machine:A-0007×1']);
  const [now] = await bank.current();
  expect(now?.reasons.map((reason) => reason.rule)).toContain('contract-breached-twice');
});

test('a site dark for two hours becomes major though nothing new is heard', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0800', 'A-0801', 'A-0802', 'A-0803'], 'machine.offline');
  await bank.forward('PT12S');
  await bank.forward('PT121M');
  expect(bank.told).toEqual(['general site:S-200×4', 'major site:S-200×4']);
});

test('a person overrules the grade with a reason, and the rules do not undo it [S3-4.1(2)]', async () => {
  await using bank = await openBank();
  await bank.raise(line, 'machine.offline');
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  const answer = await bank.warnings.command(warning?.id ?? '', { command: 'triage', grade: 'general', reason: '计划割接' }, officer);
  expect(answer).toMatchObject({ triage: 'general', triagedBy: { person: '李值班', reason: '计划割接' } });
  await bank.raise(['A-0600'], 'dispenser.jammed');
  await bank.forward('PT3S');
  expect((await bank.warnings.warning(warning?.id ?? ''))?.triage).toBe('general');
  const entry = (await readStream(bank.db, `warning/${warning?.id}`)).at(-1);
  expect(entry).toMatchObject({
    type: 'warning-triaged',
    actor: { id: 'li' },
    data: { from: 'major', grade: 'general', reason: '计划割接' },
  });
});

test('a false alarm is withdrawn on the record without blame, and the same faults do not raise it again [I-5]', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0007'], 'vibration.alarm');
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  expect(await bank.warnings.command(warning?.id ?? '', { command: 'withdraw', reason: '旁边施工' }, officer)).toMatchObject({
    state: 'withdrawn',
  });
  await bank.raise(['A-0500'], 'cash.low');
  await bank.forward('PT3S');
  expect((await bank.current()).map((one) => one.cause.ref)).toEqual(['A-0500']);
  expect((await readStream(bank.db, `warning/${warning?.id}`)).at(-1)).toMatchObject({
    type: 'warning-withdrawn',
    data: { falseAlarm: true, by: { name: '李值班' } },
  });
  const again = await bank.warnings.command(warning?.id ?? '', { command: 'withdraw', reason: '再次' }, officer);
  expect(isRefusal(again) && again.refusal).toBe('warning-over');
});

test('what a person reported is class other, and a person reclassifies it on the record [S2-3.6]', async () => {
  await using bank = await openBank();
  await bank.raise(['A-0007'], 'other', { text: '有烟味' });
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  expect(warning?.cause).toEqual({ kind: 'other', ref: 'A-0007' });
  await bank.warnings.command(
    warning?.id ?? '',
    { command: 'reclassify', cause: { kind: 'power', ref: 'P-0' }, reason: '配电箱冒烟' },
    officer,
  );
  await bank.forward('PT3S');
  expect((await bank.current())[0]?.cause).toEqual({ kind: 'power', ref: 'P-0' });
  expect((await readStream(bank.db, `warning/${warning?.id}`)).map((entry) => entry.type)).toEqual([
    'warning-opened',
    'warning-triaged',
    'warning-reclassified',
  ]);
});

test('machines split off make a warning of their own and stay apart', async () => {
  await using bank = await openBank();
  await bank.raise(line.slice(0, 480), 'machine.offline');
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  await bank.warnings.command(warning?.id ?? '', { command: 'split', atms: ['A-0000', 'A-0001'], reason: '现场确认是停电' }, officer);
  await bank.raise(['A-0499'], 'machine.offline');
  await bank.forward('PT3S');
  expect((await bank.current()).map((one) => [one.cause.kind, one.atms.length]).sort()).toEqual([
    ['line', 479],
    ['other', 2],
  ]);
  const refused = await bank.warnings.command(warning?.id ?? '', { command: 'split', atms: ['A-1100'], reason: 'x' }, officer);
  expect(isRefusal(refused) && refused.refusal).toBe('split-not-part');
});

test('an attack stays open when the door is shut again, until its incident ends [S2-3.2]', async () => {
  await using bank = await openBank();
  const door = await bank.raise(['A-0007'], 'cabinet.open');
  await bank.forward('PT1S');
  const [warning] = await bank.current();
  const incident = uuidv7();
  await transact(bank.db, (trx) => bank.warnings.linkTo(trx, warning?.id ?? '', { incident }));
  await bank.clear(door);
  await bank.forward('PT2S');
  expect((await bank.current())[0]?.state).toBe('recovering');
  const refused = await bank.warnings.command(warning?.id ?? '', { command: 'withdraw', reason: 'x' }, officer);
  expect(isRefusal(refused) && refused.refusal).toBe('warning-has-incident');
  await transact(bank.db, (trx) => bank.warnings.incidentEnded(trx, incident));
  expect(bank.told).toEqual(['major attack:A-0007×1', 'recovering attack:A-0007×1', 'closed attack:A-0007×1']);
});

test('the picture of a warning shows who is below the cause and how the neighbours fare', async () => {
  await using bank = await openBank();
  await bank.raise(line.slice(0, 497), 'machine.offline');
  await bank.raise(['A-0600'], 'cash.low');
  await bank.forward('PT1S');
  const warning = (await bank.current()).find((one) => one.cause.kind === 'line');
  const { members, parent, siblings } = await bank.warnings.surroundings(warning as Warning);
  expect(members).toHaveLength(500);
  expect(members.filter((member) => member.state === 'well')).toHaveLength(3);
  expect(parent).toEqual({ cause: { kind: 'host', ref: 'H-1' }, size: 1200 });
  expect(siblings.map((one) => [one.cause.ref, one.size, one.ill, one.own])).toEqual([
    ['L-0', 500, 497, true],
    ['L-1', 500, 1, false],
    ['L-2', 200, 0, false],
  ]);
});

test('3,600 faults of a host at once are one warning in under a second', async () => {
  await using bank = await openBank();
  for (const code of ['machine.offline', 'line.down', 'host.down'])
    await bank.raise(
      machines.map((atm) => atm.atm),
      code,
    );
  const before = process.cpuUsage();
  await bank.forward('PT1S');
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  expect(bank.told).toEqual(['major host:H-1×1200']);
});
