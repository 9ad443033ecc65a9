import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefusal, openHttp, type Refusal, refusalCodes, registerRefusals, systemClock, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import {
  authentication,
  migrations,
  type Organization,
  openOrganization,
  organizationRoutes,
  type Role,
  refusals,
  roles,
} from './index.ts';

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};

let database: TestDatabase;
let app: FastifyInstance;
let address: string;
let organization: Organization;
let clock: VirtualClock;
const tokens: Partial<Record<Role, string>> = {};
const ids: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  database = await testDatabase([migrations]);
  clock = new VirtualClock('2026-03-08T03:00:00Z');
  organization = openOrganization({ db: database.db, clock, jobs: await testJobs(database, clock), wallClock: systemClock });
  registerRefusals(refusals);
  app = await openHttp({ locale: 'zh-CN', version: 'test' });
  await app.register(authentication(organization));
  await app.register(organizationRoutes, { organization, clock });
  app.post('/api/v1/signals', { config: { roles: ['integration', 'admin'] } }, async (request) => ({ by: request.actor.name }));
  app.post('/api/v1/activate', { config: { roles: ['commander'] } }, async (request) => ({ by: request.actor.name }));
  app.get('/api/v1/open', { config: { roles: 'public' } }, async (request) => ({ who: request.visitor?.name ?? null }));
  app.get('/api/v1/bug', { config: { roles: 'public' } }, async (request) => request.actor.name);
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await database[Symbol.asyncDispose]();
});

