import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  authentication,
  insiders,
  type Organization,
  openOrganization,
  migrations as organizationMigrations,
  refusals as organizationRefusals,
  organizationRoutes,
  type Person,
} from '#organization';
import { isRefusal, openHttp, type Refusal, refusalCodes, registerRefusals, systemClock, transact, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { migrations, type Notice, type Notify, notifyRoutes, openNotify, refusals } from './index.ts';
import { signLink } from './link.ts';
import { type Postbox, startPostbox } from './testing.ts';

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};

const key = randomBytes(32);
const routes = new Map<string, string | string[]>();
let database: TestDatabase;
let postbox: Postbox;
let app: FastifyInstance;
let address: string;
let clock: VirtualClock;
let jobs: Awaited<ReturnType<typeof testJobs>>;
let organization: Organization;
let notify: Notify;
let acknowledged = 0;
const people: Record<string, Person> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase([organizationMigrations, migrations]);
  clock = new VirtualClock('2026-03-08T03:00:00Z');
  jobs = await testJobs(database, clock);
  postbox = await startPostbox();
  organization = openOrganization({ db: database.db, clock, jobs, wallClock: systemClock });
  notify = openNotify({
    db: database.db,
    clock,
    jobs,
    organization,
    smtp: { url: postbox.url, from: 'fengsui@bank.example' },
    linkKey: key,
    baseUrl: () => address,
    onAcknowledged: async () => {
      acknowledged += 1;
    },
  });
  registerRefusals(organizationRefusals);
  registerRefusals(refusals);
  app = await openHttp({ locale: 'zh-CN', version: 'test' });
  await app.register(authentication(organization));
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.set(`${each} ${url}`, config?.roles as string | string[]);
  });
  await app.register(organizationRoutes, { organization, clock });
  await app.register(notifyRoutes, { notify, organization });
  address = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const [account, name, role] of [
    ['zhang', '张行长', 'commander'],
    ['li', '李总', 'responder'],
    ['duty', '值班员', 'duty-officer'],
    ['audit', '审计', 'auditor'],
    ['grg', '广电', 'vendor'],
  ] as const) {
    const person = ok(
      await organization.addPerson({
        account,
        name,
        role,
        email: `${account}@bank.example`,
        ...(role === 'vendor' ? { vendor: 'GRG' } : {}),
      }),
    );
    people[account] = person;
    tokens[account] = ok(await organization.createToken(account, role, { person: person.id })).token;
  }
  tokens['machine'] = ok(await organization.createToken('machine', 'integration')).token;
});
afterAll(async () => {
  notify.close();
  await app.close();
  await postbox.close();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => {
  postbox.mails.length = 0;
  acknowledged = 0;
});

let number = 0;
const call = async (account: string, more: Partial<Parameters<Notify['call']>[1]> = {}): Promise<Notice> => {
  const notice = await transact(database.db, (trx) =>
    notify.call(trx, {
      key: `r-${++number}`,
      person: people[account]!.id,
      subject: { kind: 'incident', id: `i-${number}` },
      mode: 'live',
      title: { zh: '线路中断 <b>', en: 'Line lost <b>' },
      body: { zh: '请立即到岗。', en: 'Report at once.' },
      answerBy: clock.now().add({ minutes: 15 }),
      link: '/incidents/1',
      ...more,
    }),
  );
  await jobs.runDue();
  return notice;
};
const ask = async (method: string, path: string, who?: string, body?: object): Promise<{ status: number; body: any }> => {
  const response = await fetch(address + path, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(who ? { authorization: `Bearer ${tokens[who]}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};
const command = (who: string, notice: Notice, name: string) => ask('POST', `/api/v1/notices/${notice.id}/commands`, who, { command: name });
const page = async (method: string, url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method,
    headers: { ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    ...(method === 'POST' ? { body: '' } : {}),
  });
  return { status: response.status, html: await response.text(), headers: response.headers };
};
const linkIn = (text: string) => /http:\S+\/api\/v1\/ack\/\S+/.exec(text)?.[0] ?? '';

describe('the link in a mail', () => {
  test('opening it acknowledges nothing, however often and by whomever; pressing the button does, without sign-in', async () => {
    const notice = await call('zhang');
    const link = linkIn(postbox.mails[0]!.text);
    for (const method of ['HEAD', 'GET', 'GET']) expect((await page(method, link)).status).toBe(200);
    expect((await notify.notice(notice.id))!.state).toBe('sent');
    const asked = await page('GET', link);
    expect(asked.html).toContain('确认收到');
    expect(asked.html).toContain('线路中断 &lt;b&gt;');
    expect(asked.html).not.toMatch(/<script|<b>|https?:\/\//);
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect(asked.headers.get('referrer-policy')).toBe('no-referrer');
    const done = await page('POST', link, { origin: 'null' });
    expect(done).toMatchObject({ status: 200, html: expect.stringContaining('已确认收到') });
    expect(await notify.notice(notice.id)).toMatchObject({
      state: 'acknowledged',
      acknowledgedHow: 'link',
      acknowledgedBy: { name: '张行长' },
    });
    expect(acknowledged).toBe(1);
  });

  test('in two tabs the second press changes nothing and says who has answered', async () => {
    await call('zhang');
    const link = linkIn(postbox.mails[0]!.text);
    const [one, two] = await Promise.all([page('POST', link), page('POST', link)]);
    expect([one.status, two.status].sort()).toEqual([200, 410]);
    expect([one, two].find((answer) => answer.status === 410)!.html).toContain('该通知已由张行长确认');
    expect((await page('GET', link)).status).toBe(410);
    expect(acknowledged).toBe(1);
  });

  test('a forged, a cut, an expired and a superfluous link each say what is wrong and what to do, in both languages', async () => {
    const notice = await call('zhang');
    const link = linkIn(postbox.mails[0]!.text);
    const forged = `${address}/api/v1/ack/${signLink(randomBytes(32), { notice: notice.id, person: people['zhang']!.id, expires: clock.now().add({ hours: 1 }) })}`;
    for (const method of ['GET', 'POST']) {
      for (const bad of [forged, link.slice(0, -3), `${address}/api/v1/ack/x`, `${address}/api/v1/ack/${'A'.repeat(300)}`]) {
        const zh = await page(method, bad);
        expect(zh).toMatchObject({ status: 403, html: expect.stringContaining('登录系统确认') });
        const en = await page(method, bad, { 'accept-language': 'en-GB' });
        expect(en.html).toContain('not signed by this system');
        expect(en.html).toContain('lang="en"');
      }
    }
    clock.forward('PT2H');
    expect(await page('POST', link)).toMatchObject({ status: 410, html: expect.stringContaining('链接已过期') });
    expect(await page('GET', `${link}?lang=en`)).toMatchObject({ status: 410, html: expect.stringContaining('This link has expired') });
    const other = await call('zhang');
    await transact(database.db, (trx) => notify.settle(trx, other.subject));
    expect(await page('POST', linkIn(postbox.mails[1]!.text))).toMatchObject({ status: 409, html: expect.stringContaining('不需要确认') });
    expect(acknowledged).toBe(0);
  });

  test('a link for one person does not sign them in', async () => {
    await call('zhang');
    const answer = await page('GET', linkIn(postbox.mails[0]!.text));
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('a body of megabytes is refused, and the link still works', async () => {
    await call('zhang');
    const link = linkIn(postbox.mails[0]!.text);
    const response = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'x'.repeat(1_000_000),
    });
    expect(response.status).toBe(413);
    expect((await page('POST', link)).status).toBe(200);
  });
});

describe('notices over HTTP', () => {
  test('the page’s phone: what rings for me, shown, then acknowledged', async () => {
    const notice = await call('li');
    await call('li', { answerBy: null });
    const ringing = async () => (await ask('GET', '/api/v1/notices?mine=ringing', 'li')).body.items as Notice[];
    expect((await ringing()).map((each) => each.id)).toEqual([notice.id]);
    expect((await command('li', notice, 'shown')).body.state).toBe('delivered');
    expect((await command('zhang', notice, 'shown')).body.code).toBe('notice-not-yours');
    expect((await command('li', notice, 'acknowledge')).body).toMatchObject({ state: 'acknowledged', acknowledgedHow: 'console' });
    expect((await command('li', notice, 'acknowledge')).status).toBe(200); // pressed twice is no error
    expect(await ringing()).toEqual([]);
    expect(acknowledged).toBe(1);
  });

  test('who was told about an incident, when, and who answered, is one list [S2-5.1(1)]', async () => {
    const subject = { kind: 'incident', id: 'told' };
    const first = await call('zhang', { subject });
    await call('li', { subject });
    await command('zhang', first, 'acknowledge');
    const list = await ask('GET', '/api/v1/notices?subjectKind=incident&subjectId=told', 'audit');
    expect(list.body.items).toMatchObject([
      { person: { name: '李总' }, state: 'sent', sentAt: '2026-03-08T05:00:00.000Z', acknowledgedAt: null },
      { person: { name: '张行长' }, state: 'acknowledged', acknowledgedAt: '2026-03-08T05:00:00.000Z', acknowledgedBy: { name: '张行长' } },
    ]);
    const paged = await ask('GET', '/api/v1/notices?subjectKind=incident&subjectId=told&limit=1', 'audit');
    expect(paged.body.next).toBe(paged.body.items[0].id);
    expect(
      (await ask('GET', `/api/v1/notices?subjectKind=incident&subjectId=told&limit=1&cursor=${paged.body.next}`, 'audit')).body.items[0].id,
    ).toBe(first.id);
  });

  test('a vendor sees what it was told itself and nothing else', async () => {
    const own = await call('grg');
    const other = await call('zhang');
    expect((await ask('GET', '/api/v1/notices', 'grg')).body.items.map((each: Notice) => each.id)).toEqual([own.id]);
    expect((await ask('GET', `/api/v1/notices/${other.id}`, 'grg')).status).toBe(404);
    expect((await ask('GET', `/api/v1/notices/${own.id}`, 'grg')).body.attempts).toMatchObject([{ outcome: 'sent', channel: 'e-mail' }]);
    expect((await command('grg', other, 'acknowledge')).status).toBe(403);
    expect((await command('grg', own, 'send-again')).body.code).toBe('not-allowed');
  });

  test('without sign-in, or for another system, there are no notices', async () => {
    expect((await ask('GET', '/api/v1/notices')).status).toBe(401);
    expect((await ask('GET', '/api/v1/notices', 'machine')).status).toBe(403);
    expect((await ask('POST', '/api/v1/notices/test', 'li', {})).status).toBe(403);
  });

  test('a test notice reaches its reader and is acknowledged like any other', async () => {
    const sent = await ask('POST', '/api/v1/notices/test', 'duty', { person: people['li']!.id });
    expect(sent).toMatchObject({ status: 201, body: { subject: { kind: 'test' }, title: { zh: '测试通知' } } });
    await jobs.runDue();
    expect(postbox.mails).toMatchObject([{ to: ['li@bank.example'], subject: '测试通知' }]);
    expect((await page('POST', linkIn(postbox.mails[0]!.text))).status).toBe(200);
  });

  test('what waits says why in both languages', async () => {
    ok(await organization.changePerson(people['li']!.id, { email: '' }, (await organization.actor(people['duty']!.id))!));
    const notice = await call('li');
    expect((await ask('GET', `/api/v1/notices/${notice.id}`, 'audit')).body).toMatchObject({
      state: 'pending',
      reason: { code: 'no-address', zh: expect.stringContaining('没有邮箱地址'), en: expect.stringContaining('no e-mail address') },
    });
  });

  test('every refusal of the room has its texts in both languages', () => {
    for (const [code, text] of Object.entries(refusals)) {
      expect(refusalCodes()).toContain(code);
      const names = (locale: 'zh-CN' | 'en') =>
        [...(text[locale].what + text[locale].mend).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      expect(names('en')).toEqual(names('zh-CN'));
    }
  });
});

test('the guide’s table of who may do what is what the routes enforce, in both directions [S2-6.4(2)]', () => {
  const bank = [...insiders].sort().join(', ');
  const enforced = Object.fromEntries(
    [...routes].map(([route, allowed]) => [route, Array.isArray(allowed) ? [...allowed].sort().join(', ') : allowed]),
  );
  const guide = readFileSync(new URL('../../docs/guides/people.md', import.meta.url), 'utf8');
  const written = Object.fromEntries(
    [...guide.matchAll(/^\| `([A-Z]+ \/[^`]+)` \| (.+) \|$/gm)].map(([, route, who]) => [
      route,
      who!.replace('bank', bank).split(', ').sort().join(', '),
    ]),
  );
  expect(written).toEqual(enforced);
});
