import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStream } from '#journal';
import { isRefusal, type Refusal, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { type Actor, dutyDesk, migrations, type Organization, openOrganization, type Person, systemActor } from './index.ts';
import { callingOrder } from './model.ts';

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.refusal : 'not refused');

let database: TestDatabase;
let clock: VirtualClock;
let wall: VirtualClock;
let organization: Organization;
const people: Record<string, Person> = {};

beforeAll(async () => {
  database = await testDatabase([migrations]);
  clock = new VirtualClock('2026-03-08T03:00:00Z');
  wall = new VirtualClock('2026-03-08T03:00:00Z');
  organization = openOrganization({ db: database.db, clock, jobs: await testJobs(database, clock), wallClock: wall });
  const add = async (account: string, name: string, role: Person['role'], more: Partial<Person> = {}) => {
    people[account] = ok(await organization.addPerson({ account, name, role, password: `${account}-password`, ...more }));
  };
  await add('admin', '管理员', 'admin');
  await add('zhang', '张行长', 'commander', { office: '行长', department: '行领导' });
  await add('li', '李总', 'deputy', { office: '运营管理部总经理', department: '运营管理部' });
  await add('wang', '王主任', 'deputy', { office: '安全保卫部主任', department: '安全保卫部' });
  await add('chen', '陈工', 'responder', { department: '信息科技部', skills: ['network'] });
  await add('zhao', '赵工', 'responder', { department: '安全保卫部', skills: ['guard'] });
});
afterAll(() => database[Symbol.asyncDispose]());

const actor = (account: string): Actor => {
  const person = people[account]!;
  return { kind: 'person', id: person.id, name: person.name, role: person.role, seats: [], vendor: person.vendor };
};
const called = async (group: string) => (await organization.rosters([group]))[0]!.seats.map((seat) => `${seat.person.name}:${seat.seat}`);

describe('signing in', () => {
  test('a person signs in with the password and the record says so', async () => {
    const { token, person } = ok(await organization.signIn('ZHANG ', 'zhang-password', '10.0.0.1'));
    expect(person.name).toBe('张行长');
    expect(await organization.authenticate(token)).toMatchObject({ kind: 'person', role: 'commander', name: '张行长' });
    const kept = await database.db.selectFrom('sign_in_session').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);
    const hash = await database.db.selectFrom('person').select('password_hash').where('account', '=', 'zhang').executeTakeFirstOrThrow();
    expect(hash.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await organization.signOut(token);
    expect(await organization.authenticate(token)).toBeNull();
    expect((await readStream(database.db, `session/${kept.at(-1)!.id}`)).map((entry) => entry.type)).toEqual(['signed-in', 'signed-out']);
  });

  test('an unknown account is refused in the same words and takes as long as a wrong password', async () => {
    const time = async (account: string) => {
      const started = performance.now();
      expect(code(await organization.signIn(account, 'wrong', `10.1.0.${account.length}`))).toBe('sign-in-wrong');
      return performance.now() - started;
    };
    await time('zhang');
    const known = Math.min(await time('zhang'), await time('zhang'), await time('zhang'));
    const unknown = Math.min(await time('nobody'), await time('nobody'), await time('nobody'));
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  test('the eleventh attempt on an account from an address is refused, right password or not; after the pause it is let in', async () => {
    for (let index = 0; index < 10; index += 1) expect(code(await organization.signIn('li', 'wrong', '10.2.0.1'))).toBe('sign-in-wrong');
    const refused = await organization.signIn('li', 'li-password', '10.2.0.1');
    expect(refused).toMatchObject({ refusal: 'too-many-attempts', params: { minutes: 15 } });
    ok(await organization.signIn('li', 'li-password', '10.2.0.2')); // elsewhere it is not held up
    wall.forward('PT15M');
    ok(await organization.signIn('li', 'li-password', '10.2.0.1'));
  });

  test('a hundred attempts at once are counted as a hundred', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => organization.signIn('wang', 'wrong', '10.3.0.1')));
    expect(answers.filter((answer) => code(answer) === 'sign-in-wrong').length).toBeLessThanOrEqual(10);
  });

  test("a session ends after 12 idle hours of the wall's clock, not of the emergency's", async () => {
    const { token } = ok(await organization.signIn('zhang', 'zhang-password'));
    clock.forward('PT48H');
    wall.forward('PT11H59M');
    expect(await organization.authenticate(token)).not.toBeNull(); // seen now: another 12 h
    wall.forward('PT11H59M');
    expect(await organization.authenticate(token)).not.toBeNull();
    wall.forward('PT12H1M');
    expect(await organization.authenticate(token)).toBeNull();
  });

  test('a closed account and a new password end its sessions at once', async () => {
    const added = ok(await organization.addPerson({ account: 'leaver', name: '离职', role: 'responder', password: 'leaver-password' }));
    const first = ok(await organization.signIn('leaver', 'leaver-password'));
    ok(await organization.changePerson(added.id, { password: 'another-password' }, actor('admin')));
    expect(await organization.authenticate(first.token)).toBeNull();
    const second = ok(await organization.signIn('leaver', 'another-password'));
    ok(await organization.changePerson(added.id, { active: false }, actor('admin')));
    expect(await organization.authenticate(second.token)).toBeNull();
    expect(code(await organization.signIn('leaver', 'another-password'))).toBe('sign-in-wrong');
  });

  test('a token is shown once, kept as a hash, and works until it is revoked', async () => {
    const { id, token } = ok(await organization.createToken('zabbix', 'integration'));
    expect(await organization.authenticate(token)).toMatchObject({ kind: 'integration', role: 'integration', name: 'zabbix' });
    expect(JSON.stringify(await database.db.selectFrom('api_token').selectAll().execute())).not.toContain(token);
    ok(await organization.revokeToken(id, actor('admin')));
    expect(await organization.authenticate(token)).toBeNull();
    expect(code(await organization.revokeToken(id, actor('admin')))).toBe('token-unknown');
    const own = ok(await organization.createToken('script', 'commander', { person: people['zhang']!.id }));
    expect(await organization.authenticate(own.token)).toMatchObject({ kind: 'person', id: people['zhang']!.id, role: 'commander' });
  });
});