interface Answer {
  status: number;
  body: any;
  cookie: string | null;
  setCookie: string;
}
const ask = async (
  method: string,
  path: string,
  options: { body?: object; token?: string | undefined; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Answer> => {
  const response = await fetch(address + path, {
    method,
    headers: {
      ...(options.body ? { 'content-type': 'application/json' } : {}),
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...options.headers,
    },
    ...(options.body ? { body: JSON.stringify(options.body) } : {}),
  });
  const text = await response.text();
  const setCookie = response.headers.get('set-cookie') ?? '';
  return {
    status: response.status,
    body: text === '' ? null : JSON.parse(text),
    setCookie,
    cookie: /fengsui=[^;]+/.exec(setCookie)?.[0] ?? null,
  };
};

describe('the first minute', () => {
  test('the one-time code makes the first administrator, once', async () => {
    const code = (await organization.setupCode())!;
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const institution = { name: { zh: '江城银行', en: 'Jiangcheng Bank' }, timeZone: 'Asia/Shanghai' };
    const request = { code, account: 'root', name: '管理员', password: 'first-password', institution };
    expect((await ask('GET', '/api/v1/setup')).body).toEqual({ needed: true, people: 0, seats: 0, shifts: 0, contacts: 0 });
    const wrong = await ask('POST', '/api/v1/setup', { body: { ...request, code: 'AAAA-BBBB-CCCC' } });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'setup-code-wrong', title: '设置码不对。' } });
    expect(
      (await ask('POST', '/api/v1/setup', { body: { ...request, institution: { ...institution, timeZone: 'Mars/Base' } } })).body.code,
    ).toBe('time-zone-unknown');
    expect((await ask('POST', '/api/v1/setup', { body: request, headers: { origin: 'https://evil.example' } })).body.code).toBe(
      'cross-site',
    );
    const both = await Promise.all([
      ask('POST', '/api/v1/setup', { body: request }),
      ask('POST', '/api/v1/setup', { body: { ...request, account: 'second' } }),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect((await ask('POST', '/api/v1/setup', { body: request })).body.code).toBe('set-up-done');
    expect((await ask('GET', '/api/v1/setup')).body).toEqual({ needed: false, people: 0, seats: 0, shifts: 0, contacts: 0 });
    expect(await organization.setupCode()).toBeNull();
    for (const role of roles) {
      const person = ok(
        await organization.addPerson({
          account: `a-${role}`,
          name: role,
          role,
          password: `password-${role}`,
          phone: '13800000000',
          ...(role === 'vendor' ? { vendor: 'GRG' } : {}),
        }),
      );
      ids[role] = person.id;
      tokens[role] = ok(await organization.createToken(role, role, { person: person.id })).token;
    }
    tokens.integration = ok(await organization.createToken('zabbix', 'integration')).token;
  });

  test('guessing the code is stopped after ten tries', async () => {
    await using other = await testDatabase([migrations]);
    const fresh = openOrganization({ db: other.db, clock, jobs: await testJobs(other, clock), wallClock: clock });
    const right = (await fresh.setupCode())!;
    const request = { account: 'root', name: 'x', password: 'long enough', institution: { name: { zh: '', en: '' }, timeZone: 'UTC' } };
    for (let index = 0; index < 10; index += 1)
      expect(await fresh.setUp({ ...request, code: `AAAA-AAAA-${index}` }, '10.0.0.9')).toMatchObject({ refusal: 'setup-code-wrong' });
    expect(await fresh.setUp({ ...request, code: right }, '10.0.0.9')).toMatchObject({ refusal: 'too-many-attempts' });
    expect(await fresh.setUp({ ...request, code: right.toLowerCase().replaceAll('-', ' ') }, '10.0.0.10')).toMatchObject({ role: 'admin' });
  });
});

describe('sessions over HTTP', () => {
  const signIn = (name = 'a-commander', password = 'password-commander', headers: Record<string, string> = {}) =>
    ask('POST', '/api/v1/session', { body: { name, password }, headers });

  test('the cookie cannot be read by scripts nor sent by other sites, and is all that a page needs', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    expect(answer.setCookie).toMatch(/^fengsui=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.body.person).not.toHaveProperty('password_hash');
    const me = await ask('GET', '/api/v1/me', { cookie: answer.cookie! });
    expect(me.body).toMatchObject({
      actor: { name: 'commander', role: 'commander' },
      institution: { name: { zh: '江城银行' }, timeZone: 'Asia/Shanghai' },
      serverTime: '2026-03-08T03:00:00Z',
      rate: 1,
    });
    expect((await ask('DELETE', '/api/v1/session', { cookie: answer.cookie! })).status).toBe(204);
    expect(await ask('GET', '/api/v1/me', { cookie: answer.cookie! })).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in', detail: expect.stringContaining('请登录') },
    });
  });

  test('a wrong password is refused in the reader’s language, with how to mend it', async () => {
    expect(await signIn('a-commander', 'wrong', { 'accept-language': 'en' })).toMatchObject({
      status: 401,
      cookie: null,
      body: { title: 'The account or the password is wrong.' },
    });
    expect((await signIn('nobody-here', 'wrong')).body).toMatchObject({ code: 'sign-in-wrong', title: '账号或密码不对。' });
  });

  test('a page of another site can change nothing with the cookie; a token has no such page', async () => {
    const cookie = (await signIn()).cookie!;
    const change = (headers: Record<string, string>) =>
      ask('PATCH', `/api/v1/people/${ids.commander}`, { body: { phone: '110' }, cookie, headers });
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of foreign) expect((await change(headers)).body.code).toBe('cross-site');
    expect((await signIn('a-commander', 'password-commander', { 'sec-fetch-site': 'cross-site' })).body.code).toBe('cross-site');
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await change({ origin: address })).status).toBe(200);
    expect((await ask('GET', '/api/v1/me', { cookie, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
    expect(
      (
        await ask('PATCH', `/api/v1/people/${ids.commander}`, {
          body: { phone: '1' },
          token: tokens.commander,
          headers: { origin: 'https://evil.example' },
        })
      ).status,
    ).toBe(200);
  });

  test('one changes one’s own password with the present one; other sessions end, this one stays', async () => {
    const here = (await signIn('a-planner', 'password-planner')).cookie!;
    const there = (await signIn('a-planner', 'password-planner')).cookie!;
    const change = (present: string, password: string) => ask('POST', '/api/v1/me/password', { body: { present, password }, cookie: here });
    expect((await change('wrong', 'another-password')).body.code).toBe('password-wrong');
    expect((await change('password-planner', 'short')).body.code).toBe('password-too-short');
    expect((await change('password-planner', 'another-password')).status).toBe(204);
    expect((await ask('GET', '/api/v1/session', { cookie: here })).status).toBe(200);
    expect((await ask('GET', '/api/v1/session', { cookie: there })).status).toBe(401);
  });

  test('who leads the duty now is named', async () => {
    const from = clock.now().toString();
    const to = clock.now().add({ hours: 8 }).toString();
    ok(
      await organization.addShifts(
        'duty',
        { shifts: [{ person: ids['duty-officer']!, from, to }] },
        { kind: 'system', id: 'system', name: 'x', role: 'admin', seats: [], vendor: null },
      ),
    );
    expect(
      (
        await ask('PUT', '/api/v1/groups/command/seats', {
          token: tokens.admin,
          body: { seats: [{ seat: 'leader', person: ids.commander, office: null }] },
        })
      ).status,
    ).toBe(200);
    expect((await ask('GET', '/api/v1/me', { token: tokens.auditor })).body.duty).toEqual({
      desk: [{ id: ids['duty-officer'], name: 'duty-officer' }],
      command: { id: ids.commander, name: 'commander' },
    });
  });
});

