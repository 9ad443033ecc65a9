import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agent, type Bank, openBank } from './bank.ts';
import { carryOut, type Room } from './crew.ts';
import { until } from './server.ts';

/** What single clauses of the three plans ask for, done by the people of a bank with the whole program. */

let bank: Bank;
let agent: Agent;
let feed: string[];
beforeAll(async () => {
  bank = await openBank();
  feed = bank.atms.filter((each) => each.power === '汉口片区').map((each) => each.atm);
  agent = await Agent.connect(
    bank,
    bank.atms.map((each) => each.atm),
  );
  await bank.settle();
});
afterAll(async () => {
  await agent?.[Symbol.asyncDispose]();
  await bank?.[Symbol.asyncDispose]();
});

const command = (who: string, incident: string, given: object) => bank.send(who, `/api/v1/incidents/${incident}/commands`, given);
const roomOf = async (incident: string): Promise<Room> => (await bank.ask('chen', 'GET', `/api/v1/incidents/${incident}`)).body;
const taskOf = async (incident: string, id: string): Promise<Room> =>
  (await roomOf(incident)).taskList.find((task: Room) => task.id === id);
const mailsTo = (account: string, about: string) =>
  bank.postbox.mails.filter((mail) => mail.to.includes(`${account}@jiangcheng.example`) && mail.subject.includes(about));
const stockOf = async (kind: string) => (await bank.ask('gao', 'GET', `/api/v1/items?kind=${kind}&limit=100`)).body.items;
/** The press officer looks each draft through, a second person approves it, the press officer publishes it. */
const publish = async (room: Room) => {
  const press = bank.of('press-officer');
  for (const { id, state } of (await bank.ask(press, 'GET', `/api/v1/bulletins?incident=${room.id}`)).body.items) {
    const say = (who: string, given: object) => bank.send(who, `/api/v1/bulletins/${id}/commands`, given);
    if (state !== 'drafted') continue;
    await say(press, { command: 'edit', nextWord: bank.clock.now().add({ hours: 1 }).toString() });
    await say('lin', { command: 'approve' });
    await say(press, { command: 'publish' });
  }
};

