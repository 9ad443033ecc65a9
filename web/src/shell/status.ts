import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session.ts';
import { incidentsQuery, overviewQuery } from '../duty/queries.ts';
import type { Level } from '../marks/index.ts';
import { isOpen, workOrdersQuery } from '../work-orders/queries.ts';

const order: Record<Level, number> = { I: 1, II: 2, III: 3, IV: 4 };
/** The worst emergency that runs: live before drill, then by level, then the oldest. */
export function worst<T extends { mode: string; level: Level; openedAt: string }>(running: T[]): T | undefined {
  return [...running].sort(
    (a, b) =>
      Number(a.mode === 'drill') - Number(b.mode === 'drill') || order[a.level] - order[b.level] || a.openedAt.localeCompare(b.openedAt),
  )[0];
}

/** Is this an account of the bank? A vendor's account has no view of the whole. */
export const useInside = (): boolean => {
  const role = useQuery(meQuery).data?.actor.role;
  return role !== undefined && role !== 'vendor';
};

/** Numbers beside the rooms of the rail: what is open there. */
export function useCounts(): Record<string, number> {
  const inside = useInside();
  const counts = useQuery({ ...overviewQuery, enabled: inside }).data?.counts;
  const incidents = useQuery({ ...incidentsQuery, enabled: inside }).data?.items.length ?? 0;
  const own = useQuery({ ...workOrdersQuery('open'), enabled: !inside }).data?.items.filter(isOpen).length ?? 0;
  return { warnings: counts?.warnings ?? 0, incidents, workOrders: counts?.workOrders ?? own };
}
