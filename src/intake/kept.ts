import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Db } from '#platform';
import { speaksOf } from './bloom.ts';
import type { KeptSignal } from './model.ts';
import { readSignals } from './read.ts';
import type { BatchKind } from './store.ts';

const unpack = promisify(zstdDecompress);

export interface KeptFilter {
  source?: string;
  atm?: string;
  /** ISO 8601 instant of receipt, from which on. */
  since?: string;
  /** `batch.position` of the last one seen. */
  cursor?: string;
  limit: number;
}

/** What is kept beside the messages of a wire protocol: each signal with the line of `raw` that carried it. */
export interface Understood {
  signals: (Omit<KeptSignal, 'receivedAt' | 'raw'> & { line: number })[];
}

/** Batches unpacked at a time. */
const pageBatches = 40;

/**
 * Signals that were kept, newest batch first, within a batch the last first. Batches that do not speak of the machine
 * are passed over by their filter, without unpacking.
 */
export async function keptSignals(db: Db, filter: KeptFilter): Promise<{ items: KeptSignal[]; next: string | null }> {
  const items: KeptSignal[] = [];
  const [cursorBatch, cursorPosition] = (filter.cursor ?? '').split('.').map(Number);
  let before = filter.cursor ? cursorBatch! + 1 : Number.MAX_SAFE_INTEGER;
  for (;;) {
    let query = db
      .selectFrom('signal_batch')
      .select(['id', 'received_at', 'kind', 'skip', 'raw', 'understood'])
      .where('id', '<', before)
      .orderBy('id', 'desc')
      .limit(pageBatches);
    if (filter.since !== undefined) query = query.where('received_at', '>=', filter.since);
    if (filter.source !== undefined) query = query.where((where) => where(where.val(filter.source!), '=', where.fn.any('sources')));
    if (filter.atm !== undefined) query = query.where(speaksOf(filter.atm));
    const rows = await query.execute();
    for (const row of rows) {
      const all = await contents(row);
      for (let position = all.length - 1; position >= 0; position--) {
        if (row.id === cursorBatch && position >= cursorPosition!) continue;
        const signal = all[position]!;
        if (filter.atm !== undefined && signal.atm !== filter.atm) continue;
        if (filter.source !== undefined && signal.source !== filter.source) continue;
        items.push(signal);
        if (items.length === filter.limit) return { items, next: `${row.id}.${position}` };
      }
    }
    if (rows.length < pageBatches) return { items, next: null };
    before = rows.at(-1)!.id;
  }
}

interface Row {
  received_at: string;
  kind: BatchKind;
  skip: number[];
  raw: Buffer;
  understood: Buffer | null;
}

const everything = { atm: () => true, site: () => true };

/** What one batch held, in its order. */
async function contents(row: Row): Promise<KeptSignal[]> {
  const text = (await unpack(row.raw)).toString();
  const skip = new Set(row.skip);
  if (row.understood === null) {
    const reading = readSignals(text, row.kind === 'signals-ndjson', Date.parse(row.received_at), everything);
    if ('unreadable' in reading) return [];
    return reading.signals.flatMap((signal, index) => (skip.has(reading.indexes[index]!) ? [] : [kept(signal, row.received_at, null, [])]));
  }
  const { signals } = JSON.parse((await unpack(row.understood)).toString()) as Understood;
  const lines = row.kind === 'xfs4iot' || row.kind === 'alertmanager' ? text.split('\n') : [text];
  return signals.flatMap((signal, index) =>
    skip.has(index) ? [] : [kept(signal, row.received_at, lines[signal.line] ?? null, signal.unknown)],
  );
}

const kept = (
  signal: Omit<KeptSignal, 'receivedAt' | 'raw' | 'unknown'>,
  receivedAt: string,
  raw: string | null,
  unknown: string[],
): KeptSignal => ({
  id: signal.id,
  source: signal.source,
  atm: signal.atm,
  site: signal.site,
  code: signal.code,
  state: signal.state,
  at: signal.at,
  receivedAt,
  detail: signal.detail,
  raw,
  unknown,
});
