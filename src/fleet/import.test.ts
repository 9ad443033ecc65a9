import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStream } from '#journal';
import { readContracts, readFleet } from './import.ts';
import { smallFleet, startTrial } from './trial.ts';

const bytes = (text: string) => Buffer.from(text);
const fleetOf = (given: Uint8Array) => {
  const file = readFleet(given);
  if ('refusal' in file) throw new Error(file.refusal);
  return file;
};
/** GB18030 bytes of a few Chinese words, made by hand: nothing here encodes them. */
const gb18030 = Buffer.concat([bytes('atm,site,district\nA-1,S-1,'), Buffer.from([0xbd, 0xad, 0xba, 0xba, 0xc7, 0xf8]), bytes('\n')]);

test('a fleet file is read in UTF-8, with or without a byte order mark, and in GB18030', () => {
  expect(fleetOf(bytes(smallFleet))).toMatchObject({ encoding: 'utf-8', refused: [], atms: { length: 4 }, sites: { length: 3 } });
  expect(fleetOf(bytes(`\ufeff${smallFleet}`)).atms[0]).toMatchObject({ atm: 'A-1', lat: 30.6, district: '江汉区' });
  expect(fleetOf(gb18030)).toMatchObject({ encoding: 'gb18030', atms: [{ atm: 'A-1', district: '江汉区' }] });
  expect(fleetOf(bytes('SITE , ATM\r\nS-1,A-1\r\n')).atms[0]).toMatchObject({ atm: 'A-1', site: 'S-1', lat: null, vendor: '' });
});

test('missing columns are named, and what is no text is refused', () => {
  expect(readFleet(bytes('machine,site\nA-1,S-1'))).toEqual({
    refusal: 'csv-columns-missing',
    params: { columns: ['atm'], found: ['machine', 'site'] },
  });
  expect(readFleet(Buffer.from([0xff, 0xd8, 0xff, 0xff, 0x00]))).toMatchObject({ refusal: 'csv-encoding' });
  expect(readFleet(bytes(' \n'))).toMatchObject({ refusal: 'csv-empty' });
});

test('a bad row is refused with its line and column, the rest goes on', () => {
  const file = fleetOf(
    bytes(
      'atm,site,lat,lon,customers\nA-1,S-1,30,114,5\n,S-1,30,114,\nA-2,S-1,95,114,\nA-3,,30,114,\nA-1,S-2,30,114,\n"A-4","S\n2",30,114,\nA-5,S-1,30,1140,\nA-6,S-1,,,many\nA-7,S-1,,,\n',
    ),
  );
  expect(file.atms.map((atm) => atm.atm)).toEqual(['A-1', 'A-7']);
  expect(file.refused).toEqual([
    { line: 3, code: 'value-missing', field: 'atm' },
    { line: 4, code: 'value-invalid', field: 'lat' },
    { line: 5, code: 'value-missing', field: 'site' },
    { line: 6, code: 'row-repeated', field: 'atm' },
    { line: 7, code: 'value-invalid', field: 'site' },
    { line: 9, code: 'value-invalid', field: 'lon' },
    { line: 10, code: 'value-invalid', field: 'customers' },
  ]);
});

test('no file makes the reader throw, and every row is taken or refused', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (given) => void readFleet(given)));
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 4 })), (rows) => {
      const file = readFleet(
        bytes(`atm,site,lat\n${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}`),
      );
      if (!('refusal' in file)) expect(file.atms.length + file.refused.length).toBe(rows.length);
    }),
  );
});

test('importing again changes what changed, keeps what runs, and is journalled', async () => {
  await using trial = await startTrial();
  await trial.signal({ atm: 'A-1', code: 'cash.out', state: 'raised' });
  const post = (payload: string) =>
    trial.app.inject({
      method: 'POST',
      url: '/api/v1/fleet/import',
      headers: { ...trial.as('planner'), 'content-type': 'text/csv' },
      payload,
    });
  const answer = await post(`${smallFleet.replace('A-4,S-3', 'A-4,S-2').replace('H68N,5.2.1', 'H68N,5.3.0')}A-5,S-9,,,,,x,,,,,,,,,\n`);
  expect(answer.json()).toMatchObject({
    atms: { added: 0, changed: 2, same: 2 },
    refused: [{ line: 6, code: 'value-invalid', field: 'lat', what: expect.stringContaining('lat') }],
  });
  expect(trial.fleet.condition('A-1')).toBe('out-of-service');
  expect(trial.fleet.group('release', 'GRG H68N 5.3.0').map((atm) => atm.atm)).toEqual(['A-1']);
  expect(trial.fleet.group('site', 'S-2').map((atm) => atm.atm)).toEqual(['A-3', 'A-4']);
  expect((await readStream(trial.database.db, 'fleet')).map((entry) => [entry.type, entry.actor.role])).toEqual([
    ['fleet-imported', 'system'],
    ['fleet-imported', 'planner'],
  ]);
  expect(
    (
      await trial.app.inject({
        method: 'POST',
        url: '/api/v1/fleet/import',
        headers: { ...trial.as('responder'), 'content-type': 'text/csv' },
        payload: smallFleet,
      })
    ).statusCode,
  ).toBe(403);
  await using again = await trial.restart();
  expect(again.fleet.atm('A-4')).toMatchObject({ site: 'S-2', line: 'L-2' });
});

test('the clauses of a contract are the clocks of its vendor and class of fault [S2-2.3]', async () => {
  await using trial = await startTrial();
  const csv =
    'vendor,faultClass,acknowledge,depart,arrive,repair\n广电运通,hardware,PT15M,PT30M,PT2H,PT4H\n广电运通,*,PT30M,PT1H,PT4H,P1D\n恒银,hardware,soon,PT1H,PT2H,PT4H\n恒银,plumbing,PT15M,PT1H,PT2H,PT4H\n';
  const answer = await trial.app.inject({
    method: 'POST',
    url: '/api/v1/contracts/import',
    headers: { ...trial.as('admin'), 'content-type': 'text/csv' },
    payload: csv,
  });
  expect(answer.json()).toMatchObject({
    contracts: 2,
    refused: [
      { line: 4, field: 'acknowledge' },
      { line: 5, field: 'faultClass' },
    ],
  });
  await using again = await trial.restart();
  expect(again.fleet.contractFor('广电运通', 'hardware')).toEqual({
    vendor: '广电运通',
    faultClass: 'hardware',
    acknowledge: 'PT15M',
    depart: 'PT30M',
    arrive: 'PT2H',
    repair: 'PT4H',
  });
  expect(again.fleet.contractFor('广电运通', 'cash')).toMatchObject({ faultClass: '*', repair: 'P1D' });
  expect(again.fleet.contractFor('恒银', 'hardware')).toMatchObject({ arrive: 'PT2H', repair: 'PT8H' });
});

test.each(['PT0S', 'P1M', 'PT1000H', '15', '', '-PT5M'])('the duration %j runs no clock', (duration) => {
  expect(readContracts(bytes(`vendor,faultClass,acknowledge,depart,arrive,repair\nV,cash,${duration},PT1H,PT2H,PT4H\n`))).toMatchObject({
    contracts: [],
    refused: [{ line: 2, field: 'acknowledge' }],
  });
});