describe('the store', () => {
  test('stock lies in stores with a minimum each; when it falls below, the quartermaster is told; a stock-take is on the record [S3-3.1(4), S1-6.2]', async () => {
    const [radio] = await stockOf('radio');
    expect(radio).toMatchObject({ store: expect.any(String), minimum: expect.any(Number) });
    const left = radio.minimum - 1;
    await bank.send('gao', `/api/v1/items/${radio.id}/commands`, { command: 'issue', quantity: radio.quantity - left, note: '外借' });
    await bank.settle();
    expect(mailsTo('gao', '低于最低库存')).toHaveLength(1);
    const below = (await bank.ask('huang', 'GET', '/api/v1/items?belowMinimum=true')).body.items;
    expect(below.find((item: Room) => item.id === radio.id).attention[0]).toMatchObject({ what: 'below-minimum' });
    await bank.send('gao', `/api/v1/items/${radio.id}/commands`, { command: 'count', counted: radio.quantity, note: '月末盘点' });
    const entries = (await bank.ask('fan', 'GET', `/api/v1/journal?stream=item/${radio.id}`)).body.items;
    expect(entries[0]).toMatchObject({ actor: { id: bank.as('gao').id }, data: { quantity: expect.any(Number), note: '月末盘点' } });
    // What is not there cannot be taken, and the refusal says what there is.
    const none = await bank.ask('gao', 'POST', `/api/v1/items/${radio.id}/commands`, { command: 'issue', quantity: 10_000 });
    expect(none).toMatchObject({ status: 409, body: { code: 'stock-short', params: { wanted: 10_000 } } });
  });

  test('each device says when its run or check is due; what is overdue or broken shows, and a broken one is not given out [S2-6.3(2)]', async () => {
    const today = '2026-07-16';
    const add = (attributes: object, serials: string[]) =>
      bank.send('gao', '/api/v1/items', { kind: 'generator', store: 'hanyang', quantity: serials.length, minimum: 0, attributes, serials });
    const one = (await add({ capacity: 12, runDue: '2026-07-01' }, ['G-1'])) as Room;
    expect(one.attention).toMatchObject([{ what: 'passed', attribute: 'runDue', date: '2026-07-01' }]);
    await bank.send('gao', `/api/v1/items/${one.id}/commands`, { command: 'describe', attributes: { runDue: '2026-09-01' } });
    expect((await bank.ask('gao', 'GET', `/api/v1/items/${one.id}`)).body.attention).toEqual([]);
    const [entry] = (await bank.ask('fan', 'GET', `/api/v1/journal?stream=item/${one.id}&type=item-described`)).body.items;
    expect(entry).toMatchObject({
      actor: { name: bank.as('gao').name },
      at: expect.stringContaining(today),
      data: { attributes: { runDue: '2026-09-01' } },
    });
    const meter = (await bank.send('gao', '/api/v1/items', {
      kind: 'multimeter',
      store: 'hanyang',
      quantity: 1,
      minimum: 0,
      attributes: { calibrationDue: '2026-07-15' },
      serials: ['M-1'],
    })) as Room;
    expect(meter.attention).toMatchObject([{ what: 'passed', unusable: true }]);
    const taken = await bank.ask('gao', 'POST', `/api/v1/items/${meter.id}/commands`, { command: 'issue', quantity: 1 });
    const [given] = taken.body.movements ?? [{ serials: [] }];
    expect(given.serials).not.toContain('M-1');
    const lent = (await bank.send('gao', `/api/v1/items/${one.id}/commands`, { command: 'issue', quantity: 1 })) as Room;
    await bank.send('gao', `/api/v1/items/${one.id}/commands`, {
      command: 'return',
      issue: lent.movements[0].id,
      quantity: 1,
      serials: ['G-1'],
      condition: 'broken',
    });
    expect((await bank.ask('gao', 'GET', `/api/v1/items/${one.id}`)).body.attention).toMatchObject([{ what: 'broken' }]);
    const again = await bank.ask('gao', 'POST', `/api/v1/items/${one.id}/commands`, { command: 'issue', quantity: 1 });
    expect((again.body.movements ?? []).flatMap((move: Room) => move.serials)).not.toContain('G-1');
  });
});

