import { sql } from 'kysely';
import { type Entry, type Mode, readStream } from '#journal';
import { type Actor, type Roster, systemActor } from '#organization';
import type { EventClass, Level, Plan, Text } from '#plans';
import {
  type Clock,
  type Db,
  isRefusal,
  type Jobs,
  log,
  nextNumber,
  once,
  type Refusal,
  refuse,
  type Trx,
  transact,
  uuidv7,
} from '#platform';
import { mayActivate } from './authority.ts';
import { type Answered, type IncidentChange, openCommanding } from './commanding.ts';
import { briefOf, type CallRequest, type EffectExecutors, type EffectRequest, execute } from './effects.ts';
import { initial } from './incident.ts';
import { type MineItem, mineOf, ordersOf } from './mine.ts';
import type { IncidentCommand, WorkOrderCommand, WorkOrderStep } from './model.ts';
import { type OrderRequest, openOrdering, type WorkOrderChange } from './ordering.ts';
import { concerned, type IncidentFilter, incidentStream, listIncidents, listOrders, orderStream, type WorkOrderFilter } from './store.ts';
import type { WorkOrder } from './work-order.ts';

/** Plans as the response needs them; the plans room has them. */
export interface PlanShelf {
  inForce(): Promise<Plan[]>;
  version(id: string, version: number): Promise<Plan | null | undefined>;
}

export interface ResponseDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  plans: PlanShelf;
  organization: { rosters(groups: string[], trx?: Db | Trx): Promise<Roster[]> };
  effects: EffectExecutors;
  /** Told of every change of an incident, in its transaction. */
  onIncident?: (trx: Trx, change: IncidentChange) => Promise<void>;
  /** Told of every change of a work order, in its transaction. */
  onWorkOrder?: (trx: Trx, change: WorkOrderChange) => Promise<void>;
  /** A vendor has let two clocks of one order run out: the warning wants another triage. */
  onBreachedTwice?: (trx: Trx, order: WorkOrder, step: WorkOrderStep) => Promise<void>;
  /** What a warning says of itself: the title of its incident, and its machines. */
  about?: (trx: Trx, warning: string) => Promise<{ title: Text; machines: string[] } | null>;
  /** Which of these machines serve now: asked after an activation, for those that came back meanwhile. */
  machinesWell?: (atms: string[]) => Promise<string[]>;
}

export interface Activation {
  /** Id of a plan in force. */
  plan: string;
  /** Trigger of the plan that it answers to: gives class and level. */
  trigger?: string;
  eventClass?: EventClass;
  level?: Level;
  warning?: string;
  warnings?: string[];
  machines?: string[];
  title?: Text;
  reason?: string;
  /** ISO 8601 instant at which service is expected again. */
  expected?: string;
  key?: string;
}
export interface Activated {
  id: string;
  number: string;
  events: Answered['events'];
}

const effectAttemptsAtMost = 5;

/**
 * Opens the response: incidents that execute plans, and work orders to vendors. Each change is an entry of the
 * journal; what goes outside follows as a job, keyed so that it happens once.
 */
