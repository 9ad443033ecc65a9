import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashName, Seen } from './dedup.ts';

const hash = (source: string, id: string) => {
  const into = new Uint32Array(2);
  hashName(source, id, into, 0);
  return into;
};
const add = (seen: Seen, id: string, source = 's') => {
  const [high, low] = hash(source, id);
  return seen.add(high!, low!);
};

test('a name is new once', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 300 }), (ids) => {
      const seen = new Seen(10);
      const known = new Set<string>();
      for (const id of ids) {
        expect(add(seen, id)).toBe(!known.has(id));
        known.add(id);
      }
    }),
  );
});

test('undo forgets what was added since begin, and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), fc.uniqueArray(fc.string(), { maxLength: 200 }), (kept, lost) => {
      const seen = new Seen(10);
      seen.begin();
      for (const id of kept) add(seen, id, 'kept');
      seen.begin();
      for (const id of lost) add(seen, id, 'lost');
      seen.undo();
      for (const id of kept) expect(add(seen, id, 'kept')).toBe(false);
      for (const id of lost) expect(add(seen, id, 'lost')).toBe(true);
    }),
  );
});

test('the newest names stay known when the table turns over', () => {
  const seen = new Seen(10); // 1,024 slots, 614 names a generation
  for (let at = 0; at < 5000; at++) {
    if (at % 100 === 0) seen.begin();
    expect(add(seen, `id-${at}`)).toBe(true);
    if (at >= 500) expect(add(seen, `id-${at - 500}`)).toBe(false);
  }
  expect(add(seen, 'id-0')).toBe(true);
});

test('a million names of the usual shapes do not collide, and source and id do not run into each other', () => {
  const all = new Set<bigint>();
  for (let at = 0; at < 1_000_000; at++) {
    const [high, low] = at % 2 ? hash('bench', `${at}`) : hash('xfs', `ATM-${String(at).padStart(7, '0')}`);
    all.add((BigInt(high!) << 32n) | BigInt(low!));
  }
  expect(all.size).toBe(1_000_000);
  expect([...hash('a', 'bc')]).not.toEqual([...hash('ab', 'c')]);
});
