import { queryOptions } from '@tanstack/react-query';
import { setTimeZone } from '../marks/time.ts';
import { type GetMeAnswer, getMe } from './client.gen.ts';
import { setServerClock } from './clock.ts';

export type Actor = GetMeAnswer['actor'];
export type Role = Actor['role'];
export interface Text {
  zh: string;
  en: string;
}
export interface Me {
  actor: Actor;
  institution: Text;
  timezone: string;
  /** At the duty desk now. */
  desk: { id: string; name: string }[];
  /** Who in the command is called first now. */
  command: { id: string; name: string } | null;
}
/** Who is signed in, and the server's clock. Loaded before any page; a page may rely on it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me> => {
    const { actor, institution, serverTime, rate, duty } = await getMe();
    setTimeZone(institution.timeZone);
    setServerClock(serverTime, rate);
    return { actor, institution: institution.name, timezone: institution.timeZone, desk: duty.desk, command: duty.command };
  },
  staleTime: 60_000,
  // The demonstration's clock may change its pace; a minute of drift is the most that shows.
  refetchInterval: 60_000,
});
