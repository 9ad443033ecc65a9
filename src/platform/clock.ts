import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The only place that reads the time. `now` is what the emergency's rules see; `wall` says when the machine's own
 * clock will show a moment of ours, which timers need: the demonstration's clock runs faster than the wall's.
 */
export interface Clock {
  now(): Temporal.Instant;
  /** Wall-clock date at which this clock will show `at`. */
  wall(at: Temporal.Instant): Date;
  /** Seconds of this clock in one second of the wall's. */
  readonly rate: number;
}

export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  wall: (at) => new Date(at.epochMilliseconds),
  rate: 1,
};

/** A clock that a test or a rehearsal sets; it stands still until told. */
export class VirtualClock implements Clock {
  readonly rate = 1;
  #now: Temporal.Instant; // a field: type stripping cannot erase constructor parameter properties
  constructor(start: string) {
    this.#now = Temporal.Instant.from(start);
  }
  now(): Temporal.Instant {
    return this.#now;
  }
  wall(at: Temporal.Instant): Date {
    return new Date(at.epochMilliseconds);
  }
  /** @param duration ISO 8601, hours or smaller: `PT15M` */
  forward(duration: string): void {
    this.#now = this.#now.add(duration);
  }
}

/**
 * A clock that runs `rate` times as fast as the wall's, from `start` on: the demonstration's.
 * @param start first moment shown; never earlier than the last entry of a journal that is continued
 * @param wallStart wall-clock milliseconds at which it showed `start`
 */
export function fastClock(start: Temporal.Instant, rate: number, wallStart = Temporal.Now.instant().epochMilliseconds): Clock {
  return {
    rate,
    now: () => {
      const elapsed = Temporal.Now.instant().epochMilliseconds - wallStart;
      return Temporal.Instant.fromEpochMilliseconds(start.epochMilliseconds + Math.round(elapsed * rate));
    },
    wall: (at) => new Date(wallStart + (at.epochMilliseconds - start.epochMilliseconds) / rate),
  };
}

/** A stop shorter than this, in wall-clock seconds, is no pause: the clock has gone on meanwhile. */
const shortStop_s = 60;

/**
 * The fast clock of an installation that may have run before. After a short stop it shows what it would have shown, so that
 * deadlines pass meanwhile; after a longer one it goes on from the last entry, or from now: its time never runs back.
 * @param file where it is kept from start to start  @param last time of the journal's last entry
 * @returns the clock, and the one before when jobs that wait by it must be moved
 */
export function continuedClock(file: string, last: Temporal.Instant | null, rate: number): { clock: Clock; before: Clock | null } {
  const now = Temporal.Now.instant();
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { start: string; rate: number; wallStart: number }) : null;
  const before = kept && fastClock(Temporal.Instant.from(kept.start), kept.rate, kept.wallStart);
  if (before && last && before.rate === rate && before.now().epochMilliseconds - last.epochMilliseconds < shortStop_s * 1000 * rate)
    return { clock: before, before: null };
  const start = last && Temporal.Instant.compare(last, now) > 0 ? last.add({ seconds: 1 }) : now;
  writeFileSync(`${file}.new`, JSON.stringify({ start: start.toString(), rate, wallStart: now.epochMilliseconds }));
  renameSync(`${file}.new`, file); // whole or not at all
  return { clock: fastClock(start, rate, now.epochMilliseconds), before };
}
