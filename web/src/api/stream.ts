import { useEffect, useSyncExternalStore } from 'react';
import { serverNow, setServerClock } from './clock.ts';
import { queryClient } from './queries.ts';

/** An entry of the journal as `GET /api/v1/stream` tells it. */
export interface StreamEntry {
  seq: number;
  stream: string;
  version: number;
  at: string;
  type: string;
  mode: 'live' | 'drill' | 'rehearsal';
  data?: unknown;
}

/**
 * Query keys to ask again when an entry of a stream arrives, by the stream's first word (`incident/<id>`).
 * A key's first element is the room's record: `['incidents', id, …]`.
 */
export const keysOf: Record<string, string[]> = {
  incident: ['incidents', 'mine', 'overview', 'work-orders'],
  'work-order': ['work-orders', 'mine', 'overview'],
  warning: ['warnings', 'mine', 'overview', 'fleet'],
  notice: ['notices', 'mine', 'incidents'],
  bulletin: ['bulletins', 'incidents', 'mine'],
  report: ['reports', 'incidents', 'mine'],
  improvement: ['improvements', 'reports'],
  plan: ['plans'],
  person: ['people'],
  session: [],
  item: ['items'],
  fleet: ['fleet', 'overview'],
};

/** Keys to ask again for a stream. A stream that no table names refreshes the duty desk only. */
export const keysFor = (stream: string): string[] => [...(keysOf[stream.split('/')[0] ?? ''] ?? ['overview']), 'journal'];

interface Connection {
  online: boolean /** server time of the last sign of life, ms */;
  since: number;
}
let connection: Connection = { online: true, since: Date.now() };
const watchers = new Set<() => void>();

function setConnection(online: boolean): void {
  if (connection.online === online) return;
  connection = { online, since: serverNow() };
  for (const watcher of watchers) watcher();
}
export const useConnection = (): Connection =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => connection,
  );

/** Keys waiting to be asked again: a storm of entries asks each list at most every 400 ms. */
const waiting = new Set<string>();
let asking = false;
function refresh(keys: Iterable<string>): void {
  for (const key of keys) waiting.add(key);
  if (asking) return;
  asking = true;
  setTimeout(() => {
    asking = false;
    const now = [...waiting];
    waiting.clear();
    for (const key of now) void queryClient.invalidateQueries({ queryKey: [key] });
  }, 400);
}

/** Silence after which the connection counts as lost, in milliseconds of the wall. */
const silenceMs = 40_000;

/**
 * Opens the stream while mounted; once, in the shell. The browser resumes with `Last-Event-ID`; after a longer
 * loss everything on the screen is asked again.
 */
export function useStream(): void {
  useEffect(() => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let down: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    let heard = performance.now();
    const alive = () => {
      heard = performance.now();
      clearTimeout(down);
      down = undefined;
      setConnection(true);
      if (lost) void queryClient.invalidateQueries();
      lost = false;
    };
    const hear = (message: MessageEvent<string>) => {
      alive();
      const entry = JSON.parse(message.data) as StreamEntry;
      refresh(keysFor(entry.stream));
    };
    const tell = (message: MessageEvent<string>) => {
      alive();
      // The demonstration's clock runs faster than the wall: it is set again every 15 s.
      const { now, rate } = JSON.parse(message.data) as { now: string; rate: number };
      setServerClock(now, rate);
    };
    const open = () => {
      source?.close();
      source = new EventSource('/api/v1/stream');
      source.onopen = alive;
      source.addEventListener('entry', hear);
      source.addEventListener('hello', tell);
      source.addEventListener('time', tell);
      source.onerror = () => {
        lost = true;
        // A restart of two seconds is no news; silence after that is.
        down ??= setTimeout(() => setConnection(false), 2_500);
        if (source?.readyState === EventSource.CLOSED) {
          clearTimeout(again);
          again = setTimeout(open, 2_000);
        }
      };
    };
    const cut = () => {
      lost = true;
      setConnection(false);
    };
    // A line that is dead without having been closed says nothing: the server speaks every 15 s, so 40 s of silence is a loss.
    const watch = setInterval(() => {
      if (performance.now() - heard < silenceMs) return;
      cut();
      heard = performance.now();
      open();
    }, 5_000);
    addEventListener('offline', cut);
    addEventListener('online', open);
    open();
    return () => {
      clearInterval(watch);
      clearTimeout(again);
      clearTimeout(down);
      removeEventListener('offline', cut);
      removeEventListener('online', open);
      source?.close();
    };
  }, []);
}
