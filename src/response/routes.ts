import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Actor } from '#organization';
import { type Clock, isRefusal, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { ActivationBody, byCommand, IncidentCommandBody, IncidentCommands, WorkOrderCommandBody, WorkOrderCommands } from './commands.ts';
import { iso } from './draft.ts';
import type { MineItem } from './mine.ts';
import type { IncidentCommand, WorkOrderCommand } from './model.ts';
import type { Response } from './response.ts';
import { orderRowOf } from './rows.ts';
import { Caused, EntryView, IncidentHead, IncidentView, MineView, ModeSchema, WorkOrderHead, WorkOrderView } from './schemas.ts';
import { cursorFor, orderStream } from './store.ts';
import { incidentHead, incidentView, workOrderHead } from './view.ts';
import { isOrderOver, orderActions } from './work-order.ts';

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
const actors = ['commander', 'deputy', 'duty-officer', 'group-leader', 'responder', 'press-officer', 'quartermaster', 'treasurer'];
const id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const key = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The same key gets the first answer again' })),
});
const EntryPage = Page(EntryView);

const keyOf = (request: { headers: Record<string, unknown> }): string | undefined => {
  const given = request.headers['idempotency-key'];
  return typeof given === 'string' && given !== '' ? given : undefined;
};

/**
 * HTTP of incidents, work orders and of what needs me now.
 * @param elsewhere what other rooms want of a person: a bulletin to approve, a report, a warning to judge
 */
