import { createHash } from 'node:crypto';
import { type Applied, type Area, codeOf, isoOf, type KeptSignal } from '#intake';
import { append, type EntryActor } from '#journal';
import { type Actor, systemActor } from '#organization';
import { type Clock, type Db, type Jobs, type Refusal, refuse, type Trx, transact } from '#platform';
import { type AnySignal, applySignals, endHold, type OnFaults } from './faults.ts';
import { inArea, metresBetween } from './geography.ts';
import { type RefusedRow, readContracts, readFleet } from './import.ts';
import { type Machine, Machines, type Place } from './machines.ts';
import { type Atm, type Condition, type Contract, conditions, districtOf, type Fault, releaseOf, type Service } from './model.ts';
import * as store from './store.ts';

export interface FleetDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  /** Faults that opened and closed; same transaction. One that did both at once is in both lists. */
  onFaults: OnFaults;
  /** What was heard of a machine last; filled from intake. */
  recentSignals?: (atm: string, limit: number) => Promise<KeptSignal[]>;
}

export interface ImportResult {
  atms: { added: number; changed: number; same: number };
  sites: number;
  vendors: string[];
  refused: RefusedRow[];
  encoding: string;
}

export interface Summary {
  total: number;
  /** Machines that pay out now. */
  payOut: number;
  byCondition: Record<Condition, number>;
  byDistrict: { district: string; total: number; payOut: number; out: number }[];
  /** Open faults. */
  faults: number;
  asOf: string;
}

export interface DistrictState {
  district: string;
  total: number;
  out: number;
  /** People who find no cash at their site nor within 3 km of it. */
  peopleWithout: number;
  lat: number | null;
  lon: number | null;
}

export interface Near {
  atm: Atm;
  metres: number;
  condition: Condition;
}

export interface AtmFilter {
  q?: string;
  site?: string;
  line?: string;
  host?: string;
  power?: string;
  district?: string;
  vendor?: string;
  condition?: Condition;
}

/** Times of a vendor without a contract for the class: what is usual in China for a city. */
const usualContract = { acknowledge: 'PT30M', depart: 'PT1H', arrive: 'PT2H', repair: 'PT8H' };
/** How far a customer will walk for cash. */
export const reachMetres = 3000;
/** A report from a place belongs to a machine this near. */
const reportMetres = 300;

export type Fleet = Awaited<ReturnType<typeof openFleet>>;

