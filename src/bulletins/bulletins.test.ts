import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, migrations as fleetMigrations, openFleet } from '#fleet';
import { readStream } from '#journal';
import type { Actor, Role } from '#organization';
import { isRefusal, type Refusal, registerRefusals, transact, VirtualClock } from '#platform';
import { type TestDatabase, type TestJobs, testDatabase, testJobs } from '../../test/database.ts';
import { type Bulletin, type Bulletins, bulletinsRoutes, type Draft, type Facts, migrations, openBulletins, refusals } from './index.ts';
import { estimate } from './model.ts';
import { channelLimits } from './words.ts';

const csv = `atm,site,branch,district,city,province,lat,lon,make,model,release,vendor,line,host,power
A-1,循礼门支行,江汉支行,江汉区,武汉市,湖北省,30.590,114.280,GRG,H68N,5.2.1,广电运通,L-1,H-1,P-1
A-2,循礼门支行,江汉支行,江汉区,武汉市,湖北省,30.590,114.280,GRG,H68N,5.2.1,广电运通,L-1,H-1,P-1
A-3,台北路支行,江岸支行,江岸区,武汉市,湖北省,30.600,114.285,NCR,SS22,3.1,恒银,L-1,H-1,P-2
A-4,香港路支行,江岸支行,江岸区,武汉市,湖北省,30.604,114.290,NCR,SS22,3.1,恒银,L-2,H-1,P-3
A-5,黄浦路支行,江岸支行,江岸区,武汉市,湖北省,30.615,114.300,NCR,SS22,3.1,恒银,L-2,H-1,P-3
A-6,新洲支行,新洲支行,新洲区,武汉市,湖北省,30.840,114.800,NCR,SS22,3.1,恒银,L-2,H-1,P-3
`;
const person = (id: string, role: Role): Actor => ({ kind: 'person', id, name: id, role, seats: [], vendor: null });
const press = person('孙新闻', 'press-officer');
const chief = person('陈行长', 'commander');
const deputy = person('刘副行长', 'deputy');

let database: TestDatabase;
let clock: VirtualClock;
let jobs: TestJobs;
let fleet: Fleet;
let bulletins: Bulletins;
const changed: Bulletin[] = [];

const signal = (atm: string, state: 'raised' | 'cleared', code = 'power.lost') =>
  transact(database.db, (trx) =>
    fleet.apply(trx, [
      {
        id: `${atm}/${code}/${state}/${clock.now()}`,
        source: 'test',
        atm,
        site: null,
        code,
        state,
        at: clock.now().toString(),
        detail: {},
      },
    ]),
  );

beforeAll(async () => {
  database = await testDatabase([fleetMigrations, migrations]);
  clock = new VirtualClock('2026-07-16T05:04:00Z'); // 13:04 in Wuhan
  jobs = await testJobs(database, clock);
  fleet = await openFleet({ db: database.db, clock, jobs, onFaults: async () => undefined });
  await fleet.importCsv(Buffer.from(csv));
  for (const atm of ['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6']) await signal(atm, 'cleared');
  bulletins = openBulletins({
    db: database.db,
    clock,
    jobs,
    fleet,
    onChanged: async (_trx, bulletin) => {
      changed.push(bulletin);
    },
  });
  registerRefusals(refusals);
});
afterAll(() => database[Symbol.asyncDispose]());

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};
let incidents = 0;
const incident = (mode: 'live' | 'drill' = 'live'): Draft['incident'] => ({
  id: `i-${++incidents}`,
  number: `INC-2026-${incidents}`,
  title: { zh: '汉口片区停电', en: 'Power cut' },
  mode,
});
const facts = (more: Partial<Facts> = {}): Facts => ({
  eventClass: 'power-cut',
  machines: ['A-1', 'A-2'],
  openedAt: clock.now().toString(),
  ...more,
});
const draft = (of: Draft['incident'], kind: Draft['kind'], more: Partial<Facts> = {}, key?: string) =>
  transact(database.db, (trx) => bulletins.draft(trx, { incident: of, kind, facts: facts(more), actor: press, ...(key && { key }) }));
