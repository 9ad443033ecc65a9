import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startTrial, type Trial } from './trial.ts';

const alert = (
  more: { id?: string; status?: string; type?: string; references?: string; area?: string; expires?: string } = {},
) => `<?xml version="1.0" encoding="UTF-8"?>
<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><cap:identifier>${more.id ?? 'T1'}</cap:identifier><cap:sender>12379</cap:sender><cap:sent>2026-11-23T08:50:00+08:00</cap:sent>
<cap:status>${more.status ?? 'Actual'}</cap:status><cap:msgType>${more.type ?? 'Alert'}</cap:msgType><cap:scope>Public</cap:scope>${more.references ? `<cap:references>${more.references}</cap:references>` : ''}
<cap:info><cap:category>Met</cap:category><cap:event>台风</cap:event><cap:urgency>Expected</cap:urgency><cap:severity>Severe</cap:severity><cap:certainty>Likely</cap:certainty>
<cap:expires>${more.expires ?? '2026-11-23T12:00:00+08:00'}</cap:expires><cap:headline>台风橙色预警</cap:headline>
<cap:area><cap:areaDesc>江汉一带</cap:areaDesc>${more.area ?? '<cap:polygon>30.55,114.2 30.65,114.2 30.65,114.29 30.55,114.29 30.55,114.2</cap:polygon>'}</cap:area></cap:info></cap:alert>`;

const post = async (trial: Trial, xml: string) => {
  const answer = await trial.app.inject({
    method: 'POST',
    url: '/api/v1/hooks/cap',
    headers: { ...trial.as('integration'), 'content-type': 'application/cap+xml' },
    payload: xml,
  });
  return { status: answer.statusCode, ...answer.json() };
};
const warned = async (trial: Trial) =>
  (await trial.fleet.faults({ code: 'weather.warning', state: 'open', limit: 9 })).items.map((fault) => fault.atm).sort();

test('a weather alert warns the machines in its area before the weather is there, and ends when it expires [S2-3.5]', async () => {
  await using trial = await startTrial();
  expect(await post(trial, alert())).toMatchObject({ status: 200, done: 'raised', sites: ['S-1'] });
  expect(await warned(trial)).toEqual(['A-1', 'A-2']);
  expect(trial.news.opened[0]!.detail).toMatchObject({ event: '台风', colour: 'orange', severity: 'Severe', source: 'cap' });
  expect(trial.fleet.condition('A-1')).toBe('in-service');
  expect(await post(trial, alert())).toMatchObject({ done: 'known' });
  trial.clock.forward('PT3H1M');
  await trial.jobs.runDue();
  expect(await warned(trial)).toEqual([]);
});

test('an update moves the warning, a cancel ends it, and another alert over the same site keeps it', async () => {
  await using trial = await startTrial();
  await post(trial, alert());
  const east = '<cap:circle>30.610,114.300 1</cap:circle>';
  expect(
    await post(trial, alert({ id: 'T2', type: 'Update', references: '12379,T1,2026-11-23T08:50:00+08:00', area: east })),
  ).toMatchObject({ done: 'raised', sites: ['S-2'] });
  expect(await warned(trial)).toEqual(['A-3']);
  await post(
    trial,
    alert({ id: 'F1', area: '<cap:geocode><cap:valueName>district</cap:valueName><cap:value>江岸区</cap:value></cap:geocode>' }),
  );
  expect(await post(trial, alert({ id: 'T3', type: 'Cancel', references: '12379,T2,2026-11-23T08:50:00+08:00' }))).toMatchObject({
    status: 200,
  });
  expect(await warned(trial)).toEqual(['A-3']);
  expect(await post(trial, alert({ id: 'F2', type: 'Cancel', references: '12379,F1,2026-11-23T08:50:00+08:00' }))).toMatchObject({
    done: 'cleared',
    sites: ['S-2'],
  });
  expect(await warned(trial)).toEqual([]);
});

test('an exercise, a test and what has expired warn nobody, but are kept', async () => {
  await using trial = await startTrial();
  expect(await post(trial, alert({ id: 'E', status: 'Exercise' }))).toMatchObject({ done: 'not-actual' });
  expect(await post(trial, alert({ id: 'P', expires: '2026-11-23T08:59:00+08:00' }))).toMatchObject({ done: 'expired' });
  expect(await warned(trial)).toEqual([]);
  expect(
    (await trial.intake.signals({ source: 'cap', limit: 9 })).items.map((kept) => [kept.id, kept.code, kept.raw?.includes('台风')]),
  ).toEqual([
    ['P', null, true],
    ['E', null, true],
  ]);
});

test('an alert that reaches for files of the server is refused and kept as a dead letter', async () => {
  await using trial = await startTrial();
  const sample = (name: string) => readFileSync(new URL(`../../../shared/samples/cap-${name}.xml`, import.meta.url), 'utf8');
  expect(await post(trial, sample('xee'))).toMatchObject({ status: 400, code: 'cap-unsafe' });
  expect(await post(trial, sample('invalid'))).toMatchObject({
    status: 400,
    code: 'cap-unreadable',
    title: expect.stringContaining('<scope>'),
  });
  expect((await trial.intake.receiver.deadLetters({ limit: 9 })).map((letter) => letter.code)).toEqual(['cap-unreadable', 'cap-unsafe']);
});
