const units = [365 * 24 * 3600, 30 * 24 * 3600, 7 * 24 * 3600, 24 * 3600, 3600, 60, 1];
const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds of a plan's duration; a year counts 365 days and a month 30. @throws when it is none: a plan's are checked */
export function secondsOf(duration: string): number {
  const found = parts.exec(duration);
  if (!found) throw new Error(`not a duration: ${duration}`);
  return units.reduce((sum, unit, index) => sum + unit * Number(found[index + 1] ?? 0), 0);
}

/** A length of time in words, both languages: 90 min, 2 h. @param seconds */
export function spoken(seconds: number): { zh: string; en: string } {
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return { zh: `${minutes} 分钟`, en: `${minutes} min` };
  if (minutes < 48 * 60) return { zh: `${Math.round(minutes / 6) / 10} 小时`, en: `${Math.round(minutes / 6) / 10} h` };
  return { zh: `${Math.round(minutes / 1440)} 天`, en: `${Math.round(minutes / 1440)} days` };
}
