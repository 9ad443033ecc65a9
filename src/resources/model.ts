import type { Mode } from '#journal';
import type { Text } from '#plans';
import { type ItemKindId, kindOf } from './kinds.ts';

export interface Place {
  lat: number;
  lon: number;
}

export interface Store {
  id: string;
  name: Text;
  address: string;
  lat: number | null;
  lon: number | null;
}

export type Condition = 'good' | 'worn' | 'broken';
/** One piece of equipment with a serial number; `out` names the issue that holds it. */
export interface Unit {
  serial: string;
  condition: Condition;
  out: string | null;
}

export type Attributes = Record<string, string | number | string[]>;

/** What one store has of one thing. Several items of a kind may lie in a store: two types of UPS, parts for two makes. */
export interface Item {
  id: string;
  kind: ItemKindId;
  name: Text;
  store: string;
  quantity: number;
  minimum: number;
  attributes: Attributes;
  units: Unit[];
}

/** Something one should see to. `unusable` items are not issued. */
export interface Attention {
  what: 'below-minimum' | 'passed' | 'soon' | 'broken';
  attribute: string | null;
  date: string | null;
  unusable: boolean;
  text: Text;
}

export interface Movement {
  id: string;
  item: string;
  kind: ItemKindId;
  name: Text;
  store: string;
  move: 'received' | 'issued' | 'returned' | 'counted';
  quantity: number;
  serials: string[];
  incident: string | null;
  task: string | null;
  mode: Mode;
  /** A drill's issue is on record and takes nothing from the shelf. */
  taken: boolean;
  /** Of a return: the issue it gives back. */
  of: string | null;
  note: string | null;
  by: { id: string; name: string };
  at: string;
  /** The journal entry that says so. */
  entry: number;
}

/** Great-circle distance in metres. */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h));
}

/**
 * Stores in the order in which they are asked: nearest to the place first; those without coordinates last, and all by
 * their id where no place is known, so that the same question always gets the same answer.
 */
export function storesByDistance(stores: Store[], near: Place | null): { store: Store; metres: number | null }[] {
  return stores
    .map((store) => ({
      store,
      metres: near && store.lat !== null && store.lon !== null ? metresBetween(near, { lat: store.lat, lon: store.lon }) : null,
    }))
    .sort(
      (a, b) => (a.metres ?? Number.POSITIVE_INFINITY) - (b.metres ?? Number.POSITIVE_INFINITY) || a.store.id.localeCompare(b.store.id),
    );
}

const soonDays = 30;

/** What of this item wants attention on a day (`2026-07-16`): minimum, expiry, calibration, battery, inspection, broken pieces. */
export function attention(item: Item, today: string): Attention[] {
  const found: Attention[] = [];
  if (item.quantity < item.minimum)
    found.push({
      what: 'below-minimum',
      attribute: null,
      date: null,
      unusable: false,
      text: {
        zh: `库存 ${item.quantity}，低于下限 ${item.minimum}`,
        en: `${item.quantity} in stock, below the minimum of ${item.minimum}`,
      },
    });
  const day = Temporal.PlainDate.from(today);
  for (const spec of kindOf(item.kind).attributes) {
    const value = item.attributes[spec.id];
    if (!spec.passing || typeof value !== 'string') continue;
    const days = day.until(Temporal.PlainDate.from(value), { largestUnit: 'days' }).days;
    if (days < 0)
      found.push({
        what: 'passed',
        attribute: spec.id,
        date: value,
        unusable: spec.passing === 'unusable',
        text: { zh: `${spec.label.zh}（${value}）已过`, en: `${spec.label.en} (${value}) has passed` },
      });
    else if (days <= soonDays)
      found.push({
        what: 'soon',
        attribute: spec.id,
        date: value,
        unusable: false,
        text: { zh: `${spec.label.zh}还有 ${days} 天（${value}）`, en: `${spec.label.en} in ${days} days (${value})` },
      });
  }
  const broken = item.units.filter((unit) => unit.condition === 'broken' && unit.out === null);
  if (broken.length > 0)
    found.push({
      what: 'broken',
      attribute: null,
      date: null,
      unusable: false,
      text: {
        zh: `${broken.map((unit) => unit.serial).join('、')} 损坏待修`,
        en: `${broken.map((unit) => unit.serial).join(', ')} broken, to be repaired`,
      },
    });
  return found;
}

