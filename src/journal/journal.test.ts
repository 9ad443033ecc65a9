import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { transact, VirtualClock } from '#platform';
import { testDatabase } from '../../test/database.ts';
import { emptyFrontier, grow, leafHash, rootHash } from './merkle.ts';
import { canonical, type Entry } from './model.ts';
import { type Sealed, startSealer } from './seal.ts';
import { append, readStream, VersionConflict } from './store.ts';
import { exportLines, importLines, readJournal, verifyJournal } from './verify.ts';

const actor = { kind: 'person', id: 'p-1', name: '甲', role: 'commander' } as const;
const clock = new VirtualClock('2026-03-08T03:00:00+08:00');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  .export({ type: 'spki', format: 'pem' })
  .toString();
const said = (stream: string, text: string, expected?: number) => ({
  stream,
  ...(expected === undefined ? {} : { expected }),
  entries: [{ type: 'said', data: { text } }],
  actor,
  mode: 'live' as const,
  at: clock.now(),
});

describe('the journal', () => {
  test('of two who decide on the same version, the second is told that the stream moved on [I-3]', async () => {
    await using database = await testDatabase();
    await transact(database.db, (trx) => append(trx, said('incident/1', 'first', 0)));
    await expect(transact(database.db, (trx) => append(trx, said('incident/1', 'also first', 0)))).rejects.toBeInstanceOf(VersionConflict);
    await expect(transact(database.db, (trx) => append(trx, said('incident/1', 'from nowhere', 7)))).rejects.toBeInstanceOf(
      VersionConflict,
    );
    expect((await readStream(database.db, 'incident/1')).map((entry) => entry.data)).toEqual([{ text: 'first' }]);
  });

  test('appends without an expected version take turns', async () => {
    await using database = await testDatabase();
    await Promise.all(Array.from({ length: 20 }, (_, index) => transact(database.db, (trx) => append(trx, said('fleet', String(index))))));
    expect((await readStream(database.db, 'fleet')).map((entry) => entry.version)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  test('the working role can neither change nor remove an entry, and even the owner is refused', async () => {
    await using database = await testDatabase();
    await transact(database.db, (trx) => append(trx, said('fleet', 'once')));
    await expect(database.db.deleteFrom('journal_entry').execute()).rejects.toThrow(/permission denied/);
    await expect(database.db.updateTable('journal_entry').set({ type: 'other' }).execute()).rejects.toThrow(/permission denied/);
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await expect(owner.query('delete from journal_entry')).rejects.toThrow(/append-only/);
    await expect(owner.query('truncate journal_entry')).rejects.toThrow(/append-only/);
    await owner.end();
  });

  test('sealing covers everything once, also what commits late, and subscribers hear each entry in order', async () => {
    await using database = await testDatabase();
    const heard: Sealed[] = [];
    const sealer = await startSealer(database.db, clock, privateKey);
    sealer.subscribe((sealed) => heard.push(...sealed));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let taken: () => void = () => undefined;
    const numbered = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const late = transact(database.db, async (trx) => {
      await append(trx, said('incident/late', 'number taken early'));
      taken();
      await held;
    });
    await numbered;
    await transact(database.db, (trx) => append(trx, said('incident/quick', 'committed first')));
    await sealer.seal();
    release();
    await late;
    await sealer.seal();
    await sealer.stop();
    expect(heard.map(({ position, entry }) => [position, entry.stream])).toEqual([
      [1, 'incident/quick'],
      [2, 'incident/late'],
    ]);
    const { entries, leaves, blocks } = await readJournal(database.db);
    expect(verifyJournal(entries, leaves, blocks, pem)).toMatchObject({ entries: 2, unsealed: 0, faults: [] });
  });

  test('an edited, removed, reordered or torn entry is named by its number, from an export alone [I-3]', async () => {
    await using database = await testDatabase();
    const sealer = await startSealer(database.db, clock, privateKey);
    for (let index = 0; index < 12; index++)
      await transact(database.db, (trx) => append(trx, said(`incident/${index % 3}`, `entry ${index}`)));
    await sealer.seal();
    await sealer.stop();
    const text = [...exportLines(await readJournal(database.db), pem)].join('\n');
    const faultsAfter = (change: (journal: ReturnType<typeof importLines>) => void) => {
      const journal = importLines(text);
      change(journal);
      return verifyJournal(journal.entries, journal.leaves, journal.blocks, journal.publicKey).faults.map(
        ({ kind, number }) => `${kind} ${number}`,
      );
    };
    expect(faultsAfter(() => undefined)).toEqual([]);
    expect(faultsAfter(({ entries }) => Object.assign(entries[4]!.data, { text: 'other' }))).toEqual(['edited 5']);
    expect(faultsAfter(({ entries }) => Object.assign(entries[4]!, { at: '2026-01-01T00:00:00.000Z' }))).toEqual(['edited 5']);
    expect(faultsAfter(({ entries }) => entries.splice(4, 1))).toEqual(['removed 5', 'torn 8']);
    expect(
      faultsAfter(({ entries }) => {
        const [five, eight] = [structuredClone(entries[4]!), structuredClone(entries[7]!)];
        entries[4] = { ...eight, seq: five.seq };
        entries[7] = { ...five, seq: eight.seq };
      }),
    ).toEqual(expect.arrayContaining(['reordered 5', 'reordered 8']));
    expect(faultsAfter(({ leaves }) => leaves.splice(11, 1))).toContainEqual(expect.stringMatching(/^torn/));
    // Whoever edits an entry and its leaf cannot sign the root that follows.
    expect(
      faultsAfter(({ entries, leaves }) => {
        Object.assign(entries[4]!.data, { text: 'other' });
        leaves[4]!.hash = leafHash(canonical(entries[4]!));
      }),
    ).toContainEqual(expect.stringMatching(/^root/));
  });
});

describe('Merkle hashing', () => {
  const recursive = (leaves: Buffer[]): Buffer => {
    // RFC 9162 §2.1.1 as written: split at the largest power of two below n.
    if (leaves.length === 1) return leaves[0]!;
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    const node = Buffer.concat([Buffer.of(1), recursive(leaves.slice(0, split)), recursive(leaves.slice(split))]);
    return createHash('sha256').update(node).digest();
  };
  test('a frontier grown leaf by leaf has the root that the recursive definition gives', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 0, maxLength: 8 }), { minLength: 1, maxLength: 70 }), (contents) => {
        const leaves = contents.map(leafHash);
        expect(rootHash(leaves.reduce(grow, emptyFrontier))).toEqual(recursive(leaves));
      }),
    );
  });
  test('the canonical bytes do not depend on the order of keys', () => {
    const entry: Entry = {
      seq: 1,
      stream: 'a',
      version: 1,
      at: '2026-01-01T00:00:00Z',
      actor,
      mode: 'live',
      type: 't',
      data: { b: [1, { d: 1, c: 2 }], a: '中' },
    };
    const turned: Entry = { ...entry, at: '2026-01-01T08:00:00+08:00', data: { a: '中', b: [1, { c: 2, d: 1 }] } };
    expect(canonical(turned)).toEqual(canonical(entry));
  });
});