export const responseRoutes =
  (response: Response, clock: Clock, elsewhere: (actor: Actor) => Promise<MineItem[]> = async () => []): FastifyPluginAsyncTypebox =>
  async (app) => {
    const commandBody = (variants: Parameters<typeof byCommand>[0]) => {
      const check = byCommand(variants);
      return {
        validatorCompiler:
          ({ httpPart }: { httpPart?: string }) =>
          (data: unknown) =>
            httpPart === 'body' ? check(data) : { value: data },
      } as object;
    };

    app.get(
      '/api/v1/incidents',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listIncidents',
          tags: ['incidents'],
          summary: 'Incidents, newest first',
          querystring: Type.Object({
            ...PageQuery.properties,
            state: Type.Optional(Type.Enum(['running', 'active', 'recovering', 'ended', 'reported', 'withdrawn'])),
            mode: Type.Optional(ModeSchema),
          }),
          response: { 200: Page(IncidentHead) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const rows = await response.incidents({ ...query, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return { items: rows.slice(0, limit).map(incidentHead), next: last ? cursorFor(last.opened_at, last.id) : null };
      },
    );

    app.get(
      '/api/v1/incidents/:id',
      {
        config: { roles: readers },
        schema: {
          operationId: 'getIncident',
          tags: ['incidents'],
          summary: 'One incident as its command room shows it',
          params: id,
          response: { 200: IncidentView, 404: Problem },
        },
      },
      async (request, reply) => {
        const loaded = await response.incident(request.params.id);
        if (!loaded) return sendProblem(reply, refuse('incident-unknown', { incident: request.params.id }));
        return incidentView(loaded.plan, loaded.state, loaded.mode, loaded.version, request.actor, clock.now().epochMilliseconds);
      },
    );

    app.get(
      '/api/v1/incidents/:id/journal',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listIncidentJournal',
          tags: ['incidents'],
          summary: 'The entries of an incident, oldest first',
          params: id,
          querystring: PageQuery,
          response: { 200: EntryPage, 404: Problem },
        },
      },
      async (request, reply) => {
        const limit = request.query.limit ?? 100;
        const after = Number.parseInt(request.query.cursor ?? '0', 10) || 0;
        const entries = await response.journal(request.params.id, after);
        if (!entries) return sendProblem(reply, refuse('incident-unknown', { incident: request.params.id }));
        const items = entries.slice(0, limit);
        return { items, next: entries.length > limit ? String(items.at(-1)?.version) : null };
      },
    );

    app.post(
      '/api/v1/incidents',
      {
        config: { roles: ['commander', 'deputy', 'duty-officer'] },
        schema: {
          operationId: 'activatePlan',
          tags: ['incidents'],
          summary: 'Activates a plan in one action',
          headers: key,
          body: ActivationBody,
          response: {
            201: Type.Object({ id: Type.String(), number: Type.String(), ...Caused.properties }),
            403: Problem,
            404: Problem,
            409: Problem,
          },
        },
      },
      async (request, reply) => {
        const { mode, ...activation } = request.body;
        const given = keyOf(request);
        const answer = await response.activate(
          null,
          { ...activation, ...(given === undefined ? {} : { key: given }) },
          request.actor,
          mode ?? 'live',
        );
        return isRefusal(answer) ? sendProblem(reply, answer) : reply.code(201).send(answer);
      },
    );

    app.post(
      '/api/v1/incidents/:id/commands',
      {
        config: { roles: actors },
        schema: {
          operationId: 'commandIncident',
          tags: ['incidents'],
          summary: 'One command on one incident',
          params: id,
          headers: key,
          body: IncidentCommandBody,
          response: { 200: Caused, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
        },
        ...commandBody(IncidentCommands),
      },
      async (request, reply) => {
        const answer = await response.command(request.params.id, request.body as IncidentCommand, request.actor, { key: keyOf(request) });
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );

    app.get(
      '/api/v1/mine',
      {
        config: { roles: 'signed-in' },
        schema: {
          operationId: 'listMine',
          tags: ['incidents'],
          summary: 'What needs me now, the nearest deadline first',
          response: { 200: Page(MineView) },
        },
      },
      async ({ actor }) => {
        const items = (await Promise.all([response.mine(actor), elsewhere(actor)])).flat();
        return { items: items.sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9')), next: null };
      },
    );

    app.get(
      '/api/v1/work-orders',
      {
        config: { roles: [...readers, 'vendor'] },
        schema: {
          operationId: 'listWorkOrders',
          tags: ['work-orders'],
          summary: 'Work orders, newest first; a vendor sees its own',
          querystring: Type.Object({
            ...PageQuery.properties,
            state: Type.Optional(Type.Enum(['open', 'sent', 'acknowledged', 'departed', 'arrived', 'repaired', 'closed', 'cancelled'])),
            vendor: Type.Optional(Type.String()),
            warning: Type.Optional(Type.String()),
            incident: Type.Optional(Type.String()),
            atm: Type.Optional(Type.String()),
          }),
          response: { 200: Page(WorkOrderHead) },
        },
      },
      async ({ query, actor }) => {
        const limit = query.limit ?? 100;
        const own = actor.role === 'vendor' ? { vendor: actor.vendor ?? '' } : {};
        const rows = await response.workOrders({ ...query, ...own, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return { items: rows.slice(0, limit).map(workOrderHead), next: last ? cursorFor(last.sent_at, last.id) : null };
      },
    );

    app.get(
      '/api/v1/work-orders/:id',
      {
        config: { roles: [...readers, 'vendor'] },
        schema: {
          operationId: 'getWorkOrder',
          tags: ['work-orders'],
          summary: 'One work order with its entries',
          params: id,
          response: { 200: WorkOrderView, 404: Problem },
        },
      },
      async (request, reply) => {
        const loaded = await response.workOrder(request.params.id);
        // What is not for a vendor is not there for it.
        if (!loaded || (request.actor.role === 'vendor' && loaded.state.vendor !== request.actor.vendor))
          return sendProblem(reply, refuse('work-order-unknown', { order: request.params.id }));
        const { state: order } = loaded;
        const at = (step: keyof typeof order.reached) => (order.reached[step] === undefined ? null : iso(order.reached[step]));
        const { cause, parts, note, place, closedBy, closeNote } = order;
        return {
          ...workOrderHead(orderRowOf(order, loaded.mode, loaded.version, null)),
          reached: { acknowledge: at('acknowledge'), depart: at('depart'), arrive: at('arrive'), repair: at('repair') },
          cause,
          parts,
          note,
          place,
          closedBy,
          closeNote,
          returns: order.returns.map((each) => ({ ...each, at: iso(each.at) })),
          actions: isOrderOver(order) ? [] : orderActions(order, request.actor),
          entries: (await response.workOrderJournal(request.params.id)).filter((entry) => entry.stream === orderStream(order.id)),
        };
      },
    );

    app.post(
      '/api/v1/work-orders/:id/commands',
      {
        config: { roles: ['vendor', 'commander', 'deputy', 'duty-officer'] },
        schema: {
          operationId: 'commandWorkOrder',
          tags: ['work-orders'],
          summary: 'One command on one work order',
          params: id,
          headers: key,
          body: WorkOrderCommandBody,
          response: { 200: Caused, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
        },
        ...commandBody(WorkOrderCommands),
      },
      async (request, reply) => {
        const answer = await response.workOrderCommand(request.params.id, request.body as WorkOrderCommand, request.actor, {
          key: keyOf(request),
        });
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );
  };
