/** One measured figure, and what it is held against. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What it was run beside, or the goal. */
  against: string;
  /** value ÷ what it is compared with; null where it stands alone. */
  ratio: number | null;
}

export const median = (values: number[]): number => percentile(values, 0.5);

/** @param share of the values that lie below, 0 to 1 */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** How many times a second `once` comes to its end when so many do it in turns, each again as soon as it can. */
export async function perSecond(atOnce: number, seconds: number, once: (worker: number) => Promise<void>): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      while (performance.now() < end) {
        await once(worker);
        done++;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}

/**
 * Measures ours and what it is compared with in turns, so that whatever else the machine does falls on both.
 * @returns medians of both, and of the ratios of the pairs
 */
export async function beside(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const pairs: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) pairs.push({ ours: await ours(), theirs: await theirs() });
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    theirs: median(pairs.map((pair) => pair.theirs)),
    ratio: median(pairs.map((pair) => pair.ours / pair.theirs)),
  };
}

export const thousands = (value: number): string => Math.round(value).toLocaleString('en');
