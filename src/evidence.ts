import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Problem, refuse, sendProblem } from '#platform';

/**
 * Photographs that people at the machines attach to their tasks. The journal keeps the hash and the address; the
 * picture lies in a folder under its own hash, so the same one twice is one file, and nothing can be put in its place.
 */
const limit = 10 * 1024 * 1024;
const types = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;
type Extension = keyof typeof types;

/** What the first bytes say it is, whatever its sender calls it; null for anything else. */
function extensionOf(bytes: Buffer): Extension | null {
  if (bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return 'jpg';
  if (bytes.subarray(0, 4).equals(Buffer.of(0x89, 0x50, 0x4e, 0x47))) return 'png';
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : null;
}

const takers = [
  'commander',
  'deputy',
  'duty-officer',
  'group-leader',
  'responder',
  'press-officer',
  'quartermaster',
  'treasurer',
  'vendor',
];
const lookers = [...takers, 'admin', 'planner', 'auditor'];

/** @param folder where the pictures lie; made when it is not there */
export const evidenceRoutes =
  (folder: string): FastifyPluginAsyncTypebox =>
  async (app) => {
    mkdirSync(folder, { recursive: true });
    app.addContentTypeParser(Object.values(types), { parseAs: 'buffer', bodyLimit: limit }, (_request, body, done) => done(null, body));

    app.post(
      '/api/v1/evidence',
      {
        config: { roles: takers },
        bodyLimit: limit,
        schema: {
          operationId: 'addEvidence',
          tags: ['incidents'],
          summary: 'Keeps a photograph; its address and hash go into the evidence of a task',
          consumes: Object.values(types),
          body: Type.Unsafe<Buffer>({ description: 'The picture: JPEG, PNG or WebP, up to 10 MiB' }),
          response: { 201: Type.Object({ file: Type.String(), sha256: Type.String() }), 413: Problem, 415: Problem },
        },
      },
      async (request, reply) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const extension = extensionOf(bytes);
        if (!extension) return sendProblem(reply, refuse('photo-unfit'));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await writeFile(join(folder, `${sha256}.${extension}`), bytes);
        return reply.code(201).send({ file: `/api/v1/evidence/${sha256}.${extension}`, sha256 });
      },
    );

    app.get(
      '/api/v1/evidence/:name',
      {
        config: { roles: lookers },
        schema: {
          operationId: 'getEvidence',
          tags: ['incidents'],
          params: Type.Object({ name: Type.String({ pattern: '^[0-9a-f]{64}\\.(jpg|png|webp)$' }) }),
          produces: Object.values(types),
        },
      },
      async ({ params: { name } }, reply) => {
        const bytes = await readFile(join(folder, name)).catch(() => null);
        if (!bytes) return sendProblem(reply, refuse('not-found', { what: name }));
        return reply
          .header('content-type', types[name.slice(65) as Extension])
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'")
          .header('cache-control', 'private, max-age=31536000, immutable')
          .send(bytes);
      },
    );
  };
