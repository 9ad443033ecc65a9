import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import type { Text } from '../api/session.ts';
import type { Level } from '../marks/index.ts';

export type CauseKind = 'machine' | 'site' | 'line' | 'host' | 'power' | 'release' | 'weather' | 'attack' | 'cash' | 'model' | 'other';
export interface Cause {
  kind: CauseKind;
  ref: string;
}
export type WarningState = 'open' | 'recovering' | 'closed' | 'withdrawn';
export interface Warning {
  id: string;
  number: string;
  state: WarningState;
  cause: Cause;
  alternatives: { cause: Cause; confidence: number; decidedBy: Text }[];
  confidence: number;
  atms: number;
  affectedNow: number;
  groupSize: number;
  customers: number;
  codes: string[];
  triage: 'general' | 'major';
  triagedBy: 'rules' | { person: string; reason: string };
  reasons: { rule: string; zh: string; en: string; against?: boolean }[];
  links: { relation: string; warning: string; number: string }[];
  openedAt: string;
  closedAt: string | null;
  workOrder: string | null;
  incident: string | null;
}
export interface Member {
  atm: string;
  site: string;
  state: 'affected' | 'recovered' | 'elsewhere' | 'well';
  since: string | null;
}
export interface Sibling {
  cause: Cause;
  size: number;
  ill: number;
  own: boolean;
}
export interface WarningDetail extends Warning {
  group: { members: Member[]; parent: { cause: Cause; size: number } | null; siblings: Sibling[] };
}
/** A plan that fits, best first. */
export interface Offer {
  plan: { id: string; version: number; title: Text };
  trigger: { id: string; name: Text; level: Level; eventClass: string };
  why: Text[];
}

export const warningsQuery = (state: string) =>
  queryOptions({
    queryKey: ['warnings', 'list', state],
    queryFn: () =>
      get<{ items: Warning[]; next: string | null }>('/api/v1/warnings', {
        limit: 300,
        state: state === 'all' ? [] : state === 'closed' ? ['closed', 'withdrawn'] : ['open', 'recovering'],
      }),
  });
export const warningQuery = (id: string) =>
  queryOptions({ queryKey: ['warnings', id], queryFn: () => get<WarningDetail>(`/api/v1/warnings/${id}`) });
export const offersQuery = (id: string) =>
  queryOptions({ queryKey: ['warnings', id, 'offers'], queryFn: () => get<{ items: Offer[] }>(`/api/v1/warnings/${id}/offers`) });
export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['warnings', id, 'atms'],
    queryFn: () =>
      get<{ items: { atm: string; affected: boolean; since: string | null; until: string | null; codes: string[] }[] }>(
        `/api/v1/warnings/${id}/atms`,
      ),
  });
