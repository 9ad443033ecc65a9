import { queryOptions } from '@tanstack/react-query';
import { setTimeZone } from '../marks/time.ts';
import { setServerClock } from './clock.ts';
import { get } from './http.ts';

export type Role =
  | 'admin'
  | 'commander'
  | 'deputy'
  | 'duty-officer'
  | 'group-leader'
  | 'responder'
  | 'press-officer'
  | 'quartermaster'
  | 'treasurer'
  | 'planner'
  | 'vendor'
  | 'auditor'
  | 'integration';
export interface Text {
  zh: string;
  en: string;
}
export interface Me {
  actor: { id: string; name: string; role: Role; seats: { group: string; seat: 'leader' | 'deputy' | 'member' }[]; vendor: string | null };
  institution: Text;
  timezone: string;
  now: string;
  rate: number;
  demo: boolean;
  duty: { name: string; until: string | null } | null;
}

/** Who is signed in, and the server's clock. Loaded before any page; a page may rely on it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await get<Me>('/api/v1/me');
    setTimeZone(me.timezone);
    setServerClock(me.now, me.rate);
    return me;
  },
  staleTime: 60_000,
  // The demonstration's clock may change its pace; a minute of drift is the most that shows.
  refetchInterval: 60_000,
});
