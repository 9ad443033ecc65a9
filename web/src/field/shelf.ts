import type { Act, Shelf } from './outbox.ts';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The shelf in this browser's IndexedDB, pictures included. One database for all pages of the field app. */
export async function browserShelf(): Promise<Shelf> {
  const opening = indexedDB.open('fengsui-field', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('acts', { keyPath: 'key' });
  const database = await done(opening);
  const acts = (mode: IDBTransactionMode) => database.transaction('acts', mode).objectStore('acts');
  return {
    all: () => done(acts('readonly').getAll() as IDBRequest<Act[]>),
    put: async (act) => void (await done(acts('readwrite').put(act))),
    remove: async (key) => void (await done(acts('readwrite').delete(key))),
  };
}
