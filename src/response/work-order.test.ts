import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#organization';
import { isRefusal, type Refusal } from '#platform';
import { people } from './fixture.ts';
import type { WorkOrderCommand, WorkOrderEvent } from './model.ts';
import { decideOrder, evolveOrder, initialOrder, isOrderOver, nextOrderWake, type WorkOrder } from './work-order.ts';

const send: WorkOrderCommand = {
  command: 'send',
  number: 'WO-2026-0001',
  warning: 'w1',
  vendor: 'gd',
  atms: ['A1', 'A2'],
  faultClass: 'dispenser',
  summary: { zh: '出钞口卡钞', en: 'dispenser jammed' },
  due: {
    acknowledge: '2026-03-08T03:15:00Z',
    depart: '2026-03-08T03:30:00Z',
    arrive: '2026-03-08T04:30:00Z',
    repair: '2026-03-08T07:00:00Z',
  },
};

class Play {
  order: WorkOrder = initialOrder('o1');
  now = Temporal.Instant.from('2026-03-08T03:00:00Z');
  entries: { event: WorkOrderEvent; at: string }[] = [];
  try(command: WorkOrderCommand, by: Actor): WorkOrderEvent[] | Refusal {
    const answer = decideOrder(this.order, command, by, this.now);
    if (isRefusal(answer)) return answer;
    for (const event of answer) {
      this.entries.push({ event, at: this.now.toString() });
      this.order = evolveOrder(this.order, event, this.now.toString());
    }
    return answer;
  }
  says(command: WorkOrderCommand, by: Actor): string | string[] {
    const answer = this.try(command, by);
    return isRefusal(answer) ? answer.refusal : answer.map((event) => event.event);
  }
}
const sent = () => {
  const play = new Play();
  play.try(send, people.system);
  return play;
};
const other: Actor = { ...people.vendor, id: 'other', vendor: 'hy' };

test('a general fault goes to its vendor, who acknowledges, departs, arrives and repairs with cause and parts', () => {
  const play = sent();
  expect(play.says({ command: 'acknowledge', engineer: '王工' }, people.vendor)).toEqual(['work-order-acknowledged']);
  expect(play.says({ command: 'acknowledge' }, people.vendor)).toEqual([]);
  expect(play.says({ command: 'depart' }, people.vendor)).toEqual(['engineer-departed']);
  expect(play.says({ command: 'arrive', lat: 30.58, lon: 114.27 }, people.vendor)).toEqual(['engineer-arrived']);
  expect(play.says({ command: 'repair', cause: '', parts: [] }, people.vendor)).toBe('reason-missing');
  expect(play.says({ command: 'repair', cause: '皮带断裂', parts: ['传送皮带'] }, people.vendor)).toEqual(['work-order-repaired']);
  expect(play.order).toMatchObject({ state: 'repaired', engineer: '王工', place: { lat: 30.58 }, parts: ['传送皮带'] });
  expect(play.try({ command: 'machines-restored', atms: ['A1', 'A2', 'A9'] }, people.system)).toMatchObject([
    { event: 'machines-recovered', remaining: 0 },
    { event: 'work-order-closed', by: null },
  ]);
});

test('a vendor works on its own orders only, and the bank accepts or returns', () => {
  const play = sent();
  for (const command of [{ command: 'acknowledge' }, { command: 'arrive' }, { command: 'cancel', reason: 'x' }] as WorkOrderCommand[])
    expect(play.says(command, other)).toBe('work-order-not-yours');
  expect(play.says({ command: 'acknowledge' }, people.tech)).toBe('work-order-vendor-only');
  expect(play.says({ command: 'close' }, people.vendor)).toBe('work-order-bank-only');
  expect(play.says({ command: 'close' }, people.duty)).toBe('work-order-not-repaired');
  expect(play.says({ command: 'cancel', reason: '误派' }, people.vendor)).toBe('work-order-bank-only');
  expect(play.says({ command: 'cancel', reason: '误派' }, people.duty)).toEqual(['work-order-cancelled']);
  expect(play.says({ command: 'acknowledge' }, people.vendor)).toBe('work-order-closed');
});

