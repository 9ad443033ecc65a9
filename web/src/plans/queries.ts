import { queryOptions } from '@tanstack/react-query';
import type { Text } from '../../../src/plans/model.ts';
import { everyPage } from '../incidents/queries.ts';

/** A plan in the list: its version in force and the newest draft. */
export interface PlanView {
  id: string;
  title: Text;
  /** Version in force, null while none is. */
  inForce: number | null;
  inForceSince: string | null;
  draft: number | null;
  reviewDue?: string | null;
  versions: { version: number; state: 'draft' | 'approved' | 'in-force' | 'repealed'; at?: string }[];
}
export const plansQuery = queryOptions({ queryKey: ['plans', 'list'], queryFn: () => everyPage<PlanView>('/api/v1/plans') });
