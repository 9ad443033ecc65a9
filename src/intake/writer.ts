import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { type Db, log, type Trx, transact } from '#platform';
import { bloomOf } from './bloom.ts';
import { hashName, Seen } from './dedup.ts';
import { type DeadLetter, isoOf, type TimedSignal } from './model.ts';
import { type BatchKind, insertBatches, insertDeadLetters, keysAfter, type NewBatch, newestKeys } from './store.ts';

const zstd = promisify(zstdCompress);
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** What one sender sent at once: it is kept as one row and answered after the commit. */
export interface Batch {
  kind: BatchKind;
  receivedMs: number;
  /** The message itself, card data masked. */
  raw: Buffer;
  signals: TimedSignal[];
  /** Place of each signal among the records of the body, where the body itself is read again; else `understood` is kept. */
  indexes?: number[];
  /** Records that were refused, by their place. */
  refused?: number[];
  /** JSON of what was understood, for kinds whose body is not a list of signals. */
  understood?: string;
  /** What else the message speaks of, without a signal; it is found by machine and source too. */
  mentions?: readonly { source: string; atm: string | null; site: string | null }[];
  deadLetters: DeadLetter[];
  /** There is nothing to keep but the dead letters. */
  lettersOnly?: boolean;
  /** More to write in the same transaction. */
  also?: (trx: Trx) => Promise<void>;
}

export interface Taken {
  /** Signals that were known already. */
  duplicates: number;
}

/** What a receiver of signals did to its memory within the transaction. */
export interface Applied {
  /** The transaction was rolled back: forget it. */
  undo(): void;
  /** The connection was lost and nobody knows: read again what the database holds. */
  recheck(): Promise<void>;
}

export type OnSignals = (trx: Trx, signals: TimedSignal[]) => Promise<Applied | undefined>;

/** Too much waits; the sender shall come again. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

interface Waiting {
  batch: Batch;
  raw: Promise<Buffer>;
  understood: Promise<Buffer | null>;
  settle: (taken: Taken) => void;
  fail: (error: unknown) => void;
}

const groupBatches = 64;
const groupSignals = 100_000;
const waitingBatches = 4096;
const waitingBytes = 512 * 1024 * 1024;
const deadlockAttempts = 5;
const namesAtStart = 2_000_000;

const connectionLost = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    /^(08|57P)|ECONN|EPIPE/.test(String(code)) ||
    /Connection terminated|timeout exceeded|not queryable|Connection ended/i.test(String(message))
  );
};

/**
 * The one writer of signals. All batches that wait are committed together (one transaction, one row per batch), in the
 * order of their arrival, so that the faults of a machine cannot overtake each other; the next batches are read and
 * compressed meanwhile. A batch is answered only after its commit.
 */
export class Writer {
  readonly #db: Db;
  readonly #onSignals: OnSignals;
  readonly #seen: Seen;
  readonly #queue: Waiting[] = [];
  #queuedBytes = 0;
  #running = false;
  #lastId = 0;
  /** A commit whose fate nobody knows lies behind; the receivers that must read again. */
  #unsure: Applied[] | null = null;

  constructor(db: Db, onSignals: OnSignals, seen = new Seen()) {
    this.#db = db;
    this.#onSignals = onSignals;
    this.#seen = seen;
  }

  /** Reads the names of the newest signals, so that a sender who repeats them after a restart is recognised. */
  async open(): Promise<void> {
    this.#remember(await newestKeys(this.#db, namesAtStart));
  }

