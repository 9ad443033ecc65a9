import type { Atm } from '#fleet';
import type { Clock, Db, Jobs, Trx } from '#platform';
import type { Warning, WarningChange } from './model.ts';
import type { Placed } from './store.ts';

/** What this room must know of the fleet. */
export interface FleetView {
  /** Every machine with what it hangs on. */
  everyAtm(trx: Db | Trx): Promise<readonly Atm[]>;
  /** Writes on the faults which warning explains them. */
  placeFaults(trx: Trx, placed: readonly Placed[]): Promise<void>;
  atm(id: string): Atm | undefined;
  place(site: string): { readonly machines: readonly unknown[] } | undefined;
  /** People who draw their cash at a place. */
  peopleAt(place: { readonly machines: readonly unknown[] }): number;
}

export interface WarningDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  fleet: FleetView;
  /** Once when a warning gets its first grade, and again when a general one becomes major. Same transaction. */
  onTriaged(trx: Trx, warning: Warning): Promise<void>;
  /** Everything else that happens to a warning. Same transaction. `added` are machines that it newly holds, or that got worse. */
  onChanged(trx: Trx, warning: Warning, change: WarningChange, added: string[]): Promise<void>;
}

/** People who draw their cash at these machines, estimated: of each site the share that its affected machines are. */
export function customersOf(fleet: Pick<FleetView, 'atm' | 'place' | 'peopleAt'>, atms: readonly string[]): number {
  let people = 0;
  for (const [site, own] of Map.groupBy(atms, (id) => fleet.atm(id)?.site ?? '')) {
    const place = fleet.place(site);
    if (place && place.machines.length > 0) people += (fleet.peopleAt(place) * own.length) / place.machines.length;
  }
  return Math.round(people);
}
