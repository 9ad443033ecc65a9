import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagBytes = 32;
export const passwordLengthMin = 8;

/** @returns PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$tag` */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: tagBytes, ...cost });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(nonce)}$${text(tag)}`;
}

/** Hash of a password nobody has: checked for unknown accounts, so that their refusal takes as long as the others'. */
let nobody: Promise<string> | undefined;

/** @param hash PHC string; null for an account that does not exist, which costs the same time and never fits */
export async function passwordFits(password: string, hash: string | null): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(24).toString('base64'));
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? (await nobody));
  if (!parts) throw new Error('a stored password hash is malformed');
  const [, memory, passes, parallelism, nonce, tag] = parts;
  const expected = Buffer.from(tag!, 'base64');
  const actual = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(nonce!, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(actual, expected) && hash !== null;
}

/** A secret of 256 bits to hand out once; only its hash is kept. */
export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code that a person types once, 60 bits: `7KQF-2MXB-9TRW`. */
export function newCode(): string {
  const code = [...randomBytes(12)].map((byte) => letters[byte % 32]).join('');
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}
export const codeHash = (code: string): string => secretHash(code.toUpperCase().replace(/[^0-9A-Z]/g, ''));
