import type { Actor } from '#organization';
import { type Clock, type Db, type Jobs, type Refusal, refuse } from '#platform';
import type { Seen } from './dedup.ts';
import { type KeptFilter, keptSignals, type Understood } from './kept.ts';
import type { Area, DeadLetter, Refused, Signal, TimedSignal } from './model.ts';
import { check, type Known, readSignals, textOf } from './read.ts';
import { holdsCard, scrub } from './scrub.ts';
import { type BatchKind, findDeadLetters } from './store.ts';
import { type Batch, Busy, type OnSignals, Writer } from './writer.ts';

export interface IntakeDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  /** What the signals change; same transaction. Filled with `fleet.apply`. */
  onSignals: OnSignals;
  known: Known;
  /** Sites that an alert of the outside concerns. */
  sitesInArea(area: Area): string[];
  /** The machine or site where a person stands. */
  placeOf?(lat: number, lon: number): { atm: string | null; site: string; metres: number } | null;
  /** Folder for photos of reports. */
  filesDir: string;
  /** Finds who a token belongs to, for agents that cannot send a header. */
  authenticate?(token: string): Promise<Actor | null>;
  /** Wall-clock milliseconds that a machine is given to answer a command; 30 s when absent. */
  commandTimeoutMs?: number;
}

export interface Answer {
  /** Records taken, those known already among them. */
  accepted: number;
  refused: Refused[];
}

/** A batch that another program has read already: its signals and the message they came in. */
export interface GivenBatch {
  source: string;
  receivedAt: Temporal.Instant;
  raw: Uint8Array;
  signals: Signal[];
  kind?: BatchKind;
}

const letterCharacters = 64_000;
const recordCharacters = 4000;

/** The path that every signal takes: card data masked, kept raw, known ones left out, handed on, answered after the commit. */
export class Receiver {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #known: Known;
  readonly writer: Writer;

  constructor({ db, clock, onSignals, known }: Pick<IntakeDeps, 'db' | 'clock' | 'onSignals' | 'known'>, seen?: Seen) {
    this.#db = db;
    this.#clock = clock;
    this.#known = known;
    this.writer = new Writer(db, onSignals, seen);
  }

  get known(): Known {
    return this.#known;
  }

  nowMs(): number {
    return this.#clock.now().epochMilliseconds;
  }

