import { createHash } from 'node:crypto';
import { type Applied, codeOf, depthLeft, isoOf, type SignalCode, type TimedSignal } from '#intake';
import { type Jobs, type Trx, uuidv7 } from '#platform';
import type { Machine, Machines } from './machines.ts';
import type { Fault } from './model.ts';
import { type FaultChanges, type NewFault, writeChanges } from './store.ts';

export interface FaultNews {
  opened: Fault[];
  closed: Fault[];
}
export type OnFaults = (trx: Trx, news: FaultNews) => Promise<void>;

/** A signal, with or without the time that intake has worked out. */
export type AnySignal = Omit<TimedSignal, 'ms'> & { ms?: number };

const maxHoldSeconds = 3600;

/** The signals of one transaction, judged: what they change in memory, in the tables, and how to take it back. */
class Judgement {
  readonly inserted: NewFault[] = [];
  readonly closed: Fault[] = [];
  readonly closedEarlier: { id: string; closedAt: string }[] = [];
  readonly promoted: Fault[] = [];
  readonly dropped: string[] = [];
  readonly heard: { atm: string; at: string }[] = [];
  readonly holds: { fault: string; atm: string; until: string }[] = [];
  readonly undo: (() => void)[] = [];

  get changes(): FaultChanges {
    const { inserted, closedEarlier: closed, promoted, dropped, heard } = this;
    return { inserted, closed, promoted: promoted.map((fault) => fault.id), dropped, heard };
  }

  get empty(): boolean {
    return this.inserted.length + this.closedEarlier.length + this.promoted.length + this.dropped.length + this.heard.length === 0;
  }
}

/**
 * Opens and closes faults as the signals say. Raised twice is one fault; cleared closes it; a word older than the last
 * one on the same code of the same machine changes nothing; a signal that asks for a hold (`detail.holdSeconds`, from
 * XFS4IoT's action `suspend`) opens its fault only when the time is over. Only signals that change a fault touch the
 * tables: of a thousand that say what is known, none does.
 */
export async function applySignals(
  trx: Trx,
  machines: Machines,
  jobs: Jobs,
  signals: readonly AnySignal[],
  onFaults: OnFaults,
  recheck: () => Promise<void>,
): Promise<Applied> {
  const judged = new Judgement();
  for (const signal of signals) {
    if (signal.atm !== null) {
      const machine = machines.byId.get(signal.atm);
      if (machine) judge(machine, signal, judged);
    } else if (signal.site !== null) for (const machine of machines.places.get(signal.site)?.machines ?? []) judge(machine, signal, judged);
  }
  const undo = () => {
    for (const step of judged.undo.splice(0).reverse()) step();
  };
  try {
    if (!judged.empty) {
      const known = await writeChanges(trx, judged.changes);
      for (const { id, atm, code } of judged.inserted)
        if (known.has(id) && machines.byId.get(atm)?.open.get(code)?.id === id) machines.byId.get(atm)!.open.delete(code);
      for (const { fault, atm, until } of judged.holds)
        await jobs.add(trx, 'fleet-hold', { fault, atm }, { key: `fleet-hold/${fault}`, at: Temporal.Instant.from(until) });
      const opened = [
        ...judged.inserted.filter((fault) => fault.heldUntil === null && !known.has(fault.id)).map(asFault),
        ...judged.promoted,
      ];
      const closed = judged.closed.filter((fault) => !known.has(fault.id));
      if (opened.length > 0 || closed.length > 0) await onFaults(trx, { opened, closed });
    }
  } catch (error) {
    undo();
    throw error;
  }
  return { undo, recheck };
}

function judge(machine: Machine, signal: AnySignal, judged: Judgement): void {
  const info = codeOf(signal.code);
  if (!info) return;
  const ms = signal.ms ?? Date.parse(signal.at);
  machine.heardMs = ms;
  if (!machine.heard) {
    machine.heard = true;
    judged.heard.push({ atm: machine.atm.atm, at: isoOf(ms) });
    judged.undo.push(() => {
      machine.heard = false;
    });
  }
  judgeClock(machine, signal, ms, judged);
  if (ms < machine.lastOf(info.ordinal)) return; // an older word, come late
  machine.hearOf(info.ordinal, ms);
  if (signal.state === 'raised') raise(machine, signal, info, ms, judged);
  else clear(machine, info, ms, judged);
}

/** A sender whose clock is wrong is a fault of its own, which ends with its first true time. */
function judgeClock(machine: Machine, signal: AnySignal, ms: number, judged: Judgement): void {
  if (signal.clockSaid === undefined) {
    if (machine.open.size === 0 || signal.code === 'machine.clock') return;
    const fault = machine.open.get('machine.clock');
    if (fault && fault.detail['noticedBy'] === 'intake' && fault.detail['source'] === signal.source)
      clear(machine, codeOf('machine.clock')!, ms, judged);
  } else if (!machine.open.has('machine.clock')) {
    const note = {
      ...signal,
      id: `${signal.id}/clock`,
      code: 'machine.clock',
      state: 'raised' as const,
      detail: { noticedBy: 'intake', said: signal.clockSaid },
    };
    raise(machine, note, codeOf('machine.clock')!, ms, judged);
  }
}

