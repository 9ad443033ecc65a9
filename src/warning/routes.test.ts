import { expect, test } from 'vitest';
import { migrations as fleetMigrations, refusals as fleetRefusals, openFleet } from '#fleet';
import { migrations as intakeMigrations, refusals as intakeRefusals } from '#intake';
import {
  authentication,
  openOrganization,
  migrations as organizationMigrations,
  refusals as organizationRefusals,
  systemActor,
} from '#organization';
import { isRefusal, openHttp, registerRefusals, transact, VirtualClock } from '#platform';
import { testDatabase, testJobs } from '../../test/database.ts';
import { refusals } from './refusals.ts';
import { warningRoutes } from './routes.ts';
import { migrations } from './store.ts';
import { openWarning } from './warnings.ts';

for (const texts of [refusals, fleetRefusals, intakeRefusals, organizationRefusals]) registerRefusals(texts);

const csv = ['atm,site,district,city,make,model,release,vendor,line,host,power,customers']
  .concat(
    Array.from(
      { length: 60 },
      (_, index) =>
        `A-${String(index).padStart(2, '0')},S-${index >> 1},江汉区,武汉市,GRG,H68N,5.2.1,广电,L-${index < 40 ? 1 : 2},H-1,P-${index % 3},100`,
    ),
  )
  .join('\n');