describe('who may do what', () => {
  test('a route of the API that does not say who may use it fails to register', async () => {
    const bare = await openHttp({ locale: 'en', version: 'test' });
    await bare.register(authentication(organization));
    expect(() => bare.get('/api/v1/forgotten', async () => 'x')).toThrow('does not say who may use it');
    await bare.close();
  });

  test('every route lets through its roles and nobody else [S2-6.4(2)]', async () => {
    const person = { account: 'new', name: 'new', role: 'responder' };
    const expected: [method: string, path: string, body: object | undefined, allowed: Role[]][] = [
      ['POST', '/api/v1/people', person, ['admin']],
      ['GET', '/api/v1/people', undefined, roles.filter((role) => role !== 'integration')],
      ['GET', '/api/v1/groups', undefined, roles.filter((role) => role !== 'integration' && role !== 'vendor')],
      ['PUT', '/api/v1/groups/security/seats', { seats: [] }, ['admin', 'commander', 'deputy']],
      ['PUT', '/api/v1/groups/branch', { name: { zh: '网点组', en: 'Branch group' } }, ['admin']],
      ['GET', '/api/v1/rotas', undefined, roles.filter((role) => role !== 'integration' && role !== 'vendor')],
      ['POST', '/api/v1/rotas', { desk: 'duty', shifts: [] }, ['admin', 'duty-officer', 'commander', 'deputy']],
      ['GET', '/api/v1/contacts', undefined, roles.filter((role) => role !== 'integration' && role !== 'vendor')],
      ['GET', '/api/v1/tokens', undefined, ['admin', 'auditor']],
      ['POST', '/api/v1/tokens', { name: 'n' }, ['admin']],
      ['PUT', '/api/v1/institution', { name: { zh: '', en: '' } }, ['admin']],
      ['GET', '/api/v1/me', undefined, roles.filter((role) => role !== 'integration')],
      ['POST', '/api/v1/signals', {}, ['integration', 'admin']],
      ['POST', '/api/v1/delegation', {}, ['commander', 'deputy', 'group-leader']],
    ];
    for (const [method, path, body, allowed] of expected) {
      expect((await ask(method, path, { ...(body ? { body } : {}) })).status, `${method} ${path} without sign-in`).toBe(401);
      expect((await ask(method, path, { ...(body ? { body } : {}), token: 'fst_forged' })).status).toBe(401);
      for (const role of roles) {
        const answer = await ask(method, path, { ...(body ? { body } : {}), token: tokens[role] });
        const refused = answer.status === 403 && answer.body.code === 'not-allowed';
        expect(refused, `${method} ${path} as ${role}: ${answer.status}`).toBe(!allowed.includes(role));
      }
    }
  });

  test('a refused role is told which roles may', async () => {
    expect((await ask('POST', '/api/v1/tokens', { token: tokens.auditor, body: { name: 'x', role: 'admin' } })).body).toMatchObject({
      title: '您的角色（审计员）无权执行此操作。',
      detail: '请由以下角色办理：系统管理员。',
    });
  });

  test('a vendor sees its own people and nobody else’s telephone [S2-6.4(2)]', async () => {
    const seen = (await ask('GET', '/api/v1/people', { token: tokens.vendor })).body.items;
    expect(seen.map((person: { account: string }) => person.account)).toEqual(['a-vendor']);
  });

  test('one changes one’s own telephone, not one’s own role, nor another’s telephone', async () => {
    const change = (id: string, body: object) => ask('PATCH', `/api/v1/people/${id}`, { body, token: tokens.responder });
    expect((await change(ids.responder!, { phone: '13900000000' })).body.phone).toBe('13900000000');
    expect((await change(ids.responder!, { role: 'admin' })).body.code).toBe('not-allowed');
    expect((await change(ids.auditor!, { phone: '1' })).body.code).toBe('not-allowed');
    expect((await change(ids.responder!, { email: 'a@b, c@d' })).body.code).toBe('body-invalid');
  });

  test('a public route knows a visitor, and reading an actor that is not there is a bug, not a person', async () => {
    expect((await ask('GET', '/api/v1/open')).body).toEqual({ who: null });
    expect((await ask('GET', '/api/v1/open', { token: tokens.auditor })).body).toEqual({ who: 'auditor' });
    expect((await ask('GET', '/api/v1/bug')).body.code).toBe('internal');
  });
});

