import { createHash } from 'node:crypto';

/**
 * Merkle tree hashing of RFC 9162 §2.1, with a frontier that grows by appending: the roots of the complete subtrees
 * of sizes that are powers of two, largest first.
 */

/**
 * Leaf hash of one entry: SHA-256(0x00 ‖ entry), RFC 9162 §2.1.1.
 * The prefix keeps a leaf from passing for an inner node (0x01).
 * @param entry the entry's canonical bytes  @returns 32 bytes
 */
export const leafHash = (entry: Uint8Array): Buffer => createHash('sha256').update(Uint8Array.of(0x00)).update(entry).digest();

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(Uint8Array.of(0x01)).update(left).update(right).digest();

export interface Frontier {
  size: number;
  /** Roots of the complete subtrees, one per 1-bit of `size`, largest first. */
  roots: Buffer[];
}

export const emptyFrontier: Frontier = { size: 0, roots: [] };

/** The frontier with one more leaf. */
export function grow(frontier: Frontier, leaf: Buffer): Frontier {
  const roots = [...frontier.roots];
  let hash = leaf;
  for (let size = frontier.size; size & 1; size = Math.floor(size / 2)) hash = nodeHash(roots.pop()!, hash);
  roots.push(hash);
  return { size: frontier.size + 1, roots };
}

/** Root of the tree; of an empty one SHA-256 of nothing (§2.1.1). */
export function rootHash(frontier: Frontier): Buffer {
  const [...rest] = frontier.roots;
  let root = rest.pop();
  if (!root) return createHash('sha256').digest();
  while (rest.length > 0) root = nodeHash(rest.pop()!, root);
  return root;
}
