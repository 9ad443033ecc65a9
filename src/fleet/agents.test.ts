import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { startTrial, type Trial } from './trial.ts';

/** A relay agent: what it heard, and what it says. */
class Agent {
  readonly socket: WebSocket;
  readonly heard: Record<string, unknown>[] = [];
  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
    this.socket.on('error', () => undefined);
  }
  say(atm: string, service: string, seq: number | undefined, name: string, payload: object, type = 'unsolicited', more: object = {}): void {
    this.socket.send(
      JSON.stringify({
        atm,
        service,
        ...(seq === undefined ? {} : { seq }),
        ...more,
        message: { header: { type, name, version: '3.0', ...(type === 'unsolicited' ? {} : { requestId: 1 }) }, payload },
      }),
    );
  }
  acknowledged(): number[] {
    return this.heard.flatMap((each) => (typeof each['ack'] === 'number' ? [each['ack']] : []));
  }
}

async function connect(trial: Trial): Promise<Agent> {
  const agent = new Agent(`${(await trial.listen()).replace('http', 'ws')}/api/v1/agents/xfs4iot`, trial.as('integration'));
  await once(agent.socket, 'open');
  return agent;
}
const acks = (agent: Agent, count: number) => vi.waitFor(() => expect(agent.acknowledged()).toHaveLength(count), { timeout: 10_000 });

test('a machine speaks XFS4IoT and its condition follows within the second; raw and understood are kept side by side [S3-4.1(1)]', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  agent.say(
    'A-1',
    'CashDispenser',
    1,
    'Common.Status',
    { common: { device: 'online' }, cashManagement: { dispenser: 'ok' } },
    'completion',
  );
  agent.say('A-3', 'CardReader', 1, 'Common.Status', { common: { device: 'online' }, cardReader: { media: 'notPresent' } }, 'completion');
  await acks(agent, 2);
  expect([trial.fleet.condition('A-1'), trial.fleet.condition('A-3')]).toEqual(['in-service', 'in-service']);
  const before = performance.now();
  agent.say('A-1', 'CashDispenser', 2, 'Common.StatusChangedEvent', {
    common: { device: null },
    cashDispenser: { positions: [{ position: 'outFront', shutter: 'jammedOpen', tilt: 3 }] },
    hologram: {},
  });
  await acks(agent, 3);
  expect(performance.now() - before).toBeLessThan(1000);
  expect(trial.fleet.condition('A-1')).toBe('out-of-service');
  expect(trial.news.opened.map((fault) => [fault.atm, fault.code])).toEqual([['A-1', 'dispenser.jammed']]);
  const { items } = (await trial.app.inject({ url: '/api/v1/signals?atm=A-1&limit=1', headers: trial.as('duty-officer') })).json();
  expect(items[0]).toMatchObject({ source: 'xfs4iot', code: 'dispenser.jammed', state: 'raised', unknown: ['hologram'] });
  agent.say('A-3', 'CardReader', 2, 'CardReader.FutureEvent', { x: 1 });
  await acks(agent, 4);
  expect((await trial.intake.signals({ atm: 'A-3', limit: 1 })).items[0]).toMatchObject({
    code: null,
    unknown: ['CardReader.FutureEvent'],
    raw: expect.stringContaining('"x":1'),
  });
  expect(JSON.parse(items[0].raw)).toMatchObject({ seq: 2, message: { payload: { cashDispenser: { positions: [{ tilt: 3 }] } } } });
});

test('a change after a restart is still understood by what was known before', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  agent.say('A-1', 'ReceiptPrinter', 1, 'Common.StatusChangedEvent', { printer: { media: 'jammed', paper: { upper: 'out' } } });
  await acks(agent, 1);
  await using again = await trial.restart();
  const next = await connect(again);
  next.say('A-1', 'ReceiptPrinter', 2, 'Common.StatusChangedEvent', { printer: { media: 'notPresent' } });
  await acks(next, 1);
  const { items } = await again.fleet.faults({ atm: 'A-1', state: 'open', limit: 10 });
  expect(items.map((fault) => fault.code)).toEqual(['printer.paper-out']);
});

test('a frame that comes late or again is acknowledged, noted, and changes nothing; a new run of the agent counts anew', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  const paper = (upper: string) => ({ printer: { paper: { upper } } });
  agent.say('A-1', 'ReceiptPrinter', 7, 'Common.StatusChangedEvent', paper('out'));
  agent.say('A-1', 'ReceiptPrinter', 6, 'Common.StatusChangedEvent', paper('full'));
  agent.say('A-1', 'ReceiptPrinter', 7, 'Common.StatusChangedEvent', paper('full'));
  await acks(agent, 3);
  const open = async () => (await trial.fleet.faults({ atm: 'A-1', state: 'open', limit: 9 })).items.map((fault) => fault.code);
  expect(await open()).toEqual(['printer.paper-out']);
  expect((await trial.intake.signals({ atm: 'A-1', limit: 9 })).items.flatMap((kept) => kept.unknown)).toEqual([
    'seq 7 after 7',
    'seq 6 after 7',
  ]);
  agent.say('A-1', 'ReceiptPrinter', 1, 'Common.StatusChangedEvent', paper('full'), 'unsolicited', { boot: 'second' });
  await acks(agent, 4);
  expect(await open()).toEqual([]);
});

