import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Clock, isRefusal, Problem, refuse, sendProblem } from '#platform';
import { cookieOptions, fromThisSite, sessionCookie } from './authentication.ts';
import { roles } from './model.ts';
import type { Organization } from './organization.ts';
import { NamedSchema, PersonRefSchema, PersonSchema, SeatSchema } from './schemas.ts';

const ActorSchema = Type.Object({
  kind: Type.Enum(['person', 'system', 'integration']),
  id: Type.String(),
  name: Type.String(),
  role: Type.Enum([...roles, 'system']),
  seats: Type.Array(Type.Object({ group: Type.String(), seat: SeatSchema })),
  vendor: Type.Union([Type.String(), Type.Null()]),
  delegatedBy: Type.Optional(PersonRefSchema),
});

const InstitutionSchema = Type.Object(
  { name: NamedSchema, timeZone: Type.String({ description: 'IANA name: Asia/Shanghai' }) },
  { additionalProperties: false },
);

const SetupState = Type.Object({
  needed: Type.Boolean({ description: 'There is no administrator yet' }),
  people: Type.Integer(),
  seats: Type.Integer(),
  shifts: Type.Integer({ description: 'Shifts at the duty desk that are not over' }),
  contacts: Type.Integer(),
});

const Me = Type.Object({
  actor: ActorSchema,
  person: Type.Union([PersonSchema, Type.Null()]),
  institution: InstitutionSchema,
  serverTime: Type.String({ format: 'date-time' }),
  rate: Type.Number({ description: "Seconds of the platform's clock in one second of the wall's" }),
  duty: Type.Object({
    desk: Type.Array(PersonRefSchema, { description: 'At the duty desk now' }),
    command: Type.Union([PersonRefSchema, Type.Null()], { description: 'Who in the command is called first now' }),
  }),
});

/** Signing in and out, who I am, the first minute of an installation. */
export const sessionRoutes: FastifyPluginAsyncTypebox<{ organization: Organization; clock: Clock }> = async (
  app,
  { organization, clock },
) => {
  const tags = ['session'];

  app.post(
    '/api/v1/session',
    {
      config: { roles: 'public' },
      bodyLimit: 16 * 1024,
      schema: {
        operationId: 'signIn',
        tags,
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 200 }), password: Type.String({ minLength: 1, maxLength: 1000 }) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ person: PersonSchema }), 401: Problem, 403: Problem, 429: Problem },
      },
    },
    async (request, reply) => {
      if (!fromThisSite(request.headers, request.host)) return sendProblem(reply, refuse('cross-site'));
      const answer = await organization.signIn(request.body.name, request.body.password, request.ip);
      if (isRefusal(answer)) return sendProblem(reply, answer);
      if (request.sessionToken !== null) await organization.signOut(request.sessionToken);
      reply.setCookie(sessionCookie, answer.token, cookieOptions(request));
      return { person: answer.person };
    },
  );

  app.get(
    '/api/v1/session',
    {
      config: { roles: 'signed-in' },
      schema: { operationId: 'getSession', tags, response: { 200: Type.Object({ actor: ActorSchema }), 401: Problem } },
    },
    async (request) => ({ actor: request.actor }),
  );

  app.delete(
    '/api/v1/session',
    { config: { roles: 'public' }, schema: { operationId: 'signOut', tags, response: { 204: Type.Null(), 403: Problem } } },
    async (request, reply) => {
      if (request.sessionToken !== null) await organization.signOut(request.sessionToken);
      return reply.clearCookie(sessionCookie, cookieOptions(request)).code(204).send(null);
    },
  );

  app.get(
    '/api/v1/me',
    { config: { roles: 'signed-in' }, schema: { operationId: 'getMe', tags, response: { 200: Me, 401: Problem } } },
    async (request) => {
      const { actor } = request;
      const [institution, person, desk, rosters] = await Promise.all([
        organization.institution(),
        actor.kind === 'person' ? organization.person(actor.id) : null,
        organization.onDuty(),
        organization.rosters(['command']),
      ]);
      return {
        actor,
        person,
        institution,
        serverTime: clock.now().toString(),
        rate: clock.rate,
        duty: { desk, command: rosters[0]?.seats[0]?.person ?? null },
      };
    },
  );

  app.post(
    '/api/v1/me/password',
    {
      config: { roles: 'signed-in' },
      schema: {
        operationId: 'changeMyPassword',
        tags,
        body: Type.Object(
          { present: Type.String({ maxLength: 1000 }), password: Type.String({ maxLength: 1000 }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null(), 403: Problem, 422: Problem, 429: Problem },
      },
    },
    async (request, reply) => {
      const answer = await organization.changeOwnPassword(
        request.actor,
        request.body.present,
        request.body.password,
        request.sessionToken ?? undefined,
      );
      return isRefusal(answer) ? sendProblem(reply, answer) : reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/setup',
    { config: { roles: 'public' }, schema: { operationId: 'getSetup', tags, response: { 200: SetupState } } },
    async (request) => {
      const state = await organization.setupState();
      // How many people a bank has is nobody's business outside it.
      return request.visitor || state.needed ? state : { needed: false, people: 0, seats: 0, shifts: 0, contacts: 0 };
    },
  );

  app.post(
    '/api/v1/setup',
    {
      config: { roles: 'public' },
      bodyLimit: 16 * 1024,
      schema: {
        operationId: 'setUp',
        tags,
        body: Type.Object(
          {
            code: Type.String({ minLength: 1, maxLength: 40 }),
            account: Type.String({ minLength: 1, maxLength: 200 }),
            name: Type.String({ minLength: 1, maxLength: 100 }),
            password: Type.String({ minLength: 1, maxLength: 1000 }),
            email: Type.Optional(Type.String({ maxLength: 200 })),
            institution: InstitutionSchema,
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ person: PersonSchema }), 403: Problem, 409: Problem, 422: Problem, 429: Problem },
      },
    },
    async (request, reply) => {
      if (!fromThisSite(request.headers, request.host)) return sendProblem(reply, refuse('cross-site'));
      const person = await organization.setUp(request.body, request.ip);
      return isRefusal(person) ? sendProblem(reply, person) : reply.code(201).send({ person });
    },
  );

  app.put(
    '/api/v1/institution',
    {
      config: { roles: ['admin'] },
      schema: { operationId: 'changeInstitution', tags, body: InstitutionSchema, response: { 200: InstitutionSchema, 422: Problem } },
    },
    async (request, reply) => {
      const answer = await organization.changeInstitution(request.body, request.actor);
      return isRefusal(answer) ? sendProblem(reply, answer) : answer;
    },
  );
};