describe('plan 3, a district without power', () => {
  let incident = '';

  test('situation reports come at intervals, go upward with their receipt, and out to the public as releases [S3-3.1(3)]', async () => {
    await bank.signals('power.on-battery', 'raised', feed);
    await bank.forward('PT10S');
    const [warning] = (await bank.ask('yu', 'GET', '/api/v1/warnings?triage=major')).body.items;
    const offers = (await bank.ask('yu', 'GET', `/api/v1/warnings/${warning.id}/offers`)).body.items;
    expect(offers.map((offer: Room) => offer.plan.id)).toContain('plan-3');
    const { body } = await bank.ask('yu', 'POST', '/api/v1/incidents', {
      plan: 'plan-3',
      trigger: 'power',
      warning: warning.id,
      machines: feed,
    });
    incident = body.id;
    const [luo, chen] = ['luo', 'chen'];
    await command(luo, incident, { command: 'acknowledge', person: bank.as(luo).id });
    await command(chen, incident, { command: 'acknowledge', person: bank.as(chen).id });
    const asked = async () => (await bank.ask(luo, 'GET', '/api/v1/mine')).body.items.filter((item: Room) => item.kind === 'situation');
    expect(await asked()).toEqual([]);
    await bank.forward('PT16M');
    expect(await asked()).toMatchObject([{ late: false, subject: { id: incident } }]);
    await bank.forward('PT15M');
    expect(mailsTo(chen, '情况报告未按时上报')).toHaveLength(1);
    await command(luo, incident, { command: 'report-situation', text: '46 台转备用电源，发电机在途' });
    expect(await asked()).toEqual([]);
    expect((await roomOf(incident)).reporting).toMatchObject({
      due: bank.clock.now().add({ minutes: 30 }).toString({ smallestUnit: 'millisecond' }),
      missed: 1,
    });

    await carryOut(bank, incident, { meanwhile: publish, until: (room) => room.phase === 'disposal' });
    const upward = await taskOf(incident, 'report-regulator');
    expect(upward).toMatchObject({ state: 'done', answers: { receipt: expect.stringMatching(/./) } });
    expect(upward.effects).toMatchObject([{ kind: 'notify-outside', outcome: 'done', detail: expect.stringContaining('12378') }]);
    const status = (await bank.ask(null, 'GET', '/status?lang=zh')).text;
    expect(status).toContain('这一片停电，46 台取款机停用');
    expect((await bank.ask(null, 'GET', '/status/feed.atom')).text).toContain('这一片停电');
  }, 60_000);

  test('who works at the machines asks for items there: the nearest store gives, and where there is none the refusal says so [S3-3.2(3)]', async () => {
    const ups = await stockOf('ups');
    for (const item of ups) await bank.send('gao', `/api/v1/items/${item.id}/commands`, { command: 'count', counted: 0, note: '全部外借' });
    await command('sun', incident, { command: 'start-task', task: 'backup-power' });
    await bank.settle();
    const short = (await taskOf(incident, 'backup-power')).effects[0];
    expect(short).toMatchObject({ kind: 'issue-items', outcome: 'failed', detail: expect.stringMatching(/UPS.*不足/) });
    const movements = async () =>
      (await bank.ask('gao', 'GET', `/api/v1/items/movements?incident=${incident}`)).body.items.filter(
        (move: Room) => move.task === 'backup-power',
      );
    expect(await movements()).toEqual([]); // all or nothing: the generator stays too
    const far = ups.find((item: Room) => item.store === 'wuchang');
    await bank.send('gao', `/api/v1/items/${far.id}/commands`, { command: 'receive', quantity: 4 });
    await command('sun', incident, { command: 'retry-effect', effect: short.key });
    await bank.settle();
    expect((await movements()).map((move: Room) => [move.kind, move.quantity, move.store]).sort()).toEqual([
      ['generator', 1, 'hankou'],
      ['ups', 2, 'wuchang'],
    ]);
  });

  test('the command allocates supplies: the nearest store first, and of two emergencies that want the last piece one gets it [S3-4.3(3)]', async () => {
    const meters = await stockOf('multimeter');
    for (const item of meters)
      await bank.send('gao', `/api/v1/items/${item.id}/commands`, {
        command: 'count',
        counted: item.store === 'hankou' ? 1 : 0,
        note: '外借',
      });
    const { body } = await bank.ask('chen', 'POST', '/api/v1/incidents', {
      plan: 'plan-3',
      trigger: 'equipment',
      machines: [bank.atms.find((each) => !feed.includes(each.atm))!.atm],
    });
    await carryOut(bank, body.id, { meanwhile: publish, until: (room) => room.phase === 'disposal' });
    const refused = await bank.ask('sun', 'POST', `/api/v1/incidents/${incident}/commands`, {
      command: 'start-task',
      task: 'allocate-supplies',
    });
    expect(refused.body.code).toBe('not-in-group'); // it is the command's to allocate
    await Promise.all(
      [incident, body.id].map((id, place) => command(['chen', 'lin'][place]!, id, { command: 'start-task', task: 'allocate-supplies' })),
    );
    await bank.settle();
    const effects = await Promise.all([incident, body.id].map(async (id) => (await taskOf(id, 'allocate-supplies')).effects[0]));
    expect(effects.map((effect) => effect.outcome).sort()).toEqual(['done', 'failed']);
    const winner = [incident, body.id][effects.findIndex((effect) => effect.outcome === 'done')]!;
    const moves = (await bank.ask('gao', 'GET', `/api/v1/items/movements?incident=${winner}`)).body.items.filter(
      (move: Room) => move.task === 'allocate-supplies',
    );
    expect(new Set(moves.map((move: Room) => move.store))).toEqual(new Set(['hankou']));
    expect(moves.map((move: Room) => move.kind)).toContain('multimeter');
    expect((await stockOf('multimeter')).reduce((sum: number, item: Room) => sum + item.quantity, 0)).toBe(0);
    await command('chen', body.id, { command: 'withdraw', reason: '并入停电事件' });
    for (const item of meters) await bank.send('gao', `/api/v1/items/${item.id}/commands`, { command: 'count', counted: 3, note: '收回' });
    await bank.settle();
  }, 60_000);

  test('after the end it is reviewed and evaluated, and what is found improves the plan, which is revised [S3-9.1]', async () => {
    await bank.signals('power.on-battery', 'cleared', feed);
    await bank.settle();
    let again = true;
    await carryOut(bank, incident, {
      meanwhile: async (room) => {
        await publish(room);
        const failed = room.taskList.find((task: Room) => task.id === 'allocate-supplies')?.effects.at(-1);
        if (again && failed?.outcome === 'failed') await command('chen', incident, { command: 'retry-effect', effect: failed.key });
        again = failed?.outcome !== 'failed';
      },
    });
    await command('chen', incident, { command: 'declare-end', text: '恢复正常业务' });
    await bank.settle();
    const { report, content } = (await bank.ask('luo', 'GET', `/api/v1/incidents/${incident}/report.json`)).body;
    expect(report).toMatchObject({ state: 'draft', due: expect.any(String) });
    for (const part of ['summary', 'course', 'measures', 'lessons']) expect(content[part].length, part).toBeGreaterThan(0);
    expect(content.performance.tasks.length).toBeGreaterThan(10);
    const say = (who: string, given: object) => bank.send(who, `/api/v1/reports/${report.id}/commands`, given);
    await say('luo', { command: 'edit', section: 'cause', text: { zh: '变电站开关跳闸', en: 'A breaker tripped' } });
    await say('luo', {
      command: 'add-finding',
      text: { zh: '应答时限应缩短为 3 分钟', en: 'Answer within 3 minutes' },
      clause: 'S3-4.2(1)',
    });
    await say('chen', { command: 'approve' });
    const [found] = (await bank.ask('dong', 'GET', `/api/v1/improvements?report=${report.id}`)).body.items;
    const improved = (await bank.send('dong', `/api/v1/improvements/${found.id}/commands`, { command: 'open-plan-draft' })) as Room;
    expect(improved.planDraft).toEqual({ plan: 'plan-3', version: 2 });
    const address = '/api/v1/plans/plan-3/versions/2';
    const { yaml } = (await bank.ask('dong', 'GET', address)).body;
    await bank.send('dong', `${address}/commands`, { command: 'edit', yaml: yaml.replace(/answerWithin: "?PT5M"?/, 'answerWithin: PT3M') });
    await bank.send('chen', `${address}/commands`, { command: 'approve' });
    await bank.send('chen', `${address}/commands`, { command: 'put-in-force' });
    const versions = (await bank.ask('fan', 'GET', '/api/v1/plans/plan-3/versions')).body.items;
    expect(Object.fromEntries(versions.map((each: Room) => [each.version, each.state]))).toEqual({ 1: 'repealed', 2: 'in-force' });
    const { body } = await bank.ask('chen', 'POST', '/api/v1/incidents', {
      plan: 'plan-3',
      trigger: 'power',
      machines: feed.slice(0, 1),
      mode: 'drill',
    });
    const call = (await roomOf(body.id)).lanes.flatMap((lane: Room) => lane.people).find((each: Room) => each.answerBy !== null);
    expect(Temporal.Instant.from(call.answerBy).since(Temporal.Instant.from(call.calledAt)).total('minutes')).toBe(3);
    await command('chen', body.id, { command: 'withdraw', reason: '只看时限' });
    await bank.settle();
  }, 60_000);
});