const act = async (id: string, command: Parameters<Bulletins['command']>[2], actor: Actor) =>
  transact(database.db, (trx) => bulletins.command(trx, id, command, actor));
const publish = async (one: Bulletin) => {
  ok(await act(one.id, { command: 'approve' }, chief));
  return ok(await act(one.id, { command: 'publish' }, press));
};
const end = (of: Draft['incident']) => transact(database.db, (trx) => bulletins.noticeEnded(trx, of));
const machineWords = /ATM|故障|主机|线路|自动柜员机|UPS|dispenser|host|offline|fault/i;

describe('words', () => {
  test('a draft says in plain words what does not work, that the money is safe, when it should be right and when the next word comes [S3-8.2(1), S3-8.2(3), S3-8.2(4)]', async () => {
    const of = incident();
    const one = await draft(of, 'notice', { handling: { zh: '可到柜台取款，柜台开到 17:00。', en: 'The counter is open until 17:00.' } });
    expect(one.title).toEqual({ zh: '循礼门支行部分取款机暂时取不了款', en: 'Some cash machines cannot pay out: 循礼门支行' });
    expect(one.body.zh.split('\n')).toEqual(['这一片停电，2 台取款机停用。', '您的钱和卡是安全的。', '可到柜台取款，柜台开到 17:00。']);
    expect(`${one.title.zh}${one.body.zh}${one.body.en}`).not.toMatch(machineWords);
    expect(one.expected && Temporal.Instant.from(one.expected.to).since(one.expected.from).total('minutes')).toBeGreaterThanOrEqual(30);
    expect(one.nextWord).toBe('2026-07-16T05:35:00Z');
    expect(one.alternatives.map((each) => each.name)).toEqual(['台北路支行', '香港路支行', '黄浦路支行']);
    await end(of);
  });

  test('the estimate is a range that comes from what such cases took, and is never in the past [S3-8.2(3)]', () => {
    const opened = '2026-07-16T05:00:00Z';
    const now = Temporal.Instant.from('2026-07-16T05:10:00Z');
    const minutes = [55, 60, 70, 80, 90, 100, 110, 120, 240, 300];
    expect(estimate('power-cut', minutes, opened, now)).toEqual({ from: '2026-07-16T06:00:00Z', to: '2026-07-16T09:00:00Z' });
    // It has lasted longer than every case known: the range moves on and stays wide.
    const late = estimate('power-cut', minutes, opened, Temporal.Instant.from('2026-07-16T11:00:00Z'));
    expect(late.from >= '2026-07-16T11:00:00Z' && late.to > late.from).toBe(true);
  });

  test('a bulletin that names a time later than the one before says so [S3-8.2(3)]', async () => {
    const of = incident();
    await publish(await draft(of, 'notice', { expected: { from: '2026-07-16T07:30:00Z', to: '2026-07-16T08:30:00Z' } }));
    const next = await draft(of, 'progress', { expected: { from: '2026-07-16T09:00:00Z', to: '2026-07-16T10:00:00Z' } });
    expect(next.body.zh).toContain('原来预计 15:30–16:30 恢复，现在改为 17:00–18:00');
    expect(next.serial).toBe(2);
    await end(of);
  });

  test('the cause stays inside until the command releases it [S3-8.2(2)]', async () => {
    const of = incident();
    const one = await draft(of, 'notice', {
      eventClass: 'system-failure',
      cause: { zh: '主机交换机板卡损坏', en: 'A switch board failed' },
    });
    expect(`${one.title.zh}${one.body.zh}`).not.toContain('主机');
    expect(await act(one.id, { command: 'release-cause' }, press)).toMatchObject({ refusal: 'bulletin-role' });
    await publish(one);
    expect(await bulletins.publicPage('zh')).not.toContain('板卡');
    const second = await draft(of, 'progress', {
      eventClass: 'system-failure',
      cause: { zh: '主机交换机板卡损坏', en: 'A switch board failed' },
    });
    ok(await act(second.id, { command: 'release-cause' }, chief));
    await publish(second);
    expect(await bulletins.publicPage('zh')).toContain('原因：主机交换机板卡损坏');
    await end(of);
  });

  test('texts for SMS and social media keep their length, and say honestly that nobody has set the channel up', async () => {
    const of = incident();
    const one = await publish(await draft(of, 'notice', { machines: ['A-1', 'A-3', 'A-4', 'A-6'] }));
    expect(one.channels.map((channel) => [channel.channel, channel.state])).toEqual([
      ['website', 'published'],
      ['sms', 'not-configured'],
      ['social', 'not-configured'],
      ['press', 'not-configured'],
    ]);
    for (const { channel, text } of one.channels) {
      const limit = channelLimits[channel] ?? Number.POSITIVE_INFINITY;
      expect([...text.zh].length).toBeLessThanOrEqual(limit);
      expect([...text.en].length).toBeLessThanOrEqual(limit);
    }
    expect(one.channels[1]?.text.zh).toMatch(/^【江城银行】.*预计 .*恢复。可去/);
    await end(of);
  });
});

