import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { explain, isRefusal, type Locale, localeOf, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { readAlertmanager } from './alertmanager.ts';
import type { CapIntake } from './cap-alerts.ts';
import { faultClasses, modules, signalCodes } from './codes.ts';
import type { Answer, Receiver } from './intake.ts';
import type { Refused } from './model.ts';
import { textOf } from './read.ts';

/** Bytes of a body at most. */
export const bodyLimit = 32 * 1024 * 1024;
/** A sender that goes on beyond this is cut off; below, it hears why. */
const drainLimit = 256 * 1024 * 1024;

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);

export const SignalCodeSchema = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  class: Type.Enum([...faultClasses], { description: 'Default class of the fault; contracts are made per class' }),
  module: Type.Enum([...modules]),
  blocksPayout: Type.Boolean({ description: 'While it lasts, the public gets no cash here' }),
  impact: Type.Enum(['blocks', 'limits', 'none']),
});

export const KeptSignalSchema = Type.Object({
  id: Type.String(),
  source: Type.String(),
  atm: Nullable(Type.String()),
  site: Nullable(Type.String()),
  code: Nullable(Type.String({ description: 'null: kept, but it says nothing that is understood' })),
  state: Nullable(Type.Enum(['raised', 'cleared'])),
  at: Type.String({ description: 'At the sender' }),
  receivedAt: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
  raw: Nullable(Type.String({ description: 'The message itself, where a wire protocol carried it; card data masked' })),
  unknown: Type.Array(Type.String(), { description: 'Members of the message that no rule knows' }),
});

const RefusedSchema = Type.Object({
  index: Type.Integer({ description: 'Place among the records, from 0' }),
  code: Type.String(),
  field: Nullable(Type.String()),
  line: Type.Optional(Type.Integer({ description: 'Line of an NDJSON body, from 1' })),
  what: Type.String({ description: 'The reason in words, in the language of the request' }),
  mend: Type.String(),
});

const AnswerSchema = Type.Object({
  accepted: Type.Integer({ description: 'Signals taken, those known already among them' }),
  refused: Type.Array(RefusedSchema),
});

const DeadLetterSchema = Type.Object({
  id: Type.Integer(),
  receivedAt: Type.String(),
  source: Type.String(),
  code: Type.String(),
  field: Nullable(Type.String()),
  atm: Nullable(Type.String()),
  content: Type.String({ description: 'What came, card data masked, cut after 64,000 characters' }),
  what: Type.String(),
  mend: Type.String(),
});

const senders = ['integration', 'admin', 'duty-officer'];
const readers = ['admin', 'commander', 'deputy', 'duty-officer', 'group-leader', 'responder', 'planner', 'auditor'];
const tags = ['intake'];

export const worded = (refused: readonly Refused[], locale: Locale) =>
  refused.map((each) => {
    const { what, mend } = explain(refuse(each.code, { field: each.field }), locale);
    return { ...each, what, mend };
  });

const answered = (answer: Answer, request: FastifyRequest) => ({
  accepted: answer.accepted,
  refused: worded(answer.refused, localeOf(request)),
});