export const usable = (item: Item, today: string): boolean => !attention(item, today).some((one) => one.unusable);

/** Age of a UPS's battery in whole months, or null where its date is unknown (S3-5.1(2)). */
export function batteryMonths(item: Item, today: string): number | null {
  const made = item.attributes.batteryMade;
  if (typeof made !== 'string') return null;
  return Temporal.PlainDate.from(made).until(Temporal.PlainDate.from(today), { largestUnit: 'months' }).months;
}

/** Does a part serve this model? Without a list of models it serves all. */
export function fits(item: Item, model: string | null): boolean {
  const models = item.attributes.fits;
  return model === null || !Array.isArray(models) || models.length === 0 || models.includes(model);
}

export interface Want {
  item: string;
  quantity: number /** Machine model that the part must serve. */;
  model?: string;
}
export interface Take {
  item: string;
  store: string;
  quantity: number;
}

/**
 * From which shelves a want is met: nearest store first, the next for what is missing there. `left` counts pieces
 * already spoken for by earlier wants of the same issue and is changed.
 * @param want.item a kind, or the id of one item, which is then taken before others of its kind
 * @returns what to take, and `short`: pieces that nobody has
 */
export function allocate(
  want: Want,
  items: Item[],
  order: string[],
  today: string,
  left: Map<string, number>,
): { takes: Take[]; short: number } {
  const named = items.find((item) => item.id === want.item);
  const kind = named?.kind ?? want.item;
  const rank = new Map(order.map((store, index) => [store, index]));
  const candidates = items
    .filter((item) => item.kind === kind && usable(item, today) && fits(item, want.model ?? null))
    .sort(
      (a, b) =>
        Number(b.id === want.item) - Number(a.id === want.item) ||
        (rank.get(a.store) ?? order.length) - (rank.get(b.store) ?? order.length) ||
        a.id.localeCompare(b.id),
    );
  const takes: Take[] = [];
  let short = want.quantity;
  for (const item of candidates) {
    const have = left.get(item.id) ?? item.quantity;
    const quantity = Math.min(short, have);
    if (quantity <= 0) continue;
    takes.push({ item: item.id, store: item.store, quantity });
    left.set(item.id, have - quantity);
    short -= quantity;
    if (short === 0) break;
  }
  return { takes, short };
}

/** Pieces still out of each issue: issued less returned. */
export function outstanding(movements: Movement[]): { issue: Movement; quantity: number }[] {
  const back = new Map<string, number>();
  for (const move of movements) if (move.move === 'returned' && move.of) back.set(move.of, (back.get(move.of) ?? 0) + move.quantity);
  return movements
    .filter((move) => move.move === 'issued' && !kindOf(move.kind).consumed)
    .map((issue) => ({ issue, quantity: issue.quantity - (back.get(issue.id) ?? 0) }))
    .filter((open) => open.quantity > 0);
}

export type AttributeFault = { attribute: string; zh: string; en: string };

/** Checks attributes against the kind. @returns the faults, empty when all is well */
export function attributeFaults(kind: ItemKindId, attributes: Record<string, unknown>): AttributeFault[] {
  const specs = new Map(kindOf(kind).attributes.map((spec) => [spec.id, spec]));
  return Object.entries(attributes).flatMap(([id, value]): AttributeFault[] => {
    const spec = specs.get(id);
    if (!spec) return [{ attribute: id, zh: '此类物资没有这一属性', en: 'this kind has no such attribute' }];
    if (spec.kind === 'number' && typeof value !== 'number') return [{ attribute: id, zh: '应为数字', en: 'must be a number' }];
    if (spec.kind === 'text' && typeof value !== 'string') return [{ attribute: id, zh: '应为文字', en: 'must be text' }];
    if (spec.kind === 'list' && !(Array.isArray(value) && value.every((one) => typeof one === 'string')))
      return [{ attribute: id, zh: '应为文字列表', en: 'must be a list of texts' }];
    if (spec.kind === 'date' && !isDate(value))
      return [{ attribute: id, zh: '应为日期，如 2026-07-16', en: 'must be a date such as 2026-07-16' }];
    return [];
  });
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