function raise(machine: Machine, signal: AnySignal, { code }: SignalCode, ms: number, judged: Judgement): void {
  if (machine.open.has(code)) return;
  const held = machine.held.get(code);
  const holdSeconds = Math.min(maxHoldSeconds, Math.max(0, Number(signal.detail['holdSeconds'] ?? 0) || 0));
  if (held) {
    if (holdSeconds > 0) return;
    promote(machine, held.fault, judged);
    return;
  }
  const fault: Fault = {
    id: uuidv7(),
    atm: machine.atm.atm,
    code,
    openedAt: isoOf(ms),
    closedAt: null,
    warning: null,
    detail: storable({ ...signal.detail, source: signal.source }),
  };
  const openedBy = createHash('sha256').update(`${signal.source}\n${signal.id}\n${fault.atm}\n${code}`).digest('base64url').slice(0, 27);
  if (holdSeconds > 0) {
    const until = isoOf(ms + holdSeconds * 1000);
    machine.held.set(code, { fault, openedBy });
    judged.undo.push(() => machine.held.delete(code));
    judged.inserted.push({ ...fault, openedBy, heldUntil: until });
    judged.holds.push({ fault: fault.id, atm: fault.atm, until });
    return;
  }
  machine.open.set(code, fault);
  judged.undo.push(() => machine.open.delete(code));
  judged.inserted.push({ ...fault, openedBy, heldUntil: null });
}

function promote(machine: Machine, fault: Fault, judged: Judgement): void {
  const held = machine.held.get(fault.code)!;
  machine.held.delete(fault.code);
  machine.open.set(fault.code, fault);
  judged.undo.push(() => {
    machine.open.delete(fault.code);
    machine.held.set(fault.code, held);
  });
  const fresh = judged.inserted.find((each) => each.id === fault.id);
  if (fresh) fresh.heldUntil = null;
  else judged.promoted.push(fault);
}

function clear(machine: Machine, { code }: SignalCode, ms: number, judged: Judgement): void {
  const held = machine.held.get(code);
  if (held) {
    machine.held.delete(code);
    judged.undo.push(() => machine.held.set(code, held));
    const fresh = judged.inserted.findIndex((each) => each.id === held.fault.id);
    if (fresh >= 0) {
      judged.inserted.splice(fresh, 1);
      judged.holds.splice(
        judged.holds.findIndex((hold) => hold.fault === held.fault.id),
        1,
      );
    } else judged.dropped.push(held.fault.id);
    return;
  }
  const fault = machine.open.get(code);
  if (!fault) return;
  const closed = { ...fault, closedAt: isoOf(Math.max(ms, Date.parse(fault.openedAt))) };
  machine.open.delete(code);
  judged.undo.push(() => machine.open.set(code, fault));
  judged.closed.push(closed);
  const fresh = judged.inserted.find((each) => each.id === fault.id);
  if (fresh) fresh.closedAt = closed.closedAt;
  else judged.closedEarlier.push({ id: fault.id, closedAt: closed.closedAt });
}

/** A hold is over: what was not cleared meanwhile is a fault. @returns how to take it back, or undefined when there was none */
export async function endHold(
  trx: Trx,
  machines: Machines,
  atm: string,
  id: string,
  onFaults: OnFaults,
): Promise<(() => void) | undefined> {
  const machine = machines.byId.get(atm);
  const held = [...(machine?.held.values() ?? [])].find(({ fault }) => fault.id === id);
  if (!machine || !held) return undefined;
  const judged = new Judgement();
  promote(machine, held.fault, judged);
  const undo = () => {
    for (const step of judged.undo.splice(0).reverse()) step();
  };
  try {
    await writeChanges(trx, judged.changes);
    await onFaults(trx, { opened: [held.fault], closed: [] });
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

const asFault = ({ openedBy: _, heldUntil: __, ...fault }: NewFault): Fault => fault;

const detailCharacters = 64_000;
const detailDepth = 40;

/**
 * What jsonb can keep: PostgreSQL has no U+0000 and no half surrogate pair, and limits depth. All of these come from
 * broken or hostile senders only; the message itself is kept as it came.
 */
export function storable(detail: Record<string, unknown>): Record<string, unknown> {
  if (depthLeft(detail, detailDepth) < 0) return { source: detail['source'], leftOut: 'too deep' };
  const text = JSON.stringify(detail);
  if (text.length > detailCharacters) return { source: detail['source'], leftOut: 'too long' };
  const unkeepable = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;
  return unkeepable.test(text) ? (JSON.parse(text.replace(unkeepable, '$1\\ufffd')) as Record<string, unknown>) : detail;
}
