import type { Impact, Module } from '#intake';

/** One automated teller machine, as the fleet file gives it; `''` where nothing is known. */
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
}

export const textColumns = [
  'site',
  'branch',
  'district',
  'city',
  'province',
  'make',
  'model',
  'release',
  'vendor',
  'line',
  'host',
  'power',
] as const;

/** Where machines stand; several may share one site. */
export interface Site {
  site: string;
  branch: string;
  district: string;
  city: string;
  province: string;
  lat: number | null;
  lon: number | null;
  /** People who draw their cash here, as the fleet file says; null where it says nothing. */
  customers: number | null;
}

/** Something wrong with one machine, from the signal that opened it to the one that closed it. */
export interface Fault {
  id: string;
  atm: string;
  code: string;
  openedAt: string;
  closedAt: string | null;
  warning: string | null;
  detail: Record<string, unknown>;
}

/** Times that a vendor promises for a class of faults, each from the sending of the order; ISO 8601. */
export interface Contract {
  vendor: string;
  faultClass: string;
  acknowledge: string;
  depart: string;
  arrive: string;
  repair: string;
}

/** Can the public use it? Derived from open faults; `unknown` until the machine was first heard of. */
export type Condition = 'in-service' | 'limited' | 'out-of-service' | 'unknown';
export const conditions = ['in-service', 'limited', 'out-of-service', 'unknown'] as const;

/** What the public can get here now. */
export const services = ['withdraw', 'deposit', 'any', 'all'] as const;
export type Service = (typeof services)[number];

/** State of one part of a machine. */
export interface ModuleState {
  module: Module;
  state: 'ok' | 'attention' | 'fault' | 'unknown';
  codes: string[];
}

/** The condition that open faults of these impacts make. */
export function conditionOf(heard: boolean, impacts: Iterable<Impact>): Condition {
  if (!heard) return 'unknown';
  let condition: Condition = 'in-service';
  for (const impact of impacts) {
    if (impact === 'blocks') return 'out-of-service';
    if (impact === 'limits') condition = 'limited';
  }
  return condition;
}

/** `GRG H68N 5.2.1`: the name of a software release, as a cause names it. */
export const releaseOf = (atm: Pick<Atm, 'make' | 'model' | 'release'>): string =>
  atm.release === '' ? '' : [atm.make, atm.model, atm.release].filter((part) => part !== '').join(' ');

/** `GRG H68N`: the name of a model, as a cause names it. */
export const modelOf = (atm: Pick<Atm, 'make' | 'model'>): string =>
  atm.model === '' ? '' : [atm.make, atm.model].filter((part) => part !== '').join(' ');

/** The district of a machine or site; the city where the fleet file has no districts. */
export const districtOf = (place: Pick<Site, 'district' | 'city'>): string => place.district || place.city;

/** People per machine where nothing better is known: 5.7 machines per 10,000 people in China (PBOC, 2024). */
export const peoplePerMachine = 1750;
