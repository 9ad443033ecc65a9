import type { Text } from '../../../src/plans/model.ts';
import type { SetSeatsBody } from '../api/client.gen.ts';
import { get } from '../api/http.ts';
import type { Role } from '../api/session.ts';
import { everyPage } from '../incidents/queries.ts';

export type SeatRule = SetSeatsBody['seats'][number];
export interface Person {
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
  active: boolean;
}
export interface Group {
  id: string;
  name: Text;
  seats: SeatRule[];
  calling: { person: { id: string; name: string }; seat: SeatRule['seat'] }[];
}
interface Shift {
  id: string;
  desk: string;
  person: string;
  name: string;
  from: string;
  to: string;
}
interface Gap {
  desk: string;
  from: string;
  to: string;
  text: Text;
}
interface Contact {
  id: string;
  kind: string;
  district: string;
  name: Text;
  phone: string;
  note: string;
}

export const peopleAll = { queryKey: ['people', 'all'], queryFn: () => everyPage<Person>('/api/v1/people') };
export const groupsAll = {
  queryKey: ['people', 'groups'],
  queryFn: () => get<{ items: Group[] }>('/api/v1/groups').then((page) => page.items),
};
export const rota = { queryKey: ['people', 'rota'], queryFn: () => get<{ items: Shift[]; gaps: Gap[] }>('/api/v1/rotas') };
export const contactsAll = {
  queryKey: ['people', 'contacts'],
  queryFn: () => get<{ items: Contact[] }>('/api/v1/contacts').then((page) => page.items),
};

/** Who keeps what; the server refuses everybody else. */
const rotaKeepers = ['admin', 'duty-officer', 'commander', 'deputy'];
export const keepers: Record<'rota' | 'groups' | 'people' | 'contacts', string[]> = {
  rota: rotaKeepers,
  groups: ['admin', 'commander', 'deputy'],
  people: ['admin'],
  contacts: rotaKeepers,
};
