import { type SelectQueryBuilder, sql } from 'kysely';
import type { Mode } from '#journal';
import type { Named, PersonRef } from '#organization';
import { type Db, type Migrations, type Trx, uuidv7 } from '#platform';
import type { AcknowledgedHow, Attempt, Call, Notice, NoticeReason, NoticeState, Subject } from './model.ts';

interface NoticeTable {
  id: string;
  key: string;
  person: string;
  subject_kind: string;
  subject_id: string;
  mode: Mode;
  title: Named;
  body: Named;
  answer_by: string | null;
  link: string | null;
  state: NoticeState;
  reason: NoticeReason | null;
  /** Who answered in this one's place; null when it was called off. */
  superseded_by: PersonRef | null;
  chain: string | null;
  kind: 'call' | 'stand-down';
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: PersonRef | null;
  acknowledged_how: AcknowledgedHow | null;
}

declare global {
  interface FengsuiTables {
    notice: NoticeTable;
    notice_attempt: {
      notice: string;
      number: number;
      channel: 'e-mail';
      at: string;
      outcome: 'started' | 'sent' | 'failed';
      detail: string;
      message_id: string;
    };
    notice_chain: {
      id: string;
      key: string;
      people: string[];
      answer_within: string;
      /** Place in `people` of the last one called. */
      place: number;
      calls: number;
      state: 'calling' | 'answered' | 'stopped';
      subject_kind: string;
      subject_id: string;
      mode: Mode;
      title: Named;
      body: Named;
      link: string | null;
      answered_by: PersonRef | null;
      created_at: string;
    };
  }
}

export const migrations: Migrations = {
  'notify-001-notice': {
    async up(db) {
      await sql`create table notice_chain (
        id uuid primary key, key text not null unique, people jsonb not null, answer_within text not null, place int not null,
        calls int not null, state text not null check (state in ('calling', 'answered', 'stopped')), subject_kind text not null,
        subject_id text not null, mode text not null, title jsonb not null, body jsonb not null, link text, answered_by jsonb,
        created_at timestamptz not null)`.execute(db);
      await sql`create index on notice_chain (subject_kind, subject_id)`.execute(db);
      await sql`create table notice (
        id uuid primary key, key text not null unique, person uuid not null references person, subject_kind text not null,
        subject_id text not null, mode text not null, title jsonb not null, body jsonb not null, answer_by timestamptz, link text,
        state text not null check (state in ('pending', 'sent', 'delivered', 'failed', 'acknowledged', 'superseded')), reason text,
        superseded_by jsonb, chain uuid references notice_chain, kind text not null check (kind in ('call', 'stand-down')),
        created_at timestamptz not null, sent_at timestamptz, delivered_at timestamptz, acknowledged_at timestamptz,
        acknowledged_by jsonb, acknowledged_how text)`.execute(db);
      await sql`create index on notice (person, id desc)`.execute(db);
      await sql`create index on notice (person) where answer_by is not null and state not in ('acknowledged', 'superseded')`.execute(db);
      await sql`create index on notice (subject_kind, subject_id, id desc)`.execute(db);
      await sql`create index on notice (chain) where chain is not null`.execute(db);
      await sql`create index on notice (state, reason) where reason is not null`.execute(db);
      await sql`create table notice_attempt (
        notice uuid not null references notice, number int not null, channel text not null, at timestamptz not null,
        outcome text not null, detail text not null default '', message_id text not null, primary key (notice, number))`.execute(db);
    },
  },
};

const over = ['acknowledged', 'superseded'] as const;

