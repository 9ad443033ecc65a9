import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type GetAtmAnswer,
  getAtm,
  getFleetSummary,
  type ListAtmsAnswer,
  type ListAtmsParams,
  listAtms,
  listVendors,
} from '../api/client.gen.ts';
import type { Mark } from '../marks/index.ts';

export type Atm = ListAtmsAnswer['items'][number];
export type Machine = GetAtmAnswer;
export type Fault = Machine['faults'][number];
export type Condition = Atm['condition'];
export const conditions = ['in-service', 'limited', 'out-of-service', 'unknown'] as const satisfies Condition[];
/** Every condition has its mark; nothing here has a colour, that belongs to emergencies. */
export const conditionMark = { 'in-service': 'ok', limited: 'note', 'out-of-service': 'fault', unknown: 'unknown' } satisfies Record<
  Condition,
  Mark
>;
export const moduleMark = { ok: 'ok', attention: 'note', fault: 'fault', unknown: 'unknown' } satisfies Record<
  Machine['modules'][number]['state'],
  Mark
>;

/** Filters that the list knows, as its address carries them. */
export const filters = ['q', 'condition', 'district', 'line', 'host', 'power', 'vendor', 'site'] as const;
export type Filter = Pick<ListAtmsParams, (typeof filters)[number]>;

export const atmsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['fleet', 'list', filter],
    queryFn: ({ pageParam }) => listAtms({ ...filter, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
export const fleetSummaryQuery = queryOptions({ queryKey: ['fleet', 'summary'], queryFn: getFleetSummary, refetchInterval: 10_000 });
export const machineQuery = (id: string) =>
  queryOptions({ queryKey: ['fleet', 'machine', id], queryFn: () => getAtm({ id }), refetchInterval: 5_000 });
export const vendorsQuery = queryOptions({ queryKey: ['fleet', 'vendors'], queryFn: listVendors });
