import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import type { Text } from '../api/session.ts';
import type { Level } from '../marks/index.ts';

/** What the shell needs of an incident: the list's fields. */
interface Running {
  id: string;
  number: string;
  title: Text;
  level: Level;
  mode: 'live' | 'drill' | 'rehearsal';
  state: string;
  openedAt: string;
}

export const runningQuery = queryOptions({
  queryKey: ['incidents', 'running'],
  queryFn: () => get<{ items: Running[] }>('/api/v1/incidents', { limit: 200 }),
  select: ({ items }) => items.filter((incident) => incident.state === 'active' || incident.state === 'recovering'),
});
export const openWarningsQuery = queryOptions({
  queryKey: ['warnings', 'count'],
  queryFn: () =>
    get<{ items: { state: string; workOrder: string | null; incident: string | null }[] }>('/api/v1/warnings', {
      state: 'open',
      limit: 500,
    }),
});
export const openOrdersQuery = queryOptions({
  queryKey: ['work-orders', 'count'],
  queryFn: () => get<{ items: { state: string }[] }>('/api/v1/work-orders', { limit: 500 }),
});
export const mineCountQuery = queryOptions({ queryKey: ['mine'], queryFn: () => get<{ items: unknown[] }>('/api/v1/mine') });

const order: Record<Level, number> = { I: 1, II: 2, III: 3, IV: 4 };
/** The worst emergency that runs: live before drill, then by level, then the oldest. */
export function worst<T extends { mode: string; level: Level; openedAt: string }>(running: T[]): T | undefined {
  return [...running].sort(
    (a, b) =>
      Number(a.mode === 'drill') - Number(b.mode === 'drill') || order[a.level] - order[b.level] || a.openedAt.localeCompare(b.openedAt),
  )[0];
}

/** Numbers beside the rooms of the rail: what is open there. */
export function useCounts(): Record<string, number> {
  const warnings = useQuery(openWarningsQuery).data?.items.filter((each) => !each.workOrder && !each.incident).length ?? 0;
  const incidents = useQuery(runningQuery).data?.length ?? 0;
  const workOrders =
    useQuery(openOrdersQuery).data?.items.filter((each) => each.state !== 'closed' && each.state !== 'cancelled').length ?? 0;
  return { warnings, incidents, workOrders };
}
