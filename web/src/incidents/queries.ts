import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Plan } from '../../../src/plans/model.ts';
import type { IncidentCommand } from '../../../src/response/model.ts';
import type { IncidentHead, IncidentView } from '../../../src/response/schemas.ts';
import { get, post } from '../api/http.ts';
import { withPicturesSent } from './picture.ts';
import type { Entry } from './room.ts';

/** A command as it goes over the wire. */
export type Command = IncidentCommand;
interface Page<T> {
  items: T[];
  next: string | null;
}

const all = async <T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T[]> => {
  const items: T[] = [];
  // A bound, so that a server that repeats its cursor does not hold the page for ever.
  for (let cursor: string | undefined, pages = 0; pages < 200; pages++) {
    const page = await get<Page<T>>(path, { limit: 500, ...query, cursor });
    items.push(...page.items);
    if (!page.next) break;
    cursor = page.next;
  }
  return items;
};
/** Every item of a list, page after page. */
export const everyPage = all;

/** Incidents, newest first. */
export const incidentsQuery = queryOptions({ queryKey: ['incidents', 'list'], queryFn: () => all<IncidentHead>('/api/v1/incidents') });
/** One incident as its command room shows it, with what the one who asks may do. */
export const incidentOf = (id: string) =>
  queryOptions({ queryKey: ['incidents', id], queryFn: () => get<IncidentView>(`/api/v1/incidents/${id}`) });
/** The entries of one incident, oldest first. */
export const entriesOf = (id: string) =>
  queryOptions({ queryKey: ['incidents', id, 'journal'], queryFn: () => all<Entry>(`/api/v1/incidents/${id}/journal`) });
/** One version of a plan: it never changes, so it is asked once. */
export const planOf = (id: string, version: number) =>
  queryOptions({
    queryKey: ['plans', id, 'versions', version],
    queryFn: () => get<{ plan: Plan }>(`/api/v1/plans/${id}/versions/${version}`),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Commands one incident; the entries that it caused are on the screen when it settles. */
export function useCommand(incident: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ command, key }: { command: Command; key?: string }) =>
      post(`/api/v1/incidents/${incident}/commands`, await withPicturesSent(command), key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['incidents', incident] }),
  });
}

/** The directory, for whom a task may be given to. */
export const peopleQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: () => all<{ id: string; name: string }>('/api/v1/people'),
  staleTime: 60_000,
});
