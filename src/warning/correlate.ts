import { attackGapMs, attacks, isAttackSign } from './attacks.ts';
import {
  aloneCost,
  alsoIllCost,
  cashCodes,
  causesAbove,
  followingCodes,
  followingCost,
  isOther,
  type KindModel,
  kindModels,
  type SharedKind,
  shareCost,
  sharedKinds,
  type Topology,
} from './causes.ts';
import { type Cause, causeKey } from './model.ts';

/**
 * Finds the smallest reasonable set of causes for the faults that are there. A cause is worth naming when it makes the whole
 * picture shorter to tell: the faults that it explains weigh for it, each machine below it that is well weighs against it, and
 * so does its own rarity. The answer depends on the set of faults and on `now`, never on the order in which they came.
 */

export interface Evidence {
  id: string;
  atm: string;
  code: string;
  /** Epoch milliseconds at which the fault opened. */
  at: number;
  closed: boolean;
  /** The warning that it belongs to so far. */
  warning: string | null;
  detail: Record<string, unknown>;
}

/** A warning that is open already. */
export interface Standing {
  id: string;
  cause: Cause;
  /** A person decided about it, or an incident runs on it: what it holds, it keeps. */
  pinned: boolean;
  /** Epoch milliseconds. */
  openedAt: number;
}

export interface Rival {
  cause: Cause /** Nats by which the cause found tells the picture shorter. */;
  behind: number;
  sameMachines: boolean;
}

/** One cause found, with the faults that it explains. */
export interface Finding {
  cause: Cause;
  /** The open warning that this continues. */
  standing: string | null;
  faults: Evidence[];
  /** Nats saved by naming it. */
  gain: number;
  rivals: Rival[];
  /** Machines taken, now or earlier. */
  atms: string[];
  /** Members below the cause that are well, and members that are silent for older or other reasons. */
  well: string[];
  elsewhere: string[];
  groupSize: number;
}

interface Scored {
  cause: Cause;
  gain: number;
  faults: Evidence[];
  all: ReadonlySet<string>;
  start: number;
}

const nameAbove = 6;
const keepAbove = -2;
/** A machine that cannot speak says nothing for or against a cause. */
const silent: ReadonlySet<string> = new Set(['machine.offline', 'power.lost', 'line.down', 'host.down']);

/** @returns causes, the one that explains most first; every open fault is in exactly one of them */
export function correlate(input: {
  faults: readonly Evidence[];
  standing: readonly Standing[];
  topology: Topology;
  now: number;
}): Finding[] {
  const { topology, now } = input;
  const faults = [...input.faults].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const held = new Set<string>();
  const findings: Finding[] = [];
  const byMachine = Map.groupBy(faults, (fault) => fault.atm);
  const take = (cause: Cause, taken: Evidence[], standing: string | null, gain: number, rivals: Rival[] = []): void => {
    for (const fault of taken) held.add(fault.id);
    findings.push(describe({ cause, standing, faults: taken, gain, rivals }, topology, byMachine));
  };
  const free = (): Evidence[] => faults.filter((fault) => !held.has(fault.id));

  for (const standing of input.standing.filter((one) => one.pinned).sort(oldestFirst)) {
    const own = faults.filter((fault) => fault.warning === standing.id);
    const joining = free().filter((fault) => fault.warning === null && !fault.closed && joins(fault, standing, own, topology));
    take(standing.cause, [...own, ...joining], standing.id, 99);
  }

  for (const chain of attacks(free(), topology)) {
    const first = chain.find((fault) => isAttackSign(fault)) ?? chain[0];
    if (!first) continue;
    const before = input.standing.find(
      (one) => !one.pinned && one.cause.kind === 'attack' && chain.some((fault) => fault.warning === one.id),
    );
    take(before?.cause ?? { kind: 'attack', ref: first.atm }, chain, before?.id ?? null, 40);
  }

  for (const [ref, area] of Map.groupBy(
    free().filter((fault) => fault.code === 'weather.warning'),
    weatherName,
  )) {
    const cause: Cause = { kind: 'weather', ref };
    take(cause, area, continued(cause, input.standing), 40);
  }

  const rescore = scorer(free(), faults, topology, now, input.standing);
  for (let candidates = rescore(held, null); ; ) {
    const { best, refused } = pickBest(candidates, input.standing);
    if (!best) break;
    take(best.cause, best.faults, continued(best.cause, input.standing), best.gain, rivalsOf(best, candidates, refused, topology));
    candidates = rescore(held, best);
  }

  follow(free(), findings, held);

  for (const [atm, own] of Map.groupBy(free(), (fault) => fault.atm)) {
    const cause = aloneCause(atm, own);
    const standing = continued(cause, input.standing) ?? continuedMachine(atm, own, input.standing);
    if (standing === null && own.every((fault) => fault.closed)) continue;
    take(cause, own, standing, aloneCost(own[0]?.code ?? ''), singleRivals(cause, own, topology));
  }
  return findings
    .filter((finding) => finding.standing !== null || finding.faults.some((fault) => !fault.closed))
    .sort((a, b) => b.faults.length - a.faults.length || (causeKey(a.cause) < causeKey(b.cause) ? -1 : 1));
}

