import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Actor, insiders, type Organization } from '#organization';
import { isRefusal, localeOf, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { askPage, donePage, pageHeaders, refusedPage } from './ack-page.ts';
import { acknowledgedHow, type Notice, noticeReasons, noticeStates } from './model.ts';
import type { Notify } from './notify.ts';
import { reasonTexts } from './texts.ts';

const Named = Type.Object({ zh: Type.String(), en: Type.String() });
const Ref = Type.Object({ id: Type.String(), name: Type.String() });
const Moment = Type.String({ format: 'date-time' });
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const NoticeSchema = Type.Object({
  id: Type.String(),
  key: Type.String(),
  person: Ref,
  subject: Type.Object({ kind: Type.String(), id: Type.String() }),
  mode: Type.Enum(['live', 'drill', 'rehearsal']),
  title: Named,
  body: Named,
  answerBy: orNull(Moment),
  link: orNull(Type.String()),
  state: Type.Enum([...noticeStates]),
  reason: orNull(
    Type.Object({ code: Type.Enum([...noticeReasons]), zh: Type.String(), en: Type.String() }, { description: 'Why it is not sent' }),
  ),
  chain: orNull(Type.String()),
  createdAt: Moment,
  sentAt: orNull(Moment),
  deliveredAt: orNull(Moment),
  acknowledgedAt: orNull(Moment),
  acknowledgedBy: orNull(Ref),
  acknowledgedHow: orNull(Type.Enum([...acknowledgedHow])),
});
const AttemptSchema = Type.Object({
  number: Type.Integer(),
  channel: Type.Enum(['e-mail']),
  at: Moment,
  outcome: Type.Enum(['started', 'sent', 'failed']),
  detail: Type.String(),
  messageId: Type.String(),
});

const shown = (notice: Notice) => ({
  ...notice,
  reason: notice.reason === null ? null : { code: notice.reason, ...reasonTexts[notice.reason] },
});
const mayRead = (actor: Actor, notice: Notice) => actor.id === notice.person.id || (insiders as string[]).includes(actor.role);
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Token = Type.Object({ token: Type.String({ maxLength: 500 }) });
const tags = ['notices'];

export const notifyRoutes: FastifyPluginAsyncTypebox<{ notify: Notify; organization: Pick<Organization, 'institution'> }> = async (
  app,
  { notify, organization },
) => {
  app.get(
    '/api/v1/notices',
    {
      config: { roles: 'signed-in' },
      schema: {
        operationId: 'listNotices',
        tags,
        description:
          'Newest first. `mine=ringing`: those of mine that want an answer. Without `mine`: everybody’s, for the people of the bank.',
        querystring: Type.Object({
          ...PageQuery.properties,
          mine: Type.Optional(Type.Enum(['ringing', 'all'])),
          subjectKind: Type.Optional(Type.String()),
          subjectId: Type.Optional(Type.String()),
          state: Type.Optional(Type.Enum([...noticeStates])),
        }),
        response: { 200: Page(NoticeSchema), 401: Problem },
      },
    },
    async ({ actor, query }) => {
      const limit = query.limit ?? 100;
      const mine = query.mine !== undefined || !(insiders as string[]).includes(actor.role);
      const items = await notify.notices({
        limit,
        ...(mine ? { person: actor.kind === 'person' ? actor.id : '00000000-0000-0000-0000-000000000000' } : {}),
        ...(query.mine === 'ringing' ? { ringing: true } : {}),
        ...(query.subjectKind !== undefined && query.subjectId !== undefined
          ? { subject: { kind: query.subjectKind, id: query.subjectId } }
          : {}),
        ...(query.state !== undefined ? { state: query.state } : {}),
        ...(query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor) ? { before: query.cursor } : {}),
      });
      return { items: items.map(shown), next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
  );

  app.get(
    '/api/v1/notices/:id',
    {
      config: { roles: 'signed-in' },
      schema: {
        operationId: 'getNotice',
        tags,
        params: Id,
        response: { 200: Type.Object({ ...NoticeSchema.properties, attempts: Type.Array(AttemptSchema) }), 404: Problem },
      },
    },
    async (request, reply) => {
      const notice = await notify.notice(request.params.id);
      if (!notice || !mayRead(request.actor, notice)) return sendProblem(reply, refuse('notice-unknown'));
      return { ...shown(notice), attempts: await notify.attempts(notice.id) };
    },
  );

  app.post(
    '/api/v1/notices/:id/commands',
    {
      config: { roles: 'signed-in' },
      schema: {
        operationId: 'commandNotice',
        tags,
        description:
          '`acknowledge`: by the person, or by the duty officer who has spoken to them. `shown`: the person’s own page shows it. `send-again`: try the mail server again.',
        params: Id,
        body: Type.Object({ command: Type.Enum(['acknowledge', 'shown', 'send-again']) }, { additionalProperties: false }),
        response: { 200: NoticeSchema, 403: Problem, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const { actor, params, body } = request;
      const { command } = body;
      if (command === 'acknowledge') {
        const answer = await notify.acknowledge(params.id, actor, 'console');
        return isRefusal(answer) ? sendProblem(reply, answer) : shown(answer.notice);
      }
      if (command === 'send-again' && !['admin', 'duty-officer', 'commander', 'deputy'].includes(actor.role))
        return sendProblem(reply, refuse('not-allowed', { role: actor.role, roles: ['duty-officer', 'admin'] }));
      const notice = command === 'shown' ? await notify.shown(params.id, actor) : await notify.sendAgain(params.id, actor);
      return isRefusal(notice) ? sendProblem(reply, notice) : shown(notice);
    },
  );

  app.post(
    '/api/v1/notices/test',
    {
      config: { roles: ['admin', 'duty-officer', 'commander', 'deputy'] },
      schema: {
        operationId: 'sendTestNotice',
        tags,
        body: Type.Object(
          { person: Type.Optional(Type.String({ format: 'uuid', description: 'Absent: myself' })) },
          { additionalProperties: false },
        ),
        response: { 201: NoticeSchema, 409: Problem },
      },
    },
    async (request, reply) => {
      const notice = await notify.test(request.body.person ?? request.actor.id);
      return isRefusal(notice) ? sendProblem(reply, notice) : reply.code(201).send(shown(notice));
    },
  );

  // The pages behind the links of mails: HTML, in a scope of their own, because a form's body is read only here.
  await app.register(async (pages) => {
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, _body, done) =>
      done(null, undefined),
    );
    const schema = { params: Token, querystring: Type.Object({ lang: Type.Optional(Type.String()) }), tags, produces: ['text/html'] };

    pages.get<{ Params: { token: string } }>(
      '/api/v1/ack/:token',
      {
        config: { roles: 'public' },
        schema: { ...schema, operationId: 'openAcknowledgePage', description: 'A page with one button; opening it acknowledges nothing.' },
      },
      async (request, reply) => {
        const locale = localeOf(request);
        const notice = await notify.openLink(request.params.token);
        reply.headers(pageHeaders);
        if (isRefusal(notice)) {
          const { status, html } = refusedPage(notice, locale);
          return reply.code(status).send(html);
        }
        return reply.send(askPage(notice, locale, (await organization.institution()).timeZone));
      },
    );

    pages.post<{ Params: { token: string } }>(
      '/api/v1/ack/:token',
      { config: { roles: 'public' }, bodyLimit: 4096, schema: { ...schema, operationId: 'acknowledgeByLink' } },
      async (request, reply) => {
        const locale = localeOf(request);
        const notice = await notify.acknowledgeByLink(request.params.token);
        reply.headers(pageHeaders);
        if (isRefusal(notice)) {
          const { status, html } = refusedPage(notice, locale);
          return reply.code(status).send(html);
        }
        return reply.send(donePage(notice, locale));
      },
    );
  });
};
