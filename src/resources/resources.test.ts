import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Entry, readStream } from '#journal';
import type { Actor } from '#organization';
import { isRefusal, type Refusal, transact, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { itemKindIds, itemKinds, kindOf } from './kinds.ts';
import { allocate, attention, attributeFaults, batteryMonths, fits, type Item, storesByDistance } from './model.ts';
import { openResources, type Resources } from './operations.ts';
import { migrations } from './store.ts';

const zhou: Actor = { kind: 'person', id: 'zhou', name: '周管库', role: 'quartermaster', seats: [], vendor: null };
// District seats of Wuhan: Hankou, Wuchang, Hanyang.
const places = {
  hankou: { lat: 30.5844, lon: 114.2739 },
  wuchang: { lat: 30.5537, lon: 114.3162 },
  hanyang: { lat: 30.5494, lon: 114.2187 },
};
const today = '2026-07-16';

let database: TestDatabase;
let resources: Resources;
const clock = new VirtualClock('2026-07-16T04:50:00Z');
const below: Item[] = [];

beforeAll(async () => {
  database = await testDatabase([migrations]);
  resources = openResources({
    db: database.db,
    clock,
    jobs: await testJobs(database, clock),
    placeOf: async (atm) => (atm === 'ATM-0001' ? { lat: 30.551, lon: 114.315 } : null),
    onBelowMinimum: async (_trx, item) => {
      below.push(item);
    },
  });
  await transact(database.db, async (trx) => {
    for (const [id, { lat, lon }] of Object.entries(places))
      await resources.putStore(trx, { id, name: { zh: `${id}库`, en: id }, address: '', lat, lon });
  });
});
afterAll(() => database[Symbol.asyncDispose]());

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};
const add = async (request: Partial<Parameters<Resources['add']>[1]> & { kind: Item['kind']; store: string; quantity: number }) =>
  ok(await resources.now((trx) => resources.add(trx, { minimum: 0, actor: zhou, ...request })));
const issue = (key: string, request: Partial<Parameters<Resources['issue']>[1]> & { items: { item: string; quantity: number }[] }) =>
  resources.now((trx) => resources.issue(trx, { key, incident: 'i-1', task: 't', mode: 'live', actor: zhou, ...request }));
const quantity = async (id: string) => (await resources.item(id))?.quantity;
const item = (more: Partial<Item> & { kind: Item['kind'] }): Item => ({
  id: 'x',
  name: kindOf(more.kind).name,
  store: 'hankou',
  quantity: 1,
  minimum: 0,
  attributes: {},
  units: [],
  ...more,
});

test('twenty who take the last three pieces at once: three get one, the others are refused, nothing is below zero [S1-4.1]', async () => {
  const ups = await add({
    kind: 'ups',
    store: 'hankou',
    quantity: 3,
    serials: ['U1', 'U2', 'U3'],
    attributes: { capacity: 3, batteryMade: '2024-01-10' },
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => issue(`last/${index}`, { items: [{ item: ups, quantity: 1 }], incident: `i-${index}` })),
  );
  const given = answers.filter((answer) => !isRefusal(answer));
  expect(given).toHaveLength(3);
  expect(answers.filter(isRefusal).map((refusal) => refusal.refusal)).toEqual(Array(17).fill('stock-short'));
  expect(await quantity(ups)).toBe(0);
  // Each piece went to one taker.
  expect(given.flatMap((moves) => (isRefusal(moves) ? [] : moves.flatMap((move) => move.serials))).toSorted()).toEqual(['U1', 'U2', 'U3']);
  const entries = await readStream(database.db, `item/${ups}`);
  expect(entries.filter((entry) => entry.type === 'item-issued').map((entry) => entry.data.remaining)).toEqual([2, 1, 0]);
});

