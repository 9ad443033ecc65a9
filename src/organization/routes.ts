import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Clock, isRefusal, Page, Problem, refuse, sendProblem } from '#platform';
import { insiders, type Person } from './model.ts';
import type { Organization } from './organization.ts';
import { dutyDesk } from './rota.ts';
import {
  ContactKindSchema,
  ContactSchema,
  GapSchema,
  GroupSchema,
  NamedSchema,
  NewContactSchema,
  NewPersonSchema,
  NewShiftsSchema,
  PersonChangeSchema,
  PersonSchema,
  RoleSchema,
  SeatRuleSchema,
  ShiftSchema,
} from './schemas.ts';
import { sessionRoutes } from './session-routes.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const GroupId = Type.Object({ id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$' }) });
/** Who keeps the directory and the rota. */
const keepers = ['admin', 'duty-officer', 'commander', 'deputy'];
const daysMost = 400;

/** People, groups, rota, outside contacts, tokens, delegation; and the session's routes. */
export const organizationRoutes: FastifyPluginAsyncTypebox<{ organization: Organization; clock: Clock }> = async (
  app,
  { organization, clock },
) => {
  await app.register(sessionRoutes, { organization, clock });
  const tags = ['organization'];
  const names = async () => new Map((await organization.people()).map((person) => [person.id, person.name]));

  app.get(
    '/api/v1/people',
    {
      config: { roles: [...insiders, 'vendor'] },
      schema: {
        operationId: 'listPeople',
        tags,
        querystring: Type.Object({ skill: Type.Optional(Type.String()), department: Type.Optional(Type.String()) }),
        response: { 200: Page(PersonSchema), 401: Problem, 403: Problem },
      },
    },
    async (request) => {
      const { actor, query } = request;
      const people: Person[] =
        query.skill !== undefined || query.department !== undefined ? await organization.propose(query) : await organization.people();
      // A vendor sees its own people and nobody else's telephone.
      return { items: actor.role === 'vendor' ? people.filter((person) => person.vendor === actor.vendor) : people, next: null };
    },
  );

  app.post(
    '/api/v1/people',
    {
      config: { roles: ['admin'] },
      schema: { operationId: 'addPerson', tags, body: NewPersonSchema, response: { 201: PersonSchema, 409: Problem, 422: Problem } },
    },
    async (request, reply) => {
      const person = await organization.addPerson(request.body, request.actor);
      return isRefusal(person) ? sendProblem(reply, person) : reply.code(201).send(person);
    },
  );

  app.patch(
    '/api/v1/people/:id',
    {
      config: { roles: [...insiders, 'vendor'] },
      schema: {
        operationId: 'changePerson',
        tags,
        params: Id,
        body: PersonChangeSchema,
        response: { 200: PersonSchema, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const own = actor.id === request.params.id && Object.keys(body).every((field) => ['phone', 'email', 'locale'].includes(field));
      if (actor.role !== 'admin' && !own) return sendProblem(reply, refuse('not-allowed', { role: actor.role, roles: ['admin'] }));
      const person = await organization.changePerson(request.params.id, body, actor);
      return isRefusal(person) ? sendProblem(reply, person) : person;
    },
  );

  const grouped = async () => {
    const groups = await organization.groups();
    const rosters = await organization.rosters(groups.map((group) => group.id));
    return groups.map((group, index) => ({ ...group, calling: rosters[index]?.seats ?? [] }));
  };

  app.get(
    '/api/v1/groups',
    {
      config: { roles: insiders },
      schema: { operationId: 'listGroups', tags, response: { 200: Page(GroupSchema), 401: Problem, 403: Problem } },
    },
    async () => ({ items: await grouped(), next: null }),
  );

  app.put(
    '/api/v1/groups/:id',
    {
      config: { roles: ['admin'] },
      schema: {
        operationId: 'nameGroup',
        tags,
        params: GroupId,
        body: Type.Object({ name: NamedSchema }, { additionalProperties: false }),
        response: { 200: GroupSchema },
      },
    },
    async (request) => {
      const group = await organization.nameGroup(request.params.id, request.body.name, request.actor);
      const [roster] = await organization.rosters([group.id]);
      return { ...group, calling: roster?.seats ?? [] };
    },
  );

  app.put(
    '/api/v1/groups/:id/seats',
    {
      config: { roles: ['admin', 'commander', 'deputy'] },
      schema: {
        operationId: 'setSeats',
        tags,
        params: GroupId,
        body: Type.Object({ seats: Type.Array(SeatRuleSchema, { maxItems: 200 }) }, { additionalProperties: false }),
        response: { 200: GroupSchema, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const group = await organization.setSeats(request.params.id, request.body.seats, request.actor);
      if (isRefusal(group)) return sendProblem(reply, group);
      const [roster] = await organization.rosters([group.id]);
      return { ...group, calling: roster?.seats ?? [] };
    },
  );

  app.get(
    '/api/v1/rotas',
    {
      config: { roles: insiders },
      schema: {
        operationId: 'listShifts',
        tags,
        description:
          'Shifts that touch the time asked for (two weeks from now when absent), and the times at which the desk (`duty` when absent) has nobody.',
        querystring: Type.Object({
          desk: Type.Optional(Type.String()),
          from: Type.Optional(Type.String({ format: 'date-time' })),
          to: Type.Optional(Type.String({ format: 'date-time' })),
        }),
        response: { 200: Type.Object({ items: Type.Array(ShiftSchema), next: Type.Null(), gaps: Type.Array(GapSchema) }), 422: Problem },
      },
    },
    async (request, reply) => {
      const { desk } = request.query;
      const from = request.query.from === undefined ? clock.now() : Temporal.Instant.from(request.query.from);
      const to = request.query.to === undefined ? from.add({ hours: 14 * 24 }) : Temporal.Instant.from(request.query.to);
      const hours = (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;
      if (hours <= 0 || hours > daysMost * 24) return sendProblem(reply, refuse('shift-malformed', { why: `${from} – ${to}` }));
      return { items: await organization.shifts(from, to, desk), next: null, gaps: await organization.gaps(from, to, desk ?? dutyDesk) };
    },
  );

  app.post(
    '/api/v1/rotas',
    {
      config: { roles: keepers },
      schema: {
        operationId: 'addShifts',
        tags,
        body: NewShiftsSchema,
        response: { 201: Type.Object({ items: Type.Array(ShiftSchema) }), 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { desk, shifts, pattern } = request.body;
      if ((shifts === undefined) === (pattern === undefined))
        return sendProblem(reply, refuse('shift-malformed', { why: 'shifts / pattern' }));
      const added = await organization.addShifts(desk, pattern === undefined ? { shifts: shifts ?? [] } : { pattern }, request.actor);
      if (isRefusal(added)) return sendProblem(reply, added);
      const name = await names();
      return reply.code(201).send({ items: added.map((shift) => ({ ...shift, name: name.get(shift.person) ?? '' })) });
    },
  );

  app.delete(
    '/api/v1/rotas/:id',
    { config: { roles: keepers }, schema: { operationId: 'removeShift', tags, params: Id, response: { 204: Type.Null(), 404: Problem } } },
    async (request, reply) => {
      const removed = await organization.removeShift(request.params.id, request.actor);
      return isRefusal(removed) ? sendProblem(reply, removed) : reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/contacts',
    {
      config: { roles: insiders },
      schema: {
        operationId: 'listContacts',
        tags,
        description: 'Outside contacts; with `district`, its own first, then those who serve everywhere.',
        querystring: Type.Object({ district: Type.Optional(Type.String()), kind: Type.Optional(ContactKindSchema) }),
        response: { 200: Page(ContactSchema) },
      },
    },
    async (request) => ({ items: await organization.contacts(request.query), next: null }),
  );

  app.post(
    '/api/v1/contacts',
    { config: { roles: keepers }, schema: { operationId: 'addContact', tags, body: NewContactSchema, response: { 201: ContactSchema } } },
    async (request, reply) => reply.code(201).send(await organization.addContact(request.body, request.actor)),
  );

  const Token = Type.Object({
    id: Type.String(),
    name: Type.String(),
    role: RoleSchema,
    person: Type.Union([Type.String(), Type.Null()]),
    createdAt: Type.String({ format: 'date-time' }),
    usedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  });
  app.get(
    '/api/v1/tokens',
    { config: { roles: ['admin', 'auditor'] }, schema: { operationId: 'listTokens', tags, response: { 200: Page(Token) } } },
    async () => ({
      items: await organization.tokens(),
      next: null,
    }),
  );
  app.post(
    '/api/v1/tokens',
    {
      config: { roles: ['admin'] },
      schema: {
        operationId: 'createToken',
        tags,
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 100 }), role: RoleSchema, person: Type.Optional(Type.String({ format: 'uuid' })) },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ id: Type.String(), token: Type.String({ description: 'Shown once' }) }),
          404: Problem,
          422: Problem,
        },
      },
    },
    async (request, reply) => {
      const { name, role, person } = request.body;
      const made = await organization.createToken(name, role, { actor: request.actor, ...(person === undefined ? {} : { person }) });
      return isRefusal(made) ? sendProblem(reply, made) : reply.code(201).send(made);
    },
  );
  app.delete(
    '/api/v1/tokens/:id',
    {
      config: { roles: ['admin'] },
      schema: { operationId: 'revokeToken', tags, params: Id, response: { 204: Type.Null(), 404: Problem } },
    },
    async (request, reply) => {
      const revoked = await organization.revokeToken(request.params.id, request.actor);
      return isRefusal(revoked) ? sendProblem(reply, revoked) : reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/delegation',
    {
      config: { roles: ['commander', 'deputy', 'group-leader'] },
      schema: {
        operationId: 'delegate',
        tags,
        description: 'Gives my role and seats to somebody else until an instant, on the record.',
        body: Type.Object(
          {
            to: Type.String({ format: 'uuid' }),
            until: Type.String({ format: 'date-time' }),
            reason: Type.String({ minLength: 1, maxLength: 1000 }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ id: Type.String(), to: Type.Object({ id: Type.String(), name: Type.String() }), until: Type.String() }),
          422: Problem,
        },
      },
    },
    async (request, reply) => {
      const { to, until, reason } = request.body;
      const given = await organization.delegate(to, Temporal.Instant.from(until), reason, request.actor);
      return isRefusal(given) ? sendProblem(reply, given) : reply.code(201).send(given);
    },
  );
  app.delete(
    '/api/v1/delegation',
    {
      config: { roles: ['commander', 'deputy', 'group-leader'] },
      schema: { operationId: 'revokeDelegation', tags, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await organization.revokeDelegation(request.actor);
      return reply.code(204).send(null);
    },
  );
};
