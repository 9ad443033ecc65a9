import { queryOptions } from '@tanstack/react-query';
import type { Plan, Text } from '../../../src/plans/model.ts';
import { get } from '../api/http.ts';
import { everyPage } from '../incidents/queries.ts';

export type PlanState = 'draft' | 'approved' | 'in-force' | 'repealed';
/** A plan in the list: the version in force, or the newest, and a draft beside it. */
export interface PlanView {
  id: string;
  title: Text;
  version: number;
  state: PlanState;
  draft: { version: number; state: PlanState } | null;
  inForceAt: string | null;
  reviewDue: string | null;
  reviewOverdue: boolean;
  eventClasses: string[];
  phases: number;
  tasks: number;
  groups: number;
}
interface Who {
  id: string;
  name: string;
}
export interface VersionLine {
  id: string;
  version: number;
  state: PlanState;
  title: Text;
  drafters: Who[];
  draftedAt: string;
  approvedBy: Who | null;
  approvedAt: string | null;
  inForceAt: string | null;
  repealedAt: string | null;
  openedFrom: string | null;
}
/** A fault or a finding of a plan file, with its place. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  code: string;
  severity?: 'must' | 'should';
  at: string;
  what: Text;
  mend: Text;
}
/** What somebody said about a version, or about one of its clauses. */
export interface PlanComment {
  by: Who;
  at: string;
  text: string;
  clause: string | null;
}
export interface WholePlan extends VersionLine {
  comments: PlanComment[];
  plan: Plan;
  yaml: string;
  findings: Finding[];
}

/** A plan that comes with the product. */
export interface ShippedLine {
  id: string;
  version: number;
  title: Text;
}
export const shippedQuery = queryOptions({
  queryKey: ['plans', 'shipped'],
  queryFn: async () => (await get<{ items: ShippedLine[] }>('/api/v1/plans/shipped')).items,
});
export const plansQuery = queryOptions({ queryKey: ['plans', 'list'], queryFn: () => everyPage<PlanView>('/api/v1/plans') });
export const versionsOf = (id: string) =>
  queryOptions({ queryKey: ['plans', id, 'versions'], queryFn: () => everyPage<VersionLine>(`/api/v1/plans/${id}/versions`) });
/** One version whole; without a number the version in force, or the newest. */
export const wholeOf = (id: string, version: number | null) =>
  queryOptions({
    queryKey: ['plans', id, 'whole', version],
    queryFn: () => get<WholePlan>(version === null ? `/api/v1/plans/${id}` : `/api/v1/plans/${id}/versions/${version}`),
  });
