import { type Generated, type Selectable, sql } from 'kysely';
import type { Mode } from '#journal';
import type { Db, Migrations, Trx } from '#platform';
import type { ItemKindId } from './kinds.ts';
import type { Attributes, Condition, Item, Movement, Store, Unit } from './model.ts';

interface StoreTable {
  id: string;
  name_zh: string;
  name_en: string;
  address: string;
  lat: number | null;
  lon: number | null;
}
interface ItemTable {
  id: string;
  kind: string;
  name_zh: string;
  name_en: string;
  store: string;
  quantity: number;
  minimum: number;
  attributes: Attributes | string;
}
interface UnitTable {
  item: string;
  serial: string;
  condition: string;
  out: string | null;
}
interface MovementTable {
  id: string;
  item: string;
  move: string;
  quantity: number;
  serials: string[];
  incident: string | null;
  task: string | null;
  mode: string;
  taken: boolean;
  of: string | null;
  note: string | null;
  key: string | null;
  by_id: string;
  by_name: string;
  at: string;
  entry: Generated<number>;
}

declare global {
  interface FengsuiTables {
    store: StoreTable;
    item: ItemTable;
    item_unit: UnitTable;
    item_movement: MovementTable;
  }
}

export const migrations: Migrations = {
  'resources-001-stock': {
    async up(db) {
      await sql`create table store (
        id text primary key, name_zh text not null, name_en text not null, address text not null default '',
        lat double precision, lon double precision)`.execute(db);
      // The check is the last line: no statement of any program takes a shelf below nothing.
      await sql`create table item (
        id uuid primary key, kind text not null, name_zh text not null, name_en text not null,
        store text not null references store, quantity int not null check (quantity >= 0), minimum int not null check (minimum >= 0),
        attributes jsonb not null)`.execute(db);
      await sql`create index item_by_kind on item (kind, store)`.execute(db);
      await sql`create table item_unit (
        item uuid not null references item, serial text not null, condition text not null, out uuid, primary key (item, serial))`.execute(
        db,
      );
      await sql`create table item_movement (
        id uuid primary key, item uuid not null references item, move text not null, quantity int not null, serials text[] not null,
        incident text, task text, mode text not null, taken boolean not null, "of" uuid, note text, key text,
        by_id text not null, by_name text not null, at timestamptz not null, entry bigint not null)`.execute(db);
      await sql`create index item_movement_by_incident on item_movement (incident)`.execute(db);
      await sql`create index item_movement_by_item on item_movement (item, at)`.execute(db);
      await sql`create index item_movement_by_key on item_movement (key)`.execute(db);
    },
  },
};

export async function stores(db: Db | Trx): Promise<Store[]> {
  const rows = await db.selectFrom('store').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ id: row.id, name: { zh: row.name_zh, en: row.name_en }, address: row.address, lat: row.lat, lon: row.lon }));
}

export async function storeName(db: Db | Trx, id: string): Promise<Store['name']> {
  const row = await db.selectFrom('store').select(['name_zh', 'name_en']).where('id', '=', id).executeTakeFirstOrThrow();
  return { zh: row.name_zh, en: row.name_en };
}

