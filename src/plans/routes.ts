import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { insiders, type Role } from '#organization';
import { isRefusal, Page, Problem, refuse, sendProblem } from '#platform';
import { eventClasses, Plan, Text } from './model.ts';
import type { PlanCommand, Plans } from './operations.ts';
import { shipped } from './shipped.ts';
import { type PlanVersion, planStates } from './store.ts';

const State = Type.Enum([...planStates]);
const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Who = Type.Object({ id: Type.String(), name: Type.String() });

const Summary = Type.Object({
  id: Type.String(),
  title: Text,
  version: Type.Integer(),
  state: State,
  draft: Nullable(Type.Object({ version: Type.Integer(), state: State })),
  inForceAt: Nullable(Type.String()),
  reviewDue: Nullable(Type.String({ description: 'Date by which it must be looked at again' })),
  reviewOverdue: Type.Boolean(),
  eventClasses: Type.Array(Type.Enum([...eventClasses])),
  phases: Type.Integer(),
  tasks: Type.Integer(),
  groups: Type.Integer(),
});
const VersionLine = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  state: State,
  title: Text,
  drafters: Type.Array(Who),
  draftedAt: Type.String(),
  approvedBy: Nullable(Who),
  approvedAt: Nullable(Type.String()),
  inForceAt: Nullable(Type.String()),
  repealedAt: Nullable(Type.String()),
  openedFrom: Nullable(Type.String({ description: 'The improvement that asked for it' })),
});
const FindingSchema = Type.Object({
  file: Type.String(),
  line: Type.Integer(),
  column: Type.Integer(),
  code: Type.String(),
  severity: Type.Enum(['must', 'should']),
  at: Type.String(),
  what: Text,
  mend: Text,
});
const CommentSchema = Type.Object({ by: Who, at: Type.String(), text: Type.String(), clause: Nullable(Type.String()) });
const Whole = Type.Object({
  ...VersionLine.properties,
  plan: Plan,
  yaml: Type.String(),
  findings: Type.Array(FindingSchema),
  comments: Type.Array(CommentSchema),
});
const ChangedSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  state: State,
  events: Type.Array(Type.Object({ type: Type.String(), data: Type.Record(Type.String(), Type.Unknown()) })),
});
const CommandBody = Type.Object({
  command: Type.Enum(['approve', 'put-in-force', 'edit', 'comment']),
  yaml: Type.Optional(Type.String({ description: 'Of edit: the whole file' })),
  text: Type.Optional(Type.String({ maxLength: 4000, description: 'Of comment' })),
  clause: Type.Optional(Type.String({ maxLength: 40, description: 'Of comment: the clause it is about' })),
});

const line = ({ plan, yaml: _, ...rest }: PlanVersion) => ({ ...rest, title: plan.title });
const tags = ['plans'];
const drafters: Role[] = ['planner', 'admin', 'commander', 'deputy'];
const PlanId = Type.Object({ id: Type.String() });
const PlanNumber = Type.Object({ id: Type.String(), version: Type.Integer({ minimum: 1 }) });

