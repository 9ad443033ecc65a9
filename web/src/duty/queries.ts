import { queryOptions } from '@tanstack/react-query';
import { get, Refused } from '../api/http.ts';
import type { Text } from '../api/session.ts';
import type { Level } from '../marks/index.ts';

/** Something that waits for a person. */
export interface Call {
  kind: 'notice' | 'task' | 'warning' | 'bulletin' | 'report' | 'approval' | 'appointment' | 'work-order' | string;
  id: string;
  subject: { kind: string; id: string; number?: string | null };
  title: Text;
  detail?: Text[];
  level?: Level | null;
  confirmed?: boolean;
  due: string | null;
  /** What happens when nobody acts in time. */
  otherwise?: Text | null;
  mode?: 'live' | 'drill' | 'rehearsal';
}

/** An emergency on the map. */
export interface Place {
  kind: 'incident' | 'warning';
  id: string;
  number: string;
  title: Text;
  level: Level | null;
  confirmed: boolean;
  district: string;
  lat: number | null;
  lon: number | null;
  atms: number;
  customers: number;
}
export interface Summary {
  total: number;
  payOut: number;
  byCondition: { 'in-service': number; limited: number; 'out-of-service': number; unknown: number };
  asOf: string;
}
/** A machine with a fault that is nobody's emergency. */
export interface Spot {
  atm: string;
  district: string;
  lat: number | null;
  lon: number | null;
}

export const mineQuery = queryOptions({ queryKey: ['mine'], queryFn: () => get<{ items: Call[] }>('/api/v1/mine') });
export const summaryQuery = queryOptions({
  queryKey: ['fleet', 'summary'],
  queryFn: () => get<Summary>('/api/v1/fleet/summary'),
  refetchInterval: 10_000,
});

export interface Situation {
  name: string;
  title: Text;
  detail?: Text;
  running?: boolean;
  subject?: { kind: string; id: string } | null;
}
/** The situations of a demonstration; null in a real installation, which has none. */
export const situationsQuery = queryOptions({
  queryKey: ['demo', 'situations'],
  queryFn: async () => {
    try {
      return await get<{ items: Situation[] }>('/api/v1/demo/situations');
    } catch (error) {
      if (error instanceof Refused && (error.status === 404 || error.status === 403)) return null;
      throw error;
    }
  },
  staleTime: 30_000,
});