test('the clocks of the contract are executable: each that runs out is breached once, at its minute [S2-2.3]', () => {
  const play = sent();
  expect(nextOrderWake(play.order)?.toString()).toBe('2026-03-08T03:15:00Z');
  play.now = play.now.add('PT15M');
  expect(play.try({ command: 'tick' }, people.system)).toMatchObject([
    { event: 'clock-breached', step: 'acknowledge', due: '2026-03-08T03:15:00.000Z' },
  ]);
  expect(play.says({ command: 'tick' }, people.system)).toEqual([]);
  expect(play.try({ command: 'acknowledge' }, people.vendor)).toMatchObject([{ late: false }]);
  play.now = play.now.add('PT5H');
  expect(play.says({ command: 'tick' }, people.system)).toEqual(['clock-breached', 'clock-breached', 'clock-breached']);
  expect(play.order.breaches).toBe(4);
  expect(play.try({ command: 'arrive' }, people.vendor)).toMatchObject([{ late: true }]);
});

test('a repair with its parts is accepted by the bank, or returned: then the order is open again with a new clock [S2-5.4(3)]', () => {
  const accepted = sent();
  accepted.try({ command: 'repair', cause: '皮带断裂', parts: ['传送皮带'] }, people.vendor);
  expect(accepted.try({ command: 'close', note: '试机正常' }, people.duty)).toMatchObject([
    { event: 'work-order-closed', by: { id: 'duty' }, note: '试机正常' },
  ]);
  expect(accepted.order).toMatchObject({ state: 'closed', parts: ['传送皮带'] });
  const play = sent();
  play.try({ command: 'repair', cause: '重启', parts: [] }, people.vendor);
  expect(play.says({ command: 'return', reason: '' }, people.duty)).toBe('reason-missing');
  expect(play.try({ command: 'return', reason: '又卡钞' }, people.duty)).toMatchObject([
    { event: 'repair-returned', due: '2026-03-08T07:00:00.000Z' },
  ]);
  expect(play.says({ command: 'return', reason: '又卡钞' }, people.duty)).toEqual([]);
  expect(play.order.state).toBe('arrived');
  expect(play.says({ command: 'repair', cause: '换皮带', parts: ['皮带'] }, people.vendor)).toEqual(['work-order-repaired']);
});

test('a machine that recovers by itself closes an order nobody has left for; who is on the way says what was done', () => {
  const still = sent();
  expect(still.says({ command: 'machines-restored', atms: ['A1'] }, people.system)).toEqual(['machines-recovered']);
  expect(still.says({ command: 'machines-restored', atms: ['A1', 'A2'] }, people.system)).toEqual([
    'machines-recovered',
    'work-order-closed',
  ]);
  const moving = sent();
  moving.try({ command: 'depart' }, people.vendor);
  expect(moving.says({ command: 'machines-restored', atms: ['A1', 'A2'] }, people.system)).toEqual(['machines-recovered']);
  expect(moving.says({ command: 'repair', cause: '自行恢复', parts: [] }, people.vendor)).toEqual([
    'work-order-repaired',
    'work-order-closed',
  ]);
});

test('whatever order commands come in, an order folds the same, its clocks breach once and nothing follows its end', () => {
  const command: fc.Arbitrary<WorkOrderCommand> = fc.oneof(
    fc.constantFrom<WorkOrderCommand>(
      { command: 'acknowledge' },
      { command: 'depart' },
      { command: 'arrive' },
      { command: 'repair', cause: 'c', parts: [] },
      { command: 'close' },
      { command: 'return', reason: 'r' },
      { command: 'cancel', reason: 'r' },
      { command: 'tick' },
    ),
    fc.subarray(['A1', 'A2', 'A3']).map((atms): WorkOrderCommand => ({ command: 'machines-restored', atms })),
  );
  const by = fc.constantFrom(people.vendor, other, people.duty, people.system, people.tech);
  fc.assert(
    fc.property(fc.array(fc.tuple(command, by, fc.integer({ min: 0, max: 120 })), { maxLength: 40 }), (steps) => {
      const play = sent();
      for (const [each, who, minutes] of steps) {
        play.now = play.now.add({ minutes });
        const over = isOrderOver(play.order);
        const answer = play.try(each, who);
        if (over && !isRefusal(answer)) expect(answer).toEqual([]);
        if (!isRefusal(answer) && each.command !== 'return') expect(play.says(each, who)).toEqual([]);
        if (who === other) expect(isRefusal(answer)).toBe(true);
      }
      let again = initialOrder('o1');
      for (const { event, at } of structuredClone(play.entries)) again = evolveOrder(again, event, at);
      expect(again).toEqual(play.order);
    }),
    { numRuns: 300 },
  );
});
