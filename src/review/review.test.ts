import { readFileSync } from 'node:fs';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { append, readStream } from '#journal';
import type { Actor, Role } from '#organization';
import { openPlans, type Plans, migrations as planMigrations } from '#plans';
import { isRefusal, type Refusal, refuse, transact, VirtualClock } from '#platform';
import { openResources, type Resources, migrations as resourcesMigrations } from '#resources';
import { type TestDatabase, type TestJobs, testDatabase, testJobs } from '../../test/database.ts';
import { after, incidentEntries } from './fixture.ts';
import { migrations, openReview, type Review } from './index.ts';

const person = (id: string, role: Role, group?: string): Actor => ({
  kind: 'person',
  id,
  name: id,
  role,
  seats: group ? [{ group, seat: 'member' }] : [],
  vendor: null,
});
const chief = person('陈行长', 'commander', 'command');
const deputy = person('刘副行长', 'deputy', 'command');
const officer = person('何值班', 'duty-officer');
const guard = person('赵保卫', 'responder', 'security');
const planner = person('吴预案', 'planner');
const keeper = person('周管库', 'quartermaster');

let database: TestDatabase;
let clock: VirtualClock;
let jobs: TestJobs;
let plans: Plans;
let resources: Resources;
let review: Review;
const approved: string[] = [];

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};
const act = (id: string, command: Parameters<Review['command']>[2], actor: Actor) =>
  transact(database.db, (trx) => review.command(trx, id, command, actor));
const improve = (id: string, command: Parameters<Review['improve']>[2], actor: Actor) =>
  transact(database.db, (trx) => review.improve(trx, id, command, actor));

/** An incident as its entries, then its end. @returns its id */
async function incident(id: string, mode: 'live' | 'drill' = 'live', until = Number.POSITIVE_INFINITY): Promise<string> {
  await transact(database.db, async (trx) => {
    for (const { type, data, at, actor } of incidentEntries(mode).slice(0, until))
      await append(trx, { stream: `incident/${id}`, entries: [{ type, data }], actor, mode, at: Temporal.Instant.from(at) });
    if (until === Number.POSITIVE_INFINITY) await review.noticeEnded(trx, { id });
  });
  return id;
}
const text = (zh: string) => ({ zh, en: zh });
let count = 0;
const newId = () => `0197f000-0000-7000-8000-${String(++count).padStart(12, '0')}`;

beforeAll(async () => {
  database = await testDatabase([planMigrations, resourcesMigrations, migrations]);
  clock = new VirtualClock(after(71));
  jobs = await testJobs(database, clock);
  const { db } = database;
  plans = openPlans({ db, clock, jobs });
  ok(await plans.install(readFileSync(new URL('../../plans/plan-1.yaml', import.meta.url), 'utf8'), chief));
  resources = openResources({ db, clock, jobs });
  review = openReview({
    db,
    clock,
    jobs,
    plans,
    resources,
    onApproved: async (_trx, report) => {
      approved.push(report.id);
    },
  });
});
afterAll(() => database[Symbol.asyncDispose]());

test('when an incident ends its report is drafted once, from the journal, with the items it drew [S1-3.5(2), S1-7.2]', async () => {
  const id = newId();
  await transact(database.db, async (trx) => {
    await resources.putStore(trx, { id: 'hankou', name: text('汉口库'), address: '', lat: null, lon: null });
    ok(await resources.add(trx, { kind: 'generator', store: 'hankou', quantity: 2, minimum: 0, actor: keeper }));
    ok(
      await resources.issue(trx, {
        key: 'issue',
        incident: id,
        task: 'diagnose',
        items: [{ item: 'generator', quantity: 1 }],
        mode: 'live',
        actor: keeper,
      }),
    );
  });
  await incident(id);
  expect(await jobs.runDue()).toEqual(['review-draft-report']);
  await review.draft(id); // the job repeated after a crash
  const found = await review.reportOf({ incident: id });
  expect(found?.report).toMatchObject({ state: 'draft', incidentNumber: 'INC-2026-0042', mode: 'live' });
  expect(found?.report?.due).not.toBeNull();
  expect(found?.content.items).toMatchObject([{ kind: 'generator', issued: 1, out: 1 }]);
  expect(await review.reports({ incident: id })).toHaveLength(1);
  const entries = await readStream(database.db, `report/${found?.report?.id}`);
  expect(entries.map((entry) => entry.type)).toEqual(['report-drafted']);
});

