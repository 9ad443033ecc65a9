import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/http.ts';

export interface FieldReport {
  id: string;
  kind: string;
  atm: string | null;
  site: string | null;
  receivedAt: string;
  read: { at: string; by: string } | null;
  note: string;
  photo: boolean;
  reporter: string | null;
  lat: number | null;
  lon: number | null;
}

/** Reports of people at the machines, newest first. */
export const fieldReportsQuery = queryOptions({
  queryKey: ['field-reports'],
  queryFn: () => get<{ items: FieldReport[] }>('/api/v1/reports-from-field', { limit: 200 }).then((page) => page.items),
  refetchInterval: 30_000,
});
export const mayReadReports = new Set(['admin', 'commander', 'deputy', 'duty-officer', 'group-leader']);
