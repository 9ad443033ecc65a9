import { queryOptions } from '@tanstack/react-query';
import {
  getSetup,
  type ListIncidentsAnswer,
  type ListMineAnswer,
  listDemoRuns,
  listIncidents,
  listMine,
  listNotices,
  listShifts,
  listSituations,
  type OverviewAnswer,
  overview,
} from '../api/client.gen.ts';
import { Refused } from '../api/http.ts';

/** Something that waits for a person; `confirmed: false` while a warning's level is only suggested. */
export type Call = ListMineAnswer['items'][number] & { confirmed?: boolean };
export type Overview = OverviewAnswer;
/** An emergency on the map. */
export type Place = Overview['places'][number];
/** A machine with a fault that is nobody's emergency. */
export type Spot = Overview['general'][number];
export type IncidentRow = ListIncidentsAnswer['items'][number];

export const mineQuery = queryOptions({ queryKey: ['mine'], queryFn: listMine });
export const overviewQuery = queryOptions({ queryKey: ['overview'], queryFn: overview, refetchInterval: 10_000 });
export const incidentsQuery = queryOptions({
  queryKey: ['incidents', 'desk'],
  queryFn: () => listIncidents({ limit: 100, state: 'running' }),
});
export const shiftsQuery = queryOptions({ queryKey: ['people', 'shifts'], queryFn: () => listShifts() });
export const setupQuery = queryOptions({ queryKey: ['people', 'setup'], queryFn: getSetup });
export const ringingQuery = queryOptions({
  queryKey: ['notices', 'ringing'],
  queryFn: () => listNotices({ mine: 'ringing', limit: 20 }),
  refetchInterval: 5_000,
});

/** Nothing instead of a refusal: a real installation has no demonstration. */
async function ifDemo<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refused && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}
export const situationsQuery = queryOptions({
  queryKey: ['demo', 'situations'],
  queryFn: () => ifDemo(listSituations),
  staleTime: Number.POSITIVE_INFINITY,
});
export const runsQuery = queryOptions({ queryKey: ['demo', 'runs'], queryFn: () => ifDemo(listDemoRuns), refetchInterval: 4_000 });