test('groups remark, cause and lessons are written, a second person approves, and then it is final [S3-4.4(3)]', async () => {
  const id = await incident(newId());
  await jobs.runDue();
  const report = ok((await review.report({ incident: id })) ?? refuse('not-found'));
  ok(await act(report.id, { command: 'remark', group: 'security', text: text('现场围挡不足') }, guard));
  expect(await act(report.id, { command: 'remark', group: 'technical', text: text('不是我的组') }, guard)).toMatchObject({
    refusal: 'report-role',
  });
  expect(await act(report.id, { command: 'edit', section: 'cause', text: text('x') }, guard)).toMatchObject({ refusal: 'report-role' });
  ok(await act(report.id, { command: 'edit', section: 'cause', text: text('变压器老化。') }, officer));
  ok(await act(report.id, { command: 'edit', section: 'lessons', text: text('应有第二路电源。') }, chief));
  expect(await act(report.id, { command: 'approve' }, officer)).toMatchObject({ refusal: 'report-role' });
  expect(await act(report.id, { command: 'approve' }, chief)).toMatchObject({ refusal: 'report-second-person' });
  const done = ok(await act(report.id, { command: 'approve' }, deputy));
  expect(done).toMatchObject({ state: 'approved', approvedBy: { name: '刘副行长' }, document: { year: 2026, number: 1 } });
  expect(approved).toContain(report.id);
  expect(await act(report.id, { command: 'edit', section: 'cause', text: text('改') }, officer)).toMatchObject({
    refusal: 'report-approved',
  });
  // What was approved stays, word for word, and the journal holds its digest.
  const entry = (await readStream(database.db, `report/${report.id}`)).at(-1);
  expect(entry).toMatchObject({ type: 'report-approved', data: { sha256: done.sha256 } });
  const document = await review.document(id, 'zh');
  const read = (await mammoth.extractRawText({ buffer: document?.file ?? Buffer.alloc(0) })).value;
  for (const part of ['变压器老化。', '应有第二路电源。', '现场围挡不足', '江银急〔2026〕1号', '签发人：刘副行长'])
    expect(read).toContain(part);
});

test('a report cannot be approved while its incident runs, nor without a cause', async () => {
  const id = await incident(newId(), 'live', 10);
  await review.draft(id);
  const report = ok((await review.report({ incident: id })) ?? refuse('not-found'));
  expect(await act(report.id, { command: 'approve' }, chief)).toMatchObject({ refusal: 'report-running' });
  await transact(database.db, (trx) =>
    append(trx, {
      stream: `incident/${id}`,
      entries: [{ type: 'end-declared', data: { by: chief, text: '' } }],
      actor: chief,
      mode: 'live',
      at: clock.now(),
    }),
  );
  expect(await act(report.id, { command: 'approve' }, chief)).toMatchObject({
    refusal: 'report-incomplete',
    params: { sections: [{ zh: expect.any(String) }] },
  });
});

test('a finding becomes an improvement with owner, due date and proof [S1-7.3]', async () => {
  const id = await incident(newId());
  await jobs.runDue();
  const report = ok((await review.report({ incident: id })) ?? refuse('not-found'));
  ok(await act(report.id, { command: 'add-finding', text: text('增配发电机'), clause: 'S1-4.1' }, officer));
  const [one] = await review.improvements({ report: report.id });
  expect(one).toMatchObject({ number: 'IMP-2026-0001', state: 'open', clause: 'S1-4.1', plan: 'plan-1', owner: null });
  expect(await improve(one?.id ?? '', { command: 'done', proof: '合同' }, chief)).toMatchObject({ refusal: 'improvement-unassigned' });
  ok(await improve(one?.id ?? '', { command: 'assign', owner: { id: 'zhao', name: '赵军' }, due: '2026-09-01' }, chief));
  expect((await review.reportOf({ id: report.id }))?.content.improvements).toMatchObject([{ owner: '赵军', due: '2026-09-01' }]);
  ok(await improve(one?.id ?? '', { command: 'done', proof: '采购合同 2026-118，验收单已存档' }, officer));
  expect(await improve(one?.id ?? '', { command: 'done', proof: '又' }, officer)).toMatchObject({ refusal: 'improvement-done' });
  expect(await review.improvements({ state: 'done' })).toMatchObject([
    { proof: '采购合同 2026-118，验收单已存档', doneBy: { name: '何值班' } },
  ]);
});

test('a lesson tied to a clause opens a new draft version of the plan, once [S2-5.3(3), S2-5.5(2), S1-7.3]', async () => {
  const id = await incident(newId());
  await jobs.runDue();
  const report = ok((await review.report({ incident: id })) ?? refuse('not-found'));
  ok(await act(report.id, { command: 'add-finding', text: text('查明原因的时限改为 25 分钟'), clause: 'S1-3.2(1)' }, planner));
  const [one] = await review.improvements({ report: report.id });
  const opened = ok(await improve(one?.id ?? '', { command: 'open-plan-draft' }, planner));
  expect(opened.planDraft).toEqual({ plan: 'plan-1', version: 2 });
  expect(ok(await improve(one?.id ?? '', { command: 'open-plan-draft' }, planner)).planDraft).toEqual({ plan: 'plan-1', version: 2 });
  expect((await plans.versions('plan-1')).map((each) => [each.version, each.state])).toEqual([
    [2, 'draft'],
    [1, 'in-force'],
  ]);
  expect((await readStream(database.db, `improvement/${one?.id}`)).map((entry) => entry.type)).toEqual([
    'improvement-opened',
    'plan-draft-opened',
  ]);
});

test('the report of a drill has numbers of its own and says 演练', async () => {
  const id = await incident(newId(), 'drill');
  await jobs.runDue();
  const report = await review.report({ incident: id });
  expect(report).toMatchObject({ mode: 'drill', number: expect.stringMatching(/^DRPT-/) });
  const read = (await mammoth.extractRawText({ buffer: (await review.document(id, 'zh'))?.file ?? Buffer.alloc(0) })).value;
  expect(read).toContain('演练　送审稿');
});

test('an incident that never was has no report', async () => {
  expect(await review.reportOf({ incident: newId() })).toBeUndefined();
  expect(await review.document(newId(), 'zh')).toBeUndefined();
  await review.draft(newId());
  expect((await review.reports()).length).toBeLessThan(20);
});
