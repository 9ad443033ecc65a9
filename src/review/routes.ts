import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type, { type TSchema } from 'typebox';
import { Text } from '#plans';
import { isRefusal, localeOf, once, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { editableSections, ReportContent } from './model.ts';
import type { Review } from './operations.ts';
import type { Report } from './store.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Person = Type.Object({ id: Type.String(), name: Type.String() });
const FreeText = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 20_000 }), en: Type.String({ minLength: 1, maxLength: 40_000 }) },
  { additionalProperties: false },
);

const ReportSchema = Type.Object({
  id: Type.String(),
  number: Type.String(),
  incident: Type.String(),
  incidentNumber: Type.String(),
  state: Type.Enum(['draft', 'approved']),
  mode: Type.Enum(['live', 'drill']),
  draftedAt: Instant,
  due: Nullable(Instant),
  authors: Type.Array(Type.String()),
  approvedBy: Nullable(Person),
  approvedAt: Nullable(Instant),
  document: Nullable(Type.Object({ year: Type.Integer(), number: Type.Integer() })),
  sha256: Nullable(Type.String()),
});
const ReportWithContent = Type.Object({ ...ReportSchema.properties, content: ReportContent });
const ReportJson = Type.Object({ report: Nullable(ReportSchema), content: ReportContent });
const ImprovementSchema = Type.Object({
  id: Type.String(),
  number: Type.String(),
  report: Type.String(),
  incident: Type.String(),
  text: Text,
  clause: Nullable(Type.String()),
  plan: Type.String(),
  owner: Nullable(Person),
  due: Nullable(Type.String()),
  state: Type.Enum(['open', 'done']),
  proof: Nullable(Type.String()),
  doneBy: Nullable(Person),
  doneAt: Nullable(Instant),
  planDraft: Nullable(Type.Object({ plan: Type.String(), version: Type.Integer() })),
  openedAt: Instant,
});

const Command = Type.Union([
  Type.Object({ command: Type.Literal('edit'), section: Type.Enum([...editableSections]), text: FreeText }),
  Type.Object({ command: Type.Literal('remark'), group: Type.String(), text: FreeText }),
  Type.Object({
    command: Type.Literal('add-finding'),
    text: FreeText,
    clause: Type.Optional(Type.String({ maxLength: 40 })),
    owner: Type.Optional(Person),
    due: Type.Optional(Day),
  }),
  Type.Object({ command: Type.Literal('approve') }),
]);
const ImprovementCommandSchema = Type.Union([
  Type.Object({ command: Type.Literal('assign'), owner: Person, due: Day }),
  Type.Object({ command: Type.Literal('done'), proof: Type.String({ minLength: 1, maxLength: 4000 }) }),
  Type.Object({ command: Type.Literal('open-plan-draft') }),
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
const params = Type.Object({ id: Type.String({ format: 'uuid' }) });
const headers = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) });
const tags = ['review'];
const bare = ({ content: _, ...report }: Report) => report;

/** HTTP of reports and improvements. */
export const reviewRoutes =
  (review: Review): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/api/v1/reports',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listReports',
          tags,
          querystring: Type.Object({
            ...PageQuery.properties,
            state: Type.Optional(Type.Enum(['draft', 'approved'])),
            incident: Type.Optional(Type.String()),
          }),
          response: { 200: Page(ReportSchema) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const found = await review.reports({ state: query.state, incident: query.incident, before: query.cursor, limit: limit + 1 });
        return { items: found.slice(0, limit).map(bare), next: found.length > limit ? (found[limit - 1]?.id ?? null) : null };
      },
    );

    app.get(
      '/api/v1/reports/:id',
      {
        config: { roles: readers },
        schema: { operationId: 'getReport', tags, params, response: { 200: ReportWithContent, 404: Problem } },
      },
      async (request, reply) => {
        const found = await review.reportOf({ id: request.params.id });
        return found?.report
          ? { ...bare(found.report), content: found.content }
          : sendProblem(reply, refuse('not-found', { what: request.params.id }));
      },
    );

    app.post(
      '/api/v1/reports/:id/commands',
      {
        config: {
          roles: [
            'commander',
            'deputy',
            'duty-officer',
            'group-leader',
            'responder',
            'press-officer',
            'quartermaster',
            'treasurer',
            'planner',
          ],
        },
        schema: {
          operationId: 'commandReport',
          tags,
          params,
          headers,
          body: Command,
          response: { 200: ReportSchema, 403: Problem, 404: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        const key = request.headers['idempotency-key'];
        const { actor } = request;
        const answer = await review.now((trx) =>
          once(trx, key && `report-command/${actor.id}/${key}`, () => review.command(trx, request.params.id, request.body, actor)),
        );
        return isRefusal(answer) ? sendProblem(reply, answer) : bare(answer);
      },
    );

    app.get(
      '/api/v1/incidents/:id/report.json',
      {
        config: { roles: readers },
        schema: { operationId: 'getIncidentReport', tags, params, response: { 200: ReportJson, 404: Problem } },
      },
      async (request, reply) => {
        const found = await review.reportOf({ incident: request.params.id });
        return found
          ? { report: found.report && bare(found.report), content: found.content }
          : sendProblem(reply, refuse('not-found', { what: request.params.id }));
      },
    );

    app.get(
      '/api/v1/incidents/:id/report.docx',
      {
        config: { roles: readers },
        schema: {
          operationId: 'getIncidentReportDocument',
          tags,
          params,
          querystring: Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) }),
          response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), 404: Problem },
        },
      },
      async (request, reply) => {
        // The report is written for the bank's own files: Chinese unless English is asked for in the address.
        const tongue = request.query.lang !== undefined && localeOf(request) === 'en' ? 'en' : 'zh';
        const made = await review.document(request.params.id, tongue);
        if (!made) return sendProblem(reply, refuse('not-found', { what: request.params.id }));
        return reply
          .type('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
          .header('content-disposition', `attachment; filename="${made.name}"`)
          .send(made.file);
      },
    );

    app.get(
      '/api/v1/improvements',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listImprovements',
          tags,
          querystring: Type.Object({
            ...PageQuery.properties,
            state: Type.Optional(Type.Enum(['open', 'done'])),
            report: Type.Optional(Type.String({ format: 'uuid' })),
            incident: Type.Optional(Type.String()),
          }),
          response: { 200: Page(ImprovementSchema) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const found = await review.improvements({
          state: query.state,
          report: query.report,
          incident: query.incident,
          before: query.cursor,
          limit: limit + 1,
        });
        return { items: found.slice(0, limit), next: found.length > limit ? (found[limit - 1]?.id ?? null) : null };
      },
    );

    app.post(
      '/api/v1/improvements/:id/commands',
      {
        config: { roles: ['commander', 'deputy', 'duty-officer', 'group-leader', 'planner'] },
        schema: {
          operationId: 'commandImprovement',
          tags,
          params,
          headers,
          body: ImprovementCommandSchema,
          response: { 200: ImprovementSchema, 404: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        const key = request.headers['idempotency-key'];
        const { actor } = request;
        const answer = await review.now((trx) =>
          once(trx, key && `improvement-command/${actor.id}/${key}`, () => review.improve(trx, request.params.id, request.body, actor)),
        );
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );
  };
