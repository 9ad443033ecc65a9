import { append, type EntryActor, type Mode } from '#journal';
import { type Actor, type Organization, type PersonRef, systemActor } from '#organization';
import { type Clock, type Db, isRefusal, type Jobs, log, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { openChains } from './chain.ts';
import { readLink, signLink } from './link.ts';
import { type MailServer, mailOf, messageIdOf, openMail } from './mail.ts';
import { type AcknowledgedHow, type Attempt, type Call, marked, type Notice, type NoticeState, retryAt, type Subject } from './model.ts';
import {
  attemptsOf,
  beginAttempt,
  endAttempt,
  findNotices,
  insertNotice,
  latestOfChain,
  lockNotice,
  markAcknowledged,
  markDelivered,
  markFailed,
  markSent,
  noticeById,
  noticeByKey,
  setReason,
  supersede,
  supersededBy,
  waitingForMail,
} from './store.ts';
import { testTexts, whySuperseded } from './texts.ts';

export interface NotifyDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  organization: Pick<Organization, 'person' | 'actor' | 'institution'>;
  /** Null: no mail server; notices wait, say so, and ring in the page. */
  smtp: MailServer | null;
  /** Signs the links that acknowledge without sign-in. */
  linkKey: Uint8Array;
  /** Address of this installation for links, without a slash at the end. */
  baseUrl: () => string;
  /** How long a link works, ISO 8601; two hours when absent. */
  linkLife?: string;
  /** Told in the same transaction, once per notice. A VersionConflict that it throws is tried again. */
  onAcknowledged: (trx: Trx, notice: Notice, actor: Actor) => Promise<void>;
}

const conflictsMost = 8;
const over = new Set<NoticeState>(['acknowledged', 'superseded']);

/** Who may enter that somebody was spoken to. */
const speakers = new Set(['duty-officer', 'commander', 'deputy']);

