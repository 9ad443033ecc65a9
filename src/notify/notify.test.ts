import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readStream } from '#journal';
import { type Actor, type Organization, openOrganization, migrations as organizationMigrations, type Person } from '#organization';
import { isRefusal, type Refusal, transact, VirtualClock } from '#platform';
import { type TestDatabase, testDatabase, testJobs } from '../../test/database.ts';
import { linkKey, messageIdOf, migrations, type Notice, type Notify, openNotify } from './index.ts';
import { readLink, signLink } from './link.ts';
import { marked, nextInChain } from './model.ts';
import { type Postbox, startPostbox } from './testing.ts';

const ok = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refusal} ${JSON.stringify(answer.params)}`);
  return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.refusal : 'not refused');

const key = randomBytes(32);
let database: TestDatabase;
let postbox: Postbox;
let clock: VirtualClock;
let jobs: Awaited<ReturnType<typeof testJobs>>;
let organization: Organization;
let notify: Notify;
let told: { notice: Notice; actor: Actor }[] = [];
const people: Record<string, Person> = {};

beforeAll(async () => {
  database = await testDatabase([organizationMigrations, migrations]);
  const setUp = openOrganization({
    db: database.db,
    clock: new VirtualClock('2026-03-08T03:00:00Z'),
    jobs: await testJobs(database, new VirtualClock('2026-03-08T03:00:00Z')),
  });
  for (const [account, name, role, locale, email] of [
    ['zhang', '张行长', 'commander', 'zh-CN', 'zhang@bank.example'],
    ['li', '李总', 'deputy', 'zh-CN', 'li@bank.example'],
    ['smith', 'Smith', 'group-leader', 'en', 'smith@bank.example'],
    ['mute', '无邮箱', 'responder', 'zh-CN', ''],
    ['duty', '值班员', 'duty-officer', 'zh-CN', 'duty@bank.example'],
  ] as const)
    people[account] = ok(await setUp.addPerson({ account, name, role, locale, email }));
});
afterAll(() => database[Symbol.asyncDispose]());

const open = (smtp: { url: string; from: string } | null) =>
  openNotify({
    db: database.db,
    clock,
    jobs,
    organization,
    smtp,
    linkKey: key,
    baseUrl: () => 'http://127.0.0.1:8080',
    onAcknowledged: async (_trx, notice, actor) => void told.push({ notice, actor }),
  });

beforeEach(async () => {
  await database.db.deleteFrom('notice_attempt').execute();
  await database.db.deleteFrom('notice').execute();
  await database.db.deleteFrom('notice_chain').execute();
  clock = new VirtualClock('2026-03-08T03:00:00Z');
  jobs = await testJobs(database, clock);
  organization = openOrganization({ db: database.db, clock, jobs });
  postbox = await startPostbox();
  notify = open({ url: postbox.url, from: 'fengsui@bank.example' });
  told = [];
});
afterEach(async () => {
  clock.forward('PT1000H');
  await jobs.runDue(); // nothing is left for the next test
  notify.close();
  await postbox.close();
});

let number = 0;
const subject = () => ({ kind: 'incident', id: `i-${++number}` });
const texts = {
  title: { zh: '线路中断', en: 'Line lost' },
  body: { zh: '武昌区 42 台自动柜员机离线。', en: '42 ATMs in Wuchang are offline.' },
};
const actor = async (account: string): Promise<Actor> => (await organization.actor(people[account]!.id))!;
const call = (account: string, more: Partial<Parameters<Notify['call']>[1]> = {}) =>
  transact(database.db, (trx) =>
    notify.call(trx, {
      key: `k-${++number}`,
      person: people[account]!.id,
      subject: subject(),
      mode: 'live',
      ...texts,
      answerBy: clock.now().add({ minutes: 15 }),
      ...more,
    }),
  );
const forward = async (duration: string) => {
  clock.forward(duration);
  await jobs.runDue();
};
const ringing = async (account: string) => notify.notices({ person: people[account]!.id, ringing: true });
const types = async (id: string) => (await readStream(database.db, `notice/${id}`)).map((entry) => entry.type);
const linkIn = (text: string) => /http:\/\/127\.0\.0\.1:8080\/api\/v1\/ack\/(\S+)/.exec(text)?.[1] ?? '';

describe('one notice to one person', () => {
  test('it waits as pending until the mail server has taken it, and the record says who was told, when, and when they answered [S2-5.1(1)]', async () => {
    const notice = await call('zhang');
    expect(notice.state).toBe('pending');
    expect(postbox.mails).toHaveLength(0); // the call itself goes nowhere
    await jobs.runDue();
    expect(postbox.mails).toMatchObject([{ to: ['zhang@bank.example'], subject: '线路中断', messageId: messageIdOf(notice.key) }]);
    expect(postbox.mails[0]!.text).toContain('武昌区 42 台自动柜员机离线。');
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'sent', sentAt: expect.any(String), reason: null });
    clock.forward('PT3M');
    ok(await notify.shown(notice.id, await actor('zhang')));
    const { again } = ok(await notify.acknowledge(notice.id, await actor('zhang'), 'console'));
    expect(again).toBe(false);
    expect(await types(notice.id)).toEqual(['notice-queued', 'notice-sent', 'notice-delivered', 'notice-acknowledged']);
    const entries = await readStream(database.db, `notice/${notice.id}`);
    expect(entries.at(-1)).toMatchObject({
      actor: { name: '张行长' },
      data: { afterSeconds: 180, how: 'console', person: { name: '张行长' } },
    });
    expect(told).toMatchObject([{ notice: { id: notice.id, state: 'acknowledged' }, actor: { name: '张行长', role: 'commander' } }]);
  });

  test('it is written in the language of its reader', async () => {
    await call('smith');
    await jobs.runDue();
    expect(postbox.mails).toMatchObject([{ subject: 'Line lost' }]);
    expect(postbox.mails[0]!.text).toMatch(/42 ATMs in Wuchang are offline\.[\s\S]*Please acknowledge before: 8 Mar 2026, 11:15/);
  });

  test('the same key tells once', async () => {
    const first = await call('zhang', { key: 'twice' });
    const second = await call('zhang', { key: 'twice' });
    expect(second.id).toBe(first.id);
    await jobs.runDue();
    expect(postbox.mails).toHaveLength(1);
  });

  test('a transaction that is rolled back tells nobody', async () => {
    await expect(
      transact(database.db, async (trx) => {
        await notify.call(trx, { key: 'never', person: people['zhang']!.id, subject: subject(), mode: 'live', ...texts, answerBy: null });
        throw new Error('lost');
      }),
    ).rejects.toThrow('lost');
    expect(await jobs.runDue()).toEqual([]);
    expect(postbox.mails).toHaveLength(0);
  });

  test('in a drill title and body say so, in the mail and on the page', async () => {
    const notice = await call('zhang', { mode: 'drill' });
    await call('smith', { mode: 'drill' });
    await jobs.runDue();
    expect(postbox.mails.map((mail) => mail.subject).sort()).toEqual(['[DRILL] Line lost', '【演练】线路中断']);
    for (const mail of postbox.mails) expect(mail.text).toMatch(/这是一次演练|This is a drill/);
    expect((await ringing('zhang'))[0]!.title.zh).toBe('【演练】线路中断');
    expect((await readStream(database.db, `notice/${notice.id}`))[0]!.mode).toBe('drill');
    expect(marked('drill', { zh: '【演练】甲', en: '[DRILL] a' }, texts.body).title).toEqual({ zh: '【演练】甲', en: '[DRILL] a' });
  });

  test('it rings until it is acknowledged; information does not ring', async () => {
    const notice = await call('zhang');
    await call('zhang', { answerBy: null });
    expect((await ringing('zhang')).map((each) => each.id)).toEqual([notice.id]);
    ok(await notify.acknowledge(notice.id, await actor('zhang'), 'console'));
    expect(await ringing('zhang')).toEqual([]);
  });

  test('nobody is called who acknowledged while the call was queued', async () => {
    const notice = await call('zhang');
    ok(await notify.acknowledge(notice.id, await actor('zhang'), 'console'));
    await jobs.runDue();
    expect(postbox.mails).toHaveLength(0);
  });

  test('pressed twice, in two tabs at once, it is acknowledged once', async () => {
    const notice = await call('zhang');
    const zhang = await actor('zhang');
    const answers = await Promise.all([notify.acknowledge(notice.id, zhang, 'console'), notify.acknowledge(notice.id, zhang, 'console')]);
    expect(answers.map((answer) => ok(answer).again).sort()).toEqual([false, true]);
    expect(told).toHaveLength(1);
    expect((await types(notice.id)).filter((type) => type === 'notice-acknowledged')).toHaveLength(1);
  });

  test('another may not acknowledge for them, but the duty officer who spoke to them may, and the record says so', async () => {
    const notice = await call('zhang');
    expect(await notify.acknowledge(notice.id, await actor('smith'), 'console')).toMatchObject({
      refusal: 'notice-not-yours',
      params: { person: '张行长' },
    });
    ok(await notify.acknowledge(notice.id, await actor('duty'), 'console'));
    expect(await notify.notice(notice.id)).toMatchObject({
      acknowledgedHow: 'spoken',
      acknowledgedBy: { name: '值班员' },
      person: { name: '张行长' },
    });
  });

  test('who answers in the command room is rung no more, on the record, and nobody is told twice', async () => {
    const about = subject();
    const first = await call('zhang', { subject: about });
    const other = await call('li', { subject: about });
    await call('zhang'); // about something else
    const zhang = await actor('zhang');
    const answered = () => transact(database.db, (trx) => notify.answered(trx, about, { id: zhang.id, name: zhang.name }, zhang));
    await answered();
    await answered();
    expect(await types(first.id)).toEqual(['notice-queued', 'notice-acknowledged']);
    expect(await notify.notice(first.id)).toMatchObject({ state: 'acknowledged', acknowledgedHow: 'console' });
    expect(await ringing('zhang')).toHaveLength(1);
    expect((await ringing('li')).map((each) => each.id)).toEqual([other.id]);
    expect(told).toEqual([]);
  });

  test('a conflict with somebody else’s command is tried again, not shown to who answers', async () => {
    let conflicts = 0;
    const other = openNotify({
      db: database.db,
      clock,
      jobs: await testJobs(database, clock),
      organization,
      smtp: null,
      linkKey: key,
      baseUrl: () => '',
      onAcknowledged: async () => {
        conflicts += 1;
        if (conflicts < 3) throw Object.assign(new Error('moved on'), { name: 'VersionConflict' });
      },
    });
    const notice = await call('zhang');
    ok(await other.acknowledge(notice.id, await actor('zhang'), 'console'));
    expect(conflicts).toBe(3);
    expect((await types(notice.id)).filter((type) => type === 'notice-acknowledged')).toHaveLength(1);
  });
});

describe('the mail server', () => {
  test('without one a notice waits, says why, rings in the page, and goes out once one is there', async () => {
    notify.close();
    jobs = await testJobs(database, clock);
    notify = open(null);
    const notice = await call('zhang');
    await jobs.runDue();
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'pending', reason: 'no-mail-server' });
    expect(await ringing('zhang')).toHaveLength(1);
    jobs = await testJobs(database, clock);
    notify = open({ url: postbox.url, from: 'fengsui@bank.example' });
    expect(await notify.resume()).toBe(1);
    await jobs.runDue();
    expect(postbox.mails).toHaveLength(1);
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'sent', reason: null });
  });

  test('a person without an address is rung in the page, with the reason', async () => {
    const notice = await call('mute');
    await jobs.runDue();
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'pending', reason: 'no-address' });
    expect(await ringing('mute')).toHaveLength(1);
  });

  test('while it is away each try is on the record and the notice goes out when it is back', async () => {
    postbox.refuseWith(451);
    const notice = await call('zhang');
    await jobs.runDue();
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'pending', reason: 'mail-unreachable' });
    postbox.refuseWith(null);
    await forward('PT5S');
    expect(postbox.mails).toHaveLength(1);
    expect((await notify.attempts(notice.id)).map((attempt) => attempt.outcome)).toEqual(['failed', 'sent']);
    expect(new Set((await notify.attempts(notice.id)).map((attempt) => attempt.messageId)).size).toBe(1);
  });

  test('what it refuses for good has failed at once, and can be sent again when the address is mended', async () => {
    postbox.refuseWith(550);
    const notice = await call('zhang');
    await jobs.runDue();
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'failed', reason: 'mail-refused' });
    expect(await types(notice.id)).toEqual(['notice-queued', 'notice-failed']);
    expect(await ringing('zhang')).toHaveLength(1); // the page still rings
    postbox.refuseWith(null);
    ok(await notify.sendAgain(notice.id, await actor('duty')));
    await jobs.runDue();
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'sent' });
    expect(code(await notify.sendAgain(notice.id, await actor('duty')))).toBe('notice-not-waiting');
  });

  test('after six tries in vain it has failed', async () => {
    postbox.refuseWith(451);
    const notice = await call('zhang');
    await jobs.runDue();
    for (const wait of ['PT5S', 'PT30S', 'PT2M', 'PT10M', 'PT30M']) await forward(wait);
    expect(await notify.attempts(notice.id)).toHaveLength(6);
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'failed', reason: 'mail-unreachable' });
    await forward('PT100H');
    expect(await notify.attempts(notice.id)).toHaveLength(6);
  });

  test('a crash between the sending and its record repeats the attempt with the same Message-ID, and the record has one', async () => {
    const notice = await call('zhang');
    // The database forgets what came after the mail was taken: the job did not end, so it is done again.
    let crash = true;
    const handler = jobs.handlers.get('notice-send')!;
    const real = clock.now.bind(clock);
    postbox.onTaken(() => {
      if (crash)
        clock.now = () => {
          throw new Error('kill -9');
        };
    });
    await expect(handler({ notice: notice.id })).rejects.toThrow('kill -9');
    clock.now = real;
    crash = false;
    expect(await notify.notice(notice.id)).toMatchObject({ state: 'pending' });
    expect((await notify.attempts(notice.id)).map((attempt) => attempt.outcome)).toEqual(['started']);
    await jobs.runDue();
    expect(postbox.mails.map((mail) => mail.messageId)).toEqual([messageIdOf(notice.key), messageIdOf(notice.key)]);
    expect(await types(notice.id)).toEqual(['notice-queued', 'notice-sent']);
    await handler({ notice: notice.id }); // and once recorded, never again
    expect(postbox.mails).toHaveLength(2);
  });

  test('two workers with the same job at once may send the same mail twice, but the record has one', async () => {
    const notice = await call('zhang');
    const handler = jobs.handlers.get('notice-send')!;
    await Promise.all([handler({ notice: notice.id }), handler({ notice: notice.id })]);
    expect(new Set(postbox.mails.map((mail) => mail.messageId)).size).toBe(1);
    expect(await types(notice.id)).toEqual(['notice-queued', 'notice-sent']);
  });

  test('a title cannot add lines to the head of a mail', async () => {
    await call('zhang', { title: { zh: '甲\r\nBcc: thief@example.org', en: 'a' } });
    await jobs.runDue();
    expect(postbox.mails[0]!.to).toEqual(['zhang@bank.example']);
    expect(postbox.mails[0]!.raw.slice(0, postbox.mails[0]!.raw.indexOf('\r\n\r\n'))).not.toMatch(/^bcc/im);
  });
});

describe('calling until somebody answers', () => {
  const chain = (names: string[], about = subject(), more: { key?: string } = {}) =>
    transact(database.db, (trx) =>
      notify.callChain(trx, {
        key: `chain-${++number}`,
        people: names.map((name) => people[name]!.id),
        answerWithin: 'PT5M',
        subject: about,
        mode: 'live',
        ...texts,
        ...more,
      }),
    );
  const rung = () => postbox.mails.map((mail) => mail.to[0]!.split('@')[0]);

  test('of a major fault the command is told at once, one after another until somebody answers, on the record [S3-4.1(3)]', async () => {
    const about = { kind: 'warning', id: 'w-1' };
    const first = ok(await chain(['zhang', 'li', 'smith'], about)) as Notice;
    await jobs.runDue();
    expect(rung()).toEqual(['zhang']);
    await forward('PT4M59S');
    expect(rung()).toEqual(['zhang']);
    await forward('PT1S');
    expect(rung()).toEqual(['zhang', 'li']);
    await forward('PT0S'); // a second pass finds nothing to do
    expect(rung()).toEqual(['zhang', 'li']);
    await forward('PT5M');
    await forward('PT5M');
    expect(rung()).toEqual(['zhang', 'li', 'smith', 'zhang']); // around the circle
    expect(await types(first.id)).toEqual(['notice-queued', 'notice-sent', 'notice-escalated']);
    expect((await readStream(database.db, `notice/${first.id}`)).at(-1)).toMatchObject({
      data: { from: { name: '张行长' }, to: { name: '李总' }, attempt: 1, answerWithin: 'PT5M' },
    });
    const [open] = await ringing('li');
    ok(await notify.acknowledge(open!.id, await actor('li'), 'console'));
    await forward('PT24H');
    expect(rung()).toHaveLength(4);
    for (const account of ['zhang', 'li', 'smith']) expect(await ringing(account)).toEqual([]);
    expect(told).toHaveLength(1);
  });

  test('the deputy takes over when the leader does not answer in time, in the order of the directory [S1-2.1(2)]', async () => {
    const admin = { kind: 'system' as const, id: 'system', name: 'Fengsui', role: 'admin' as const, seats: [], vendor: null };
    ok(
      await organization.setSeats(
        'command',
        [
          { seat: 'deputy', person: people['li']!.id, office: null },
          { seat: 'leader', person: people['zhang']!.id, office: null },
          { seat: 'deputy', person: people['smith']!.id, office: null },
        ],
        admin,
      ),
    );
    const [command] = await organization.rosters(['command']);
    await transact(database.db, (trx) =>
      notify.callChain(trx, {
        key: 'takeover',
        people: command!.seats.map((seat) => seat.person.id),
        answerWithin: 'PT15M',
        subject: subject(),
        mode: 'live',
        ...texts,
      }),
    );
    await jobs.runDue();
    await forward('PT15M');
    expect(rung()).toEqual(['zhang', 'li']);
    const [open] = await ringing('li');
    ok(await notify.acknowledge(open!.id, await actor('li'), 'console'));
    await forward('PT15M');
    expect(rung()).toEqual(['zhang', 'li']);
    expect(told).toMatchObject([{ actor: { name: '李总', role: 'deputy' } }]);
    expect(
      await notify.acknowledge((await notify.notices({ person: people['zhang']!.id }))[0]!.id, await actor('zhang'), 'console'),
    ).toMatchObject({
      refusal: 'notice-superseded',
      params: { why: { zh: '李总已应答' } },
    });
  });

  test('an answer to an earlier call counts after a later one, and both mails’ links say so', async () => {
    await chain(['zhang']);
    await jobs.runDue();
    await forward('PT5M');
    const [first, second] = postbox.mails.map((mail) => linkIn(mail.text));
    expect(await ringing('zhang')).toHaveLength(1); // rings once, not twice
    expect(ok(await notify.acknowledgeByLink(first!)).state).toBe('acknowledged');
    expect(code(await notify.acknowledgeByLink(second!))).toBe('link-used');
    await forward('PT1H');
    expect(postbox.mails).toHaveLength(2);
  });

  test('two who answer at once have both answered, and nothing hangs', async () => {
    await chain(['zhang', 'li']);
    await jobs.runDue();
    await forward('PT5M');
    const [a] = await ringing('zhang');
    const [b] = await ringing('li');
    const answers = await Promise.all([
      notify.acknowledge(a!.id, await actor('zhang'), 'console'),
      notify.acknowledge(b!.id, await actor('li'), 'console'),
    ]);
    expect(answers.map(code).sort()).toEqual(['not refused', 'notice-superseded']);
    expect(told).toHaveLength(1);
  });

  test('closed accounts are passed over; when nobody is left that is refused, and nothing is kept', async () => {
    expect(code(await chain([]))).toBe('nobody-to-call');
    const admin = await actor('duty');
    ok(await organization.changePerson(people['li']!.id, { active: false }, admin));
    await chain(['li', 'smith']);
    await jobs.runDue();
    expect(rung()).toEqual(['smith']);
    expect(code(await chain(['li']))).toBe('nobody-to-call');
    // Also where the caller goes on and commits, the key stays free for when there is somebody.
    const given = { key: 'later', answerWithin: 'PT5M', subject: subject(), mode: 'live' as const, ...texts };
    await transact(database.db, async (trx) => void (await notify.callChain(trx, { ...given, people: [people['li']!.id] })));
    expect(await database.db.selectFrom('notice_chain').select('id').execute()).toHaveLength(1);
    expect(await transact(database.db, (trx) => notify.callChain(trx, { ...given, people: [people['duty']!.id] }))).toMatchObject({
      state: 'pending',
    });
    ok(await organization.changePerson(people['li']!.id, { active: true }, admin));
  });

  test('an escalation that a crash makes happen twice calls one person', async () => {
    await chain(['zhang', 'li', 'smith']);
    await jobs.runDue();
    const { id } = await database.db.selectFrom('notice_chain').select('id').executeTakeFirstOrThrow();
    clock.forward('PT5M');
    const handler = jobs.handlers.get('notice-escalate')!;
    await Promise.all([handler({ chain: id, call: 1 }), handler({ chain: id, call: 1 })]);
    await jobs.runDue();
    expect(rung()).toEqual(['zhang', 'li']);
  });

  test('deadlines that passed while the server was down fire once', async () => {
    await chain(['zhang', 'li', 'smith']);
    clock.forward('PT3H');
    await jobs.runDue();
    expect(rung().slice().sort()).toEqual(['li', 'zhang']);
  });

  test('the same key calls once', async () => {
    const about = subject();
    await chain(['zhang'], about, { key: 'major/1' });
    expect(await chain(['zhang'], about, { key: 'major/1' })).toBeNull();
    await jobs.runDue();
    expect(rung()).toEqual(['zhang']);
  });

  test('called off: the calling stops and everyone who was called is told, once', async () => {
    const about = subject();
    await chain(['zhang', 'li', 'smith'], about);
    await jobs.runDue();
    await forward('PT5M');
    await call('duty', { subject: about });
    await jobs.runDue();
    const off = {
      key: `off/${about.id}`,
      subject: about,
      mode: 'live' as const,
      title: { zh: '误报，解除', en: 'False alarm' },
      body: { zh: '已撤销。', en: 'Withdrawn.' },
    };
    expect(await transact(database.db, (trx) => notify.standDown(trx, off))).toBe(3);
    await transact(database.db, (trx) => notify.standDown(trx, off));
    await forward('PT1H');
    expect(
      postbox.mails
        .slice(3)
        .map((mail) => [mail.to[0]!.split('@')[0], mail.subject])
        .sort(),
    ).toEqual([
      ['duty', '误报，解除'],
      ['li', '误报，解除'],
      ['zhang', '误报，解除'],
    ]);
    for (const account of ['zhang', 'li', 'duty']) expect(await ringing(account)).toEqual([]);
  });

  test('whom a chain calls next is the next active person of the circle', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 8 }),
        fc.nat(7),
        fc.func(fc.boolean()),
        (circle, last, active) => {
          const place = nextInChain(circle, Math.min(last, circle.length - 1), active);
          if (place === null) return !circle.some((person) => active(person));
          for (
            let between = (Math.min(last, circle.length - 1) + 1) % circle.length;
            between !== place;
            between = (between + 1) % circle.length
          )
            if (active(circle[between]!)) return false;
          return active(circle[place]!);
        },
      ),
    );
  });
});

describe('signed links', () => {
  test('a link is bound to person and notice, works once and expires', async () => {
    const notice = await call('zhang');
    await jobs.runDue();
    const token = linkIn(postbox.mails[0]!.text);
    const claim = readLink(key, token)!;
    expect(claim).toMatchObject({ notice: notice.id, person: people['zhang']!.id });
    expect(ok(await notify.openLink(token)).state).toBe('sent'); // opening acknowledges nothing
    expect(code(await notify.openLink(signLink(key, { ...claim, person: people['li']!.id })))).toBe('link-forged');
    expect(code(await notify.openLink(signLink(randomBytes(32), claim)))).toBe('link-forged');
    expect(code(await notify.openLink(token.slice(0, -1)))).toBe('link-forged');
    clock.forward('PT2H');
    expect(code(await notify.acknowledgeByLink(token))).toBe('link-expired');
    expect(told).toEqual([]);
    const fresh = signLink(key, { ...claim, expires: clock.now().add({ hours: 2 }) });
    expect(ok(await notify.acknowledgeByLink(fresh))).toMatchObject({ state: 'acknowledged', acknowledgedHow: 'link' });
    expect(await notify.acknowledgeByLink(fresh)).toMatchObject({ refusal: 'link-used', params: { by: '张行长' } });
    expect(told).toHaveLength(1);
  });

  test('any change of a token makes it a forgery', () => {
    const claim = {
      notice: '018f0000-0000-7000-8000-000000000001',
      person: '018f0000-0000-7000-8000-000000000002',
      expires: Temporal.Instant.from('2026-03-08T05:00:00Z'),
    };
    const token = signLink(key, claim);
    expect(readLink(key, token)).toMatchObject({ notice: claim.notice, person: claim.person });
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/'),
        (place, letter) => {
          const changed = token.slice(0, place) + letter + token.slice(place + 1);
          return changed === token || readLink(key, changed) === null;
        },
      ),
    );
  });

  test('the key is made once, for its owner alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengsui-key-'));
    const first = linkKey(join(folder, 'data'));
    expect(first).toHaveLength(32);
    expect(Buffer.from(linkKey(join(folder, 'data'))).equals(first)).toBe(true);
    expect(statSync(join(folder, 'data', 'link.key')).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});