test('takers of two kinds from opposite ends of town do not wait for each other for ever', async () => {
  const near = [places.hankou, places.wuchang];
  for (const store of ['hankou', 'wuchang']) for (const kind of ['radio', 'projector'] as const) await add({ kind, store, quantity: 40 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      issue(`cross/${index}`, {
        near: near[index % 2] ?? null,
        items:
          index % 2
            ? [
                { item: 'radio', quantity: 3 },
                { item: 'projector', quantity: 3 },
              ]
            : [
                { item: 'projector', quantity: 3 },
                { item: 'radio', quantity: 3 },
              ],
      }),
    ),
  );
  expect(answers.filter(isRefusal)).toEqual([]);
  const left = await resources.items({ kind: 'radio' });
  expect(left.reduce((sum, one) => sum + one.quantity, 0)).toBe(20);
});

test('the nearest store gives what it has and the next one the rest, with entries in the journal [S1-2.2(4), S1-3.2(4)]', async () => {
  const [far, near] = [
    await add({ kind: 'generator', store: 'hankou', quantity: 5, attributes: { capacity: 30, fuel: 80 } }),
    await add({ kind: 'generator', store: 'wuchang', quantity: 1 }),
  ];
  const moves = ok(await issue('near', { machines: ['ATM-0001'], items: [{ item: 'generator', quantity: 3 }], task: 'bring-power' }));
  expect(moves.map((move) => [move.store, move.quantity])).toEqual([
    ['wuchang', 1],
    ['hankou', 2],
  ]);
  expect([await quantity(near), await quantity(far)]).toEqual([0, 3]);
  const [entry] = (await readStream(database.db, `item/${near}`)).filter((one: Entry) => one.type === 'item-issued');
  expect(entry).toMatchObject({
    seq: moves[0]?.entry,
    actor: { name: '周管库' },
    data: { incident: 'i-1', task: 'bring-power', quantity: 1, remaining: 0 },
  });

  // It is tracked to its return, and nothing comes back twice.
  expect((await resources.outstanding('i-1')).filter((open) => open.issue.kind === 'generator').map((open) => open.quantity)).toEqual([
    1, 2,
  ]);
  const back = ok(
    await resources.now((trx) =>
      resources.giveBack(trx, { key: 'near-back', incident: 'i-1', task: 'bring-power', mode: 'live', actor: zhou }),
    ),
  );
  expect(back.map((move) => [move.move, move.quantity, move.of])).toEqual(moves.map((move) => ['returned', move.quantity, move.id]));
  expect([await quantity(near), await quantity(far)]).toEqual([1, 5]);
  expect((await resources.outstanding('i-1')).filter((open) => open.issue.task === 'bring-power')).toEqual([]);
  const twice = await resources.now((trx) =>
    resources.giveBack(trx, {
      key: 'near-again',
      incident: 'i-1',
      items: [{ issue: moves[0]?.id ?? '', quantity: 1 }],
      mode: 'live',
      actor: zhou,
    }),
  );
  expect(isRefusal(twice) && twice.refusal).toBe('return-exceeds');
});

test('a refusal for want of stock says where there is some, and takes nothing', async () => {
  const kept = await add({ kind: 'satellite-phone', store: 'hanyang', quantity: 2 });
  const answer = await issue('short', { items: [{ item: 'satellite-phone', quantity: 3 }] });
  expect(answer).toMatchObject({
    refusal: 'stock-short',
    params: { wanted: 3, available: 2, where: [{ store: 'hanyang', quantity: 2, zh: 'hanyang库 2' }] },
  });
  expect(await quantity(kept)).toBe(2);
  expect(await issue('none', { items: [{ item: 'oscilloscope', quantity: 1 }] })).toMatchObject({
    refusal: 'stock-short',
    params: { where: [{ zh: '各库均无' }] },
  });
  expect(await issue('unknown', { items: [{ item: 'teapot', quantity: 1 }] })).toMatchObject({ refusal: 'item-unknown' });
});

test('one order for several things is met whole or not at all', async () => {
  const vehicle = await add({ kind: 'vehicle', store: 'hankou', quantity: 1, attributes: { plate: '鄂A·12345', load: 1500 } });
  expect(
    await issue('whole', {
      items: [
        { item: 'vehicle', quantity: 1 },
        { item: 'spare-atm', quantity: 1 },
      ],
    }),
  ).toMatchObject({ refusal: 'stock-short' });
  expect(await quantity(vehicle)).toBe(1);
});

