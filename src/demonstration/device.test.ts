import { expect, test } from 'vitest';
import { type Device, greetingOf, isWell, messagesOf, obey, type Problem, statusOf, wellDevice } from './device.ts';

const ill = (...problems: Problem[]): Device => ({ problems: new Set(problems), closed: 'no' });
const said = (before: Device, after: Device) =>
  messagesOf(before, after).map(({ service, message }) => `${service} ${message.header['name']}`);

test('a machine whose dispenser jams says how it is, then what happened', () => {
  expect(said(wellDevice, ill('dispenser-jam'))).toEqual(['CashDispenser Common.StatusChangedEvent', 'CashDispenser Common.ErrorEvent']);
  expect(said(ill('dispenser-jam'), wellDevice)).toEqual(['CashDispenser Common.StatusChangedEvent']);
  expect(statusOf(ill('dispenser-jam'), 'CashDispenser')).toMatchObject({
    common: { device: 'hardwareError' },
    cashDispenser: { positions: [{ shutter: 'jammedOpen' }] },
  });
});

test('of a silent machine only the agent speaks; back again it says everything', () => {
  expect(said(ill('on-battery'), ill('on-battery', 'silent'))).toEqual(['Machine Common.StatusChangedEvent']);
  expect(said(ill('on-battery', 'silent'), ill('on-battery', 'silent', 'battery-low'))).toEqual([]);
  expect(said(ill('on-battery', 'silent'), wellDevice)).toEqual([
    'Machine Common.StatusChangedEvent',
    'CashDispenser Common.StatusChangedEvent',
    'Auxiliaries Common.StatusChangedEvent',
  ]);
  expect(greetingOf(ill('silent', 'fraud')).map((one) => one.service)).toEqual(['Machine']);
  expect(greetingOf(ill('cabinet-open')).map((one) => one.service)).toEqual(['Machine', 'Auxiliaries']);
  expect(greetingOf(wellDevice, true)).toHaveLength(3);
});

test('a machine obeys when it can, and says why when it cannot', () => {
  expect(obey(ill('silent'), 'close').refusal?.completionCode).toBe('deviceNotReady');
  expect(obey(ill('fraud', 'cabinet-open'), 'isolate').after.closed).toBe('isolated');
  expect(obey({ problems: new Set(), closed: 'isolated' }, 'close').after.closed).toBe('isolated');
  expect(obey(ill('fraud'), 'go-in-service').refusal?.errorDescription).toBe('not ready: fraud');
  expect(isWell(obey(ill('software'), 'reset').after)).toBe(true);
  expect(isWell(obey(ill('dispenser-jam'), 'reset').after)).toBe(false);
  expect(obey({ problems: new Set(), closed: 'isolated' }, 'go-in-service').after.closed).toBe('no');
});