/** A machine that is closed, or in supervisor mode, is so because of what has stopped it. */
function follow(pool: readonly Evidence[], findings: Finding[], held: Set<string>): void {
  for (const fault of pool.filter((one) => followingCodes.has(one.code))) {
    const reason = findings.find((finding) => finding.cause.kind !== 'weather' && finding.atms.includes(fault.atm));
    if (!reason) continue;
    reason.faults.push(fault);
    held.add(fault.id);
  }
}

/**
 * The cause that saves most, unless several smaller ones inside it tell the same faults more shortly: four sites are four sites, not
 * a line on which few machines fell.
 * @returns null when none saves enough; and the larger ones refused, with the nats by which their parts tell it shorter
 */
function pickBest(candidates: readonly Scored[], standing: readonly Standing[]): { best: Scored | null; refused: Map<Scored, number> } {
  const enough = (one: Scored): boolean => one.gain >= (continued(one.cause, standing) === null ? nameAbove : keepAbove);
  const worth = candidates.filter(enough).sort((a, b) => (better(a, b) ? -1 : 1));
  const refused = new Map<Scored, number>();
  for (const best of worth) {
    const inside = insideGain(best, worth);
    if (inside <= best.gain) return { best, refused };
    refused.set(best, inside - best.gain);
  }
  return { best: null, refused };
}

/** Nats saved by the smaller causes that lie wholly inside this one, each machine counted once. */
function insideGain(best: Scored, worth: readonly Scored[]): number {
  const used = new Set<string>();
  let gain = 0;
  for (const one of worth) {
    if (one === best || one.all.size >= best.all.size) continue;
    const atms = [...one.all];
    if (atms.some((atm) => used.has(atm)) || !atms.every((atm) => best.all.has(atm))) continue;
    for (const atm of atms) used.add(atm);
    gain += one.gain;
  }
  return gain;
}

const oldestFirst = (a: Standing, b: Standing): number => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
const better = (a: Scored, b: Scored | null): boolean =>
  b === null || a.gain > b.gain + 1e-9 || (Math.abs(a.gain - b.gain) <= 1e-9 && causeKey(a.cause) < causeKey(b.cause));
const continued = (cause: Cause, standing: readonly Standing[]): string | null =>
  standing.filter((one) => !one.pinned && causeKey(one.cause) === causeKey(cause)).sort(oldestFirst)[0]?.id ?? null;
/** A warning of one machine stays the same warning when cash or another code changes the name of its cause. */
const continuedMachine = (atm: string, own: readonly Evidence[], standing: readonly Standing[]): string | null =>
  standing.find(
    (one) =>
      !one.pinned &&
      ['machine', 'cash', 'other'].includes(one.cause.kind) &&
      one.cause.ref === atm &&
      own.some((fault) => fault.warning === one.id),
  )?.id ?? null;

function aloneCause(atm: string, own: readonly Evidence[]): Cause {
  if (own.every((fault) => cashCodes.has(fault.code))) return { kind: 'cash', ref: atm };
  if (own.every((fault) => isOther(fault.code))) return { kind: 'other', ref: atm };
  return { kind: 'machine', ref: atm };
}

const weatherName = (fault: Evidence): string => {
  const text = (key: string): string => (typeof fault.detail[key] === 'string' ? fault.detail[key] : '');
  return [text('area'), text('event') || text('headline')].filter(Boolean).join(' ') || '气象预警';
};