/** Telling people: notices, their channels, their answers. */
export function openNotify(deps: NotifyDeps) {
  const { db, clock, jobs, organization, smtp, linkKey, baseUrl, onAcknowledged } = deps;
  const linkLife = Temporal.Duration.from(deps.linkLife ?? 'PT2H');
  const mail = smtp ? openMail(smtp) : null;

  const record = (
    trx: Trx,
    notice: { id: string; mode: Mode },
    type: string,
    data: object,
    actor: EntryActor = systemActor,
    expected?: number,
  ) =>
    append(trx, {
      stream: `notice/${notice.id}`,
      ...(expected === undefined ? {} : { expected }),
      entries: [{ type, data }],
      actor,
      mode: notice.mode,
      at: clock.now(),
    });

  const add = async (
    trx: Trx,
    given: Call & { chain?: string; kind?: 'call' | 'stand-down' },
  ): Promise<{ notice: Notice; added: boolean }> => {
    if (given.mode === 'rehearsal') throw new Error('a rehearsal tells nobody');
    const call = { ...given, ...marked(given.mode, given.title, given.body) };
    const id = await insertNotice(trx, call, clock.now());
    const notice = await noticeByKey(trx, call.key);
    if (id !== null) {
      const { person, subject, title, answerBy } = notice;
      await record(trx, notice, 'notice-queued', { person, subject, title, answerBy }, systemActor, 0);
      await jobs.add(trx, 'notice-send', { notice: id }, { key: `notice-send:${id}` });
    }
    return { notice, added: id !== null };
  };

  const chains = openChains({ db, clock, jobs, organization, add, record });

  /**
   * Sends one notice by mail. The attempt is written before it is made: after a crash in between, the same mail with the same
   * Message-ID goes out again. The notice is read again here, so that nobody is called who has just acknowledged.
   */
  jobs.handle('notice-send', async ({ notice: id }: { notice: string }) => {
    const ready = await transact(db, async (trx) => {
      const notice = (await lockNotice(trx, id))?.notice;
      if (!notice || over.has(notice.state) || notice.sentAt !== null) return null;
      const person = await organization.person(notice.person.id, trx);
      if (!person) return null;
      if (!mail || !smtp) {
        await setReason(trx, id, 'no-mail-server');
        return null;
      }
      if (person.email === '' || !person.active) {
        await setReason(trx, id, 'no-address');
        return null;
      }
      return { notice, person, attempt: await beginAttempt(trx, id, messageIdOf(notice.key), clock.now()) };
    });
    if (!ready || !mail || !smtp) return;
    const { notice, person, attempt } = ready;
    const links = {
      acknowledge:
        notice.answerBy === null
          ? null
          : `${baseUrl()}/api/v1/ack/${signLink(linkKey, { notice: id, person: person.id, expires: clock.now().add(linkLife) })}`,
      open: notice.link === null ? null : baseUrl() + notice.link,
    };
    const { timeZone } = await organization.institution();
    const outcome = await mail.send(mailOf(notice, person, smtp.from, timeZone, links));
    await transact(db, async (trx) => {
      await lockNotice(trx, id);
      await endAttempt(trx, id, attempt, outcome.sent ? 'sent' : 'failed', outcome.detail);
      const about = { person: notice.person, subject: notice.subject, channel: 'e-mail', attempt, messageId: messageIdOf(notice.key) };
      if (outcome.sent) {
        if (await markSent(trx, id, clock.now())) await record(trx, notice, 'notice-sent', about);
        return;
      }
      log.warn({ notice: id, attempt, detail: outcome.detail }, 'a notice could not be sent');
      const again = outcome.permanent ? null : retryAt(attempt, clock.now());
      if (again !== null) {
        await setReason(trx, id, 'mail-unreachable');
        await jobs.add(trx, 'notice-send', { notice: id }, { key: `notice-send:${id}`, at: again });
      } else if (await markFailed(trx, id, outcome.permanent ? 'mail-refused' : 'mail-unreachable')) {
        await record(trx, notice, 'notice-failed', { ...about, detail: outcome.detail });
      }
    });
  });

  const recordAnswer = (trx: Trx, notice: Notice, actor: Actor, how: AcknowledgedHow) => {
    const afterSeconds = Math.round((clock.now().epochMilliseconds - Date.parse(notice.createdAt)) / 1000);
    const by: PersonRef = { id: actor.id, name: actor.name };
    return record(trx, notice, 'notice-acknowledged', { person: notice.person, by, how, subject: notice.subject, afterSeconds }, actor);
  };

  /**
   * Acknowledges once; pressing again, or in another tab, changes nothing.
   * Refusals: `notice-unknown`, `notice-not-yours`, `notice-superseded`.
   */
  const acknowledge = async (id: string, actor: Actor, how: AcknowledgedHow): Promise<{ notice: Notice; again: boolean } | Refusal> => {
    const once = () =>
      transact(db, async (trx): Promise<{ notice: Notice; again: boolean } | Refusal> => {
        const meant = await noticeById(trx, id);
        if (!meant) return refuse('notice-unknown');
        const { chain } = meant;
        if (chain !== null) await chains.lock(trx, chain); // before its notices, as everybody does: nobody waits in a circle
        const held = await lockNotice(trx, (await latestOfChain(trx, meant)).id);
        if (!held) return refuse('notice-unknown');
        const { notice, supersededBy: instead } = held;
        const own = actor.id === notice.person.id;
        if (!own && !speakers.has(actor.role)) return refuse('notice-not-yours', { person: notice.person.name });
        if (notice.state === 'acknowledged') return { notice, again: true };
        if (notice.state === 'superseded') return refuse('notice-superseded', { why: whySuperseded(instead?.name ?? null) });
        const at = clock.now();
        const by: PersonRef = { id: actor.id, name: actor.name };
        const manner = own ? how : 'spoken';
        if (!(await markAcknowledged(trx, notice.id, by, manner, at))) return { notice, again: true };
        await recordAnswer(trx, notice, actor, manner);
        if (chain !== null) await chains.answered(trx, chain, notice.person);
        const after: Notice = {
          ...notice,
          state: 'acknowledged',
          acknowledgedAt: at.toString(),
          acknowledgedBy: by,
          acknowledgedHow: manner,
        };
        await onAcknowledged(trx, after, actor);
        return { notice: after, again: false };
      });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once();
      } catch (error) {
        if ((error as Error).name !== 'VersionConflict' || attempt === conflictsMost) throw error;
      }
    }
  };

  /** What a link's token stands for now. Refusals: `link-forged`, `link-expired`, `link-used`, `notice-superseded`. */
  const openLink = async (token: string): Promise<Notice | Refusal> => {
    const claim = readLink(linkKey, token);
    const named = claim && (await noticeById(db, claim.notice));
    if (!claim || !named || named.person.id !== claim.person) return refuse('link-forged');
    const notice = await latestOfChain(db, named);
    if (notice.state === 'acknowledged') return refuse('link-used', { by: notice.acknowledgedBy?.name ?? notice.person.name });
    if (notice.state === 'superseded')
      return refuse('notice-superseded', { why: whySuperseded((await supersededBy(db, notice.id))?.name ?? null) });
    if (Temporal.Instant.compare(clock.now(), claim.expires) >= 0) return refuse('link-expired');
    return notice;
  };

  const call = async (trx: Trx, given: Call): Promise<Notice> => (await add(trx, given)).notice;

  return {
    /**
     * Tells one person one thing, once per key: the notice is there when the transaction commits, and goes out after.
     * In a drill title and body say so.
     */
    call,

    /** Calls people one after another until somebody answers. Refusal: `nobody-to-call`. [S3-4.1(3)] */
    callChain: chains.callChain,

    /** Calls off what is open about a subject, and tells everyone who was called. @returns how many were told */
    standDown: chains.standDown,

    /** Calls off what is open about a subject without a word: the question is settled. */
    async settle(trx: Trx, subject: Subject, by: PersonRef | null = null): Promise<void> {
      await chains.stop(trx, subject);
      await supersede(trx, { subject }, by);
    },

    /**
     * The person answered elsewhere, in the command room: their open calls about the subject fall silent, on the record.
     * `onAcknowledged` is not told, since it is the one who knows.
     */
    async answered(trx: Trx, subject: Subject, person: PersonRef, actor: Actor): Promise<void> {
      for (const { id } of await findNotices(trx, { subject, person: person.id, ringing: true, limit: 100 })) {
        const meant = await noticeById(trx, id);
        if (meant?.chain) await chains.lock(trx, meant.chain);
        const notice = (await lockNotice(trx, id))?.notice;
        if (!notice) continue;
        const how = actor.id === person.id ? 'console' : 'spoken';
        if (!(await markAcknowledged(trx, id, { id: actor.id, name: actor.name }, how, clock.now()))) continue;
        await recordAnswer(trx, notice, actor, how);
        if (notice.chain !== null) await chains.answered(trx, notice.chain, person);
      }
    },

    acknowledge,
    openLink,

    /** Acknowledges by a link, as the person whom it names. Refusals as `openLink`. */
    async acknowledgeByLink(token: string): Promise<Notice | Refusal> {
      const notice = await openLink(token);
      if (isRefusal(notice)) return notice;
      const actor = await organization.actor(notice.person.id);
      if (!actor) return refuse('link-forged');
      const answer = await acknowledge(notice.id, actor, 'link');
      if (isRefusal(answer)) return answer;
      return answer.again ? refuse('link-used', { by: answer.notice.acknowledgedBy?.name ?? actor.name }) : answer.notice;
    },

    /** The person's own page shows it. Shown before, or over: nothing happens. Refusals: `notice-unknown`, `notice-not-yours`. */
    async shown(id: string, actor: Actor): Promise<Notice | Refusal> {
      return transact(db, async (trx) => {
        const held = await lockNotice(trx, id);
        if (!held) return refuse('notice-unknown');
        if (held.notice.person.id !== actor.id) return refuse('notice-not-yours', { person: held.notice.person.name });
        if (await markDelivered(trx, id, actor.id, clock.now()))
          await record(trx, held.notice, 'notice-delivered', { person: held.notice.person, channel: 'page' }, actor);
        return (await noticeById(trx, id)) ?? held.notice;
      });
    },

    /** Tries a waiting or failed notice again. Refusals: `notice-unknown`, `notice-not-waiting`. */
    async sendAgain(id: string, actor: Actor): Promise<Notice | Refusal> {
      return transact(db, async (trx) => {
        const held = await lockNotice(trx, id);
        if (!held) return refuse('notice-unknown');
        const { notice } = held;
        if (over.has(notice.state) || notice.sentAt !== null) return refuse('notice-not-waiting');
        await trx
          .updateTable('notice')
          .set({ reason: null, state: notice.state === 'failed' ? 'pending' : notice.state })
          .where('id', '=', id)
          .execute();
        await record(
          trx,
          notice,
          'notice-queued',
          { person: notice.person, subject: notice.subject, title: notice.title, answerBy: notice.answerBy },
          actor,
        );
        await jobs.add(trx, 'notice-send', { notice: id }, { key: `notice-send:${id}` });
        return (await noticeById(trx, id)) ?? notice;
      });
    },

    /** Sends a test notice to somebody. Refusal: `nobody-to-call`. */
    async test(person: string): Promise<Notice | Refusal> {
      if (!(await organization.person(person))?.active) return refuse('nobody-to-call');
      const id = uuidv7();
      return transact(db, (trx) =>
        call(trx, {
          key: `test/${id}`,
          person,
          subject: { kind: 'test', id },
          mode: 'live',
          ...testTexts,
          answerBy: clock.now().add({ minutes: 15 }),
        }),
      );
    },

    notice: (id: string): Promise<Notice | null> => noticeById(db, id),
    attempts: (id: string): Promise<Attempt[]> => attemptsOf(db, id),
    /** Newest first. */
    notices: (filter: {
      person?: string;
      ringing?: boolean;
      subject?: Subject;
      state?: NoticeState;
      before?: string;
      limit?: number;
    }): Promise<Notice[]> => findNotices(db, { ...filter, limit: filter.limit ?? 100 }),

    /** After a start with a mail server: queues what had waited for one, of the last day. @returns how many */
    async resume(): Promise<number> {
      if (!mail) return 0;
      const waiting = await waitingForMail(db, clock.now().subtract({ hours: 24 }));
      for (const id of waiting) await jobs.add(db, 'notice-send', { notice: id }, { key: `notice-send:${id}` });
      return waiting.length;
    },

    close: () => mail?.close(),
  };
}

export type Notify = ReturnType<typeof openNotify>;
