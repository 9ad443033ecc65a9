import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Actor } from '#organization';
import { refuse, sendProblem } from '#platform';
import type { Agents } from './agents.ts';

/** Who may relay messages of machines. */
const relays = ['integration', 'admin'];

/** The WebSocket of the XFS4IoT agents. Browsers and simple clients cannot send a header, so `?token=` is taken too. */
export const agentRoutes =
  (agents: Agents, authenticate: ((token: string) => Promise<Actor | null>) | undefined): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/api/v1/agents/xfs4iot',
      {
        websocket: true,
        config: { roles: 'public' }, // checked below, where the token may stand in the address
        schema: { hide: true, querystring: Type.Object({ token: Type.Optional(Type.String()) }) },
        preValidation: async (request, reply) => {
          const { token } = request.query as { token?: string };
          const actor = request.visitor ?? (token !== undefined && authenticate ? await authenticate(token) : null);
          if (!actor || !relays.includes(actor.role)) return sendProblem(reply, refuse('agent-refused'));
        },
      },
      (socket) => agents.attach(socket),
    );

    app.get(
      '/api/v1/agents',
      {
        config: { roles: ['admin', 'duty-officer', 'commander', 'deputy', 'integration'] },
        schema: {
          operationId: 'getAgents',
          tags: ['intake'],
          description: 'How many agents are connected, and for how many machines they speak.',
          response: { 200: Type.Object({ connections: Type.Integer(), machines: Type.Integer() }) },
        },
      },
      async () => agents.connected(),
    );

    app.addHook('preClose', () => agents.close());
  };
