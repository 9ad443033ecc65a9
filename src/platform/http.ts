import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { log } from './log.ts';
import { explain, type Locale, type Refusal, refuse } from './refusal.ts';
import { uuidv7 } from './uuid.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; every route of the API says so. */
    roles?: string[] | 'signed-in' | 'public';
  }
}

/** Problem details, RFC 9457, with a stable `code` and how to mend it. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String({ description: 'How to mend it' }),
  params: Type.Record(Type.String(), Type.Unknown()),
});

/** Query of a list: `limit` items after `cursor`. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(Type.String()),
});

/** Answer of a list: the items and the cursor of the next page, null on the last. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

/** Language of the answer: `?lang=`, then Accept-Language, then the installation's. */
export function localeOf(request: FastifyRequest): Locale {
  const asked = (request.query as { lang?: unknown } | undefined)?.lang ?? request.headers['accept-language'] ?? '';
  if (/^\s*en/i.test(String(asked))) return 'en';
  if (/^\s*zh/i.test(String(asked))) return 'zh-CN';
  return request.server.fengsuiLocale;
}

/** Answers with problem details in the request's language. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): never {
  const { status, what, mend } = explain(refusal, localeOf(reply.request));
  const body = JSON.stringify({
    type: `/docs/refusals#${refusal.refusal}`,
    title: what,
    status,
    code: refusal.refusal,
    detail: mend,
    params: refusal.params,
  });
  reply
    .code(status)
    .header('content-language', localeOf(reply.request))
    .type('application/problem+json')
    .serializer((text: string) => text)
    .send(body);
  return reply as never;
}

declare module 'fastify' {
  interface FastifyInstance {
    fengsuiLocale: Locale;
  }
}

const connectionLost = (error: FastifyError) =>
  /^(08|57P)|ECONN|EPIPE/.test(String(error.code)) ||
  /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message);

/** PostgreSQL's word for a value that its type cannot hold: a cursor that is none, a number too large. */
const valueUnfit = (error: FastifyError) => /^22(P0[25]|00[378]|021)$/.test(String(error.code));

/** Place of the first text that no database column and no other system can hold: with a NUL, or half a character. */
function unstorable(given: unknown, name: string): string | null {
  const left: [value: unknown, place: string][] = [[given, name]]; // a stack of our own: a body may be nested deeper than calls can be
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, place] = next;
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return place;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    for (const [key, each] of Object.entries(value)) left.push([key, place], [each, `${place}.${key}`]);
  }
  return null;
}

/** The HTTP kit: parsing, problems, OpenAPI; the rooms add their routes. */
export async function openHttp(options: { locale: Locale; version: string }): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: 32 * 1024 * 1024,
    genReqId: () => uuidv7(),
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, refuse('body-invalid', { field: 'url', why: error.message })),
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: 'array',
        allErrors: false,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate('fengsuiLocale', options.locale);
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: 1024 * 1024 } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fengsui 烽燧',
        version: options.version,
        description: 'The command platform for ATM emergencies. Everything the console does goes through here.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
  });
  app.addHook('preHandler', async (request, reply) => {
    const field = unstorable(request.params, 'params') ?? unstorable(request.query, 'query') ?? unstorable(request.body, 'body');
    if (field !== null) return sendProblem(reply, refuse('body-invalid', { field, why: 'U+0000' }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation) {
      const first = error.validation[0];
      const field = `${error.validationContext ?? 'body'}${first?.instancePath ?? ''}`.replaceAll('/', '.');
      return sendProblem(reply, refuse('body-invalid', { field, why: first?.message ?? error.message }));
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, refuse('body-too-large', { limit: '32 MiB' }));
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
      return sendProblem(reply, refuse('media-unsupported', { type: request.headers['content-type'] ?? '' }));
    if (error.statusCode === 400 || error instanceof SyntaxError)
      return sendProblem(reply, refuse('body-invalid', { field: 'body', why: error.message }));
    if ((error as Error).name === 'VersionConflict') return sendProblem(reply, refuse('version-conflict'));
    if (valueUnfit(error)) {
      log.warn({ error: error.message, route: request.routeOptions.url }, 'a request held a value that its column cannot');
      return sendProblem(reply, refuse('body-invalid', { field: 'request', why: error.message }));
    }
    if (connectionLost(error)) {
      log.warn({ error: error.message, route: request.routeOptions.url }, 'the database was away during a request');
      return sendProblem(reply, refuse('unavailable'));
    }
    log.error({ err: error, route: request.routeOptions.url, request: request.id }, 'a request failed');
    return sendProblem(reply, refuse('internal', { id: request.id }));
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, refuse('not-found', { what: request.url.split('?')[0] })));
  return app as unknown as FastifyInstance;
}
