import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { type Bulletin, refusals as bulletinsRefusals, bulletinsRoutes, openBulletins } from '#bulletins';
import { refusals as fleetRefusals, fleetRoutes, openFleet } from '#fleet';
import { classOf, codeOf, refusals as intakeRefusals, intakeRoutes, openIntake } from '#intake';
import { refusals as journalRefusals, journalRoutes, publicKeyOf, signingKey, startSealer } from '#journal';
import { linkKey, refusals as notifyRefusals, notifyRoutes, openNotify } from '#notify';
import {
  authentication,
  openOrganization,
  refusals as organizationRefusals,
  organizationRoutes,
  type Role,
  systemActor,
} from '#organization';
import { fitting, openPlans, refusals as plansRefusals, plansRoutes } from '#plans';
import {
  type Clock,
  databaseAnswers,
  isRefusal,
  JobTable,
  log,
  openHttp,
  refuse,
  registerRefusals,
  runJobs,
  sendProblem,
  type Trx,
} from '#platform';
import { openResources, refusals as resourcesRefusals, resourcesRoutes } from '#resources';
import { type IncidentChange, openResponse, type Response, refusals as responseRefusals, responseRoutes, type WorkOrder } from '#response';
import { openReview, refusals as reviewRefusals, reviewRoutes } from '#review';
import { causeText, happening, openWarning, type Warning, type Warnings, refusals as warningRefusals, warningRoutes } from '#warning';
import { deskRoutes, waitingElsewhere } from './desk.ts';
import { effectExecutors } from './effects.ts';
import { evidenceRoutes } from './evidence.ts';
import type { Installation } from './installation.ts';
import { machineCommandRoutes } from './machine-commands.ts';
import { measures } from './measures.ts';
import { refusalsPage } from './refusals-page.ts';

export interface AppOptions {
  installation: Installation;
  clock: Clock;
  /** Routes that only some installations have: the demonstration's. */
  more?: (app: FastifyInstance, rooms: Rooms) => Promise<void>;
  /** Address of the mail server; the setting's when absent. */
  smtpUrl?: string;
}

export interface App {
  /** `http://127.0.0.1:8080` */
  url: string;
  rooms: Rooms;
  stop(): Promise<void>;
}

for (const texts of [
  journalRefusals,
  organizationRefusals,
  plansRefusals,
  intakeRefusals,
  fleetRefusals,
  warningRefusals,
  notifyRefusals,
  resourcesRefusals,
  responseRefusals,
  bulletinsRefusals,
  reviewRefusals,
])
  registerRefusals(texts);

registerRefusals({
  'vendor-unknown-for-machines': {
    status: 409,
    'zh-CN': { what: '这些设备没有登记外包服务商：{machines}。', mend: '请在设备资料中补上服务商后再派单。' },
    en: { what: 'No vendor is known for these machines: {machines}.', mend: 'Add the vendor to the fleet file, then send the order.' },
  },
  'two-persons-for-machine': {
    status: 409,
    'zh-CN': { what: '一个人不能关闭或隔离设备 {atm}。', mend: '请启动预案，由两人在其中决定关闭或隔离。' },
    en: {
      what: 'Nobody closes or isolates machine {atm} alone.',
      mend: 'Activate a plan, in which two persons decide on it.',
    },
  },
  'machine-in-incident': {
    status: 409,
    'zh-CN': { what: '设备 {atm} 正由事件 {number} 处置。', mend: '请在该事件的任务中操作，或等事件结束。' },
    en: { what: 'Incident {number} is working on machine {atm}.', mend: 'Act through the tasks of the incident, or wait for its end.' },
  },
  'machine-not-safe': {
    status: 409,
    'zh-CN': { what: '设备 {atm} 还有安全告警：{sign}。', mend: '请先派人核实并解除告警，或启动预案处置。' },
    en: {
      what: 'Machine {atm} still shows an alarm of safety: {sign}.',
      mend: 'Have it checked on site and the alarm cleared, or activate a plan.',
    },
  },
});

/** How long each of the command has to answer the call to a major warning before the next is called. */
const majorAnswerWithin = 'PT5M';
const inDoubt: ReadonlySet<string> = new Set(['power', 'network', 'security']);
const version = '0.1.0';

