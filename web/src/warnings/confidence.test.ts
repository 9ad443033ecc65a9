import { expect, test } from 'vitest';
import { confidenceWord, histogram } from './confidence.ts';

test('confidence is said in a word', () => {
  expect([0.95, 0.85, 0.84, 0.6, 0.59, 0].map(confidenceWord)).toEqual(['high', 'high', 'middle', 'middle', 'low', 'low']);
});

test('every fall is counted once, and nine seconds show as nine bars', () => {
  const times = Array.from({ length: 497 }, (_, index) => 1_000_000 + (index % 9) * 1000 + (index % 7));
  const { width, bins } = histogram(times);
  expect(width).toBe(1000);
  expect(bins).toHaveLength(9);
  expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(497);
});

test('a storm of hours still fits in sixty bars', () => {
  const { bins } = histogram([0, 7 * 3600_000, 30 * 3600_000]);
  expect(bins.length).toBeLessThanOrEqual(60);
  expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(3);
  expect(histogram([])).toEqual({ width: 1000, bins: [] });
});
