import { append, type Mode, VersionConflict } from '#journal';
import { type Actor, systemActor } from '#organization';
import type { Text } from '#plans';
import { type Clock, type Db, isRefusal, type Jobs, nextNumber, once, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { milliseconds } from './blueprint.ts';
import { iso } from './draft.ts';
import type { WorkOrderCommand, WorkOrderEvent, WorkOrderStep } from './model.ts';
import { nextOrderWakeMs, orderRowOf, timerFor } from './rows.ts';
import { keptAnswer, type Loaded, loadOrder, orderRow, orderStream, saveOrder, type WorkOrderRow } from './store.ts';
import { decideOrder, evolveOrder, initialOrder, type WorkOrder } from './work-order.ts';

export type CausedOrderEvent = WorkOrderEvent & { seq: number };

/** A change of one work order, told in the transaction that makes it. */
export interface WorkOrderChange {
  order: WorkOrder;
  mode: Mode;
  events: CausedOrderEvent[];
  actor: Actor;
}

export interface OrderRequest {
  warning: string;
  vendor: string;
  atms: string[];
  faultClass: string;
  summary: Text;
  /** Times of the vendor's contract for this class, ISO 8601 durations counted from now. */
  contract: Record<WorkOrderStep, string>;
  incident?: string;
  /** The same key sends one order. */
  key?: string;
}

interface OrderingDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  onWorkOrder?: ((trx: Trx, change: WorkOrderChange) => Promise<void>) | undefined;
  onBreachedTwice?: ((trx: Trx, order: WorkOrder, step: WorkOrderStep) => Promise<void>) | undefined;
}

const attemptsAtMost = 6;

/** Sends work orders and runs commands on them. */
export function openOrdering(deps: OrderingDeps) {
  const { db, clock, jobs } = deps;

  const record = async (
    trx: Trx,
    loaded: Loaded<WorkOrder>,
    row: WorkOrderRow | null,
    events: WorkOrderEvent[],
    actor: Actor,
    now: Temporal.Instant,
    rang: boolean,
  ): Promise<CausedOrderEvent[]> => {
    const { id } = loaded.state;
    const entries = events.map(({ event, ...data }) => ({ type: event, data }));
    const appended = await append(trx, { stream: orderStream(id), expected: loaded.version, entries, actor, mode: loaded.mode, at: now });
    const order = events.reduce((state, event) => evolveOrder(state, event, now.toString()), loaded.state);
    const { at, add } = timerFor(nextOrderWakeMs(order), row?.wake_at ?? null, rang);
    await saveOrder(trx, orderRowOf(order, loaded.mode, loaded.version + events.length, at), row);
    if (add && at !== null)
      await jobs.add(
        trx,
        'response-tick',
        { stream: orderStream(id) },
        { key: `tick:${orderStream(id)}`, at: Temporal.Instant.fromEpochMilliseconds(at) },
      );
    const caused = events.map((event, place) => ({ ...event, seq: appended[place]?.seq ?? 0 }));
    await deps.onWorkOrder?.(trx, { order, mode: loaded.mode, events: caused, actor });
    const breach = events.findLast((event) => event.event === 'clock-breached');
    if (breach && loaded.state.breaches < 2 && order.breaches >= 2) await deps.onBreachedTwice?.(trx, order, breach.step);
    return caused;
  };

  return {
    load: (id: string, where: Db | Trx = db): Promise<Loaded<WorkOrder> | null> => loadOrder(where, id),

    /** Sends an order to a vendor, in the caller's transaction. Its clocks begin now (S2-2.3). */
    send: async (
      trx: Trx,
      request: OrderRequest,
      actor: Actor = systemActor,
      mode: Mode = 'live',
    ): Promise<{ id: string; number: string } | Refusal> =>
      once(trx, request.key === undefined ? undefined : `work-order:${request.key}`, async () => {
        const now = clock.now();
        const from = now.epochMilliseconds;
        const at = (step: WorkOrderStep) => {
          const ms = milliseconds(request.contract[step]);
          if (ms === null) throw new Error(`the contract's time to ${step} is no duration: ${request.contract[step]}`);
          return iso(from + ms);
        };
        const { warning, vendor, atms, faultClass, summary, incident } = request;
        const state = initialOrder(uuidv7());
        const command = {
          command: 'send' as const,
          number: '',
          warning,
          vendor,
          atms,
          faultClass,
          summary,
          due: { acknowledge: at('acknowledge'), depart: at('depart'), arrive: at('arrive'), repair: at('repair') },
          ...(incident === undefined ? {} : { incident }),
        };
        const allowed = decideOrder(state, command, actor, now);
        if (isRefusal(allowed)) return allowed;
        const number = await nextNumber(trx, 'WO', now);
        const events = decideOrder(state, { ...command, number }, actor, now);
        if (isRefusal(events)) return events;
        await record(trx, { state, version: 0, mode }, null, events, actor, now, false);
        return { id: state.id, number };
      }),

    /** Decides one command on one order and makes it durable; decided anew when somebody else came first. */
    command: async (
      id: string,
      command: WorkOrderCommand,
      actor: Actor,
      { key, rang = false }: { key?: string | undefined; rang?: boolean } = {},
    ): Promise<{ events: CausedOrderEvent[] } | Refusal> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await transact(db, async (trx) => {
            const loaded = await loadOrder(trx, id);
            if (!loaded) return refuse('work-order-unknown', { order: id });
            const now = clock.now();
            const events = decideOrder(loaded.state, command, actor, now);
            const fullKey = key === undefined ? undefined : `work-order:${id}:${actor.id}:${key}`;
            if (isRefusal(events)) {
              const kept = fullKey === undefined ? undefined : await keptAnswer(trx, fullKey);
              return kept === undefined ? events : (kept as { events: CausedOrderEvent[] });
            }
            return once(trx, fullKey, async () => {
              if (events.length === 0 && !rang) return { events: [] };
              return { events: await record(trx, loaded, (await orderRow(trx, id)) ?? null, events, actor, now, rang) };
            });
          });
        } catch (error) {
          if (!(error instanceof VersionConflict) || attempt >= attemptsAtMost) throw error;
        }
      }
    },
  };
}
