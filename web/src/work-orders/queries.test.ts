import { expect, test } from 'vitest';
import { isOpen, nextClock, openOrders } from './queries.ts';

const due = {
  acknowledge: '2026-07-16T06:15:00Z',
  depart: '2026-07-16T06:30:00Z',
  arrive: '2026-07-16T07:30:00Z',
  repair: '2026-07-16T10:00:00Z',
};

test('in each state of an order the clock of its next step runs, and none once it is repaired', () => {
  expect(
    (['sent', 'acknowledged', 'departed', 'arrived', 'repaired', 'closed', 'cancelled'] as const).map(
      (state) => nextClock({ state, due })?.step ?? null,
    ),
  ).toEqual(['acknowledge', 'depart', 'arrive', 'repair', null, null, null]);
});

test('open orders stand by their nearest clock, those that wait for acceptance last', () => {
  const orders = [
    { id: 'repaired', state: 'repaired' as const, due },
    { id: 'arrived', state: 'arrived' as const, due },
    { id: 'sent', state: 'sent' as const, due },
    { id: 'closed', state: 'closed' as const, due },
  ];
  expect(openOrders(orders).map(({ id }) => id)).toEqual(['sent', 'arrived', 'repaired']);
  expect(isOpen({ state: 'cancelled' })).toBe(false);
});