  /** `POST /api/v1/signals`. @returns refusal `signals-unreadable` when not even the records can be told apart, `intake-busy` */
  async receive(body: Buffer, ndjson: boolean): Promise<Answer | Refusal> {
    const receivedMs = this.nowMs();
    const text = textOf(body);
    const reading = readSignals(text, ndjson, receivedMs, this.#known);
    const clean = holdsCard(body) ? scrub(text) : text;
    if ('unreadable' in reading) {
      const kept = await this.deadLetter({
        source: 'http',
        code: 'signals-unreadable',
        field: null,
        atm: null,
        content: clean,
      });
      return kept ?? refuse('signals-unreadable', { why: reading.unreadable });
    }
    let { signals } = reading;
    if (clean !== text) {
      // Names are told apart by what was sent; what is kept and passed on is what remains after masking.
      const masked = readSignals(clean, ndjson, receivedMs, this.#known);
      if ('unreadable' in masked || masked.signals.length !== signals.length) signals = signals.map(maskSignal);
      else signals = masked.signals.map((signal, index) => ({ ...signal, id: signals[index]!.id, source: signals[index]!.source }));
    }
    const deadLetters = reading.refused.map(
      ({ code, field, content }): DeadLetter => ({
        source: 'http',
        code,
        field,
        atm: atmIn(content),
        content: scrub(content).slice(0, recordCharacters),
      }),
    );
    const refused = reading.refused.map(({ content: _, ...rest }) => rest);
    const raw = clean === text ? body : Buffer.from(clean);
    const batch: Batch = {
      kind: ndjson ? 'signals-ndjson' : 'signals',
      receivedMs,
      raw,
      signals,
      indexes: reading.indexes,
      refused: refused.map((each) => each.index),
      deadLetters,
    };
    if (signals.length === 0 && deadLetters.length === 0) return { accepted: 0, refused };
    const taken = await this.submit(batch);
    return taken === 'busy' ? refuse('intake-busy') : { accepted: signals.length, refused };
  }

  /** Keeps one dead letter. @returns refusal `intake-busy`, else undefined */
  async deadLetter(letter: DeadLetter): Promise<Refusal | undefined> {
    const taken = await this.submit({
      kind: 'other',
      receivedMs: this.nowMs(),
      raw: Buffer.alloc(0),
      signals: [],
      deadLetters: [letter],
      lettersOnly: true,
    });
    return taken === 'busy' ? refuse('intake-busy') : undefined;
  }

  /** Hands a batch to the writer. @returns how many of its signals were known, or `busy` */
  async submit(batch: Batch): Promise<{ duplicates: number } | 'busy'> {
    // The one door of all dead letters: what is masked here need not be masked by each protocol.
    batch.deadLetters = batch.deadLetters.map((letter) => ({
      ...letter,
      atm: letter.atm === null ? null : scrub(letter.atm),
      content: scrub(letter.content).slice(0, letterCharacters),
    }));
    try {
      return await this.writer.submit(batch);
    } catch (error) {
      if (error instanceof Busy) return 'busy';
      throw error;
    }
  }

  /**
   * Takes signals of a wire protocol: unknown machines become dead letters, wrong clocks are noted, card data is masked.
   * @param raw the message as it came; lines of it are what `line` in `understood` counts
   */
  async take(
    kind: BatchKind,
    raw: string,
    given: (Signal & { line?: number; unknown?: string[] })[],
    options: { deadLetters?: DeadLetter[]; also?: Batch['also']; extra?: Understood['signals'] } = {},
  ): Promise<(Answer & { duplicates: number }) | Refusal> {
    const receivedMs = this.nowMs();
    const signals: TimedSignal[] = [];
    const refused: Refused[] = [];
    const deadLetters: DeadLetter[] = [...(options.deadLetters ?? [])];
    const understood: Understood['signals'] = [];
    const clean = scrub(raw);
    for (const [index, signal] of given.entries()) {
      const checked = check(signal, receivedMs, this.#known);
      if (!('ms' in checked)) {
        refused.push({ index, ...checked });
        deadLetters.push({
          source: signal.source,
          code: checked.code,
          field: checked.field,
          atm: signal.atm,
          content: JSON.stringify(signal),
        });
        continue;
      }
      const masked = clean === raw ? checked : maskSignal(checked);
      signals.push(masked);
      const { ms: _, clockSaid: __, ...plain } = masked;
      understood.push({ ...plain, line: signal.line ?? 0, unknown: signal.unknown ?? [] });
    }
    const batch: Batch = {
      kind,
      receivedMs,
      raw: Buffer.from(clean),
      signals,
      understood: JSON.stringify({ signals: [...understood, ...(options.extra ?? [])] }),
      deadLetters,
    };
    if (options.also) batch.also = options.also;
    if (options.extra) batch.mentions = options.extra;
    const taken = await this.submit(batch);
    return taken === 'busy' ? refuse('intake-busy') : { accepted: signals.length, refused, duplicates: taken.duplicates };
  }

  /** Signals that another program has read: kept with their message, each checked like any other. */
  async accept({ raw, signals, kind = 'other' }: GivenBatch): Promise<Answer | Refusal> {
    return this.take(kind, textOf(Buffer.from(raw)), signals);
  }

  kept(filter: KeptFilter) {
    return keptSignals(this.#db, filter);
  }

  deadLetters(filter: { code?: string; before?: number; limit: number }) {
    return findDeadLetters(this.#db, filter);
  }
}

function maskSignal(signal: TimedSignal): TimedSignal {
  try {
    return { ...signal, detail: JSON.parse(scrub(JSON.stringify(signal.detail))) as Record<string, unknown> };
  } catch {
    return { ...signal, detail: { leftOut: 'card data' } }; // better nothing than a number
  }
}

/** The machine that a refused record names, as far as it can be read. */
function atmIn(content: string): string | null {
  const found = /"atm"\s*:\s*"([^"\\]{1,200})"/.exec(content);
  return found?.[1] ?? null;
}