test('the same key issues once, also when both come at the same time', async () => {
  const laptop = await add({ kind: 'laptop', store: 'hankou', quantity: 5, attributes: { holder: '李敏', image: 'W11-2026.06' } });
  const [one, two] = await Promise.all([
    issue('same', { items: [{ item: laptop, quantity: 1 }] }),
    issue('same', { items: [{ item: laptop, quantity: 1 }] }),
  ]);
  expect(ok(one).map((move) => move.id)).toEqual(ok(two).map((move) => move.id));
  expect(await quantity(laptop)).toBe(4);
});

test('an issue in a drill is on record and takes nothing from the shelf, unless the plan says so', async () => {
  const gear = await add({ kind: 'protective-gear', store: 'hankou', quantity: 4 });
  const moves = ok(await issue('drill', { items: [{ item: 'protective-gear', quantity: 3 }], mode: 'drill', incident: 'd-1' }));
  expect(moves).toMatchObject([{ taken: false, mode: 'drill' }]);
  expect(await quantity(gear)).toBe(4);
  ok(await resources.now((trx) => resources.giveBack(trx, { key: 'drill-back', incident: 'd-1', mode: 'drill', actor: zhou })));
  expect(await quantity(gear)).toBe(4);
  ok(await issue('drill-real', { items: [{ item: 'protective-gear', quantity: 3 }], mode: 'drill', incident: 'd-1', drillTakes: true }));
  expect(await quantity(gear)).toBe(1);
});

test('a store knows its minimum and its stock-takes, and tells once when it falls below [S1-6.2]', async () => {
  const network = await add({ kind: 'network-equipment', store: 'hankou', quantity: 4, minimum: 3 });
  ok(await issue('min/1', { items: [{ item: network, quantity: 1 }] }));
  expect(below).toEqual([]);
  ok(await issue('min/2', { items: [{ item: network, quantity: 1 }] }));
  ok(await issue('min/3', { items: [{ item: network, quantity: 1 }] }));
  expect(below.map((one) => [one.id, one.quantity])).toEqual([[network, 2]]);
  expect((await resources.items({ belowMinimum: true })).map((one) => one.id)).toContain(network);
  const counted = ok(await resources.now((trx) => resources.count(trx, { item: network, counted: 6, note: '年中盘点', actor: zhou })));
  expect(counted).toMatchObject({ move: 'counted', quantity: 5 });
  expect(await quantity(network)).toBe(6);
  // Expiry is watched too: soon, then passed.
  const kit = item({ kind: 'first-aid-kit', attributes: { expiry: '2026-08-01' } });
  expect(attention(kit, today)).toMatchObject([{ what: 'soon', unusable: false }]);
  expect(attention(kit, '2026-08-02')).toMatchObject([{ what: 'passed', unusable: true }]);
});

test('equipment has serial numbers and a condition; a broken piece is not issued again, a spare ATM has its transport [S1-4.2, S2-6.3(1)]', async () => {
  const spare = await add({
    kind: 'spare-atm',
    store: 'hankou',
    quantity: 2,
    serials: ['SP-1', 'SP-2'],
    attributes: { transport: '升降尾板车，两人', fits: ['H68N'] },
  });
  const [out] = ok(await issue('spare', { items: [{ item: spare, quantity: 1 }] }));
  expect(out?.serials).toEqual(['SP-1']);
  expect((await resources.item(spare))?.units).toMatchObject([
    { serial: 'SP-1', out: out?.id },
    { serial: 'SP-2', out: null },
  ]);
  const wrong = await resources.now((trx) =>
    resources.giveBack(trx, {
      key: 'sp-w',
      incident: 'i-1',
      items: [{ issue: out?.id ?? '', quantity: 1, serials: ['SP-2'] }],
      mode: 'live',
      actor: zhou,
    }),
  );
  expect(wrong).toMatchObject({ refusal: 'serials-mismatch' });
  ok(
    await resources.now((trx) =>
      resources.giveBack(trx, {
        key: 'sp',
        incident: 'i-1',
        items: [{ issue: out?.id ?? '', quantity: 1, serials: ['SP-1'], condition: 'broken' }],
        mode: 'live',
        actor: zhou,
      }),
    ),
  );
  const [next] = ok(await issue('spare-2', { items: [{ item: spare, quantity: 1 }] }));
  expect(next?.serials).toEqual(['SP-2']);
  expect(attention((await resources.item(spare)) as Item, today).map((one) => one.text.zh)).toContain('SP-1 损坏待修');
});