describe('plan 1, a site that cannot pay out', () => {
  test('customers are told in plain words and sent to the nearest machines that serve them, and the counter serves the rest [S1-2.2(3), S1-3.2(3)]', async () => {
    const site = [...Map.groupBy(bank.atms, (each) => each.site).values()].find(
      (group) => group.length >= 2 && !feed.includes(group[0]!.atm),
    )!;
    const machines = site.map((each) => each.atm);
    const { lat, lon } = site[0]!;
    const nearest = async (service: string) =>
      (await bank.ask('xu', 'GET', `/api/v1/fleet/nearest?lat=${lat}&lon=${lon}&count=5&service=${service}`)).body.items as {
        atm: string;
        site: string;
        metres: number;
      }[];
    await bank.signals('dispenser.inoperative', 'raised', machines);
    const near = (await nearest('withdraw')).filter((each) => !machines.includes(each.atm));
    // Nobody is sent to a machine that has no cash, nor to deposit at one that takes none.
    await bank.signals('cash.out', 'raised', [near[0]!.atm]);
    await bank.signals('acceptor.inoperative', 'raised', [near[1]!.atm]);
    const pays = await nearest('withdraw');
    expect(pays.map((each) => each.atm)).not.toContain(near[0]!.atm);
    expect(pays.map((each) => each.metres)).toEqual(pays.map((each) => each.metres).toSorted((a, b) => a - b));
    expect(pays.map((each) => each.atm)).toContain(near[1]!.atm);
    expect((await nearest('deposit')).map((each) => each.atm)).not.toContain(near[1]!.atm);

    await bank.forward('PT10S');
    const { body } = await bank.ask('chen', 'POST', '/api/v1/incidents', { plan: 'plan-1', trigger: 'site-down', machines });
    const { id } = body;
    await carryOut(bank, id, { until: (room) => room.phase === 'handling' });
    expect((await roomOf(id)).lanes.find((lane: Room) => lane.group === 'customer-service')).toMatchObject({ convened: true });
    await command('zhou', id, { command: 'start-task', task: 'guide-customers' });
    await bank.settle();
    const [notice] = (await bank.ask('zhou', 'GET', `/api/v1/bulletins?incident=${id}`)).body.items;
    expect(notice.body.zh).toContain('您的钱和卡是安全的');
    expect(notice.body.en).toContain('Your money and your card are safe');
    expect(notice.alternatives).toHaveLength(3);
    expect(notice.alternatives.map((each: Room) => each.site)).not.toContain(site[0]!.site);
    expect(notice.alternatives.map((each: Room) => each.metres)).toEqual(
      notice.alternatives.map((each: Room) => each.metres).toSorted((a: number, b: number) => a - b),
    );
    const early = await bank.ask('zhou', 'POST', `/api/v1/incidents/${id}/commands`, {
      command: 'complete-task',
      task: 'guide-customers',
      answers: {},
      checked: [],
    });
    expect(early.body).toMatchObject({ code: 'task-incomplete' });
    expect(early.body.title).toMatch(/已指引客户.*告示.*柜台/);
    await command('zhou', id, {
      command: 'complete-task',
      task: 'guide-customers',
      answers: { guided: 34 },
      checked: ['door-sign', 'counter'],
    });
    const kept = await bank.ask('zhou', 'POST', `/api/v1/incidents/${id}/commands`, {
      command: 'complete-task',
      task: 'list-held-cards',
      answers: { cards: 2, 'cash-held': 30_000 },
    });
    expect(kept.status).toBe(200);
    expect((await taskOf(id, 'guide-customers')).answers).toEqual({ guided: 34 });
    await publish({ id });
    const asked = (await bank.ask(null, 'GET', `/status?lang=zh&q=${encodeURIComponent(machines[0]!)}`)).text;
    expect(asked).toContain('这里暂时取不了款');
    expect(asked).toContain(notice.alternatives[0].name);
    await command('chen', id, { command: 'withdraw', reason: '测试结束' });
    await bank.signals('dispenser.inoperative', 'cleared', machines);
    await bank.settle();
  }, 60_000);
});

