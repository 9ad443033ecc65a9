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

/** Can the public use it? Derived from open faults. */
export type Condition = 'in-service' | 'limited' | 'out-of-service' | 'unknown';
