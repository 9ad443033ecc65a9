import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusals as bulletinRefusals, migrations as bulletinsMigrations, bulletinsRoutes, openBulletins } from '#bulletins';
import { migrations as fleetMigrations, openFleet } from '#fleet';
import { append } from '#journal';
import { type Actor, authentication, refusals as organizationRefusals, type Role, systemActor } from '#organization';
import { openPlans, migrations as planMigrations } from '#plans';
import { openHttp, registerRefusals, transact, VirtualClock } from '#platform';
import { openResources, refusals as resourceRefusals, migrations as resourcesMigrations, resourcesRoutes } from '#resources';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { after, incidentEntries } from './fixture.ts';
import { migrations, openReview, refusals, reviewRoutes } from './index.ts';

let database: TestDatabase;
let app: FastifyInstance;
const incident = '0197f000-0000-7000-8000-000000000001';
const as = (role: Role, name: string = role) => ({ authorization: `Bearer ${role}.${name}` });
const call = async (
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  who: { authorization: string } | undefined,
  payload?: object,
  headers: object = {},
) => {
  const response = await app.inject({ method, url, headers: { ...who, ...headers }, ...(payload && { payload }) });
  return {
    status: response.statusCode,
    body: response.headers['content-type']?.includes('json') ? response.json() : response.body,
    headers: response.headers,
    bytes: response.rawPayload,
  };
};

beforeAll(async () => {
  database = await testDatabase([fleetMigrations, planMigrations, resourcesMigrations, bulletinsMigrations, migrations]);
  const { db } = database;
  const clock = new VirtualClock(after(71));
  const jobs = await testJobs(database, clock);
  for (const texts of [organizationRefusals, resourceRefusals, bulletinRefusals, refusals]) registerRefusals(texts);
  const plans = openPlans({ db, clock, jobs });
  await plans.install(readFileSync(new URL('../../plans/plan-1.yaml', import.meta.url), 'utf8'), systemActor);
  const fleet = await openFleet({ db, clock, jobs, onFaults: async () => undefined });
  await fleet.importCsv(Buffer.from('atm,site,lat,lon\nATM-0001,循礼门支行,30.59,114.28\nATM-0002,循礼门支行,30.59,114.28\n'));
  const resources = openResources({ db, clock, jobs });
  const bulletins = openBulletins({ db, clock, jobs, fleet });
  const review = openReview({ db, clock, jobs, plans, resources });
  const authenticate = async (token: string): Promise<Actor | null> => {
    const [role = '', name = ''] = token.split('.');
    return { kind: 'person', id: name, name, role: role as Role, seats: [], vendor: role === 'vendor' ? '恒银' : null };
  };
  app = await openHttp({ locale: 'zh-CN', version: '0' });
  await app.register(authentication({ authenticate }));
  await app.register(resourcesRoutes(resources));
  await app.register(bulletinsRoutes(bulletins));
  await app.register(reviewRoutes(review));
  await transact(db, async (trx) => {
    for (const { type, data, at, actor, mode } of incidentEntries())
      await append(trx, { stream: `incident/${incident}`, entries: [{ type, data }], actor, mode, at: Temporal.Instant.from(at) });
    await review.noticeEnded(trx, { id: incident });
    await bulletins.draft(trx, {
      incident: { id: incident, number: 'INC-2026-0042', title: { zh: '停电', en: 'Power cut' }, mode: 'live' },
      kind: 'notice',
      facts: { eventClass: 'power-cut', machines: ['ATM-0001'], openedAt: after(0) },
      actor: systemActor,
    });
  });
  await jobs.runDue();
});
afterAll(async () => {
  await app.close();
  await database[Symbol.asyncDispose]();
});

