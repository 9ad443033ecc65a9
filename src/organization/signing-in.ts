import { append } from '#journal';
import { type Clock, type Db, type Refusal, refuse, systemClock, type Trx, transact, uuidv7 } from '#platform';
import { type Actor, type Person, type Role, roles, systemActor } from './model.ts';
import { newSecret, passwordFits, secretHash } from './passwords.ts';
import { countAttempt, forgetAttempts, seatsOf, sessionCredential, tokenCredential, touchSession, touchToken } from './session-store.ts';
import { delegationsAt, personById } from './store.ts';

/** A session ends after 12 h without a request, and after 7 days in any case. */
const idleHours = 12;
const sessionHours = 7 * 24;
/** Attempts on one account from one address in a quarter of an hour. */
const attemptsMost = 10;
const windowMinutes = 15;
/** Password checks at once: each takes 19 MiB. */
const checksMost = 16;

const tokenPrefix = 'fst_';

export interface SignedIn {
  /** The session's secret, for the cookie; it is not kept. */
  token: string;
  person: Person;
}

export interface SigningInDeps {
  db: Db;
  clock: Clock;
  /** Clock of sessions and of the limit on attempts: people sit before it even where an emergency's clock runs faster. */
  wallClock?: Clock;
}

/** Sign-in, sessions and tokens. */
export function openSigningIn({ db, clock, wallClock = systemClock }: SigningInDeps) {
  let checking = 0;
  const windowStart = (now: Temporal.Instant) => now.subtract({ minutes: windowMinutes });

  /** Counts one attempt at something secret. @returns the refusal when there were too many */
  async function attempt(account: string, address: string): Promise<Refusal | null> {
    const now = wallClock.now();
    const { failures, since } = await countAttempt(db, account, address, now, windowStart(now));
    if (failures <= attemptsMost) return null;
    const ends = Temporal.Instant.from(since).add({ minutes: windowMinutes });
    return refuse('too-many-attempts', { minutes: Math.max(1, Math.ceil((ends.epochMilliseconds - now.epochMilliseconds) / 60_000)) });
  }

  async function checkPassword(password: string, hash: string | null): Promise<boolean> {
    checking += 1;
    try {
      return await passwordFits(password, hash);
    } finally {
      checking -= 1;
    }
  }

  /** Who acts with this credential: role and seats of the person, and of whoever delegated theirs to them. */
  async function actorOf(person: { id: string; name: string; role: Role; office: string; vendor: string | null }): Promise<Actor> {
    const seats: Actor['seats'] = await seatsOf(db, person.id, person.office);
    const actor: Actor = { kind: 'person', id: person.id, name: person.name, role: person.role, seats, vendor: person.vendor };
    const held = (await delegationsAt(db, clock.now())).find((delegation) => delegation.to.id === person.id);
    if (!held || person.vendor !== null) return actor;
    const giver = await personById(db, held.from.id);
    const given = giver ? await seatsOf(db, giver.id, giver.office) : [];
    return { ...actor, role: held.from.role, seats: [...given, ...seats], delegatedBy: { id: held.from.id, name: held.from.name } };
  }

  return {
    attempt,

    /** The person as who acts, without a credential: for one whom a signed link names. Null for a closed account. */
    async actor(id: string): Promise<Actor | null> {
      const person = await personById(db, id);
      return person?.active ? actorOf(person) : null;
    },
    forgetAttempts: (account: string, address: string) => forgetAttempts(db, account, address, windowStart(wallClock.now())),

    /**
     * Signs in by account and password. An unknown account takes as long as a wrong password and is refused alike.
     * Refusals: `sign-in-wrong`, `too-many-attempts`.
     * @param address network address of who asks; the limit counts per account and address
     */
    async signIn(account: string, password: string, address = 'local'): Promise<SignedIn | Refusal> {
      const name = accountName(account).slice(0, 100);
      const refused = await attempt(name, address);
      if (refused) return refused;
      if (checking >= checksMost) return refuse('too-many-attempts', { minutes: 1 });
      const row = await db
        .selectFrom('person')
        .select(['id', 'password_hash'])
        .where('account', '=', name)
        .where('active', '=', true)
        .executeTakeFirst();
      const fits = await checkPassword(password, row?.password_hash ?? null);
      const now = wallClock.now();
      if (!row || !fits) {
        await transact(db, (trx) =>
          append(trx, {
            stream: `session/${uuidv7()}`,
            entries: [{ type: 'sign-in-refused', data: { account: name, address } }],
            actor: systemActor,
            mode: 'live',
            at: clock.now(),
          }),
        );
        return refuse('sign-in-wrong');
      }
      const token = newSecret();
      const person = await transact(db, async (trx) => {
        const found = await personById(trx, row.id);
        if (!found) throw new Error('a person cannot vanish');
        const id = uuidv7();
        await trx
          .insertInto('sign_in_session')
          .values({ id, secret_hash: secretHash(token), person: found.id, created_at: now.toString(), seen_at: now.toString() })
          .execute();
        await trx
          .deleteFrom('sign_in_session')
          .where('seen_at', '<', now.subtract({ hours: idleHours }).toString())
          .execute();
        await forgetAttempts(trx, name, address, windowStart(now));
        const actor = { kind: 'person' as const, id: found.id, name: found.name, role: found.role };
        await append(trx, {
          stream: `session/${id}`,
          entries: [{ type: 'signed-in', data: { person: found.id, account: name, address } }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
        return found;
      });
      return { token, person };
    },

    /** Ends the session of this secret; an unknown one is none. */
    async signOut(token: string): Promise<void> {
      await transact(db, async (trx) => {
        const ended = await trx
          .deleteFrom('sign_in_session')
          .where('secret_hash', '=', secretHash(token))
          .returning(['id', 'person'])
          .executeTakeFirst();
        const person = ended && (await personById(trx, ended.person));
        if (!ended || !person) return;
        const actor = { kind: 'person' as const, id: person.id, name: person.name, role: person.role };
        await append(trx, {
          stream: `session/${ended.id}`,
          entries: [{ type: 'signed-out', data: { person: person.id } }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
      });
    },

    /** Who holds this secret, of a session or an API token; null when it is unknown, ended or revoked. */
    async authenticate(token: string): Promise<Actor | null> {
      if (token.length > 200) return null;
      const now = wallClock.now();
      const hash = secretHash(token);
      const found = token.startsWith(tokenPrefix)
        ? await tokenCredential(db, hash)
        : await sessionCredential(db, hash, now.subtract({ hours: idleHours }), now.subtract({ hours: sessionHours }));
      if (!found) return null;
      // Once a minute is enough to know that somebody is there; a write per request would cost more than the request.
      if (found.seenAt === null || now.epochMilliseconds - Temporal.Instant.from(found.seenAt).epochMilliseconds > 60_000) {
        if (found.session !== null) await touchSession(db, found.session, now);
        else if (found.token !== null) await touchToken(db, found.token, now);
      }
      const { person, name, role, office, vendor } = found;
      if (person !== null && name !== null && role !== null) return actorOf({ id: person, name, role, office: office ?? '', vendor });
      if (found.token === null || found.tokenName === null || found.tokenRole === null) return null;
      return { kind: 'integration', id: found.token, name: found.tokenName, role: found.tokenRole, seats: [], vendor: null };
    },

    /**
     * Makes an API token. Its secret is answered once and never again.
     * @param person whose token it is; absent: it acts in its own name with `role`
     */
    async createToken(
      name: string,
      role: Role,
      options: { person?: string; actor?: Actor } = {},
    ): Promise<{ id: string; token: string } | Refusal> {
      if (!roles.includes(role)) return refuse('role-unknown', { role, roles: [...roles] });
      const token = newSecret(tokenPrefix);
      return transact(db, async (trx) => {
        const owner = options.person === undefined ? undefined : await personById(trx, options.person);
        if (options.person !== undefined && !owner?.active) return refuse('person-unknown', { person: options.person });
        if (role === 'vendor' && !owner) return refuse('vendor-missing');
        const id = uuidv7();
        await trx
          .insertInto('api_token')
          .values({
            id,
            secret_hash: secretHash(token),
            name,
            role: owner?.role ?? role,
            person: owner?.id ?? null,
            created_at: wallClock.now().toString(),
          })
          .execute();
        await append(trx, {
          stream: `token/${id}`,
          entries: [{ type: 'token-created', data: { name, role: owner?.role ?? role, person: owner?.id ?? null } }],
          actor: options.actor ?? systemActor,
          mode: 'live',
          at: clock.now(),
        });
        return { id, token };
      });
    },

    /** Revokes a token at once. Refusal: `token-unknown`. */
    async revokeToken(id: string, actor: Actor): Promise<{ id: string } | Refusal> {
      return transact(db, async (trx) => {
        const done = await trx
          .updateTable('api_token')
          .set({ revoked_at: wallClock.now().toString() })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning(['id', 'name'])
          .executeTakeFirst();
        if (!done) return refuse('token-unknown');
        await append(trx, {
          stream: `token/${id}`,
          entries: [{ type: 'token-revoked', data: { name: done.name } }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
        return { id };
      });
    },

    tokens: () =>
      db
        .selectFrom('api_token')
        .select(['id', 'name', 'role', 'person', 'created_at as createdAt', 'used_at as usedAt'])
        .where('revoked_at', 'is', null)
        .orderBy('id')
        .execute(),

    /** Is this the person's present password? */
    async passwordOf(person: string, password: string): Promise<boolean> {
      const row = await db.selectFrom('person').select('password_hash').where('id', '=', person).executeTakeFirst();
      return checkPassword(password, row?.password_hash ?? null);
    },
  };
}
export type SigningIn = ReturnType<typeof openSigningIn>;

/** How an account's name is compared: without regard to case or to full-width letters. */
export const accountName = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Ends all sessions of a person, or all but one. */
export async function endSessions(trx: Trx, person: string, exceptToken?: string): Promise<void> {
  let query = trx.deleteFrom('sign_in_session').where('person', '=', person);
  if (exceptToken !== undefined) query = query.where('secret_hash', '<>', secretHash(exceptToken));
  await query.execute();
}