describe('two persons', () => {
  test('who drafted or edited a bulletin cannot approve it; a second person does, then it is published once and for all', async () => {
    const of = incident();
    const one = await draft(of, 'notice');
    expect(await act(one.id, { command: 'publish' }, press)).toMatchObject({ refusal: 'bulletin-unapproved' });
    expect(await act(one.id, { command: 'approve' }, press)).toMatchObject({ refusal: 'bulletin-role' });
    ok(await act(one.id, { command: 'edit', title: { zh: '江汉区部分取款机暂停', en: 'Jianghan' } }, chief));
    expect(await act(one.id, { command: 'approve' }, chief)).toMatchObject({ refusal: 'bulletin-second-person' });
    ok(await act(one.id, { command: 'approve' }, deputy));
    // An edit after the approval asks for another one.
    ok(await act(one.id, { command: 'edit', body: { zh: '正在处理。', en: 'We are at work.' } }, press));
    expect(await act(one.id, { command: 'publish' }, press)).toMatchObject({ refusal: 'bulletin-unapproved' });
    ok(await act(one.id, { command: 'approve' }, deputy));
    ok(await act(one.id, { command: 'publish' }, press));
    expect(await act(one.id, { command: 'edit', body: { zh: '改', en: 'x' } }, press)).toMatchObject({ refusal: 'bulletin-published' });
    await expect(database.db.updateTable('bulletin').set({ state: 'drafted' }).where('id', '=', one.id).execute()).rejects.toThrow(/final/);
    expect((await readStream(database.db, `bulletin/${one.id}`)).map((entry) => entry.type)).toEqual([
      'bulletin-drafted',
      'bulletin-edited',
      'bulletin-approved',
      'bulletin-edited',
      'bulletin-approved',
      'bulletin-published',
    ]);
    await end(of);
  });

  test('a rejected bulletin goes back with its reason and cannot be approved before it is edited', async () => {
    const of = incident();
    const one = await draft(of, 'notice');
    ok(await act(one.id, { command: 'reject', reason: '语气太硬' }, chief));
    expect(await act(one.id, { command: 'approve' }, deputy)).toMatchObject({
      refusal: 'bulletin-rejected',
      params: { reason: '语气太硬' },
    });
    expect(
      await act(one.id, { command: 'edit', expected: { from: '2026-07-16T08:00:00Z', to: '2026-07-16T08:00:00Z' } }, press),
    ).toMatchObject({ refusal: 'range-wrong' });
    await end(of);
  });

  test('a published bulletin is corrected by a new one, which the page shows as a correction', async () => {
    const of = incident();
    const one = await publish(await draft(of, 'notice', { expected: { from: '2026-07-16T07:30:00Z', to: '2026-07-16T08:30:00Z' } }));
    const correction = ok(
      await transact(database.db, (trx) =>
        bulletins.correct(trx, one.id, { expected: { from: '2026-07-16T09:30:00Z', to: '2026-07-16T10:30:00Z' } }, press),
      ),
    );
    expect(correction).toMatchObject({ state: 'drafted', corrects: one.id, serial: 2 });
    await publish(correction);
    const page = await bulletins.publicPage('zh');
    expect(page).toContain('更正 · ');
    expect(page).toContain('17:30–18:30');
    expect(isRefusal(await transact(database.db, async (trx) => bulletins.correct(trx, (await draft(of, 'progress')).id, {}, press)))).toBe(
      true,
    );
    await end(of);
  });

  test('the same key drafts once, also when two effects come at the same time', async () => {
    const of = incident();
    const [one, two] = await Promise.all([draft(of, 'notice', {}, 'effect/1'), draft(of, 'notice', {}, 'effect/1')]);
    expect(one.id).toBe(two.id);
    await end(of);
  });
});

