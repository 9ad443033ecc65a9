import { queryOptions } from '@tanstack/react-query';
import type { Text } from '../../../src/plans/model.ts';
import type { ReportContent } from '../../../src/review/model.ts';
import { get } from '../api/http.ts';
import { everyPage } from '../incidents/queries.ts';

export type { EditableSection, ReportContent, SectionId } from '../../../src/review/model.ts';

interface Who {
  id: string;
  name: string;
}
export interface ReportLine {
  id: string;
  number: string;
  incident: string;
  incidentNumber: string;
  state: 'draft' | 'approved';
  mode: 'live' | 'drill';
  draftedAt: string;
  due: string | null;
  authors: string[];
  approvedBy: Who | null;
  approvedAt: string | null;
  document: { year: number; number: number } | null;
  sha256: string | null;
}
export interface WholeReport extends ReportLine {
  content: ReportContent;
}
export interface Improvement {
  id: string;
  number: string;
  report: string;
  incident: string;
  text: Text;
  clause: string | null;
  plan: string;
  owner: Who | null;
  due: string | null;
  state: 'open' | 'done';
  proof: string | null;
  doneBy: Who | null;
  doneAt: string | null;
  planDraft: { plan: string; version: number } | null;
  openedAt: string;
}

export const reportsQuery = queryOptions({ queryKey: ['reports', 'list'], queryFn: () => everyPage<ReportLine>('/api/v1/reports') });
export const reportOf = (id: string) =>
  queryOptions({ queryKey: ['reports', id], queryFn: () => get<WholeReport>(`/api/v1/reports/${id}`) });
export const improvementsQuery = queryOptions({
  queryKey: ['improvements', 'list'],
  queryFn: () => everyPage<Improvement>('/api/v1/improvements'),
});
