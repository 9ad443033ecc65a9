import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import { type Clock, type Db, log, onCommit } from '#platform';
import { signCheckpoint } from './checkpoint.ts';
import { emptyFrontier, type Frontier, grow, leafHash, rootHash } from './merkle.ts';
import { canonical, type Entry } from './model.ts';
import { hasAppended, highestNumber, lowestUnsealed, sealedAfter, unsealed } from './store.ts';

export interface Sealed {
  /** Place in the sealed order, from 1, without gaps: what streams resume by. */
  position: number;
  entry: Entry;
}

export interface Sealer {
  /** Seals what is visible now. @returns how many entries */
  seal(): Promise<number>;
  /** Calls back with each newly sealed entry, in order. @returns how to stop */
  subscribe(listener: (sealed: Sealed[]) => void): () => void;
  /** Position of the last sealed entry that subscribers were told of. */
  position(): number;
  stop(): Promise<void>;
}

const blockLimit = 2000;
/** A number that has not appeared for so long was rolled back. Wall clock: transactions live by it. */
const gapPatience_ms = 120_000;

/**
 * Covers entries in Merkle blocks as they become visible, one block for all that wait, and tells subscribers.
 * Appends never wait for it. Of several processes one seals at a time; the others read what it sealed.
 */
export async function startSealer(db: Db, clock: Clock, key: KeyObject): Promise<Sealer> {
  let frontier: Frontier = emptyFrontier;
  let floor = 0;
  let told = 0;
  let gapSince: { seq: number; wall_ms: number } | null = null;
  const listeners = new Set<(sealed: Sealed[]) => void>();

  const catchUp = async () => {
    for (;;) {
      const rows = await db
        .selectFrom('journal_leaf')
        .select(['seq', 'position', 'hash'])
        .where('position', '>', frontier.size)
        .orderBy('position')
        .limit(20_000)
        .execute();
      for (const row of rows) frontier = grow(frontier, row.hash);
      if (rows.length < 20_000) return;
    }
  };
  await catchUp();
  told = frontier.size;
  // Numbers this far back are sealed or were rolled back long ago, so that a long journal is not searched at each start.
  floor = Math.max(0, Math.min((await highestNumber(db)) - 10_000, (await lowestUnsealed(db)) - 1));

  const moveFloor = (seen: number[]) => {
    for (const seq of seen) {
      if (seq === floor + 1) {
        floor = seq;
        gapSince = null;
      } else if (seq > floor + 1) {
        const wall_ms = performance.now();
        if (gapSince?.seq !== floor + 1) gapSince = { seq: floor + 1, wall_ms };
        else if (wall_ms - gapSince.wall_ms > gapPatience_ms) {
          floor = seq;
          gapSince = null;
        }
        return;
      }
    }
  };

  /** @returns what it sealed; null when another process sealed meanwhile */
  const sealOnce = async (): Promise<Sealed[] | null> => {
    let after = frontier;
    // Not `transact`: the sealer's own commits must not wake it.
    const sealedNow = await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4020131) as mine`.execute(trx);
      if (!rows[0]?.mine) return [];
      const waiting = await unsealed(trx, floor, blockLimit);
      if (waiting.length === 0) return [];
      const last = await trx.selectFrom('journal_block').select(['number', 'size']).orderBy('number', 'desc').limit(1).executeTakeFirst();
      if ((last?.size ?? 0) !== frontier.size) return null;
      let next = frontier;
      const hashes = waiting.map((entry) => {
        const hash = leafHash(canonical(entry));
        next = grow(next, hash);
        return hash;
      });
      await sql`insert into journal_leaf (seq, position, hash)
        select seq, ${frontier.size}::bigint + place, hash from unnest(${waiting.map((entry) => entry.seq)}::bigint[], ${hashes}::bytea[]) with ordinality as given (seq, hash, place)`.execute(
        trx,
      );
      const root = rootHash(next);
      const { size, signature } = signCheckpoint(key, next.size, root);
      await trx
        .insertInto('journal_block')
        .values({ number: (last?.number ?? 0) + 1, first: frontier.size + 1, size, root, signature, sealed_at: clock.now().toString() })
        .execute();
      after = next;
      return waiting.map((entry, place): Sealed => ({ position: frontier.size + 1 + place, entry }));
    });
    frontier = after;
    return sealedNow;
  };

  const announce = (sealed: Sealed[]) => {
    told = sealed.at(-1)!.position;
    moveFloor(sealed.map(({ entry }) => entry.seq).sort((a, b) => a - b));
    for (const listener of listeners) listener(sealed);
  };

  const tell = async () => {
    while (told < frontier.size) {
      const sealed = await sealedAfter(db, told, 1000);
      if (sealed.length === 0) return;
      announce(sealed);
    }
  };

  let running: Promise<number> | null = null;
  let again = false;
  const seal = (): Promise<number> => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      let count = 0;
      try {
        do {
          again = false;
          let sealed: Sealed[] | null;
          do {
            sealed = await sealOnce();
            if (sealed === null || sealed.length === 0) await catchUp();
            else {
              count += sealed.length;
              if (told === sealed[0]!.position - 1) announce(sealed);
            }
          } while (sealed?.length === blockLimit);
          await tell();
        } while (again);
      } finally {
        running = null;
      }
      return count;
    })();
    return running;
  };

  const attempt = () => void seal().catch((error: Error) => log.debug({ error: error.message }, 'sealing waits for the database'));
  const forget = onCommit(db, (trx) => {
    if (hasAppended(trx)) attempt();
  });
  const timer = setInterval(attempt, 500); // what other processes wrote, and what a lost connection left
  timer.unref();

  return {
    seal,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position: () => told,
    async stop() {
      clearInterval(timer);
      forget();
      await running?.catch(() => undefined);
    },
  };
}
