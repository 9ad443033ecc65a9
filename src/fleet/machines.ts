import { codeOf, type Impact, modules, signalCodes } from '#intake';
import { metresBetween, SiteGrid } from './geography.ts';
import {
  type Atm,
  type Condition,
  conditionOf,
  districtOf,
  type Fault,
  type ModuleState,
  modelOf,
  peoplePerMachine,
  releaseOf,
  type Service,
  type Site,
} from './model.ts';

export interface Held {
  fault: Fault;
  openedBy: string;
}

/** One machine as it is now: rebuilt from the tables at start, kept up by signals. */
export class Machine {
  atm: Atm;
  readonly open = new Map<string, Fault>();
  /** Faults that may pass by themselves: they count when their hold is over. */
  readonly held = new Map<string, Held>();
  /** Time of the newest word on each code, by the code's ordinal; 0 for none. */
  last: Float64Array | null = null;
  heard = false;
  /** Time of receipt of its latest signal; 0 for none since the start of the process. */
  heardMs = 0;

  constructor(atm: Atm) {
    this.atm = atm;
  }

  get condition(): Condition {
    return conditionOf(this.heard, this.impacts());
  }

  *impacts(): Generator<Impact> {
    for (const code of this.open.keys()) yield codeOf(code)?.impact ?? 'none';
  }

  /** Can the public draw cash here? Of a machine that nobody has heard of nothing can be said, so it does not count. */
  get payOut(): boolean {
    if (!this.heard) return false;
    for (const impact of this.impacts()) if (impact === 'blocks') return false;
    return true;
  }

  offers(service: Service): boolean {
    if (service === 'withdraw' || service === 'any') return this.payOut;
    if (service === 'deposit') return this.payOut && !this.open.has('acceptor.inoperative');
    return this.condition === 'in-service';
  }

  /** State of each part; a part without a word is well once the machine was heard of. */
  modules(): ModuleState[] {
    return modules.map((module) => {
      const codes = [...this.open.keys()].filter((code) => codeOf(code)?.module === module);
      const grave = codes.some((code) => codeOf(code)!.impact !== 'none');
      return { module, state: !this.heard ? 'unknown' : codes.length === 0 ? 'ok' : grave ? 'fault' : 'attention', codes };
    });
  }

  lastOf(ordinal: number): number {
    return this.last === null ? 0 : this.last[ordinal]!;
  }

  hearOf(ordinal: number, ms: number): void {
    this.last ??= new Float64Array(signalCodes.length);
    if (ms > this.last[ordinal]!) this.last[ordinal] = ms;
  }
}

export interface Place {
  site: Site;
  machines: Machine[];
}

/** Kinds of things below which machines stand; the others are looked up as a machine, a site or a district. */
const groupKeys = {
  site: (atm: Atm) => atm.site,
  line: (atm: Atm) => atm.line,
  host: (atm: Atm) => atm.host,
  power: (atm: Atm) => atm.power,
  release: releaseOf,
  model: modelOf,
  vendor: (atm: Atm) => atm.vendor,
  branch: (atm: Atm) => atm.branch,
  district: districtOf,
  city: (atm: Atm) => atm.city,
} satisfies Record<string, (atm: Atm) => string>;

/** All machines and sites in memory, with the groups they form. */
export class Machines {
  readonly byId = new Map<string, Machine>();
  readonly places = new Map<string, Place>();
  #groups = new Map<string, Map<string, Machine[]>>();
  #grid: SiteGrid | null = null;

  /** Adds or changes machines and sites; what runs on a machine stays. */
  put(atms: readonly Atm[], sites: readonly Site[]): void {
    for (const site of sites) {
      const place = this.places.get(site.site);
      if (place) place.site = { ...site, customers: site.customers ?? place.site.customers };
      else this.places.set(site.site, { site, machines: [] });
    }
    for (const atm of atms) {
      const known = this.byId.get(atm.atm);
      if (known) {
        if (known.atm.site !== atm.site) {
          const old = this.places.get(known.atm.site)!;
          old.machines = old.machines.filter((machine) => machine !== known);
          this.places.get(atm.site)!.machines.push(known);
        }
        known.atm = atm;
      } else {
        const machine = new Machine(atm);
        this.byId.set(atm.atm, machine);
        this.places.get(atm.site)!.machines.push(machine);
      }
    }
    this.#groups = new Map();
    this.#grid = null;
  }

  /** Machines below a cause: all those on a line, at a site, of a release, in a district. */
  group(kind: string, ref: string): Machine[] {
    if (kind === 'machine') return this.#one(ref);
    const key = groupKeys[kind as keyof typeof groupKeys];
    if (!key) {
      const one = this.#one(ref);
      if (one.length > 0) return one;
      const site = this.group('site', ref);
      return site.length > 0 ? site : this.group('district', ref);
    }
    let groups = this.#groups.get(kind);
    if (!groups) {
      groups = new Map();
      for (const machine of this.byId.values()) {
        const name = key(machine.atm);
        if (name === '') continue;
        const members = groups.get(name);
        if (members) members.push(machine);
        else groups.set(name, [machine]);
      }
      this.#groups.set(kind, groups);
    }
    return groups.get(ref) ?? [];
  }

  get grid(): SiteGrid {
    this.#grid ??= new SiteGrid([...this.places.values()].map((place) => place.site));
    return this.#grid;
  }

  /** People who draw their cash at a site: as the fleet file says, else by its machines. */
  customersOf(place: Place): number {
    return place.site.customers ?? place.machines.length * peoplePerMachine;
  }

  /** Sites that have a machine paying out. */
  paying(place: Place): boolean {
    return place.machines.some((machine) => machine.payOut);
  }

  /** People of a site who find no cash within `reachMetres`; 0 when a machine pays out there or nearby. */
  peopleWithout(place: Place, reachMetres: number): number {
    if (place.machines.length === 0 || this.paying(place)) return 0;
    const { lat, lon } = place.site;
    if (lat !== null && lon !== null)
      for (const near of this.grid.around(lat, lon, reachMetres))
        if (
          near.site !== place.site.site &&
          metresBetween(lat, lon, near.lat!, near.lon!) <= reachMetres &&
          this.paying(this.places.get(near.site)!)
        )
          return 0;
    return this.customersOf(place);
  }

  #one(atm: string): Machine[] {
    const machine = this.byId.get(atm);
    return machine ? [machine] : [];
  }
}
