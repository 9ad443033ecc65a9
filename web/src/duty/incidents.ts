import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import type { Text } from '../api/session.ts';
import type { Level } from '../marks/index.ts';

export interface IncidentRow {
  id: string;
  number: string;
  mode: 'live' | 'drill' | 'rehearsal';
  state: string;
  level: Level;
  title: Text;
  phaseName: Text | null;
  warnings: string[];
  openedAt: string;
  tasks: { open: number; overdue: number; done: number; waived: number };
  machines: { total: number; down: number };
}
export const incidentsQuery = queryOptions({
  queryKey: ['incidents', 'desk'],
  queryFn: () => get<{ items: IncidentRow[] }>('/api/v1/incidents', { limit: 100, state: 'running' }),
});
