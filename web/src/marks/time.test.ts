import { expect, test } from 'vitest';
import { calendarDay, clockSeconds, elapsed, isoSpan, lateSpan, longSpan, moment, shortDay, shortSpan } from './time.ts';

const m = 60_000;
const h = 60 * m;

test('a countdown shows minutes and seconds within the hour, hours and minutes above it', () => {
  expect(longSpan(2 * m + 10_000, 'zh-CN')).toBe('02:10');
  expect(longSpan(59 * m + 59_999, 'zh-CN')).toBe('59:59');
  expect(longSpan(5 * h + 57 * m, 'zh-CN')).toBe('5 时 57 分');
  expect(longSpan(5 * h + 57 * m, 'en')).toBe('5 h 57 min');
  expect(longSpan(51 * h, 'zh-CN')).toBe('2 天 3 时');
  expect(longSpan(-5, 'en')).toBe('00:00');
});

test('in a line of text the same time is said in minutes', () => {
  expect(shortSpan(8 * m + 20_000, 'zh-CN')).toBe('08′');
  expect(shortSpan(45_000, 'en')).toBe('45″');
  expect(shortSpan(2 * h, 'en')).toBe('2 h');
});

test('lateness is counted without a leading nought', () => {
  expect(lateSpan(6 * m + 59_000, 'zh-CN')).toBe('6′');
  expect(lateSpan(72 * m, 'zh-CN')).toBe('1 时 12 分');
});

test('time since is in hours and minutes', () => {
  expect(elapsed(72 * m, 'zh-CN')).toBe('01:12');
  expect(elapsed(27 * h, 'en')).toBe('1 d 3 h');
});

test('absolute times are those of the organisation, whichever zone the browser is in', () => {
  const at = '2026-07-16T06:02:11Z';
  expect(clockSeconds(at)).toBe('14:02:11');
  expect(shortDay('2026-07-15T16:30:00Z')).toBe('07-16');
  expect(calendarDay(at, 'zh-CN')).toBe('7 月 16 日 周四');
  expect(moment('2026-07-15T06:00:00Z', Date.parse(at))).toBe('07-15 14:00');
  expect(moment('2026-07-16T06:00:00Z', Date.parse(at))).toBe('14:00');
});

test('a promised time is said in hours and minutes', () => {
  expect(isoSpan('PT15M', 'zh-CN')).toBe('15 分');
  expect(isoSpan('PT1H30M', 'en')).toBe('1 h 30 min');
  expect(isoSpan('P2D', 'zh-CN')).toBe('2 天');
  expect(isoSpan('soon', 'en')).toBe('soon');
});
