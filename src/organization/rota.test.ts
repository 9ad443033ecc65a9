import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gaps, nameGap, shiftsOf } from './rota.ts';

/** Zones whose clocks change at different hours, by an hour or by half of one, north and south, and one that never does. */
const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Tehran',
  'Africa/Cairo',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...zones);
const day = fc
  .date({ min: new Date('2010-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const minuteText = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** Turns that meet on the clock, around the whole day. */
const turns = fc
  .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 6 })
  .map((minutes) => minutes.sort((a, b) => a - b))
  .map((starts) => starts.map((start, index) => ({ start: minuteText(start), end: minuteText(starts[(index + 1) % starts.length]!) })));
const instant = (local: Temporal.PlainDate, start: string, timeZone: string) =>
  local.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(start) }).toInstant();

test('turns that meet on the clock leave no gap, on days of 23 and 25 hours too, in any zone [S2-6.1(3)]', () => {
  fc.assert(
    fc.property(
      zone,
      day,
      fc.integer({ min: 1, max: 400 }),
      turns,
      fc.integer({ min: 1, max: 4 }),
      (timeZone, first, days, pattern, count) => {
        const until = Temporal.PlainDate.from(first).add({ days: days - 1 });
        const people = Array.from({ length: count }, (_, index) => `p${index}`);
        const shifts = shiftsOf({ from: first, until: until.toString(), turns: pattern, people }, timeZone);
        const from = instant(Temporal.PlainDate.from(first), pattern[0]!.start, timeZone);
        const to = instant(until.add({ days: 1 }), pattern[0]!.start, timeZone);
        expect(gaps(shifts, from, to)).toEqual([]);
        for (const shift of shifts) expect(Temporal.Instant.compare(shift.from, shift.to)).toBe(-1);
      },
    ),
    { numRuns: 150 },
  );
});

test('a shift that is taken away is exactly the gap that is named [S2-6.1(3)]', () => {
  fc.assert(
    fc.property(zone, day, turns, fc.nat(), (timeZone, first, pattern, which) => {
      const until = Temporal.PlainDate.from(first).add({ days: 6 });
      const shifts = shiftsOf({ from: first, until: until.toString(), turns: pattern, people: ['p'] }, timeZone);
      const [gone] = shifts.splice(which % shifts.length, 1);
      const from = instant(Temporal.PlainDate.from(first), pattern[0]!.start, timeZone);
      const to = instant(until.add({ days: 1 }), pattern[0]!.start, timeZone);
      expect(gaps(shifts, from, to)).toEqual([{ from: gone!.from, to: gone!.to }]);
    }),
    { numRuns: 200 },
  );
});

test('gaps and shifts together fill the time asked for and never overlap', () => {
  const hour = fc.integer({ min: -10, max: 110 });
  const start = Temporal.Instant.from('2026-03-28T12:00:00Z');
  const at = (hours: number) => start.add({ hours });
  fc.assert(
    fc.property(fc.array(fc.tuple(hour, fc.integer({ min: 1, max: 20 })), { maxLength: 12 }), (spans) => {
      const shifts = spans.map(([begin, length]) => ({ from: at(begin).toString(), to: at(begin + length).toString() }));
      const found = gaps(shifts, start, at(100));
      // The judge counts hour by hour and shares no code with the judged.
      for (let index = 0; index < 100; index += 1) {
        const manned = spans.some(([begin, length]) => begin <= index && index < begin + length);
        const gap = found.some(
          ({ from, to }) => Date.parse(from) <= at(index).epochMilliseconds && at(index).epochMilliseconds < Date.parse(to),
        );
        expect(gap).toBe(!manned);
      }
      for (const [index, gap] of found.entries()) {
        expect(Date.parse(gap.from)).toBeLessThan(Date.parse(gap.to));
        if (index > 0) expect(Date.parse(gap.from)).toBeGreaterThan(Date.parse(found[index - 1]!.to));
      }
    }),
  );
});

test('people take turns in rotation', () => {
  const pattern = {
    from: '2026-03-01',
    until: '2026-03-02',
    turns: [
      { start: '08:00', end: '20:00' },
      { start: '20:00', end: '08:00' },
    ],
    people: ['a', 'b', 'c'],
  };
  expect(shiftsOf(pattern, 'Asia/Shanghai')).toEqual([
    { person: 'a', from: '2026-03-01T00:00:00Z', to: '2026-03-01T12:00:00Z' },
    { person: 'b', from: '2026-03-01T12:00:00Z', to: '2026-03-02T00:00:00Z' },
    { person: 'c', from: '2026-03-02T00:00:00Z', to: '2026-03-02T12:00:00Z' },
    { person: 'a', from: '2026-03-02T12:00:00Z', to: '2026-03-03T00:00:00Z' },
  ]);
});

test('a night shift lasts 11 hours when the clock goes forward and 13 when it goes back', () => {
  const night = (date: string) => {
    const [shift] = shiftsOf({ from: date, until: date, turns: [{ start: '20:00', end: '08:00' }], people: ['a'] }, 'Europe/Berlin');
    return (Date.parse(shift!.to) - Date.parse(shift!.from)) / 3_600_000;
  };
  expect([night('2026-03-28'), night('2026-10-24'), night('2026-06-01')]).toEqual([11, 13, 12]);
});

test('a gap is named in the local time of the institution, in both languages', () => {
  expect(nameGap({ from: '2026-03-08T02:00:00Z', to: '2026-03-08T03:30:00Z' }, 'Asia/Shanghai')).toEqual({
    zh: '3月8日（周日） 10:00 – 11:30 无人值班（1 小时 30 分钟）',
    en: 'nobody on duty Sun 2026-03-08 10:00 – 11:30 (1 h 30 min)',
  });
  expect(nameGap({ from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z' }, 'Europe/Berlin').en).toBe(
    'nobody on duty Sun 2026-03-29 00:00 – Mon 2026-03-30 00:00 (23 h)',
  );
});
