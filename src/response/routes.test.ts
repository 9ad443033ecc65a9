import { expect, test } from 'vitest';
import type { Actor } from '#organization';
import { isRefusal, openHttp, registerRefusals, type Trx, transact, VirtualClock } from '#platform';
import { testDatabase, testJobs } from '../../test/database.ts';
import type { EffectExecutors } from './effects.ts';
import { people, rosters, smallPlan } from './fixture.ts';
import { refusals } from './refusals.ts';
import { openResponse } from './response.ts';
import { responseRoutes } from './routes.ts';
import { migrations } from './store.ts';

registerRefusals(refusals);

/** The routes behind a door that lets in whoever the header `who` names, if the route's roles allow. */
async function startDesk() {
  const database = await testDatabase([migrations]);
  const clock = new VirtualClock('2026-03-08T03:00:00Z');
  const jobs = await testJobs(database, clock);
  const response = openResponse({
    db: database.db,
    clock,
    jobs,
    plans: { inForce: async () => [smallPlan], version: async () => smallPlan },
    organization: { rosters: async () => rosters },
    effects: { call: async () => undefined } as unknown as EffectExecutors,
  });
  const http = await openHttp({ locale: 'zh-CN', version: '0' });
  let who: Actor = people.auditor;
  http.decorateRequest('actor', { getter: () => who });
  http.addHook('onRequest', async (request, reply) => {
    const { roles } = request.routeOptions.config;
    who = (people as Record<string, Actor>)[String(request.headers['who'])] ?? people.auditor;
    if (Array.isArray(roles) && !roles.includes(who.role)) await reply.code(403).serializer(JSON.stringify).send({ code: 'role' });
  });
  await http.register(responseRoutes(response, clock));
  await http.ready();
  const ask = async (method: 'GET' | 'POST', url: string, by: string, payload?: object, headers: Record<string, string> = {}) => {
    const answer = await http.inject({ method, url: `/api/v1${url}`, headers: { who: by, ...headers }, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { ...database, clock, jobs, response, http, ask };
}
const activation = { plan: 'small', trigger: 'district-dark', warning: 'w1', machines: ['A1', 'A2'] };

test('a plan is activated, and its command room read, in two requests [S1-3.1(2)]', async () => {
  await using desk = await startDesk();
  const { status, body } = await desk.ask('POST', '/incidents', 'duty', activation, { 'idempotency-key': 'k' });
  expect(status).toBe(201);
  expect((await desk.ask('POST', '/incidents', 'duty', activation, { 'idempotency-key': 'k' })).body).toEqual(body);
  expect(body.number).toBe('INC-2026-0001');
  expect(body.events[0]).toMatchObject({ event: 'incident-activated', seq: expect.any(Number) });
  const room = (await desk.ask('GET', `/incidents/${body.id}`, 'tech')).body;
  expect(room).toMatchObject({
    number: 'INC-2026-0001',
    state: 'active',
    level: 'II',
    phase: 'contain',
    plan: { id: 'small', version: 3 },
    machines: { total: 2, down: 2 },
    tasks: { open: 3, overdue: 0 },
  });
  expect(room.lanes.map((lane: { group: string }) => lane.group)).toEqual(['command', 'technical', 'security', 'logistics', 'work-group']);
  expect(room.lanes[1].people[0]).toMatchObject({ person: { id: 'tech' }, state: 'calling', answerBy: '2026-03-08T03:15:00.000Z' });
  const listed = (await desk.ask('GET', '/incidents?state=running', 'auditor')).body;
  expect(listed).toMatchObject({ items: [{ id: body.id, tasks: { open: 3 } }], next: null });
});

test('each task says what the asking person may do with it, and why not; the end names what is missing [S1-3.5(1)]', async () => {
  await using desk = await startDesk();
  const { id } = (await desk.ask('POST', '/incidents', 'commander', activation)).body;
  const seenBy = async (who: string) => (await desk.ask('GET', `/incidents/${id}`, who)).body;
  const actions = (room: { taskList: { id: string; actions: { command: string; allowed: boolean }[] }[] }, task: string) =>
    Object.fromEntries(room.taskList.find((each) => each.id === task)?.actions.map((action) => [action.command, action.allowed]) ?? []);
  expect(actions(await seenBy('guard'), 'cordon')).toEqual({
    'start-task': true,
    'complete-task': true,
    'reassign-task': true,
    'waive-task': false,
  });
  expect(actions(await seenBy('tech'), 'cordon')).toEqual({
    'start-task': false,
    'complete-task': false,
    'reassign-task': false,
    'waive-task': false,
  });
  const room = await seenBy('commander');
  expect(actions(room, 'cordon')['waive-task']).toBe(true);
  const end = room.actions.find((action: { command: string }) => action.command === 'declare-end');
  expect(end).toMatchObject({ allowed: false, why: { code: 'end-incomplete', zh: expect.stringContaining('恢复测试未通过 1 项') } });
  expect(room.missing.map((each: { code: string }) => each.code)).toEqual(['tests-passed', 'tasks-closed', 'machines-in-service']);
  expect(room.decisions).toMatchObject([{ kind: 'appointment', id: 'work-group', actions: [{ allowed: true }] }]);
  expect(room.taskList.find((each: { id: string }) => each.id === 'diagnose')).toMatchObject({
    due: '2026-03-08T03:30:00.000Z',
    approver: 'commander',
    form: [{ id: 'cause' }, { id: 'minutes' }, { id: 'loss' }],
  });
});

test('a command answers the events that it caused, or says in the asker’s language what is wrong and how to mend it', async () => {
  await using desk = await startDesk();
  const { id } = (await desk.ask('POST', '/incidents', 'commander', activation)).body;
  const url = `/incidents/${id}/commands`;
  expect((await desk.ask('POST', url, 'tech', { command: 'start-task', task: 'diagnose' })).body).toMatchObject({
    events: [{ event: 'task-started', task: 'diagnose', by: { id: 'tech' }, seq: expect.any(Number) }],
  });
  const zh = await desk.ask('POST', url, 'tech', { command: 'complete-task', task: 'diagnose', answers: { cause: 'grid' } });
  expect(zh).toMatchObject({
    status: 422,
    body: { code: 'task-incomplete', title: '“排查原因”还不能完成：后备电源剩余：必填。', params: { missing: [{ id: 'minutes' }] } },
  });
  const en = await desk.ask('POST', url, 'guard', { command: 'start-task', task: 'diagnose' }, { 'accept-language': 'en' });
  expect(en).toMatchObject({ status: 403, body: { code: 'not-in-group', title: 'This belongs to “technical support”.' } });
  expect(await desk.ask('POST', url, 'tech', { command: 'complete-task' })).toMatchObject({ status: 400, body: { code: 'body-invalid' } });
  expect((await desk.ask('POST', url, 'tech', { command: 'settle-effect', effect: 'x', outcome: 'done', detail: '' })).status).toBe(400);
  expect((await desk.ask('POST', url, 'tech', { command: 'tick' })).status).toBe(400);
  expect((await desk.ask('POST', url, 'auditor', { command: 'withdraw', reason: 'x' })).status).toBe(403);
  expect(
    (await desk.ask('POST', `/incidents/01900000-0000-7000-8000-000000000000/commands`, 'tech', { command: 'withdraw', reason: 'x' })).body
      .code,
  ).toBe('incident-unknown');
});

test('the journal of an incident is read oldest first, page after page', async () => {
  await using desk = await startDesk();
  const { id } = (await desk.ask('POST', '/incidents', 'commander', activation)).body;
  const first = (await desk.ask('GET', `/incidents/${id}/journal?limit=5`, 'auditor')).body;
  expect(first.items[0]).toMatchObject({
    version: 1,
    type: 'incident-activated',
    actor: { id: 'commander', role: 'commander' },
    data: { number: 'INC-2026-0001' },
  });
  const second = (await desk.ask('GET', `/incidents/${id}/journal?limit=1000&cursor=${first.next}`, 'auditor')).body;
  expect(second.items[0].version).toBe(6);
  expect(second.next).toBeNull();
});

test('a vendor sees its own work orders and nothing else', async () => {
  await using desk = await startDesk();
  const contract = { acknowledge: 'PT15M', depart: 'PT30M', arrive: 'PT2H', repair: 'PT8H' };
  const send = (vendor: string) =>
    transact(desk.db, async (trx: Trx) => {
      const sent = await desk.response.sendWorkOrder(trx, {
        warning: 'w',
        vendor,
        atms: ['A1'],
        faultClass: 'dispenser',
        summary: { zh: '卡钞', en: 'jam' },
        contract,
      });
      if (isRefusal(sent)) throw new Error(sent.refusal);
      return sent.id;
    });
  const [own, other] = [await send('gd'), await send('hy')];
  expect((await desk.ask('GET', '/work-orders', 'vendor')).body.items.map((item: { id: string }) => item.id)).toEqual([own]);
  expect((await desk.ask('GET', '/work-orders?vendor=hy', 'vendor')).body.items.map((item: { id: string }) => item.id)).toEqual([own]);
  expect((await desk.ask('GET', `/work-orders/${other}`, 'vendor')).status).toBe(404);
  expect((await desk.ask('POST', `/work-orders/${other}/commands`, 'vendor', { command: 'acknowledge' })).body.code).toBe(
    'work-order-not-yours',
  );
  expect((await desk.ask('GET', '/incidents', 'vendor')).status).toBe(403);
  expect((await desk.ask('GET', '/mine', 'vendor')).body.items).toMatchObject([
    { kind: 'work-order', id: own, title: { zh: '接单：卡钞' } },
  ]);
  expect(
    (await desk.ask('POST', `/work-orders/${own}/commands`, 'vendor', { command: 'acknowledge', engineer: '王工' })).body.events,
  ).toMatchObject([{ event: 'work-order-acknowledged' }]);
  expect((await desk.ask('GET', `/work-orders/${own}`, 'vendor')).body).toMatchObject({
    state: 'acknowledged',
    engineer: '王工',
    actions: ['depart', 'arrive', 'repair'],
    entries: [{ type: 'work-order-sent' }, { type: 'work-order-acknowledged' }],
  });
});

test('the command supervises all running emergencies in one list: level, phase, what is late [S2-4.1]', async () => {
  await using desk = await startDesk();
  await desk.ask('POST', '/incidents', 'commander', activation);
  const { id } = (await desk.ask('POST', '/incidents', 'duty', { ...activation, warning: 'w2', level: 'III' })).body;
  const ended = (await desk.ask('POST', '/incidents', 'duty', { ...activation, warning: 'w3' })).body;
  await desk.ask('POST', `/incidents/${ended.id}/commands`, 'commander', { command: 'withdraw', reason: '误报' });
  desk.clock.forward('PT21M');
  await desk.jobs.runDue();
  const { items } = (await desk.ask('GET', '/incidents?state=running', 'commander')).body;
  expect(items).toMatchObject([
    { id, level: 'III', phase: 'contain', phaseName: { zh: '处置' }, tasks: { open: 3, overdue: 2 } },
    { level: 'II', phase: 'contain', tasks: { open: 3, overdue: 2 } },
  ]);
});

test('lists come page after page, newest first', async () => {
  await using desk = await startDesk();
  for (const warning of ['a', 'b', 'c']) {
    await desk.ask('POST', '/incidents', 'commander', { ...activation, warning });
    desk.clock.forward('PT1M');
  }
  const first = (await desk.ask('GET', '/incidents?limit=2', 'auditor')).body;
  expect(first.items.map((item: { warnings: string[] }) => item.warnings[0])).toEqual(['c', 'b']);
  const second = (await desk.ask('GET', `/incidents?limit=2&cursor=${first.next}`, 'auditor')).body;
  expect(second.items.map((item: { warnings: string[] }) => item.warnings[0])).toEqual(['a']);
  expect(second.next).toBeNull();
});

test('every refusal of the room has its texts in both languages, and nothing is left in braces', async () => {
  for (const [code, text] of Object.entries(refusals)) {
    expect(text.status, code).toBeGreaterThanOrEqual(400);
    for (const words of [text['zh-CN'], text.en]) {
      expect(words.what.length, code).toBeGreaterThan(3);
      expect(words.mend.length, code).toBeGreaterThan(3);
    }
  }
});