test('a tool kit is checked against its packing list when it comes back [S3-5.2(2)]', async () => {
  const kit = await add({ kind: 'repair-tools', store: 'hankou', quantity: 1, attributes: { packing: ['螺丝刀', '扳手', '钳子'] } });
  const [out] = ok(await issue('kit', { items: [{ item: kit, quantity: 1 }] }));
  const back = (key: string, more: object) =>
    resources.now((trx) =>
      resources.giveBack(trx, { key, incident: 'i-1', items: [{ issue: out?.id ?? '', quantity: 1, ...more }], mode: 'live', actor: zhou }),
    );
  expect(await back('kit-1', { checked: ['螺丝刀'] })).toMatchObject({ refusal: 'kit-unchecked', params: { missing: ['扳手', '钳子'] } });
  ok(await back('kit-2', { checked: ['螺丝刀', '扳手'], missing: ['钳子'] }));
  expect((await readStream(database.db, `item/${kit}`)).at(-1)).toMatchObject({ type: 'item-returned', data: { missing: ['钳子'] } });
});

test('spare parts serve the models they fit, and are used up; software has version and licence [S3-5.1(1)]', async () => {
  const part = item({ kind: 'spare-parts', attributes: { fits: ['H68N'] } });
  expect([fits(part, 'H68N'), fits(part, 'CINEO'), fits(part, null)]).toEqual([true, false, true]);
  expect(allocate({ item: 'spare-parts', quantity: 1, model: 'CINEO' }, [part], ['hankou'], today, new Map())).toEqual({
    takes: [],
    short: 1,
  });
  await add({ kind: 'spare-parts', store: 'hankou', quantity: 5, attributes: { fits: ['H68N'] } });
  ok(await issue('part', { items: [{ item: 'spare-parts', quantity: 2 }], incident: 'i-parts' }));
  expect(await resources.outstanding('i-parts')).toEqual([]);
  expect(attributeFaults('software-tools', { version: '5.2.1', licence: 'L-77', fits: ['H68N'] })).toEqual([]);
});

test.each([
  [
    'UPS and generators with capacity, battery age, monthly run and fuel [S3-5.1(2)]',
    { ups: { capacity: 3, batteryMade: '2023-05-01', runDue: '2026-08-01' }, generator: { capacity: 30, runDue: '2026-08-01', fuel: 80 } },
  ],
  [
    'phones and radios with charge, channel plan and airtime [S3-5.1(3)]',
    {
      'mobile-phone': { charge: 90 },
      radio: { charge: 100, channels: ['1 指挥', '2 技术'] },
      'satellite-phone': { charge: 80, airtimeUntil: '2027-01-01' },
    },
  ],
  [
    'office machines with holder and image version [S3-5.1(4)]',
    { laptop: { holder: '李敏', image: 'W11' }, printer: { holder: '李敏', image: '2.1' }, projector: { holder: '赵军', image: '1.0' } },
  ],
  [
    'diagnostic instruments with calibration due [S3-5.2(1)]',
    {
      multimeter: { calibrationDue: '2026-12-01' },
      oscilloscope: { calibrationDue: '2026-12-01' },
      'logic-analyser': { calibrationDue: '2026-12-01' },
    },
  ],
  [
    'first-aid kits and extinguishers with expiry and inspection [S3-5.2(3)]',
    {
      'first-aid-kit': { expiry: '2027-01-01', inspectionDue: '2026-12-01' },
      'fire-extinguisher': { expiry: '2030-01-01', inspectionDue: '2026-12-01' },
    },
  ],
])('the catalogue keeps %s', async (_, kinds) => {
  for (const [kind, attributes] of Object.entries(kinds)) {
    const id = await add({
      kind: kind as Item['kind'],
      store: 'hanyang',
      quantity: 1,
      attributes: attributes as unknown as Item['attributes'],
    });
    expect((await resources.item(id))?.attributes).toEqual(attributes);
  }
});

