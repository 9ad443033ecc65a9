import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStream } from '#journal';
import { type Actor, type Role, systemActor } from '#organization';
import { explain, isRefusal, openHttp, type Refusal, registerRefusals, transact, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { type Changed, migrations, openPlans, type Plans, plansRoutes, refusals } from './index.ts';

registerRefusals(refusals);
const shipped = readFileSync(new URL('../../plans/plan-2.yaml', import.meta.url), 'utf8');
const numbered = (version: number) => shipped.replace(/^version: \d+$/m, `version: ${version}`);
const person = (id: string, role: Role): Actor => ({ kind: 'person', id, name: id, role, seats: [], vendor: null });
const planner = person('周预案', 'planner');
const commander = person('张行长', 'commander');
const deputy = person('李总', 'deputy');
const ok = (answer: Changed | Refusal): Changed => {
  if (isRefusal(answer)) throw new Error(`refused: ${JSON.stringify(explain(answer, 'en'))}`);
  return answer;
};
const refused = (answer: unknown) => (isRefusal(answer) ? answer.refusal : 'not refused');

let database: TestDatabase;
let clock: VirtualClock;
let plans: Plans;
beforeEach(async () => {
  database = await testDatabase([migrations]);
  clock = new VirtualClock('2026-05-20T09:00:00+08:00');
  plans = openPlans({ db: database.db, clock, jobs: await testJobs(database, clock) });
});
afterEach(() => database[Symbol.asyncDispose]());
const types = async () => (await readStream(database.db, 'plan/plan-2')).map((entry) => entry.type);

describe('versions of a plan', () => {
  test('a plan is in force from its publication, one version of it at a time [S1-8.1]', async () => {
    expect(await plans.inForce()).toEqual([]);
    expect(ok(await plans.install(shipped, systemActor)).state).toBe('in-force');
    expect(ok(await plans.install(shipped, systemActor)).events).toEqual([]); // started again
    expect((await plans.list()).map((plan) => [plan.id, plan.version, plan.inForceAt])).toEqual([
      ['plan-2', 1, '2026-05-20T01:00:00.000Z'],
    ]);
    clock.forward('PT1H');
    ok(await plans.install(numbered(2), systemActor));
    expect((await plans.inForce()).map((plan) => plan.version)).toEqual([2]);
    ok(await plans.install(numbered(1), systemActor)); // an older file does not come back
    expect((await plans.inForce()).map((plan) => plan.version)).toEqual([2]);
    // Not even a program that forgets to repeal makes a second version valid.
    await expect(database.db.updateTable('plan_version').set({ state: 'in-force' }).where('version', '=', 1).execute()).rejects.toThrow(
      /plan_version_in_force/,
    );
  });

  test('putting a version in force repeals the former, and running incidents keep theirs [S2-8.2]', async () => {
    ok(await plans.install(shipped, systemActor));
    const running = await plans.version('plan-2', 1);
    ok(await plans.draft(numbered(2).replace('answerWithin: PT5M', 'answerWithin: PT3M'), planner));
    ok(await plans.command('plan-2', 2, { command: 'approve' }, commander));
    expect((await plans.inForce()).map((plan) => plan.version)).toEqual([1]);
    const { events } = ok(await plans.command('plan-2', 2, { command: 'put-in-force' }, commander));
    expect(events.map((event) => event.type)).toEqual(['plan-in-force', 'plan-repealed']);
    expect((await plans.inForce()).map((plan) => [plan.version, plan.calling.answerWithin])).toEqual([[2, 'PT3M']]);
    expect((await plans.versions('plan-2')).map((each) => [each.version, each.state])).toEqual([
      [2, 'in-force'],
      [1, 'repealed'],
    ]);
    expect(await plans.version('plan-2', 1)).toBe(running);
    expect(running?.calling.answerWithin).toBe('PT5M');
    expect(await types()).toEqual(['plan-drafted', 'plan-in-force', 'plan-drafted', 'plan-approved', 'plan-in-force', 'plan-repealed']);
    expect(refused(await plans.command('plan-2', 1, { command: 'put-in-force' }, commander))).toBe('plan-repealed');
  });

  test('an amendment is approved by somebody else than those who wrote it [S2-8.3]', async () => {
    ok(await plans.install(shipped, systemActor));
    ok(await plans.draft(numbered(2), commander));
    expect(refused(await plans.command('plan-2', 2, { command: 'approve' }, commander))).toBe('plan-own-draft');
    expect(refused(await plans.command('plan-2', 2, { command: 'approve' }, planner))).toBe('plan-approver-needed');
    expect(refused(await plans.command('plan-2', 2, { command: 'put-in-force' }, deputy))).toBe('plan-not-approved');
    ok(await plans.command('plan-2', 2, { command: 'edit', yaml: numbered(2).replace('PT20M', 'PT21M') }, deputy));
    expect(refused(await plans.command('plan-2', 2, { command: 'approve' }, deputy))).toBe('plan-own-draft'); // who edits has drafted too
    const third = person('王主任', 'deputy');
    ok(await plans.command('plan-2', 2, { command: 'approve' }, third));
    expect(ok(await plans.command('plan-2', 2, { command: 'approve' }, third)).events).toEqual([]); // pressed twice
    expect(refused(await plans.command('plan-2', 2, { command: 'edit', yaml: numbered(2) }, planner))).toBe('plan-not-draft');
    expect(await plans.find('plan-2', 2)).toMatchObject({
      state: 'approved',
      approvedBy: { id: '王主任' },
      drafters: [{ id: '张行长' }, { id: '李总' }],
    });
  });

  test('a plan goes from draft by comment and the approval of two into force, and is revised [S3-3.1(1)]', async () => {
    ok(await plans.draft(shipped, planner));
    ok(await plans.command('plan-2', 1, { command: 'comment', text: '5.1(2) 时限太紧', clause: 'S2-5.1(2)' }, person('陈工', 'responder')));
    expect(refused(await plans.command('plan-2', 1, { command: 'comment', text: ' ' }, deputy))).toBe('plan-comment-empty');
    expect(await plans.comments('plan-2', 1)).toMatchObject([{ by: { id: '陈工' }, text: '5.1(2) 时限太紧', clause: 'S2-5.1(2)' }]);
    ok(await plans.command('plan-2', 1, { command: 'edit', yaml: shipped.replace('deadline: PT8M', 'deadline: PT9M') }, planner));
    ok(await plans.command('plan-2', 1, { command: 'approve' }, commander));
    ok(await plans.command('plan-2', 1, { command: 'put-in-force' }, commander));
    const revision = ok(
      await transact(database.db, (trx) =>
        plans.draftFrom(trx, { plan: 'plan-2', improvement: { id: 'i-1', number: 'IMP-2026-0001', text: '再放宽' }, actor: planner }),
      ),
    );
    expect(revision).toMatchObject({ version: 2, state: 'draft' });
    expect(await types()).toEqual(['plan-drafted', 'plan-commented', 'plan-edited', 'plan-approved', 'plan-in-force', 'plan-drafted']);
    expect((await readStream(database.db, 'plan/plan-2')).map((entry) => entry.actor.id)).toEqual([
      '周预案',
      '陈工',
      '周预案',
      '张行长',
      '张行长',
      '周预案',
    ]);
  });

  test('an improvement opens the next version once, with the words and comments of the one in force', async () => {
    ok(await plans.install(shipped, systemActor));
    const open = () =>
      transact(database.db, (trx) =>
        plans.draftFrom(trx, {
          plan: 'plan-2',
          improvement: { id: 'i-1', number: 'IMP-2026-0001', text: '发电机\n提前出发' },
          actor: planner,
        }),
      );
    expect(ok(await open()).version).toBe(2);
    expect(ok(await open())).toMatchObject({ version: 2, events: [] });
    const draft = await plans.find('plan-2', 2);
    expect(draft?.yaml.split('\n').slice(0, 2)).toEqual([
      '# yaml-language-server: $schema=plan.schema.json',
      '# 改进措施 Improvement IMP-2026-0001: 发电机 提前出发',
    ]);
    expect(draft?.yaml.replace('# 改进措施 Improvement IMP-2026-0001: 发电机 提前出发\n', '')).toBe(numbered(2));
    expect(draft).toMatchObject({ openedFrom: 'i-1', state: 'draft' });
    expect((await plans.list())[0]).toMatchObject({ version: 1, state: 'in-force', draft: { version: 2, state: 'draft' } });
    const other = transact(database.db, (trx) => plans.draftFrom(trx, { plan: 'plan-9', improvement: { id: 'i-2' }, actor: planner }));
    expect(refused(await other)).toBe('plan-unknown');
  });

  test('of two who put different versions in force at once, one is in force in the end', async () => {
    ok(await plans.install(shipped, systemActor));
    for (const version of [2, 3]) {
      ok(await plans.draft(numbered(version), planner));
      ok(await plans.command('plan-2', version, { command: 'approve' }, commander));
    }
    await Promise.all([2, 3].map((version) => plans.command('plan-2', version, { command: 'put-in-force' }, commander)));
    expect((await plans.inForce()).map((plan) => plan.version)).toEqual([3]);
    expect(refused(await plans.command('plan-2', 2, { command: 'put-in-force' }, commander))).toMatch(/plan-(repealed|superseded)/);
  });

  test('the review date of a plan in force is a year after it came into force, and then overdue', async () => {
    ok(await plans.install(shipped, systemActor));
    expect((await plans.list())[0]).toMatchObject({ reviewDue: '2027-05-20', reviewOverdue: false });
    clock.forward('PT8784H'); // 366 days
    expect((await plans.list())[0]).toMatchObject({ reviewOverdue: true });
  });

  test('every refusal is in both languages', () => {
    for (const text of Object.values(refusals))
      for (const locale of ['zh-CN', 'en'] as const) expect(text[locale].what && text[locale].mend).toBeTruthy();
  });
});

describe('plans over HTTP', () => {
  let app: FastifyInstance;
  let actor: Actor = planner;
  beforeEach(async () => {
    actor = planner;
    app = await openHttp({ locale: 'zh-CN', version: '0' });
    app.decorateRequest('actor', { getter: () => actor });
    await app.register(plansRoutes(plans));
  });
  afterEach(() => app.close());
  const send = async (method: 'GET' | 'POST', url: string, payload?: object | string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({ method, url: `/api/v1/plans${url}`, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };

  test('the whole plan is told as its file says it', async () => {
    ok(await plans.install(shipped, systemActor));
    const { status, body } = await send('GET', '/plan-2');
    expect(status).toBe(200);
    expect(body.plan).toEqual(await plans.version('plan-2', 1));
    expect(body).toMatchObject({ id: 'plan-2', version: 1, state: 'in-force', yaml: shipped, findings: [], comments: [] });
    for (const n of [1, 3]) {
      ok(await plans.install(readFileSync(new URL(`../../plans/plan-${n}.yaml`, import.meta.url), 'utf8'), systemActor));
      expect((await send('GET', `/plan-${n}`)).body.plan).toEqual(await plans.version(`plan-${n}`, 1));
    }
    expect((await send('GET', '')).body.items.slice(1, 2)).toMatchObject([
      { id: 'plan-2', title: { zh: 'ATM外包服务应急预案' }, tasks: body.plan.tasks.length },
    ]);
    expect((await send('GET', '/plan-2/versions')).body.items).toMatchObject([{ version: 1, state: 'in-force' }]);
    expect((await send('GET', '/plan-7')).body).toMatchObject({ status: 404, code: 'plan-unknown' });
    expect((await send('GET', '/plan-2/versions/5')).body).toMatchObject({ status: 404, code: 'plan-version-unknown' });
  });

  test('a plan that comes with the product is taken as a draft, and in force only by another person', async () => {
    const items = (await send('GET', '/shipped')).body.items;
    expect(items.map((each: { id: string }) => each.id)).toEqual(['plan-1', 'plan-2', 'plan-3']);
    actor = person('管理员', 'admin');
    expect((await send('POST', '/shipped/plan-2')).body).toMatchObject({ id: 'plan-2', version: 1, state: 'draft' });
    expect(await plans.inForce()).toEqual([]);
    expect((await send('POST', '/shipped/plan-2')).body).toMatchObject({ code: 'plan-version-taken' });
    expect((await send('POST', '/shipped/plan-9')).body).toMatchObject({ status: 404, code: 'plan-unknown' });
    expect((await send('POST', '/plan-2/versions/1/commands', { command: 'approve' })).status).toBe(403);
    actor = commander;
    expect((await send('POST', '/plan-2/versions/1/commands', { command: 'approve' })).status).toBe(200);
    expect((await send('POST', '/plan-2/versions/1/commands', { command: 'put-in-force' })).status).toBe(200);
    expect((await plans.inForce()).map((plan) => plan.id)).toEqual(['plan-2']);
  });

  test('the owner of a plan and the binding answers to questions on its clauses are kept with it [S1-8.2] [S2-8.1]', async () => {
    const rulings =
      "rulings:\n  - { clause: S2-5.2(1), question: { zh: '关闭几台须两人？', en: 'How many need two people?' }, answer: { zh: '一台也须两人。', en: 'Even one.' }, on: '2026-06-01' }\n";
    ok(await plans.install(`${shipped}${rulings}`, systemActor));
    const { plan } = (await send('GET', '/plan-2')).body;
    expect(plan.owner.text.zh).toContain('领导小组');
    expect(plan.rulings).toEqual([
      {
        clause: 'S2-5.2(1)',
        question: { zh: '关闭几台须两人？', en: 'How many need two people?' },
        answer: { zh: '一台也须两人。', en: 'Even one.' },
        on: '2026-06-01',
      },
    ]);
  });

  test('a file as it is becomes a draft; one with mistakes is refused with all of them', async () => {
    expect(await send('POST', '', shipped, { 'content-type': 'application/yaml' })).toMatchObject({
      status: 201,
      body: { id: 'plan-2', version: 1, state: 'draft' },
    });
    expect(await send('POST', '', { yaml: shipped })).toMatchObject({
      status: 409,
      body: { code: 'plan-version-taken', detail: '把文件中的 version 改为 2。' },
    });
    const wrong = numbered(2).replace('group: coordination', 'group: cordination').replace('reviewEvery: P1Y', 'reviewEvery: P1Y');
    const { status, body } = await send('POST', '', { yaml: wrong, fileName: 'mine.yaml' }, { 'accept-language': 'en' });
    expect(status).toBe(422);
    const line = shipped.split('\n').findIndex((each) => each.includes('group: coordination')) + 1;
    expect(body.title).toBe(
      `Faults in the plan file: 1. Line ${line}, column 12: tasks.outside-contact.group names a group that does not exist: “cordination”.`,
    );
    expect(body.detail).toBe('Did you mean “coordination”? Groups of the plan: command, work-group, coordination.');
    expect(body.params.faults).toMatchObject([{ file: 'mine.yaml', line, column: 12, code: 'group-unknown' }]);
  });

  test('commands answer with the events that they caused', async () => {
    await send('POST', '', { yaml: shipped });
    const command = (payload: object) => send('POST', '/plan-2/versions/1/commands', payload);
    expect(await command({ command: 'approve' })).toMatchObject({ status: 403, body: { code: 'plan-approver-needed' } });
    expect(await command({ command: 'edit', yaml: numbered(2) })).toMatchObject({ status: 409, body: { code: 'plan-other-version' } });
    actor = commander;
    expect(await command({ command: 'approve' })).toMatchObject({
      status: 200,
      body: { state: 'approved', events: [{ type: 'plan-approved', data: { plan: 'plan-2', version: 1 } }] },
    });
    expect(await command({ command: 'put-in-force' })).toMatchObject({ status: 200, body: { state: 'in-force' } });
    expect(await command({ command: 'repeal' })).toMatchObject({ status: 400 });
    expect(await send('POST', '/plan-2/versions/9/commands', { command: 'approve' })).toMatchObject({
      status: 404,
      body: { code: 'plan-version-unknown' },
    });
  });
});