test('in a drill the same steps are taken and the public sees nothing of it', async () => {
  const of = incident('drill');
  const one = await draft(of, 'notice');
  expect(one.title.zh).toMatch(/^【演练】/);
  const done = await publish(one);
  expect(done.state).toBe('withheld');
  expect(done.channels.every((channel) => channel.state === 'withheld')).toBe(true);
  const entry = (await readStream(database.db, `bulletin/${one.id}`)).at(-1);
  expect(entry).toMatchObject({ type: 'bulletin-withheld', mode: 'drill' });
  for (const text of [
    await bulletins.publicPage('zh'),
    await bulletins.feed('zh'),
    await bulletins.notice('zh'),
    String(await bulletins.cap(one.id)),
  ])
    expect(text).not.toContain('演练');
  expect(await bulletins.cap(one.id)).toBeUndefined();
});

test('the recovery goes out by the channels that told of the fault [S1-3.4(2)]', async () => {
  const of = incident();
  const first = await publish(await draft(of, 'notice'));
  const last = await publish(await draft(of, 'recovery'));
  expect(last.body.zh).toContain('2 台取款机已恢复取款');
  expect(last.channels.map((channel) => channel.channel)).toEqual(first.channels.map((channel) => channel.channel));
  expect(last.channels.map((channel) => channel.state)).toEqual(first.channels.map((channel) => channel.state));
  await end(of);
  expect(await bulletins.publicPage('zh')).toContain('循礼门支行的取款机已恢复');
  clock.forward('PT25H');
  for (const atm of ['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6']) await signal(atm, 'cleared', 'line.down');
  expect(await bulletins.publicPage('zh')).not.toContain('循礼门支行的取款机已恢复');
});

test('when the named time passes without recovery, a corrected estimate lies ready for a person, once [S3-8.2(3)]', async () => {
  const of = incident();
  await jobs.runDue(); // those of incidents that ended before: they find nothing to do
  const to = clock.now().add({ hours: 2 }).toString();
  const one = await publish(await draft(of, 'notice', { expected: { from: clock.now().add({ hours: 1 }).toString(), to } }));
  clock.forward('PT1H59M');
  expect(await jobs.runDue()).toEqual([]);
  clock.forward('PT1M');
  changed.length = 0;
  expect(await jobs.runDue()).toEqual(['bulletin-slip']);
  expect(await jobs.runDue()).toEqual([]);
  expect(changed).toMatchObject([{ state: 'drafted', corrects: one.id, draftedBy: { id: 'system' } }]);
  expect(changed[0]?.body.zh).toContain('原来预计');
  expect((changed[0]?.expected?.from ?? '') >= clock.now().toString()).toBe(true);
  await end(of);
});

