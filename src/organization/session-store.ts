import { sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Role } from './model.ts';

declare global {
  interface FengsuiTables {
    sign_in_session: { id: string; secret_hash: string; person: string; created_at: string; seen_at: string };
    api_token: {
      id: string;
      secret_hash: string;
      name: string;
      role: Role;
      person: string | null;
      created_at: string;
      used_at: string | null;
      revoked_at: string | null;
    };
    sign_in_attempt: { account: string; address: string; failures: number; since: string };
  }
}

export const tables: Migrations = {
  'organization-002-sessions': {
    async up(db) {
      await sql`create table sign_in_session (
        id uuid primary key, secret_hash text not null unique, person uuid not null references person,
        created_at timestamptz not null, seen_at timestamptz not null)`.execute(db);
      await sql`create index on sign_in_session (person)`.execute(db);
      await sql`create table api_token (
        id uuid primary key, secret_hash text not null unique, name text not null, role text not null, person uuid references person,
        created_at timestamptz not null, used_at timestamptz, revoked_at timestamptz)`.execute(db);
      await sql`create table sign_in_attempt (
        account text not null, address text not null, failures int not null, since timestamptz not null, primary key (account, address))`.execute(
        db,
      );
      await sql`create index on sign_in_attempt (since)`.execute(db);
    },
  },
};

/**
 * Counts an attempt before it is judged, so that a hundred at once are a hundred. A window past its end starts anew.
 * @returns attempts in the window, this one included, and when it began
 */
export async function countAttempt(
  db: Db,
  account: string,
  address: string,
  now: Temporal.Instant,
  windowStart: Temporal.Instant,
): Promise<{ failures: number; since: string }> {
  return db
    .insertInto('sign_in_attempt')
    .values({ account, address, failures: 1, since: now.toString() })
    .onConflict((conflict) =>
      conflict.columns(['account', 'address']).doUpdateSet({
        failures: sql`case when sign_in_attempt.since <= ${windowStart.toString()}::timestamptz then 1 else sign_in_attempt.failures + 1 end`,
        since: sql`case when sign_in_attempt.since <= ${windowStart.toString()}::timestamptz then excluded.since else sign_in_attempt.since end`,
      }),
    )
    .returning(['failures', 'since'])
    .executeTakeFirstOrThrow();
}

/** Forgets the attempts on this account from this address, and all whose window is over. */
export async function forgetAttempts(trx: Db | Trx, account: string, address: string, windowStart: Temporal.Instant): Promise<void> {
  await trx
    .deleteFrom('sign_in_attempt')
    .where((where) =>
      where.or([where.and([where('account', '=', account), where('address', '=', address)]), where('since', '<=', windowStart.toString())]),
    )
    .execute();
}

/** Who a session's or token's secret belongs to, as one row; nothing for one that is unknown, ended or closed. */
export interface Credential {
  session: string | null;
  token: string | null;
  tokenName: string | null;
  tokenRole: Role | null;
  seenAt: string | null;
  person: string | null;
  name: string | null;
  role: Role | null;
  office: string | null;
  vendor: string | null;
}

export async function sessionCredential(
  db: Db,
  hash: string,
  seenAfter: Temporal.Instant,
  createdAfter: Temporal.Instant,
): Promise<Credential | undefined> {
  const row = await db
    .selectFrom('sign_in_session')
    .innerJoin('person', 'person.id', 'sign_in_session.person')
    .where('secret_hash', '=', hash)
    .where('person.active', '=', true)
    .where('seen_at', '>', seenAfter.toString())
    .where('sign_in_session.created_at', '>', createdAfter.toString())
    .select(['sign_in_session.id as session', 'seen_at as seenAt', 'person.id as person', 'person.name', 'person.role', 'office', 'vendor'])
    .executeTakeFirst();
  return row && { ...row, token: null, tokenName: null, tokenRole: null };
}

export async function tokenCredential(db: Db, hash: string): Promise<Credential | undefined> {
  const row = await db
    .selectFrom('api_token')
    .leftJoin('person', 'person.id', 'api_token.person')
    .where('secret_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('api_token.person', 'is', null), where('person.active', '=', true)]))
    .select([
      'api_token.id as token',
      'api_token.name as tokenName',
      'api_token.role as tokenRole',
      'used_at as seenAt',
      'person.id as person',
      'person.name',
      'person.role',
      'office',
      'vendor',
    ])
    .executeTakeFirst();
  return row && { ...row, session: null };
}

export const touchSession = (db: Db, id: string, now: Temporal.Instant) =>
  db.updateTable('sign_in_session').set({ seen_at: now.toString() }).where('id', '=', id).execute();
export const touchToken = (db: Db, id: string, now: Temporal.Instant) =>
  db.updateTable('api_token').set({ used_at: now.toString() }).where('id', '=', id).execute();

/** Seats of one person, by person or by office. */
export const seatsOf = (db: Db | Trx, person: string, office: string) =>
  db
    .selectFrom('group_seat')
    .where((where) =>
      office === '' ? where('person', '=', person) : where.or([where('person', '=', person), where('office', '=', office)]),
    )
    .select(['group_id as group', 'seat'])
    .orderBy('group_id')
    .execute();
