import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { startMachines } from './machines.ts';

interface Frame {
  atm: string;
  service: string;
  seq: number;
  boot: string;
  message: { header: { type: string; name: string; requestId?: number; completionCode?: string }; payload: Record<string, unknown> };
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The far end of the agents' connections: it notes frames, and acknowledges them when it is told to. */
async function listen(port = 0) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const heard: Frame[] = [];
  let acknowledging = true;
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      heard.push(frame);
      if (acknowledging) socket.send(JSON.stringify({ ack: frame.seq, atm: frame.atm, service: frame.service }));
    });
  });
  const close = () => {
    for (const socket of sockets) socket.terminate();
    server.close();
  };
  closers.push(close);
  return {
    heard,
    close,
    port: (server.address() as AddressInfo).port,
    silence: () => {
      acknowledging = false;
    },
    tell: (frame: object) => [...sockets].forEach((socket) => void socket.send(JSON.stringify(frame))),
  };
}

const until = async (what: () => boolean): Promise<void> => {
  for (const end = performance.now() + 10_000; !what(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
};
const start = (port: number, unsure: string[] = []) => {
  const fleet = startMachines({
    url: `http://127.0.0.1:${port}`,
    token: 't',
    atms: Array.from({ length: 8 }, (_, index) => `A-${index}`),
    rate: 100,
    random: () => 0.5,
    unsure: new Set(unsure),
  });
  closers.push(() => fleet.stop());
  return fleet;
};

test('every machine is greeted on connection, over four connections; of those that were ill before, every part', async () => {
  const server = await listen();
  start(server.port, ['A-3']);
  await until(() => server.heard.length === 10);
  expect(new Set(server.heard.map((frame) => frame.atm)).size).toBe(8);
  expect(server.heard.filter((frame) => frame.atm === 'A-3').map((frame) => frame.service)).toEqual([
    'Machine',
    'CashDispenser',
    'Auxiliaries',
  ]);
  expect(new Set(server.heard.map((frame) => frame.boot)).size).toBe(1);
});

test('what a dead server did not acknowledge is said again, in its order, before anything new', async () => {
  const first = await listen();
  const fleet = start(first.port);
  await until(() => first.heard.length === 8 && fleet.unacknowledged() === 0);
  first.silence();
  fleet.fail('A-0', 'on-battery');
  fleet.fail('A-0', 'silent');
  await until(() => first.heard.length === 10);
  first.close();
  fleet.mend('A-0');
  const second = await listen(first.port);
  await until(() => fleet.unacknowledged() === 0 && second.heard.length >= 8);
  const own = second.heard.filter((frame) => frame.atm === 'A-0');
  expect(own.map((frame) => frame.seq)).toEqual([...own.map((frame) => frame.seq)].sort((a, b) => a - b));
  expect(own.slice(0, 3).map((frame) => JSON.stringify(frame.message.payload['common'] ?? frame.service))).toEqual([
    '"Auxiliaries"',
    '{"device":"offline"}',
    '{"device":"online"}',
  ]);
});

test('a command is done once and answered by its number, however often it is asked', async () => {
  const server = await listen();
  const fleet = start(server.port);
  await until(() => server.heard.length === 8);
  const close = {
    atm: 'A-1',
    service: 'Machine',
    message: { header: { type: 'command', name: 'Machine.Close', version: '1.0', requestId: 7, timeout: 30_000 }, payload: {} },
  };
  server.tell(close);
  server.tell(close);
  const answers = () =>
    server.heard.filter((frame) => frame.message.header.type === 'completion' && frame.message.header.name === 'Machine.Close');
  await until(() => answers().length === 1);
  expect(fleet.device('A-1').closed).toBe('closed');
  expect(server.heard.filter((frame) => frame.atm === 'A-1').map((frame) => frame.message.header.name)).toEqual([
    'Common.Status',
    'Common.StatusChangedEvent',
    'Machine.Close',
  ]);
  server.tell(close);
  await until(() => answers().length > 1);
  expect(answers().every((frame) => frame.message.header.requestId === 7 && frame.message.header.completionCode === undefined)).toBe(true);
  server.tell({ ...close, message: { header: { ...close.message.header, name: 'Machine.Dance', requestId: 8 }, payload: {} } });
  await until(() => server.heard.some((frame) => frame.message.header.completionCode === 'unsupportedCommand'));
});
