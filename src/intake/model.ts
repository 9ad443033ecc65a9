export type SignalState = 'raised' | 'cleared';

/** A message of the outside, understood. `source` and `id` together name it once and for all. */
export interface Signal {
  id: string;
  source: string;
  atm: string | null;
  site: string | null;
  code: string;
  state: SignalState;
  /** ISO 8601 instant at the sender; `receivedAt` is ours. */
  at: string;
  detail: Record<string, unknown>;
}

/** A signal with its time as a number, so that the hot path compares times without parsing them again. */
export interface TimedSignal extends Signal {
  /** Milliseconds since 1970 that rule its place among the signals of its machine: `at`, never later than the receipt. */
  ms: number;
  /** What the sender's clock said, when that cannot be true; `at` is then the time of receipt. */
  clockSaid?: string;
}

/** Why one record of a batch was not taken; `index` counts the records from 0. */
export interface Refused {
  index: number;
  code: string;
  field: string | null;
  /** Line of the body, from 1, where the body has lines. */
  line?: number;
}

/** What could not be read, kept with its reason. */
export interface DeadLetter {
  source: string;
  code: string;
  field: string | null;
  atm: string | null;
  content: string;
}

/** One thing kept: a signal, or a message that says nothing we understand (`code` null). */
export interface KeptSignal {
  id: string;
  source: string;
  atm: string | null;
  site: string | null;
  code: string | null;
  state: SignalState | null;
  at: string;
  receivedAt: string;
  detail: Record<string, unknown>;
  /** The message itself, where a wire protocol carried it. */
  raw: string | null;
  /** Members of the message that no rule knows. */
  unknown: string[];
}

/** The four things that a machine may be told. */
export const deviceCommandNames = ['close', 'isolate', 'go-in-service', 'reset'] as const;
export type DeviceCommand = (typeof deviceCommandNames)[number];

/** Days in the past, and hours in the future, beyond which a sender's clock is taken to be wrong. */
export const clockPastDays = 365;
export const clockFutureHours = 24;
/** Of clocks a little fast, the receipt rules the order; below this nobody minds. */
const clockSlackMs = 5 * 60_000;

/**
 * Judges the time that a sender gave. A clock more than 24 h ahead or a year behind is wrong: the signal is kept with
 * the time of receipt, and what its clock said is noted. A clock up to 24 h fast keeps its `at`, but not its precedence.
 * @param at as sent  @param ms its value  @param receivedMs when we got it
 */
export function judgeTime(at: string, ms: number, receivedMs: number): { at: string; ms: number; clockSaid?: string } {
  if (ms > receivedMs + clockFutureHours * 3_600_000 || ms < receivedMs - clockPastDays * 86_400_000)
    return { at: isoOf(receivedMs), ms: receivedMs, clockSaid: at };
  return { at, ms: ms > receivedMs + clockSlackMs ? receivedMs : ms };
}

/** @param ms since 1970 */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Where an alert of the outside applies. */
export interface Area {
  /** Corners as [lat, lon]; closed or not. */
  polygons: [number, number][][];
  circles: { lat: number; lon: number; radiusKm: number }[];
  /** Names and codes of provinces, cities, districts, branches. */
  names: string[];
}