test('a drill runs on the live engine, and is broken off at once when something real happens: everybody in it is told, and the real one begins [S3-7.3(4)]', async () => {
  const machines = [feed[0]!];
  const drill = (await bank.ask('chen', 'POST', '/api/v1/incidents', { plan: 'plan-1', trigger: 'machine-major', machines, mode: 'drill' }))
    .body;
  await carryOut(bank, drill.id, { until: (room) => room.phase === 'handling' });
  expect((await roomOf(drill.id)).mode).toBe('drill');
  bank.postbox.mails.length = 0;
  await bank.signals('safe.tampered', 'raised', machines);
  await bank.forward('PT10S');
  expect(mailsTo('chen', '重大故障').map((mail) => mail.subject.startsWith('【演练】'))).toEqual([false]);
  const called = (await roomOf(drill.id)).lanes.flatMap((lane: Room) => lane.people).filter((each: Room) => each.calledAt !== null);
  await command('chen', drill.id, { command: 'withdraw', reason: '真实事件，演练中止' });
  await bank.settle();
  const told = bank.postbox.mails.filter((mail) => mail.subject.startsWith('【演练】') && mail.text.includes('演练中止'));
  expect(new Set(told.flatMap((mail) => mail.to)).size).toBe(new Set(called.map((each: Room) => each.person.id)).size);
  const [warning] = (await bank.ask('yu', 'GET', `/api/v1/warnings?atm=${machines[0]}&state=open&triage=major`)).body.items;
  const real = await bank.ask('chen', 'POST', '/api/v1/incidents', {
    plan: 'plan-1',
    trigger: 'security-event',
    warning: warning.id,
    machines,
  });
  expect(real.status).toBe(201);
  expect((await roomOf(real.body.id)).mode).toBe('live');
  expect((await roomOf(drill.id)).state).toBe('withdrawn');
}, 60_000);

