import { useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { serverNow } from '../api/clock.ts';
import { post, Refused } from '../api/http.ts';
import { meQuery } from '../api/session.ts';
import { spoken } from '../i18n/index.ts';
import { blobOf, withPicturesSent } from '../incidents/picture.ts';
import { type Act, type Delivery, type Outbox, openOutbox, truly } from './outbox.ts';
import { browserShelf } from './shelf.ts';

/** Answers that say come again: they are the network's, not a refusal. */
const later = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The refusal for whoever stands before the machine: a stranger cannot import it into the fleet. */
const plainly = (error: Refused): string =>
  error.code === 'atm-unknown' ? i18next.t('field:report.unknownAtm') : [error.message, error.mend].filter(Boolean).join(' ');

/** One attempt to deliver one act. */
async function deliver(act: Act): Promise<Delivery> {
  try {
    if (act.kind === 'report') return { outcome: 'sent', answer: await sendReport(act) };
    return { outcome: 'sent', answer: await post(act.path, await withPicturesSent(truly(act, serverNow())), act.key) };
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return { outcome: 'unreachable' };
    if (error instanceof Refused && !later.has(error.status)) return { outcome: 'refused', why: plainly(error) };
    return { outcome: 'unreachable' };
  }
}

/** A report goes as a form, with its picture beside the words. */
async function sendReport(act: Act): Promise<unknown> {
  const form = new FormData();
  for (const [name, value] of Object.entries(act.body)) {
    if (value === null || value === undefined || value === '') continue;
    if (name === 'photo') form.set('photo', await blobOf(String(value)), 'photo.jpg');
    else form.set(name, String(value));
  }
  const response = await fetch(act.path, {
    method: 'POST',
    body: form,
    credentials: 'same-origin',
    headers: { 'accept-language': spoken(), 'idempotency-key': act.key },
  });
  if (response.ok) return response.json();
  const problem = (await response.json().catch(() => ({}))) as { code?: string; title?: string; detail?: string };
  throw new Refused({
    status: response.status,
    code: problem.code ?? '',
    title: problem.title ?? response.statusText,
    detail: problem.detail ?? '',
  });
}

const open = new Map<string, Promise<Outbox>>();
const outboxOf = (owner: string): Promise<Outbox> => {
  const known = open.get(owner) ?? browserShelf().then((shelf) => openOutbox(shelf, owner, deliver));
  open.set(owner, known);
  return known;
};

const none: readonly Act[] = [];
const retryEvery_ms = 10_000;

/** The outbox of whoever is signed in, or of nobody: what waits, and a way to do something now and send it when one can. */
export function useOutbox(): {
  waiting: readonly Act[];
  online: boolean;
  add: (act: Omit<Act, 'refused' | 'owner' | 'key' | 'at'> & { key?: string }) => Promise<string>;
  drop: (key: string) => void;
  answer: (key: string) => unknown;
  retry: () => void;
} {
  const me = useQuery({ ...meQuery, retry: false });
  const client = useQueryClient();
  const owner = me.data?.actor.id ?? '';
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  useEffect(() => {
    let stale = false;
    void outboxOf(owner).then((opened) => {
      if (!stale) setOutbox(opened);
    });
    return () => {
      stale = true;
    };
  }, [owner]);
  const waiting = useSyncExternalStore(
    useCallback((told) => outbox?.subscribe(told) ?? (() => undefined), [outbox]),
    () => outbox?.waiting() ?? none,
  );
  const flush = useCallback(async () => {
    if (!outbox || outbox.waiting().length === 0) return;
    const before = outbox.waiting().length;
    await outbox.flush();
    if (outbox.waiting().length < before) await client.invalidateQueries();
  }, [outbox, client]);
  useEffect(() => {
    void flush();
    addEventListener('online', flush);
    // The event is a hint, not a promise: a cellar with one bar reports itself online.
    const timer = setInterval(flush, retryEvery_ms);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [flush]);
  return {
    waiting,
    online,
    add: async ({ key = crypto.randomUUID(), ...act }) => {
      const box = outbox ?? (await outboxOf(owner));
      await box.add({ ...act, key, at: new Date(serverNow()).toISOString() });
      void box.flush().then(() => client.invalidateQueries());
      return key;
    },
    drop: (key) => void outbox?.drop(key),
    answer: (key) => outbox?.answer(key),
    retry: () => void flush(),
  };
}

function watchNetwork(told: () => void): () => void {
  addEventListener('online', told);
  addEventListener('offline', told);
  return () => {
    removeEventListener('online', told);
    removeEventListener('offline', told);
  };
}