/** Opens the room: rebuilds the condition of every machine from the tables and keeps it by the signals. */
export async function openFleet({ db, clock, jobs, onFaults, recentSignals }: FleetDeps) {
  let machines = new Machines();
  const contracts = new Map<string, Contract>();

  /** Reads everything again from the tables; what was heard in this process stays known. */
  async function rebuild(): Promise<void> {
    const since = clock.now().subtract({ hours: 24 }).toString();
    const [sites, atms, faults] = await Promise.all([store.loadSites(db), store.loadAtms(db), store.loadFaults(db, since)]);
    const fresh = new Machines();
    fresh.put(
      atms.map(({ heard_at: _, ...atm }) => atm),
      sites,
    );
    for (const { atm, heard_at } of atms) {
      const machine = fresh.byId.get(atm)!;
      machine.heard = heard_at !== null;
      machine.heardMs = machines.byId.get(atm)?.heardMs ?? 0;
    }
    for (const { heldUntil, ...fault } of faults) {
      const machine = fresh.byId.get(fault.atm)!;
      const info = codeOf(fault.code);
      if (!info) continue;
      machine.hearOf(info.ordinal, Date.parse(fault.closedAt ?? fault.openedAt));
      if (fault.closedAt !== null) continue;
      if (heldUntil === null) machine.open.set(fault.code, fault);
      else machine.held.set(fault.code, { fault, openedBy: '' });
    }
    machines = fresh;
  }

  async function loadContracts(): Promise<void> {
    contracts.clear();
    for (const contract of await store.loadContracts(db)) contracts.set(`${contract.vendor}\n${contract.faultClass}`, contract);
  }

  await rebuild();
  await loadContracts();
  jobs.handle('fleet-hold', async ({ fault, atm }: { fault: string; atm: string }) => {
    let undo: (() => void) | undefined;
    try {
      await transact(db, async (trx) => {
        undo = await endHold(trx, machines, atm, fault, onFaults);
      });
    } catch (error) {
      undo?.();
      throw error;
    }
  });

  const apply = (trx: Trx, signals: readonly AnySignal[]): Promise<Applied> =>
    applySignals(trx, machines, jobs, signals, onFaults, rebuild);

  async function importCsv(bytes: Uint8Array, actor: EntryActor = systemActor): Promise<ImportResult | Refusal> {
    const file = readFleet(bytes);
    if ('refusal' in file) return file;
    if (file.atms.length === 0 && file.refused.length === 0) return refuse('csv-empty');
    const atms = { added: 0, changed: 0, same: 0 };
    for (const atm of file.atms) {
      const known = machines.byId.get(atm.atm)?.atm;
      if (!known) atms.added++;
      else if (Object.entries(atm).some(([name, value]) => known[name as keyof Atm] !== value)) atms.changed++;
      else atms.same++;
    }
    const vendors = [...new Set(file.atms.map((atm) => atm.vendor).filter((vendor) => vendor !== ''))].sort();
    const result: ImportResult = { atms, sites: file.sites.length, vendors, refused: file.refused, encoding: file.encoding };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await transact(db, async (trx) => {
      if (file.atms.length > 0) await store.upsertFleet(trx, file.atms, file.sites);
      const data = { sha256, ...result, refused: file.refused.length };
      await append(trx, { stream: 'fleet', entries: [{ type: 'fleet-imported', data }], actor, mode: 'live', at: clock.now() });
    });
    machines.put(file.atms, file.sites);
    return result;
  }

  async function importContracts(
    bytes: Uint8Array,
    actor: EntryActor = systemActor,
  ): Promise<{ contracts: number; refused: RefusedRow[] } | Refusal> {
    const file = readContracts(bytes);
    if ('refusal' in file) return file;
    await transact(db, async (trx) => {
      if (file.contracts.length > 0) await store.upsertContracts(trx, file.contracts);
      const data = { contracts: file.contracts, refused: file.refused.length };
      await append(trx, { stream: 'fleet', entries: [{ type: 'contract-imported', data }], actor, mode: 'live', at: clock.now() });
    });
    await loadContracts();
    return { contracts: file.contracts.length, refused: file.refused };
  }

  /**
   * The clocks that a vendor's contract starts for a class of faults, as ISO 8601 durations from the sending of the
   * order: the contract for the class, else the vendor's for `*`, else what is usual.
   */
  function contractFor(vendor: string, faultClass: string): Contract {
    return contracts.get(`${vendor}\n${faultClass}`) ?? contracts.get(`${vendor}\n*`) ?? { vendor, faultClass, ...usualContract };
  }

  function summary(vendor?: string): Summary {
    const byCondition = Object.fromEntries(conditions.map((condition) => [condition, 0])) as Record<Condition, number>;
    const districts = new Map<string, { district: string; total: number; payOut: number; out: number }>();
    let payOut = 0;
    let faults = 0;
    let total = 0;
    for (const machine of machines.byId.values()) {
      if (vendor !== undefined && machine.atm.vendor !== vendor) continue;
      total++;
      const { condition } = machine;
      byCondition[condition]++;
      faults += machine.open.size;
      const name = districtOf(machine.atm);
      let district = districts.get(name);
      if (!district) {
        district = { district: name, total: 0, payOut: 0, out: 0 };
        districts.set(name, district);
      }
      district.total++;
      if (condition === 'out-of-service') district.out++;
      if (machine.payOut) {
        district.payOut++;
        payOut++;
      }
    }
    return {
      total,
      payOut,
      byCondition,
      byDistrict: [...districts.values()].sort((a, b) => (a.district < b.district ? -1 : 1)),
      faults,
      asOf: clock.now().toString(),
    };
  }

  function map(): DistrictState[] {
    const districts = new Map<string, DistrictState & { places: number; latSum: number; lonSum: number }>();
    for (const place of machines.places.values()) {
      const name = districtOf(place.site);
      let district = districts.get(name);
      if (!district) {
        district = { district: name, total: 0, out: 0, peopleWithout: 0, lat: null, lon: null, places: 0, latSum: 0, lonSum: 0 };
        districts.set(name, district);
      }
      district.total += place.machines.length;
      for (const machine of place.machines) if (machine.condition === 'out-of-service') district.out++;
      // Machines that nobody has heard of yet are no news of people without cash.
      if (place.machines.some((machine) => machine.heard)) district.peopleWithout += machines.peopleWithout(place, reachMetres);
      if (place.site.lat !== null && place.site.lon !== null) {
        district.places++;
        district.latSum += place.site.lat;
        district.lonSum += place.site.lon;
      }
    }
    return [...districts.values()]
      .map(({ places, latSum, lonSum, ...district }) =>
        places > 0 ? { ...district, lat: latSum / places, lon: lonSum / places } : district,
      )
      .sort((a, b) => (a.district < b.district ? -1 : 1));
  }

  /** The nearest machines that offer the service now, the nearest first. */
  function nearestWorking(lat: number, lon: number, count: number, service: Service = 'withdraw'): Near[] {
    const near: { machine: Machine; metres: number }[] = [];
    const look = (reach: number) => {
      near.length = 0;
      for (const site of machines.grid.around(lat, lon, reach)) {
        const metres = metresBetween(lat, lon, site.lat!, site.lon!);
        if (metres <= reach)
          for (const machine of machines.places.get(site.site)!.machines) if (machine.offers(service)) near.push({ machine, metres });
      }
    };
    for (const reach of [2000, 10_000, 50_000]) {
      look(reach);
      if (near.length >= count) break;
    }
    if (near.length < count) {
      near.length = 0;
      for (const site of machines.grid.all) {
        const metres = metresBetween(lat, lon, site.lat!, site.lon!);
        for (const machine of machines.places.get(site.site)!.machines) if (machine.offers(service)) near.push({ machine, metres });
      }
    }
    return near
      .sort((a, b) => a.metres - b.metres || (a.machine.atm.atm < b.machine.atm.atm ? -1 : 1))
      .slice(0, count)
      .map(({ machine, metres }) => ({ atm: machine.atm, metres: Math.round(metres), condition: machine.condition }));
  }

  function find(filter: AtmFilter): Machine[] {
    const q = filter.q?.toLowerCase();
    const found: Machine[] = [];
    for (const machine of machines.byId.values()) {
      const { atm } = machine;
      if (filter.vendor !== undefined && atm.vendor !== filter.vendor) continue;
      if (filter.site !== undefined && atm.site !== filter.site) continue;
      if (filter.line !== undefined && atm.line !== filter.line) continue;
      if (filter.host !== undefined && atm.host !== filter.host) continue;
      if (filter.power !== undefined && atm.power !== filter.power) continue;
      if (filter.district !== undefined && districtOf(atm) !== filter.district) continue;
      if (filter.condition !== undefined && machine.condition !== filter.condition) continue;
      if (q !== undefined && ![atm.atm, atm.site, atm.branch, atm.district, atm.model].some((text) => text.toLowerCase().includes(q)))
        continue;
      found.push(machine);
    }
    return found.sort((a, b) => (a.atm.atm < b.atm.atm ? -1 : 1));
  }

  const peopleAt = (place: Place) => machines.customersOf(place);

  /** A person ends a fault that no machine will clear (a card given back, a suspicion dispelled). Journalled. */
  async function closeFault(id: string, reason: string, actor: Actor): Promise<Fault | Refusal> {
    let applied: Applied | undefined;
    try {
      return await transact(db, async (trx) => {
        const fault = await store.findFault(trx, id);
        if (!fault) return refuse('not-found', { what: id });
        if (fault.closedAt !== null) return fault; // pressed twice
        const newest = machines.byId.get(fault.atm)?.lastOf(codeOf(fault.code)?.ordinal ?? 0) ?? 0;
        const ms = Math.max(clock.now().epochMilliseconds, Date.parse(fault.openedAt), newest);
        applied = await apply(trx, [
          {
            id: `close/${id}`,
            source: 'console',
            atm: fault.atm,
            site: null,
            code: fault.code,
            state: 'cleared',
            at: isoOf(ms),
            ms,
            detail: {},
          },
        ]);
        await append(trx, {
          stream: `fault/${id}`,
          entries: [{ type: 'fault-closed', data: { fault: id, atm: fault.atm, code: fault.code, reason } }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
        return (await store.findFault(trx, id))!;
      });
    } catch (error) {
      applied?.undo();
      throw error;
    }
  }

  return {
    apply,
    rebuild,
    importCsv,
    importContracts,
    contractFor,
    summary,
    map,
    nearestWorking,
    find,
    peopleAt,
    closeFault,
    /** The machine's master data; undefined for one that the fleet does not know. */
    atm: (id: string): Atm | undefined => machines.byId.get(id)?.atm,
    machine: (id: string): Machine | undefined => machines.byId.get(id),
    condition: (id: string): Condition | undefined => machines.byId.get(id)?.condition,
    atms: (filter: AtmFilter = {}): Atm[] => find(filter).map((machine) => machine.atm),
    /** Every machine with what it hangs on. */
    everyAtm: async (_trx?: Db | Trx): Promise<readonly Atm[]> => [...machines.byId.values()].map((machine) => machine.atm),
    /** Machines below a cause: all on a line, at a site, of a release, in a district. */
    group: (kind: string, ref: string): Atm[] => machines.group(kind, ref).map((machine) => machine.atm),
    /** Writes on the faults which warning explains each, all at once. */
    async placeFaults(trx: Trx, placed: readonly { fault: string; warning: string }[]): Promise<void> {
      const atms = await store.placeFaults(trx, placed);
      for (const { fault: id, warning } of placed)
        for (const fault of machines.byId.get(atms.get(id) ?? '')?.open.values() ?? []) if (fault.id === id) fault.warning = warning;
    },
    faults: (filter: store.FaultFilter) => store.findFaults(db, filter),
    fault: (id: string) => store.findFault(db, id),
    place: (site: string): Place | undefined => machines.places.get(site),
    places: (): Iterable<Place> => machines.places.values(),
    contracts: (): Contract[] => [...contracts.values()],
    vendors: () => store.loadVendors(db),
    signalsOf: async (atm: string, limit: number): Promise<KeptSignal[]> => (recentSignals ? recentSignals(atm, limit) : []),
    /** What intake asks of the fleet. */
    known: { atm: (id: string): boolean => machines.byId.has(id), site: (id: string): boolean => machines.places.has(id) },
    /** Sites that an alert of the outside concerns. */
    sitesInArea: (area: Area): string[] =>
      [...machines.places.values()].filter((place) => inArea(place.site, area)).map((place) => place.site.site),
    /** The machine, or of several the site, that a person standing here means; null when none is within 300 m. */
    placeOf(lat: number, lon: number): { atm: string | null; site: string; metres: number } | null {
      let best: { site: string; metres: number } | null = null;
      for (const site of machines.grid.around(lat, lon, reportMetres)) {
        const metres = metresBetween(lat, lon, site.lat!, site.lon!);
        if (metres <= reportMetres && (best === null || metres < best.metres)) best = { site: site.site, metres };
      }
      if (!best) return null;
      const there = machines.places.get(best.site)!.machines;
      return { ...best, metres: Math.round(best.metres), atm: there.length === 1 ? there[0]!.atm.atm : null };
    },
    releaseOf,
  };
}
