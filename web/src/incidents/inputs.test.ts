import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationOf, durationWords, fenOf, numberOf, secondsOf, yuan } from './inputs.ts';

test('money as people write it becomes fen', () => {
  expect(fenOf('8400')).toBe(840_000);
  expect(fenOf('¥8,400.5')).toBe(840_050);
  expect(fenOf('8400.05元')).toBe(840_005);
  expect(fenOf('８４００ 元')).toBe(840_000);
  expect(fenOf(' 0.1 ')).toBe(10);
});

test('what is no amount is refused, not guessed', () => {
  for (const wrong of ['', '八千', '1.005', '-5', '84,00', '1e3', '8400 USD', '.5', '99999999999999999'])
    expect(fenOf(wrong), wrong).toBeNull();
});

test('every amount written out is read back to the fen', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (fen) => fenOf(yuan(fen)) === fen));
});

test('a length of time as people write it becomes an ISO duration', () => {
  expect(durationOf('45')).toBe('PT45M');
  expect(durationOf('45分')).toBe('PT45M');
  expect(durationOf('1小时30分钟')).toBe('PT1H30M');
  expect(durationOf('1:30')).toBe('PT1H30M');
  expect(durationOf('1h 30m')).toBe('PT1H30M');
  expect(durationOf('90 min')).toBe('PT1H30M');
  expect(durationOf('2 天')).toBe('PT48H');
  expect(durationOf('pt2h')).toBe('PT2H');
  for (const wrong of ['', '0', 'soon', '1:75', '分', 'P', '-5']) expect(durationOf(wrong), wrong).toBeNull();
});

test('durations of plans are written as the screens write them', () => {
  expect(durationWords('PT30M').zh).toBe('30′');
  expect(durationWords('PT90M').zh).toBe('90′');
  expect(durationWords('PT4H')).toEqual({ zh: '4 时', en: '4 h' });
  expect(durationWords('P10D')).toEqual({ zh: '10 天', en: '10 days' });
  expect(durationWords('P6M')).toEqual({ zh: '6 个月', en: '6 months' });
  expect(durationWords('P1Y')).toEqual({ zh: '1 年', en: '1 year' });
  expect(secondsOf('P1DT1H')).toBe(90_000);
});

test('a measured number is read with a point, a minus and full-width digits', () => {
  expect(numberOf('221.5')).toBe(221.5);
  expect(numberOf('２２１')).toBe(221);
  expect(numberOf('−3')).toBe(-3);
  expect(numberOf('1,604')).toBe(1604);
  for (const wrong of ['', '221V', '1,60', '1.2.3', 'NaN']) expect(numberOf(wrong), wrong).toBeNull();
});
