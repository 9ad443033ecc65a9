import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refusals as intakeRefusals } from '#intake';
import { openHttp, registerRefusals } from '#platform';
import { evidenceRoutes } from './evidence.ts';

registerRefusals(intakeRefusals);
const jpeg = Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0xe0), Buffer.from('a photograph')]);

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-evidence-'));
  const app = await openHttp({ locale: 'en', version: 'test' });
  await app.register(evidenceRoutes(folder));
  return {
    app,
    folder,
    add: (payload: Buffer, type = 'image/jpeg') =>
      app.inject({ method: 'POST', url: '/api/v1/evidence', payload, headers: { 'content-type': type } }),
  };
}

test('a photograph is kept under its own hash, once, and read back byte by byte [S3-3.2(2)]', async () => {
  const { app, folder, add } = await open();
  const first = await add(jpeg);
  const again = await add(jpeg);
  expect(first.statusCode).toBe(201);
  const { file, sha256 } = first.json<{ file: string; sha256: string }>();
  expect(again.json()).toEqual({ file, sha256 });
  expect(readdirSync(folder)).toEqual([`${sha256}.jpg`]);
  const read = await app.inject({ url: file });
  expect(read.headers['content-type']).toBe('image/jpeg');
  expect(read.rawPayload.equals(jpeg)).toBe(true);
});

test('what is no picture is refused, whatever it is called', async () => {
  const { folder, add } = await open();
  expect((await add(Buffer.from('<script>alert(1)</script>'))).json()).toMatchObject({ status: 415, code: 'photo-unfit' });
  expect((await add(Buffer.alloc(0))).statusCode).toBeGreaterThanOrEqual(400);
  expect((await add(jpeg, 'text/html')).statusCode).toBe(415);
  expect(readdirSync(folder)).toEqual([]);
});

test('no address leads out of the folder', async () => {
  const { app } = await open();
  for (const name of ['..%2F..%2Fetc%2Fpasswd', `${'0'.repeat(64)}.svg`, 'x.jpg'])
    expect((await app.inject({ url: `/api/v1/evidence/${name}` })).statusCode).toBeGreaterThanOrEqual(400);
});
