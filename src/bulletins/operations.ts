import { districtOf, type Fleet } from '#fleet';
import { append, type EntryActor, type Mode } from '#journal';
import type { Actor } from '#organization';
import type { EventClass, Text } from '#plans';
import { type Clock, type Db, isRefusal, type Jobs, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { atomFeed, capAlert } from './feeds.ts';
import {
  type AffectedPlace,
  type Bulletin,
  type BulletinCommand,
  type BulletinKind,
  channelIds,
  decide,
  estimate,
  type Range,
} from './model.ts';
import { type Bank, type Nearest, noticeFragment, type PlaceState, type StatusView, statusPage } from './page.ts';
import * as store from './store.ts';
import { channelRecords, type Tongue, word } from './words.ts';

/** What the room needs to know of the fleet. */
export type PublicFleet = Pick<Fleet, 'atm' | 'find' | 'place' | 'nearestWorking'>;

export interface BulletinsDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  fleet: PublicFleet;
  timezone?: string;
  bank?: Bank;
  /** Address of the site for feeds, without a slash at its end. */
  url?: string;
  /** After each change, in its transaction: to call the press officer for a draft, or the command for an approval. */
  onChanged?: (trx: Trx, bulletin: Bulletin) => Promise<void>;
}

/** What is true of the incident when a bulletin is drafted. */
export interface Facts {
  eventClass: EventClass;
  /** Ids of the machines concerned. */
  machines: string[];
  openedAt: string;
  /** Of those, back in service. */
  restored?: number;
  /** Absent: estimated from earlier cases of the class. null: nothing is said. */
  expected?: Range | null;
  /** Absent: in 30 minutes. */
  nextWord?: string | null;
  /** What is being done, or free words, in plain language (S3-8.2(4)). */
  handling?: Text | null;
  /** Kept from the public until released. */
  cause?: Text | null;
}

export interface Draft {
  incident: { id: string; number: string; title: Text; mode: Mode };
  kind: BulletinKind;
  facts: Facts;
  actor: EntryActor;
  /** The same key drafts once. */
  key?: string;
}

export type Bulletins = ReturnType<typeof openBulletins>;

/** How people call a place: its name, or its branch's where the fleet file gives sites numbers only. */
const nameOf = ({ site, branch }: { site: string; branch: string }): string =>
  /\p{L}{2}/u.test(site.replace(/^[A-Za-z]+(?=[-_ ]?\d)/, '')) || branch === '' ? site : branch;

const slipJob = 'bulletin-slip';
const system: EntryActor = { kind: 'system', id: 'system', name: '系统', role: 'system' };

