import { append } from '#journal';
import { type Clock, type Db, isRefusal, type Jobs, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { openDutyRota } from './duty-rota.ts';
import {
  type Actor,
  type Contact,
  type ContactKind,
  callingOrder,
  type Group,
  type Person,
  type PersonRef,
  type Role,
  type Roster,
  roles,
  type SeatRule,
  systemActor,
} from './model.ts';
import { hashPassword, newSecret, passwordLengthMin } from './passwords.ts';
import { openSetup } from './setup.ts';
import { accountName, endSessions, openSigningIn } from './signing-in.ts';
import {
  allGroups,
  allPeople,
  contactsFor,
  delegationsAt,
  heldSeats,
  insertPerson,
  otherAdministrators,
  peopleOnDuty,
  personById,
  replaceSeats,
  updatePerson,
} from './store.ts';

export interface OrganizationDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  /** Clock of sessions; the system's when absent. */
  wallClock?: Clock;
}

/** What is given to add a person; what is left out is empty. */
export interface NewPerson {
  account: string;
  name: string;
  role: Role;
  office?: string;
  department?: string;
  skills?: string[];
  phone?: string;
  email?: string;
  vendor?: string | null;
  locale?: 'zh-CN' | 'en';
  /** Absent: the account cannot sign in until it is given one. */
  password?: string;
}

export type PersonChange = Partial<Omit<Person, 'id' | 'account'>> & { password?: string };

/** The record of a person says who they are, never how to reach or impersonate them. */
const recorded = ({ account, name, office, department, role, vendor, active }: Person) => ({
  account,
  name,
  office,
  department,
  role,
  vendor,
  active,
});

