import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import type { Text } from '../api/session.ts';
import type { Mark } from '../marks/index.ts';

export const conditions = ['in-service', 'limited', 'out-of-service', 'unknown'] as const;
export type Condition = (typeof conditions)[number];
/** Every condition has its mark; nothing here has a colour, that belongs to emergencies. */
export const conditionMark = { 'in-service': 'ok', limited: 'note', 'out-of-service': 'fault', unknown: 'unknown' } satisfies Record<
  Condition,
  Mark
>;

export interface Atm {
  atm: string;
  site: string;
  branch: string;
  district: string;
  city: string;
  province: string;
  lat: number | null;
  lon: number | null;
  make: string;
  model: string;
  release: string;
  vendor: string;
  line: string;
  host: string;
  power: string;
  condition: Condition;
  payOut: boolean;
  codes: string[];
}
export interface Fault {
  id: string;
  atm: string;
  code: string;
  openedAt: string;
  closedAt: string | null;
  warning: string | null;
  detail: Record<string, unknown>;
}
export interface KeptSignal {
  id: string;
  source: string;
  code: string | null;
  state: 'raised' | 'cleared' | null;
  at: string;
  receivedAt: string;
  detail: Record<string, unknown>;
  raw: string | null;
  unknown: string[];
}
export type ModuleState = 'ok' | 'attention' | 'fault' | 'unknown';
export const moduleMark = { ok: 'ok', attention: 'note', fault: 'fault', unknown: 'unknown' } satisfies Record<ModuleState, Mark>;
export interface Machine extends Atm {
  heardAt: string | null;
  modules: { module: string; state: ModuleState; codes: string[] }[];
  services: { any: boolean; all: boolean; withdraw: boolean; deposit: boolean; cashOut: boolean };
  below: { kind: 'site' | 'line' | 'host' | 'power' | 'release'; ref: string; total: number; out: number }[];
  faults: Fault[];
  signals: KeptSignal[];
  near: { atm: string; site: string; metres: number }[];
}
export interface Summary {
  total: number;
  payOut: number;
  byCondition: Record<Condition, number>;
  byDistrict: { district: string; total: number; payOut: number; out: number }[];
  faults: number;
  asOf: string;
}
export interface Contract {
  vendor: string;
  faultClass: string;
  acknowledge: string;
  depart: string;
  arrive: string;
  repair: string;
}
export interface Vendor {
  vendor: string;
  total: number;
  out: number;
  contracts: Contract[];
}
export interface DeviceCommand {
  command: 'close' | 'isolate' | 'go-in-service' | 'reset';
  allowed: boolean;
  why: Text | null;
}

/** Filters that the list knows, as its address carries them. */
export const filters = ['q', 'condition', 'district', 'line', 'host', 'power', 'vendor', 'site'] as const;
export type Filter = Partial<Record<(typeof filters)[number], string>>;

export const atmsQuery = (filter: Filter) => ({
  queryKey: ['fleet', 'list', filter],
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    get<{ items: Atm[]; next: string | null }>('/api/v1/atms', { ...filter, limit: 100, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next: string | null }) => page.next,
});
export const fleetSummaryQuery = queryOptions({
  queryKey: ['fleet', 'summary'],
  queryFn: () => get<Summary>('/api/v1/fleet/summary'),
  refetchInterval: 10_000,
});
export const machineQuery = (atm: string) =>
  queryOptions({
    queryKey: ['fleet', 'machine', atm],
    queryFn: () => get<Machine>(`/api/v1/atms/${encodeURIComponent(atm)}`),
    refetchInterval: 5_000,
  });
export const vendorsQuery = queryOptions({ queryKey: ['fleet', 'vendors'], queryFn: () => get<{ items: Vendor[] }>('/api/v1/vendors') });