export function openResponse(deps: ResponseDeps) {
  const { db, clock, jobs, plans, organization, effects } = deps;
  const shelf = new Map<string, Plan>();
  /** A version of a plan never changes, and a running incident keeps its own (S2-8.2). */
  const planOf = async (id: string, version: number): Promise<Plan> => {
    const known = shelf.get(`${id}@${version}`);
    if (known) return known;
    const plan = await plans.version(id, version);
    if (!plan) throw new Error(`plan ${id} has no version ${version}`);
    shelf.set(`${id}@${version}`, plan);
    return plan;
  };
  const commanding = openCommanding({ db, clock, jobs, planOf, onIncident: deps.onIncident });
  const ordering = openOrdering({ db, clock, jobs, onWorkOrder: deps.onWorkOrder, onBreachedTwice: deps.onBreachedTwice });

  /** One incident, folded, with its plan; null when there is none. */
  const incident = async (id: string, where: Db | Trx = db) => {
    const loaded = await commanding.load(id, where);
    if (!loaded?.state.plan) return null;
    return { id, ...loaded, plan: await planOf(loaded.state.plan.id, loaded.state.plan.version) };
  };

  const activateIn = async (trx: Trx, request: Activation, actor: Actor, mode: Mode): Promise<Activated | Refusal> => {
    const forbidden = mayActivate(actor);
    if (forbidden) return forbidden;
    const plan = (await plans.inForce()).find((each) => each.id === request.plan);
    if (!plan) return refuse('plan-not-in-force', { plan: request.plan });
    const trigger = request.trigger === undefined ? undefined : plan.triggers.find((each) => each.id === request.trigger);
    if (request.trigger !== undefined && !trigger) return refuse('trigger-unknown', { trigger: request.trigger });
    const eventClass = request.eventClass ?? trigger?.eventClass;
    const level = request.level ?? trigger?.level;
    if (!eventClass || !level) return refuse('class-needed');
    if (!plan.eventClasses.some((each) => each.class === eventClass)) return refuse('class-not-in-plan', { class: eventClass });
    const warnings = [...new Set([...(request.warning === undefined ? [] : [request.warning]), ...(request.warnings ?? [])])];
    for (const warning of [...warnings].sort()) {
      // Two officers who answer the same warning start one incident: the second gets the first's.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`incident-of:${mode}:${warning}`}, 0))`.execute(trx);
      const running = await trx
        .selectFrom('incident')
        .select(['id', 'number'])
        .where('state', 'in', ['active', 'recovering'])
        .where('mode', '=', mode)
        .where(sql<boolean>`${warning} = any(warnings)`)
        .executeTakeFirst();
      if (running) return { ...running, events: [] };
    }
    const rosters = await organization.rosters([plan.command.id, ...plan.groups.map((group) => group.id)], trx);
    const told = warnings[0] === undefined ? null : await deps.about?.(trx, warnings[0]);
    const now = clock.now();
    const number = await nextNumber(trx, 'INC', now);
    const name = trigger?.name ?? plan.eventClasses.find((each) => each.class === eventClass)?.text ?? plan.title;
    const id = uuidv7();
    const answer = await commanding.begin(
      trx,
      initial(id),
      plan,
      {
        command: 'activate',
        title: request.title ?? told?.title ?? name,
        eventClass,
        level,
        warnings,
        machines: request.machines ?? told?.machines ?? [],
        rosters,
        reason: request.reason?.trim() ? request.reason : name.zh,
        number,
        ...(request.expected === undefined ? {} : { expected: request.expected }),
      },
      actor,
      mode,
    );
    return isRefusal(answer) ? answer : { id, number, events: answer.events };
  };

  /** Activates a plan in one action (S1-3.1(2)): in the caller's transaction, or in one of its own. */
  const activate = (where: Db | Trx | null, request: Activation, actor: Actor, mode: Mode = 'live'): Promise<Activated | Refusal> => {
    const key = request.key === undefined ? undefined : `activate:${actor.id}:${request.key}`;
    const within = (trx: Trx) => once(trx, key, () => activateIn(trx, request, actor, mode));
    return where?.isTransaction ? within(where as Trx) : transact(db, within);
  };

  const settle = async (id: string, effect: string, outcome: 'done' | 'failed' | 'withheld', detail: string) => {
    const answer = await commanding.command(id, { command: 'settle-effect', effect, outcome, detail }, systemActor);
    if (isRefusal(answer)) log.error({ incident: id, effect, refusal: answer.refusal }, 'the outcome of an effect was refused');
  };

  jobs.handle('response-effect', async ({ incident: id, effect: key, attempt }: { incident: string; effect: string; attempt: number }) => {
    const loaded = await incident(id);
    const effect = loaded?.state.effects.get(key);
    if (!loaded || !effect || effect.outcome !== null) return;
    const task = loaded.state.tasks.get(effect.task);
    const request: EffectRequest = {
      key,
      incident: briefOf(loaded.state),
      task: {
        id: effect.task,
        title: task?.title ?? { zh: effect.task, en: effect.task },
        group: task?.group ?? '',
        by: task?.startedBy ?? task?.doneBy ?? null,
        answers: task?.answers ?? {},
      },
      effect: effect.effect,
      machines: effect.machines,
      mode: loaded.mode,
    };
    try {
      const { outcome, detail } = await execute(effects, request);
      await settle(id, key, outcome, detail);
    } catch (error) {
      log.warn({ incident: id, effect: key, attempt, error: (error as Error).message }, 'an effect failed and is tried again');
      if (attempt >= effectAttemptsAtMost)
        await settle(id, key, 'failed', `${attempt} 次尝试均失败 · ${attempt} attempts failed: ${(error as Error).message}`);
      else
        await jobs.add(
          db,
          'response-effect',
          { incident: id, effect: key, attempt: attempt + 1 },
          { key: `effect:${key}`, at: clock.now().add({ seconds: 2 ** attempt }) },
        );
    }
  });

  jobs.handle('response-call', async ({ calls }: { calls: CallRequest[] }) => {
    for (const call of calls) await effects.call(call);
  });

  jobs.handle('response-tick', async ({ stream }: { stream: string }) => {
    const id = stream.slice(stream.indexOf('/') + 1);
    if (stream.startsWith('incident/')) await commanding.command(id, { command: 'tick' }, systemActor, { rang: true });
    else await ordering.command(id, { command: 'tick' }, systemActor, { rang: true });
  });

  const restore = async (atms: string[]) => {
    const { incidents, orders } = await concerned(db, atms);
    for (const id of incidents) await commanding.command(id, { command: 'machines-restored', machines: atms }, systemActor);
    for (const id of orders) await ordering.command(id, { command: 'machines-restored', atms }, systemActor);
  };
  jobs.handle('response-restored', ({ atms }: { atms: string[] }) => restore(atms));
  jobs.handle('response-check', async ({ incident: id }: { incident: string }) => {
    const loaded = await incident(id);
    if (!loaded || !deps.machinesWell || loaded.state.machinesDown.size === 0) return;
    const well = await deps.machinesWell([...loaded.state.machinesDown]);
    if (well.length > 0) await commanding.command(id, { command: 'machines-restored', machines: well }, systemActor);
  });

  return {
    activate,
    incident,
    /** One command on one incident, durable when it answers. */
    command: (
      id: string,
      command: IncidentCommand,
      actor: Actor,
      options: { key?: string | undefined } = {},
    ): Promise<Answered | Refusal> => commanding.command(id, command, actor, options),
    /** A call answered elsewhere: by a signed link, on the phone. */
    acknowledgeCall: (id: string, person: string, note?: string): Promise<Answered | Refusal> =>
      commanding.command(id, { command: 'acknowledge', person, ...(note === undefined ? {} : { note }) }, systemActor),
    incidents: (filter: Partial<IncidentFilter> = {}) => listIncidents(db, { limit: 100, ...filter }),
    /** Entries of an incident, oldest first; null when there is none. */
    journal: async (id: string, after = 0): Promise<Entry[] | null> =>
      (await incident(id)) ? readStream(db, incidentStream(id), after) : null,

    sendWorkOrder: (trx: Trx, request: OrderRequest, actor: Actor = systemActor, mode: Mode = 'live') =>
      ordering.send(trx, request, actor, mode),
    workOrder: ordering.load,
    workOrderCommand: (id: string, command: WorkOrderCommand, actor: Actor, options: { key?: string | undefined } = {}) =>
      ordering.command(id, command, actor, options),
    workOrders: (filter: Partial<WorkOrderFilter> = {}) => listOrders(db, { limit: 100, ...filter }),
    workOrderJournal: (id: string) => readStream(db, orderStream(id)),

    /** The fleet says that these machines serve again. What follows is done after the caller's commit. */
    noticeRestored: async (trx: Db | Trx, atms: string[]): Promise<void> => {
      if (atms.length > 0) await jobs.add(trx, 'response-restored', { atms });
    },

    /** What needs this person now, the nearest deadline first. */
    mine: async (actor: Actor): Promise<MineItem[]> => {
      const items: MineItem[] = [];
      const now = clock.now().epochMilliseconds;
      if (actor.role !== 'vendor') {
        for (const { id } of await listIncidents(db, { state: 'running', limit: 200 })) {
          const running = await incident(id);
          if (running) items.push(...mineOf(running.plan, running.state, running.mode, actor, now));
        }
      }
      if (actor.role === 'vendor' || actor.role === 'duty-officer') {
        const rows = await listOrders(db, {
          state: 'open',
          limit: 200,
          ...(actor.role === 'vendor' ? { vendor: actor.vendor ?? '' } : {}),
        });
        items.push(...ordersOf(rows, actor));
      }
      return items.sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'));
    },
  };
}
export type Response = ReturnType<typeof openResponse>;
