import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type Clock, type Db, Page, Problem, refuse, sendProblem } from '#platform';
import type { Sealed, Sealer } from './seal.ts';
import { findEntries, sealedAfter } from './store.ts';
import { exportLines, readJournal, verifyJournal } from './verify.ts';

export const EntrySchema = Type.Object({
  seq: Type.Integer(),
  stream: Type.String(),
  version: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  actor: Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String(), role: Type.String() }),
  mode: Type.String(),
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
});

/** Entries that an account may hear of: a vendor's only where its own orders are concerned. */
const concerns = (vendor: string | null, { entry }: Sealed) =>
  vendor === null || (entry.stream.startsWith('work-order/') && (entry.data as { vendor?: string }).vendor === vendor);

const streamBacklog = 5000;

export interface JournalDeps {
  db: Db;
  clock: Clock;
  sealer: Sealer;
  publicKey: string;
  /** The vendor whose account asks; null for the bank's own people. */
  vendorOf(request: FastifyRequest): string | null;
}

export const journalRoutes: FastifyPluginAsyncTypebox<JournalDeps> = async (app, { db, clock, sealer, publicKey, vendorOf }) => {
  app.get(
    '/api/v1/journal',
    {
      config: { roles: ['admin', 'commander', 'deputy', 'duty-officer', 'group-leader', 'auditor', 'planner'] },
      schema: {
        operationId: 'listEntries',
        tags: ['journal'],
        querystring: Type.Object({
          stream: Type.Optional(Type.String({ description: 'A stream, or a prefix that ends in /' })),
          type: Type.Optional(Type.String()),
          person: Type.Optional(Type.String()),
          mode: Type.Optional(Type.Enum(['live', 'drill', 'rehearsal'])),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
          cursor: Type.Optional(Type.String({ pattern: '^\\d+$' })),
        }),
        response: { 200: Page(EntrySchema), 400: Problem },
      },
    },
    async ({ query }) => {
      const limit = query.limit ?? 100;
      const items = await findEntries(db, { ...query, limit, ...(query.cursor ? { before: Number(query.cursor) } : {}) });
      return { items, next: items.length === limit ? String(items.at(-1)!.seq) : null };
    },
  );

  app.get(
    '/api/v1/journal/verification',
    {
      config: { roles: ['admin', 'commander', 'deputy', 'auditor'] },
      schema: {
        operationId: 'verifyJournal',
        tags: ['journal'],
        response: {
          200: Type.Object({
            entries: Type.Integer(),
            blocks: Type.Integer(),
            unsealed: Type.Integer(),
            checkpoint: Type.Union([Type.Object({ size: Type.Integer(), root: Type.String(), signature: Type.String() }), Type.Null()]),
            faults: Type.Array(Type.Object({ kind: Type.String(), number: Type.Integer(), zh: Type.String(), en: Type.String() })),
          }),
        },
      },
    },
    async () => {
      const { entries, leaves, blocks } = await readJournal(db);
      return verifyJournal(entries, leaves, blocks, publicKey);
    },
  );

  app.get(
    '/api/v1/journal/export',
    {
      config: { roles: ['admin', 'auditor'] },
      schema: { operationId: 'exportJournal', tags: ['journal'], response: { 200: Type.String() } },
    },
    async (_request, reply) => {
      const lines = [...exportLines(await readJournal(db), publicKey)];
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="fengsui-journal.ndjson"')
        .send(`${lines.join('\n')}\n`);
    },
  );

  app.get(
    '/api/v1/stream',
    {
      config: { roles: 'signed-in' },
      schema: {
        operationId: 'stream',
        tags: ['journal'],
        description: 'Server-sent events: one per entry of the journal, `id` its position; resume with Last-Event-ID.',
        response: { 200: Type.String(), 400: Problem },
      },
    },
    async (request, reply) => {
      const asked = request.headers['last-event-id'];
      let from = asked === undefined ? sealer.position() : Number(asked);
      if (!Number.isInteger(from) || from < 0 || from > sealer.position())
        return sendProblem(reply, refuse('cursor-unknown', { position: String(asked) }));
      const vendor = vendorOf(request);
      const raw = reply.raw;
      reply.hijack();
      raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      raw.write(
        `retry: 1000\nevent: hello\ndata: ${JSON.stringify({ now: clock.now().toString(), rate: clock.rate, position: from })}\n\n`,
      );
      const write = (sealed: Sealed[]) => {
        const text = sealed
          .filter((each) => each.position > from && concerns(vendor, each))
          .map((each) => `id: ${each.position}\nevent: entry\ndata: ${JSON.stringify(each.entry)}\n\n`)
          .join('');
        from = Math.max(from, sealed.at(-1)?.position ?? 0);
        if (text) raw.write(text);
        if (raw.writableLength > 8 * 1024 * 1024) raw.destroy(); // a reader that does not read: it resumes later
      };
      let live = false;
      const held: Sealed[] = [];
      const forget = sealer.subscribe((sealed) => (live ? write(sealed) : held.push(...sealed)));
      const beat = setInterval(
        () => raw.write(`event: time\ndata: ${JSON.stringify({ now: clock.now().toString(), rate: clock.rate })}\n\n`),
        15_000,
      );
      raw.on('close', () => {
        clearInterval(beat);
        forget();
      });
      try {
        for (let more = true; more && !raw.destroyed; ) {
          const missed = await sealedAfter(db, from, streamBacklog);
          write(missed);
          more = missed.length === streamBacklog;
        }
        live = true;
        write(held);
      } catch {
        raw.destroy(); // the database is away: the browser connects again by itself
      }
    },
  );
};
