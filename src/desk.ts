import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type, { type Static } from 'typebox';
import { classOf } from '#intake';
import type { Actor } from '#organization';
import { isRefusal, Page, Problem, refuse, sendProblem, transact } from '#platform';
import type { MineItem } from '#response';
import { causeText } from '#warning';
import type { Rooms } from './app.ts';

/** What the console asks of several rooms at once: the duty desk, the search, the plans that fit a warning. */

const Text = Type.Object({ zh: Type.String(), en: Type.String() });
const Level = Type.Union([Type.Enum(['I', 'II', 'III', 'IV']), Type.Null()]);
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
const judges = ['commander', 'deputy', 'duty-officer'];
const foundPerKind = 6;
const Found = Type.Object({
  kind: Type.Enum(['atm', 'incident', 'warning', 'work-order', 'person', 'plan']),
  id: Type.String(),
  title: Text,
  detail: Text,
});
type Found = Static<typeof Found>;
const generalShown = 200;

/** Time to judge a major warning before the deputy is called: a third of a bank's 30 minutes to its first report. */
const judgeWithin = { minutes: 10 };

/** What waits for a person in the rooms beside the response: calls, warnings to judge, drafts to approve. */
export async function waitingElsewhere({ notify, warnings, bulletins, review, clock }: Rooms, actor: Actor): Promise<MineItem[]> {
  const now = clock.now();
  const late = (due: string | null) => due !== null && Temporal.Instant.compare(now, Temporal.Instant.from(due)) > 0;
  const items: MineItem[] = [];
  const [mine, open, drafts, reports] = await Promise.all([
    notify.notices({ person: actor.id, ringing: true }),
    judges.includes(actor.role) ? warnings.warnings({ states: ['open'], limit: 100 }) : [],
    ['press-officer', 'commander', 'deputy'].includes(actor.role) ? bulletins.bulletins({ state: 'drafted' }) : [],
    ['commander', 'deputy'].includes(actor.role) ? review.reports({ state: 'draft' }) : [],
  ]);
  for (const notice of mine)
    items.push({
      kind: 'notice',
      id: notice.id,
      subject: { ...notice.subject, number: '' },
      title: notice.title,
      detail: [notice.body],
      level: null,
      due: notice.answerBy,
      late: late(notice.answerBy),
      otherwise: { zh: '不应答：呼叫下一位', en: 'Unanswered: the next is called' },
      mode: notice.mode,
    });
  for (const warning of open) {
    if (warning.triage !== 'major' || warning.incident !== null) continue;
    const due = Temporal.Instant.from(warning.openedAt).add(judgeWithin).toString();
    const where = causeText(warning.cause);
    items.push({
      kind: 'warning',
      id: warning.id,
      subject: { kind: 'warning', id: warning.id, number: warning.number },
      title: { zh: `研判重大预警：${where.zh}`, en: `Judge the major warning: ${where.en}` },
      detail: warning.reasons.slice(0, 2).map(({ zh, en }) => ({ zh, en })),
      level: null,
      due,
      late: late(due),
      otherwise: { zh: '不处理：继续呼叫指挥部成员', en: 'Left alone: the command goes on being called' },
      mode: 'live',
    });
  }
  for (const bulletin of drafts) {
    if (bulletin.authors.includes(actor.id) && actor.role !== 'press-officer') continue;
    items.push({
      kind: 'bulletin',
      id: bulletin.id,
      subject: { kind: 'incident', id: bulletin.incident.id, number: bulletin.incident.number },
      title:
        actor.role === 'press-officer'
          ? { zh: '审阅公告草稿', en: 'Review the bulletin draft' }
          : { zh: '审批公告草稿', en: 'Approve the bulletin draft' },
      detail: [bulletin.title],
      level: null,
      due: null,
      late: false,
      otherwise: { zh: '不审批：公众看不到', en: 'Not approved: the public does not see it' },
      mode: bulletin.mode,
    });
  }
  for (const report of reports)
    items.push({
      kind: 'report',
      id: report.id,
      subject: { kind: 'report', id: report.id, number: report.number },
      title: { zh: '审批应急处置报告', en: 'Approve the report' },
      detail: [{ zh: report.incidentNumber, en: report.incidentNumber }],
      level: null,
      due: report.due,
      late: late(report.due),
      otherwise: null,
      mode: report.mode,
    });
  return items;
}