export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/** Opens the rooms in their order and connects them: what an earlier room must tell a later one goes through here. */
export async function openRooms({
  installation,
  clock,
  smtpUrl,
  baseUrl,
}: Pick<AppOptions, 'installation' | 'clock' | 'smtpUrl'> & { baseUrl: () => string }) {
  const { db, folder, settings } = installation;
  const jobs = new JobTable(clock);
  const key = signingKey(folder);
  const sealer = await startSealer(db, clock, key);
  const organization = openOrganization({ db, clock, jobs });
  const plans = openPlans({ db, clock, jobs, timeZone: settings.FENGSUI_TIMEZONE });

  // Rooms on the right of the fleet, there before the first signal is.
  let warnings: Warnings;
  let response: Response;

  /** Well again: it serves, and neither its power nor its line nor its safety is in doubt (a machine on battery serves, for a while). */
  const serves = (atm: string): boolean => {
    const machine = fleet.machine(atm);
    return machine?.condition === 'in-service' && ![...machine.open.values()].some((fault) => inDoubt.has(classOf(fault.code) ?? ''));
  };
  const fleet = await openFleet({
    db,
    clock,
    jobs,
    onFaults: async (trx, news) => {
      await warnings.noticeFaults(trx, news);
      const well = [...new Set(news.closed.map((fault) => fault.atm))].filter(serves);
      if (well.length > 0) await response.noticeRestored(trx, well);
    },
    recentSignals: async (atm, limit) => (await intake.signals({ atm, limit })).items,
  });
  const intake = await openIntake({
    db,
    clock,
    jobs,
    onSignals: fleet.apply,
    known: fleet.known,
    sitesInArea: fleet.sitesInArea,
    placeOf: fleet.placeOf,
    filesDir: join(folder, 'files'),
    authenticate: (token) => organization.authenticate(token),
  });

  const notify = openNotify({
    db,
    clock,
    jobs,
    organization,
    smtp: (smtpUrl ?? settings.SMTP_URL) ? { url: (smtpUrl ?? settings.SMTP_URL)!, from: settings.FENGSUI_MAIL_FROM } : null,
    linkKey: linkKey(folder),
    // Two hours of the reader's, however fast the bank's clock runs.
    linkLife: `PT${Math.ceil(120 * clock.rate)}M`,
    baseUrl,
    // A job, since the answer writes to the incident, which may write to this very notice.
    onAcknowledged: async (trx, notice) => {
      if (notice.subject.kind === 'incident' && notice.answerBy !== null)
        await jobs.add(trx, 'call-answered', { incident: notice.subject.id, person: notice.person.id });
    },
  });
  jobs.handle('call-answered', async ({ incident, person }: { incident: string; person: string }) => {
    const answer = await response.acknowledgeCall(incident, person);
    if (isRefusal(answer)) log.info({ incident, refusal: answer.refusal }, 'an answered call changed nothing');
  });

  const commandPeople = async (trx: Trx) =>
    (await organization.rosters(['command'], trx)).flatMap((roster) => roster.seats.map(({ person }) => person.id));

  const sendVendor = async (trx: Trx, warning: Warning) => {
    const vendor = fleet.atm(warning.atms[0] ?? '')?.vendor ?? '';
    if (vendor === '') return;
    const faultClass = classOf(warning.codes[0] ?? '') ?? 'hardware';
    const where = causeText(warning.cause);
    const answer = await response.sendWorkOrder(trx, {
      warning: warning.id,
      vendor,
      atms: warning.atms,
      faultClass,
      summary: { zh: `${where.zh}：${warning.reasons[0]?.zh ?? ''}`, en: `${where.en}: ${warning.reasons[0]?.en ?? ''}` },
      contract: fleet.contractFor(vendor, faultClass),
      key: `warning:${warning.id}`,
    });
    if (isRefusal(answer)) log.warn({ warning: warning.number, refusal: answer.refusal }, 'no work order was sent');
  };

  /** The plans in force that fit a warning, best first. */
  const offers = async (warning: Warning) =>
    fitting(
      await plans.inForce(),
      {
        cause: warning.cause,
        codes: warning.codes,
        triage: warning.triage,
        atms: warning.atms.length,
        share: warning.groupSize > 0 ? warning.atms.length / warning.groupSize : 0,
      },
      (code) => codeOf(code) ?? { zh: code, en: code },
    );

  warnings = openWarning({
    db,
    clock,
    jobs,
    fleet,
    onTriaged: async (trx, warning) => {
      if (warning.triage === 'general') return sendVendor(trx, warning);
      const where = causeText(warning.cause);
      const called = await notify.callChain(trx, {
        key: `warning:${warning.id}`,
        people: await commandPeople(trx),
        answerWithin: majorAnswerWithin,
        subject: { kind: 'warning', id: warning.id },
        mode: 'live',
        title: {
          zh: `重大故障 ${warning.number}：${where.zh}，${warning.atms.length} 台`,
          en: `Major fault ${warning.number}: ${where.en}, ${warning.atms.length} machines`,
        },
        body: { zh: warning.reasons.map((reason) => reason.zh).join('\n'), en: warning.reasons.map((reason) => reason.en).join('\n') },
        link: `/warnings/${warning.id}`,
      });
      if (isRefusal(called)) log.warn({ warning: warning.number, refusal: called.refusal }, 'nobody could be called');
      const best = (await offers(warning))[0];
      if (best?.trigger.then === 'activate') await jobs.add(trx, 'plan-activates-itself', { warning: warning.id });
    },
    onChanged: async (trx, warning, change, added) => {
      if (warning.incident !== null && added.length > 0)
        await jobs.add(trx, 'incident-grows', { incident: warning.incident, warning: warning.id, machines: added });
      if (change === 'closed' || change === 'withdrawn') await notify.settle(trx, { kind: 'warning', id: warning.id });
      if (change === 'withdrawn') await jobs.add(trx, 'orders-without-warning', { warning: warning.id });
    },
  });
  jobs.handle('incident-grows', async ({ incident, warning, machines }: { incident: string; warning: string; machines: string[] }) => {
    const answer = await response.command(incident, { command: 'add-warning', warning, machines }, systemActor);
    if (isRefusal(answer)) log.info({ incident, warning, refusal: answer.refusal }, 'a warning that grew changed nothing');
  });
  // Withdrawn, or merged into a larger cause, whose own order or incident sends whom it needs. What is repaired is for the bank to
  // look at, and what an incident ordered is the incident's.
  jobs.handle('orders-without-warning', async ({ warning: id }: { warning: string }) => {
    const warning = await warnings.warning(id);
    if (warning?.state !== 'withdrawn') return;
    const merged = warning.links.some((link) => link.relation === 'merged-into');
    const reason = merged
      ? `预警 ${warning.number} 已并入更大的预警 · warning ${warning.number} was merged into a larger one`
      : `预警 ${warning.number} 已撤销 · warning ${warning.number} was withdrawn`;
    for (const order of await response.workOrders({ warning: id, state: 'open' })) {
      if (order.incident !== null || order.state === 'repaired') continue;
      const answer = await response.workOrderCommand(order.id, { command: 'cancel', reason }, systemActor);
      if (isRefusal(answer)) log.info({ order: order.number, refusal: answer.refusal }, 'an order without its warning stays open');
    }
  });
  jobs.handle('plan-activates-itself', async ({ warning: id }: { warning: string }) => {
    const warning = await warnings.warning(id);
    if (!warning || warning.incident !== null || warning.state !== 'open') return;
    const best = (await offers(warning))[0];
    if (best?.trigger.then !== 'activate') return;
    const answer = await response.activate(
      db,
      { plan: best.plan.id, trigger: best.trigger.id, warning: id, machines: warning.atms, key: `warning:${id}` },
      systemActor,
    );
    if (isRefusal(answer)) log.warn({ warning: warning.number, refusal: answer.refusal }, 'the plan did not activate itself');
  });

  const resources = openResources({
    db,
    clock,
    jobs,
    timezone: settings.FENGSUI_TIMEZONE,
    placeOf: async (id) => {
      const atm = fleet.atm(id);
      return atm && atm.lat !== null && atm.lon !== null ? { lat: atm.lat, lon: atm.lon } : null;
    },
    onBelowMinimum: async (trx, item) => {
      const keepers = (await organization.people(trx)).filter((person) => person.active && person.role === 'quartermaster');
      for (const person of keepers)
        await notify.call(trx, {
          key: `below-minimum:${item.id}:${clock.now()}:${person.id}`,
          person: person.id,
          subject: { kind: 'item', id: item.id },
          mode: 'live',
          title: { zh: `低于最低库存：${item.name.zh}`, en: `Below its minimum: ${item.name.en}` },
          body: {
            zh: `${item.store} 现有 ${item.quantity}，最低 ${item.minimum}。请补足。`,
            en: `${item.quantity} left in ${item.store}, the minimum is ${item.minimum}. Please replenish.`,
          },
          answerBy: null,
          link: '/resources',
        });
    },
  });

  const pressCalled = async (trx: Trx, bulletin: Bulletin) => {
    const role: Role | null = bulletin.state === 'drafted' ? 'press-officer' : null;
    if (role === null) return;
    const people = (await organization.people(trx)).filter((person) => person.active && person.role === role);
    for (const person of people)
      await notify.call(trx, {
        key: `bulletin:${bulletin.id}:${bulletin.state}:${person.id}`,
        person: person.id,
        subject: { kind: 'bulletin', id: bulletin.id },
        mode: bulletin.mode,
        title: { zh: '公告草稿待审阅', en: 'A bulletin draft waits for you' },
        body: bulletin.title,
        answerBy: null,
        link: `/incidents/${bulletin.incident.id}`,
      });
  };
  const bulletins = openBulletins({ db, clock, jobs, fleet, timezone: settings.FENGSUI_TIMEZONE, url: baseUrl(), onChanged: pressCalled });

  const tellVendor = async (trx: Trx, order: WorkOrder, mode: IncidentChange['mode']) => {
    const people = (await organization.people(trx)).filter((person) => person.active && person.vendor === order.vendor);
    for (const person of people)
      await notify.call(trx, {
        key: `work-order:${order.id}:${person.id}`,
        person: person.id,
        subject: { kind: 'work-order', id: order.id },
        mode,
        title: { zh: `新派单 ${order.number}`, en: `New work order ${order.number}` },
        body: order.summary,
        answerBy: Temporal.Instant.fromEpochMilliseconds(order.due.acknowledge),
        link: `/work-orders/${order.id}`,
      });
  };

  response = openResponse({
    db,
    clock,
    jobs,
    plans,
    organization,
    effects: effectExecutors({ db, fleet, intake, notify, organization, resources, bulletins, response: () => response }),
    about: async (trx, id) => {
      const warning = await warnings.warning(id, trx);
      return warning && { title: happening(warning.cause), machines: warning.atms };
    },
    machinesWell: async (atms) => atms.filter(serves),
    onIncident: async (trx, { incident, mode, events, actor }) => {
      for (const event of events) {
        if (event.event === 'incident-activated' && mode === 'live')
          for (const warning of incident.warnings) {
            await warnings.linkTo(trx, warning, { incident: incident.id });
            await notify.settle(trx, { kind: 'warning', id: warning });
          }
        if (event.event === 'warning-added' && mode === 'live') {
          // A warning grows many times; it is linked once.
          const added = await warnings.warning(event.warning, trx);
          if (added && added.incident !== incident.id) {
            await warnings.linkTo(trx, added.id, { incident: incident.id });
            await notify.settle(trx, { kind: 'warning', id: added.id });
          }
        }
        if (event.event === 'person-acknowledged') await notify.answered(trx, { kind: 'incident', id: incident.id }, event.person, actor);
        if (event.event === 'end-declared' || event.event === 'incident-withdrawn')
          await notify.settle(trx, { kind: 'incident', id: incident.id });
        if (event.event === 'end-declared') await review.noticeEnded(trx, { id: incident.id });
        if ((event.event === 'end-declared' || event.event === 'incident-withdrawn') && mode === 'live')
          await warnings.incidentEnded(trx, incident.id);
        if (event.event === 'end-declared' || event.event === 'incident-withdrawn') await bulletins.noticeEnded(trx, { id: incident.id });
        if (event.event === 'incident-reopened') await bulletins.noticeReopened(trx, { id: incident.id });
      }
    },
    onWorkOrder: async (trx, { order, mode, events }) => {
      for (const event of events)
        if (event.event === 'work-order-sent') {
          if (order.warning !== '' && mode === 'live') await warnings.linkTo(trx, order.warning, { workOrder: order.id });
          await tellVendor(trx, order, mode);
        } else if (event.event === 'work-order-acknowledged' || event.event === 'work-order-cancelled')
          await notify.settle(trx, { kind: 'work-order', id: order.id });
    },
    onBreachedTwice: async (trx, order) => {
      if (order.warning !== '') await warnings.noticeBreach(trx, order.warning);
    },
  });

  const review = openReview({
    db,
    clock,
    jobs,
    plans,
    resources,
    timezone: settings.FENGSUI_TIMEZONE,
    onApproved: async (trx, report, actor) => {
      await jobs.add(trx, 'report-approved', { incident: report.incident, report: report.id, by: actor });
    },
  });
  jobs.handle('report-approved', async ({ incident, report, by }: { incident: string; report: string; by: typeof systemActor }) => {
    const answer = await response.command(incident, { command: 'report-approved', report }, by);
    if (isRefusal(answer)) log.warn({ incident, refusal: answer.refusal }, 'an approved report changed nothing');
  });

  return {
    db,
    clock,
    jobs,
    sealer,
    publicKey: publicKeyOf(key),
    organization,
    plans,
    fleet,
    intake,
    notify,
    warnings,
    resources,
    bulletins,
    response,
    review,
    offers,
  };
}