/** HTTP of plans. A file may be sent as JSON `{yaml}` or as it is (`application/yaml`). */
export const plansRoutes =
  (plans: Plans): FastifyPluginAsyncTypebox =>
  async (app) => {
    const whole = async (found: PlanVersion) => ({
      ...line(found),
      plan: found.plan,
      yaml: found.yaml,
      findings: plans.findings(found),
      comments: await plans.comments(found.id, found.version),
    });
    app.addContentTypeParser(
      ['application/yaml', 'application/x-yaml', 'text/yaml'],
      { parseAs: 'string', bodyLimit: 4_000_000 },
      (_request, body, done) => done(null, { yaml: body }),
    );

    app.get(
      '/api/v1/plans',
      { config: { roles: insiders }, schema: { operationId: 'listPlans', tags, response: { 200: Page(Summary) } } },
      async () => ({ items: await plans.list(), next: null }),
    );

    app.get(
      '/api/v1/plans/shipped',
      {
        config: { roles: insiders },
        schema: {
          operationId: 'listShippedPlans',
          tags,
          description: 'The plans that come with the product, taken or not.',
          response: { 200: Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), version: Type.Integer(), title: Text })) }) },
        },
      },
      async () => ({ items: shipped().map(({ id, version, title }) => ({ id, version, title })) }),
    );

    app.post(
      '/api/v1/plans/shipped/:id',
      {
        config: { roles: drafters },
        schema: {
          operationId: 'takeShippedPlan',
          tags,
          description:
            'A plan that comes with the product becomes a draft by who asks. It is in force after a commander or deputy who is another person approved it and put it in force.',
          params: PlanId,
          response: { 201: ChangedSchema, 404: Problem, 409: Problem },
        },
      },
      async ({ params, actor }, reply) => {
        const file = shipped().find((each) => each.id === params.id);
        if (!file) return sendProblem(reply, refuse('plan-unknown', { plan: params.id }));
        const answer = await plans.draft(file.yaml, actor, file.fileName);
        return isRefusal(answer) ? sendProblem(reply, answer) : reply.code(201).send(answer);
      },
    );

    app.get(
      '/api/v1/plans/:id',
      {
        config: { roles: insiders },
        schema: {
          operationId: 'getPlan',
          tags,
          description: 'The version in force, or the newest.',
          params: PlanId,
          response: { 200: Whole, 404: Problem },
        },
      },
      async ({ params }, reply) => {
        const found = await plans.current(params.id);
        return found ? whole(found) : sendProblem(reply, refuse('plan-unknown', { plan: params.id }));
      },
    );

    app.get(
      '/api/v1/plans/:id/versions',
      {
        config: { roles: insiders },
        schema: { operationId: 'listPlanVersions', tags, params: PlanId, response: { 200: Page(VersionLine), 404: Problem } },
      },
      async ({ params }, reply) => {
        const known = await plans.versions(params.id);
        return known.length > 0 ? { items: known.map(line), next: null } : sendProblem(reply, refuse('plan-unknown', { plan: params.id }));
      },
    );

    app.get(
      '/api/v1/plans/:id/versions/:version',
      {
        config: { roles: insiders },
        schema: { operationId: 'getPlanVersion', tags, params: PlanNumber, response: { 200: Whole, 404: Problem } },
      },
      async ({ params }, reply) => {
        const found = await plans.find(params.id, params.version);
        return found ? whole(found) : sendProblem(reply, refuse('plan-version-unknown', { plan: params.id, version: params.version }));
      },
    );

    app.post(
      '/api/v1/plans',
      {
        config: { roles: drafters },
        schema: {
          operationId: 'draftPlan',
          tags,
          description:
            'A plan file becomes a draft version. A file with faults is refused; `params.faults` lists each with line, column and how to mend it.',
          body: Type.Object({ yaml: Type.String(), fileName: Type.Optional(Type.String({ maxLength: 200 })) }),
          response: { 201: ChangedSchema, 409: Problem, 422: Problem },
        },
      },
      async (request, reply) => {
        const answer = await plans.draft(request.body.yaml, request.actor, request.body.fileName);
        return isRefusal(answer) ? sendProblem(reply, answer) : reply.code(201).send(answer);
      },
    );

    app.post(
      '/api/v1/plans/:id/versions/:version/commands',
      {
        config: { roles: insiders },
        schema: {
          operationId: 'commandPlanVersion',
          tags,
          description:
            'approve and put-in-force: commander or deputy, approve not by who drafted it; edit: planner, admin, commander, deputy; comment: anyone of the bank.',
          params: PlanNumber,
          body: CommandBody,
          response: { 200: ChangedSchema, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
        },
      },
      async (request, reply) => {
        const { command, yaml = '', text = '', clause } = request.body;
        const asked: PlanCommand =
          command === 'edit'
            ? { command, yaml }
            : command === 'comment'
              ? { command, text, ...(clause === undefined ? {} : { clause }) }
              : { command };
        const answer = await plans.command(request.params.id, request.params.version, asked, request.actor);
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );
  };
