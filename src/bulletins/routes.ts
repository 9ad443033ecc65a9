import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { eventClasses, Text } from '#plans';
import { isRefusal, localeOf, once, Page, PageQuery, Problem, refuse, sendProblem, type Trx } from '#platform';
import { bulletinKinds, bulletinStates, channelIds } from './model.ts';
import type { Bulletins } from './operations.ts';
import { contentPolicy } from './page.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time' });
const RangeSchema = Type.Object({ from: Instant, to: Instant });
const Person = Type.Object({ id: Type.String(), name: Type.String() });

const BulletinSchema = Type.Object({
  id: Type.String(),
  incident: Type.Object({ id: Type.String(), number: Type.String(), title: Text }),
  serial: Type.Integer(),
  kind: Type.Enum([...bulletinKinds]),
  state: Type.Enum([...bulletinStates]),
  mode: Type.Enum(['live', 'drill', 'rehearsal']),
  eventClass: Type.Enum([...eventClasses]),
  title: Text,
  body: Text,
  cause: Nullable(Text),
  causeReleased: Type.Boolean(),
  expected: Nullable(RangeSchema),
  nextWord: Nullable(Instant),
  places: Type.Array(
    Type.Object({
      site: Type.String(),
      name: Type.String(),
      district: Type.String(),
      lat: Nullable(Type.Number()),
      lon: Nullable(Type.Number()),
      atms: Type.Array(Type.String()),
    }),
  ),
  alternatives: Type.Array(Type.Object({ site: Type.String(), name: Type.String(), metres: Type.Number() })),
  corrects: Nullable(Type.String()),
  draftedBy: Person,
  draftedAt: Instant,
  authors: Type.Array(Type.String()),
  decidedBy: Nullable(Person),
  decidedAt: Nullable(Instant),
  reason: Nullable(Type.String()),
  publishedBy: Nullable(Person),
  publishedAt: Nullable(Instant),
  channels: Type.Array(
    Type.Object({
      channel: Type.Enum([...channelIds]),
      state: Type.Enum(['published', 'not-configured', 'withheld']),
      text: Text,
      characters: Type.Integer(),
      limit: Nullable(Type.Integer()),
      at: Instant,
    }),
  ),
});

const FreeText = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 4000 }), en: Type.String({ minLength: 1, maxLength: 8000 }) },
  { additionalProperties: false },
);
const Command = Type.Union([
  Type.Object({
    command: Type.Literal('edit'),
    title: Type.Optional(FreeText),
    body: Type.Optional(FreeText),
    expected: Type.Optional(Nullable(RangeSchema)),
    nextWord: Type.Optional(Nullable(Instant)),
    cause: Type.Optional(Nullable(FreeText)),
  }),
  Type.Object({ command: Type.Literal('release-cause') }),
  Type.Object({ command: Type.Literal('approve') }),
  Type.Object({ command: Type.Literal('reject'), reason: Type.String({ minLength: 1, maxLength: 1000 }) }),
  Type.Object({ command: Type.Literal('publish') }),
  Type.Object({
    command: Type.Literal('correct'),
    title: Type.Optional(FreeText),
    body: Type.Optional(FreeText),
    expected: Type.Optional(Nullable(RangeSchema)),
    nextWord: Type.Optional(Nullable(Instant)),
  }),
]);

const readers = [
  'admin',
  'commander',
  'deputy',
  'duty-officer',
  'group-leader',
  'responder',
  'press-officer',
  'quartermaster',
  'treasurer',
  'planner',
  'auditor',
];
const id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const tags = ['bulletins'];
const tongueOf = (request: FastifyRequest) => (localeOf(request) === 'en' ? ('en' as const) : ('zh' as const));
const PageLanguage = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) });

