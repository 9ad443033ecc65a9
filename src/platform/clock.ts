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
 */
export function fastClock(start: Temporal.Instant, rate: number): Clock {
  const wallStart = Temporal.Now.instant().epochMilliseconds;
  return {
    rate,
    now: () => {
      const elapsed = Temporal.Now.instant().epochMilliseconds - wallStart;
      return Temporal.Instant.fromEpochMilliseconds(start.epochMilliseconds + Math.round(elapsed * rate));
    },
    wall: (at) => new Date(wallStart + (at.epochMilliseconds - start.epochMilliseconds) / rate),
  };
}
