import { expect, test } from 'vitest';
import { readStream } from '#journal';
import { isRefusal, JobTable, type Trx, transact, VirtualClock } from '#platform';
import { testDatabase, testJobs } from '../../test/database.ts';
import type { CallRequest, EffectExecutors, EffectRequest, Outcome } from './effects.ts';
import { people, rosters, smallPlan } from './fixture.ts';
import type { IncidentCommand } from './model.ts';
import { openResponse, type ResponseDeps } from './response.ts';
import { migrations } from './store.ts';

/** A bank with its exits listened at: what would have gone outside is kept in `sent` and `calls`. */
async function startBank(more: Partial<ResponseDeps> = {}) {
  const database = await testDatabase([migrations]);
  const clock = new VirtualClock('2026-03-08T03:00:00Z');
  const jobs = await testJobs(database, clock);
  const sent: EffectRequest[] = [];
  const calls: CallRequest[] = [];
  const answer: { outcome: Outcome | Error } = { outcome: { outcome: 'done', detail: '好' } };
  const exit = async (request: EffectRequest): Promise<Outcome> => {
    sent.push(request);
    if (answer.outcome instanceof Error) throw answer.outcome;
    return answer.outcome;
  };
  const effects: EffectExecutors = {
    'close-machine': exit,
    'isolate-machine': exit,
    'go-in-service': exit,
    reset: exit,
    'dispatch-vendor': exit,
    'issue-items': exit,
    'return-items': exit,
    notify: exit,
    'notify-outside': exit,
    'draft-bulletin': exit,
    call: async (request) => {
      if (!calls.some((call) => call.key === request.key)) calls.push(request); // notify answers a key once
    },
  };
  const response = openResponse({
    db: database.db,
    clock,
    jobs,
    plans: { inForce: async () => [smallPlan], version: async () => smallPlan },
    organization: { rosters: async (groups) => rosters.filter((roster) => groups.includes(roster.group)) },
    effects,
    ...more,
  });
  const bank = {
    ...database,
    clock,
    jobs,
    response,
    sent,
    calls,
    answer,
    async activate(mode: 'live' | 'drill' = 'live') {
      const answered = await response.activate(
        database.db,
        { plan: 'small', trigger: 'district-dark', warning: 'w1', machines: ['A1', 'A2', 'A3'] },
        people.duty,
        mode,
      );
      if (isRefusal(answered)) throw new Error(answered.refusal);
      return answered.id;
    },
    async does(id: string, command: IncidentCommand, by = people.commander, key?: string) {
      const answered = await response.command(id, command, by, { key });
      return isRefusal(answered) ? answered.refusal : answered.events.map((event) => event.event);
    },
    async forward(duration: string) {
      clock.forward(duration);
      return jobs.runDue();
    },
  };
  return bank;
}
const diagnosis = { command: 'complete-task', task: 'diagnose', answers: { cause: 'grid', minutes: 22 } } as const;
const contain = async (bank: Awaited<ReturnType<typeof startBank>>, id: string) => {
  await bank.does(id, diagnosis, people.tech);
  await bank.does(id, { command: 'approve-task', task: 'diagnose', approved: true });
  await bank.does(id, { command: 'waive-task', task: 'cordon', reason: '无人' });
  await bank.does(id, { command: 'complete-task', task: 'generator' }, people.store);
  await bank.does(id, { command: 'start-task', task: 'close-machines' }, people.tech);
  await bank.does(id, { command: 'approve-task', task: 'close-machines', approved: true });
  await bank.does(id, { command: 'complete-task', task: 'contact' }, people.guard);
};