test('stock over HTTP: a store, an item, issue twice with one key, a refusal that says where there is some', async () => {
  const keeper = as('quartermaster');
  expect((await call('PUT', '/api/v1/stores/hankou', keeper, { name: { zh: '汉口库', en: 'Hankou' }, lat: 30.6, lon: 114.3 })).status).toBe(
    200,
  );
  const added = await call('POST', '/api/v1/items', keeper, {
    kind: 'ups',
    store: 'hankou',
    quantity: 2,
    minimum: 2,
    serials: ['U1', 'U2'],
    attributes: { capacity: 3, batteryMade: '2024-01-01' },
  });
  expect(added).toMatchObject({
    status: 201,
    body: {
      quantity: 2,
      batteryMonths: 30,
      units: [
        { serial: 'U1', out: null },
        { serial: 'U2', out: null },
      ],
      attention: [],
    },
  });
  const commands = `/api/v1/items/${added.body.id}/commands`;
  const issue = { command: 'issue', quantity: 1, incident };
  const first = await call('POST', commands, keeper, issue, { 'idempotency-key': 'k' });
  expect(first).toMatchObject({
    status: 200,
    body: { movements: [{ move: 'issued', serials: ['U1'], taken: true }], item: { quantity: 1, attention: [{ what: 'below-minimum' }] } },
  });
  expect((await call('POST', commands, keeper, issue, { 'idempotency-key': 'k' })).body.movements).toEqual(first.body.movements);
  const short = await call('POST', commands, keeper, { ...issue, quantity: 5 });
  expect(short).toMatchObject({ status: 409, body: { code: 'stock-short', detail: expect.stringContaining('汉口库 1') } });
  expect((await call('POST', commands, keeper, { ...issue, quantity: 5 }, { 'accept-language': 'en' })).body.title).toBe(
    'Not enough of UPS: 5 wanted, 1 available.',
  );
  expect((await call('GET', `/api/v1/items/movements?incident=${incident}`, as('auditor'))).body.items).toHaveLength(1);
  expect(
    (await call('POST', commands, keeper, { command: 'return', issue: first.body.movements[0].id, quantity: 1, condition: 'worn' })).body
      .item,
  ).toMatchObject({ quantity: 2, units: [{ serial: 'U1', condition: 'worn' }, {}] });
  expect((await call('GET', '/api/v1/items?kind=ups&belowMinimum=true', keeper)).body.items).toEqual([]);
  expect((await call('GET', '/api/v1/items?store=hankou', keeper)).body.items).toHaveLength(1);
  expect((await call('POST', commands, keeper, { command: 'issue', quantity: -1 })).status).toBe(400);
  expect((await call('POST', commands, as('responder'), issue)).status).toBe(403);
  expect((await call('GET', '/api/v1/items', as('vendor'))).status).toBe(403);
  expect((await call('GET', '/api/v1/item-kinds', as('responder'))).body.items.length).toBeGreaterThan(20);
  expect((await call('GET', '/api/v1/stores?lat=30.5&lon=114.3', as('responder'))).body.items[0].metres).toBeGreaterThan(10_000);
});

test('a bulletin over HTTP: listed whole, approved by a second person, then public without sign-in', async () => {
  const [draft] = (await call('GET', `/api/v1/bulletins?incident=${incident}`, as('press-officer'))).body.items;
  expect(draft).toMatchObject({
    state: 'drafted',
    expected: { from: expect.any(String) },
    places: [{ name: '循礼门支行', atms: ['ATM-0001'] }],
    cause: null,
  });
  const commands = `/api/v1/bulletins/${draft.id}/commands`;
  expect((await call('POST', commands, as('responder'), { command: 'approve' })).status).toBe(403);
  expect(await call('POST', commands, as('press-officer'), { command: 'approve' })).toMatchObject({
    status: 403,
    body: { code: 'bulletin-role' },
  });
  expect((await call('POST', commands, as('commander'), { command: 'edit', nextWord: null })).body.nextWord).toBeNull();
  expect(await call('POST', commands, as('commander'), { command: 'approve' })).toMatchObject({
    status: 409,
    body: { code: 'bulletin-second-person' },
  });
  expect((await call('POST', commands, as('deputy'), { command: 'approve' })).status).toBe(200);
  expect((await call('POST', commands, as('press-officer'), { command: 'publish' })).body).toMatchObject({
    state: 'published',
    channels: [{ channel: 'website', state: 'published' }, {}, {}, {}],
  });
  const page = await call('GET', '/status', undefined);
  expect(page.status).toBe(200);
  expect(page.body).toContain('循礼门支行部分取款机暂时取不了款');
  expect((await call('GET', '/api/v1/bulletins', undefined)).status).toBe(401);
});

