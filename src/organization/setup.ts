import { append } from '#journal';
import { type Clock, type Db, isRefusal, type Refusal, refuse, type Trx, transact } from '#platform';
import { type Actor, type Named, type Person, systemActor } from './model.ts';
import type { NewPerson } from './organization.ts';
import { codeHash, hashPassword, newCode, passwordLengthMin } from './passwords.ts';
import { dutyDesk } from './rota.ts';
import type { SigningIn } from './signing-in.ts';
import { institutionRow, otherAdministrators } from './store.ts';

export interface Institution {
  name: Named;
  timeZone: string;
}

export interface SetupRequest {
  code: string;
  account: string;
  name: string;
  password: string;
  institution: Institution;
  email?: string;
}

const knownZone = (timeZone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
};

interface SetupDeps {
  db: Db;
  clock: Clock;
  signingIn: SigningIn;
  addIn(trx: Trx, given: NewPerson, passwordHash: string | null, actor: Actor): Promise<Person | Refusal>;
}

/** The institution itself, and its first minute. */
export function openSetup({ db, clock, signingIn, addIn }: SetupDeps) {
  const needed = async (trx: Db | Trx = db) =>
    (await trx.selectFrom('person').select('id').where('role', '=', 'admin').where('active', '=', true).limit(1).executeTakeFirst()) ===
    undefined;

  const write = async (trx: Trx, { name, timeZone }: Institution, actor: Actor) => {
    await trx.updateTable('institution').set({ name_zh: name.zh, name_en: name.en, time_zone: timeZone }).where('id', '=', 1).execute();
    await append(trx, {
      stream: 'institution',
      entries: [{ type: 'institution-changed', data: { name, timeZone } }],
      actor,
      mode: 'live',
      at: clock.now(),
    });
  };

  return {
    async institution(): Promise<Institution> {
      const row = await institutionRow(db);
      return { name: { zh: row.name_zh, en: row.name_en }, timeZone: row.time_zone };
    },

    /** Names the institution and its time zone. Refusal: `time-zone-unknown`. */
    async changeInstitution(institution: Institution, actor: Actor): Promise<Institution | Refusal> {
      if (!knownZone(institution.timeZone)) return refuse('time-zone-unknown', { timeZone: institution.timeZone });
      return transact(db, async (trx) => {
        await write(trx, institution, actor);
        return institution;
      });
    },

    /** Is there nobody yet who could administer? And how much of the organisation is there, for the guide. */
    async setupState(): Promise<{ needed: boolean; people: number; seats: number; shifts: number; contacts: number }> {
      const counts = await db
        .selectNoFrom((from) => [
          from
            .selectFrom('person')
            .where('active', '=', true)
            .select((all) => all.fn.countAll<number>().as('n'))
            .as('people'),
          from
            .selectFrom('group_seat')
            .select((all) => all.fn.countAll<number>().as('n'))
            .as('seats'),
          from
            .selectFrom('duty_shift')
            .where('desk', '=', dutyDesk)
            .where('to_at', '>', clock.now().toString())
            .select((all) => all.fn.countAll<number>().as('n'))
            .as('shifts'),
          from
            .selectFrom('outside_contact')
            .where('active', '=', true)
            .select((all) => all.fn.countAll<number>().as('n'))
            .as('contacts'),
        ])
        .executeTakeFirstOrThrow();
      return {
        needed: await needed(),
        people: Number(counts.people),
        seats: Number(counts.seats),
        shifts: Number(counts.shifts),
        contacts: Number(counts.contacts),
      };
    },

    /** Makes the one-time set-up code to print at start, replacing an earlier one; null once there is an administrator. */
    async setupCode(): Promise<string | null> {
      if (!(await needed())) return null;
      const code = newCode();
      await db
        .updateTable('institution')
        .set({ setup_code_hash: codeHash(code) })
        .where('id', '=', 1)
        .execute();
      return code;
    },

    /**
     * Makes the first administrator, once. Refusals: `set-up-done`, `setup-code-wrong`, `too-many-attempts`,
     * `password-too-short`, `time-zone-unknown`, `account-malformed`, `account-taken`.
     */
    async setUp(request: SetupRequest, address = 'local'): Promise<Person | Refusal> {
      if (!(await needed())) return refuse('set-up-done');
      const refused = await signingIn.attempt('setup', address);
      if (refused) return refused;
      if (request.password.length < passwordLengthMin) return refuse('password-too-short', { least: passwordLengthMin });
      if (!knownZone(request.institution.timeZone)) return refuse('time-zone-unknown', { timeZone: request.institution.timeZone });
      const hash = await hashPassword(request.password);
      const { account, name, email } = request;
      const person = await transact(db, async (trx): Promise<Person | Refusal> => {
        // Of two at once, the second waits for the row and then finds no code.
        const row = await trx.selectFrom('institution').select('setup_code_hash').where('id', '=', 1).forUpdate().executeTakeFirstOrThrow();
        if ((await otherAdministrators(trx, '')) > 0) return refuse('set-up-done');
        if (row.setup_code_hash === null || row.setup_code_hash !== codeHash(request.code)) return refuse('setup-code-wrong');
        const added = await addIn(trx, { account, name, role: 'admin', ...(email === undefined ? {} : { email }) }, hash, systemActor);
        if (isRefusal(added)) return added;
        await trx
          .updateTable('institution')
          .set({ setup_code_hash: null, set_up_at: clock.now().toString() })
          .where('id', '=', 1)
          .execute();
        await write(trx, request.institution, { ...systemActor, kind: 'person', id: added.id, name: added.name, role: added.role });
        return added;
      });
      if (!isRefusal(person)) await signingIn.forgetAttempts('setup', address);
      return person;
    },
  };
}
