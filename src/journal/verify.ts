import { createPublicKey } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Checkpoint, checkpointHolds } from './checkpoint.ts';
import { emptyFrontier, grow, leafHash, rootHash } from './merkle.ts';
import { canonical, type Entry } from './model.ts';

/** What is wrong with a journal, by the number of the entry or the block. */
export interface JournalFault {
  kind: 'edited' | 'removed' | 'reordered' | 'added' | 'torn' | 'root' | 'signature';
  /** Number of the entry, or of the block for `root` and `signature`. */
  number: number;
  zh: string;
  en: string;
}

export interface Verification {
  entries: number;
  blocks: number;
  /** Visible entries that no block covers yet. */
  unsealed: number;
  checkpoint: Checkpoint | null;
  faults: JournalFault[];
}

export interface Leaf {
  seq: number;
  position: number;
  hash: Uint8Array;
}
export interface Block {
  number: number;
  first: number;
  size: number;
  root: Uint8Array;
  signature: string;
}

/**
 * Checks entries against the leaves and blocks that cover them, and the blocks against the signatures.
 * Rebuilds every hash from the entries alone.
 * @param publicKeyPem of the installation that signed
 */
export function verifyJournal(entries: Iterable<Entry>, leaves: Leaf[], blocks: Block[], publicKeyPem: string): Verification {
  const faults: JournalFault[] = [];
  const publicKey = createPublicKey(publicKeyPem);
  const bySeq = new Map<number, Entry>();
  const versions = new Map<string, { version: number; seq: number }[]>();
  for (const entry of entries) {
    bySeq.set(entry.seq, entry);
    const stream = versions.get(entry.stream) ?? [];
    stream.push({ version: entry.version, seq: entry.seq });
    versions.set(entry.stream, stream);
  }
  const covered = new Map(leaves.map((leaf) => [leaf.seq, leaf]));
  const found = new Map<string, number>();
  for (const entry of bySeq.values()) found.set(leafHash(canonical(entry)).toString('hex'), entry.seq);

  let frontier = emptyFrontier;
  let block = 0;
  let expected = 1;
  for (const leaf of leaves.toSorted((a, b) => a.position - b.position)) {
    if (leaf.position !== expected)
      faults.push({
        kind: 'torn',
        number: leaf.seq,
        zh: `记录 ${leaf.seq} 前缺少封存位置 ${expected}`,
        en: `position ${expected} is missing before entry ${leaf.seq}`,
      });
    expected = leaf.position + 1;
    const entry = bySeq.get(leaf.seq);
    const hash = Buffer.from(leaf.hash);
    if (!entry) faults.push({ kind: 'removed', number: leaf.seq, zh: `记录 ${leaf.seq} 已被删除`, en: `entry ${leaf.seq} was removed` });
    else {
      const now = leafHash(canonical(entry));
      if (!now.equals(hash)) {
        const elsewhere = [...covered.values()].find(
          (other) => other.seq !== leaf.seq && Buffer.from(other.hash).equals(leafHash(canonical({ ...entry, seq: other.seq }))),
        );
        faults.push(
          elsewhere
            ? {
                kind: 'reordered',
                number: leaf.seq,
                zh: `记录 ${leaf.seq} 的内容原是记录 ${elsewhere.seq} 的`,
                en: `entry ${leaf.seq} holds what entry ${elsewhere.seq} held`,
              }
            : { kind: 'edited', number: leaf.seq, zh: `记录 ${leaf.seq} 已被改动`, en: `entry ${leaf.seq} was edited` },
        );
      }
    }
    frontier = grow(frontier, hash);
    for (; blocks[block] && blocks[block]!.size === frontier.size; block++) {
      const { number, size, root, signature } = blocks[block]!;
      if (!rootHash(frontier).equals(Buffer.from(root)))
        faults.push({
          kind: 'root',
          number,
          zh: `第 ${number} 块的根与其记录不符`,
          en: `the root of block ${number} does not fit its entries`,
        });
      if (!checkpointHolds(publicKey, { size, root: Buffer.from(root).toString('base64'), signature }))
        faults.push({ kind: 'signature', number, zh: `第 ${number} 块的签名不成立`, en: `the signature of block ${number} does not hold` });
    }
  }
  for (const missing of blocks.slice(block))
    faults.push({
      kind: 'torn',
      number: missing.number,
      zh: `第 ${missing.number} 块所封的 ${missing.size} 条不全`,
      en: `block ${missing.number} covers ${missing.size} entries, and not all are there`,
    });
  for (const [stream, held] of versions) {
    held.sort((a, b) => a.version - b.version);
    for (const [index, { version, seq }] of held.entries())
      if (version !== index + 1) {
        faults.push({
          kind: 'torn',
          number: seq,
          zh: `记录 ${seq} 是 ${stream} 的第 ${version} 条，而之前应有的第 ${index + 1} 条不在`,
          en: `entry ${seq} is number ${version} of ${stream}, and number ${index + 1} before it is not there`,
        });
        break;
      }
  }
  const last = blocks.at(-1);
  return {
    entries: bySeq.size,
    blocks: blocks.length,
    unsealed: [...bySeq.keys()].filter((seq) => !covered.has(seq)).length,
    checkpoint: last ? { size: last.size, root: Buffer.from(last.root).toString('base64'), signature: last.signature } : null,
    faults,
  };
}

