import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(16 * 256);
let next = pool.length;

/** A UUID of version 7 (RFC 9562 §5.7): keys sort by the wall-clock millisecond of their making. */
export function uuidv7(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const bytes = Buffer.from(pool.subarray(next, next + 16));
  next += 16;
  bytes.writeUIntBE(Temporal.Now.instant().epochMilliseconds, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
