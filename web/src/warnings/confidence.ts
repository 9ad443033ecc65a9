/** How sure, in a word: a person reads 高, 中, 低 before a figure. Bounds are those of the calibration: 0.85 was right nine times in ten. */
export const confidenceWord = (confidence: number): 'high' | 'middle' | 'low' =>
  confidence >= 0.85 ? 'high' : confidence >= 0.6 ? 'middle' : 'low';

export interface Bin {
  from: number;
  count: number;
}
/**
 * Counts of times in equal bins: seconds while the storm lasted less than a minute, then wider, at most 60 bins.
 * @param times milliseconds  @returns bins from the first to the last time, empty ones included; width in ms
 */
export function histogram(times: readonly number[]): { width: number; bins: Bin[] } {
  if (times.length === 0) return { width: 1000, bins: [] };
  const sorted = [...times].sort((a, b) => a - b);
  const first = sorted[0]!;
  const last = sorted.at(-1)!;
  const widths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map((seconds) => seconds * 1000);
  const width = widths.find((each) => (last - first) / each < 60) ?? Math.ceil((last - first) / 59);
  const start = Math.floor(first / width) * width;
  const bins: Bin[] = Array.from({ length: Math.floor((last - start) / width) + 1 }, (_, index) => ({
    from: start + index * width,
    count: 0,
  }));
  for (const time of sorted) bins[Math.floor((time - start) / width)]!.count += 1;
  return { width, bins };
}