describe('the public page', () => {
  test('nothing published: it says that all is well', async () => {
    const page = await bulletins.publicPage('zh');
    expect(page).toContain('取款机一切正常');
    expect(await bulletins.publicPage('en')).toContain('All cash machines are running as usual');
  });

  test('a place asked for: whether it pays out, until when, and the nearest three that do [S3-8.1(1)]', async () => {
    const of = incident();
    for (const atm of ['A-1', 'A-2']) await signal(atm, 'raised');
    await publish(
      await draft(of, 'notice', {
        expected: { from: clock.now().add({ hours: 1 }).toString(), to: clock.now().add({ hours: 2 }).toString() },
      }),
    );
    const page = await bulletins.publicPage('zh', '循礼门支行');
    expect(page).toContain('这里暂时取不了款');
    expect(page).toContain('这一片停电');
    expect([...page.matchAll(/<span class="far">([^<]+)<\/span><span>([^<]+)</g)].map((match) => match[2])).toEqual([
      '台北路支行',
      '香港路支行',
      '黄浦路支行',
    ]);
    expect(page).toMatch(/<dd class="big">\d\d:\d\d–\d\d:\d\d<\/dd>/);
    // By the number on the machine, in English, in part, and not at all.
    expect(await bulletins.publicPage('en', 'a-1')).toContain('No cash here at the moment');
    expect(await bulletins.publicPage('zh', '台北路')).toContain('这里能取款');
    expect(await bulletins.publicPage('zh', '路支行')).toContain('您指的是哪一处');
    expect(await bulletins.publicPage('zh', '长城')).toContain('没有找到这个地方');
    await signal('A-2', 'cleared');
    expect(await bulletins.publicPage('zh', '循礼门支行')).toContain('2 台中有 1 台可以取款');
    // An embeddable notice, an Atom feed and CAP carry the same words.
    expect(await bulletins.notice('zh')).toContain('循礼门支行部分取款机暂时取不了款');
    const feed = await bulletins.feed('zh', 'https://bank.example');
    expect(feed).toMatch(/^<\?xml.*\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
    const id = /urn:uuid:([0-9a-f-]+)/.exec(feed)?.[1] ?? '';
    const cap = await bulletins.cap(id, 'https://bank.example');
    expect(cap).toContain('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">');
    expect(cap).toMatch(/<sent>2026-07-\d\dT\d\d:\d\d:\d\d\+08:00<\/sent>/);
    await signal('A-1', 'cleared');
    await end(of);
  });

  test('it needs no script, loads nothing, and escapes what people wrote and asked', async () => {
    const of = incident();
    const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&';
    const one = await draft(of, 'notice', { handling: { zh: evil, en: evil }, cause: { zh: evil, en: evil } });
    ok(await act(one.id, { command: 'edit', title: { zh: evil, en: evil } }, press));
    ok(await act(one.id, { command: 'release-cause' }, chief));
    await publish(one);
    for (const page of [
      await bulletins.publicPage('zh'),
      await bulletins.publicPage('en', evil),
      await bulletins.publicPage('zh', 'A-1'),
      await bulletins.notice('en'),
      await bulletins.feed('zh'),
      String(await bulletins.cap(one.id)),
    ]) {
      expect(page).not.toContain('<script');
      expect(page).not.toContain('<img');
      expect(page).not.toContain(`"${evil}`);
      expect(page).not.toMatch(/\son\w+="/);
      expect(page).not.toMatch(/<(script|link rel="stylesheet"|iframe|object)/);
    }
    expect(await bulletins.publicPage('zh')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(await bulletins.publicPage('zh', evil)).toContain('value="&lt;script&gt;');
    await end(of);
  });

  test('the server answers it to anybody, in the language asked for, and lets nothing run', async () => {
    const app = Fastify();
    app.decorate('fengsuiLocale', 'zh-CN');
    await app.register(bulletinsRoutes(bulletins));
    const zh = await app.inject('/status');
    expect(zh.statusCode).toBe(200);
    expect(zh.headers['content-type']).toContain('text/html');
    expect(zh.body).toContain('<html lang="zh-CN">');
    expect(zh.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await app.inject({ url: '/status', headers: { 'accept-language': 'en-GB,en;q=0.9' } })).body).toContain('<html lang="en">');
    expect((await app.inject('/status?lang=en')).body).toContain('<html lang="en">');
    expect((await app.inject(`/status?q=${encodeURIComponent('循礼门支行')}`)).body).toContain('这里能取款');
    expect((await app.inject('/status/feed.atom')).headers['content-type']).toContain('application/atom+xml');
    expect((await app.inject('/status/notice')).statusCode).toBe(200);
    expect((await app.inject('/status/cap/0197f000-0000-7000-8000-000000000000.xml')).statusCode).toBe(404);
    await app.close();
  });
});