test('activation in one action writes locally and returns; the calls go out after it [S1-3.1(2)]', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  expect(bank.calls).toEqual([]);
  const [row] = await bank.response.incidents();
  expect(row).toMatchObject({
    id,
    number: 'INC-2026-0001',
    state: 'active',
    level: 'II',
    plan: 'small',
    plan_version: 3,
    phase: 'contain',
    tasks_open: 3,
    machines: 3,
  });
  await bank.jobs.runDue();
  expect(bank.calls.map((call) => call.person.id)).toEqual(['commander', 'deputy', 'tech', 'guard', 'store', 'worker']);
  expect(bank.calls[0]).toMatchObject({ kind: 'activation', mode: 'live', answerBy: '2026-03-08T03:15:00.000Z' });
  const types = (await readStream(bank.db, `incident/${id}`)).map((entry) => entry.type);
  expect(types.slice(0, 2)).toEqual(['incident-activated', 'group-convened']);
});

test('two officers who answer the same warning start one incident', async () => {
  await using bank = await startBank();
  const ids = await Promise.all([1, 2, 3, 4].map(() => bank.activate()));
  expect(new Set(ids).size).toBe(1);
  expect(await bank.response.incidents()).toHaveLength(1);
});

test('an unanswered call climbs to the deputy when its time is up, once, also when the server slept meanwhile [S1-2.1(2)]', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  await bank.jobs.runDue();
  await bank.response.acknowledgeCall(id, 'commander');
  await bank.forward('PT15M');
  expect(bank.calls.filter((call) => call.person.id === 'tech2')).toHaveLength(1);
  // The deputy of the command had not answered: the commander, who had, is told that they stand in.
  expect(bank.calls.filter((call) => call.kind === 'takeover').map((call) => call.person.id)).toEqual(['commander']);
  await bank.forward('PT0S');
  await bank.forward('PT9H'); // nobody was there, the timer rings late
  await bank.forward('PT0S');
  const overdue = bank.calls.filter((call) => call.kind === 'task-overdue' && call.person.id === 'commander').map((call) => call.title.zh);
  expect(overdue.toSorted()).toEqual(['任务超时：排查原因', '任务超时：现场警戒', '任务超时：联系供电公司'].toSorted());
});

test('an effect goes out once under its key, and its answer closes the task [S2-5.2(1)]', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  await contain(bank, id);
  expect(bank.sent).toEqual([]);
  await bank.jobs.runDue();
  await bank.jobs.runDue();
  expect(bank.sent.map((request) => [request.effect.kind, request.key])).toEqual([
    ['issue-items', `${id}:generator:0:1`],
    ['close-machine', `${id}:close-machines:0:1`],
  ]);
  expect((await bank.response.incident(id))?.state.tasks.get('close-machines')).toMatchObject({ state: 'done', doneBy: null, note: '好' });
});

test('an exit that fails is tried again, and then told as failed', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  await contain(bank, id);
  bank.answer.outcome = new Error('线路不通');
  await bank.jobs.runDue();
  for (let i = 0; i < 6; i++) await bank.forward('PT1M');
  const effect = (await bank.response.incident(id))?.state.effects.get(`${id}:close-machines:0:1`);
  expect(effect).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('线路不通') });
  expect(bank.sent.filter((request) => request.effect.kind === 'close-machine')).toHaveLength(5);
});

test('in a drill no device command, vendor dispatch, outside contact or public bulletin leaves, and every call says that it is one', async () => {
  await using bank = await startBank();
  const id = await bank.activate('drill');
  await contain(bank, id);
  await bank.jobs.runDue();
  expect(bank.sent.map((request) => [request.effect.kind, request.mode])).toEqual([['issue-items', 'drill']]);
  expect(bank.calls.length).toBeGreaterThan(0);
  expect(bank.calls.every((call) => call.mode === 'drill')).toBe(true);
  const effect = (await bank.response.incident(id))?.state.effects.get(`${id}:close-machines:0:1`);
  expect(effect).toMatchObject({ outcome: 'withheld', detail: expect.stringContaining('演练：未执行') });
  expect((await readStream(bank.db, `incident/${id}`)).every((entry) => entry.mode === 'drill')).toBe(true);
});

