import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Text } from '#plans';
import { isRefusal, once, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { itemKindIds, kindOf } from './kinds.ts';
import { attention, batteryMonths, type Item, type Movement, storesByDistance } from './model.ts';
import type { Resources } from './operations.ts';

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Kind = Type.Enum([...itemKindIds]);
const AttributesSchema = Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Array(Type.String())]));
// Untyped on the way in, and checked against the kind: validation would coerce by the first member of a union, 3 to '3' or '12' to 12.
const AttributesGiven = Type.Record(
  Type.String(),
  Type.Unsafe<string | number | string[]>({ description: 'text, number, date or list of texts, as the kind says' }),
);

const StoreSchema = Type.Object({
  id: Type.String(),
  name: Text,
  address: Type.String(),
  lat: Nullable(Type.Number()),
  lon: Nullable(Type.Number()),
});
const NearStore = Type.Object({ ...StoreSchema.properties, metres: Nullable(Type.Number()) });
const KindSchema = Type.Object({
  id: Kind,
  name: Text,
  group: Type.Enum(['material', 'equipment']),
  consumed: Type.Boolean(),
  unit: Text,
  source: Type.Array(Type.String()),
  attributes: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Text,
      kind: Type.Enum(['text', 'number', 'date', 'list']),
      unit: Type.Optional(Text),
      passing: Type.Optional(Type.Enum(['unusable', 'attention'])),
    }),
  ),
});
const ItemSchema = Type.Object({
  id: Type.String(),
  kind: Kind,
  group: Type.Enum(['material', 'equipment']),
  name: Text,
  store: Type.String(),
  quantity: Type.Integer(),
  minimum: Type.Integer(),
  unit: Text,
  attributes: AttributesSchema,
  units: Type.Array(Type.Object({ serial: Type.String(), condition: Type.Enum(['good', 'worn', 'broken']), out: Nullable(Type.String()) })),
  batteryMonths: Nullable(Type.Integer({ description: 'Age of the battery in whole months' })),
  attention: Type.Array(
    Type.Object({
      what: Type.Enum(['below-minimum', 'passed', 'soon', 'broken']),
      attribute: Nullable(Type.String()),
      date: Nullable(Type.String()),
      unusable: Type.Boolean(),
      text: Text,
    }),
  ),
});
const MovementSchema = Type.Object({
  id: Type.String(),
  item: Type.String(),
  kind: Kind,
  name: Text,
  store: Type.String(),
  move: Type.Enum(['received', 'issued', 'returned', 'counted']),
  quantity: Type.Integer(),
  serials: Type.Array(Type.String()),
  incident: Nullable(Type.String()),
  task: Nullable(Type.String()),
  mode: Type.Enum(['live', 'drill', 'rehearsal']),
  taken: Type.Boolean({ description: 'false: a drill, on record only' }),
  of: Nullable(Type.String()),
  note: Nullable(Type.String()),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
  at: Type.String(),
  entry: Type.Integer({ description: 'Number of the journal entry' }),
});
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const Command = Type.Union([
  Type.Object({
    command: Type.Literal('receive'),
    quantity: Quantity,
    serials: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    note: Type.Optional(Type.String()),
  }),
  Type.Object({
    command: Type.Literal('issue'),
    quantity: Quantity,
    incident: Type.Optional(Type.String()),
    task: Type.Optional(Type.String()),
    mode: Type.Optional(Type.Enum(['live', 'drill'])),
    note: Type.Optional(Type.String()),
  }),
  Type.Object({
    command: Type.Literal('return'),
    issue: Type.String({ format: 'uuid' }),
    quantity: Quantity,
    serials: Type.Optional(Type.Array(Type.String())),
    condition: Type.Optional(Type.Enum(['good', 'worn', 'broken'])),
    checked: Type.Optional(Type.Array(Type.String())),
    missing: Type.Optional(Type.Array(Type.String())),
    note: Type.Optional(Type.String()),
  }),
  Type.Object({ command: Type.Literal('count'), counted: Type.Integer({ minimum: 0 }), note: Type.String({ minLength: 1 }) }),
  Type.Object({
    command: Type.Literal('describe'),
    minimum: Type.Optional(Type.Integer({ minimum: 0 })),
    attributes: Type.Optional(AttributesGiven),
  }),
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
const keepers = ['quartermaster', 'group-leader', 'commander', 'deputy', 'duty-officer'];
const id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const tags = ['resources'];

const shown = (item: Item, today: string) => ({
  ...item,
  group: kindOf(item.kind).group,
  unit: kindOf(item.kind).unit,
  batteryMonths: batteryMonths(item, today),
  attention: attention(item, today),
});

/** HTTP of stock and equipment. */
export const resourcesRoutes =
  (resources: Resources): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/api/v1/item-kinds',
      {
        config: { roles: readers },
        schema: { operationId: 'listItemKinds', tags, response: { 200: Page(KindSchema) } },
      },
      async () => ({ items: itemKindIds.map((kind) => ({ id: kind, ...kindOf(kind) })), next: null }),
    );

    app.get(
      '/api/v1/stores',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listStores',
          tags,
          querystring: Type.Object({ lat: Type.Optional(Type.Number()), lon: Type.Optional(Type.Number()) }),
          response: { 200: Page(NearStore) },
        },
      },
      async ({ query }) => {
        const near = query.lat !== undefined && query.lon !== undefined ? { lat: query.lat, lon: query.lon } : null;
        return { items: storesByDistance(await resources.stores(), near).map(({ store, metres }) => ({ ...store, metres })), next: null };
      },
    );

    app.put(
      '/api/v1/stores/:id',
      {
        config: { roles: ['admin', 'quartermaster'] },
        schema: {
          operationId: 'putStore',
          tags,
          params: Type.Object({ id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }) }),
          body: Type.Object({
            name: Text,
            address: Type.Optional(Type.String()),
            lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
            lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
          }),
          response: { 200: StoreSchema },
        },
      },
      async ({ params, body }) => {
        const store = { id: params.id, name: body.name, address: body.address ?? '', lat: body.lat ?? null, lon: body.lon ?? null };
        await resources.now((trx) => resources.putStore(trx, store));
        return store;
      },
    );

    app.get(
      '/api/v1/items',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listItems',
          tags,
          querystring: Type.Object({
            ...PageQuery.properties,
            store: Type.Optional(Type.String()),
            kind: Type.Optional(Kind),
            belowMinimum: Type.Optional(Type.Boolean()),
          }),
          response: { 200: Page(ItemSchema) },
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 100;
        const found = await resources.items({
          store: query.store,
          kind: query.kind,
          belowMinimum: query.belowMinimum,
          after: query.cursor,
          limit: limit + 1,
        });
        const page = found.slice(0, limit);
        const today = resources.today();
        return { items: page.map((item) => shown(item, today)), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
      },
    );

    app.get(
      '/api/v1/items/movements',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listItemMovements',
          tags,
          querystring: Type.Object({ incident: Type.Optional(Type.String()), item: Type.Optional(Type.String({ format: 'uuid' })) }),
          response: { 200: Page(MovementSchema) },
        },
      },
      async ({ query }) => ({ items: await resources.movements(query), next: null }),
    );

    app.get(
      '/api/v1/items/:id',
      {
        config: { roles: readers },
        schema: { operationId: 'getItem', tags, params: id, response: { 200: ItemSchema, 404: Problem } },
      },
      async ({ params }, reply) => {
        const item = await resources.item(params.id);
        return item ? shown(item, resources.today()) : sendProblem(reply, refuse('item-unknown', { item: params.id }));
      },
    );

    app.post(
      '/api/v1/items',
      {
        config: { roles: ['quartermaster', 'admin'] },
        schema: {
          operationId: 'addItem',
          tags,
          body: Type.Object({
            kind: Kind,
            name: Type.Optional(Text),
            store: Type.String(),
            quantity: Type.Integer({ minimum: 0 }),
            minimum: Type.Integer({ minimum: 0 }),
            attributes: Type.Optional(AttributesGiven),
            serials: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
          }),
          response: { 201: ItemSchema, 404: Problem, 422: Problem },
        },
      },
      async ({ body, actor }, reply) => {
        const answer = await resources.now((trx) => resources.add(trx, { ...body, actor }));
        if (isRefusal(answer)) return sendProblem(reply, answer);
        const item = await resources.item(answer);
        if (!item) throw new Error('an item just added is gone');
        return reply.code(201).send(shown(item, resources.today()));
      },
    );

    app.post(
      '/api/v1/items/:id/commands',
      {
        config: { roles: keepers },
        schema: {
          operationId: 'commandItem',
          tags,
          params: id,
          body: Command,
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
          response: {
            200: Type.Object({ movements: Type.Array(MovementSchema), item: ItemSchema }),
            404: Problem,
            409: Problem,
            422: Problem,
          },
        },
      },
      async ({ params, body, actor, headers, id: request }, reply) => {
        const key = headers['idempotency-key'];
        const answer = await resources.now((trx) => once(trx, key && `item-command/${actor.id}/${key}`, () => command(trx)));
        if (isRefusal(answer)) return sendProblem(reply, answer);
        const item = await resources.item(params.id);
        if (!item) return sendProblem(reply, refuse('item-unknown', { item: params.id }));
        return { movements: answer, item: shown(item, resources.today()) };

        async function command(trx: Parameters<Resources['issue']>[0]): Promise<Movement[] | ReturnType<typeof refuse>> {
          const own = { key: `request/${request}`, actor };
          switch (body.command) {
            case 'receive': {
              const received = await resources.receive(trx, { item: params.id, ...body, actor });
              return isRefusal(received) ? received : [received];
            }
            case 'issue':
              return resources.issue(trx, {
                ...own,
                incident: body.incident ?? null,
                task: body.task ?? null,
                items: [{ item: params.id, quantity: body.quantity }],
                mode: body.mode ?? 'live',
                ...(body.note !== undefined && { note: body.note }),
              });
            case 'return': {
              const [issued] = await resources.movements({ id: body.issue });
              if (!issued || issued.item !== params.id)
                return refuse('return-exceeds', { name: params.id, out: 0, quantity: body.quantity });
              return resources.giveBack(trx, {
                ...own,
                incident: issued.incident,
                items: [body],
                mode: issued.mode,
                ...(body.note !== undefined && { note: body.note }),
              });
            }
            case 'count': {
              const counted = await resources.count(trx, { item: params.id, counted: body.counted, note: body.note, actor });
              return isRefusal(counted) ? counted : [counted];
            }
            case 'describe':
              return (await resources.describe(trx, { item: params.id, actor, ...body })) ?? [];
            default:
              return body satisfies never;
          }
        }
      },
    );
  };
