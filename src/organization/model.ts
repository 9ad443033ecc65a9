export const roles = [
  'admin',
  'commander',
  'deputy',
  'duty-officer',
  'group-leader',
  'responder',
  'press-officer',
  'quartermaster',
  'treasurer',
  'planner',
  'vendor',
  'auditor',
  'integration',
] as const;
/** What an account may do; one per account. */
export type Role = (typeof roles)[number];

export interface Seat {
  group: string;
  seat: 'leader' | 'deputy' | 'member';
}

/** Who commands. The system acts in its own name when a clock runs out or the outside answers. */
export interface Actor {
  kind: 'person' | 'system' | 'integration';
  id: string;
  name: string;
  role: Role | 'system';
  /** Groups the person belongs to, with the seat held. */
  seats: Seat[];
  /** Of an account of a vendor: whose machines and orders it sees. */
  vendor: string | null;
  /** Whose authority it holds just now, delegated on the record; `role` and `seats` then include that person's. */
  delegatedBy?: PersonRef;
}

/** A person as a record names them: enough to read it without the directory. */
export interface PersonRef {
  id: string;
  name: string;
}

export const systemActor: Actor = { kind: 'system', id: 'system', name: 'Fengsui', role: 'system', seats: [], vendor: null };

/** A name in both languages; Chinese first. */
export interface Named {
  zh: string;
  en: string;
}

export const roleNames: Record<Role, Named> = {
  admin: { zh: '系统管理员', en: 'administrator' },
  commander: { zh: '指挥长', en: 'commander' },
  deputy: { zh: '副指挥长', en: 'deputy commander' },
  'duty-officer': { zh: '值班员', en: 'duty officer' },
  'group-leader': { zh: '小组组长', en: 'group leader' },
  responder: { zh: '处置人员', en: 'responder' },
  'press-officer': { zh: '新闻发言人', en: 'press officer' },
  quartermaster: { zh: '物资管理员', en: 'quartermaster' },
  treasurer: { zh: '应急资金管理员', en: 'treasurer' },
  planner: { zh: '预案管理员', en: 'planner' },
  vendor: { zh: '外包服务商', en: 'vendor' },
  auditor: { zh: '审计员', en: 'auditor' },
  integration: { zh: '系统接口', en: 'integration' },
};

/** Everyone of the bank itself: neither a vendor's account nor another system's. */
export const insiders: Role[] = roles.filter((role) => role !== 'vendor' && role !== 'integration');

/** One account and who it is. `office` is the post held today (行长); a seat may be bound to the post instead of the person. */
export interface Person {
  id: string;
  account: string;
  name: string;
  office: string;
  department: string;
  /** Professions, for proposing members: `network`, `guard`. */
  skills: string[];
  role: Role;
  phone: string;
  email: string;
  vendor: string | null;
  locale: 'zh-CN' | 'en';
  active: boolean;
}

export type SeatKind = Seat['seat'];

/** A seat as the directory keeps it: bound to a person, or to an office and so to whoever holds it today. */
export interface SeatRule {
  seat: SeatKind;
  person: string | null;
  office: string | null;
}

export interface Group {
  id: string;
  name: Named;
  seats: SeatRule[];
}

/** A group in calling order: people on duty first, then leader, deputies, members. */
export interface Roster {
  group: string;
  seats: { person: PersonRef; seat: SeatKind }[];
}

export const contactKinds = ['police', 'fire', 'power', 'government', 'regulator', 'telecom', 'medical', 'media', 'other'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** Somebody outside the bank who is called in an emergency; `district` is empty where they serve everywhere. */
export interface Contact {
  id: string;
  kind: ContactKind;
  district: string;
  name: Named;
  phone: string;
  note: string;
}

const seatOrder: Record<SeatKind, number> = { leader: 0, deputy: 1, member: 2 };

/** A seat with the person who holds it now. `position` is the order within its kind. */
export interface HeldSeat {
  person: PersonRef;
  seat: SeatKind;
  position: number;
}

/**
 * Calling order of one group: whoever is on duty first, then leader, deputies and members as the directory orders them;
 * everyone once, in their highest seat. Somebody on duty without a seat is called as a member.
 * @param held seats resolved to people  @param onDuty people whose shift for this group runs now
 * @param delegates holder's id → who acts in their place just now; called before them, in the same seat
 */
export function callingOrder(held: HeldSeat[], onDuty: PersonRef[], delegates: Map<string, PersonRef> = new Map()): Roster['seats'] {
  const ranked = [...held]
    .sort((a, b) => seatOrder[a.seat] - seatOrder[b.seat] || a.position - b.position)
    .flatMap(({ person, seat }) => {
      const delegate = delegates.get(person.id);
      return delegate
        ? [
            { person: delegate, seat },
            { person, seat },
          ]
        : [{ person, seat }];
    });
  const seats = new Map<string, Roster['seats'][number]>();
  for (const seat of ranked) if (!seats.has(seat.person.id)) seats.set(seat.person.id, seat);
  const duty = onDuty.map((person) => seats.get(person.id) ?? { person, seat: 'member' as const });
  const order = new Map<string, Roster['seats'][number]>();
  for (const seat of [...duty, ...seats.values()]) if (!order.has(seat.person.id)) order.set(seat.person.id, seat);
  return [...order.values()];
}
