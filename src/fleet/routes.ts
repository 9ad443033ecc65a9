import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { faultClasses, KeptSignalSchema, modules } from '#intake';
import { explain, isRefusal, localeOf, Page, PageQuery, Problem, refuse, sendProblem } from '#platform';
import { type Fleet, reachMetres } from './fleet.ts';
import type { RefusedRow } from './import.ts';
import type { Machine, Place } from './machines.ts';
import { conditions, services } from './model.ts';

const Nullable = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const ConditionSchema = Type.Enum([...conditions]);

const atmProperties = {
  atm: Type.String(),
  site: Type.String(),
  branch: Type.String(),
  district: Type.String(),
  city: Type.String(),
  province: Type.String(),
  lat: Nullable(Type.Number()),
  lon: Nullable(Type.Number()),
  make: Type.String(),
  model: Type.String(),
  release: Type.String(),
  vendor: Type.String(),
  line: Type.String(),
  host: Type.String(),
  power: Type.String(),
};
const AtmSchema = Type.Object({
  ...atmProperties,
  condition: ConditionSchema,
  payOut: Type.Boolean(),
  codes: Type.Array(Type.String(), { description: 'Codes of open faults' }),
});

export const FaultSchema = Type.Object({
  id: Type.String(),
  atm: Type.String(),
  code: Type.String(),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  warning: Nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
});

const MachineSchema = Type.Object({
  ...AtmSchema.properties,
  heardAt: Nullable(Type.String({ description: 'Its latest signal since the server started' })),
  modules: Type.Array(
    Type.Object({
      module: Type.Enum([...modules]),
      state: Type.Enum(['ok', 'attention', 'fault', 'unknown']),
      codes: Type.Array(Type.String()),
    }),
  ),
  services: Type.Object({
    any: Type.Boolean(),
    all: Type.Boolean(),
    withdraw: Type.Boolean(),
    deposit: Type.Boolean(),
    cashOut: Type.Boolean(),
  }),
  below: Type.Array(
    Type.Object({
      kind: Type.Enum(['site', 'line', 'host', 'power', 'release']),
      ref: Type.String(),
      total: Type.Integer(),
      out: Type.Integer(),
    }),
    {
      description: 'What it hangs on, and how the others below the same thing fare',
    },
  ),
  faults: Type.Array(FaultSchema, { description: 'Open ones first, then the latest that ended' }),
  signals: Type.Array(KeptSignalSchema),
  near: Type.Array(Type.Object({ atm: Type.String(), site: Type.String(), metres: Type.Integer() }), {
    description: 'Nearest others that pay out',
  }),
});

const SiteSchema = Type.Object({
  site: Type.String(),
  branch: Type.String(),
  district: Type.String(),
  city: Type.String(),
  province: Type.String(),
  lat: Nullable(Type.Number()),
  lon: Nullable(Type.Number()),
  customers: Type.Integer({ description: 'People who draw their cash here, estimated' }),
  total: Type.Integer(),
  payOut: Type.Integer(),
  out: Type.Integer(),
});

const ContractSchema = Type.Object({
  vendor: Type.String(),
  faultClass: Type.String({ description: 'A class of the signal codes, or * for all others' }),
  acknowledge: Type.String(),
  depart: Type.String(),
  arrive: Type.String(),
  repair: Type.String(),
});
const RefusedRowSchema = Type.Object({
  line: Type.Integer(),
  code: Type.String(),
  field: Type.String(),
  what: Type.String(),
  mend: Type.String(),
});

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
const andVendors = [...readers, 'vendor'];
const tags = ['fleet'];
const csvLimit = 32 * 1024 * 1024;

/** A vendor's account sees its own machines only. */
const own = (request: FastifyRequest): string | undefined => (request.actor.role === 'vendor' ? (request.actor.vendor ?? '') : undefined);

const shown = (machine: Machine) => ({
  ...machine.atm,
  condition: machine.condition,
  payOut: machine.payOut,
  codes: [...machine.open.keys()],
});

