import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { classOf, codeOf } from '#intake';
import { append, type EntryActor } from '#journal';
import { isRefusal, once, Problem, type Refusal, refuse, sendProblem, transact, uuidv7 } from '#platform';
import type { Rooms } from './app.ts';

/** What one person may have a machine do. Closing and isolating take a plan, in which two persons decide. */
const alone: readonly string[] = ['reset', 'go-in-service'];

/** Commands to one machine outside of any incident, on the record with the machine's own answer. */
export const machineCommandRoutes =
  ({ db, clock, fleet, intake, response }: Rooms): FastifyPluginAsyncTypebox =>
  async (app) => {
    /** Why this machine may not be told this now. An incident that works on it decides what is done to it. */
    async function hindrance(atm: string, command: string): Promise<Refusal | null> {
      if (!fleet.atm(atm)) return refuse('not-found', { what: atm });
      if (!alone.includes(command)) return refuse('two-persons-for-machine', { atm, command });
      const doubt = [...(fleet.machine(atm)?.open.values() ?? [])].find((fault) => classOf(fault.code) === 'security');
      if (doubt && command === 'go-in-service')
        return refuse('machine-not-safe', {
          atm,
          sign: { zh: codeOf(doubt.code)?.zh ?? doubt.code, en: codeOf(doubt.code)?.en ?? doubt.code },
        });
      for (const { id, number } of await response.incidents({ state: 'running', mode: 'live', limit: 300 }))
        if ((await response.incident(id))?.state.machines.includes(atm)) return refuse('machine-in-incident', { atm, number });
      return null;
    }

    app.post(
      '/api/v1/atms/:id/commands',
      {
        config: { roles: ['commander', 'deputy', 'duty-officer'] },
        schema: {
          operationId: 'commandMachine',
          tags: ['fleet'],
          summary: 'Has one machine reset itself or go into service, and says what it answered',
          description:
            'close and isolate are refused: they belong to a plan, in which two persons decide. So is a machine of a running incident.',
          params: Type.Object({ id: Type.String({ maxLength: 60 }) }),
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
          body: Type.Object(
            {
              command: Type.Enum(['close', 'isolate', 'go-in-service', 'reset']),
              reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
            },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({
              ok: Type.Boolean({ description: 'The machine did it' }),
              detail: Type.String({ description: 'Its own words' }),
            }),
            404: Problem,
            409: Problem,
          },
        },
      },
      async ({ params, body, headers, actor }, reply) => {
        const atm = params.id;
        const command = body.command as 'close' | 'isolate' | 'go-in-service' | 'reset';
        const no = await hindrance(atm, command);
        if (no) return sendProblem(reply, no);
        const key = `machine:${actor.id}:${atm}:${command}:${headers['idempotency-key'] ?? uuidv7()}`;
        const { ok, detail } = await intake.devices.send(atm, command, key);
        const { kind, id, name, role } = actor;
        const kept = await transact(db, (trx) =>
          once(trx, headers['idempotency-key'] === undefined ? undefined : key, () =>
            append(trx, {
              stream: `atm/${atm}`,
              entries: [{ type: 'device-commanded', data: { atm, command, reason: body.reason, ok, detail } }],
              actor: { kind, id, name, role } as EntryActor,
              mode: 'live',
              at: clock.now(),
            }),
          ),
        );
        return isRefusal(kept) ? sendProblem(reply, kept) : { ok, detail };
      },
    );
  };
