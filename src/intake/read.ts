import { isAscii } from 'node:buffer';
import { codeOf } from './codes.ts';
import { judgeTime, type Refused, type SignalState, type TimedSignal } from './model.ts';

/** What is known of machines and sites; the fleet answers. */
export interface Known {
  atm(id: string): boolean;
  site(id: string): boolean;
}

export interface Reading {
  signals: TimedSignal[];
  /** Place of each signal among the records of the body. */
  indexes: number[];
  refused: (Refused & { content: string })[];
}

/** The whole body is unreadable: nothing in it could be told apart. */
export interface Unreadable {
  unreadable: string;
}

/** Characters at most of an id, a source, the name of a machine. */
const nameLength = 200;
/** Characters of a refused record that are handed on; the dead letter keeps half, so that no masked number is cut in two. */
const contentLength = 8000;

const textDecoder = new TextDecoder('utf-8');

/** The text of a body; a byte order mark is dropped, what is no UTF-8 becomes U+FFFD. */
export const textOf = (body: Buffer): string => (isAscii(body) ? body.toString('latin1') : textDecoder.decode(body));

/**
 * Reads a body of `POST /api/v1/signals`: one signal, a JSON array, or NDJSON.
 * @param ndjson whether the sender said `application/x-ndjson`; then a line that is broken is refused alone
 * @param receivedMs time of receipt
 */
export function readSignals(text: string, ndjson: boolean, receivedMs: number, known: Known): Reading | Unreadable {
  const reading: Reading = { signals: [], indexes: [], refused: [] };
  if (ndjson) {
    let index = 0;
    let line = 0;
    for (let from = 0; from < text.length; ) {
      let to = text.indexOf('\n', from);
      if (to < 0) to = text.length;
      line++;
      const content = text.slice(from, to);
      from = to + 1;
      if (content.length < 2 && content.trim() === '') continue;
      let record: unknown;
      try {
        record = JSON.parse(content);
      } catch {
        if (content.trim() === '') continue;
        reading.refused.push({ index: index++, code: 'json-broken', field: null, line, content: content.slice(0, contentLength) });
        continue;
      }
      take(record, index++, line, receivedMs, known, reading);
    }
    return reading;
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return { unreadable: (error as Error).message };
  }
  if (Array.isArray(body)) for (let index = 0; index < body.length; index++) take(body[index], index, 0, receivedMs, known, reading);
  else take(body, 0, 0, receivedMs, known, reading);
  return reading;
}

function take(record: unknown, index: number, line: number, receivedMs: number, known: Known, reading: Reading): void {
  const answer = check(record, receivedMs, known);
  if ('ms' in answer) {
    reading.signals.push(answer);
    reading.indexes.push(index);
    return;
  }
  const content = textOfRecord(record);
  reading.refused.push(line > 0 ? { index, ...answer, line, content } : { index, ...answer, content });
}

function textOfRecord(record: unknown): string {
  try {
    return (JSON.stringify(record) ?? 'null').slice(0, contentLength);
  } catch {
    return '(nested too deeply)'; // JSON.parse goes deeper than JSON.stringify
  }
}

const missing = (field: string) => ({ code: 'field-missing', field });
const invalid = (field: string) => ({ code: 'field-invalid', field });

/** One record. Written by hand: a compiled schema costs a fifth of the throughput of the whole intake. */
export function check(record: unknown, receivedMs: number, known: Known): TimedSignal | { code: string; field: string | null } {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return { code: 'not-an-object', field: null };
  const { id, source, atm, site, code, state, at, detail } = record as Record<string, unknown>;
  if (id === undefined) return missing('id');
  if (typeof id !== 'string' || id.length === 0 || id.length > nameLength) return invalid('id');
  if (source === undefined) return missing('source');
  if (typeof source !== 'string' || source.length === 0 || source.length > nameLength) return invalid('source');
  if (code === undefined) return missing('code');
  if (typeof code !== 'string') return invalid('code');
  if (codeOf(code) === undefined) return { code: 'code-unknown', field: 'code' };
  if (state === undefined) return missing('state');
  if (state !== 'raised' && state !== 'cleared') return invalid('state');
  if (at === undefined) return missing('at');
  if (typeof at !== 'string') return invalid('at');
  const ms = instantMs(at);
  if (Number.isNaN(ms)) return invalid('at');
  if (detail !== undefined && detail !== null && (typeof detail !== 'object' || Array.isArray(detail))) return invalid('detail');
  const hasAtm = atm !== undefined && atm !== null;
  const hasSite = site !== undefined && site !== null;
  if (hasAtm) {
    if (typeof atm !== 'string' || atm.length === 0 || atm.length > nameLength) return invalid('atm');
    if (!known.atm(atm)) return { code: 'atm-unknown', field: 'atm' };
  } else if (hasSite) {
    if (typeof site !== 'string' || site.length === 0 || site.length > nameLength) return invalid('site');
    if (!known.site(site)) return { code: 'site-unknown', field: 'site' };
  } else return missing('atm');
  const time = judgeTime(at, ms, receivedMs);
  const signal: TimedSignal = {
    id,
    source,
    atm: hasAtm ? (atm as string) : null,
    site: hasSite ? (site as string) : null,
    code,
    state: state as SignalState,
    at: time.at,
    detail: (detail ?? {}) as Record<string, unknown>,
    ms: time.ms,
  };
  if (time.clockSaid !== undefined) signal.clockSaid = time.clockSaid;
  return signal;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/**
 * Milliseconds since 1970 of an ISO 8601 instant, NaN for anything else. A time without an offset is no instant.
 * The usual form, `2026-11-23T09:02:18.044Z` of up to nine decimals, is read by hand.
 */
export function instantMs(text: string): number {
  const { length } = text;
  if (length >= 20 && length <= 30 && text.charCodeAt(length - 1) === 90 && text.charCodeAt(10) === 84) {
    const year = two(text, 0) * 100 + two(text, 2);
    const month = two(text, 5);
    const day = two(text, 8);
    const hour = two(text, 11);
    const minute = two(text, 14);
    const second = two(text, 17);
    let fraction = 0;
    let valid =
      text.charCodeAt(4) === 45 &&
      text.charCodeAt(7) === 45 &&
      text.charCodeAt(13) === 58 &&
      text.charCodeAt(16) === 58 &&
      year >= 1970 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      hour < 24 &&
      minute < 60 &&
      second < 60;
    if (length > 20) {
      valid &&= text.charCodeAt(19) === 46 && length > 21;
      let scale = 100;
      for (let at = 20; at < length - 1; at++) {
        const digit = text.charCodeAt(at) - 48;
        valid &&= digit >= 0 && digit <= 9;
        fraction += digit * scale;
        scale /= 10;
      }
    }
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    if (valid && day <= (month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)) {
      const before = year - 1;
      const days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
      return (
        (days + daysBefore[month - 1]! + (leap && month > 2 ? 1 : 0) + day - 1) * 86_400_000 +
        hour * 3_600_000 +
        minute * 60_000 +
        second * 1000 +
        Math.floor(fraction)
      );
    }
  }
  if (!instant.test(text)) return Number.NaN;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

/** Two digits as a number, NaN where there are none. */
const two = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};
