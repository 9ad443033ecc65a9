import { append, type Mode } from '#journal';
import type { Actor } from '#organization';
import { type Clock, type Db, isRefusal, type Jobs, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { type ItemKindId, isItemKind, kindOf } from './kinds.ts';
import {
  type Attributes,
  allocate,
  attention,
  attributeFaults,
  type Condition,
  type Item,
  type Movement,
  outstanding,
  type Place,
  type Store,
  storesByDistance,
  type Want,
} from './model.ts';
import * as store from './store.ts';

type By = Pick<Actor, 'kind' | 'id' | 'name' | 'role'>;

export interface Issue {
  /** The same key twice issues once. */
  key: string;
  /** Id of the incident; null for an issue outside any. */
  incident: string | null;
  task: string | null;
  items: Want[];
  mode: Mode;
  actor: By;
  /** Where it is needed: the nearest store that has it gives it. */
  near?: Place | null;
  /** Machines that it is for; the first with a known place counts as `near`. */
  machines?: string[];
  /** The plan wants the drill to take things in earnest. */
  drillTakes?: boolean;
  note?: string;
}

export interface GiveBack {
  key: string;
  incident: string | null;
  /** Only what this task drew; absent: all of the incident. */
  task?: string | null;
  /** Absent: everything that is still out. */
  items?: { issue: string; quantity: number; serials?: string[]; condition?: Condition; checked?: string[]; missing?: string[] }[];
  mode: Mode;
  actor: By;
  note?: string;
}

export interface Receive {
  item: string;
  quantity: number;
  serials?: string[];
  note?: string;
  actor: By;
}
export interface NewItem {
  kind: ItemKindId;
  name?: { zh: string; en: string };
  store: string;
  quantity: number;
  minimum: number;
  attributes?: Attributes;
  serials?: string[];
  actor: By;
}

export interface ResourcesDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  timezone?: string;
  /** Where a machine stands; lets an issue find its nearest store by the machines alone. */
  placeOf?: (atm: string) => Promise<Place | null>;
  /** A shelf went below its minimum (S1-6.2). */
  onBelowMinimum?: (trx: Trx, item: Item) => Promise<void>;
}

export type Resources = ReturnType<typeof openResources>;

const byOf = (actor: By) => ({ id: actor.id, name: actor.name });

