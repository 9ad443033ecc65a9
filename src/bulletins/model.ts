import type { Mode } from '#journal';
import type { Actor, PersonRef } from '#organization';
import type { EventClass, Text } from '#plans';
import { type Refusal, refuse } from '#platform';

export const bulletinKinds = ['notice', 'progress', 'recovery'] as const;
export type BulletinKind = (typeof bulletinKinds)[number];
export const bulletinStates = ['drafted', 'approved', 'rejected', 'published', 'withheld'] as const;
/** `withheld`: a drill's, approved and released in earnest but for the public. */
export type BulletinState = (typeof bulletinStates)[number];

export interface Range {
  from: string;
  to: string;
}
/** One place that the public knows, with its machines concerned. */
export interface AffectedPlace {
  site: string;
  name: string;
  district: string;
  lat: number | null;
  lon: number | null;
  atms: string[];
}
export interface Alternative {
  site: string;
  name: string;
  metres: number;
}

export const channelIds = ['website', 'sms', 'social', 'press'] as const;
export type ChannelId = (typeof channelIds)[number];
/** What went out by a channel, or would have: a channel that nobody has set up says so. */
export interface ChannelRecord {
  channel: ChannelId;
  state: 'published' | 'not-configured' | 'withheld';
  text: Text;
  characters: number;
  limit: number | null;
  at: string;
}

export interface Bulletin {
  id: string;
  incident: { id: string; number: string; title: Text };
  /** 1 for the first bulletin of its incident. */
  serial: number;
  kind: BulletinKind;
  state: BulletinState;
  mode: Mode;
  eventClass: EventClass;
  title: Text;
  /** Paragraphs are parted by line feeds. */
  body: Text;
  cause: Text | null;
  /** The public reads the cause only after the command has released it (S3-8.2(2)). */
  causeReleased: boolean;
  expected: Range | null;
  nextWord: string | null;
  places: AffectedPlace[];
  alternatives: Alternative[];
  /** The published bulletin that this one corrects. */
  corrects: string | null;
  draftedBy: PersonRef;
  draftedAt: string;
  /** Everybody whose words are in it; none of them may approve it. */
  authors: string[];
  decidedBy: PersonRef | null;
  decidedAt: string | null;
  reason: string | null;
  publishedBy: PersonRef | null;
  publishedAt: string | null;
  channels: ChannelRecord[];
}

export type BulletinCommand =
  | { command: 'edit'; title?: Text; body?: Text; expected?: Range | null; nextWord?: string | null; cause?: Text | null }
  | { command: 'release-cause' }
  | { command: 'approve' }
  | { command: 'reject'; reason: string }
  | { command: 'publish' };

/** What a command changes in a bulletin, with the journal entry that says so. */
export interface Change {
  set: Partial<Bulletin>;
  entry: { type: string; data: object };
}

const deciders = ['commander', 'deputy'];
const writers = ['press-officer', 'commander', 'deputy'];

/**
 * What a command does to a bulletin. A second person approves, never one of its authors; a published one never changes
 * again: a correction is a new bulletin.
 * @returns the change, or `bulletin-published`, `bulletin-role`, `bulletin-second-person`, `bulletin-unapproved`,
 * `bulletin-rejected`, `range-wrong`, `cause-missing`
 */
