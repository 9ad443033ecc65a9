import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a signed link says: this person may acknowledge this notice until then. */
export interface LinkClaim {
  notice: string;
  person: string;
  expires: Temporal.Instant;
}

const claimBytes = 16 + 16 + 6;
const purpose = 'fengsui acknowledge v1\0';

const uuidBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const uuidText = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const mac = (key: Uint8Array, claim: Buffer) => createHmac('sha256', key).update(purpose).update(claim).digest();

/** The token of a link: notice, person, expiry and HMAC-SHA256 over them, in base64url. */
export function signLink(key: Uint8Array, { notice, person, expires }: LinkClaim): string {
  const claim = Buffer.alloc(claimBytes);
  uuidBytes(notice).copy(claim, 0);
  uuidBytes(person).copy(claim, 16);
  claim.writeUIntBE(Math.floor(expires.epochMilliseconds / 1000), 32, 6);
  return Buffer.concat([claim, mac(key, claim)]).toString('base64url');
}

/** Reads a token. @returns null for one that this key did not sign; whether it has expired is the reader's to judge */
export function readLink(key: Uint8Array, token: string): LinkClaim | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== claimBytes + 32 || bytes.toString('base64url') !== token) return null;
  const claim = bytes.subarray(0, claimBytes);
  if (!timingSafeEqual(mac(key, claim), bytes.subarray(claimBytes))) return null;
  return {
    notice: uuidText(claim.subarray(0, 16)),
    person: uuidText(claim.subarray(16, 32)),
    expires: Temporal.Instant.fromEpochMilliseconds(claim.readUIntBE(32, 6) * 1000),
  };
}

/**
 * The key that signs links, kept in the data folder and made at the first start.
 * @param folder data folder
 */
export function linkKey(folder: string): Uint8Array {
  const file = join(folder, 'link.key');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== 32)
    throw new Error(`${file} holds no key of 32 bytes in hex; move it away and start again: links sent before will not work`);
  return key;
}