test('while the mail server refuses, the machines’ agent is gone and the database loses its connections, the emergency goes on, and nothing is lost [S2-6.4(1)]', async () => {
  const machines = [feed[1]!];
  bank.postbox.mails.length = 0;
  bank.postbox.refuseWith(451);
  const { status, body } = await bank.ask('chen', 'POST', '/api/v1/incidents', { plan: 'plan-1', trigger: 'jackpotting', machines });
  expect(status).toBe(201);
  await bank.settle();
  // Nobody gets a mail; it waits, says why, and rings in the page meanwhile.
  expect(bank.postbox.mails).toEqual([]);
  const noticeOf = async (who: string) =>
    (await bank.ask(who, 'GET', '/api/v1/notices?mine=ringing&limit=50')).body.items.find((each: Room) => each.subject.id === body.id);
  const waiting = await noticeOf('wang');
  expect(waiting).toMatchObject({ state: 'pending', reason: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) } });
  await command('wang', body.id, { command: 'acknowledge', person: bank.as('wang').id });

  // A machine that cannot be reached does not stop the plan: the failure is told, and a person closes the step with a note.
  await agent[Symbol.asyncDispose]();
  await until('the agent to be gone', async () => (await bank.ask('yu', 'GET', '/api/v1/agents')).body.connections === 0);
  await command('sun', body.id, { command: 'start-task', task: 'isolate-machines' });
  await command('wang', body.id, { command: 'approve-task', task: 'isolate-machines', approved: true });
  await bank.settle();
  expect((await taskOf(body.id, 'isolate-machines')).effects).toMatchObject([
    { outcome: 'failed', detail: expect.stringContaining('未连接') },
  ]);
  await command('sun', body.id, { command: 'complete-task', task: 'isolate-machines', note: '已电话通知网点断网' });

  // Every connection of the program is cut. A request may be told to come again; none is half done.
  const owner = new pg.Client({ connectionString: bank.databaseUrl });
  await owner.connect();
  const { rowCount } = await owner.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await owner.end();
  expect(rowCount).toBeGreaterThan(0);
  const during = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      bank.ask('chen', 'POST', `/api/v1/incidents/${body.id}/commands`, { command: 'record-order', text: `命令 ${index}`, to: [] }),
    ),
  );
  expect(
    during.filter((answer) => answer.status !== 200).every((answer) => answer.status === 503 && answer.body.code === 'unavailable'),
  ).toBe(true);
  await until('the program to answer again', async () => (await bank.ask(null, 'GET', '/readyz')).status === 200);
  const taken = during.flatMap((answer, index) => (answer.status === 200 ? [`命令 ${index}`] : []));
  expect((await roomOf(body.id)).orders.map((order: Room) => order.text).sort()).toEqual(taken.sort());

  bank.postbox.refuseWith(null);
  for (let minutes = 0; minutes < 20 && mailsTo('wang', '应急呼叫').length === 0; minutes++) await bank.forward('PT1M');
  expect(bank.postbox.mails.length).toBeGreaterThan(0);
  expect((await bank.ask('fan', 'GET', '/api/v1/journal/verification')).body.faults).toEqual([]);
}, 60_000);
