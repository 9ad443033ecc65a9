import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlertReading, codeOfAlert, readAlertmanager } from './alertmanager.ts';
import { codeOf } from './codes.ts';

const sample = (name: string) =>
  JSON.stringify(JSON.parse(readFileSync(new URL(`../../../shared/samples/alertmanager-${name}.json`, import.meta.url), 'utf8')).body);
const read = (body: string) => readAlertmanager(body) as AlertReading;

test('a captured notification becomes a signal per alert', () => {
  expect(read(sample('firing')).signals.map(({ id, atm, code, state, at }) => ({ id, atm, code, state, at }))).toEqual([
    {
      id: 'ad3ac11e6ab7d5f7/2026-11-23T09:02:18.044536254Z/firing',
      atm: 'ATM-0001',
      code: 'dispenser.inoperative',
      state: 'raised',
      at: '2026-11-23T09:02:18.044536254Z',
    },
    {
      id: 'ef7fe226c4ab0300/2026-11-23T09:02:18.073428933Z/firing',
      atm: 'ATM-0002',
      code: 'dispenser.inoperative',
      state: 'raised',
      at: '2026-11-23T09:02:18.073428933Z',
    },
  ]);
});

test('in a group that still fires, each alert counts by its own status; the one that fires again has its old name', () => {
  const { signals } = read(sample('partial-resolved'));
  expect(signals.map(({ atm, state, at }) => [atm, state, at])).toEqual([
    ['ATM-0001', 'cleared', '2026-11-23T09:02:20Z'],
    ['ATM-0002', 'raised', '2026-11-23T09:02:18.073428933Z'],
  ]);
  expect(signals[1]!.id).toBe(read(sample('firing')).signals[1]!.id);
});

test.each([
  ['ATMCashDispenserDown', 'dispenser.inoperative'],
  ['DispenserJammed', 'dispenser.jammed'],
  ['CashOut', 'cash.out'],
  ['CassetteCashLow', 'cash.low'],
  ['NetworkLineDown', 'line.down'],
  ['HostDown', 'host.down'],
  ['UpsOnBattery', 'power.on-battery'],
  ['PowerLost', 'power.lost'],
  ['ATMOffline', 'machine.offline'],
  ['CardReaderFault', 'card-reader.inoperative'],
  ['ReceiptPaperLow', 'printer.paper-low'],
  ['设备离线', 'machine.offline'],
])('the alert %s means %s', (alertname, code) => {
  expect(codeOfAlert({ alertname })).toBe(code);
  expect(codeOf(code)).toBeDefined();
});

test('an alert that cannot be placed or understood is refused alone, with its label', () => {
  const alert = {
    status: 'firing',
    labels: { alertname: 'CashOut', atm: 'A-1' },
    startsAt: '2026-11-23T09:02:18Z',
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: 'f',
  };
  const { signals, refused, deadLetters } = read(
    JSON.stringify({
      alerts: [
        alert,
        { ...alert, labels: { alertname: 'Weekday', atm: 'A-1' } },
        { ...alert, labels: { alertname: 'CashOut' } },
        { ...alert, startsAt: 'now' },
        7,
        { ...alert, labels: { ...alert.labels, code: 'nonsense' } },
      ],
    }),
  );
  expect(signals).toHaveLength(1);
  expect(refused).toEqual([
    { index: 1, code: 'alert-unmapped', field: 'labels.code' },
    { index: 2, code: 'alert-placeless', field: 'labels.atm' },
    { index: 3, code: 'field-invalid', field: 'startsAt' },
    { index: 4, code: 'alert-unmapped', field: 'labels.code' },
    { index: 5, code: 'alert-unmapped', field: 'labels.code' },
  ]);
  expect(deadLetters).toHaveLength(5);
});

test('no garbage makes the reader throw', () => {
  fc.assert(fc.property(fc.json(), (text) => void readAlertmanager(text)));
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.constantFrom('status', 'labels', 'startsAt', 'endsAt', 'fingerprint'), fc.jsonValue())),
      (alerts) => {
        const { signals, refused } = read(JSON.stringify({ alerts }));
        expect(signals.length + refused.length).toBe(alerts.length);
      },
    ),
  );
});