/** Stock of emergency materials and equipment (S1-4, S1-6.2, S3-5). Nothing goes below zero, whoever takes at once. */
export function openResources({ db, clock, timezone = 'Asia/Shanghai', placeOf, onBelowMinimum }: ResourcesDeps) {
  const today = () => clock.now().toZonedDateTimeISO(timezone).toPlainDate().toString();

  async function record(
    trx: Trx,
    type: string,
    one: Item,
    move: Movement['move'],
    quantity: number,
    serials: string[],
    remaining: number,
    mode: Mode,
    actor: By,
    more: {
      id?: string;
      incident?: string | null;
      task?: string | null;
      taken?: boolean;
      of?: string | null;
      note?: string | null;
      key?: string | null;
      data?: object;
    } = {},
  ): Promise<Movement> {
    const at = clock.now();
    const id = more.id ?? uuidv7();
    const movement = {
      id,
      item: one.id,
      kind: one.kind,
      name: one.name,
      store: one.store,
      move,
      quantity,
      serials,
      incident: more.incident ?? null,
      task: more.task ?? null,
      mode,
      taken: more.taken ?? true,
      of: more.of ?? null,
      note: more.note ?? null,
      by: byOf(actor),
      at: at.toString(),
    };
    const [entry] = await append(trx, {
      stream: `item/${one.id}`,
      entries: [
        {
          type,
          data: {
            ...movement,
            storeName: await store.storeName(trx, one.store),
            consumed: kindOf(one.kind).consumed,
            remaining,
            ...more.data,
          },
        },
      ],
      actor,
      mode,
      at,
    });
    if (!entry) throw new Error('the journal gave no entry');
    await store.insertMovement(trx, { ...movement, entry: entry.seq }, more.key ?? null);
    return { ...movement, entry: entry.seq };
  }

  async function nearOf(issue: Issue): Promise<Place | null> {
    if (issue.near) return issue.near;
    if (placeOf)
      for (const atm of issue.machines ?? []) {
        const place = await placeOf(atm);
        if (place) return place;
      }
    return null;
  }

  /**
   * Issues items to an incident: each from the nearest store that has it usable, the rest from the next (S1-3.2(4)).
   * In a drill it is on record only, unless `drillTakes`. All of it or nothing.
   * @returns the movements, or `stock-short` with where there is some, or `item-unknown`
   */
  async function issue(trx: Trx, request: Issue): Promise<Movement[] | Refusal> {
    const named = new Map<string, Item>();
    for (const want of request.items) {
      if (isItemKind(want.item)) continue;
      const one = /^[0-9a-f-]{36}$/i.test(want.item) ? await store.item(trx, want.item) : undefined;
      if (!one) return refuse('item-unknown', { item: want.item });
      named.set(want.item, one);
    }
    const kinds = [...new Set(request.items.map((want) => named.get(want.item)?.kind ?? want.item))];
    const shelves = await store.lockKinds(trx, kinds);
    const before = await store.movements(trx, { key: request.key });
    if (before.length > 0) return before; // asked twice: the lock made the second wait for the first
    const near = await nearOf(request);
    const all = await store.stores(trx);
    const order = storesByDistance(all, near).map((one) => one.store.id);
    const left = new Map<string, number>();
    const takes: { shelf: Item; quantity: number }[] = [];
    for (const want of request.items) {
      const plan = allocate(want, shelves, order, today(), left);
      if (plan.short > 0) return refuse('stock-short', shortage(want, plan.short, shelves, all, order));
      for (const one of plan.takes) {
        const shelf = shelves.find((each) => each.id === one.item);
        if (shelf) takes.push({ shelf, quantity: one.quantity });
      }
    }
    const taken = request.mode !== 'drill' || request.drillTakes === true;
    const done: Movement[] = [];
    const gone = new Map<string, string[]>();
    for (const { shelf, quantity } of takes) {
      const used = gone.get(shelf.id) ?? [];
      const serials = shelf.units
        .filter((unit) => unit.out === null && unit.condition !== 'broken' && !used.includes(unit.serial))
        .slice(0, quantity)
        .map((unit) => unit.serial);
      gone.set(shelf.id, [...used, ...serials]);
      const remaining = taken ? await store.take(trx, shelf.id, quantity) : shelf.quantity;
      if (remaining === undefined) return refuse('stock-short', shortage({ item: shelf.id, quantity }, quantity, shelves, all, order));
      const id = uuidv7();
      if (taken) await store.takeUnits(trx, shelf.id, serials, id);
      done.push(
        await record(trx, 'item-issued', shelf, 'issued', quantity, serials, remaining, request.mode, request.actor, {
          id,
          incident: request.incident,
          task: request.task,
          taken,
          key: request.key,
          note: request.note ?? null,
        }),
      );
      if (taken && remaining < shelf.minimum && remaining + quantity >= shelf.minimum)
        await onBelowMinimum?.(trx, { ...shelf, quantity: remaining });
    }
    return done;
  }

  function shortage(want: Want, short: number, shelves: Item[], all: Store[], order: string[]): Record<string, unknown> {
    const kind = shelves.find((one) => one.id === want.item)?.kind ?? (isItemKind(want.item) ? want.item : undefined);
    const day = today();
    const some = shelves
      .filter((one) => one.kind === kind && one.quantity > 0)
      .sort((a, b) => order.indexOf(a.store) - order.indexOf(b.store))
      .map((one) => {
        const place = all.find((each) => each.id === one.store)?.name ?? { zh: one.store, en: one.store };
        const why = attention(one, day).find((each) => each.unusable)?.text;
        return {
          store: one.store,
          item: one.id,
          quantity: one.quantity,
          zh: `${place.zh} ${one.quantity}${why ? `（不可用：${why.zh}）` : ''}`,
          en: `${place.en} ${one.quantity}${why ? ` (not usable: ${why.en})` : ''}`,
        };
      });
    return {
      item: want.item,
      name: kind ? kindOf(kind).name : want.item,
      wanted: want.quantity,
      available: want.quantity - short,
      where: some.length > 0 ? some : [{ zh: '各库均无', en: 'nowhere' }],
    };
  }

  /**
   * Gives back what an incident drew; without `items`, everything that is still out.
   * A kit that a person returns is checked against its packing list (S3-5.2(2)); one that a task returns is noted as unchecked.
   * @returns the movements, or `return-exceeds`, `serials-mismatch`, `kit-unchecked`
   */
  async function giveBack(trx: Trx, request: GiveBack): Promise<Movement[] | Refusal> {
    const known =
      request.incident === null && request.items
        ? (await Promise.all(request.items.map((one) => store.movements(trx, { id: one.issue })))).flat()
        : await store.movements(trx, request.incident === null ? { key: request.key } : { incident: request.incident });
    const shelves = new Map((await store.lockKinds(trx, [...new Set(known.map((move) => move.kind))])).map((one) => [one.id, one]));
    const before = await store.movements(trx, { key: request.key });
    if (before.length > 0) return before;
    const moves =
      request.incident === null
        ? (await Promise.all([...new Set(known.map((move) => move.item))].map((item) => store.movements(trx, { item })))).flat()
        : await store.movements(trx, { incident: request.incident });
    const open = outstanding(moves).filter(({ issue }) => request.task == null || issue.task === request.task);
    const wanted = request.items ?? open.map(({ issue, quantity }) => ({ issue: issue.id, quantity }));
    const done: Movement[] = [];
    for (const one of wanted as NonNullable<GiveBack['items']>) {
      const issued = open.find(({ issue }) => issue.id === one.issue);
      const shelf = issued && shelves.get(issued.issue.item);
      if (!issued || !shelf) {
        const closed = moves.find((move) => move.id === one.issue);
        return refuse('return-exceeds', { name: closed?.name ?? one.issue, out: 0, quantity: one.quantity });
      }
      if (one.quantity > issued.quantity)
        return refuse('return-exceeds', { name: shelf.name, out: issued.quantity, quantity: one.quantity });
      const out = shelf.units.filter((unit) => unit.out === one.issue).map((unit) => unit.serial);
      const serials = one.serials ?? (issued.issue.taken ? out : issued.issue.serials).slice(0, one.quantity);
      if (
        one.serials &&
        (one.serials.length !== one.quantity || (issued.issue.taken && one.serials.some((serial) => !out.includes(serial))))
      )
        return refuse('serials-mismatch', { serials: one.serials });
      const packing = Array.isArray(shelf.attributes.packing) ? shelf.attributes.packing : [];
      const unchecked = packing.filter((piece) => !one.checked?.includes(piece) && !one.missing?.includes(piece));
      if (request.items && unchecked.length > 0) return refuse('kit-unchecked', { name: shelf.name, missing: unchecked });
      const remaining = issued.issue.taken ? await store.put(trx, shelf.id, one.quantity) : shelf.quantity;
      if (issued.issue.taken) await store.putUnits(trx, shelf.id, serials, one.condition ?? 'good');
      done.push(
        await record(trx, 'item-returned', shelf, 'returned', one.quantity, serials, remaining, request.mode, request.actor, {
          incident: issued.issue.incident,
          task: request.task ?? null,
          taken: issued.issue.taken,
          of: one.issue,
          key: request.key,
          note: request.note ?? null,
          data: { condition: one.condition ?? 'good', missing: one.missing ?? [], unchecked },
        }),
      );
    }
    return done;
  }

  /** New stock on a shelf. @returns the movement, or `item-unknown`, `serials-mismatch` */
  async function receive(trx: Trx, request: Receive): Promise<Movement | Refusal> {
    const shelf = await store.lockItem(trx, request.item);
    if (!shelf) return refuse('item-unknown', { item: request.item });
    const serials = request.serials ?? [];
    const kept = new Set(shelf.units.map((unit) => unit.serial));
    if (
      serials.length > 0 &&
      (serials.length !== request.quantity || new Set(serials).size !== serials.length || serials.some((serial) => kept.has(serial)))
    )
      return refuse('serials-mismatch', { serials });
    const remaining = await store.put(trx, shelf.id, request.quantity);
    await store.putUnits(trx, shelf.id, serials, 'good');
    return record(trx, 'item-received', shelf, 'received', request.quantity, serials, remaining, 'live', request.actor, {
      note: request.note ?? null,
    });
  }

  /** Stock-take: what was counted is what there is (S1-6.2). @returns the movement with the difference, or `item-unknown` */
  async function count(trx: Trx, request: { item: string; counted: number; note: string; actor: By }): Promise<Movement | Refusal> {
    const shelf = await store.lockItem(trx, request.item);
    if (!shelf) return refuse('item-unknown', { item: request.item });
    await store.change(trx, shelf.id, { quantity: request.counted });
    const movement = await record(
      trx,
      'item-counted',
      shelf,
      'counted',
      request.counted - shelf.quantity,
      [],
      request.counted,
      'live',
      request.actor,
      { note: request.note },
    );
    if (request.counted < shelf.minimum && shelf.quantity >= shelf.minimum)
      await onBelowMinimum?.(trx, { ...shelf, quantity: request.counted });
    return movement;
  }

  /** Puts a new thing on the shelf of a store. @returns its id, or `store-unknown`, `attributes-wrong`, `serials-mismatch` */
  async function add(trx: Trx, request: NewItem): Promise<string | Refusal> {
    if (!(await store.stores(trx)).some((one) => one.id === request.store)) return refuse('store-unknown', { store: request.store });
    const attributes = request.attributes ?? {};
    const faults = attributeFaults(request.kind, attributes);
    if (faults.length > 0)
      return refuse('attributes-wrong', {
        faults: faults.map((one) => ({ zh: `${one.attribute} ${one.zh}`, en: `${one.attribute} ${one.en}` })),
      });
    const id = uuidv7();
    await store.insertItem(trx, {
      id,
      kind: request.kind,
      name: request.name ?? kindOf(request.kind).name,
      store: request.store,
      quantity: 0,
      minimum: request.minimum,
      attributes,
    });
    if (request.quantity > 0) {
      const received = await receive(trx, {
        item: id,
        quantity: request.quantity,
        ...(request.serials && { serials: request.serials }),
        actor: request.actor,
      });
      if (isRefusal(received)) return received;
    }
    return id;
  }

  /** Changes minimum and attributes (a calibration done, a new expiry). @returns nothing, or `item-unknown`, `attributes-wrong` */
  async function describe(
    trx: Trx,
    request: { item: string; minimum?: number; attributes?: Attributes; actor: By },
  ): Promise<Refusal | undefined> {
    const shelf = await store.lockItem(trx, request.item);
    if (!shelf) return refuse('item-unknown', { item: request.item });
    const attributes = { ...shelf.attributes, ...request.attributes };
    const faults = attributeFaults(shelf.kind, attributes);
    if (faults.length > 0)
      return refuse('attributes-wrong', {
        faults: faults.map((one) => ({ zh: `${one.attribute} ${one.zh}`, en: `${one.attribute} ${one.en}` })),
      });
    await store.change(trx, shelf.id, { minimum: request.minimum, attributes });
    await append(trx, {
      stream: `item/${shelf.id}`,
      entries: [{ type: 'item-described', data: { item: shelf.id, minimum: request.minimum ?? shelf.minimum, attributes } }],
      actor: request.actor,
      mode: 'live',
      at: clock.now(),
    });
    return undefined;
  }

  return {
    issue,
    giveBack,
    receive,
    count,
    add,
    describe,
    today,
    /** Runs one of the above in a transaction of its own. */
    now: <T>(work: (trx: Trx) => Promise<T>): Promise<T> => transact(db, work),
    putStore: (trx: Trx, one: Store) => store.putStore(trx, one),
    stores: () => store.stores(db),
    items: (filter: Partial<store.ItemFilter> = {}) => store.items(db, { limit: 1000, ...filter }),
    item: (id: string) => store.item(db, id),
    movements: (filter: store.MovementFilter) => store.movements(db, filter),
    /** What an incident has not given back yet; what is used up is not waited for. */
    outstanding: async (incident: string, trx: Trx | Db = db) => outstanding(await store.movements(trx, { incident })),
  };
}
