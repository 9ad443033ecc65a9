export const roles = [
  'admin', 'commander', 'deputy', 'duty-officer', 'group-leader', 'responder', 'press-officer',
  'quartermaster', 'treasurer', 'planner', 'vendor', 'auditor', 'integration',
] as const;
/** What an account may do; one per account. */
export type Role = (typeof roles)[number];

export interface Seat { group: string; seat: 'leader' | 'deputy' | 'member' }

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
}

/** A person as a record names them: enough to read it without the directory. */
export interface PersonRef { id: string; name: string }
