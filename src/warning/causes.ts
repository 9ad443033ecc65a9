import type { Atm } from '#fleet';
import type { Text } from '#plans';
import { type Cause, type CauseKind, causeKey } from './model.ts';

/**
 * What is known of causes before anything happens: how often each kind occurs, how fast it shows, which codes it makes and how
 * many of its machines it takes. All weights are natural logarithms (nats) so that they add up; `docs/warning.md` explains them.
 */

/** Kinds of cause that are shared by several machines and found by search. */
export const sharedKinds = ['site', 'line', 'host', 'power', 'release', 'model'] as const;
export type SharedKind = (typeof sharedKinds)[number];

export interface KindModel {
  /** Mean days between two causes of this kind on one entity. */
  everyDays: number;
  /** Length in seconds of the window in which the first wave of faults falls. */
  windowS: number;
  /** Later faults still fit this long after the first, thinly. */
  tailS: number;
  /** Share of the faults that falls in the tail. */
  tailShare: number;
  /** Beta parameters of the share of machines that it takes. */
  taken: { a: number; b: number };
  /** After this many seconds every machine that was going to fall has been heard of. */
  heardS: number;
  /** Probability of each code, given the cause. A code that is absent does not fit. */
  codes: Readonly<Record<string, number>>;
}

const defects = {
  'software.error': 0.25,
  'dispenser.inoperative': 0.2,
  'dispenser.jammed': 0.12,
  'acceptor.inoperative': 0.1,
  'card-reader.inoperative': 0.1,
  'card-reader.jammed': 0.04,
  'printer.inoperative': 0.06,
  'keypad.inoperative': 0.05,
  'encryptor.inoperative': 0.05,
  'camera.inoperative': 0.02,
  'machine.clock': 0.02,
};

// Silence is as likely under a site, a line and a host: were it not, the size of a storm alone would favour one of them.
export const kindModels: Readonly<Record<SharedKind, KindModel>> = {
  site: {
    everyDays: 400,
    windowS: 90,
    tailS: 1800,
    tailShare: 0.05,
    taken: { a: 14, b: 1 },
    heardS: 60,
    codes: { 'machine.offline': 0.7, 'line.down': 0.15, 'power.on-battery': 0.12, 'power.lost': 0.1, 'power.battery-low': 0.05 },
  },
  line: {
    everyDays: 120,
    windowS: 70,
    tailS: 1800,
    tailShare: 0.05,
    taken: { a: 14, b: 1 },
    heardS: 45,
    codes: { 'machine.offline': 0.7, 'line.down': 0.2 },
  },
  host: {
    everyDays: 180,
    windowS: 70,
    tailS: 1800,
    tailShare: 0.05,
    taken: { a: 14, b: 1 },
    heardS: 45,
    codes: { 'machine.offline': 0.7, 'host.down': 0.35, 'line.down': 0.05 },
  },
  power: {
    everyDays: 200,
    windowS: 60,
    tailS: 2400,
    tailShare: 0.3,
    taken: { a: 14, b: 1 },
    heardS: 120,
    codes: { 'power.on-battery': 0.45, 'power.lost': 0.25, 'power.battery-low': 0.1, 'machine.offline': 0.15 },
  },
  release: { everyDays: 120, windowS: 2400, tailS: 7200, tailShare: 0.1, taken: { a: 3, b: 1.2 }, heardS: 2400, codes: defects },
  model: { everyDays: 400, windowS: 2400, tailS: 7200, tailShare: 0.1, taken: { a: 2.5, b: 1.5 }, heardS: 2400, codes: defects },
};

/** Faults of each code per machine and day when nothing is shared: one a month in all (§5.2 of the domain reference). */
const perDay: Readonly<Record<string, number>> = {
  'dispenser.jammed': 0.008,
  'dispenser.inoperative': 0.003,
  'card-reader.jammed': 0.005,
  'card-reader.inoperative': 0.002,
  'cash.low': 0.05,
  'cash.out': 0.003,
  'printer.paper-low': 0.03,
  'printer.paper-out': 0.003,
  'printer.inoperative': 0.001,
  'machine.offline': 0.002,
  'machine.supervisor': 0.1,
  'acceptor.inoperative': 0.001,
  'software.error': 0.001,
  'power.on-battery': 0.0005,
  'power.battery-low': 0.0002,
  'power.lost': 0.0002,
  'line.down': 0.0003,
  'host.down': 0.00005,
};

/** Cost in nats of a fault that nothing explains: −ln of its density per machine and second. */
export const aloneCost = (code: string): number => -Math.log((perDay[code] ?? 0.0005) / 86_400);
/** A second fault on a machine already ill is no new wonder. */
export const alsoIllCost = 8;
/** Cost of a further fault on a machine that the cause already took. */
export const followingCost = 4;