test('machines that serve again are told to the incident and close the order that was for them', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  const contract = { acknowledge: 'PT15M', depart: 'PT30M', arrive: 'PT2H', repair: 'PT8H' };
  const order = await transact(bank.db, (trx: Trx) =>
    bank.response.sendWorkOrder(trx, {
      warning: 'w1',
      vendor: 'gd',
      atms: ['A1'],
      faultClass: 'power',
      summary: { zh: '停电', en: 'dark' },
      contract,
      key: 'w1',
    }),
  );
  if (isRefusal(order)) throw new Error(order.refusal);
  const again = await transact(bank.db, (trx: Trx) =>
    bank.response.sendWorkOrder(trx, {
      warning: 'w1',
      vendor: 'gd',
      atms: ['A1'],
      faultClass: 'power',
      summary: { zh: '停电', en: 'dark' },
      contract,
      key: 'w1',
    }),
  );
  expect(again).toEqual(order);
  expect(order.number).toBe('WO-2026-0001');
  await transact(bank.db, (trx: Trx) => bank.response.noticeRestored(trx, ['A1', 'A2', 'B7']));
  await bank.jobs.runDue();
  expect([...((await bank.response.incident(id))?.state.machinesDown ?? [])]).toEqual(['A3']);
  expect((await bank.response.workOrder(order.id))?.state.state).toBe('closed');
});

test('machines that came back while the plan was being activated are not waited for', async () => {
  await using bank = await startBank({ machinesWell: async (atms) => atms.filter((atm) => atm === 'A2') });
  const id = await bank.activate();
  await bank.jobs.runDue();
  expect([...((await bank.response.incident(id))?.state.machinesDown ?? [])]).toEqual(['A1', 'A3']);
});

test('a contract clock of a work order rings at its minute, and the second breach asks for a new triage [S2-2.3]', async () => {
  const breached: string[] = [];
  await using bank = await startBank({ onBreachedTwice: async (_trx, order, step) => void breached.push(`${order.number} ${step}`) });
  const contract = { acknowledge: 'PT15M', depart: 'PT30M', arrive: 'PT2H', repair: 'PT8H' };
  const order = await transact(bank.db, (trx: Trx) =>
    bank.response.sendWorkOrder(trx, {
      warning: 'w1',
      vendor: 'gd',
      atms: ['A1'],
      faultClass: 'power',
      summary: { zh: '停电', en: 'dark' },
      contract,
    }),
  );
  if (isRefusal(order)) throw new Error(order.refusal);
  await bank.forward('PT15M');
  expect((await bank.response.workOrders())[0]).toMatchObject({ breached: ['acknowledge'] });
  expect(breached).toEqual([]);
  await bank.forward('PT15M');
  expect(breached).toEqual(['WO-2026-0001 depart']);
  await bank.forward('PT8H');
  expect(breached).toHaveLength(1);
  expect((await readStream(bank.db, `work-order/${order.id}`)).filter((entry) => entry.type === 'clock-breached')).toHaveLength(4);
});

test('two people completing the same task at the same moment complete it once', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  const cordon = {
    command: 'complete-task',
    task: 'cordon',
    checked: ['tape'],
    evidence: [{ kind: 'photo', file: 'p' }],
  } satisfies IncidentCommand;
  const answers = await Promise.all([people.guard, people.guard2, people.commander].map((by) => bank.does(id, cordon, by)));
  expect(answers.filter((answer) => answer.length > 0)).toHaveLength(1);
});