/** Warnings over a real fleet, behind the real door. */
async function startDesk() {
  const database = await testDatabase([organizationMigrations, intakeMigrations, fleetMigrations, migrations]);
  const clock = new VirtualClock('2026-07-16T05:59:03Z');
  const jobs = await testJobs(database, clock);
  const organization = openOrganization({ db: database.db, clock, jobs });
  const fleet = await openFleet({ db: database.db, clock, jobs, onFaults: (trx, faults) => warnings.noticeFaults(trx, faults) });
  const warnings = openWarning({ db: database.db, clock, jobs, fleet, onTriaged: async () => undefined, onChanged: async () => undefined });
  await fleet.importCsv(Buffer.from(csv));
  const http = await openHttp({ locale: 'zh-CN', version: '0' });
  await http.register(authentication(organization));
  await http.register(warningRoutes(warnings));
  await http.ready();
  const tokens = new Map<string, string>();
  for (const role of ['duty-officer', 'auditor', 'vendor'] as const) {
    const made = await organization.addPerson({ account: role, name: role, role, ...(role === 'vendor' ? { vendor: '广电' } : {}) });
    if (isRefusal(made)) throw new Error(made.refusal);
    const token = await organization.createToken(role, role, { actor: systemActor, person: made.id });
    if (isRefusal(token)) throw new Error(token.refusal);
    tokens.set(role, token.token);
  }
  let serial = 0;
  const say = async (atms: string[], code: string, state: 'raised' | 'cleared' = 'raised') => {
    const at = clock.now();
    await transact(database.db, (trx) =>
      fleet.apply(
        trx,
        atms.map((atm) => ({
          id: `s${serial++}`,
          source: 'test',
          atm,
          site: null,
          code,
          state,
          at: at.toString(),
          ms: at.epochMilliseconds,
          detail: {},
        })),
      ),
    );
    clock.forward('PT12S');
    await jobs.runDue();
  };
  const ask = async (method: 'GET' | 'POST', path: string, role: string, payload?: object, headers: Record<string, string> = {}) => {
    const answer = await http.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${tokens.get(role)}`, ...headers },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { ...database, clock, fleet, say, ask };
}

const line = Array.from({ length: 38 }, (_, index) => `A-${String(index).padStart(2, '0')}`);

test('the list shows the newest first, the detail its reasons and the picture around it [S3-4.1(3)]', async () => {
  await using desk = await startDesk();
  await desk.say(['A-50'], 'dispenser.jammed');
  await desk.say(line, 'machine.offline');
  const list = (await desk.ask('GET', '/warnings?state=open&state=recovering', 'auditor')).body;
  expect(
    list.items.map((item: { number: string; cause: object; atms: number; triage: string }) => [
      item.number,
      item.cause,
      item.atms,
      item.triage,
    ]),
  ).toEqual([
    ['W-2026-0002', { kind: 'line', ref: 'L-1' }, 38, 'major'],
    ['W-2026-0001', { kind: 'machine', ref: 'A-50' }, 1, 'general'],
  ]);
  const [first] = list.items;
  const detail = (await desk.ask('GET', `/warnings/${first.id}`, 'auditor')).body;
  expect(detail.reasons.map((reason: { rule: string }) => reason.rule)).toContain('line-or-host-lost');
  expect(detail).toMatchObject({ customers: 1900, groupSize: 40, affectedNow: 38 });
  expect(detail.group.members).toHaveLength(40);
  expect(detail.group.siblings).toEqual([
    { cause: { kind: 'line', ref: 'L-1' }, size: 40, ill: 38, own: true },
    { cause: { kind: 'line', ref: 'L-2' }, size: 20, ill: 1, own: false },
  ]);
  await desk.say(line.slice(0, 30), 'machine.offline', 'cleared');
  const atms = (await desk.ask('GET', `/warnings/${first.id}/atms`, 'auditor')).body.items;
  expect(atms.filter((atm: { affected: boolean }) => atm.affected)).toHaveLength(8);
  expect((await desk.ask('GET', `/warnings/${first.id}`, 'auditor')).body.state).toBe('recovering');
  expect(desk.fleet.machine('A-35')?.open.get('machine.offline')?.warning).toBe(first.id);
});

test('pages follow each other without gap, and a list may be asked by machine and grade', async () => {
  await using desk = await startDesk();
  for (const atm of ['A-00', 'A-10', 'A-20', 'A-30']) await desk.say([atm], 'cash.low');
  const first = (await desk.ask('GET', '/warnings?limit=3', 'auditor')).body;
  const second = (await desk.ask('GET', `/warnings?limit=3&cursor=${first.next}`, 'auditor')).body;
  expect([...first.items, ...second.items].map((item: { cause: { ref: string } }) => item.cause.ref)).toEqual([
    'A-30',
    'A-20',
    'A-10',
    'A-00',
  ]);
  expect(second.next).toBeNull();
  expect((await desk.ask('GET', '/warnings?atm=A-10&triage=general', 'auditor')).body.items).toHaveLength(1);
  expect((await desk.ask('GET', '/warnings?triage=major', 'auditor')).body.items).toHaveLength(0);
});

test('a decision needs its role and a reason; the same key decides once; what is over says so in both languages [I-5]', async () => {
  await using desk = await startDesk();
  await desk.say(['A-50'], 'vibration.alarm');
  const [{ id }] = (await desk.ask('GET', '/warnings', 'auditor')).body.items;
  const withdraw = { command: 'withdraw', reason: '旁边施工' };
  expect((await desk.ask('POST', `/warnings/${id}/commands`, 'auditor', withdraw)).status).toBe(403);
  expect((await desk.ask('GET', `/warnings/${id}`, 'vendor')).status).toBe(403);
  expect((await desk.ask('POST', `/warnings/${id}/commands`, 'duty-officer', { command: 'withdraw', reason: '' })).status).toBe(400);
  const done = await desk.ask('POST', `/warnings/${id}/commands`, 'duty-officer', withdraw, { 'idempotency-key': 'k' });
  expect(done).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  expect((await desk.ask('POST', `/warnings/${id}/commands`, 'duty-officer', withdraw, { 'idempotency-key': 'k' })).body).toEqual(
    done.body,
  );
  const again = await desk.ask('POST', `/warnings/${id}/commands`, 'duty-officer', withdraw);
  expect(again).toMatchObject({ status: 409, body: { code: 'warning-over', title: '预警 W-2026-0001 已关闭或撤回，不能再处理。' } });
  const english = await desk.ask('POST', `/warnings/${id}/commands`, 'duty-officer', withdraw, { 'accept-language': 'en' });
  expect(english.body.title).toBe('Warning W-2026-0001 is closed or withdrawn.');
  expect((await desk.ask('GET', '/warnings/01a20ab0-48b5-7ce3-95f2-7e6c36a01ad3', 'auditor')).status).toBe(404);
});
