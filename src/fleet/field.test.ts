import { expect, test } from 'vitest';
import { readStream } from '#journal';
import { startTrial, type Trial } from './trial.ts';

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);
const report = (trial: Trial, payload: object, more: { headers?: object; from?: string } = {}) =>
  trial.app.inject({
    method: 'POST',
    url: '/api/v1/reports-from-field',
    payload,
    headers: { ...more.headers },
    remoteAddress: more.from ?? '10.0.0.1',
  });

function form(fields: Record<string, string>, photo?: Buffer) {
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (photo)
    parts.push(
      Buffer.from('--B\r\ncontent-disposition: form-data; name="photo"; filename="p.exe"\r\ncontent-type: application/x-whatever\r\n\r\n'),
      photo,
      Buffer.from('\r\n'),
    );
  return { payload: Buffer.concat([...parts, Buffer.from('--B--\r\n')]), headers: { 'content-type': 'multipart/form-data; boundary=B' } };
}

test('whoever stands at a machine reports place, kind and photo without signing in; it is a signal at once, and the receipt shows who read it and when [S1-3.1(1)]', async () => {
  await using trial = await startTrial();
  const { payload, headers } = form({ kind: 'cash-stuck', lat: '30.8401', lon: '114.8', note: '出钞口卡住' }, jpeg);
  const answer = await trial.app.inject({ method: 'POST', url: '/api/v1/reports-from-field', payload, headers });
  expect(answer.statusCode).toBe(201);
  const receipt = answer.json();
  expect(receipt).toMatchObject({ kind: 'cash-stuck', atm: 'A-4', read: null });
  expect(trial.news.opened).toMatchObject([
    { atm: 'A-4', code: 'dispenser.jammed', detail: { note: '出钞口卡住', photo: true, verified: false, by: 'public' } },
  ]);
  const see = async () => (await trial.app.inject({ url: `/api/v1/reports-from-field/${receipt.id}` })).json();
  expect(await see()).toEqual(receipt);

  const [unread] = (await trial.app.inject({ url: '/api/v1/reports-from-field?unread=true', headers: trial.as('duty-officer') })).json()
    .items;
  expect(unread.id).not.toBe(receipt.id); // the secret stays with who reported
  const photo = await trial.app.inject({ url: `/api/v1/reports-from-field/${unread.id}/photo`, headers: trial.as('duty-officer') });
  expect([photo.headers['content-type'], photo.rawPayload.equals(jpeg)]).toEqual(['image/jpeg', true]);
  trial.clock.forward('PT2M');
  const read = (role: 'duty-officer' | 'commander') =>
    trial.app.inject({ method: 'POST', url: `/api/v1/reports-from-field/${unread.id}/read`, headers: trial.as(role) });
  expect((await read('duty-officer')).statusCode).toBe(200);
  trial.clock.forward('PT2M');
  await read('commander'); // the first counts
  expect((await see()).read).toEqual({ at: '2026-11-23T01:02:00.000Z', by: 'duty-officer' });
  expect((await readStream(trial.database.db, `field-report/${unread.id}`)).map((entry) => [entry.type, entry.actor.name])).toEqual([
    ['field-report-received', 'Fengsui'],
    ['field-report-read', 'duty-officer'],
  ]);
});

test('a place is a machine, a site, or where one stands; anything else is refused with what to do', async () => {
  await using trial = await startTrial();
  expect((await report(trial, { kind: 'no-cash', atm: 'A-2' })).json()).toMatchObject({ atm: 'A-2' });
  expect((await report(trial, { kind: 'power-cut', site: 'S-1' })).json()).toMatchObject({ site: 'S-1', atm: null });
  expect((await report(trial, { kind: 'no-cash', lat: 30.6, lon: 114.27 })).json()).toMatchObject({ site: 'S-1', atm: null }); // two machines stand there
  for (const [given, status, code] of [
    [{ kind: 'no-cash', lat: 31, lon: 114 }, 422, 'report-placeless'],
    [{ kind: 'no-cash' }, 422, 'report-placeless'],
    [{ kind: 'no-cash', atm: 'A-9' }, 422, 'atm-unknown'],
    [{ kind: 'hungry', atm: 'A-1' }, 422, 'report-kind-unknown'],
    [[], 400, 'body-invalid'],
  ] as const) {
    const answer = await report(trial, given, { from: '10.0.0.2' });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  }
});

test('what is no picture, or too large, is refused', async () => {
  await using trial = await startTrial();
  const send = async (photo: Buffer) =>
    (await trial.app.inject({ method: 'POST', url: '/api/v1/reports-from-field', ...form({ kind: 'no-cash', atm: 'A-1' }, photo) })).json()
      .code;
  expect(await send(Buffer.from('<svg onload=alert(1)>'))).toBe('photo-unfit');
  expect(await send(Buffer.concat([jpeg, Buffer.alloc(10 * 1024 * 1024)]))).toBe('photo-too-large');
  const broken = await trial.app.inject({
    method: 'POST',
    url: '/api/v1/reports-from-field',
    payload: 'nonsense',
    headers: { 'content-type': 'multipart/form-data' },
  });
  expect(broken.statusCode).toBe(400);
  expect(trial.news.opened).toEqual([]);
});

test('a stranger who reports without end is asked to wait; others, and people of the bank, are not', async () => {
  await using trial = await startTrial();
  const codes: number[] = [];
  for (let at = 0; at < 8; at++) codes.push((await report(trial, { kind: 'no-cash', atm: 'A-1' })).statusCode);
  expect(codes).toEqual([201, 201, 201, 201, 201, 201, 429, 429]);
  expect((await report(trial, { kind: 'no-cash', atm: 'A-1' }, { from: '10.0.0.9' })).statusCode).toBe(201);
  expect((await report(trial, { kind: 'no-cash', atm: 'A-1' }, { headers: trial.as('responder') })).statusCode).toBe(201);
  trial.clock.forward('PT11M');
  expect((await report(trial, { kind: 'no-cash', atm: 'A-1' })).statusCode).toBe(201);
});

test('an attack that a stranger reports is a suspicion, one that a guard reports is an attack', async () => {
  await using trial = await startTrial();
  await report(trial, { kind: 'attack', atm: 'A-1' });
  await report(trial, { kind: 'attack', atm: 'A-2' }, { headers: trial.as('responder') });
  expect(trial.news.opened.map((fault) => [fault.atm, fault.code, fault.detail['verified']])).toEqual([
    ['A-1', 'fraud.suspected', false],
    ['A-2', 'fraud.attempt', true],
  ]);
});
