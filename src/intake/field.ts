import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { append } from '#journal';
import { type Actor, systemActor } from '#organization';
import { type Clock, type Db, isRefusal, type Refusal, refuse, transact, uuidv7 } from '#platform';
import type { Receiver } from './intake.ts';
import { isoOf } from './model.ts';
import { scrub } from './scrub.ts';

/** What a person at a machine can see, in words that need no training, and the signal it becomes. */
export const reportKinds = [
  { kind: 'not-working', zh: '不能用', en: 'Not working', code: 'machine.closed' },
  { kind: 'no-cash', zh: '取不出钱', en: 'No cash', code: 'cash.out' },
  { kind: 'cash-stuck', zh: '钞票卡住', en: 'Cash stuck', code: 'dispenser.jammed' },
  { kind: 'card-swallowed', zh: '吞卡', en: 'Card swallowed', code: 'card.retained' },
  { kind: 'power-cut', zh: '停电', en: 'Power cut', code: 'power.lost' },
  { kind: 'door-open', zh: '柜门开着', en: 'Cabinet open', code: 'cabinet.open' },
  { kind: 'damaged', zh: '被撬、被砸', en: 'Forced or smashed', code: 'safe.tampered' },
  { kind: 'suspicious', zh: '可疑装置或人员', en: 'Suspicious device or person', code: 'fraud.suspected' },
  { kind: 'attack', zh: '正在被攻击', en: 'Attack in progress', code: 'fraud.attempt' },
  { kind: 'screen', zh: '屏幕或软件异常', en: 'Screen or software wrong', code: 'software.error' },
] as const;
export type ReportKind = (typeof reportKinds)[number]['kind'];

export interface GivenReport {
  kind: string;
  atm?: string | undefined;
  site?: string | undefined;
  lat?: number | undefined;
  lon?: number | undefined;
  note?: string | undefined;
  photo?: Uint8Array | undefined;
}

export interface Receipt {
  id: string;
  kind: ReportKind;
  atm: string | null;
  site: string | null;
  receivedAt: string;
  read: { at: string; by: string } | null;
}

export interface Report extends Receipt {
  note: string;
  photo: boolean;
  reporter: string | null;
  lat: number | null;
  lon: number | null;
}

export const photoLimit = 10 * 1024 * 1024;
const noteCharacters = 2000;

/** Reports of one address within the window, and of all strangers together. */
const windowMs = 10 * 60_000;
const perAddress = 6;
const ofStrangers = 300;

