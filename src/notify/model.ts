import type { Mode } from '#journal';
import type { Named, PersonRef } from '#organization';

export const noticeStates = ['pending', 'sent', 'delivered', 'failed', 'acknowledged', 'superseded'] as const;
/**
 * How far a notice has come: `pending` nobody has carried it yet; `sent` the mail server took it; `delivered` the person's
 * own page showed it; `failed` the mail server will not take it (it still rings in the page); `acknowledged`; `superseded`
 * it is no longer needed: another answered, or all was called off.
 */
export type NoticeState = (typeof noticeStates)[number];

/** What a notice is about: `incident`, `warning`, `work-order`, `task`, `test`, … and its id. */
export interface Subject {
  kind: string;
  id: string;
}

export const acknowledgedHow = ['link', 'console', 'spoken'] as const;
/** By the signed link, in the console or on the page's phone, or spoken to and entered by the duty officer. */
export type AcknowledgedHow = (typeof acknowledgedHow)[number];

export interface Notice {
  id: string;
  key: string;
  person: PersonRef;
  subject: Subject;
  mode: Mode;
  title: Named;
  body: Named;
  /** A call that wants an answer rings until it has one; null: for information. */
  answerBy: string | null;
  /** Path in the console: `/incidents/…`. */
  link: string | null;
  state: NoticeState;
  /** Why it is not sent. */
  reason: NoticeReason | null;
  chain: string | null;
  createdAt: string;
  sentAt: string | null;
  deliveredAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: PersonRef | null;
  acknowledgedHow: AcknowledgedHow | null;
}

/** One try at one channel; written before it is made. */
export interface Attempt {
  number: number;
  channel: 'e-mail';
  at: string;
  outcome: 'started' | 'sent' | 'failed';
  detail: string;
  messageId: string;
}

export const noticeReasons = ['no-mail-server', 'no-address', 'mail-unreachable', 'mail-refused'] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** What is given to tell one person one thing, once per key. */
export interface Call {
  key: string;
  person: string;
  subject: Subject;
  mode: Mode;
  title: Named;
  body: Named;
  answerBy: Temporal.Instant | null;
  link?: string;
}

/** What is given to call people one after another until somebody answers. */
export interface ChainCall extends Omit<Call, 'person' | 'answerBy'> {
  /** Ids in calling order. */
  people: string[];
  /** ISO 8601: time each has to answer before the next is called. */
  answerWithin: string;
}

const marks = { zh: '【演练】', en: '[DRILL] ' };
const saying = {
  zh: '这是一次演练，并非真实事件；请按演练要求处置。',
  en: 'This is a drill, not a real emergency; act as the drill asks.',
};

/** Title and body as they go out: in a drill each says so, whoever wrote it. */
export function marked(mode: Mode, title: Named, body: Named): { title: Named; body: Named } {
  if (mode === 'live') return { title, body };
  const mark = (text: string, sign: string) => (text.startsWith(sign.trim()) ? text : sign + text);
  const say = (text: string, sentence: string) => (text.includes(sentence) ? text : `${sentence}\n${text}`);
  return {
    title: { zh: mark(title.zh, marks.zh), en: mark(title.en, marks.en) },
    body: { zh: say(body.zh, saying.zh), en: say(body.en, saying.en) },
  };
}

/** Seconds before each new try at the mail server; after the last the notice has failed. */
const waits = [5, 30, 120, 600, 1800];

/** When to try again after the `attempt`th try (from 1) failed; null: give up. */
export function retryAt(attempt: number, now: Temporal.Instant): Temporal.Instant | null {
  const seconds = waits[attempt - 1];
  return seconds === undefined ? null : now.add({ seconds });
}

/**
 * Whom a chain calls next: the first active person after the last one called, around the circle and again.
 * @param last place in `people` of the last one called; -1 before the first
 * @returns place in `people`; null when nobody is active
 */
export function nextInChain(people: string[], last: number, active: (person: string) => boolean): number | null {
  for (let step = 1; step <= people.length; step += 1) {
    const place = (last + step) % people.length;
    const person = people[place];
    if (person !== undefined && active(person)) return place;
  }
  return null;
}