/** HTTP of signals and the webhooks of other systems. */
export const signalRoutes =
  (receiver: Receiver, cap: CapIntake): FastifyPluginAsyncTypebox =>
  async (app) => {
    // The bytes are wanted as they came: raw they are kept, and Fastify's own JSON parsing costs a fourth of the throughput.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (request, payload, done) => {
      const chunks: Buffer[] = [];
      let size = 0;
      payload.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= bodyLimit) chunks.push(chunk);
        else chunks.length = 0; // what is refused need not be held
        if (size > drainLimit) request.raw.destroy();
      });
      payload.on('end', () => {
        if (size > bodyLimit) done(Object.assign(new Error('body too large'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }));
        else done(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
      });
      payload.on('error', done);
    });

    app.get(
      '/api/v1/signal-codes',
      {
        config: { roles: [...senders, ...readers, 'vendor', 'press-officer', 'quartermaster', 'treasurer'] },
        schema: { operationId: 'listSignalCodes', tags, response: { 200: Page(SignalCodeSchema) } },
      },
      async () => ({
        items: signalCodes.map(({ ordinal: _, ...code }) => ({ ...code, blocksPayout: code.impact === 'blocks' })),
        next: null,
      }),
    );

    app.post(
      '/api/v1/signals',
      {
        config: { roles: senders },
        validatorCompiler: unchecked,
        bodyLimit: Number.MAX_SAFE_INTEGER, // the parser above counts, so that a body too large hears why
        schema: {
          operationId: 'sendSignals',
          tags,
          description:
            'One signal, a JSON array, or NDJSON (application/x-ndjson). Answered after the commit. A bad record is refused alone; the same id of a source counts once.',
          body: Type.Union([SignalSchema, Type.Array(SignalSchema)]),
          response: { 200: AnswerSchema, 400: Problem, 413: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        const ndjson = /ndjson|jsonl|json-seq/i.test(request.headers['content-type'] ?? '');
        const answer = await receiver.receive(bytesOf(request.body), ndjson);
        return isRefusal(answer) ? sendProblem(reply, answer) : answered(answer, request);
      },
    );

    app.get(
      '/api/v1/signals',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listSignals',
          tags,
          description: 'What was kept, newest first, with the message itself where a wire protocol carried it.',
          querystring: Type.Intersect([
            PageQuery,
            Type.Object({
              source: Type.Optional(Type.String()),
              atm: Type.Optional(Type.String()),
              since: Type.Optional(Type.String({ format: 'date-time' })),
            }),
          ]),
          response: { 200: Page(KeptSignalSchema), 400: Problem },
        },
      },
      async (request, reply) => {
        const { source, atm, since, cursor, limit = 100 } = request.query;
        if (cursor !== undefined && !/^\d{1,15}\.\d{1,9}$/.test(cursor))
          return sendProblem(reply, refuse('body-invalid', { field: 'cursor', why: cursor }));
        return receiver.kept({
          limit,
          ...(source === undefined ? {} : { source }),
          ...(atm === undefined ? {} : { atm }),
          ...(since === undefined ? {} : { since }),
          ...(cursor === undefined ? {} : { cursor }),
        });
      },
    );

    app.get(
      '/api/v1/dead-letters',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listDeadLetters',
          tags,
          description: 'What could not be read or placed, with the reason, newest first.',
          querystring: Type.Intersect([PageQuery, Type.Object({ code: Type.Optional(Type.String()) })]),
          response: { 200: Page(DeadLetterSchema), 400: Problem },
        },
      },
      async (request, reply) => {
        const { code, cursor, limit = 100 } = request.query;
        if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
          return sendProblem(reply, refuse('body-invalid', { field: 'cursor', why: cursor }));
        const rows = await receiver.deadLetters({
          limit: limit + 1,
          ...(code === undefined ? {} : { code }),
          ...(cursor === undefined ? {} : { before: Number(cursor) }),
        });
        const items = rows.slice(0, limit).map((row) => {
          const { what, mend } = explain(refuse(row.code, { field: row.field, why: '', form: frameForm }), localeOf(request));
          return { ...row, what, mend };
        });
        return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
      },
    );

    app.post(
      '/api/v1/hooks/alertmanager',
      {
        config: { roles: senders },
        validatorCompiler: unchecked,
        schema: {
          operationId: 'receiveAlertmanager',
          tags,
          description: 'Webhook of Prometheus Alertmanager (version 4). Labels: atm or site, and code; see docs/intake/alertmanager.md.',
          body: Type.Object({ version: Type.String(), alerts: Type.Array(Type.Unknown()) }),
          response: { 200: AnswerSchema, 400: Problem, 413: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        const text = textOf(bytesOf(request.body));
        const read = readAlertmanager(text);
        if ('unreadable' in read) {
          await receiver.deadLetter({
            source: 'alertmanager',
            code: 'alert-unreadable',
            field: null,
            atm: null,
            content: text,
          });
          return sendProblem(reply, refuse('alert-unreadable', { why: read.unreadable }));
        }
        const answer = await receiver.take('alertmanager', read.lines.join('\n'), read.signals, { deadLetters: read.deadLetters });
        if (isRefusal(answer)) return sendProblem(reply, answer);
        return answered(
          {
            accepted: answer.accepted,
            refused: [...read.refused, ...answer.refused.map((each) => ({ ...each, index: read.signals[each.index]!.line }))].sort(
              (x, y) => x.index - y.index,
            ),
          },
          request,
        );
      },
    );

    app.post(
      '/api/v1/hooks/cap',
      {
        config: { roles: senders },
        validatorCompiler: unchecked,
        schema: {
          operationId: 'receiveCap',
          tags,
          description: 'A CAP 1.0, 1.1 or 1.2 alert (XML). Only alerts of status Actual act; Cancel ends them.',
          body: Type.Any({ description: 'application/cap+xml' }),
          response: {
            200: Type.Object({
              identifier: Type.String(),
              done: Type.Enum(['raised', 'cleared', 'not-actual', 'expired', 'nothing-said', 'known'], {
                description: 'What the alert led to',
              }),
              sites: Type.Array(Type.String(), { description: 'Sites concerned' }),
            }),
            400: Problem,
            413: Problem,
            503: Problem,
          },
        },
      },
      async (request, reply) => {
        const answer = await cap.receive(textOf(bytesOf(request.body)));
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );
  };

/** What a frame of the XFS4IoT agent looks like. */
export const frameForm = '{atm, service, seq, message: {header, payload}}';

const SignalSchema = Type.Object({
  id: Type.String({ description: 'Unique within the source' }),
  source: Type.String(),
  atm: Type.Optional(Type.String()),
  site: Type.Optional(Type.String()),
  code: Type.String(),
  state: Type.Enum(['raised', 'cleared']),
  at: Type.String({ description: 'ISO 8601 with offset' }),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

/** Bodies are checked by hand: a compiled schema costs a fifth of the throughput of the whole intake. */
const unchecked = () => () => true;
const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