test('the same key gets the first answer again, also after the server forgot', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  const order: IncidentCommand = { command: 'record-order', text: '加派保安', to: ['security'] };
  const first = await bank.response.command(id, order, people.commander, { key: 'k1' });
  const again = await bank.response.command(id, order, people.commander, { key: 'k1' });
  expect(again).toEqual(first);
  const both = await Promise.all([
    bank.response.command(id, order, people.commander, { key: 'k2' }),
    bank.response.command(id, order, people.commander, { key: 'k2' }),
  ]);
  expect(both[0]).toEqual(both[1]);
  expect((await bank.response.incident(id))?.state.orders).toHaveLength(2);
  // What was done under the key is answered even where it would be refused now.
  await bank.does(id, diagnosis, people.tech);
  const approve = { command: 'approve-task', task: 'diagnose', approved: false, reason: '再查' } as const;
  const rejected = await bank.response.command(id, approve, people.commander, { key: 'k3' });
  await bank.does(id, { command: 'withdraw', reason: '误报' });
  expect(await bank.response.command(id, approve, people.commander, { key: 'k3' })).toEqual(rejected);
});

test('several processes command one incident at once: nothing is lost, doubled or out of order', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  const deps = {
    db: bank.db,
    clock: bank.clock,
    plans: { inForce: async () => [smallPlan], version: async () => smallPlan },
    organization: { rosters: async () => rosters },
    effects: {} as EffectExecutors,
  };
  const others = [1, 2].map(() => openResponse({ ...deps, jobs: new JobTable(bank.clock) }));
  const all = [bank.response, ...others];
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => all[i % 3]?.command(id, { command: 'report-situation', text: `第 ${i} 报` }, people.tech)),
  );
  const entries = await readStream(bank.db, `incident/${id}`);
  expect(entries.filter((entry) => entry.type === 'situation-reported')).toHaveLength(60);
  expect(entries.map((entry) => entry.version)).toEqual(entries.map((_, i) => i + 1));
  for (const response of all) expect((await response.incident(id))?.state.reports).toHaveLength(60);

  // What a process remembers of an incident refuses nothing that another has made possible.
  const [other] = others;
  const report = (text: string) => other?.command(id, { command: 'report-situation', text }, people.tech);
  await bank.does(id, { command: 'withdraw', reason: '误报' });
  expect(await report('撤销后')).toMatchObject({ refusal: 'incident-ended' });
  await bank.does(id, { command: 'reopen', reason: '又断电' });
  expect(await report('重启后')).toMatchObject({ events: [{ event: 'situation-reported' }] });
});

test('everybody who was called is told to stand down when the command declares the end or a false alarm [S3-4.4(2)]', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  await bank.jobs.runDue();
  await bank.does(id, { command: 'withdraw', reason: '检修断电' });
  await bank.jobs.runDue();
  expect(bank.calls.filter((call) => call.kind === 'stand-down').map((call) => call.person.id)).toEqual([
    'commander',
    'deputy',
    'tech',
    'guard',
    'store',
    'worker',
  ]);
});

test('what needs me now is mine alone, the nearest deadline first', async () => {
  await using bank = await startBank();
  const id = await bank.activate();
  expect((await bank.response.mine(people.guard)).map((item) => [item.kind, item.id])).toEqual([
    ['task', 'contact'],
    ['notice', 'guard'],
    ['task', 'cordon'],
  ]);
  await bank.does(id, diagnosis, people.tech);
  expect((await bank.response.mine(people.commander)).map((item) => item.kind).toSorted()).toEqual(['appointment', 'approval', 'notice']);
  expect(await bank.response.mine(people.auditor)).toEqual([]);
  await bank.does(id, { command: 'withdraw', reason: '检修断电' });
  expect(await bank.response.mine(people.commander)).toEqual([]);
});

test('a change that the database could not keep is not shown as done', async () => {
  let fail = false;
  await using bank = await startBank({
    onIncident: async () => {
      if (fail) throw new Error('磁盘满');
    },
  });
  const id = await bank.activate();
  fail = true;
  await expect(bank.response.command(id, { command: 'acknowledge', person: 'tech' }, people.tech)).rejects.toThrow('磁盘满');
  fail = false;
  expect((await bank.response.incident(id))?.state.calls.get('tech')?.answeredAt).toBeNull();
  expect(await bank.does(id, { command: 'acknowledge', person: 'tech' }, people.tech)).toEqual(['person-acknowledged']);
});