/** Signs of a person at the machine who should not be there. */
export const attackCodes: ReadonlySet<string> = new Set([
  'cabinet.open',
  'safe.tampered',
  'vibration.alarm',
  'fraud.suspected',
  'fraud.attempt',
]);
/** With the machine in supervisor mode, an open door is the replenishment crew. */
export const serviceExplains: ReadonlySet<string> = new Set(['cabinet.open']);
export const cashCodes: ReadonlySet<string> = new Set(['cash.low', 'cash.out']);
/** Said of a machine that something else has stopped, or that we stopped ourselves: it belongs to whatever that is. */
export const followingCodes: ReadonlySet<string> = new Set(['machine.closed', 'machine.supervisor']);
/** Seconds to wait before one machine alone is warned of: it may come back, or more may follow and show the cause. */
export const settleSeconds: Readonly<Record<string, number>> = {
  'machine.offline': 10,
  'line.down': 10,
  'host.down': 10,
  'power.on-battery': 10,
  'power.lost': 10,
  // A crew at the machine is no fault; one that forgot to leave supervisor mode is.
  'machine.supervisor': 3600,
};
/** Reports of people, and codes that we have no name for. */
export const isOther = (code: string): boolean => code === 'other' || code.startsWith('other.') || code.startsWith('person.');

/** Every shared cause that a machine lies below. */
export function causesAbove(atm: Atm): Cause[] {
  const release = [atm.make, atm.model, atm.release].filter(Boolean).join(' ');
  const causes: Cause[] = [
    { kind: 'site', ref: atm.site },
    { kind: 'line', ref: atm.line },
    { kind: 'host', ref: atm.host },
    { kind: 'power', ref: atm.power },
    { kind: 'release', ref: atm.release ? release : '' },
    { kind: 'model', ref: atm.model ? `${atm.make} ${atm.model}`.trim() : '' },
  ];
  return causes.filter((cause) => cause.ref !== '');
}

/** The fleet as correlation sees it: who is below what. */
export interface Topology {
  atm(id: string): Atm | undefined;
  /** Machines below a shared cause, in no particular order. */
  members(cause: Cause): readonly string[];
}

/** @param atms the whole fleet, or at least every machine below the causes concerned */
export function topologyOf(atms: readonly Atm[]): Topology {
  const machines = new Map(atms.map((atm) => [atm.atm, atm]));
  const below = new Map<string, string[]>();
  for (const atm of atms) {
    for (const cause of causesAbove(atm)) {
      const key = causeKey(cause);
      const list = below.get(key);
      if (list) list.push(atm.atm);
      else below.set(key, [atm.atm]);
    }
  }
  return { atm: (id) => machines.get(id), members: (cause) => below.get(causeKey(cause)) ?? [] };
}

const lnGamma = (x: number): number => {
  // Stirling with shift: exact to 1e-10 for the arguments here (≥ 1).
  let shift = 0;
  let z = x;
  while (z < 12) shift += Math.log(z++);
  const inverse = 1 / z;
  const square = inverse * inverse;
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + inverse * (1 / 12 - square * (1 / 360 - square / 1260)) - shift;
};
const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

/** Cost in nats of `taken` machines ill and `spared` well below a cause that takes Beta(a, b) of its machines. */
export const shareCost = ({ a, b }: { a: number; b: number }, taken: number, spared: number): number =>
  lnBeta(a, b) - lnBeta(a + taken, b + spared);

/** What would tell the second cause from the first. */
export function decidedBy(first: CauseKind, second: CauseKind): Text {
  const pair = new Set([first, second]);
  const is = (a: CauseKind, b: CauseKind): boolean => pair.has(a) && pair.has(b);
  if (is('line', 'host'))
    return { zh: '同一主机其他线路上的机器是否也失联', en: 'whether machines on the other lines of the host fall too' };
  if (pair.has('power'))
    return {
      zh: '这些机器是否报过 UPS 放电，供电公司是否确认停电',
      en: 'whether the machines reported battery power, and whether the utility confirms a cut',
    };
  if (is('release', 'model'))
    return { zh: '同机型其他版本的机器是否也出故障', en: 'whether machines of the same model with another release fail too' };
  if (is('site', 'line')) return { zh: '线路上其他网点是否也失联', en: 'whether other sites on the line fall too' };
  if (is('site', 'machine') || is('line', 'machine') || is('host', 'machine'))
    return { zh: '旁边的机器是否也出故障', en: 'whether the machines beside it fail too' };
  if (pair.has('weather'))
    return { zh: '气象预警区域外是否也有故障', en: 'whether machines outside the area of the weather warning fail too' };
  return { zh: '下一台出故障的机器属于哪一组', en: 'which of the two groups the next machine to fail belongs to' };
}
