import { type Generated, sql } from 'kysely';
import type { Db, Migrations, Trx } from '#platform';
import type { Contact, ContactKind, Group, HeldSeat, Person, PersonRef, Role, SeatKind, SeatRule } from './model.ts';
import type { Shift } from './rota.ts';

declare global {
  interface FengsuiTables {
    institution: {
      id: Generated<number>;
      name_zh: string;
      name_en: string;
      time_zone: string;
      setup_code_hash: string | null;
      set_up_at: string | null;
    };
    person: {
      id: string;
      account: string;
      name: string;
      office: string;
      department: string;
      skills: string[];
      role: Role;
      phone: string;
      email: string;
      vendor: string | null;
      password_hash: string | null;
      locale: 'zh-CN' | 'en';
      active: boolean;
      created_at: string;
    };
    emergency_group: { id: string; name_zh: string; name_en: string; place: number };
    group_seat: { group_id: string; seat: SeatKind; position: number; person: string | null; office: string | null };
    duty_shift: { id: string; desk: string; person: string; from_at: string; to_at: string };
    outside_contact: {
      id: string;
      kind: ContactKind;
      district: string;
      name_zh: string;
      name_en: string;
      phone: string;
      note: string;
      active: boolean;
    };
    delegation: {
      id: string;
      from_person: string;
      to_person: string;
      from_at: string;
      until_at: string;
      reason: string;
      revoked_at: string | null;
    };
  }
}

const groupNames: [id: string, zh: string, en: string][] = [
  ['command', '应急指挥部', 'Emergency command'],
  ['technical', '技术支持组', 'Technical support group'],
  ['security', '安全保障组', 'Security group'],
  ['customer-service', '客户服务组', 'Customer service group'],
  ['logistics', '后勤保障组', 'Logistics group'],
  ['work-group', '应急工作小组', 'Emergency work group'],
  ['coordination', '应急协调部门', 'Coordination department'],
  ['response-team', '应急小组', 'Emergency response team'],
];

export const tables: Migrations = {
  'organization-001-people': {
    async up(db) {
      await sql`create table institution (
        id int primary key default 1 check (id = 1), name_zh text not null default '', name_en text not null default '',
        time_zone text not null, setup_code_hash text, set_up_at timestamptz)`.execute(db);
      await sql`insert into institution (time_zone) values ('Asia/Shanghai')`.execute(db);
      await sql`create table person (
        id uuid primary key, account text not null unique, name text not null, office text not null default '',
        department text not null default '', skills text[] not null default '{}', role text not null, phone text not null default '',
        email text not null default '', vendor text, password_hash text, locale text not null default 'zh-CN',
        active boolean not null default true, created_at timestamptz not null)`.execute(db);
      await sql`create index on person (office) where office <> ''`.execute(db);
      await sql`create table emergency_group (id text primary key, name_zh text not null, name_en text not null, place int not null)`.execute(
        db,
      );
      for (const [place, [id, zh, en]] of groupNames.entries())
        await sql`insert into emergency_group (id, name_zh, name_en, place) values (${id}, ${zh}, ${en}, ${place})`.execute(db);
      await sql`create table group_seat (
        group_id text not null references emergency_group, seat text not null check (seat in ('leader', 'deputy', 'member')),
        position int not null, person uuid references person, office text,
        primary key (group_id, seat, position), check ((person is null) <> (office is null)))`.execute(db);
      await sql`create index on group_seat (person)`.execute(db);
      await sql`create index on group_seat (office)`.execute(db);
      await sql`create table duty_shift (
        id uuid primary key, desk text not null, person uuid not null references person, from_at timestamptz not null,
        to_at timestamptz not null, check (from_at < to_at))`.execute(db);
      await sql`create index on duty_shift (desk, to_at)`.execute(db);
      await sql`create table outside_contact (
        id uuid primary key, kind text not null, district text not null default '', name_zh text not null, name_en text not null,
        phone text not null, note text not null default '', active boolean not null default true)`.execute(db);
      await sql`create table delegation (
        id uuid primary key, from_person uuid not null references person, to_person uuid not null references person,
        from_at timestamptz not null, until_at timestamptz not null, reason text not null, revoked_at timestamptz)`.execute(db);
      await sql`create index on delegation (to_person, until_at)`.execute(db);
    },
  },
};

