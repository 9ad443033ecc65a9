import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStream } from '#journal';
import { Agent, type Bank, openBank } from './bank.ts';

/** What one room does since another said something: connections that only the whole program has. */

let bank: Bank;
let agent: Agent;
let atms: string[];
beforeAll(async () => {
  bank = await openBank();
  atms = bank.atms.filter((each) => each.power !== '汉口片区').map((each) => each.atm);
  agent = await Agent.connect(
    bank,
    bank.atms.map((each) => each.atm),
  );
  await bank.settle();
}, 60_000);
afterAll(async () => {
  await agent?.[Symbol.asyncDispose]();
  await bank?.[Symbol.asyncDispose]();
});

const get = async (path: string) => (await bank.ask('chen', 'GET', `/api/v1${path}`)).body;
const warningOf = async (atm: string) => {
  await bank.signals('dispenser.jammed', 'raised', [atm]);
  await bank.forward('PT5M');
  return (await get('/warnings')).items.find((each: { cause: { ref: string } }) => each.cause.ref === atm);
};

test('a warning added to an incident is linked to it; one that is withdrawn takes its work order back', async () => {
  const [first = '', second = ''] = atms;
  const withdrawn = await warningOf(first);
  const [order] = (await get(`/work-orders?atm=${first}`)).items;
  expect(order.state).toBe('sent');
  expect(order.summary.zh).not.toContain('dispenser.jammed');
  await bank.send('yu', `/api/v1/warnings/${withdrawn.id}/commands`, { command: 'withdraw', reason: '测试' });
  await bank.settle();
  expect((await get(`/work-orders/${order.id}`)).state).toBe('cancelled');

  const added = await warningOf(second);
  const { body } = await bank.ask('chen', 'POST', '/api/v1/incidents', {
    plan: 'plan-3',
    trigger: 'power',
    machines: [first],
    mode: 'live',
  });
  await bank.send('chen', `/api/v1/incidents/${body.id}/commands`, { command: 'add-warning', warning: added.id, machines: [second] });
  expect((await get(`/warnings/${added.id}`)).incident).toBe(body.id);

  const told = await bank.ask('yu', 'POST', `/api/v1/atms/${second}/commands`, { command: 'reset', reason: '卡住' });
  expect(told.body).toMatchObject({ code: 'machine-in-incident' });
}, 60_000);

test('one person resets a machine on the record, with its answer, and closes none alone', async () => {
  const atm = atms[4] ?? '';
  const path = `/api/v1/atms/${atm}/commands`;
  expect((await bank.ask('yu', 'POST', path, { command: 'reset', reason: '出钞口卡住' })).body).toMatchObject({ ok: true });
  expect(agent.commands.at(-1)).toMatchObject({ atm, name: 'Machine.Reset' });
  const entries = await readStream(bank.rooms.db, `atm/${atm}`);
  expect(entries.map(({ type, data }) => [type, data])).toMatchObject([
    ['device-commanded', { atm, command: 'reset', reason: '出钞口卡住', ok: true }],
  ]);
  const before = agent.commands.length;
  expect((await bank.ask('chen', 'POST', path, { command: 'close', reason: '关' })).body).toMatchObject({
    code: 'two-persons-for-machine',
  });
  expect((await bank.ask('fan', 'POST', path, { command: 'reset', reason: '试' })).status).toBe(403);
  expect(agent.commands.length).toBe(before);
}, 60_000);

test('a machine that shows an alarm of safety is not put into service by one person', async () => {
  const atm = atms[5] ?? '';
  await bank.signals('cabinet.open', 'raised', [atm]);
  const told = await bank.ask('yu', 'POST', `/api/v1/atms/${atm}/commands`, { command: 'go-in-service', reason: '试机' });
  expect(told.body).toMatchObject({ code: 'machine-not-safe' });
}, 60_000);
