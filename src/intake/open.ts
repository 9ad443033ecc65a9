import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { agentRoutes } from './agent-routes.ts';
import { openAgents } from './agents.ts';
import { openCap } from './cap-alerts.ts';
import { openField } from './field.ts';
import { fieldRoutes } from './field-routes.ts';
import { type GivenBatch, type IntakeDeps, Receiver } from './intake.ts';
import type { KeptFilter } from './kept.ts';
import { signalRoutes } from './routes.ts';

export type Intake = Awaited<ReturnType<typeof openIntake>>;

/** Opens the room: remembers the newest signals and takes new ones. */
export async function openIntake(deps: IntakeDeps) {
  const { db, clock, jobs, sitesInArea, filesDir, placeOf, authenticate } = deps;
  const receiver = new Receiver(deps);
  await receiver.writer.open();
  const agents = openAgents({
    db,
    clock,
    receiver,
    ...(deps.commandTimeoutMs === undefined ? {} : { commandTimeoutMs: deps.commandTimeoutMs }),
  });
  return {
    /** Takes signals that another program has read; answered after the commit. */
    accept: (batch: GivenBatch) => receiver.accept(batch),
    /** What was kept of one machine or source, newest first. */
    signals: (filter: KeptFilter) => receiver.kept(filter),
    /** Commands to machines, through the agent that speaks for them. */
    devices: agents.devices,
    receiver,
    agents,
    cap: openCap({ db, clock, jobs, receiver, sitesInArea }),
    field: openField({ db, clock, receiver, filesDir, placeOf }),
    authenticate,
  };
}

/** HTTP and the WebSocket of the room. */
export const intakeRoutes =
  (intake: Intake): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(signalRoutes(intake.receiver, intake.cap));
    await app.register(fieldRoutes(intake.field));
    await app.register(agentRoutes(intake.agents, intake.authenticate));
  };
