import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse, sendProblem } from '#platform';
import { type Actor, type Role, roleNames } from './model.ts';
import type { Organization } from './organization.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Reading it where nobody has signed in is a bug and throws; a public route reads `visitor`. */
    readonly actor: Actor;
    /** Who asks, where nobody need have signed in. */
    visitor: Actor | null;
    /** Secret of the session that the cookie carried. */
    sessionToken: string | null;
  }
}

export const sessionCookie = 'fengsui';

/** Cookie settings: scripts cannot read it, other sites' pages cannot send it. */
export const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

const changesNothing = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Did a page of this site send the request? Browsers say so in Sec-Fetch-Site, older ones and those on plain http in
 * Origin; a client that says neither is no browser and carries no cookie that another site could have borrowed.
 */
export function fromThisSite(headers: Record<string, unknown>, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return site === 'same-origin' || site === 'none';
  const origin = headers['origin'];
  if (typeof origin !== 'string') return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Finds who asks, by the cookie or a Bearer token, and lets through whom the route's `config.roles` names: `public`, `signed-in`
 * (people and tokens, but not the role `integration`), or a list of roles. Register it before any route: a route under
 * `/api/` without `config.roles` fails to register, so that none is open by oversight. [S2-6.4(2)]
 */
export function authentication(organization: Pick<Organization, 'authenticate'>) {
  const plugin = async (app: FastifyInstance): Promise<void> => {
    app.decorateRequest('visitor', null);
    app.decorateRequest('sessionToken', null);
    app.decorateRequest('actor', {
      getter(this: FastifyRequest): Actor {
        if (!this.visitor) throw new Error(`nobody has signed in at ${this.routeOptions.url}`);
        return this.visitor;
      },
    });

    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/api/') && route.config?.roles === undefined)
        throw new Error(`the route ${String(route.method)} ${route.url} does not say who may use it: config.roles`);
    });

    app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      const allowed = request.routeOptions.config.roles ?? 'public';
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const cookie = request.cookies[sessionCookie];
      const secret = bearer ?? cookie;
      if (secret !== undefined) {
        request.visitor = await organization.authenticate(secret);
        if (bearer === undefined) {
          request.sessionToken = secret;
          if (request.visitor && !changesNothing.has(request.method) && !fromThisSite(request.headers, request.host))
            return sendProblem(reply, refuse('cross-site'));
        }
      }
      if (allowed === 'public') return;
      const who = request.visitor;
      if (!who) return sendProblem(reply, refuse('not-signed-in'));
      if (allowed === 'signed-in' ? who.role === 'integration' : !allowed.includes(who.role))
        return sendProblem(reply, refuse('not-allowed', { role: roleNames[who.role as Role] ?? who.role, roles: named(allowed) }));
    });
  };
  // The hooks hold for the whole server, not for a scope of their own.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

const named = (allowed: string[] | 'signed-in') =>
  allowed === 'signed-in'
    ? [{ zh: '本行人员或外包服务商', en: 'a person of the bank or of a vendor' }]
    : allowed.map((role) => roleNames[role as Role] ?? role);