export function decide(
  bulletin: Bulletin,
  command: BulletinCommand,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  now: Temporal.Instant,
): Change | Refusal {
  const by = { id: actor.id, name: actor.name };
  const at = now.toString();
  if (bulletin.state === 'published' || bulletin.state === 'withheld') return refuse('bulletin-published', { serial: bulletin.serial });
  switch (command.command) {
    case 'edit': {
      if (!writers.includes(actor.role)) return refuse('bulletin-role', { roles: writers });
      const { command: _, ...given } = command;
      const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Bulletin>;
      if (set.expected && Temporal.Instant.compare(set.expected.from, set.expected.to) >= 0) return refuse('range-wrong');
      // New words want a new approval, and a changed cause a new release.
      return {
        set: {
          ...set,
          ...('cause' in set && { causeReleased: false }),
          state: 'drafted',
          authors: [...new Set([...bulletin.authors, actor.id])],
          decidedBy: null,
          decidedAt: null,
          reason: null,
        },
        entry: { type: 'bulletin-edited', data: { ...set, by } },
      };
    }
    case 'release-cause':
      if (!deciders.includes(actor.role)) return refuse('bulletin-role', { roles: deciders });
      if (bulletin.cause === null) return refuse('cause-missing');
      return { set: { causeReleased: true }, entry: { type: 'bulletin-cause-released', data: { cause: bulletin.cause, by } } };
    case 'approve':
      if (!deciders.includes(actor.role)) return refuse('bulletin-role', { roles: deciders });
      if (bulletin.authors.includes(actor.id)) return refuse('bulletin-second-person', { name: actor.name });
      if (bulletin.state === 'rejected') return refuse('bulletin-rejected', { reason: bulletin.reason });
      return {
        set: { state: 'approved', decidedBy: by, decidedAt: at, reason: null },
        entry: { type: 'bulletin-approved', data: { by, title: bulletin.title, body: bulletin.body, expected: bulletin.expected } },
      };
    case 'reject':
      if (!deciders.includes(actor.role)) return refuse('bulletin-role', { roles: deciders });
      return {
        set: { state: 'rejected', decidedBy: by, decidedAt: at, reason: command.reason },
        entry: { type: 'bulletin-rejected', data: { by, reason: command.reason } },
      };
    case 'publish': {
      if (!writers.includes(actor.role)) return refuse('bulletin-role', { roles: writers });
      if (bulletin.state !== 'approved') return refuse('bulletin-unapproved', { serial: bulletin.serial });
      const drill = bulletin.mode !== 'live';
      const set = { state: drill ? ('withheld' as const) : ('published' as const), publishedBy: by, publishedAt: at };
      return {
        set,
        entry: {
          type: drill ? 'bulletin-withheld' : 'bulletin-published',
          data: {
            by,
            incident: bulletin.incident.id,
            kind: bulletin.kind,
            title: bulletin.title,
            body: bulletin.body,
            expected: bulletin.expected,
            nextWord: bulletin.nextWord,
            cause: bulletin.causeReleased ? bulletin.cause : null,
          },
        },
      };
    }
    default:
      return command satisfies never;
  }
}

const minutesOfClass: Record<EventClass, number[]> = {
  // What a bank without a history of its own may expect, in minutes; replaced by its own cases from the fifth on.
  'system-failure': [30, 60, 90, 150, 240],
  'network-attack': [120, 240, 360, 600, 960],
  'equipment-damage': [60, 120, 180, 300, 480],
  'power-cut': [45, 90, 120, 180, 300],
  'natural-disaster': [180, 360, 720, 1440, 2880],
  other: [60, 120, 180, 300, 480],
};

/**
 * When it should be right again: the middle of what such cases took (30th to 80th percentile of those that lasted
 * longer than this one has so far), rounded outwards to half hours, never a single moment, never in the past (S3-8.2(3)).
 * @param minutes how long earlier cases of the class took; fewer than five are too few to speak from
 */
export function estimate(eventClass: EventClass, minutes: number[], openedAt: string, now: Temporal.Instant): Range {
  const cases = (minutes.length >= 5 ? minutes : minutesOfClass[eventClass]).toSorted((a, b) => a - b);
  const opened = Temporal.Instant.from(openedAt);
  const elapsed = now.since(opened).total('minutes');
  const longer = cases.filter((each) => each > elapsed);
  const left = longer.length > 0 ? longer.map((each) => each - elapsed) : [60, 120, 240]; // longer than all known: say so with a wide range
  const at = (share: number) => left[Math.min(left.length - 1, Math.floor(share * left.length))] ?? 60;
  const half = 30 * 60_000;
  const from = Math.max(
    Math.floor((now.epochMilliseconds + at(0.3) * 60_000) / half) * half,
    Math.ceil(now.epochMilliseconds / half) * half,
  );
  const to = Math.max(Math.ceil((now.epochMilliseconds + at(0.8) * 60_000) / half) * half, from + half);
  return { from: Temporal.Instant.fromEpochMilliseconds(from).toString(), to: Temporal.Instant.fromEpochMilliseconds(to).toString() };
}