/** HTTP of bulletins, and the public page, which asks nobody to sign in. */
export const bulletinsRoutes =
  (bulletins: Bulletins): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/api/v1/bulletins',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listBulletins',
          tags,
          querystring: Type.Object({
            ...PageQuery.properties,
            incident: Type.Optional(Type.String()),
            state: Type.Optional(Type.Enum([...bulletinStates])),
          }),
          response: { 200: Page(BulletinSchema) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const found = await bulletins.bulletins({ incident: query.incident, state: query.state, before: query.cursor, limit: limit + 1 });
        return { items: found.slice(0, limit), next: found.length > limit ? (found[limit - 1]?.id ?? null) : null };
      },
    );

    app.get(
      '/api/v1/bulletins/:id',
      {
        config: { roles: readers },
        schema: { operationId: 'getBulletin', tags, params: id, response: { 200: BulletinSchema, 404: Problem } },
      },
      async ({ params }, reply) => (await bulletins.bulletin(params.id)) ?? sendProblem(reply, refuse('not-found', { what: params.id })),
    );

    app.post(
      '/api/v1/bulletins/:id/commands',
      {
        config: { roles: ['press-officer', 'commander', 'deputy'] },
        schema: {
          operationId: 'commandBulletin',
          tags,
          params: id,
          body: Command,
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
          response: { 200: BulletinSchema, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
        },
      },
      async ({ params, body, actor, headers }, reply) => {
        const key = headers['idempotency-key'];
        const act = (trx: Trx) =>
          body.command === 'correct' ? bulletins.correct(trx, params.id, body, actor) : bulletins.command(trx, params.id, body, actor);
        const answer = await bulletins.now((trx) => once(trx, key && `bulletin-command/${actor.id}/${key}`, () => act(trx)));
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );

    app.get(
      '/status',
      {
        config: { roles: 'public' },
        schema: {
          operationId: 'publicStatus',
          tags,
          querystring: Type.Object({
            ...PageLanguage.properties,
            q: Type.Optional(Type.String({ maxLength: 200 })),
            site: Type.Optional(Type.String({ maxLength: 200 })),
          }),
          response: { 200: Type.String({ description: 'HTML' }) },
        },
      },
      async (request, reply) => {
        const { q, site } = request.query;
        const page = await bulletins.publicPage(tongueOf(request), q?.trim() ?? '', site);
        return reply
          .type('text/html; charset=utf-8')
          .headers({
            'content-security-policy': `${contentPolicy}; frame-ancestors 'none'`,
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
            'cache-control': 'public, max-age=15',
            vary: 'accept-language',
            'content-language': localeOf(request),
          })
          .serializer((text: string) => text)
          .send(page);
      },
    );

    app.get(
      '/status/notice',
      {
        config: { roles: 'public' },
        schema: {
          operationId: 'publicNotice',
          tags,
          querystring: PageLanguage,
          response: { 200: Type.String({ description: 'HTML to embed in a frame' }) },
        },
      },
      async (request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .headers({ 'content-security-policy': contentPolicy, 'cache-control': 'public, max-age=15', vary: 'accept-language' })
          .serializer((text: string) => text)
          .send(await bulletins.notice(tongueOf(request))),
    );

    app.get(
      '/status/feed.atom',
      {
        config: { roles: 'public' },
        schema: { operationId: 'publicFeed', tags, querystring: PageLanguage, response: { 200: Type.String({ description: 'Atom' }) } },
      },
      async (request, reply) =>
        reply
          .type('application/atom+xml; charset=utf-8')
          .header('cache-control', 'public, max-age=15')
          .serializer((text: string) => text)
          .send(await bulletins.feed(tongueOf(request), `${request.protocol}://${request.host}`)),
    );

    app.get(
      '/status/cap/:id.xml',
      {
        config: { roles: 'public' },
        schema: { operationId: 'publicCap', tags, params: id, response: { 200: Type.String({ description: 'CAP 1.2' }), 404: Problem } },
      },
      async (request, reply) => {
        const alert = await bulletins.cap(request.params.id, `${request.protocol}://${request.host}`);
        if (alert === undefined) return sendProblem(reply, refuse('not-found', { what: request.params.id }));
        return reply
          .type('application/cap+xml; charset=utf-8')
          .serializer((text: string) => text)
          .send(alert);
      },
    );
  };
