import { expect, test } from 'vitest';
import { rawLine } from './raw.ts';

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
