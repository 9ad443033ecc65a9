import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Page, Problem, refuse, registerRefusals, sendProblem } from '#platform';
import type { World } from './world.ts';

registerRefusals({
  'situation-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个演示情景：{name}。', mend: '可选：{names}。' },
    en: { what: 'There is no such situation: {name}.', mend: 'Choose one of: {names}.' },
  },
  'demo-person-unknown': {
    status: 404,
    'zh-CN': { what: '演示银行没有这个人：{person}。', mend: '请用演示账号中的名字。' },
    en: { what: 'The demonstration bank has nobody called {person}.', mend: 'Use a name from the demonstration accounts.' },
  },
});

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Named = Type.Object({ zh: Type.String(), en: Type.String() });
const RunSchema = Type.Object({
  id: Type.String(),
  situation: Type.String(),
  autopilot: Type.Boolean(),
  startedAt: Type.String(),
  state: Type.Enum(['running', 'done', 'stopped']),
  warning: Nullable(Type.String()),
  warnings: Type.Array(Type.String()),
  workOrder: Nullable(Type.String()),
  incident: Nullable(Type.String()),
  incidentNumber: Nullable(Type.String()),
  incidentState: Nullable(Type.String()),
  report: Nullable(Type.String()),
  notes: Type.Array(Type.String(), { description: 'What the simulated people did, or could not do' }),
});
const AccountSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  person: Type.String(),
  office: Type.String(),
  role: Type.String(),
  password: Type.String(),
  taken: Type.Boolean(),
});
const MailSchema = Type.Object({
  to: Type.String(),
  from: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  html: Type.String(),
  receivedAt: Type.String(),
});

const tags = ['demonstration'];
/** How long the answer of a start waits for the first warning. */
const appearMs = 8_000;

/** Addresses that only the demonstration has. They are open, because it listens on loopback only and its accounts are no secret. */
export async function demonstrationRoutes(app: FastifyInstance, world: World): Promise<void> {
  const config = { roles: 'public' as const };
  const Body = Type.Union([Type.Object({ autopilot: Type.Optional(Type.Boolean()) }), Type.Null()]);

  app.get(
    '/api/v1/demo/situations',
    {
      config,
      schema: {
        operationId: 'listSituations',
        tags,
        response: { 200: Page(Type.Object({ name: Type.String(), title: Named, about: Named })) },
      },
    },
    async () => ({ items: world.situations().map(({ name, title, about }) => ({ name, title, about })), next: null }),
  );

  app.post(
    '/api/v1/demo/situations/:name',
    {
      config,
      schema: {
        operationId: 'startSituation',
        tags,
        description: 'Starts a situation; answers when its first warning shows, or after eight seconds.',
        params: Type.Object({ name: Type.String() }),
        body: Body,
        response: { 201: RunSchema, 404: Problem },
      },
    },
    async (request, reply) => {
      const { name } = request.params as { name: string };
      const run = world.begin(name, (request.body as { autopilot?: boolean } | null)?.autopilot ?? false);
      if (!run) return sendProblem(reply, refuse('situation-unknown', { name, names: world.situations().map((one) => one.name) }));
      return reply.code(201).send((await world.appeared(run.id, appearMs)) ?? run);
    },
  );

  app.get(
    '/api/v1/demo/runs',
    {
      config,
      schema: { operationId: 'listDemoRuns', tags, response: { 200: Page(RunSchema) } },
    },
    async () => ({ items: world.runs(), next: null }),
  );

  app.get(
    '/api/v1/demo/runs/:id',
    {
      config,
      schema: { operationId: 'getDemoRun', tags, params: Type.Object({ id: Type.String() }), response: { 200: RunSchema, 404: Problem } },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      return world.run(id) ?? sendProblem(reply, refuse('not-found', { what: id }));
    },
  );

  app.post(
    '/api/v1/demo/take-over',
    {
      config,
      schema: {
        operationId: 'takeOver',
        tags,
        description: 'From now on a human acts for this person; the autopilot leaves them alone.',
        body: Type.Object({ person: Type.String({ minLength: 1 }) }),
        response: { 200: Type.Object({ taken: Type.Array(Type.String()) }), 404: Problem },
      },
    },
    async (request, reply) => {
      const { person } = request.body as { person: string };
      return world.takeOver(person) ? { taken: world.taken() } : sendProblem(reply, refuse('demo-person-unknown', { person }));
    },
  );

  app.get(
    '/api/v1/demo/accounts',
    {
      config,
      schema: { operationId: 'listDemoAccounts', tags, response: { 200: Page(AccountSchema) } },
    },
    async () => ({
      items: world.accounts().map(({ id, account, name, office, role, password }) => ({
        id,
        name: account,
        person: name,
        office,
        role,
        password,
        taken: world.taken().includes(account),
      })),
      next: null,
    }),
  );

  app.get(
    '/api/v1/demo/mailbox/:person',
    {
      config,
      schema: {
        operationId: 'getDemoMailbox',
        tags,
        params: Type.Object({ person: Type.String() }),
        response: { 200: Page(MailSchema), 404: Problem },
      },
    },
    async (request, reply) => {
      const { person } = request.params as { person: string };
      const items = world.mailbox(person);
      return items ? { items, next: null } : sendProblem(reply, refuse('demo-person-unknown', { person }));
    },
  );
}
