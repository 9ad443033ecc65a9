/**
 * Remembers which signals were taken: a 64-bit hash of each name (source, id) in two generations of open addressing.
 * When the younger is full the older is forgotten, so the last `capacity` to 2 × `capacity` names are known. Of five
 * million names held, a new one is mistaken for an old one with a chance of 3 in 10^13. Duplicates older than that
 * change nothing either: a fault names the signal that opened it (unique in the database), and a state older than the
 * last change of its machine is not applied.
 */
export class Seen {
  readonly #slots: number;
  readonly #limit: number;
  #young: Uint32Array;
  #old: Uint32Array;
  #count = 0;
  #added: number[] = [];

  /** @param bits slots per generation as a power of two; 22 holds 2.5 million names in 32 MB, touched as it fills */
  constructor(bits = 22) {
    this.#slots = 2 ** bits;
    this.#limit = Math.floor(this.#slots * 0.6);
    this.#young = new Uint32Array(this.#slots * 2);
    this.#old = new Uint32Array(this.#slots * 2);
  }

  /** Starts a transaction: until the next `begin`, `undo` forgets what was added. */
  begin(): void {
    this.#added = [];
    if (this.#count <= this.#limit) return;
    const oldest = this.#old;
    this.#old = this.#young;
    this.#young = oldest.fill(0);
    this.#count = 0;
  }

  /** @returns false when the name is known already */
  add(high: number, low: number): boolean {
    if ((high | low) === 0) low = 1; // two zeros mark an empty slot
    if (this.#find(this.#old, high, low) < 0) return false;
    let slot = this.#find(this.#young, high, low);
    if (slot < 0) return false;
    if (this.#count >= this.#slots - 1) {
      // One transaction larger than the table: the window moves on in its midst, and undo no longer reaches back.
      this.begin();
      slot = this.#find(this.#young, high, low);
    }
    this.#young[slot * 2] = high;
    this.#young[slot * 2 + 1] = low;
    this.#count++;
    this.#added.push(slot);
    return true;
  }

  /** Forgets what was added since `begin`: nothing was added after it, so no chain of probes is cut. */
  undo(): void {
    for (const slot of this.#added) this.#young.fill(0, slot * 2, slot * 2 + 2);
    this.#count -= this.#added.length;
    this.#added = [];
  }

  /** @returns the free slot where the name would stand, or -1 when it is there */
  #find(table: Uint32Array, high: number, low: number): number {
    const mask = this.#slots - 1;
    let slot = low & mask;
    for (let probes = 0; probes <= mask; probes++) {
      const there = table[slot * 2]!;
      const thereLow = table[slot * 2 + 1]!;
      if ((there | thereLow) === 0) return slot;
      if (there === high && thereLow === low) return -1;
      slot = (slot + 1) & mask;
    }
    return 0;
  }
}

let high = 0;
let low = 0;

function mix(text: string): void {
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    high = Math.imul(high ^ character, 0x9e3779b1);
    high = (high << 13) | (high >>> 19);
    low = Math.imul(low ^ character, 0x85ebca77);
    low = (low << 15) | (low >>> 17);
  }
}

/**
 * Hashes a signal's name into `into[at]` (high) and `into[at + 1]` (low). Kept in the database with each batch, so the
 * function must not change without a new column.
 */
export function hashName(source: string, id: string, into: Uint32Array, at: number): void {
  high = 0xdeadbeef;
  low = 0x41c6ce57;
  mix(source);
  high = Math.imul(high ^ 0x10000, 0x9e3779b1); // a sign that no text has, between the two
  low = Math.imul(low ^ 0x10000, 0x85ebca77);
  mix(id);
  const first = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  const second = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  into[at] = first >>> 0;
  into[at + 1] = second >>> 0;
}
