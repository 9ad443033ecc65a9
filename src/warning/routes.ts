import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Text } from '#plans';
import { isRefusal, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { causeKinds, triageGrades, type Warning, warningStates } from './model.ts';
import type { Warnings } from './warnings.ts';

const tags = ['warning'];
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
const judges = ['commander', 'deputy', 'duty-officer', 'group-leader'];

const CauseSchema = Type.Object({ kind: Type.Enum([...causeKinds]), ref: Type.String() });
const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const WarningSchema = Type.Object({
  id: Type.String(),
  number: Type.String(),
  state: Type.Enum([...warningStates]),
  cause: CauseSchema,
  alternatives: Type.Array(Type.Object({ cause: CauseSchema, confidence: Type.Number(), decidedBy: Text })),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  atms: Type.Integer({ description: 'Machines affected, now or earlier' }),
  affectedNow: Type.Integer({ description: 'Machines that still have an open fault of it' }),
  groupSize: Type.Integer({ description: 'Machines below the cause' }),
  customers: Type.Integer({ description: 'People who draw their cash at the affected machines, estimated' }),
  codes: Type.Array(Type.String()),
  triage: Type.Enum([...triageGrades]),
  triagedBy: Type.Union([Type.Literal('rules'), Type.Object({ person: Type.String(), reason: Type.String() })]),
  reasons: Type.Array(Type.Object({ rule: Type.String(), zh: Type.String(), en: Type.String(), against: Type.Optional(Type.Boolean()) })),
  links: Type.Array(Type.Object({ relation: Type.String(), warning: Type.String(), number: Type.String() })),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  workOrder: Nullable(Type.String()),
  incident: Nullable(Type.String()),
});
const MemberSchema = Type.Object({
  atm: Type.String(),
  site: Type.String(),
  state: Type.Enum(['affected', 'recovered', 'elsewhere', 'well']),
  since: Nullable(Type.String()),
});
const DetailSchema = Type.Object({
  ...WarningSchema.properties,
  group: Type.Object({
    members: Type.Array(MemberSchema),
    parent: Nullable(Type.Object({ cause: CauseSchema, size: Type.Integer() })),
    siblings: Type.Array(Type.Object({ cause: CauseSchema, size: Type.Integer(), ill: Type.Integer(), own: Type.Boolean() })),
  }),
});
const WhySaid = Type.String({ minLength: 1, maxLength: 500 });
const Command = Type.Union([
  Type.Object({ command: Type.Literal('triage'), grade: Type.Enum([...triageGrades]), reason: WhySaid }),
  Type.Object({ command: Type.Literal('withdraw'), reason: WhySaid }),
  Type.Object({ command: Type.Literal('split'), atms: Type.Array(Type.String(), { minItems: 1 }), reason: WhySaid }),
  Type.Object({ command: Type.Literal('reclassify'), cause: CauseSchema, reason: WhySaid }),
  Type.Object({ command: Type.Literal('close'), reason: WhySaid }),
]);

/** A warning as the wire shows it: the machines as a count, their list has its own address. */
const shown = ({
  id,
  number,
  state,
  cause,
  alternatives,
  confidence,
  atms,
  affectedNow,
  groupSize,
  customers,
  codes,
  triage,
  triagedBy,
  reasons,
  links,
  openedAt,
  closedAt,
  workOrder,
  incident,
}: Warning) => ({
  id,
  number,
  state,
  cause,
  alternatives,
  confidence,
  atms: atms.length,
  affectedNow,
  groupSize,
  customers,
  codes,
  triage,
  triagedBy,
  reasons,
  links,
  openedAt,
  closedAt,
  workOrder,
  incident,
});

/** HTTP of warnings. */
export const warningRoutes =
  (warnings: Warnings): FastifyPluginAsyncTypebox =>
  async (app) => {
    const byId = Type.Object({ id: Type.String({ format: 'uuid' }) });

    app.get(
      '/api/v1/warnings',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listWarnings',
          tags,
          querystring: Type.Object({
            ...PageQuery.properties,
            state: Type.Optional(Type.Array(Type.Enum([...warningStates]), { description: 'May be given several times' })),
            triage: Type.Optional(Type.Enum([...triageGrades])),
            atm: Type.Optional(Type.String()),
            incident: Type.Optional(Type.String({ format: 'uuid' })),
          }),
          response: { 200: Page(WarningSchema) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const found = await warnings.warnings({
          states: query.state,
          triage: query.triage,
          atm: query.atm,
          incident: query.incident,
          before: query.cursor,
          limit: limit + 1,
        });
        const page = found.slice(0, limit);
        return { items: page.map(shown), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
      },
    );

    app.get(
      '/api/v1/warnings/:id',
      {
        config: { roles: readers },
        schema: { operationId: 'getWarning', tags, params: byId, response: { 200: DetailSchema, 404: Problem } },
      },
      async ({ params }, reply) => {
        const warning = await warnings.warning(params.id);
        if (!warning) return sendProblem(reply, refuse('warning-unknown', { warning: params.id }));
        return { ...shown(warning), group: await warnings.surroundings(warning) };
      },
    );

    app.get(
      '/api/v1/warnings/:id/atms',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listWarningAtms',
          tags,
          params: byId,
          response: {
            200: Page(
              Type.Object({
                atm: Type.String(),
                affected: Type.Boolean(),
                since: Nullable(Type.String()),
                until: Nullable(Type.String()),
                codes: Type.Array(Type.String()),
              }),
            ),
            404: Problem,
          },
        },
      },
      async ({ params }, reply) => {
        const warning = await warnings.warning(params.id);
        if (!warning) return sendProblem(reply, refuse('warning-unknown', { warning: params.id }));
        const faults = Map.groupBy(await warnings.faults(params.id), (fault) => fault.atm);
        const items = warning.atms.map((atm) => {
          const own = faults.get(atm) ?? [];
          const affected = own.some((fault) => fault.closedAt === null);
          const until = affected
            ? null
            : (own
                .map((fault) => fault.closedAt ?? '')
                .sort()
                .at(-1) ?? null);
          return { atm, affected, since: own[0]?.openedAt ?? null, until, codes: [...new Set(own.map((fault) => fault.code))] };
        });
        return { items, next: null };
      },
    );

    app.post(
      '/api/v1/warnings/:id/commands',
      {
        config: { roles: judges },
        schema: {
          operationId: 'commandWarning',
          tags,
          params: byId,
          body: Command,
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
          response: { 200: WarningSchema, 404: Problem, 409: Problem, 422: Problem },
        },
      },
      async ({ params, body, actor, headers }, reply) => {
        const key = headers['idempotency-key'];
        const answer = await warnings.command(params.id, body, actor, key && `warning-command/${actor.id}/${key}`);
        return isRefusal(answer) ? sendProblem(reply, answer) : shown(answer);
      },
    );
  };
