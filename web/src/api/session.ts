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
  /** At the duty desk now. */
  desk: { id: string; name: string }[];
  /** Who in the command is called first now. */
  command: { id: string; name: string } | null;
}
interface MeAnswer {
  actor: Me['actor'];
  institution: { name: Text; timeZone: string };
  serverTime: string;
  rate: number;
  duty: { desk: Me['desk']; command: Me['command'] };
}

/** Who is signed in, and the server's clock. Loaded before any page; a page may rely on it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me> => {
    const { actor, institution, serverTime, rate, duty } = await get<MeAnswer>('/api/v1/me');
    setTimeZone(institution.timeZone);
    setServerClock(serverTime, rate);
    return { actor, institution: institution.name, timezone: institution.timeZone, desk: duty.desk, command: duty.command };
  },
  staleTime: 60_000,
  // The demonstration's clock may change its pace; a minute of drift is the most that shows.
  refetchInterval: 60_000,
});