export function openOrganization({ db, clock, wallClock }: OrganizationDeps) {
  const signingIn = openSigningIn({ db, clock, ...(wallClock ? { wallClock } : {}) });
  const record = (trx: Trx, stream: string, actor: Actor, type: string, data: object) =>
    append(trx, { stream, entries: [{ type, data }], actor, mode: 'live', at: clock.now() });

  const addIn = async (trx: Trx, given: NewPerson, passwordHash: string | null, actor: Actor): Promise<Person | Refusal> => {
    const account = accountName(given.account);
    if (!/^[\p{L}\p{N}._@-]{2,64}$/u.test(account)) return refuse('account-malformed', { account: given.account });
    if (!roles.includes(given.role)) return refuse('role-unknown', { role: given.role, roles: [...roles] });
    const vendor = given.role === 'vendor' ? (given.vendor ?? '') : null;
    if (vendor === '') return refuse('vendor-missing');
    const person: Person = {
      id: uuidv7(),
      account,
      name: given.name.trim() || account,
      office: given.office ?? '',
      department: given.department ?? '',
      skills: given.skills ?? [],
      role: given.role,
      phone: given.phone ?? '',
      email: given.email ?? '',
      vendor,
      locale: given.locale ?? 'zh-CN',
      active: true,
    };
    if (!(await insertPerson(trx, person, passwordHash, clock.now()))) return refuse('account-taken', { account });
    await record(trx, `person/${person.id}`, actor, 'person-added', recorded(person));
    return person;
  };

  /**
   * Adds a person with an account. Refusals: `account-malformed`, `account-taken`, `role-unknown`, `vendor-missing`,
   * `password-too-short`.
   */
  const addPerson = async (given: NewPerson, actor: Actor = systemActor): Promise<Person | Refusal> => {
    if (given.password !== undefined && given.password.length < passwordLengthMin)
      return refuse('password-too-short', { least: passwordLengthMin });
    const hash = given.password === undefined ? null : await hashPassword(given.password);
    return transact(db, (trx) => addIn(trx, given, hash, actor));
  };

  const rosters = async (groupIds: string[], trx: Db | Trx = db): Promise<Roster[]> => {
    const now = clock.now();
    const [held, duty, delegations] = [
      await heldSeats(trx, groupIds),
      await peopleOnDuty(trx, groupIds, now),
      await delegationsAt(trx, now),
    ];
    const delegates = new Map(delegations.map(({ from, to }) => [from.id, to]));
    return groupIds.map((group) => ({
      group,
      seats: callingOrder(
        held.filter((seat) => seat.group === group),
        duty.filter((shift) => shift.desk === group).map((shift) => shift.person),
        delegates,
      ),
    }));
  };

  return {
    ...openDutyRota({ db, clock }),
    ...openSetup({ db, clock, signingIn, addIn }),
    signIn: signingIn.signIn,
    signOut: signingIn.signOut,
    authenticate: signingIn.authenticate,
    actor: signingIn.actor,
    createToken: signingIn.createToken,
    revokeToken: signingIn.revokeToken,
    tokens: signingIn.tokens,

    /** Everyone, closed accounts too, by account. */
    people: (trx: Db | Trx = db): Promise<Person[]> => allPeople(trx),
    /** One person by id, closed or not; null when there is none. */
    person: async (id: string, trx: Db | Trx = db): Promise<Person | null> =>
      uuid.test(id) ? ((await personById(trx, id)) ?? null) : null,
    addPerson,

    /**
     * Adds an account from the command line. A password that is not given is made and answered once.
     * @param name account, and the name until it is changed
     */
    async addUser(
      name: string,
      role: Role,
      password?: string,
      more: Partial<NewPerson> = {},
    ): Promise<{ person: Person; password: string } | Refusal> {
      const given = password ?? newSecret().slice(0, 16);
      const person = await addPerson({ account: name, name, role, ...more, password: given });
      return isRefusal(person) ? person : { person, password: given };
    },

    /**
     * Changes a person. Closing an account or giving it a new password ends its sessions.
     * Refusals: `person-unknown`, `last-administrator`, `role-unknown`, `vendor-missing`, `password-too-short`.
     */
    async changePerson(id: string, change: PersonChange, actor: Actor): Promise<Person | Refusal> {
      const { password, ...rest } = change;
      if (rest.role !== undefined && !roles.includes(rest.role)) return refuse('role-unknown', { role: rest.role, roles: [...roles] });
      if (password !== undefined && password.length < passwordLengthMin) return refuse('password-too-short', { least: passwordLengthMin });
      const hash = password === undefined ? undefined : await hashPassword(password);
      return transact(db, async (trx) => {
        const others = await otherAdministrators(trx, id);
        const before = uuid.test(id) ? await personById(trx, id) : undefined;
        if (!before) return refuse('person-unknown', { person: id });
        const after = { ...before, ...rest };
        if (after.role !== 'vendor') after.vendor = null;
        else if (!after.vendor) return refuse('vendor-missing');
        if (before.role === 'admin' && before.active && (after.role !== 'admin' || !after.active) && others === 0)
          return refuse('last-administrator');
        const { id: _, account: __, ...columns } = after;
        await updatePerson(trx, id, { ...columns, ...(hash === undefined ? {} : { password_hash: hash }) });
        if (!after.active || hash !== undefined) await endSessions(trx, id);
        await record(trx, `person/${id}`, actor, 'person-changed', { ...recorded(after), changed: Object.keys(change) });
        return after;
      });
    },

    /** Changes one's own password. Refusals: `password-wrong`, `password-too-short`, `too-many-attempts`. */
    async changeOwnPassword(actor: Actor, present: string, password: string, keepToken?: string): Promise<null | Refusal> {
      if (password.length < passwordLengthMin) return refuse('password-too-short', { least: passwordLengthMin });
      const refused = await signingIn.attempt(`password:${actor.id}`, 'own');
      if (refused) return refused;
      if (!(await signingIn.passwordOf(actor.id, present))) return refuse('password-wrong');
      const hash = await hashPassword(password);
      await signingIn.forgetAttempts(`password:${actor.id}`, 'own');
      return transact(db, async (trx) => {
        await updatePerson(trx, actor.id, { password_hash: hash });
        await endSessions(trx, actor.id, keepToken);
        await record(trx, `person/${actor.id}`, actor, 'person-changed', { changed: ['password'] });
        return null;
      });
    },

    /** Active people with this profession or of this department, to propose as members. */
    async propose(filter: { skill?: string; department?: string }): Promise<Person[]> {
      const people = await allPeople(db);
      return people.filter(
        (person) =>
          person.active &&
          (filter.skill === undefined || person.skills.includes(filter.skill)) &&
          (filter.department === undefined || person.department === filter.department),
      );
    },

    groups: (trx: Db | Trx = db): Promise<Group[]> => allGroups(trx),

    /** Adds a group that a plan names, or renames one. */
    async nameGroup(id: string, name: { zh: string; en: string }, actor: Actor): Promise<Group> {
      return transact(db, async (trx) => {
        await trx
          .insertInto('emergency_group')
          .values({ id, name_zh: name.zh, name_en: name.en, place: 100 })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ name_zh: name.zh, name_en: name.en }))
          .execute();
        await record(trx, `group/${id}`, actor, 'group-named', { id, name });
        const group = (await allGroups(trx)).find((each) => each.id === id);
        if (!group) throw new Error('a group cannot vanish');
        return group;
      });
    },

    /**
     * Sets the seats of a group, in calling order. A seat names a person, or an office and so whoever holds it.
     * Refusals: `group-unknown`, `seat-malformed`, `person-unknown`.
     */
    async setSeats(group: string, seats: SeatRule[], actor: Actor): Promise<Group | Refusal> {
      return transact(db, async (trx) => {
        const groups = await allGroups(trx);
        if (!groups.some((each) => each.id === group)) return refuse('group-unknown', { group, groups: groups.map((each) => each.id) });
        const active = new Set((await allPeople(trx)).filter((person) => person.active).map((person) => person.id));
        for (const [index, seat] of seats.entries()) {
          if ((seat.person === null) === (seat.office === null)) return refuse('seat-malformed', { index: index + 1 });
          if (seat.person !== null && !active.has(seat.person)) return refuse('person-unknown', { person: seat.person });
        }
        await replaceSeats(trx, group, seats);
        await record(trx, `group/${group}`, actor, 'seats-set', { group, seats });
        const after = (await allGroups(trx)).find((each) => each.id === group);
        if (!after) throw new Error('a group cannot vanish');
        return after;
      });
    },

    /** The groups in calling order: people on duty now first, then leader, deputies, members. Unknown groups are empty. */
    rosters,

    /**
     * Gives one's authority to another until an instant, on the record: the other then acts with the same role and seats
     * and is called first. Refusal: `delegation-malformed`. [S1-2.1(1)]
     */
    async delegate(
      to: string,
      until: Temporal.Instant,
      reason: string,
      actor: Actor,
    ): Promise<{ id: string; to: PersonRef; until: string } | Refusal> {
      const now = clock.now();
      const bad = (why: string) => refuse('delegation-malformed', { why });
      if (Temporal.Instant.compare(until, now) <= 0 || Temporal.Instant.compare(until, now.add({ hours: 30 * 24 })) > 0)
        return bad(until.toString());
      if (reason.trim() === '' || to === actor.id || actor.delegatedBy || !uuid.test(actor.id))
        return bad(actor.delegatedBy ? actor.delegatedBy.name : reason || to);
      return transact(db, async (trx) => {
        const person = uuid.test(to) ? await personById(trx, to) : undefined;
        if (!person?.active || person.role === 'vendor') return bad(person?.name ?? to);
        await trx
          .updateTable('delegation')
          .set({ revoked_at: now.toString() })
          .where('from_person', '=', actor.id)
          .where('revoked_at', 'is', null)
          .execute();
        const id = uuidv7();
        await trx
          .insertInto('delegation')
          .values({ id, from_person: actor.id, to_person: to, from_at: now.toString(), until_at: until.toString(), reason })
          .execute();
        const ref = { id: person.id, name: person.name };
        await record(trx, `person/${actor.id}`, actor, 'authority-delegated', { to: ref, until: until.toString(), reason });
        return { id, to: ref, until: until.toString() };
      });
    },

    /** Takes one's authority back at once. */
    async revokeDelegation(actor: Actor): Promise<void> {
      await transact(db, async (trx) => {
        const done = await trx
          .updateTable('delegation')
          .set({ revoked_at: clock.now().toString() })
          .where('from_person', '=', actor.id)
          .where('revoked_at', 'is', null)
          .returning('id')
          .execute();
        if (done.length > 0) await record(trx, `person/${actor.id}`, actor, 'delegation-revoked', {});
      });
    },

    /** Who outside the bank is called: those of the district first, then those who serve everywhere. [S1-6.4] */
    contacts: (filter: { district?: string; kind?: ContactKind } = {}): Promise<Contact[]> => contactsFor(db, filter),

    async addContact(contact: Omit<Contact, 'id'>, actor: Actor): Promise<Contact> {
      const added = { id: uuidv7(), ...contact };
      return transact(db, async (trx) => {
        const { name, ...rest } = added;
        await trx
          .insertInto('outside_contact')
          .values({ ...rest, name_zh: name.zh, name_en: name.en, active: true })
          .execute();
        await record(trx, `contact/${added.id}`, actor, 'contact-added', added);
        return added;
      });
    },
  };
}

export type Organization = ReturnType<typeof openOrganization>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
