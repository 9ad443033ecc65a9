import { queryOptions } from '@tanstack/react-query';
import {
  type GetWarningAnswer,
  getWarning,
  type ListOffersAnswer,
  type ListWarningsAnswer,
  listOffers,
  listWarningAtms,
  listWarnings,
} from '../api/client.gen.ts';

export type Warning = ListWarningsAnswer['items'][number];
export type Cause = Warning['cause'];
export type WarningDetail = GetWarningAnswer;
export type Member = WarningDetail['group']['members'][number];
/** A plan that fits, best first, with what activating it would touch. */
export type Offer = ListOffersAnswer['items'][number];

const states = { open: ['open', 'recovering'], closed: ['closed', 'withdrawn'], all: [] } satisfies Record<string, Warning['state'][]>;
export type WarningView = keyof typeof states;
export const warningViews: WarningView[] = ['open', 'closed', 'all'];

export const warningsQuery = (view: WarningView) =>
  queryOptions({ queryKey: ['warnings', 'list', view], queryFn: () => listWarnings({ limit: 300, state: states[view] }) });
export const warningQuery = (id: string) => queryOptions({ queryKey: ['warnings', id], queryFn: () => getWarning({ id }) });
export const offersQuery = (id: string) => queryOptions({ queryKey: ['warnings', id, 'offers'], queryFn: () => listOffers({ id }) });
export const membersQuery = (id: string) => queryOptions({ queryKey: ['warnings', id, 'atms'], queryFn: () => listWarningAtms({ id }) });
