import { causesAbove, sharedKinds, type Topology } from './causes.ts';
import { type Cause, type CauseKind, causeKey, type Warning } from './model.ts';
import type { PlacedFault } from './store.ts';

/** One machine below the cause. */
export interface Member {
  atm: string;
  site: string;
  /** In this warning and ill, in it and well again, ill for another reason, or well. */
  state: 'affected' | 'recovered' | 'elsewhere' | 'well';
  /** When its first fault of this warning opened. */
  since: string | null;
}
/** Another group below the same parent. */
export interface Sibling {
  cause: Cause;
  size: number;
  ill: number /** This warning's own group. */;
  own: boolean;
}
export interface Surroundings {
  members: Member[];
  parent: { cause: Cause; size: number } | null;
  siblings: Sibling[];
}

const parentKind: Readonly<Partial<Record<CauseKind, CauseKind>>> = {
  line: 'host',
  site: 'line',
  release: 'model',
  power: 'line',
  machine: 'site',
  cash: 'site',
  attack: 'site',
};

/** Who lies below the cause, and the groups beside it: what the picture of a warning shows. */
export function surroundingsOf(
  warning: Warning,
  topology: Topology,
  faults: readonly PlacedFault[],
  ill: ReadonlySet<string>,
): Surroundings {
  const since = new Map<string, string>();
  const affected = new Set<string>();
  for (const fault of faults) {
    if (!since.has(fault.atm)) since.set(fault.atm, fault.openedAt);
    if (fault.closedAt === null) affected.add(fault.atm);
  }
  const shared = (sharedKinds as readonly string[]).includes(warning.cause.kind);
  const ids = [...new Set([...warning.atms, ...(shared ? topology.members(warning.cause) : [])])].sort();
  const state = (atm: string): Member['state'] =>
    affected.has(atm) ? 'affected' : since.has(atm) ? 'recovered' : ill.has(atm) ? 'elsewhere' : 'well';
  const members = ids.map((atm) => ({ atm, site: topology.atm(atm)?.site ?? '', state: state(atm), since: since.get(atm) ?? null }));
  const above = topology.atm(warning.atms[0] ?? '');
  const parent = above && causesAbove(above).find((cause) => cause.kind === parentKind[warning.cause.kind]);
  if (!parent) return { members, parent: null, siblings: [] };
  const below = topology.members(parent);
  if (!shared) return { members, parent: { cause: parent, size: below.length }, siblings: [] };
  const siblings = new Map<string, Sibling>();
  for (const id of below) {
    const atm = topology.atm(id);
    const cause = atm && causesAbove(atm).find((one) => one.kind === warning.cause.kind);
    if (!cause) continue;
    const key = causeKey(cause);
    const sibling = siblings.get(key) ?? { cause, size: 0, ill: 0, own: key === causeKey(warning.cause) };
    siblings.set(key, { ...sibling, size: sibling.size + 1, ill: sibling.ill + (ill.has(id) ? 1 : 0) });
  }
  return {
    members,
    parent: { cause: parent, size: below.length },
    siblings: [...siblings.values()].sort((a, b) => (a.cause.ref < b.cause.ref ? -1 : 1)).slice(0, 40),
  };
}