/** Information to the public: drafted from facts, approved by a second person, shown at `/status` (S3-8). */
export function openBulletins({
  db,
  clock,
  jobs,
  fleet,
  timezone = 'Asia/Shanghai',
  bank = { name: { zh: '江城银行', en: 'Jiangcheng Bank' }, phone: '400-000-0000' },
  url = 'http://127.0.0.1:8080',
  onChanged,
}: BulletinsDeps) {
  function placesOf(machines: string[]): AffectedPlace[] {
    const bySite = new Map<string, AffectedPlace>();
    for (const id of machines) {
      const atm = fleet.atm(id);
      if (!atm) continue;
      const place = bySite.get(atm.site) ?? {
        site: atm.site,
        name: nameOf(atm),
        district: districtOf(atm),
        lat: atm.lat,
        lon: atm.lon,
        atms: [],
      };
      place.atms.push(id);
      bySite.set(atm.site, place);
    }
    return [...bySite.values()].sort((a, b) => a.name.localeCompare(b.name, 'zh'));
  }

  /** The nearest three places that pay out, each once, none of those given. */
  function nearest(lat: number, lon: number, except: Set<string>, count = 3): Nearest[] {
    const found = new Map<string, Nearest>();
    for (const { atm, metres } of fleet.nearestWorking(lat, lon, 40)) {
      if (except.has(atm.site)) continue;
      const one = found.get(atm.site) ?? { site: atm.site, name: nameOf(atm), metres, lat: atm.lat, lon: atm.lon, machines: 0 };
      one.machines++;
      found.set(atm.site, one);
    }
    return [...found.values()].slice(0, count);
  }

  /** The nearest that pay out, seen from the middle of the places concerned. */
  function alternatives(places: AffectedPlace[]): Nearest[] {
    const placed = places.filter((place) => place.lat !== null && place.lon !== null);
    if (placed.length === 0) return [];
    const middle = (of: 'lat' | 'lon') => placed.reduce((sum, place) => sum + (place[of] ?? 0), 0) / placed.length;
    return nearest(middle('lat'), middle('lon'), new Set(places.map((place) => place.site)));
  }

  /** Drafts a bulletin from the facts of an incident, in plain words. The drafter cannot approve it. @returns the draft */
  async function draft(trx: Trx, request: Draft): Promise<Bulletin> {
    const { incident, kind, facts, actor } = request;
    const now = clock.now();
    await store.lockIncident(trx, {
      incident: incident.id,
      number: incident.number,
      mode: incident.mode,
      eventClass: facts.eventClass,
      openedAt: facts.openedAt,
    });
    const before = request.key === undefined ? undefined : await store.byKey(trx, request.key);
    if (before) return before;
    const earlier = await store.list(trx, { incident: incident.id, limit: 1000 });
    const spoken = earlier.find((one) => (one.state === 'published' || one.state === 'withheld') && one.expected !== null);
    const places = placesOf(facts.machines);
    const expected =
      kind === 'recovery'
        ? null
        : facts.expected === undefined
          ? estimate(facts.eventClass, await store.pastMinutes(trx, facts.eventClass), facts.openedAt, now)
          : facts.expected;
    const text = word({
      kind,
      eventClass: facts.eventClass,
      places,
      restored: facts.restored ?? 0,
      handling: facts.handling ?? null,
      was: kind === 'progress' ? (spoken?.expected ?? null) : null,
      expected,
      now,
      timezone,
      drill: incident.mode !== 'live',
    });
    const bulletin: Bulletin = {
      id: uuidv7(),
      incident: { id: incident.id, number: incident.number, title: incident.title },
      serial: (earlier[0]?.serial ?? 0) + 1,
      kind,
      state: 'drafted',
      mode: incident.mode,
      eventClass: facts.eventClass,
      ...text,
      cause: facts.cause ?? null,
      causeReleased: false,
      expected,
      nextWord: kind === 'recovery' ? null : facts.nextWord === undefined ? roundUp(now.add({ minutes: 30 })) : facts.nextWord,
      places,
      alternatives: kind === 'recovery' ? [] : alternatives(places).map(({ site, name, metres }) => ({ site, name, metres })),
      corrects: null,
      draftedBy: { id: actor.id, name: actor.name },
      draftedAt: now.toString(),
      authors: [actor.id],
      decidedBy: null,
      decidedAt: null,
      reason: null,
      publishedBy: null,
      publishedAt: null,
      channels: [],
    };
    await keepDraft(trx, bulletin, actor, request.key ?? null);
    return bulletin;
  }

  async function keepDraft(trx: Trx, bulletin: Bulletin, actor: EntryActor, key: string | null): Promise<void> {
    await store.insert(trx, bulletin, key);
    const { id, incident, serial, kind, title, body, expected, nextWord, corrects } = bulletin;
    await append(trx, {
      stream: `bulletin/${id}`,
      entries: [
        {
          type: 'bulletin-drafted',
          data: { bulletin: id, incident: incident.id, serial, kind, title, body, expected, nextWord, corrects },
        },
      ],
      actor,
      mode: bulletin.mode,
      at: clock.now(),
    });
    await onChanged?.(trx, bulletin);
  }

  /** @returns the bulletin as it is then, or a refusal of `decide` */
  async function command(trx: Trx, id: string, given: BulletinCommand, actor: Actor): Promise<Bulletin | Refusal> {
    const bulletin = await store.lock(trx, id);
    if (!bulletin) return refuse('not-found', { what: id });
    const now = clock.now();
    const change = decide(bulletin, given, actor, now);
    if (isRefusal(change)) return change;
    const changed: Bulletin = { ...bulletin, ...change.set };
    if (given.command === 'publish') {
      const earlier = (await store.list(trx, { incident: bulletin.incident.id, limit: 1000 })).filter((one) => one.channels.length > 0);
      // A recovery goes to all who were told of the fault, by the same channels (S1-3.4(2)).
      const channels =
        changed.kind === 'recovery' && earlier.length > 0
          ? channelIds.filter((channel) => earlier.some((one) => one.channels.some((each) => each.channel === channel)))
          : [...channelIds];
      changed.channels = channelRecords(channels, changed.mode !== 'live', { bulletin: changed, bank: bank.name, now, timezone });
      if (changed.kind === 'recovery') await store.recovered(trx, changed.incident.id, now.toString());
      else if (changed.state === 'published' && changed.expected)
        await jobs.add(
          trx,
          slipJob,
          { incident: changed.incident.id, bulletin: changed.id },
          { key: `${slipJob}/${changed.incident.id}`, at: Temporal.Instant.from(changed.expected.to) },
        );
    }
    await store.update(trx, changed);
    await append(trx, {
      stream: `bulletin/${id}`,
      entries: [
        {
          type: change.entry.type,
          data: {
            bulletin: id,
            incident: bulletin.incident.id,
            serial: bulletin.serial,
            ...change.entry.data,
            ...(given.command === 'publish' && { channels: changed.channels }),
          },
        },
      ],
      actor,
      mode: bulletin.mode,
      at: now,
    });
    await onChanged?.(trx, changed);
    return changed;
  }

  /** A published bulletin is corrected by a new draft. @returns it, or `bulletin-unpublished`, `range-wrong` */
  async function correct(
    trx: Trx,
    id: string,
    given: { title?: Text; body?: Text; expected?: Range | null; nextWord?: string | null },
    actor: EntryActor,
    key: string | null = null,
  ): Promise<Bulletin | Refusal> {
    const wrong = await store.find(trx, id);
    if (!wrong) return refuse('not-found', { what: id });
    if (wrong.state !== 'published' && wrong.state !== 'withheld') return refuse('bulletin-unpublished');
    if (given.expected && Temporal.Instant.compare(given.expected.from, given.expected.to) >= 0) return refuse('range-wrong');
    const now = clock.now();
    await store.lockIncident(trx, {
      incident: wrong.incident.id,
      number: wrong.incident.number,
      mode: wrong.mode,
      eventClass: wrong.eventClass,
      openedAt: wrong.draftedAt,
    });
    const [newest] = await store.list(trx, { incident: wrong.incident.id, limit: 1 });
    const expected = given.expected === undefined ? wrong.expected : given.expected;
    const kind = wrong.kind === 'notice' ? 'progress' : wrong.kind;
    const text = word({
      kind,
      eventClass: wrong.eventClass,
      places: wrong.places,
      restored: 0,
      handling: null,
      was: wrong.expected,
      expected,
      now,
      timezone,
      drill: wrong.mode !== 'live',
    });
    const bulletin: Bulletin = {
      ...wrong,
      id: uuidv7(),
      serial: (newest?.serial ?? 0) + 1,
      kind,
      state: 'drafted',
      title: given.title ?? wrong.title,
      body: given.body ?? (given.expected ? text.body : wrong.body),
      expected,
      nextWord: given.nextWord === undefined ? roundUp(now.add({ minutes: 30 })) : given.nextWord,
      corrects: wrong.id,
      draftedBy: { id: actor.id, name: actor.name },
      draftedAt: now.toString(),
      authors: [actor.id],
      decidedBy: null,
      decidedAt: null,
      reason: null,
      publishedBy: null,
      publishedAt: null,
      channels: [],
    };
    await keepDraft(trx, bulletin, actor, key);
    return bulletin;
  }

  jobs.handle(slipJob, async ({ incident, bulletin }: { incident: string; bulletin: string }) => {
    // The time we named has come and nobody has said that it is over: the next estimate is drafted, for a person to approve.
    await transact(db, async (trx) => {
      if (!(await store.incidentRunning(trx, incident))) return;
      const [newest] = (await store.list(trx, { incident, limit: 1000 })).filter((one) => one.state === 'published');
      if (!newest || newest.id !== bulletin || newest.kind === 'recovery' || (await store.byKey(trx, `${slipJob}/${bulletin}`))) return;
      const minutes = await store.pastMinutes(trx, newest.eventClass);
      const first = (await store.list(trx, { incident, limit: 1000 })).at(-1) ?? newest;
      await correct(
        trx,
        bulletin,
        { expected: estimate(newest.eventClass, minutes, first.draftedAt, clock.now()) },
        system,
        `${slipJob}/${bulletin}`,
      );
    });
  });

  async function view(tongue: Tongue, query: string, site?: string): Promise<StatusView> {
    const now = clock.now();
    const all = await store.published(db, now.subtract({ hours: 24 }).toString());
    const running = [
      ...Map.groupBy(
        all.filter((one) => one.running),
        (one) => one.bulletin.incident.id,
      ).values(),
    ].map((group) => group.map((one) => one.bulletin));
    const open = running.filter(([newest]) => newest?.kind !== 'recovery');
    const recovered = [
      ...running.flatMap(([newest]) => (newest?.kind === 'recovery' ? [newest] : [])),
      ...all.filter((one) => !one.running && one.bulletin.kind === 'recovery').map((one) => one.bulletin),
    ];
    const places = query === '' ? [] : search(query, site);
    const [place] = places;
    const one = places.length === 1 ? place : undefined;
    return {
      tongue,
      bank,
      now,
      timezone,
      query,
      places,
      running: open,
      recovered,
      about: one
        ? (open.flatMap(([newest]) => newest ?? []).find((each) => each.places.some((its) => its.site === one.site)) ?? null)
        : null,
      nearest: one?.lat != null && one.lon !== null ? nearest(one.lat, one.lon, new Set([one.site])) : [],
    };
  }

  /** Places that a question may mean: the machine of this number, the place of this name, else all that hold the words. At most 20. */
  function search(query: string, site?: string): PlaceState[] {
    const text = query.trim();
    const machine = fleet.atm(text) ?? fleet.atm(text.toUpperCase());
    const named = site ?? machine?.site ?? (fleet.place(text) ? text : undefined);
    const names = named ? [named] : [...new Set(fleet.find({ q: text }).map((one) => one.atm.site))].slice(0, 20);
    return names.flatMap((name) => {
      const place = fleet.place(name);
      if (!place) return [];
      const { machines } = place;
      return [
        {
          site: name,
          name: nameOf(place.site),
          lat: place.site.lat,
          lon: place.site.lon,
          machines: machines.length,
          paying: machines.filter((one) => one.payOut).length,
          unknown: machines.filter((one) => one.condition === 'unknown').length,
        },
      ];
    });
  }

  async function feedBulletins(): Promise<Bulletin[]> {
    return (
      await store.published(
        db,
        clock
          .now()
          .subtract({ hours: 24 * 30 })
          .toString(),
      )
    ).map((one) => one.bulletin);
  }

  return {
    draft,
    command,
    correct,
    view,
    now: <T>(work: (trx: Trx) => Promise<T>): Promise<T> => transact(db, work),
    bulletin: (id: string) => store.find(db, id),
    bulletins: (filter: Partial<Parameters<typeof store.list>[1]> = {}) => store.list(db, { limit: 200, ...filter }),
    /** The incident has ended or was withdrawn: its bulletins leave the public page, the recovery a day later. */
    noticeEnded: (trx: Trx, incident: { id: string }) => store.endIncident(trx, incident.id, clock.now().toString()),
    noticeReopened: (trx: Trx, incident: { id: string }) => store.endIncident(trx, incident.id, '', true),
    publicPage: async (tongue: Tongue, query = '', site?: string): Promise<string> => statusPage(await view(tongue, query, site)),
    notice: async (tongue: Tongue): Promise<string> => noticeFragment(await view(tongue, '')),
    feed: async (tongue: Tongue, base = url): Promise<string> => atomFeed(await feedBulletins(), bank, tongue, base, clock.now()),
    /** One published bulletin as CAP 1.2, or undefined for one that the public may not read. */
    async cap(id: string, base = url): Promise<string | undefined> {
      const all = await feedBulletins();
      const one = all.find((each) => each.id === id);
      const first = one && all.filter((each) => each.incident.id === one.incident.id).at(-1);
      return one && first && capAlert(one, first, bank, base, timezone);
    },
  };
}

/** The next five minutes, so that people read 14:30 and not 14:27:41. */
function roundUp(at: Temporal.Instant): string {
  const five = 5 * 60_000;
  return Temporal.Instant.fromEpochMilliseconds(Math.ceil(at.epochMilliseconds / five) * five).toString();
}
