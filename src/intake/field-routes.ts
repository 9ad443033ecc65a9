import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { isRefusal, Page, PageQuery, Problem, type Refusal, refuse, sendProblem } from '#platform';
import { type FieldReports, type GivenReport, photoLimit, reportKinds } from './field.ts';

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const kinds = reportKinds.map((each) => each.kind);
const ReadSchema = Nullable(Type.Object({ at: Type.String(), by: Type.String() }));
const ReceiptSchema = Type.Object({
  id: Type.String({ description: 'Secret address of the receipt' }),
  kind: Type.Enum(kinds),
  atm: Nullable(Type.String()),
  site: Nullable(Type.String()),
  receivedAt: Type.String(),
  read: ReadSchema,
});
const ReportSchema = Type.Object({
  ...ReceiptSchema.properties,
  id: Type.String(),
  note: Type.String(),
  photo: Type.Boolean(),
  reporter: Nullable(Type.String()),
  lat: Nullable(Type.Number()),
  lon: Nullable(Type.Number()),
});
const readers = ['admin', 'commander', 'deputy', 'duty-officer', 'group-leader'];
const tags = ['intake'];
const Address = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }) });

/** HTTP of the reports of people on the spot: JSON, or a form with a photo. */
export const fieldRoutes =
  (field: FieldReports): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(multipart, { limits: { fileSize: photoLimit, files: 1, fields: 10, fieldSize: 10_000, parts: 12 } });

    app.get(
      '/api/v1/report-kinds',
      {
        config: { roles: 'public' },
        schema: {
          operationId: 'listReportKinds',
          tags,
          response: { 200: Page(Type.Object({ kind: Type.Enum(kinds), zh: Type.String(), en: Type.String(), code: Type.String() })) },
        },
      },
      async () => ({ items: [...reportKinds], next: null }),
    );

    app.post(
      '/api/v1/reports-from-field',
      {
        config: { roles: 'public' },
        validatorCompiler: () => () => true,
        schema: {
          operationId: 'reportFromField',
          tags,
          consumes: ['application/json', 'multipart/form-data'],
          description:
            'Somebody at a machine reports: place (atm, site or position), kind, photo (JPEG, PNG or WebP up to 10 MB). No sign-in needed; strangers are limited by their address.',
          body: Type.Object({
            kind: Type.Enum(kinds),
            atm: Type.Optional(Type.String()),
            site: Type.Optional(Type.String()),
            lat: Type.Optional(Type.Number()),
            lon: Type.Optional(Type.Number()),
            note: Type.Optional(Type.String({ maxLength: 2000 })),
            photo: Type.Optional(Type.String({ format: 'binary' })),
          }),
          response: { 201: ReceiptSchema, 400: Problem, 413: Problem, 415: Problem, 422: Problem, 429: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        const given = request.isMultipart() ? await fromForm(request) : fromJson(request.body);
        if (isRefusal(given)) return sendProblem(reply, given);
        const answer = await field.report(given, request.visitor, request.ip);
        return isRefusal(answer) ? sendProblem(reply, answer) : reply.code(201).send(answer);
      },
    );

    app.get(
      '/api/v1/reports-from-field',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listFieldReports',
          tags,
          querystring: Type.Intersect([PageQuery, Type.Object({ unread: Type.Optional(Type.Boolean()) })]),
          response: { 200: Page(ReportSchema) },
        },
      },
      async ({ query: { limit = 100, cursor, unread } }) =>
        field.reports({
          limit,
          ...(unread === undefined ? {} : { unread }),
          ...(cursor !== undefined && isUuid(cursor) ? { before: cursor } : {}),
        }),
    );

    app.get(
      '/api/v1/reports-from-field/:id',
      {
        config: { roles: 'public' },
        schema: {
          operationId: 'getFieldReceipt',
          tags,
          description: 'The receipt: was it read, by whom, when. The address is the secret that the report was answered with.',
          params: Address,
          response: { 200: ReceiptSchema, 404: Problem },
        },
      },
      async (request, reply) => {
        const answer = await field.receipt(request.params.id);
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );

    app.post(
      '/api/v1/reports-from-field/:id/read',
      {
        config: { roles: readers },
        schema: {
          operationId: 'readFieldReport',
          tags,
          description: 'Says that the report was read; whoever reported sees by whom and when.',
          params: Address,
          response: { 200: ReportSchema, 404: Problem },
        },
      },
      async (request, reply) => {
        const answer = await field.markRead(request.params.id, request.actor);
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );

    app.get(
      '/api/v1/reports-from-field/:id/photo',
      {
        config: { roles: readers },
        schema: { operationId: 'getFieldPhoto', tags, params: Address, produces: ['image/jpeg', 'image/png', 'image/webp'] },
      },
      async (request, reply) => {
        const answer = await field.photo(request.params.id);
        if (isRefusal(answer)) return sendProblem(reply, answer);
        return reply
          .header('content-type', answer.type)
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'")
          .send(answer.bytes);
      },
    );
  };

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2000) : undefined;
const numberIn = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

function fromJson(body: unknown): GivenReport | Refusal {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('body-invalid', { field: 'body', why: 'object' });
  const { kind, atm, site, lat, lon, note } = body as Record<string, unknown>;
  return { kind: textIn(kind) ?? '', atm: textIn(atm), site: textIn(site), lat: numberIn(lat), lon: numberIn(lon), note: textIn(note) };
}

async function fromForm(request: FastifyRequest): Promise<GivenReport | Refusal> {
  const fields: Record<string, unknown> = {};
  let photo: Uint8Array | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = part.value;
      else if (part.fieldname === 'photo') photo = await part.toBuffer();
      else part.file.resume();
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'FST_REQ_FILE_TOO_LARGE') return refuse('photo-too-large');
    if (code?.startsWith('FST_')) return refuse('body-invalid', { field: 'body', why: (error as Error).message });
    return refuse('body-invalid', { field: 'body', why: 'multipart/form-data' });
  }
  const given = fromJson(fields);
  return isRefusal(given) ? given : { ...given, photo };
}