/** The kind of picture by its first bytes, whatever its name says; null for anything else. */
export function pictureType(bytes: Uint8Array): { extension: string; type: string } | null {
  const starts = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
  if (starts(0xff, 0xd8, 0xff)) return { extension: 'jpg', type: 'image/jpeg' };
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { extension: 'png', type: 'image/png' };
  if (starts(0x52, 0x49, 0x46, 0x46) && Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WEBP')
    return { extension: 'webp', type: 'image/webp' };
  return null;
}

export type FieldReports = ReturnType<typeof openField>;

/**
 * What people on the spot report: a guard, a clerk, a customer. It becomes a signal at once; whoever reported holds a
 * receipt, addressed by a secret, that shows who read it and when. [S1-3.1(1)]
 */
export function openField(deps: {
  db: Db;
  clock: Clock;
  receiver: Receiver;
  filesDir: string;
  placeOf?: ((lat: number, lon: number) => { atm: string | null; site: string; metres: number } | null) | undefined;
}) {
  const { db, clock, receiver, placeOf } = deps;
  const folder = join(deps.filesDir, 'field');
  mkdirSync(folder, { recursive: true });
  const recent = new Map<string, number[]>();

  /** @returns minutes to wait, 0 when the report is welcome */
  function minutesToWait(address: string): number {
    const now = clock.now().epochMilliseconds;
    const since = now - windowMs * clock.rate;
    let all = 0;
    for (const [key, times] of recent) {
      const fresh = times.filter((time) => time > since);
      if (fresh.length === 0) recent.delete(key);
      else recent.set(key, fresh);
      all += fresh.length;
    }
    const own = recent.get(address) ?? [];
    if (own.length >= perAddress || all >= ofStrangers) return Math.max(1, Math.ceil(((own[0] ?? now) - since) / clock.rate / 60_000));
    recent.set(address, [...own, now]);
    return 0;
  }

  /**
   * Takes a report. Strangers are limited by their address; what they say is marked as not verified, and an attack that
   * they report is a suspicion until somebody of the bank has seen it.
   * @returns the receipt; refusal `too-many-reports`, `report-kind-unknown`, `report-placeless`, `atm-unknown`, `site-unknown`, `photo-unfit`
   */
  async function report(given: GivenReport, actor: Actor | null, address: string): Promise<Receipt | Refusal> {
    const kind = reportKinds.find((each) => each.kind === given.kind);
    if (!kind) return refuse('report-kind-unknown', { kind: String(given.kind).slice(0, 60), kinds: reportKinds.map((each) => each.kind) });
    const place = placeIn(given);
    if (isRefusal(place)) return place;
    const picture = given.photo && given.photo.length > 0 ? pictureType(given.photo) : undefined;
    if (picture === null) return refuse('photo-unfit');
    if (actor === null) {
      const minutes = minutesToWait(address);
      if (minutes > 0) return refuse('too-many-reports', { minutes });
    }
    const id = uuidv7();
    const token = randomBytes(18).toString('base64url');
    const at = clock.now();
    const note = scrub((given.note ?? '').replaceAll('\0', '').toWellFormed().slice(0, noteCharacters));
    let photo: string | null = null;
    if (picture && given.photo) {
      photo = `${createHash('sha256').update(given.photo).digest('hex')}.${picture.extension}`;
      await writeFile(join(folder, photo), given.photo);
    }
    const code = actor === null && kind.code === 'fraud.attempt' ? 'fraud.suspected' : kind.code;
    const detail = {
      kind: kind.kind,
      note,
      report: id,
      photo: photo !== null,
      verified: actor !== null,
      by: actor === null ? 'public' : actor.name,
    };
    const raw = JSON.stringify({ ...given, note, photo });
    const receivedAt = isoOf(at.epochMilliseconds);
    const taken = await receiver.take('field', raw, [{ id, source: 'field', ...place, code, state: 'raised', at: receivedAt, detail }], {
      also: async (trx) => {
        const row = {
          id,
          token,
          received_at: receivedAt,
          kind: kind.kind,
          ...place,
          lat: given.lat ?? null,
          lon: given.lon ?? null,
          note,
          photo,
          reporter: actor?.name ?? null,
          read_at: null,
          read_by: null,
        };
        await trx.insertInto('field_report').values(row).execute();
        const data = { report: id, kind: kind.kind, ...place, code, note, photo: photo !== null, verified: actor !== null };
        await append(trx, {
          stream: `field-report/${id}`,
          entries: [{ type: 'field-report-received', data }],
          actor: actor ?? systemActor,
          mode: 'live',
          at,
        });
      },
    });
    if (isRefusal(taken)) return taken;
    return { id: token, kind: kind.kind, ...place, receivedAt, read: null };
  }

  function placeIn({ atm, site, lat, lon }: GivenReport): { atm: string | null; site: string | null } | Refusal {
    if (atm !== undefined && atm !== '') return receiver.known.atm(atm) ? { atm, site: null } : refuse('atm-unknown', { field: 'atm' });
    if (site !== undefined && site !== '')
      return receiver.known.site(site) ? { atm: null, site } : refuse('site-unknown', { field: 'site' });
    if (lat === undefined || lon === undefined || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) return refuse('report-placeless');
    const near = placeOf?.(lat, lon) ?? null;
    if (!near) return refuse('report-placeless');
    return near.atm === null ? { atm: null, site: near.site } : { atm: near.atm, site: null };
  }

  /** A row by the secret of its receipt, or by its own id for those who are signed in. */
  const rowOf = (address: string, signedIn: boolean) => {
    const byId = signedIn && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(address);
    return db
      .selectFrom('field_report')
      .selectAll()
      .where(byId ? 'id' : 'token', '=', address)
      .executeTakeFirst();
  };

  async function receipt(address: string): Promise<Receipt | Refusal> {
    const row = await rowOf(address, false);
    if (!row) return refuse('not-found', { what: address.slice(0, 60) });
    return {
      id: row.token,
      kind: row.kind,
      atm: row.atm,
      site: row.site,
      receivedAt: row.received_at,
      read: row.read_at === null ? null : { at: row.read_at, by: row.read_by ?? '' },
    };
  }

  /** Somebody of the bank has read it: whoever reported sees the name and the time. The first counts. */
  async function markRead(address: string, actor: Actor): Promise<Report | Refusal> {
    return transact(db, async (trx) => {
      const row = await rowOf(address, true);
      if (!row) return refuse('not-found', { what: address.slice(0, 60) });
      const at = clock.now();
      const updated = await trx
        .updateTable('field_report')
        .set({ read_at: at.toString(), read_by: actor.name })
        .where('id', '=', row.id)
        .where('read_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (updated)
        await append(trx, {
          stream: `field-report/${row.id}`,
          entries: [{ type: 'field-report-read', data: { report: row.id } }],
          actor,
          mode: 'live',
          at,
        });
      return asReport(updated ?? row);
    });
  }

  /** Reports, the newest first; `unread` alone where asked. */
  async function reports(filter: { unread?: boolean; before?: string; limit: number }): Promise<{ items: Report[]; next: string | null }> {
    let query = db
      .selectFrom('field_report')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.limit + 1);
    if (filter.unread) query = query.where('read_at', 'is', null);
    if (filter.before !== undefined) query = query.where('id', '<', filter.before);
    const rows = await query.execute();
    const items = rows.slice(0, filter.limit).map(asReport);
    return { items, next: rows.length > filter.limit ? items.at(-1)!.id : null };
  }

  async function photo(address: string): Promise<{ bytes: Buffer; type: string } | Refusal> {
    const row = await rowOf(address, true);
    if (!row?.photo) return refuse('not-found', { what: address.slice(0, 60) });
    const bytes = await readFile(join(folder, row.photo));
    return { bytes, type: pictureType(bytes)?.type ?? 'application/octet-stream' };
  }

  return { report, receipt, markRead, reports, photo };
}

const asReport = (row: {
  id: string;
  kind: ReportKind;
  atm: string | null;
  site: string | null;
  received_at: string;
  read_at: string | null;
  read_by: string | null;
  note: string;
  photo: string | null;
  reporter: string | null;
  lat: number | null;
  lon: number | null;
}): Report => ({
  id: row.id,
  kind: row.kind,
  atm: row.atm,
  site: row.site,
  receivedAt: row.received_at,
  read: row.read_at === null ? null : { at: row.read_at, by: row.read_by ?? '' },
  note: row.note,
  photo: row.photo !== null,
  reporter: row.reporter,
  lat: row.lat,
  lon: row.lon,
});