describe('the directory', () => {
  test('an account is taken once, whatever its case', async () => {
    expect(code(await organization.addPerson({ account: 'ZHANG', name: 'x', role: 'responder' }))).toBe('account-taken');
    expect(code(await organization.addPerson({ account: 'a b', name: 'x', role: 'responder' }))).toBe('account-malformed');
    expect(code(await organization.addPerson({ account: 'grg', name: 'x', role: 'vendor' }))).toBe('vendor-missing');
    expect(code(await organization.addPerson({ account: 'short', name: 'x', role: 'responder', password: '1234567' }))).toBe(
      'password-too-short',
    );
    expect(code(await organization.addUser('x1', 'emperor' as never))).toBe('role-unknown');
  });

  test('the last administrator stays, also when two are closed at once', async () => {
    expect(code(await organization.changePerson(people['admin']!.id, { active: false }, actor('admin')))).toBe('last-administrator');
    const second = ok(await organization.addPerson({ account: 'admin2', name: '管理员二', role: 'admin' }));
    const answers = await Promise.all([
      organization.changePerson(people['admin']!.id, { role: 'auditor' }, actor('admin')),
      organization.changePerson(second.id, { active: false }, actor('admin')),
    ]);
    expect(answers.map(code).sort()).toEqual(['last-administrator', 'not refused']);
    ok(await organization.changePerson(people['admin']!.id, { role: 'admin', active: true }, systemActor));
  });

  test('the record of a person names no telephone and no password', async () => {
    const entries = await readStream(database.db, `person/${people['zhang']!.id}`);
    expect(entries[0]).toMatchObject({ type: 'person-added', data: { account: 'zhang', office: '行长' } });
    expect(JSON.stringify(entries)).not.toMatch(/argon2|password_hash|phone/);
  });

  test('the leader of the command is whoever holds the office today [S2-4.1(1)]', async () => {
    ok(
      await organization.setSeats(
        'command',
        [
          { seat: 'leader', person: null, office: '分管副行长' },
          { seat: 'deputy', person: people['li']!.id, office: null },
        ],
        actor('admin'),
      ),
    );
    const before = ok(await organization.addPerson({ account: 'sun', name: '孙副行长', role: 'commander', office: '分管副行长' }));
    expect(await called('command')).toEqual(['孙副行长:leader', '李总:deputy']);
    ok(await organization.changePerson(before.id, { office: '' }, actor('admin')));
    ok(await organization.addPerson({ account: 'qian', name: '钱副行长', role: 'commander', office: '分管副行长' }));
    expect(await called('command')).toEqual(['钱副行长:leader', '李总:deputy']);
  });

  test('deputies of several departments are called in the order of the directory [S2-4.1(2)] [S1-2.1(2)]', async () => {
    ok(
      await organization.setSeats(
        'command',
        [
          { seat: 'deputy', person: people['wang']!.id, office: null },
          { seat: 'leader', person: null, office: '行长' },
          { seat: 'deputy', person: people['li']!.id, office: null },
        ],
        actor('admin'),
      ),
    );
    expect(await called('command')).toEqual(['张行长:leader', '王主任:deputy', '李总:deputy']);
  });

  test('members are found by department and by profession [S1-2.1(3)] [S2-4.1(3)]', async () => {
    expect((await organization.propose({ skill: 'network' })).map((person) => person.name)).toEqual(['陈工']);
    expect((await organization.propose({ department: '安全保卫部' })).map((person) => person.name)).toEqual(['王主任', '赵工']);
    expect((await organization.propose({ department: '安全保卫部', skill: 'guard' })).map((person) => person.name)).toEqual(['赵工']);
  });

  test('whoever is on duty is called before the leader, and closed accounts are not called', async () => {
    ok(
      await organization.setSeats(
        'technical',
        [
          { seat: 'leader', person: people['li']!.id, office: null },
          { seat: 'member', person: people['zhao']!.id, office: null },
          { seat: 'member', person: people['chen']!.id, office: null },
        ],
        actor('admin'),
      ),
    );
    const now = clock.now();
    ok(
      await organization.addShifts(
        'technical',
        { shifts: [{ person: people['chen']!.id, from: now.toString(), to: now.add({ hours: 8 }).toString() }] },
        actor('admin'),
      ),
    );
    expect(await called('technical')).toEqual(['陈工:member', '李总:leader', '赵工:member']);
    clock.forward('PT8H');
    expect(await called('technical')).toEqual(['李总:leader', '赵工:member', '陈工:member']);
    ok(await organization.changePerson(people['zhao']!.id, { active: false }, actor('admin')));
    expect(await called('technical')).toEqual(['李总:leader', '陈工:member']);
    ok(await organization.changePerson(people['zhao']!.id, { active: true }, actor('admin')));
  });

  test('a seat names a person or an office, and both must make sense', async () => {
    expect(await organization.setSeats('command', [{ seat: 'leader', person: null, office: null }], actor('admin'))).toMatchObject({
      refusal: 'seat-malformed',
      params: { index: 1 },
    });
    expect(
      code(
        await organization.setSeats(
          'command',
          [{ seat: 'leader', person: '018f0000-0000-7000-8000-000000000000', office: null }],
          actor('admin'),
        ),
      ),
    ).toBe('person-unknown');
    expect(code(await organization.setSeats('kitchen', [], actor('admin')))).toBe('group-unknown');
    expect((await called('command')).length).toBe(3); // a refusal changes nothing
  });

  test('the leader delegates on the record: the other acts with the leader’s role and is called first, until it ends', async () => {
    const { token } = ok(await organization.createToken('li', 'deputy', { person: people['li']!.id }));
    expect(await organization.authenticate(token)).toMatchObject({ role: 'deputy' });
    const until = clock.now().add({ hours: 6 });
    ok(await organization.delegate(people['li']!.id, until, '出差', actor('zhang')));
    expect(await organization.authenticate(token)).toMatchObject({ role: 'commander', name: '李总', delegatedBy: { name: '张行长' } });
    expect((await organization.authenticate(token))!.seats).toContainEqual({ group: 'command', seat: 'leader' });
    expect((await called('command'))[0]).toBe('李总:leader');
    expect((await readStream(database.db, `person/${people['zhang']!.id}`)).at(-1)).toMatchObject({
      type: 'authority-delegated',
      data: { reason: '出差', to: { name: '李总' } },
    });
    clock.forward('PT6H');
    expect(await organization.authenticate(token)).toMatchObject({ role: 'deputy' });
    ok(await organization.delegate(people['li']!.id, clock.now().add({ hours: 6 }), '会议', actor('zhang')));
    await organization.revokeDelegation(actor('zhang'));
    expect(await organization.authenticate(token)).toMatchObject({ role: 'deputy' });
    for (const [to, hours] of [
      ['zhang', 1],
      ['li', -1],
      ['li', 24 * 31],
    ] as const)
      expect(code(await organization.delegate(people[to]!.id, clock.now().add({ hours }), 'x', actor('zhang')))).toBe(
        'delegation-malformed',
      );
  });

  test('outside contacts: those of the district first, then those who serve everywhere [S1-6.4]', async () => {
    const contact = (kind: 'police' | 'fire' | 'regulator', district: string, zh: string) =>
      organization.addContact({ kind, district, name: { zh, en: zh }, phone: '110', note: '' }, actor('admin'));
    await contact('police', '', '市公安局');
    await contact('police', '江岸区', '江岸公安分局');
    await contact('police', '武昌区', '武昌公安分局');
    await contact('fire', '江岸区', '江岸消防');
    expect((await organization.contacts({ district: '江岸区', kind: 'police' })).map((each) => each.name.zh)).toEqual([
      '江岸公安分局',
      '市公安局',
    ]);
    expect((await organization.contacts({ district: '江岸区' })).map((each) => each.name.zh)).toEqual([
      '江岸消防',
      '江岸公安分局',
      '市公安局',
    ]);
    expect(await organization.contacts()).toHaveLength(4);
  });
});

