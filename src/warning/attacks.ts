import { attackCodes, serviceExplains, type Topology } from './causes.ts';
import type { Evidence } from './correlate.ts';

/** Signs of one attack are at most this far apart. */
export const attackGapMs = 2 * 3_600_000;
/** A machine that is away for so long at most and then loses its cash was opened, not broken. */
const rebootMs = 30 * 60_000;

export const isAttackSign = (fault: Evidence): boolean => attackCodes.has(fault.code);

/**
 * Machines that show signs of an attack, joined when they are in one district and less than two hours apart. Everything else
 * that such a machine reports within two hours belongs to it. A machine that was away for minutes and then loses cash, without
 * a replenishment, counts too: that is how jackpotting looks from outside.
 */
export function attacks(pool: readonly Evidence[], topology: Topology): Evidence[][] {
  const perMachine: { atm: string; district: string; faults: Evidence[]; first: number; last: number }[] = [];
  for (const [atm, own] of Map.groupBy(pool, (fault) => fault.atm)) {
    const inService = own.some((fault) => fault.code === 'machine.supervisor' && !fault.closed);
    const signs = own.filter((fault) => isAttackSign(fault) && !(inService && serviceExplains.has(fault.code)));
    const away = own.filter((fault) => fault.closed && (fault.code === 'machine.offline' || fault.code === 'power.lost'));
    const drained = inService
      ? []
      : own.filter((fault) => fault.code === 'cash.out' && away.some((gone) => fault.at >= gone.at && fault.at - gone.at <= rebootMs));
    const all = [...signs, ...drained];
    if (all.length === 0 || all.every((fault) => fault.closed && fault.warning === null)) continue;
    const first = Math.min(...all.map((fault) => fault.at));
    const last = Math.max(...all.map((fault) => fault.at));
    const faults = own.filter((fault) => fault.at >= first - rebootMs && fault.at <= last + attackGapMs);
    perMachine.push({ atm, district: topology.atm(atm)?.district || topology.atm(atm)?.branch || atm, faults, first, last });
  }
  const chains: Evidence[][] = [];
  for (const group of Map.groupBy(perMachine, (one) => one.district).values()) {
    let until = Number.NEGATIVE_INFINITY;
    for (const one of group.sort((a, b) => a.first - b.first || (a.atm < b.atm ? -1 : 1))) {
      if (one.first > until + attackGapMs) chains.push([]);
      chains.at(-1)?.push(...one.faults);
      until = Math.max(until, one.last);
    }
  }
  return chains;
}
