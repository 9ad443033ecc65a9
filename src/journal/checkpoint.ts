import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A promise about the whole journal so far: its size and root, signed. Whoever keeps one can hold us to it. */
export interface Checkpoint {
  size: number;
  /** Base64 of the root hash. */
  root: string;
  /** Base64 of the Ed25519 signature over `checkpointText`. */
  signature: string;
}

const origin = 'fengsui/journal';

/** What is signed: origin, size, root, each on a line (the body of a C2SP tlog-checkpoint). */
export const checkpointText = (size: number, root: string): string => `${origin}\n${size}\n${root}\n`;

export const signCheckpoint = (key: KeyObject, size: number, root: Buffer): Checkpoint => {
  const text = root.toString('base64');
  return { size, root: text, signature: sign(null, Buffer.from(checkpointText(size, text)), key).toString('base64') };
};

export const checkpointHolds = (publicKey: KeyObject, checkpoint: Checkpoint): boolean =>
  verify(null, Buffer.from(checkpointText(checkpoint.size, checkpoint.root)), publicKey, Buffer.from(checkpoint.signature, 'base64'));

/** The installation's signing key, made at the first start and readable by its owner alone. */
export function signingKey(folder: string): KeyObject {
  const file = join(folder, 'journal-key.pem');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(file));
}

/** PEM of the public half, for those who verify elsewhere. */
export const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