/** Reads the whole journal of a database for `verifyJournal`. */
export async function readJournal(db: Kysely<FengsuiTables>): Promise<{ entries: Entry[]; leaves: Leaf[]; blocks: Block[] }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => ({
      entries: (await trx
        .selectFrom('journal_entry')
        .select(['seq', 'stream', 'version', 'at', 'actor', 'mode', 'type', 'data'])
        .orderBy('seq')
        .execute()) as unknown as Entry[],
      leaves: await trx.selectFrom('journal_leaf').select(['seq', 'position', 'hash']).orderBy('position').execute(),
      blocks: await trx.selectFrom('journal_block').select(['number', 'first', 'size', 'root', 'signature']).orderBy('number').execute(),
    }));
}

/** One line per entry, leaf and block, and the public key first: all that another needs to verify. */
export function* exportLines(journal: { entries: Entry[]; leaves: Leaf[]; blocks: Block[] }, publicKeyPem: string): Generator<string> {
  yield JSON.stringify({ fengsuiJournal: 1, publicKey: publicKeyPem });
  for (const entry of journal.entries) yield JSON.stringify({ entry });
  for (const { seq, position, hash } of journal.leaves)
    yield JSON.stringify({ leaf: { seq, position, hash: Buffer.from(hash).toString('base64') } });
  for (const { number, first, size, root, signature } of journal.blocks)
    yield JSON.stringify({ block: { number, first, size, root: Buffer.from(root).toString('base64'), signature } });
}

/** Reads what `exportLines` wrote. @throws with the line's number when a line is none of it */
export function importLines(text: string): { entries: Entry[]; leaves: Leaf[]; blocks: Block[]; publicKey: string } {
  const journal = { entries: [] as Entry[], leaves: [] as Leaf[], blocks: [] as Block[], publicKey: '' };
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      const read = JSON.parse(line) as {
        publicKey?: string;
        entry?: Entry;
        leaf?: Leaf & { hash: string };
        block?: Block & { root: string };
      };
      if (read.publicKey) journal.publicKey = read.publicKey;
      else if (read.entry) journal.entries.push(read.entry);
      else if (read.leaf) journal.leaves.push({ ...read.leaf, hash: Buffer.from(read.leaf.hash, 'base64') });
      else if (read.block) journal.blocks.push({ ...read.block, root: Buffer.from(read.block.root, 'base64') });
      else throw new Error('no entry, leaf or block');
    } catch (error) {
      throw new Error(`line ${index + 1} cannot be read: ${(error as Error).message}`);
    }
  }
  if (!journal.publicKey) throw new Error('line 1 holds no public key: this is no journal export, or its head is torn off');
  return journal;
}