test('calling order: duty first, then leader, deputies, members by their places, everyone once and in their highest seat', () => {
  const person = (name: string) => ({ id: name, name });
  const held = [
    { person: person('m2'), seat: 'member' as const, position: 2 },
    { person: person('d2'), seat: 'deputy' as const, position: 2 },
    { person: person('m1'), seat: 'member' as const, position: 1 },
    { person: person('d1'), seat: 'deputy' as const, position: 1 },
    { person: person('l'), seat: 'leader' as const, position: 5 },
    { person: person('d1'), seat: 'member' as const, position: 0 },
  ];
  const order = (duty: string[], delegates = new Map()) =>
    callingOrder(held, duty.map(person), delegates).map((seat) => `${seat.person.name}:${seat.seat}`);
  expect(order([])).toEqual(['l:leader', 'd1:deputy', 'd2:deputy', 'm1:member', 'm2:member']);
  expect(order(['m2', 'new'])).toEqual(['m2:member', 'new:member', 'l:leader', 'd1:deputy', 'd2:deputy', 'm1:member']);
  expect(order([], new Map([['l', person('d2')]]))).toEqual(['d2:leader', 'l:leader', 'd1:deputy', 'm1:member', 'm2:member']);
});

describe('the rota', () => {
  test('gaps of the duty desk are named in local time; a shift of a closed account is a gap [S2-6.1(3)]', async () => {
    const from = Temporal.Instant.from('2026-06-01T00:00:00+08:00');
    const to = Temporal.Instant.from('2026-06-03T00:00:00+08:00');
    ok(
      await organization.addShifts(
        dutyDesk,
        {
          pattern: {
            from: '2026-06-01',
            until: '2026-06-02',
            turns: [
              { start: '00:00', end: '12:00' },
              { start: '12:00', end: '00:00' },
            ],
            people: [people['chen']!.id, people['zhao']!.id],
          },
        },
        actor('admin'),
      ),
    );
    expect(await organization.gaps(from, to)).toEqual([]);
    ok(await organization.changePerson(people['zhao']!.id, { active: false }, actor('admin')));
    expect((await organization.gaps(from, to)).map((gap) => gap.text)).toEqual([
      {
        zh: expect.stringMatching(/12:00 – .*00:00 无人值班（12 小时）/),
        en: expect.stringMatching(/nobody on duty .*12:00 – .*00:00 \(12 h\)/),
      },
      { zh: expect.stringContaining('（12 小时）'), en: expect.stringContaining('(12 h)') },
    ]);
    ok(await organization.changePerson(people['zhao']!.id, { active: true }, actor('admin')));
    const shift = (await organization.shifts(from, to, dutyDesk))[1]!;
    ok(await organization.removeShift(shift.id, actor('admin')));
    expect(await organization.gaps(from, to)).toMatchObject(
      [{ from: shift.from, to: Temporal.Instant.from(shift.to).toString() }].map(({ from, to }) => ({
        from: Temporal.Instant.from(from).toString(),
        to,
      })),
    );
    expect(code(await organization.removeShift(shift.id, actor('admin')))).toBe('shift-unknown');
  });

  test('shifts that end before they begin, last for years or name nobody are refused', async () => {
    const person = people['chen']!.id;
    const add = (shifts: { person: string; from: string; to: string }[]) => organization.addShifts(dutyDesk, { shifts }, actor('admin'));
    expect(code(await add([{ person, from: '2026-06-02T00:00:00Z', to: '2026-06-01T00:00:00Z' }]))).toBe('shift-malformed');
    expect(code(await add([{ person, from: 'tomorrow', to: '2026-06-01T00:00:00Z' }]))).toBe('shift-malformed');
    expect(
      code(await add([{ person: '018f0000-0000-7000-8000-000000000000', from: '2026-06-01T00:00:00Z', to: '2026-06-02T00:00:00Z' }])),
    ).toBe('person-unknown');
    const pattern = { from: '2026-01-01', until: '2036-01-01', turns: [{ start: '00:00', end: '00:00' }], people: [person] };
    expect(code(await organization.addShifts(dutyDesk, { pattern }, actor('admin')))).toBe('shift-malformed');
    expect(code(await organization.addShifts(dutyDesk, { pattern: { ...pattern, until: '2026-02-31' } }, actor('admin')))).toBe(
      'shift-malformed',
    );
  });
});