/** Does a new fault belong to a warning that a person or an incident holds fast? */
function joins(fault: Evidence, standing: Standing, own: readonly Evidence[], topology: Topology): boolean {
  const { kind, ref } = standing.cause;
  if (kind === 'attack') {
    const district = topology.atm(ref)?.district;
    const near =
      own.some((one) => one.atm === fault.atm) ||
      (isAttackSign(fault) && Boolean(district) && topology.atm(fault.atm)?.district === district);
    return near && own.some((one) => Math.abs(one.at - fault.at) <= attackGapMs);
  }
  if (kind === 'weather') return fault.code === 'weather.warning' && weatherName(fault) === ref;
  if (kind === 'machine' || kind === 'cash' || kind === 'other') return own.some((one) => one.atm === fault.atm) && !isAttackSign(fault);
  const atm = topology.atm(fault.atm);
  if (!atm || !causesAbove(atm).some((cause) => cause.kind === kind && cause.ref === ref)) return false;
  const start = own.reduce((first, one) => Math.min(first, one.at), standing.openedAt);
  if (own.some((one) => one.atm === fault.atm)) return kindModels[kind].codes[fault.code] !== undefined;
  return explainedCost(kindModels[kind], fault, start) < aloneCost(fault.code) - 2;
}

/** What the warning holds already is no dearer for being late, and no cheaper either: or it could not grow into a larger cause. */
const inWindowCost = (model: KindModel, code: string): number =>
  -Math.log(((model.codes[code] ?? 0) * (1 - model.tailShare)) / model.windowS);

/** Cost in nats of a fault given the cause and the moment of its first fault. */
function explainedCost(model: KindModel, fault: Evidence, start: number): number {
  const probability = model.codes[fault.code];
  if (probability === undefined) return Number.POSITIVE_INFINITY;
  const after = (fault.at - start) / 1000;
  if (after < -2 || after > model.tailS) return Number.POSITIVE_INFINITY;
  const density = after <= model.windowS ? (1 - model.tailShare) / model.windowS : model.tailShare / (model.tailS - model.windowS);
  return -Math.log(probability * density);
}

/** Scores every shared cause that fits some fault; asked again, only those that shared machines with the one just taken. */
function scorer(pool: readonly Evidence[], faults: readonly Evidence[], topology: Topology, now: number, standing: readonly Standing[]) {
  const fittingOf = new Map<string, { cause: Cause; fitting: Evidence[]; scored: Scored | null }>();
  for (const fault of pool) {
    const atm = topology.atm(fault.atm);
    if (!atm) continue;
    for (const cause of causesAbove(atm)) {
      if (kindModels[cause.kind as SharedKind].codes[fault.code] === undefined) continue;
      const key = causeKey(cause);
      const found = fittingOf.get(key);
      if (found) found.fitting.push(fault);
      else fittingOf.set(key, { cause, fitting: [fault], scored: null });
    }
  }
  const ill = Map.groupBy(faults, (fault) => fault.atm);
  const above = new Map<string, Set<string>>();
  for (const [key, { fitting }] of fittingOf)
    for (const { atm } of fitting) {
      const keys = above.get(atm);
      if (keys) keys.add(key);
      else above.set(atm, new Set([key]));
    }
  return (held: ReadonlySet<string>, taken: Scored | null): Scored[] => {
    const keys = taken ? new Set([...taken.all].flatMap((atm) => [...(above.get(atm) ?? [])])) : fittingOf.keys();
    for (const key of keys) {
      const one = fittingOf.get(key);
      if (!one) continue;
      const fitting = one.fitting.filter((fault) => !held.has(fault.id));
      const several = fitting.some((fault) => fault.atm !== fitting[0]?.atm);
      if (several) one.scored = score(one.cause, fitting, ill, topology, now, continued(one.cause, standing));
      else fittingOf.delete(key);
    }
    return [...fittingOf.values()].flatMap((one) => one.scored ?? []);
  };
}

/** How much shorter the picture is told when `cause` is named; null where fewer than two machines fit in its time. */
function score(
  cause: Cause,
  fitting: readonly Evidence[],
  ill: ReadonlyMap<string, Evidence[]>,
  topology: Topology,
  now: number,
  standing: string | null,
): Scored | null {
  const model = kindModels[cause.kind as SharedKind];
  const start = densest(fitting, model.windowS * 1000);
  const explained: Evidence[] = [];
  const machines = new Set<string>();
  let gain = 0;
  for (const fault of fitting) {
    const further = machines.has(fault.atm);
    const kept = standing !== null && fault.warning === standing;
    const inTime = explainedCost(model, fault, start);
    if (!Number.isFinite(inTime) && !kept && !(further && fault.at >= start)) continue;
    const saved =
      (further ? alsoIllCost : aloneCost(fault.code)) - (further ? followingCost : kept ? inWindowCost(model, fault.code) : inTime);
    if (saved <= 0) continue;
    gain += saved;
    machines.add(fault.atm);
    explained.push(fault);
  }
  if (machines.size < 2) return null;
  let taken = 0;
  let well = 0;
  for (const atm of topology.members(cause)) {
    const own = ill.get(atm) ?? [];
    if (
      machines.has(atm) ||
      own.some((fault) => model.codes[fault.code] !== undefined && Number.isFinite(explainedCost(model, fault, start)))
    )
      taken += 1;
    else if (!own.some((fault) => !fault.closed && (model.codes[fault.code] !== undefined || silent.has(fault.code)))) well += 1;
  }
  const heard = Math.min(1, Math.max(0.05, (now - start) / 1000 / model.heardS));
  const rarity = Math.log((model.everyDays * 86_400) / model.windowS);
  gain -= rarity + shareCost(model.taken, taken, well * heard);
  return { cause, gain, faults: explained, all: machines, start };
}

