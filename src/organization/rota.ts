import type { Named } from './model.ts';

/** One person at one desk (the duty desk `duty`, or a group's id) from one instant to another, the end not included. */
export interface Shift {
  id: string;
  desk: string;
  person: string;
  from: string;
  to: string;
}

/** The desk that must be manned day and night. */
export const dutyDesk = 'duty';

export interface Gap {
  from: string;
  to: string;
}

/**
 * Times within [from, to) at which nobody is on duty. Pure. Shifts may overlap and come in any order. [S2-6.1(3)]
 * @returns gaps in order, none empty, none touching the next
 */
export function gaps(shifts: { from: string; to: string }[], from: Temporal.Instant, to: Temporal.Instant): Gap[] {
  const found: Gap[] = [];
  const spans = shifts
    .map((shift) => ({ from: Temporal.Instant.from(shift.from), to: Temporal.Instant.from(shift.to) }))
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from));
  let covered = from;
  const close = (until: Temporal.Instant) => {
    if (Temporal.Instant.compare(covered, until) < 0) found.push({ from: covered.toString(), to: until.toString() });
  };
  for (const span of spans) {
    if (Temporal.Instant.compare(span.from, to) >= 0) break;
    if (Temporal.Instant.compare(span.to, covered) <= 0) continue;
    close(span.from);
    covered = span.to;
  }
  close(to);
  return found;
}

/** A rota as people write it: the turns of a day in local time, and who takes them in rotation. */
export interface Pattern {
  /** First and last local day, `2026-03-01`. */
  from: string;
  until: string;
  /** Local times `08:00`; an end not after its start is on the next day. */
  turns: { start: string; end: string }[];
  /** Ids of people; the first takes the first turn of the first day. */
  people: string[];
}

/**
 * The shifts of a pattern, in order. Pure. Each boundary is the local time in the organisation's zone, so that turns that
 * meet on the clock meet on days of 23 and 25 hours too; a turn that a clock change swallows whole is left out.
 * @throws RangeError for a day or time that cannot be read
 */
export function shiftsOf(pattern: Pattern, timeZone: string): { person: string; from: string; to: string }[] {
  const shifts: { person: string; from: string; to: string }[] = [];
  const last = Temporal.PlainDate.from(pattern.until);
  let turn = 0;
  for (let day = Temporal.PlainDate.from(pattern.from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    for (const { start, end } of pattern.turns) {
      const begins = Temporal.PlainTime.from(start);
      const ends = Temporal.PlainTime.from(end);
      const endDay = Temporal.PlainTime.compare(ends, begins) <= 0 ? day.add({ days: 1 }) : day;
      const from = day.toZonedDateTime({ timeZone, plainTime: begins }).toInstant();
      const to = endDay.toZonedDateTime({ timeZone, plainTime: ends }).toInstant();
      const person = pattern.people[turn % pattern.people.length];
      turn += 1;
      if (person !== undefined && Temporal.Instant.compare(from, to) < 0) shifts.push({ person, from: from.toString(), to: to.toString() });
    }
  }
  return shifts;
}

/** A gap in words, in the organisation's local time. */
export function nameGap(gap: Gap, timeZone: string): Named {
  const from = Temporal.Instant.from(gap.from).toZonedDateTimeISO(timeZone);
  const to = Temporal.Instant.from(gap.to).toZonedDateTimeISO(timeZone);
  const minutes = Math.round((to.epochMilliseconds - from.epochMilliseconds) / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const clock = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' });
  // Written out: what Intl makes of month, day and weekday together differs from one ICU to the next.
  const day = (at: Temporal.ZonedDateTime, locale: 'zh' | 'en') =>
    locale === 'zh'
      ? `${at.month}月${at.day}日（周${'一二三四五六日'[at.dayOfWeek - 1]}）`
      : `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][at.dayOfWeek - 1]} ${at.toPlainDate().toString()}`;
  const sameDay = from.toPlainDate().equals(to.toPlainDate());
  const span = (locale: 'zh' | 'en') => `${day(from, locale)} ${clock(from)} – ${sameDay ? '' : `${day(to, locale)} `}${clock(to)}`;
  const zhLength = `${hours > 0 ? `${hours} 小时` : ''}${rest > 0 ? ` ${rest} 分钟` : ''}`.trim();
  const enLength = `${hours > 0 ? `${hours} h` : ''}${rest > 0 ? ` ${rest} min` : ''}`.trim();
  return {
    zh: `${span('zh')} 无人值班（${zhLength || '不足 1 分钟'}）`,
    en: `nobody on duty ${span('en')} (${enLength || 'less than 1 min'})`,
  };
}
