/**
 * What people type into forms, read strictly: an amount becomes fen, minutes become an ISO 8601 duration. What
 * cannot be read is `null`, never a guess.
 */

/**
 * Reads an amount of money as people write it: `8400`, `8,400.5`, `¥8,400.50`, `８４００元`.
 * @returns integer fen, or null where it is no amount, is negative, or has more than two decimals
 */
export function fenOf(input: string): number | null {
  const plain = input
    .normalize('NFKC')
    .trim()
    .replace(/^(?:¥|¥|CNY|RMB)\s*/i, '')
    .replace(/\s*(?:元|CNY|RMB)$/i, '');
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const fen = Number(match[1]?.replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : null;
}

/** Writes fen as yuan: `¥8,400`, `¥8,400.50`. */
export function yuan(fen: number): string {
  const whole = Math.trunc(fen / 100);
  const cents = Math.abs(fen % 100);
  const grouped = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '−' : ''}¥${grouped}${cents ? `.${String(cents).padStart(2, '0')}` : ''}`;
}

/**
 * Reads a length of time as people write it: `45` (minutes), `45分`, `1小时30分`, `1:30`, `1h 30m`, `2 天`, or ISO 8601 itself.
 * @returns an ISO 8601 duration in hours and minutes (`PT1H30M`), or null
 */
export function durationOf(input: string): string | null {
  const text = input.normalize('NFKC').trim().toLowerCase();
  if (text === '') return null;
  let total: number;
  const iso = /^p(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?)?$/.exec(text);
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text);
  const words =
    /^(?:(\d+)\s*(?:天|日|days?|d))?\s*(?:(\d+)\s*(?:小时|个小时|时|hours?|hrs?|h))?\s*(?:(\d+)\s*(?:分钟|分|minutes?|mins?|min|m|'|′))?$/.exec(
      text,
    );
  if (/^\d+$/.test(text)) total = Number(text);
  else if (clock) total = Number(clock[1]) * 60 + Number(clock[2]);
  else if (iso ?? words) {
    const [, days, hours, mins] = (iso ?? words) as RegExpExecArray;
    total = Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(mins ?? 0);
  } else return null;
  if (!Number.isSafeInteger(total) || total <= 0) return null;
  const hours = Math.trunc(total / 60);
  return `PT${hours > 0 ? `${hours}H` : ''}${total % 60 > 0 ? `${total % 60}M` : ''}`;
}

/** Seconds of an ISO 8601 duration of weeks or smaller; months count 30 days, years 365, for display only. */
export function secondsOf(duration: string): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!match) return Number.NaN;
  const [years, months, weeks, days, hours, mins, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (years * 365 + months * 30 + weeks * 7 + days) * 86_400 + hours * 3600 + mins * 60 + seconds;
}

/** A plan's duration in words: `30′`, `4 时`, `10 天`, `6 个月`. */
export function durationWords(duration: string): { zh: string; en: string } {
  const seconds = secondsOf(duration);
  if (Number.isNaN(seconds)) return { zh: duration, en: duration };
  const unit = (value: number, zh: string, en: string) => ({ zh: `${value} ${zh}`, en: `${value} ${en}${value === 1 ? '' : 's'}` });
  const calendar = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(duration);
  if (calendar) {
    const months = Number(calendar[1] ?? 0) * 12 + Number(calendar[2] ?? 0);
    return months % 12 === 0 ? unit(months / 12, '年', 'year') : unit(months, '个月', 'month');
  }
  if (seconds % 86_400 === 0) return unit(seconds / 86_400, '天', 'day');
  if (seconds % 3600 === 0 && seconds >= 7200) return { zh: `${seconds / 3600} 时`, en: `${seconds / 3600} h` };
  if (seconds < 60) return { zh: `${seconds}″`, en: `${seconds}″` };
  return { zh: `${Math.round(seconds / 60)}′`, en: `${Math.round(seconds / 60)}′` };
}

/**
 * Reads a measured number: digits with a point, full-width digits and a comma for thousands allowed.
 * @returns the number, or null
 */
export function numberOf(input: string): number | null {
  const plain = input.normalize('NFKC').trim().replaceAll('−', '-');
  if (!/^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/.test(plain)) return null;
  const value = Number(plain.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
}