test('an agent without a token of the right role is refused with a problem', async () => {
  await using trial = await startTrial();
  const url = `${(await trial.listen()).replace('http', 'ws')}/api/v1/agents/xfs4iot`;
  for (const [query, headers] of [
    ['', {}],
    ['?token=responder', {}],
    ['', trial.as('vendor', '恒银')],
  ] as const) {
    const socket = new WebSocket(`${url}${query}`, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(401);
  }
  const agent = new Agent(`${url}?token=integration`);
  await once(agent.socket, 'open');
});

test('unreadable frames and unknown machines become dead letters; who only sends garbage is cut off', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  agent.socket.send('not json');
  agent.socket.send('{"atm":"A-1","service":"X","seq":4,"message":{"header":{"type":"completion","name":"Common.Status"}}}');
  agent.say('A-9', 'CashDispenser', 5, 'Common.StatusChangedEvent', { common: { device: 'online' } });
  await acks(agent, 2);
  expect(agent.heard).toContainEqual({ ack: 4, refused: { code: 'frame-unreadable', field: 'message.header.requestId' } });
  const letters = await trial.intake.receiver.deadLetters({ limit: 9 });
  expect(letters.map(({ code, field, atm }) => [code, field, atm]).sort()).toEqual([
    ['atm-unknown', 'atm', 'A-9'],
    ['frame-unreadable', 'json', null],
    ['frame-unreadable', 'message.header.requestId', null],
  ]);
  const closed = once(agent.socket, 'close');
  for (let at = 0; at < 60; at++) agent.socket.send('[');
  expect((await closed)[0]).toBe(1008);
});

test('a flood is taken at the pace of the database: nothing acknowledged is lost, and others are still served', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  const frames = 30_000;
  let last = 0;
  agent.socket.removeAllListeners('message');
  agent.socket.on('message', (data) => {
    last = (JSON.parse(String(data)) as { ack: number }).ack;
  });
  for (let seq = 1; seq <= frames; seq++)
    agent.say('A-1', 'ReceiptPrinter', seq, 'Common.StatusChangedEvent', { printer: { paper: { upper: seq % 2 ? 'out' : 'full' } } });
  const other = await connect(trial);
  other.say('A-3', 'CardReader', 1, 'Common.StatusChangedEvent', { cardReader: { media: 'jammed' } });
  await acks(other, 1);
  const closed = new Promise<number>((resolve) => agent.socket.once('close', resolve));
  const end = await Promise.race([closed, vi.waitFor(() => expect(last).toBe(frames), { timeout: 60_000, interval: 20 })]);
  if (typeof end === 'number') expect(end).toBe(1013);
  const row = await trial.database.db
    .selectFrom('xfs_state')
    .select('seq')
    .where('service', '=', 'ReceiptPrinter')
    .executeTakeFirstOrThrow();
  expect(row.seq).toBeGreaterThanOrEqual(last);
}, 90_000);

test('a command reaches the machine through its agent, and the machine answers for itself, once per key', async () => {
  await using trial = await startTrial();
  const agent = await connect(trial);
  expect(await trial.intake.devices.send('A-1', 'close', 'k0')).toMatchObject({ ok: false, detail: expect.stringContaining('未连接') });
  const commands: { atm: string; service: string; message: { header: { name: string; requestId: number } } }[] = [];
  agent.socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if (frame.message?.header.type !== 'command') return;
    commands.push(frame);
    const { name, requestId } = frame.message.header;
    const failed = name === 'Machine.Reset' ? { completionCode: 'hardwareError', errorDescription: 'shutter blocked' } : {};
    agent.socket.send(
      JSON.stringify({
        atm: frame.atm,
        service: 'Machine',
        seq: requestId,
        message: { header: { type: 'completion', name, version: '1.0', requestId, ...failed }, payload: {} },
      }),
    );
  });
  agent.say('A-1', 'CashDispenser', 1, 'Common.Status', { common: { device: 'online' } }, 'completion');
  await acks(agent, 1);
  const [first, second] = await Promise.all([
    trial.intake.devices.send('A-1', 'close', 'k1'),
    trial.intake.devices.send('A-1', 'close', 'k1'),
  ]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toEqual(first);
  expect(await trial.intake.devices.send('A-1', 'reset', 'k2')).toEqual({ ok: false, detail: 'hardwareError: shutter blocked' });
  expect(commands.map(({ atm, service, message }) => [atm, service, message.header.name])).toEqual([
    ['A-1', 'Machine', 'Machine.Close'],
    ['A-1', 'Machine', 'Machine.Reset'],
  ]);
  await using again = await trial.restart();
  expect(await again.intake.devices.send('A-1', 'close', 'k1')).toEqual(first);
});
