import { useSyncExternalStore } from 'react';

/**
 * The server's clock, as the console shows it. In a demonstration it may run faster than the wall, so every
 * remaining time is counted with `rate` (server seconds per wall second).
 */
let anchor = { server: Date.now(), wall: performance.now(), rate: 1 };
let shown = anchor.server;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Sets the clock from an answer of the server. @param now ISO 8601 instant */
export function setServerClock(now: string, rate: number): void {
  anchor = { server: Date.parse(now), wall: performance.now(), rate };
  tick();
}

/** Milliseconds since 1970 at the server, now. */
export const serverNow = (): number => anchor.server + (performance.now() - anchor.wall) * anchor.rate;

function tick(): void {
  const now = Math.floor(serverNow() / 1000) * 1000;
  if (now === shown) return;
  shown = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time in milliseconds, to the second; the component renders again as it passes. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => shown);
