/**
 * How times are said. Pure: the server's time comes in as milliseconds. Remaining large, absolute small beside it;
 * under one hour mm:ss or 08′, above it hours and minutes.
 */
import type { Locale } from '../i18n/index.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const two = (value: number): string => String(value).padStart(2, '0');

const words = {
  'zh-CN': {
    hm: (h: number, m: number) => (m === 0 ? `${h} 时` : `${h} 时 ${two(m)} 分`),
    dh: (d: number, h: number) => (h === 0 ? `${d} 天` : `${d} 天 ${h} 时`),
  },
  en: {
    hm: (h: number, m: number) => (m === 0 ? `${h} h` : `${h} h ${two(m)} min`),
    dh: (d: number, h: number) => (h === 0 ? `${d} d` : `${d} d ${h} h`),
  },
} satisfies Record<Locale, unknown>;

/** A length of time, large: `02:10` under an hour, `5 时 57 分`, `2 天 3 时`. @param ms not negative */
export function longSpan(ms: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (ms < hour) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const w = words[locale];
  if (ms < day) return w.hm(Math.floor(ms / hour), Math.floor((ms % hour) / minute));
  return w.dh(Math.floor(ms / day), Math.floor((ms % day) / hour));
}

/** The same in a line of text: `45″` under a minute, `08′` under an hour, then as `longSpan`. @param ms not negative */
export function shortSpan(ms: number, locale: Locale): string {
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / 1000)}″`;
  if (span < hour) return `${two(Math.floor(span / minute))}′`;
  return longSpan(span, locale);
}

/** How late: `6′`, `40″` in the first minute, `1 时 12 分`. @param ms not negative */
export function lateSpan(ms: number, locale: Locale): string {
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / 1000)}″`;
  if (span < hour) return `${Math.floor(span / minute)}′`;
  return longSpan(span, locale);
}

/** Time since: `01:12` in hours and minutes, `3 天 2 时` beyond a day, `08′` in the first hour. */
export function elapsed(ms: number, locale: Locale): string {
  const span = Math.max(0, ms);
  if (span < hour) return shortSpan(span, locale);
  if (span < day) return `${two(Math.floor(span / hour))}:${two(Math.floor((span % hour) / minute))}`;
  return longSpan(span, locale);
}

/** An ISO 8601 duration in words: `PT1H30M` → `1 时 30 分`; what cannot be read is shown as it is. */
export function isoSpan(duration: string, locale: Locale): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!parts) return duration;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
  const ms = days * day + hours * hour + minutes * minute + seconds * 1000;
  if (ms < hour) return locale === 'en' ? `${Math.round(ms / minute)} min` : `${Math.round(ms / minute)} 分`;
  return longSpan(ms, locale);
}

let zone = 'Asia/Shanghai';
const formats = new Map<string, Intl.DateTimeFormat>();
/** The organisation's time zone, from the server. */
export function setTimeZone(name: string): void {
  zone = name;
  formats.clear();
}
function format(name: string, locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${locale}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, known);
  }
  return known;
}
const clockParts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** `14:10` of the organisation's day. @param at ISO 8601 or milliseconds */
export const clockTime = (at: string | number): string => format('hm', 'en', clockParts).format(new Date(at));
/** `14:04:21`. */
export const clockSeconds = (at: string | number): string => format('hms', 'en', { ...clockParts, second: '2-digit' }).format(new Date(at));
/** `7月16日周四`, `Thu 16 July`. */
export function calendarDay(at: string | number, locale: Locale): string {
  if (locale === 'en') return format('day', locale, { weekday: 'short', day: 'numeric', month: 'long' }).format(new Date(at));
  const parts = Object.fromEntries(
    format('day', locale, { weekday: 'short', day: 'numeric', month: 'numeric' })
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.month} 月 ${parts.day} 日 ${parts.weekday}`;
}
/** `07-16`, the day in a dense table. */
export const shortDay = (at: string | number): string => {
  const parts = Object.fromEntries(
    format('md', 'en', { day: '2-digit', month: '2-digit' })
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.month}-${parts.day}`;
};
/** The time alone today, with the day otherwise: `14:10`, `07-15 14:10`. @param now milliseconds */
export const moment = (at: string | number, now: number): string =>
  shortDay(at) === shortDay(now) && Math.abs(new Date(at).getTime() - now) < 2 * day ? clockTime(at) : `${shortDay(at)} ${clockTime(at)}`;