const worded = (rows: readonly RefusedRow[], request: FastifyRequest) =>
  rows.map((row) => {
    const { what, mend } = explain(refuse(row.code, { field: row.field }), localeOf(request));
    return { ...row, what, mend };
  });

/** HTTP of machines, sites, vendors, contracts and faults. */
export const fleetRoutes =
  (fleet: Fleet): FastifyPluginAsyncTypebox =>
  async (app) => {
    const siteOf = (place: Place, vendor?: string) => {
      const machines = vendor === undefined ? place.machines : place.machines.filter((machine) => machine.atm.vendor === vendor);
      return {
        ...place.site,
        customers: fleet.peopleAt(place),
        total: machines.length,
        payOut: machines.filter((machine) => machine.payOut).length,
        out: machines.filter((machine) => machine.condition === 'out-of-service').length,
      };
    };

    app.get(
      '/api/v1/atms',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'listAtms',
          tags,
          querystring: Type.Intersect([
            PageQuery,
            Type.Object({
              q: Type.Optional(Type.String({ description: 'Part of number, site, branch, district or model' })),
              site: Type.Optional(Type.String()),
              line: Type.Optional(Type.String()),
              host: Type.Optional(Type.String()),
              power: Type.Optional(Type.String()),
              district: Type.Optional(Type.String()),
              vendor: Type.Optional(Type.String()),
              condition: Type.Optional(ConditionSchema),
            }),
          ]),
          response: { 200: Page(AtmSchema) },
        },
      },
      async (request) => {
        const { limit = 100, cursor, ...filter } = request.query;
        const vendor = own(request) ?? filter.vendor;
        const found = fleet
          .find({ ...filter, ...(vendor === undefined ? {} : { vendor }) })
          .filter((machine) => cursor === undefined || machine.atm.atm > cursor);
        const items = found.slice(0, limit).map(shown);
        return { items, next: found.length > limit ? items.at(-1)!.atm : null };
      },
    );

    app.get(
      '/api/v1/atms/:id',
      {
        config: { roles: andVendors },
        schema: { operationId: 'getAtm', tags, params: Type.Object({ id: Type.String() }), response: { 200: MachineSchema, 404: Problem } },
      },
      async (request, reply) => {
        const machine = fleet.machine(request.params.id);
        const vendor = own(request);
        if (!machine || (vendor !== undefined && machine.atm.vendor !== vendor))
          return sendProblem(reply, refuse('not-found', { what: request.params.id }));
        const { atm } = machine;
        const [{ items: faults }, signals] = await Promise.all([fleet.faults({ atm: atm.atm, limit: 50 }), fleet.signalsOf(atm.atm, 20)]);
        const below = (['site', 'line', 'host', 'power', 'release'] as const).flatMap((kind) => {
          const ref = kind === 'release' ? fleet.releaseOf(atm) : atm[kind];
          if (ref === '') return [];
          const group = fleet.group(kind, ref);
          return [{ kind, ref, total: group.length, out: group.filter((each) => fleet.condition(each.atm) === 'out-of-service').length }];
        });
        const near =
          atm.lat === null || atm.lon === null
            ? []
            : fleet
                .nearestWorking(atm.lat, atm.lon, 4, 'withdraw')
                .filter((each) => each.atm.atm !== atm.atm)
                .slice(0, 3);
        return {
          ...shown(machine),
          heardAt: machine.heardMs === 0 ? null : new Date(machine.heardMs).toISOString(),
          modules: machine.modules(),
          services: {
            any: machine.offers('any'),
            all: machine.offers('all'),
            withdraw: machine.offers('withdraw'),
            deposit: machine.offers('deposit'),
            cashOut: machine.open.has('cash.out'),
          },
          below,
          faults: faults.sort((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null)),
          signals,
          near: near.map((each) => ({ atm: each.atm.atm, site: each.atm.site, metres: each.metres })),
        };
      },
    );

    app.get(
      '/api/v1/sites',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'listSites',
          tags,
          querystring: Type.Intersect([
            PageQuery,
            Type.Object({ q: Type.Optional(Type.String()), district: Type.Optional(Type.String()) }),
          ]),
          response: { 200: Page(SiteSchema) },
        },
      },
      async (request) => {
        const { limit = 100, cursor, q, district } = request.query;
        const vendor = own(request);
        const found = [...fleet.places()]
          .filter(
            ({ site, machines }) =>
              (cursor === undefined || site.site > cursor) &&
              (district === undefined || site.district === district || site.city === district) &&
              (q === undefined || site.site.toLowerCase().includes(q.toLowerCase())) &&
              (vendor === undefined || machines.some((machine) => machine.atm.vendor === vendor)),
          )
          .sort((a, b) => (a.site.site < b.site.site ? -1 : 1));
        const items = found.slice(0, limit).map((place) => siteOf(place, vendor));
        return { items, next: found.length > limit ? items.at(-1)!.site : null };
      },
    );

    app.get(
      '/api/v1/vendors',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'listVendors',
          tags,
          response: {
            200: Page(
              Type.Object({ vendor: Type.String(), total: Type.Integer(), out: Type.Integer(), contracts: Type.Array(ContractSchema) }),
            ),
          },
        },
      },
      async (request) => {
        const mine = own(request);
        const items = (await fleet.vendors())
          .filter((vendor) => mine === undefined || vendor === mine)
          .map((vendor) => {
            const machines = fleet.find({ vendor });
            return {
              vendor,
              total: machines.length,
              out: machines.filter((machine) => machine.condition === 'out-of-service').length,
              contracts: fleet.contracts().filter((contract) => contract.vendor === vendor),
            };
          });
        return { items, next: null };
      },
    );

    app.get(
      '/api/v1/contracts',
      {
        config: { roles: andVendors },
        schema: { operationId: 'listContracts', tags, response: { 200: Page(ContractSchema) } },
      },
      async (request) => {
        const mine = own(request);
        return { items: fleet.contracts().filter((contract) => mine === undefined || contract.vendor === mine), next: null };
      },
    );

    app.get(
      '/api/v1/faults',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'listFaults',
          tags,
          querystring: Type.Intersect([
            PageQuery,
            Type.Object({
              atm: Type.Optional(Type.String()),
              code: Type.Optional(Type.String()),
              warning: Type.Optional(Type.String({ format: 'uuid' })),
              state: Type.Optional(Type.Enum(['open', 'closed'])),
            }),
          ]),
          response: { 200: Page(FaultSchema), 400: Problem },
        },
      },
      async (request, reply) => {
        const { limit = 100, cursor, ...filter } = request.query;
        if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
          return sendProblem(reply, refuse('body-invalid', { field: 'cursor', why: cursor }));
        const vendor = own(request);
        return fleet.faults({
          ...filter,
          limit,
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
          ...(vendor === undefined ? {} : { vendor }),
        });
      },
    );

    app.post(
      '/api/v1/faults/:id/commands',
      {
        config: { roles: ['admin', 'duty-officer', 'commander', 'deputy'] },
        schema: {
          operationId: 'commandFault',
          tags,
          description: 'Ends a fault that no machine will clear itself: a card given back, a suspicion dispelled.',
          params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
          body: Type.Object({ command: Type.Literal('close'), reason: Type.String({ minLength: 1, maxLength: 1000 }) }),
          response: { 200: FaultSchema, 404: Problem },
        },
      },
      async (request, reply) => {
        const answer = await fleet.closeFault(request.params.id, request.body.reason, request.actor);
        return isRefusal(answer) ? sendProblem(reply, answer) : answer;
      },
    );

    app.get(
      '/api/v1/fleet/summary',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'getFleetSummary',
          tags,
          response: {
            200: Type.Object({
              total: Type.Integer(),
              payOut: Type.Integer({ description: 'Machines that pay out now' }),
              byCondition: Type.Object(
                Object.fromEntries(conditions.map((condition) => [condition, Type.Integer()])) as Record<
                  (typeof conditions)[number],
                  ReturnType<typeof Type.Integer>
                >,
              ),
              byDistrict: Type.Array(
                Type.Object({ district: Type.String(), total: Type.Integer(), payOut: Type.Integer(), out: Type.Integer() }),
              ),
              faults: Type.Integer({ description: 'Open faults' }),
              asOf: Type.String(),
            }),
          },
        },
      },
      async (request) => fleet.summary(own(request)),
    );

    app.get(
      '/api/v1/fleet/map',
      {
        config: { roles: readers },
        schema: {
          operationId: 'getFleetMap',
          tags,
          description: `Per district: machines out, and people who find no cash at their site nor within ${reachMetres / 1000} km of it.`,
          response: {
            200: Page(
              Type.Object({
                district: Type.String(),
                total: Type.Integer(),
                out: Type.Integer(),
                peopleWithout: Type.Integer(),
                lat: Nullable(Type.Number()),
                lon: Nullable(Type.Number()),
              }),
            ),
          },
        },
      },
      async () => ({ items: fleet.map(), next: null }),
    );

    app.get(
      '/api/v1/fleet/nearest',
      {
        config: { roles: andVendors },
        schema: {
          operationId: 'getNearestWorking',
          tags,
          querystring: Type.Object({
            lat: Type.Number({ minimum: -90, maximum: 90 }),
            lon: Type.Number({ minimum: -180, maximum: 180 }),
            count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
            service: Type.Optional(Type.Enum([...services])),
          }),
          response: { 200: Page(Type.Object({ ...atmProperties, metres: Type.Integer(), condition: ConditionSchema })) },
        },
      },
      async ({ query: { lat, lon, count = 3, service = 'withdraw' } }) => ({
        items: fleet.nearestWorking(lat, lon, count, service).map(({ atm, ...near }) => ({ ...atm, ...near })),
        next: null,
      }),
    );

    await app.register(async (files) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: csvLimit }, (_request, body, done) => done(null, body));
      const unchecked = () => () => true;
      const Csv = Type.Any({ description: 'text/csv' });
      const bytesOf = (body: unknown): Uint8Array => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

      files.post(
        '/api/v1/fleet/import',
        {
          config: { roles: ['admin', 'planner'] },
          validatorCompiler: unchecked,
          schema: {
            operationId: 'importFleet',
            tags,
            description: 'Fleet file as CSV, UTF-8 or GB18030. Bad rows are refused with line and column; the rest is taken.',
            body: Csv,
            response: {
              200: Type.Object({
                atms: Type.Object({ added: Type.Integer(), changed: Type.Integer(), same: Type.Integer() }),
                sites: Type.Integer(),
                vendors: Type.Array(Type.String()),
                refused: Type.Array(RefusedRowSchema),
                encoding: Type.String(),
              }),
              413: Problem,
              422: Problem,
            },
          },
        },
        async (request, reply) => {
          const answer = await fleet.importCsv(bytesOf(request.body), request.actor);
          return isRefusal(answer) ? sendProblem(reply, answer) : { ...answer, refused: worded(answer.refused, request) };
        },
      );

      files.post(
        '/api/v1/contracts/import',
        {
          config: { roles: ['admin', 'planner'] },
          validatorCompiler: unchecked,
          schema: {
            operationId: 'importContracts',
            tags,
            description: `vendor,faultClass,acknowledge,depart,arrive,repair; faultClass one of ${faultClasses.join(', ')} or *; durations ISO 8601.`,
            body: Csv,
            response: {
              200: Type.Object({ contracts: Type.Integer(), refused: Type.Array(RefusedRowSchema) }),
              413: Problem,
              422: Problem,
            },
          },
        },
        async (request, reply) => {
          const answer = await fleet.importContracts(bytesOf(request.body), request.actor);
          return isRefusal(answer) ? sendProblem(reply, answer) : { ...answer, refused: worded(answer.refused, request) };
        },
      );
    });
  };