/** Starts the program on an installation: rooms, HTTP, jobs. It listens when this resolves. */
export async function startApp({ installation, clock, more, smtpUrl }: AppOptions): Promise<App> {
  const { settings } = installation;
  let url = settings.FENGSUI_URL ?? `http://${settings.FENGSUI_HOST}:${settings.FENGSUI_PORT}`;
  const rooms = await openRooms({ installation, clock, ...(smtpUrl ? { smtpUrl } : {}), baseUrl: () => url });
  const http = await buildHttp(rooms, installation, more);
  await http.listen({ host: settings.FENGSUI_HOST, port: settings.FENGSUI_PORT });
  const address = http.server.address();
  const port = address && typeof address === 'object' ? address.port : settings.FENGSUI_PORT;
  const listening = `http://${settings.FENGSUI_HOST}:${port}`;
  url = settings.FENGSUI_URL ?? listening;
  const worker = runJobs(installation.url, rooms.jobs);
  await rooms.notify.resume();
  return {
    url: listening,
    rooms,
    async stop() {
      await http.close();
      await worker.stop();
      await rooms.sealer.seal().catch(() => undefined);
      await rooms.sealer.stop();
      rooms.notify.close();
    },
  };
}

/** The server with all routes, not yet listening. */
export async function buildHttp(
  rooms: Rooms,
  installation: Pick<Installation, 'settings' | 'folder'>,
  more?: AppOptions['more'],
): Promise<FastifyInstance> {
  const { db, clock, sealer, publicKey, organization } = rooms;
  const app = await openHttp({ locale: installation.settings.FENGSUI_LOCALE, version });
  // Before the rule that every route under /api names its roles: the reference is for all, and its routes are a plugin's.
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { docExpansion: 'none' } });
  await app.register(authentication(organization));
  app.get('/api/openapi.json', { config: { roles: 'public' }, schema: { hide: true } }, async () => app.swagger());
  app.get('/healthz', { schema: { hide: true } }, async () => ({ alive: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) =>
    (await databaseAnswers(db)) ? { ready: true } : sendProblem(reply, refuse('unavailable')),
  );
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await measures(rooms)),
  );

  // Where the `type` of every problem points to.
  app.get('/docs/refusals', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(refusalsPage()),
  );

  await app.register(journalRoutes, { db, clock, sealer, publicKey, vendorOf: (request) => request.actor.vendor });
  await app.register(organizationRoutes, { organization, clock });
  await app.register(plansRoutes(rooms.plans));
  await app.register(intakeRoutes(rooms.intake));
  await app.register(fleetRoutes(rooms.fleet));
  await app.register(warningRoutes(rooms.warnings));
  await app.register(notifyRoutes, { notify: rooms.notify, organization });
  await app.register(resourcesRoutes(rooms.resources));
  await app.register(responseRoutes(rooms.response, clock, (actor) => waitingElsewhere(rooms, actor)));
  await app.register(deskRoutes(rooms));
  await app.register(machineCommandRoutes(rooms));
  await app.register(bulletinsRoutes(rooms.bulletins));
  await app.register(reviewRoutes(rooms.review));
  await app.register(evidenceRoutes(join(installation.folder, 'files', 'evidence')));
  await more?.(app, rooms);

  const built = join(import.meta.dirname, '..', 'dist', 'web');
  if (existsSync(join(built, 'index.html'))) {
    await app.register(fastifyStatic, { root: built, wildcard: false, index: false, cacheControl: true, immutable: true, maxAge: '1y' });
    app.get('/*', { schema: { hide: true } }, async (request, reply) =>
      request.url.startsWith('/api/')
        ? sendProblem(reply, refuse('not-found', { what: request.url.split('?')[0] }))
        : reply.sendFile('index.html', { maxAge: 0, immutable: false }),
    );
  }
  return app;
}