const personColumns = [
  'id',
  'account',
  'name',
  'office',
  'department',
  'skills',
  'role',
  'phone',
  'email',
  'vendor',
  'locale',
  'active',
] as const;

/** Everyone, by account; `active` only when asked. */
export const allPeople = (db: Db | Trx): Promise<Person[]> => db.selectFrom('person').select(personColumns).orderBy('account').execute();

export const personById = (db: Db | Trx, id: string): Promise<Person | undefined> =>
  db.selectFrom('person').select(personColumns).where('id', '=', id).executeTakeFirst();

/** @returns false when the account is taken */
export async function insertPerson(trx: Trx, person: Person, passwordHash: string | null, at: Temporal.Instant): Promise<boolean> {
  const done = await trx
    .insertInto('person')
    .values({ ...person, password_hash: passwordHash, created_at: at.toString() })
    .onConflict((conflict) => conflict.column('account').doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export async function updatePerson(trx: Trx, id: string, change: Partial<Omit<Person, 'id'>> & { password_hash?: string }): Promise<void> {
  if (Object.keys(change).length > 0) await trx.updateTable('person').set(change).where('id', '=', id).execute();
}

/** Counts the other administrators, holding them: of two at once, the second waits and then sees one fewer. */
export async function otherAdministrators(trx: Trx, id: string): Promise<number> {
  const rows = await trx
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.filter((row) => row.id !== id).length;
}

export const institutionRow = (db: Db | Trx) => db.selectFrom('institution').selectAll().executeTakeFirstOrThrow();

/** Seats of the groups, in calling order within each kind. */
async function seatRules(db: Db | Trx): Promise<Map<string, SeatRule[]>> {
  const rows = await db
    .selectFrom('group_seat')
    .selectAll()
    .orderBy(sql`array_position(array['leader', 'deputy', 'member'], seat)`)
    .orderBy('position')
    .execute();
  const seats = new Map<string, SeatRule[]>();
  for (const { group_id, seat, person, office } of rows) {
    const list = seats.get(group_id) ?? [];
    list.push({ seat, person, office });
    seats.set(group_id, list);
  }
  return seats;
}

export async function allGroups(db: Db | Trx): Promise<Group[]> {
  const seats = await seatRules(db);
  const groups = await db.selectFrom('emergency_group').selectAll().orderBy('place').orderBy('id').execute();
  return groups.map((group) => ({ id: group.id, name: { zh: group.name_zh, en: group.name_en }, seats: seats.get(group.id) ?? [] }));
}

export async function replaceSeats(trx: Trx, group: string, seats: SeatRule[]): Promise<void> {
  await trx.selectFrom('emergency_group').select('id').where('id', '=', group).forUpdate().execute();
  await trx.deleteFrom('group_seat').where('group_id', '=', group).execute();
  if (seats.length > 0)
    await trx
      .insertInto('group_seat')
      .values(seats.map((seat, position) => ({ ...seat, group_id: group, position })))
      .execute();
}

/** Seats of these groups with the active people who hold them now, by person or by office. */
export async function heldSeats(db: Db | Trx, groups: string[]): Promise<(HeldSeat & { group: string })[]> {
  if (groups.length === 0) return [];
  const rows = await db
    .selectFrom('group_seat')
    .innerJoin('person', (join) => join.on(sql<boolean>`person.id = group_seat.person or person.office = group_seat.office`))
    .where('person.active', '=', true)
    .where('group_seat.group_id', 'in', groups)
    .select(['group_seat.group_id', 'group_seat.seat', 'group_seat.position', 'person.id', 'person.name'])
    .orderBy('group_seat.position')
    .orderBy('person.account')
    .execute();
  return rows.map((row) => ({ group: row.group_id, seat: row.seat, position: row.position, person: { id: row.id, name: row.name } }));
}

/** Active people whose shift at one of these desks runs at `at`, the longest on duty first. */
export async function peopleOnDuty(db: Db | Trx, desks: string[], at: Temporal.Instant): Promise<{ desk: string; person: PersonRef }[]> {
  if (desks.length === 0) return [];
  const rows = await db
    .selectFrom('duty_shift')
    .innerJoin('person', 'person.id', 'duty_shift.person')
    .where('person.active', '=', true)
    .where('desk', 'in', desks)
    .where('from_at', '<=', at.toString())
    .where('to_at', '>', at.toString())
    .select(['desk', 'person.id', 'person.name'])
    .orderBy('from_at')
    .orderBy('person.account')
    .execute();
  return rows.map((row) => ({ desk: row.desk, person: { id: row.id, name: row.name } }));
}

/** Delegations in force: whose authority, and who holds it. */
export async function delegationsAt(db: Db | Trx, at: Temporal.Instant): Promise<{ from: PersonRef & { role: Role }; to: PersonRef }[]> {
  const rows = await db
    .selectFrom('delegation')
    .innerJoin('person as giver', 'giver.id', 'delegation.from_person')
    .innerJoin('person as holder', 'holder.id', 'delegation.to_person')
    .where('holder.active', '=', true)
    .where('giver.active', '=', true)
    .where('revoked_at', 'is', null)
    .where('from_at', '<=', at.toString())
    .where('until_at', '>', at.toString())
    .select(['giver.id as giver_id', 'giver.name as giver_name', 'giver.role as giver_role', 'holder.id', 'holder.name'])
    .orderBy('delegation.id', 'desc')
    .execute();
  return rows.map((row) => ({
    from: { id: row.giver_id, name: row.giver_name, role: row.giver_role },
    to: { id: row.id, name: row.name },
  }));
}

/** Shifts that touch [from, to), with whether the person is still active. */
export async function shiftsBetween(
  db: Db | Trx,
  desk: string | undefined,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<(Shift & { name: string; active: boolean })[]> {
  let query = db
    .selectFrom('duty_shift')
    .innerJoin('person', 'person.id', 'duty_shift.person')
    .where('to_at', '>', from.toString())
    .where('from_at', '<', to.toString())
    .select(['duty_shift.id', 'desk', 'person.id as person', 'person.name', 'person.active', 'from_at as from', 'to_at as to'])
    .orderBy('from_at')
    .orderBy('duty_shift.id');
  if (desk !== undefined) query = query.where('desk', '=', desk);
  return query.execute();
}

export async function insertShifts(trx: Trx, shifts: Shift[]): Promise<void> {
  for (let start = 0; start < shifts.length; start += 1000)
    await trx
      .insertInto('duty_shift')
      .values(shifts.slice(start, start + 1000).map(({ id, desk, person, from, to }) => ({ id, desk, person, from_at: from, to_at: to })))
      .execute();
}

/** Contacts for a district, its own first, then those who serve everywhere; all of them without a district. */
export async function contactsFor(db: Db | Trx, filter: { district?: string; kind?: ContactKind }): Promise<Contact[]> {
  let query = db.selectFrom('outside_contact').selectAll().where('active', '=', true);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.district !== undefined) query = query.where('district', 'in', [filter.district, '']);
  const rows = await query.orderBy(sql`district = ''`).orderBy('district').orderBy('kind').orderBy('id').execute();
  return rows.map(({ id, kind, district, name_zh, name_en, phone, note }) => ({
    id,
    kind,
    district,
    name: { zh: name_zh, en: name_en },
    phone,
    note,
  }));
}
