import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Plan, Text } from '../../../src/plans/model.ts';
import type { IncidentCommand, IncidentState } from '../../../src/response/model.ts';
import { get, post } from '../api/http.ts';
import type { Entry } from './room.ts';

/** A command as it goes over the wire. */
export type Command = IncidentCommand;
interface Page<T> {
  items: T[];
  next: string | null;
}

/** An incident in a list and at the head of its room. */
export interface IncidentView {
  id: string;
  number: string;
  mode: 'live' | 'drill' | 'rehearsal';
  state: IncidentState;
  level: 'I' | 'II' | 'III' | 'IV';
  title: Text;
  plan: { id: string; version: number; title?: Text };
  phase: string | null | { id: string; name: Text };
  warnings: string[];
  openedAt: string;
  endedAt: string | null;
  tasks: { open: number; overdue: number; done: number; waived: number };
  /** What the end still lacks, by the server's judgement. */
  missing?: { code: string; count: number; zh: string; en: string }[];
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

export const incidentsOf = (state: string, mode: string) =>
  queryOptions({
    queryKey: ['incidents', 'list', state, mode],
    queryFn: () => get<Page<IncidentView>>('/api/v1/incidents', { limit: 100, state: state || undefined, mode: mode || undefined }),
  });
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
    mutationFn: ({ command, key }: { command: Command; key?: string }) => post(`/api/v1/incidents/${incident}/commands`, command, key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['incidents', incident] }),
  });
}

/** The directory, for whom a task may be given to. */
export const peopleQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: () => all<{ id: string; name: string }>('/api/v1/people'),
  staleTime: 60_000,
});