/** Writes one notice, once per key. @returns its id; null when the key was there already */
export async function insertNotice(
  trx: Trx,
  call: Call & { chain?: string; kind?: 'call' | 'stand-down' },
  at: Temporal.Instant,
): Promise<string | null> {
  const row = await trx
    .insertInto('notice')
    .values({
      id: uuidv7(),
      key: call.key,
      person: call.person,
      subject_kind: call.subject.kind,
      subject_id: call.subject.id,
      mode: call.mode,
      title: sql`${JSON.stringify(call.title)}::jsonb`,
      body: sql`${JSON.stringify(call.body)}::jsonb`,
      answer_by: call.answerBy?.toString() ?? null,
      link: call.link ?? null,
      state: 'pending',
      chain: call.chain ?? null,
      kind: call.kind ?? 'call',
      created_at: at.toString(),
      reason: null,
      superseded_by: null,
      sent_at: null,
      delivered_at: null,
      acknowledged_at: null,
      acknowledged_by: null,
      acknowledged_how: null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

const withPerson = (db: Db | Trx) =>
  db.selectFrom('notice').innerJoin('person', 'person.id', 'notice.person').selectAll('notice').select('person.name as person_name');
type NoticeRow = NoticeTable & { person_name: string };

const noticeOf = (row: NoticeRow): Notice => ({
  id: row.id,
  key: row.key,
  person: { id: row.person, name: row.person_name },
  subject: { kind: row.subject_kind, id: row.subject_id },
  mode: row.mode,
  title: row.title,
  body: row.body,
  answerBy: row.answer_by,
  link: row.link,
  state: row.state,
  reason: row.reason,
  chain: row.chain,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  deliveredAt: row.delivered_at,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  acknowledgedHow: row.acknowledged_how,
});

export async function noticeById(db: Db | Trx, id: string): Promise<Notice | null> {
  const row = await withPerson(db).where('notice.id', '=', id).executeTakeFirst();
  return row ? noticeOf(row) : null;
}

export async function noticeByKey(db: Db | Trx, key: string): Promise<Notice> {
  return noticeOf(await withPerson(db).where('notice.key', '=', key).executeTakeFirstOrThrow());
}

/** The notice, held until the transaction ends, and who answered in its place. */
export async function lockNotice(trx: Trx, id: string): Promise<{ notice: Notice; supersededBy: PersonRef | null } | null> {
  const row = await withPerson(trx).where('notice.id', '=', id).forUpdate('notice').executeTakeFirst();
  return row ? { notice: noticeOf(row), supersededBy: row.superseded_by } : null;
}

/** The newest call of the same chain to the same person: what an answer to an earlier call answers. */
export async function latestOfChain(db: Db | Trx, notice: Notice): Promise<Notice> {
  if (notice.chain === null) return notice;
  const row = await withPerson(db)
    .where('chain', '=', notice.chain)
    .where('notice.person', '=', notice.person.id)
    .orderBy('notice.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? noticeOf(row) : notice;
}

/** Who answered in place of a notice that is superseded. */
export async function supersededBy(db: Db, id: string): Promise<PersonRef | null> {
  const row = await db.selectFrom('notice').select('superseded_by').where('id', '=', id).executeTakeFirst();
  return row?.superseded_by ?? null;
}

export interface NoticeFilter {
  person?: string;
  ringing?: boolean;
  subject?: Subject;
  state?: NoticeState;
  before?: string;
  limit: number;
}

/** Newest first. */
export async function findNotices(db: Db | Trx, filter: NoticeFilter): Promise<Notice[]> {
  let query: SelectQueryBuilder<FengsuiTables, 'notice' | 'person', NoticeRow> = withPerson(db)
    .orderBy('notice.id', 'desc')
    .limit(filter.limit);
  if (filter.person !== undefined) query = query.where('notice.person', '=', filter.person);
  if (filter.ringing) query = query.where('answer_by', 'is not', null).where('notice.state', 'not in', over);
  if (filter.subject) query = query.where('subject_kind', '=', filter.subject.kind).where('subject_id', '=', filter.subject.id);
  if (filter.state !== undefined) query = query.where('notice.state', '=', filter.state);
  if (filter.before !== undefined) query = query.where('notice.id', '<', filter.before);
  return (await query.execute()).map(noticeOf);
}

export async function attemptsOf(db: Db | Trx, notice: string): Promise<Attempt[]> {
  const rows = await db.selectFrom('notice_attempt').selectAll().where('notice', '=', notice).orderBy('number').execute();
  return rows.map(({ number, channel, at, outcome, detail, message_id }) => ({
    number,
    channel,
    at,
    outcome,
    detail,
    messageId: message_id,
  }));
}

export const setReason = (trx: Trx, id: string, reason: NoticeReason) =>
  trx.updateTable('notice').set({ reason }).where('id', '=', id).execute();

/** Writes down that an attempt begins. @returns its number, from 1 */
export async function beginAttempt(trx: Trx, notice: string, messageId: string, at: Temporal.Instant): Promise<number> {
  const row = await trx
    .insertInto('notice_attempt')
    .values({
      notice,
      number: sql`(select coalesce(max(number), 0) + 1 from notice_attempt where notice = ${notice})`,
      channel: 'e-mail',
      at: at.toString(),
      outcome: 'started',
      detail: '',
      message_id: messageId,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  return row.number;
}

export const endAttempt = (trx: Trx, notice: string, number: number, outcome: 'sent' | 'failed', detail: string) =>
  trx
    .updateTable('notice_attempt')
    .set({ outcome, detail: detail.slice(0, 500) })
    .where('notice', '=', notice)
    .where('number', '=', number)
    .execute();

/** Marks it sent, once. @returns false when an attempt before had been recorded already */
export async function markSent(trx: Trx, id: string, at: Temporal.Instant): Promise<boolean> {
  const row = await trx
    .updateTable('notice')
    .set({ sent_at: at.toString(), reason: null, state: sql`case when state in ('pending', 'failed') then 'sent' else state end` })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks that the mail server will not have it. @returns false when the page had shown it, or it is over */
export async function markFailed(trx: Trx, id: string, reason: NoticeReason): Promise<boolean> {
  await setReason(trx, id, reason);
  const row = await trx
    .updateTable('notice')
    .set({ state: 'failed' })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks that the person's own page showed it, once. */
export async function markDelivered(trx: Trx, id: string, person: string, at: Temporal.Instant): Promise<boolean> {
  const row = await trx
    .updateTable('notice')
    .set({ delivered_at: at.toString(), state: 'delivered' })
    .where('id', '=', id)
    .where('person', '=', person)
    .where('state', 'in', ['pending', 'sent', 'failed'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks it acknowledged, once. @returns false when somebody already had: write no entry then */
export async function markAcknowledged(trx: Trx, id: string, by: PersonRef, how: AcknowledgedHow, at: Temporal.Instant): Promise<boolean> {
  const row = await trx
    .updateTable('notice')
    .set({
      state: 'acknowledged',
      acknowledged_at: at.toString(),
      acknowledged_by: sql`${JSON.stringify(by)}::jsonb`,
      acknowledged_how: how,
    })
    .where('id', '=', id)
    .where('state', 'not in', over) // of two at once, the second updates no row
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Calls off the open notices of a chain or subject. @param by who answered in their place */
export async function supersede(
  trx: Trx,
  which: { chain: string; person?: string } | { subject: Subject },
  by: PersonRef | null,
): Promise<void> {
  let query = trx
    .updateTable('notice')
    .set({ state: 'superseded', superseded_by: by ? sql`${JSON.stringify(by)}::jsonb` : null })
    .where('state', 'not in', over);
  if ('chain' in which) {
    query = query.where('chain', '=', which.chain);
    if (which.person !== undefined) query = query.where('person', '=', which.person);
  } else query = query.where('subject_kind', '=', which.subject.kind).where('subject_id', '=', which.subject.id).where('kind', '=', 'call');
  await query.execute();
}

/** Everyone who was ever called about it. */
export async function calledAbout(trx: Trx, subject: Subject): Promise<string[]> {
  const rows = await trx
    .selectFrom('notice')
    .select('person')
    .distinct()
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('kind', '=', 'call')
    .orderBy('person')
    .execute();
  return rows.map((row) => row.person);
}

/** Notices that waited for a mail server, at most a day old and still wanted. */
export async function waitingForMail(db: Db, since: Temporal.Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('notice')
    .select('id')
    .where('reason', '=', 'no-mail-server')
    .where('sent_at', 'is', null)
    .where('state', 'not in', over)
    .where('created_at', '>', since.toString())
    .orderBy('id')
    .limit(10_000)
    .execute();
  return rows.map((row) => row.id);
}