test('an instrument past its calibration, or a kit past its expiry, is passed over for one that is good', async () => {
  await add({ kind: 'multimeter', store: 'wuchang', quantity: 1, attributes: { calibrationDue: '2026-07-01' } });
  const [move] = ok(await issue('calibrated', { near: places.wuchang, items: [{ item: 'multimeter', quantity: 1 }] }));
  expect(move?.store).toBe('hanyang');
  expect(await issue('calibrated-2', { near: places.wuchang, items: [{ item: 'multimeter', quantity: 1 }] })).toMatchObject({
    refusal: 'stock-short',
    params: { where: [{ store: 'wuchang', zh: expect.stringContaining('校准到期（2026-07-01）已过') }] },
  });
});

test('attributes that a kind does not have, or of the wrong shape, are refused with their names', async () => {
  const answer = await resources.now((trx) =>
    resources.add(trx, {
      kind: 'ups',
      store: 'hankou',
      quantity: 1,
      minimum: 0,
      actor: zhou,
      attributes: { colour: 'red', capacity: 'much', batteryMade: '2026-02-30' },
    }),
  );
  expect(isRefusal(answer) && answer.refusal).toBe('attributes-wrong');
  expect(attributeFaults('ups', { colour: 'red', capacity: 'much', batteryMade: '2026-02-30' }).map((fault) => fault.attribute)).toEqual([
    'colour',
    'capacity',
    'batteryMade',
  ]);
  expect(
    await resources.now((trx) => resources.add(trx, { kind: 'ups', store: 'atlantis', quantity: 1, minimum: 0, actor: zhou })),
  ).toMatchObject({ refusal: 'store-unknown' });
  expect(
    await resources.now((trx) =>
      resources.add(trx, { kind: 'ups', store: 'hankou', quantity: 2, minimum: 0, actor: zhou, serials: ['A', 'A'] }),
    ),
  ).toMatchObject({ refusal: 'serials-mismatch' });
});

test('all kinds that the plans name are in the catalogue, in both languages', () => {
  expect(itemKindIds).toEqual(
    expect.arrayContaining([
      'ups',
      'generator',
      'network-equipment',
      'radio',
      'satellite-phone',
      'protective-gear',
      'spare-atm',
      'fault-tools',
      'repair-tools',
      'vehicle',
    ]),
  );
  for (const kind of Object.values(itemKinds)) expect([kind.name.zh, kind.name.en].every((text) => text.length > 1)).toBe(true);
});

test('stores are asked nearest first, those without coordinates last', () => {
  const stores = [
    { id: 'b', lat: null, lon: null },
    { id: 'a', ...places.hankou },
    { id: 'c', ...places.wuchang },
  ].map((one) => ({ name: { zh: one.id, en: one.id }, address: '', ...one }));
  expect(
    storesByDistance(stores, places.wuchang).map(({ store, metres }) => [store.id, metres === null ? null : Math.round(metres / 100)]),
  ).toEqual([
    ['c', 0],
    ['a', 53],
    ['b', null],
  ]);
  expect(storesByDistance(stores, null).map(({ store }) => store.id)).toEqual(['a', 'b', 'c']);
});

test('the age of a battery is told in whole months', () => {
  expect(batteryMonths(item({ kind: 'ups', attributes: { batteryMade: '2024-01-17' } }), today)).toBe(29);
  expect(batteryMonths(item({ kind: 'ups' }), today)).toBeNull();
});