export async function putStore(trx: Trx, store: Store): Promise<void> {
  const row = { id: store.id, name_zh: store.name.zh, name_en: store.name.en, address: store.address, lat: store.lat, lon: store.lon };
  await trx
    .insertInto('store')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

const toItem = (row: Selectable<ItemTable>, units: Unit[]): Item => ({
  id: row.id,
  kind: row.kind as ItemKindId,
  name: { zh: row.name_zh, en: row.name_en },
  store: row.store,
  quantity: row.quantity,
  minimum: row.minimum,
  attributes: row.attributes as Attributes,
  units,
});

async function withUnits(db: Db | Trx, rows: Selectable<ItemTable>[]): Promise<Item[]> {
  if (rows.length === 0) return [];
  const units = await db
    .selectFrom('item_unit')
    .selectAll()
    .where(
      'item',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('serial')
    .execute();
  const byItem = Map.groupBy(units, (unit) => unit.item);
  return rows.map((row) =>
    toItem(
      row,
      (byItem.get(row.id) ?? []).map((unit) => ({ serial: unit.serial, condition: unit.condition as Condition, out: unit.out })),
    ),
  );
}

export interface ItemFilter {
  store?: string | undefined;
  kind?: string | undefined;
  belowMinimum?: boolean | undefined;
  after?: string | undefined;
  limit: number;
}

export async function items(db: Db | Trx, filter: ItemFilter): Promise<Item[]> {
  let query = db.selectFrom('item').selectAll().orderBy('id').limit(filter.limit);
  if (filter.store !== undefined) query = query.where('store', '=', filter.store);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.belowMinimum) query = query.whereRef('quantity', '<', 'minimum');
  if (filter.after !== undefined) query = query.where('id', '>', filter.after);
  return withUnits(db, await query.execute());
}

export async function item(db: Db | Trx, id: string): Promise<Item | undefined> {
  return (await withUnits(db, await db.selectFrom('item').selectAll().where('id', '=', id).execute()))[0];
}

/**
 * Locks the shelves of these kinds, always in the order of their ids: two issues that each want UPS and generators
 * from the same stores, nearest first from different places, would otherwise wait for each other for ever.
 */
export async function lockKinds(trx: Trx, kinds: string[]): Promise<Item[]> {
  if (kinds.length === 0) return [];
  return withUnits(trx, await trx.selectFrom('item').selectAll().where('kind', 'in', kinds).orderBy('id').forUpdate().execute());
}

export async function lockItem(trx: Trx, id: string): Promise<Item | undefined> {
  return (await withUnits(trx, await trx.selectFrom('item').selectAll().where('id', '=', id).forUpdate().execute()))[0];
}

export async function insertItem(trx: Trx, one: Omit<Item, 'units'>): Promise<void> {
  await trx
    .insertInto('item')
    .values({
      id: one.id,
      kind: one.kind,
      name_zh: one.name.zh,
      name_en: one.name.en,
      store: one.store,
      quantity: one.quantity,
      minimum: one.minimum,
      attributes: JSON.stringify(one.attributes),
    })
    .execute();
}

/** Takes from a shelf what is there. @returns what remains, or undefined when there was too little: then nothing was taken */
export async function take(trx: Trx, id: string, quantity: number): Promise<number | undefined> {
  const row = await trx
    .updateTable('item')
    .set({ quantity: sql`quantity - ${quantity}` })
    .where('id', '=', id)
    .where('quantity', '>=', quantity) // of two at the last piece, the second updates no row
    .returning('quantity')
    .executeTakeFirst();
  return row?.quantity;
}

export async function put(trx: Trx, id: string, quantity: number): Promise<number> {
  const row = await trx
    .updateTable('item')
    .set({ quantity: sql`quantity + ${quantity}` })
    .where('id', '=', id)
    .returning('quantity')
    .executeTakeFirstOrThrow();
  return row.quantity;
}

export async function change(
  trx: Trx,
  id: string,
  set: { quantity?: number | undefined; minimum?: number | undefined; attributes?: Attributes | undefined },
): Promise<void> {
  const { attributes, ...rest } = set;
  await trx
    .updateTable('item')
    .set({ ...rest, ...(attributes && { attributes: JSON.stringify(attributes) }) })
    .where('id', '=', id)
    .execute();
}

export async function putUnits(trx: Trx, id: string, serials: string[], condition: Condition): Promise<void> {
  if (serials.length === 0) return;
  await trx
    .insertInto('item_unit')
    .values(serials.map((serial) => ({ item: id, serial, condition, out: null })))
    .onConflict((conflict) => conflict.columns(['item', 'serial']).doUpdateSet({ out: null, condition }))
    .execute();
}

export async function takeUnits(trx: Trx, id: string, serials: string[], issue: string): Promise<void> {
  if (serials.length === 0) return;
  await trx.updateTable('item_unit').set({ out: issue }).where('item', '=', id).where('serial', 'in', serials).execute();
}

export async function insertMovement(trx: Trx, move: Omit<Movement, 'kind' | 'name' | 'store'>, key: string | null): Promise<void> {
  await trx
    .insertInto('item_movement')
    .values({
      id: move.id,
      item: move.item,
      move: move.move,
      quantity: move.quantity,
      serials: move.serials,
      incident: move.incident,
      task: move.task,
      mode: move.mode,
      taken: move.taken,
      of: move.of,
      note: move.note,
      key,
      by_id: move.by.id,
      by_name: move.by.name,
      at: move.at,
      entry: move.entry,
    })
    .execute();
}

export interface MovementFilter {
  incident?: string | undefined;
  item?: string | undefined;
  key?: string | undefined;
  id?: string | undefined;
}

/** Movements, oldest first. */
export async function movements(db: Db | Trx, filter: MovementFilter, limit = 1000): Promise<Movement[]> {
  let query = db
    .selectFrom('item_movement')
    .innerJoin('item', 'item.id', 'item_movement.item')
    .selectAll('item_movement')
    .select(['item.kind', 'item.name_zh', 'item.name_en', 'item.store'])
    .orderBy('item_movement.id')
    .limit(limit);
  if (filter.incident !== undefined) query = query.where('item_movement.incident', '=', filter.incident);
  if (filter.item !== undefined) query = query.where('item_movement.item', '=', filter.item);
  if (filter.key !== undefined) query = query.where('item_movement.key', '=', filter.key);
  if (filter.id !== undefined) query = query.where('item_movement.id', '=', filter.id);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    item: row.item,
    kind: row.kind as ItemKindId,
    name: { zh: row.name_zh, en: row.name_en },
    store: row.store,
    move: row.move as Movement['move'],
    quantity: row.quantity,
    serials: row.serials,
    incident: row.incident,
    task: row.task,
    mode: row.mode as Mode,
    taken: row.taken,
    of: row.of,
    note: row.note,
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
    entry: row.entry,
  }));
}
