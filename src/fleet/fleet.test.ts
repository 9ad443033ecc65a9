import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inPolygon, metresBetween, SiteGrid } from './geography.ts';
import type { Site } from './model.ts';
import { startTrial, type Trial } from './trial.ts';

const get = async (trial: Trial, url: string, headers = trial.as('duty-officer')) => (await trial.app.inject({ url, headers })).json();
const allWell = (trial: Trial) =>
  trial.signal(...['A-1', 'A-2', 'A-3', 'A-4'].map((atm) => ({ atm, code: 'machine.offline', state: 'cleared' as const })));

test('the summary counts who pays out, by condition and by district', async () => {
  await using trial = await startTrial();
  expect(await get(trial, '/api/v1/fleet/summary')).toMatchObject({ total: 4, payOut: 0, byCondition: { unknown: 4 } });
  await allWell(trial);
  await trial.signal(
    { atm: 'A-1', code: 'cash.out', state: 'raised' },
    { atm: 'A-3', code: 'printer.paper-out', state: 'raised' },
    { atm: 'A-4', code: 'cash.low', state: 'raised' },
  );
  expect(await get(trial, '/api/v1/fleet/summary')).toMatchObject({
    total: 4,
    payOut: 3,
    faults: 3,
    byCondition: { 'in-service': 2, limited: 1, 'out-of-service': 1, unknown: 0 },
    byDistrict: expect.arrayContaining([
      { district: '江汉区', total: 2, payOut: 1, out: 1 },
      { district: '江岸区', total: 1, payOut: 1, out: 0 },
    ]),
  });
});

test('people are without cash when neither their site nor one within three kilometres pays out', async () => {
  await using trial = await startTrial();
  await allWell(trial);
  await trial.signal({ site: 'S-1', code: 'power.lost', state: 'raised' }, { site: 'S-3', code: 'power.lost', state: 'raised' });
  const map = async () => Object.fromEntries(trial.fleet.map().map((district) => [district.district, district.peopleWithout]));
  expect(metresBetween(30.6, 114.27, 30.61, 114.3)).toBeCloseTo(3081, -1);
  expect(await map()).toEqual({ 江汉区: 3000, 江岸区: 0, 新洲区: 900 });
  await trial.signal({ site: 'S-3', code: 'power.lost', state: 'cleared' });
  expect(await map()).toEqual({ 江汉区: 3000, 江岸区: 0, 新洲区: 0 });
});

test('the nearest working machines are those that offer the service, nearest first', async () => {
  await using trial = await startTrial();
  await allWell(trial);
  await trial.signal({ site: 'S-1', code: 'line.down', state: 'raised' }, { atm: 'A-3', code: 'acceptor.inoperative', state: 'raised' });
  const near = async (service: string) =>
    (await get(trial, `/api/v1/fleet/nearest?lat=30.6&lon=114.27&count=3&service=${service}`)).items.map(
      (each: { atm: string; metres: number }) => [each.atm, Math.round(each.metres / 100)],
    );
  expect(await near('withdraw')).toEqual([
    ['A-3', 31],
    ['A-4', 573],
  ]);
  expect(await near('deposit')).toEqual([['A-4', 573]]);
  expect(await near('all')).toEqual([['A-4', 573]]);
});

test('machines are found by what they hang on, page by page', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-3', code: 'line.down', state: 'raised' });
  const ids = async (query: string) => (await get(trial, `/api/v1/atms?${query}`)).items.map((each: { atm: string }) => each.atm);
  expect(await ids('line=L-1')).toEqual(['A-1', 'A-2', 'A-3']);
  expect(await ids('condition=out-of-service')).toEqual(['A-3']);
  expect(await ids(`q=${encodeURIComponent('新洲')}`)).toEqual(['A-4']);
  expect(await ids(`district=${encodeURIComponent('江汉区')}`)).toEqual(['A-1', 'A-2']);
  const page = await get(trial, '/api/v1/atms?limit=3');
  expect(page.next).toBe('A-3');
  expect(await ids('limit=3&cursor=A-3')).toEqual(['A-4']);
  expect(trial.fleet.group('line', 'L-1')).toHaveLength(3);
  expect(trial.fleet.group('host', 'H-1')).toHaveLength(4);
  expect(trial.fleet.group('power', 'P-2')).toHaveLength(1);
  expect(trial.fleet.group('weather', '江汉区')).toHaveLength(2);
  expect(trial.fleet.group('attack', 'A-4')).toHaveLength(1);
  expect(trial.fleet.group('line', '')).toHaveLength(0);
});