test('a report over HTTP: report.json as composed, report.docx as a file, approval by a second person', async () => {
  const [report] = (await call('GET', '/api/v1/reports', as('auditor'))).body.items;
  const json = (await call('GET', `/api/v1/incidents/${incident}/report.json`, as('auditor'))).body;
  expect(json.report).toEqual(report);
  expect(json.content).toMatchObject({
    incident: { number: 'INC-2026-0042' },
    performance: { tasks: [{ task: 'diagnose', lateMinutes: 8 }] },
    groups: { technical: { zh: expect.any(String) } },
  });
  expect((await call('GET', `/api/v1/reports/${report.id}`, as('auditor'))).body.content).toEqual(json.content);
  const commands = `/api/v1/reports/${report.id}/commands`;
  expect(
    (
      await call('POST', commands, as('duty-officer'), {
        command: 'edit',
        section: 'lessons',
        text: { zh: '第二路电源', en: 'A second feed' },
      })
    ).status,
  ).toBe(200);
  expect(
    (await call('POST', commands, as('duty-officer'), { command: 'add-finding', text: { zh: '增配', en: 'More' }, due: '2026-09-01' }))
      .status,
  ).toBe(200);
  expect(await call('POST', commands, as('duty-officer'), { command: 'approve' })).toMatchObject({
    status: 403,
    body: { code: 'report-role' },
  });
  expect((await call('POST', commands, as('commander'), { command: 'approve' })).body).toMatchObject({
    state: 'approved',
    document: { number: 1 },
  });
  const document = await call('GET', `/api/v1/incidents/${incident}/report.docx`, as('auditor'));
  expect(document.headers['content-type']).toContain('wordprocessingml');
  expect(document.headers['content-disposition']).toContain(`${report.number}.docx`);
  expect(document.bytes.subarray(0, 2).toString()).toBe('PK');
  expect(document.bytes.length).toBeGreaterThan(10_000);
  const [improvement] = (await call('GET', `/api/v1/improvements?report=${report.id}`, as('planner'))).body.items;
  expect(
    await call('POST', `/api/v1/improvements/${improvement.id}/commands`, as('planner'), { command: 'open-plan-draft' }),
  ).toMatchObject({ status: 200, body: { planDraft: { plan: 'plan-1', version: 2 } } });
  expect((await call('GET', `/api/v1/incidents/0197f000-0000-7000-8000-00000000ffff/report.docx`, as('auditor'))).status).toBe(404);
  expect((await call('GET', `/api/v1/incidents/${incident}/report.docx`, as('vendor'))).status).toBe(403);
});

test('each refusal that these rooms can give has its words in both languages', async () => {
  for (const texts of [resourceRefusals, bulletinRefusals, refusals])
    for (const [code, text] of Object.entries(texts)) {
      expect(text.status, code).toBeGreaterThanOrEqual(400);
      for (const language of ['zh-CN', 'en'] as const)
        expect(text[language].what.length * text[language].mend.length, code).toBeGreaterThan(20);
    }
  const source = ['resources/operations', 'resources/routes', 'bulletins/model', 'bulletins/operations', 'review/operations']
    .map((file) => readFileSync(new URL(`../${file}.ts`, import.meta.url), 'utf8'))
    .join();
  const used = [...source.matchAll(/refuse\('([a-z-]+)'/g)].map((match) => match[1] ?? '').filter((code) => code !== 'not-found');
  const known = Object.keys({ ...resourceRefusals, ...bulletinRefusals, ...refusals });
  expect([...new Set(used)].toSorted()).toEqual(known.toSorted());
});
