import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { openCap } from './cap-alerts.ts';
import { type GivenBatch, type IntakeDeps, Receiver } from './intake.ts';
import type { KeptFilter } from './kept.ts';
import { signalRoutes } from './routes.ts';

export type Intake = Awaited<ReturnType<typeof openIntake>>;

/** Opens the room: remembers the newest signals and takes new ones. */
export async function openIntake(deps: IntakeDeps) {
  const { db, clock, jobs, sitesInArea } = deps;
  const receiver = new Receiver(deps);
  await receiver.writer.open();
  const cap = openCap({ db, clock, jobs, receiver, sitesInArea });
  return {
    /** Takes signals that another program has read; answered after the commit. */
    accept: (batch: GivenBatch) => receiver.accept(batch),
    receiver,
    cap,
    /** What was kept of one machine or source, newest first. */
    signals: (filter: KeptFilter) => receiver.kept(filter),
  };
}

/** HTTP of the room. */
export const intakeRoutes =
  (intake: Intake): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(signalRoutes(intake.receiver, intake.cap));
  };