  /** Keeps a batch. @throws Busy when too much waits, or the database's error; the sender may then send it again */
  submit(batch: Batch): Promise<Taken> {
    if (this.#queue.length >= waitingBatches || this.#queuedBytes > waitingBytes) return Promise.reject(new Busy('too many batches wait'));
    const raw = zstd(batch.raw, fast);
    const understood = batch.understood === undefined ? Promise.resolve(null) : zstd(Buffer.from(batch.understood), fast);
    this.#queuedBytes += batch.raw.length;
    return new Promise<Taken>((settle, fail) => {
      this.#queue.push({ batch, raw, understood, settle, fail });
      if (!this.#running) {
        this.#running = true;
        void this.#run();
      }
    });
  }

  /** Waits until nothing waits. */
  async idle(): Promise<void> {
    while (this.#running) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      let signals = 0;
      let count = 0;
      while (count < this.#queue.length && count < groupBatches && (count === 0 || signals < groupSignals))
        signals += this.#queue[count++]!.batch.signals.length;
      const group = this.#queue.splice(0, count);
      for (const each of group) this.#queuedBytes -= each.batch.raw.length;
      await this.#write(group);
    }
    this.#running = false;
  }

  async #write(group: Waiting[], attempt = 1): Promise<void> {
    let applied: Applied | undefined;
    this.#seen.begin();
    try {
      if (this.#unsure) await this.#resync(this.#unsure);
      const kept = await Promise.all(group.map((waiting) => this.#sift(waiting)));
      const rows = kept.flatMap((each) => each.row ?? []);
      const letters = group.flatMap(({ batch }) => batch.deadLetters.map((letter) => ({ ...letter, receivedAt: isoOf(batch.receivedMs) })));
      const signals = kept.length === 1 ? kept[0]!.fresh : kept.flatMap((each) => each.fresh);
      const also = group.flatMap(({ batch }) => batch.also ?? []);
      if (rows.length > 0 || letters.length > 0 || also.length > 0) {
        this.#lastId = await transact(this.#db, async (trx) => {
          const id = rows.length > 0 ? await insertBatches(trx, rows) : this.#lastId;
          await insertDeadLetters(trx, letters);
          for (const each of also) await each(trx);
          if (signals.length > 0) applied = await this.#onSignals(trx, signals);
          return id;
        });
      }
      for (const [index, waiting] of group.entries()) waiting.settle({ duplicates: kept[index]!.duplicates });
    } catch (error) {
      this.#seen.undo();
      if (connectionLost(error)) {
        // Perhaps the commit arrived and only its answer was lost. What the database holds decides.
        this.#unsure = [...(this.#unsure ?? []), ...(applied ? [applied] : [])];
        for (const waiting of group) waiting.fail(error);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return;
      }
      applied?.undo();
      // The database ended one of two who waited for each other; that was us, so it is our turn again.
      if (/^40(?:001|P01)$/.test(String((error as { code?: unknown }).code)) && attempt < deadlockAttempts)
        return this.#write(group, attempt + 1);
      if (group.length === 1) {
        log.error({ err: error }, 'a batch of signals could not be kept');
        group[0]!.fail(error);
        return;
      }
      for (const waiting of group) await this.#write([waiting]); // one of them is at fault; the others go on
    }
  }

  async #resync(unsure: Applied[]): Promise<void> {
    for (const applied of unsure) await applied.recheck();
    this.#remember(await keysAfter(this.#db, this.#lastId));
    this.#unsure = null;
    this.#seen.begin(); // what was just remembered is committed: undo must not forget it
  }

  #remember(batches: { id: number; keys: Buffer }[]): void {
    for (const { id, keys } of batches) {
      this.#lastId = Math.max(this.#lastId, id);
      this.#seen.begin();
      for (let at = 0; at + 8 <= keys.length; at += 8) this.#seen.add(keys.readUInt32LE(at), keys.readUInt32LE(at + 4));
    }
  }

  /** Leaves out what is known already, and makes the batch's row; no row when nothing of it is new. */
  async #sift({ batch, raw, understood }: Waiting): Promise<{ fresh: TimedSignal[]; duplicates: number; row: NewBatch | null }> {
    const { signals } = batch;
    const names = new Uint32Array(signals.length * 2);
    const skip = batch.refused ? [...batch.refused] : [];
    let fresh = signals;
    let taken = 0;
    for (let index = 0; index < signals.length; index++) {
      const signal = signals[index]!;
      hashName(signal.source, signal.id, names, taken * 2);
      if (this.#seen.add(names[taken * 2]!, names[taken * 2 + 1]!)) {
        if (fresh !== signals) fresh.push(signal);
        taken++;
        continue;
      }
      if (fresh === signals) fresh = signals.slice(0, index);
      skip.push(batch.indexes?.[index] ?? index);
    }
    const duplicates = signals.length - taken;
    const [compressed, meaning] = await Promise.all([raw, understood]);
    if (batch.lettersOnly || (duplicates > 0 && taken === 0 && batch.deadLetters.length === 0)) return { fresh, duplicates, row: null };
    const sources = new Set<string>();
    for (const signal of fresh) sources.add(signal.source);
    for (const mention of batch.mentions ?? []) sources.add(mention.source);
    const row: NewBatch = {
      receivedAt: isoOf(batch.receivedMs),
      kind: batch.kind,
      sources: [...sources].map((source) => source.replaceAll('\0', '\ufffd').toWellFormed()),
      count: taken,
      machines: bloomOf(batch.mentions ? [...fresh, ...batch.mentions] : fresh),
      keys: Buffer.from(names.buffer, 0, taken * 8),
      skip,
      raw: compressed,
      understood: meaning,
    };
    return { fresh, duplicates, row };
  }
}