test('a machine shows its parts, what it hangs on, its faults and what it said', async () => {
  await using trial = await startTrial();
  await allWell(trial);
  await trial.signal({ atm: 'A-1', code: 'dispenser.jammed', state: 'raised' }, { atm: 'A-1', code: 'cash.low', state: 'raised' });
  const machine = await get(trial, '/api/v1/atms/A-1');
  expect(machine).toMatchObject({
    atm: 'A-1',
    condition: 'out-of-service',
    payOut: false,
    codes: ['dispenser.jammed', 'cash.low'],
    heardAt: '2026-11-23T01:00:00.000Z',
    services: { any: false, cashOut: false },
    below: [
      { kind: 'site', ref: 'S-1', total: 2, out: 1 },
      { kind: 'line', ref: 'L-1', total: 3, out: 1 },
      { kind: 'host', total: 4 },
      { kind: 'power', total: 2 },
      { kind: 'release', ref: 'GRG H68N 5.2.1', total: 2 },
    ],
    faults: [{ code: 'cash.low' }, { code: 'dispenser.jammed' }],
    near: [{ atm: 'A-2', metres: 0 }, { atm: 'A-3' }, { atm: 'A-4' }],
  });
  expect(machine.modules).toEqual(
    expect.arrayContaining([
      { module: 'dispenser', state: 'fault', codes: ['dispenser.jammed'] },
      { module: 'cash', state: 'attention', codes: ['cash.low'] },
      { module: 'printer', state: 'ok', codes: [] },
    ]),
  );
  expect(machine.signals).toHaveLength(3);
  expect((await trial.app.inject({ url: '/api/v1/atms/A-9', headers: trial.as('auditor') })).statusCode).toBe(404);
});

test('a vendor sees its own machines, sites, faults and contracts only', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'raised' }, { atm: 'A-3', code: 'cash.out', state: 'raised' });
  await trial.fleet.importContracts(
    Buffer.from('vendor,faultClass,acknowledge,depart,arrive,repair\n广电运通,*,PT15M,PT30M,PT2H,PT4H\n恒银,*,PT15M,PT30M,PT2H,PT4H\n'),
  );
  const as = trial.as('vendor', '恒银');
  expect((await get(trial, '/api/v1/atms', as)).items.map((each: { atm: string }) => each.atm)).toEqual(['A-3', 'A-4']);
  expect((await get(trial, `/api/v1/atms?vendor=${encodeURIComponent('广电运通')}`, as)).items).toHaveLength(2);
  expect((await trial.app.inject({ url: '/api/v1/atms/A-1', headers: as })).statusCode).toBe(404);
  expect((await get(trial, '/api/v1/faults', as)).items.map((each: { atm: string }) => each.atm)).toEqual(['A-3']);
  expect((await get(trial, '/api/v1/sites', as)).items.map((each: { site: string }) => each.site)).toEqual(['S-2', 'S-3']);
  expect((await get(trial, '/api/v1/vendors', as)).items).toMatchObject([{ vendor: '恒银', total: 2, out: 1 }]);
  expect((await get(trial, '/api/v1/contracts', as)).items).toHaveLength(1);
  expect(await get(trial, '/api/v1/fleet/summary', as)).toMatchObject({ total: 2 });
  expect((await get(trial, '/api/v1/atms', trial.as('vendor'))).items).toEqual([]);
});

test('a polygon holds what lies inside, whichever way round it is drawn', () => {
  const square: [number, number][] = [
    [30, 114],
    [31, 114],
    [31, 115],
    [30, 115],
  ];
  fc.assert(
    fc.property(fc.double({ min: 29, max: 32, noNaN: true }), fc.double({ min: 113, max: 116, noNaN: true }), (lat, lon) => {
      const inside = lat > 30 && lat < 31 && lon > 114 && lon < 115;
      const onEdge = [30, 31].includes(lat) || [114, 115].includes(lon);
      if (!onEdge)
        for (const polygon of [square, [...square].reverse(), [...square, square[0]!]]) expect(inPolygon(lat, lon, polygon)).toBe(inside);
    }),
  );
});

test('the grid finds every site within reach', () => {
  const place = fc.record({ lat: fc.double({ min: 28, max: 33, noNaN: true }), lon: fc.double({ min: 112, max: 117, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 60 }), place, fc.integer({ min: 1, max: 80_000 }), (places, { lat, lon }, reach) => {
      const sites = places.map(
        (at, index): Site => ({ site: `S-${index}`, branch: '', district: '', city: '', province: '', customers: null, ...at }),
      );
      const found = new Set([...new SiteGrid(sites).around(lat, lon, reach)].map((site) => site.site));
      for (const site of sites) if (metresBetween(lat, lon, site.lat!, site.lon!) <= reach) expect(found).toContain(site.site);
    }),
  );
});
