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

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