export const deskRoutes =
  (rooms: Rooms): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, fleet, warnings, response, organization, plans } = rooms;

    app.get(
      '/api/v1/overview',
      {
        config: { roles: readers },
        schema: {
          operationId: 'overview',
          tags: ['desk'],
          summary: 'The region in one look: machines, districts, what runs, who is on duty',
          response: {
            200: Type.Object({
              machines: Type.Object({
                total: Type.Integer(),
                payOut: Type.Integer(),
                inService: Type.Integer(),
                limited: Type.Integer(),
                outOfService: Type.Integer(),
                unknown: Type.Integer(),
              }),
              asOf: Type.String(),
              districts: Type.Array(
                Type.Object({
                  district: Type.String(),
                  total: Type.Integer(),
                  out: Type.Integer(),
                  peopleWithout: Type.Integer(),
                  lat: Type.Union([Type.Number(), Type.Null()]),
                  lon: Type.Union([Type.Number(), Type.Null()]),
                }),
              ),
              general: Type.Array(Type.Object({ atm: Type.String(), district: Type.String(), lat: Type.Number(), lon: Type.Number() })),
              places: Type.Array(
                Type.Object({
                  kind: Type.Enum(['incident', 'warning']),
                  id: Type.String(),
                  number: Type.String(),
                  title: Text,
                  level: Level,
                  confirmed: Type.Boolean(),
                  district: Type.String(),
                  lat: Type.Union([Type.Number(), Type.Null()]),
                  lon: Type.Union([Type.Number(), Type.Null()]),
                  atms: Type.Integer(),
                  customers: Type.Integer(),
                }),
              ),
              counts: Type.Object({ warnings: Type.Integer(), incidents: Type.Integer(), workOrders: Type.Integer() }),
              worstLevel: Level,
              duty: Type.Object({
                desk: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
                leader: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
              }),
              setup: Type.Object({ machines: Type.Integer(), plans: Type.Integer(), people: Type.Integer(), shifts: Type.Integer() }),
            }),
          },
        },
      },
      async () => {
        const summary = fleet.summary();
        const [open, incidents, orders, desk, [command], inForce, setup] = await Promise.all([
          warnings.warnings({ states: ['open', 'recovering'], limit: 500 }),
          response.incidents({ state: 'running', mode: 'live' }),
          response.workOrders({ state: 'open', limit: 500 }),
          organization.onDuty(),
          organization.rosters(['command']),
          plans.inForce(),
          organization.setupState(),
        ]);
        const middle = (atms: string[]) => {
          const known = atms.flatMap((id) => {
            const atm = fleet.atm(id);
            return atm && atm.lat !== null && atm.lon !== null ? [{ lat: atm.lat, lon: atm.lon, district: atm.district || atm.city }] : [];
          });
          const mean = (of: 'lat' | 'lon') => (known.length > 0 ? known.reduce((sum, place) => sum + place[of], 0) / known.length : null);
          return { lat: mean('lat'), lon: mean('lon'), district: known[0]?.district ?? '' };
        };
        const peopleOf = (atms: string[]) =>
          [...new Set(atms.map((id) => fleet.atm(id)?.site ?? ''))].reduce((sum, site) => {
            const place = fleet.place(site);
            return place ? sum + fleet.peopleAt(place) : sum;
          }, 0);
        const places = [];
        for (const { id, number, title, level } of incidents) {
          const running = await response.incident(id);
          const machines = running?.state.machines ?? [];
          places.push({
            kind: 'incident' as const,
            id,
            number,
            title,
            level,
            confirmed: true,
            ...middle(machines),
            atms: machines.length,
            customers: peopleOf(machines),
          });
        }
        for (const warning of open)
          if (warning.triage === 'major' && warning.incident === null)
            places.push({
              kind: 'warning' as const,
              id: warning.id,
              number: warning.number,
              title: causeText(warning.cause),
              level: null,
              confirmed: false,
              ...middle(warning.atms),
              atms: warning.atms.length,
              customers: warning.customers,
            });
        const general = open
          .filter((warning) => warning.triage === 'general')
          .flatMap((warning) => warning.atms)
          .slice(0, generalShown)
          .flatMap((id) => {
            const atm = fleet.atm(id);
            return atm && atm.lat !== null && atm.lon !== null
              ? [{ atm: id, district: atm.district || atm.city, lat: atm.lat, lon: atm.lon }]
              : [];
          });
        const levels = incidents.map((incident) => incident.level).sort();
        const { byCondition } = summary;
        return {
          machines: {
            total: summary.total,
            payOut: summary.payOut,
            inService: byCondition['in-service'],
            limited: byCondition.limited,
            outOfService: byCondition['out-of-service'],
            unknown: byCondition.unknown,
          },
          asOf: clock.now().toString(),
          districts: fleet.map(),
          general,
          places,
          counts: { warnings: open.length, incidents: incidents.length, workOrders: orders.length },
          worstLevel: levels[0] ?? null,
          duty: { desk, leader: command?.seats[0]?.person ?? null },
          setup: { machines: summary.total, plans: inForce.length, people: setup.people, shifts: setup.shifts },
        };
      },
    );

    app.get(
      '/api/v1/search',
      {
        config: { roles: readers },
        schema: {
          operationId: 'search',
          tags: ['desk'],
          summary: 'Machines, incidents, warnings, work orders, people, clauses of plans',
          querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 80 }) }),
          response: { 200: Type.Object({ items: Type.Array(Found) }) },
        },
      },
      async ({ query }) => {
        const wanted = query.q.trim().toLowerCase();
        const has = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(wanted));
        const same = (text: string) => ({ zh: text, en: text });
        const [incidents, open, orders, people, inForce] = await Promise.all([
          response.incidents({ limit: 300 }),
          warnings.warnings({ limit: 300 }),
          response.workOrders({ limit: 300 }),
          organization.people(),
          plans.inForce(),
        ]);
        const clauses = inForce.flatMap((plan) =>
          plan.tasks
            .filter((task) => has(task.title.zh, task.title.en, String(task.source)))
            .map((task) => ({
              kind: 'plan' as const,
              id: plan.id,
              title: task.title,
              detail: { zh: `${plan.title.zh} ${task.source}`, en: `${plan.title.en} ${task.source}` },
            })),
        );
        const found: Found[][] = [
          fleet
            .atms({ q: query.q.trim() })
            .map((atm) => ({ kind: 'atm' as const, id: atm.atm, title: same(atm.atm), detail: same(`${atm.site} ${atm.district}`) })),
          incidents
            .filter((each) => has(each.number, each.title.zh, each.title.en))
            .map((each) => ({ kind: 'incident' as const, id: each.id, title: each.title, detail: same(each.number) })),
          open
            .filter((each) => has(each.number, each.cause.ref))
            .map((each) => ({ kind: 'warning' as const, id: each.id, title: causeText(each.cause), detail: same(each.number) })),
          orders
            .filter((each) => has(each.number, each.vendor))
            .map((each) => ({ kind: 'work-order' as const, id: each.id, title: same(each.number), detail: same(each.vendor) })),
          people
            .filter((each) => each.active && has(each.name, each.account, each.office))
            .map((each) => ({ kind: 'person' as const, id: each.id, title: same(each.name), detail: same(each.office) })),
          clauses,
        ];
        return { items: found.flatMap((ofKind) => ofKind.slice(0, foundPerKind)) };
      },
    );

    app.get(
      '/api/v1/warnings/:id/offers',
      {
        config: { roles: readers },
        schema: {
          operationId: 'listOffers',
          tags: ['warnings'],
          summary: 'The plans in force that fit, best first, and why',
          params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
          response: {
            200: Page(
              Type.Object({
                plan: Type.Object({ id: Type.String(), version: Type.Integer(), title: Text }),
                trigger: Type.Object({ id: Type.String(), name: Text }),
                automatic: Type.Boolean({ description: 'The plan activates itself' }),
                eventClass: Type.String(),
                level: Type.Enum(['I', 'II', 'III', 'IV']),
                why: Type.Array(Text),
                calls: Type.Integer({ description: 'People who are called' }),
                groups: Type.Integer({ description: 'Groups that are formed' }),
              }),
            ),
            404: Problem,
          },
        },
      },
      async ({ params }, reply) => {
        const warning = await warnings.warning(params.id);
        if (!warning) return sendProblem(reply, refuse('not-found', { what: params.id }));
        const items = [];
        for (const offer of await rooms.offers(warning)) {
          const plan = await plans.version(offer.plan.id, offer.plan.version);
          const groups = plan
            ? [plan.command, ...plan.groups].filter((group) => group.formed === 'always' || group.formed.classes.includes(offer.eventClass))
            : [];
          const rosters = await organization.rosters(groups.map((group) => group.id));
          const { trigger, ...rest } = offer;
          items.push({
            ...rest,
            trigger: { id: trigger.id, name: trigger.name },
            automatic: trigger.then === 'activate',
            calls: new Set(rosters.flatMap((roster) => roster.seats.map(({ person }) => person.id))).size,
            groups: groups.length,
          });
        }
        return { items, next: null };
      },
    );

    app.post(
      '/api/v1/work-orders',
      {
        config: { roles: judges },
        schema: {
          operationId: 'sendWorkOrder',
          tags: ['work-orders'],
          summary: 'Sends the vendor of a warning’s machines, without a plan',
          body: Type.Object(
            { warning: Type.String({ format: 'uuid' }), reason: Type.Optional(Type.String({ maxLength: 500 })) },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), number: Type.String(), vendor: Type.String() })) }),
            404: Problem,
            409: Problem,
          },
        },
      },
      async ({ body, actor }, reply) => {
        const warning = await warnings.warning(body.warning);
        if (!warning) return sendProblem(reply, refuse('not-found', { what: body.warning }));
        const where = causeText(warning.cause);
        const faultClass = classOf(warning.codes[0] ?? '') ?? 'hardware';
        const byVendor = Map.groupBy(warning.atms, (atm) => fleet.atm(atm)?.vendor ?? '');
        byVendor.delete('');
        if (byVendor.size === 0) return sendProblem(reply, refuse('vendor-unknown-for-machines', { machines: warning.atms.slice(0, 5) }));
        const items = [];
        for (const [vendor, atms] of byVendor) {
          const sent = await transact(db, (trx) =>
            response.sendWorkOrder(
              trx,
              {
                warning: warning.id,
                vendor,
                atms,
                faultClass,
                summary: {
                  zh: `${where.zh}${body.reason ? `：${body.reason}` : ''}`,
                  en: `${where.en}${body.reason ? `: ${body.reason}` : ''}`,
                },
                contract: fleet.contractFor(vendor, faultClass),
                key: `warning:${warning.id}:${vendor}`,
              },
              actor,
            ),
          );
          if (isRefusal(sent)) return sendProblem(reply, sent);
          items.push({ id: sent.id, number: sent.number, vendor });
        }
        return { items };
      },
    );
  };