/** Start of the window that holds most machines; of equals the earliest. */
function densest(faults: readonly Evidence[], windowMs: number): number {
  let best = 0;
  let bestCount = 0;
  let from = 0;
  for (let to = 0; to < faults.length; to++) {
    while ((faults[to]?.at ?? 0) - (faults[from]?.at ?? 0) > windowMs) from += 1;
    if (to - from + 1 > bestCount) {
      bestCount = to - from + 1;
      best = from;
    }
  }
  return faults[best]?.at ?? 0;
}

/** Other causes that explain at least half of the same machines, or the coincidence of single faults. */
function rivalsOf(best: Scored, candidates: readonly Scored[], refused: ReadonlyMap<Scored, number>, topology: Topology): Rival[] {
  const rivals: Rival[] = [];
  const members = new Set(topology.members(best.cause));
  for (const other of candidates) {
    if (other === best) continue;
    let shared = 0;
    for (const atm of best.all) if (other.all.has(atm)) shared += 1;
    if (shared * 2 < best.all.size) continue;
    const below = topology.members(other.cause);
    rivals.push({
      cause: other.cause,
      behind: refused.get(other) ?? best.gain - other.gain,
      sameMachines: below.length === members.size && below.every((atm) => members.has(atm)),
    });
  }
  return rivals.sort((a, b) => a.behind - b.behind || (causeKey(a.cause) < causeKey(b.cause) ? -1 : 1)).slice(0, 4);
}

/** For one silent machine: the shared thing above it that may have failed unseen. */
function singleRivals(cause: Cause, own: readonly Evidence[], topology: Topology): Rival[] {
  const atm = topology.atm(cause.ref);
  if (!atm || cause.kind !== 'machine') return [];
  const kinds = sharedKinds.filter((kind) => own.some((fault) => kindModels[kind].codes[fault.code] !== undefined));
  return causesAbove(atm)
    .filter((above) => (kinds as readonly string[]).includes(above.kind))
    .map((above) => ({
      cause: above,
      behind: 3 + Math.log(1 + topology.members(above).length),
      sameMachines: topology.members(above).length === 1,
    }))
    .sort((a, b) => a.behind - b.behind)
    .slice(0, 2);
}

function describe(
  found: Pick<Finding, 'cause' | 'standing' | 'faults' | 'gain' | 'rivals'>,
  topology: Topology,
  byMachine: ReadonlyMap<string, Evidence[]>,
): Finding {
  const atms = [...new Set(found.faults.map((fault) => fault.atm))].sort();
  const taken = new Set(atms);
  const shared = (sharedKinds as readonly string[]).includes(found.cause.kind);
  const others = (shared ? topology.members(found.cause) : []).filter((atm) => !taken.has(atm));
  const isIll = (atm: string): boolean => (byMachine.get(atm) ?? []).some((fault) => !fault.closed);
  return {
    ...found,
    atms,
    faults: [...found.faults].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
    well: others.filter((atm) => !isIll(atm)),
    elsewhere: others.filter(isIll),
    groupSize: Math.max(atms.length, taken.size + others.length),
  };
}

/**
 * How sure, 0 to 1: against the rivals and against coincidence. Never above 0.95, because in the trial the sure
 * answers were right nine times in ten, not always.
 */
export function confidenceOf(finding: Pick<Finding, 'gain' | 'rivals' | 'standing'>): number {
  const against =
    finding.rivals.filter((rival) => !rival.sameMachines).reduce((sum, rival) => sum + Math.exp(-Math.max(-4, rival.behind) / 2), 0) +
    finding.rivals.filter((rival) => rival.sameMachines).reduce((sum, rival) => sum + 0.5 * Math.exp(-Math.max(0, rival.behind) / 4), 0) +
    Math.exp(-Math.max(0, finding.gain) / 4);
  return Math.round(Math.min(0.95, 1 / (1 + against)) * 100) / 100;
}
