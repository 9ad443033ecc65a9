import { expect, test } from 'vitest';
import { messagesOf, rawLine } from './raw.ts';

test('an XFS4IoT message shows its name and what it carries, bare or relayed', () => {
  const message = {
    header: { type: 'unsolicited', name: 'Common.StatusChangedEvent', version: '3.0' },
    payload: { common: { device: 'offline' }, cash: null },
  };
  const line = 'Common.StatusChangedEvent {common: {device: "offline"}}';
  expect(rawLine(JSON.stringify(message))).toBe(line);
  expect(rawLine(JSON.stringify({ atm: 'HK-0217', seq: 4, message }))).toBe(line);
});

test('what is not JSON stays as it came, and nothing is longer than a line', () => {
  expect(rawLine('upsTrapOnBattery minutesRemaining=22')).toBe('upsTrapOnBattery minutesRemaining=22');
  expect(rawLine('x'.repeat(500))).toHaveLength(161);
  expect(rawLine('{"code":"cash.low","state":null}')).toBe('{code: "cash.low"}');
});

test('what one message says stands in one row: what is raised, what is well, what nobody understood', () => {
  const signal = {
    source: 'xfs4iot',
    atm: 'HK-0217',
    site: null,
    at: '2026-07-16T06:02:00Z',
    receivedAt: '2026-07-16T06:02:00Z',
    detail: {},
    unknown: [],
  };
  const messages = messagesOf([
    { ...signal, id: '1', raw: '{"a":1}', code: 'cash.low', state: 'raised' },
    { ...signal, id: '2', raw: '{"a":1}', code: 'camera.inoperative', state: 'cleared' },
    { ...signal, id: '3', raw: '1.3.6.1', code: null, state: null },
    { ...signal, id: '4', raw: null, code: 'cash.out', state: 'raised' },
  ]);
  expect(messages.map(({ raised, cleared, unread }) => ({ raised, cleared, unread }))).toEqual([
    { raised: ['cash.low'], cleared: ['camera.inoperative'], unread: false },
    { raised: [], cleared: [], unread: true },
    { raised: ['cash.out'], cleared: [], unread: false },
  ]);
});