describe('records over HTTP', () => {
  test('a rota by pattern, with its gaps named [S2-6.1(3)]', async () => {
    const body = {
      desk: 'duty',
      pattern: { from: '2026-07-01', until: '2026-07-02', turns: [{ start: '08:00', end: '20:00' }], people: [ids['duty-officer']] },
    };
    const added = await ask('POST', '/api/v1/rotas', { token: tokens.admin, body });
    expect(added.body.items).toMatchObject([{ name: 'duty-officer', from: '2026-07-01T00:00:00Z' }, {}]);
    const listed = await ask('GET', '/api/v1/rotas?desk=duty&from=2026-07-01T00:00:00Z&to=2026-07-02T12:00:00Z', {
      token: tokens.responder,
    });
    expect(listed.body.items).toHaveLength(2);
    expect(listed.body.gaps).toEqual([
      {
        desk: 'duty',
        from: '2026-07-01T12:00:00Z',
        to: '2026-07-02T00:00:00Z',
        text: { zh: expect.stringContaining('无人值班（12 小时）'), en: expect.stringContaining('12 h') },
      },
    ]);
    expect((await ask('DELETE', `/api/v1/rotas/${added.body.items[0].id}`, { token: tokens.admin })).status).toBe(204);
    expect((await ask('GET', '/api/v1/rotas?from=2026-07-02T00:00:00Z&to=2026-07-01T00:00:00Z', { token: tokens.admin })).body.code).toBe(
      'shift-malformed',
    );
    expect((await ask('POST', '/api/v1/rotas', { token: tokens.admin, body: { desk: 'duty' } })).body.code).toBe('shift-malformed');
  });

  test('outside contacts of a district, to call the police and the fire brigade there [S1-6.4]', async () => {
    const contact = { kind: 'police', district: '江岸区', name: { zh: '江岸公安分局', en: 'Jiang’an police' }, phone: '027-110', note: '' };
    expect((await ask('POST', '/api/v1/contacts', { token: tokens['duty-officer'], body: contact })).status).toBe(201);
    expect(
      (await ask('GET', `/api/v1/contacts?district=${encodeURIComponent('江岸区')}`, { token: tokens.responder })).body.items,
    ).toMatchObject([contact]);
    expect((await ask('GET', `/api/v1/contacts?district=${encodeURIComponent('汉南区')}`, { token: tokens.responder })).body.items).toEqual(
      [],
    );
  });

  test('a token is created, shown once and revoked', async () => {
    const made = await ask('POST', '/api/v1/tokens', { token: tokens.admin, body: { name: 'alertmanager', role: 'integration' } });
    expect((await ask('POST', '/api/v1/signals', { token: made.body.token, body: {} })).body).toEqual({ by: 'alertmanager' });
    expect(JSON.stringify((await ask('GET', '/api/v1/tokens', { token: tokens.admin })).body)).not.toContain(made.body.token);
    expect((await ask('DELETE', `/api/v1/tokens/${made.body.id}`, { token: tokens.admin })).status).toBe(204);
    expect((await ask('POST', '/api/v1/signals', { token: made.body.token, body: {} })).status).toBe(401);
  });

  test('only the leader does what is the leader’s, or who they delegated to, until they take it back [S1-2.1(1)]', async () => {
    const activate = async () => (await ask('POST', '/api/v1/activate', { token: tokens.deputy, body: {} })).status;
    const until = clock.now().add({ hours: 3 }).toString();
    expect(await activate()).toBe(403);
    expect(
      (await ask('POST', '/api/v1/delegation', { token: tokens.commander, body: { to: ids.deputy, until, reason: '出差' } })).status,
    ).toBe(201);
    expect(await activate()).toBe(200);
    expect((await ask('GET', '/api/v1/session', { token: tokens.deputy })).body.actor).toMatchObject({
      role: 'commander',
      delegatedBy: { name: 'commander' },
    });
    expect(
      (await ask('POST', '/api/v1/delegation', { token: tokens.deputy, body: { to: ids.auditor, until, reason: 'x' } })).body.code,
    ).toBe('delegation-malformed'); // not handed on
    expect((await ask('DELETE', '/api/v1/delegation', { token: tokens.commander })).status).toBe(204);
    expect(await activate()).toBe(403);
  });

  test('every refusal of the room has its texts in both languages and can be told', () => {
    for (const [code, text] of Object.entries(refusals)) {
      expect(refusalCodes()).toContain(code);
      for (const locale of ['zh-CN', 'en'] as const) {
        expect(text[locale].what.length * text[locale].mend.length).toBeGreaterThan(0);
        expect(text[locale].what + text[locale].mend).toMatch(locale === 'en' ? /^[^一-龥]+$/ : /[一-龥]/);
      }
      const names = (locale: 'zh-CN' | 'en') =>
        [...(text[locale].what + text[locale].mend).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      expect(names('en')).toEqual(names('zh-CN'));
    }
  });
});
