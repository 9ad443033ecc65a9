import { describe, expect, test } from 'vitest';
import { mostWithin10Minutes, regradeMinutes, type TriageFacts, triage, triageRules } from './triage.ts';

const calm: TriageFacts = {
  cause: { kind: 'machine', ref: 'A-1' },
  codes: ['dispenser.jammed'],
  atms: 1,
  groupSize: 1,
  atmsIn10Minutes: 1,
  minutesOpen: 0,
  severity: null,
  breaches: 0,
  action: null,
};

describe('general or major, by rules with names', () => {
  const cases: [string, Partial<TriageFacts>, 'general' | 'major', string[]][] = [
    ['a jammed dispenser is for the vendor [S3-4.1(2)] [S2-3.3]', {}, 'general', ['vendor-service']],
    ['what staff can clear without tools is theirs', { action: 'clear' }, 'general', ['first-line']],
    ['an empty cassette is a replenishment', { cause: { kind: 'cash', ref: 'A-1' }, codes: ['cash.out'] }, 'general', ['cash-service']],
    [
      'an attack is major with one machine [S2-3.2]',
      { cause: { kind: 'attack', ref: 'A-1' }, codes: ['cabinet.open'] },
      'major',
      ['attack-signs'],
    ],
    [
      'a line lost is major [S2-3.1]',
      { cause: { kind: 'line', ref: 'L-1' }, atms: 300, groupSize: 500, atmsIn10Minutes: 300 },
      'major',
      ['line-or-host-lost', 'share-20-percent', 'many-machines'],
    ],
    [
      'a fifth of a line in ten minutes is major',
      { cause: { kind: 'line', ref: 'L-1' }, atms: 10, groupSize: 50, atmsIn10Minutes: 10 },
      'major',
      ['share-20-percent'],
    ],
    [
      'nine of fifty are not',
      { cause: { kind: 'line', ref: 'L-1' }, atms: 9, groupSize: 50, atmsIn10Minutes: 9 },
      'general',
      ['vendor-service'],
    ],
    [
      'a district without power is major [S2-3.4]',
      { cause: { kind: 'power', ref: 'P-1' }, atms: 46, groupSize: 46, atmsIn10Minutes: 40 },
      'major',
      ['share-20-percent', 'regional-power'],
    ],
    [
      'severe weather over many machines is major [S2-3.5]',
      { cause: { kind: 'weather', ref: '江岸区' }, atms: 40, groupSize: 40, severity: 'Severe' },
      'major',
      ['severe-weather'],
    ],
    [
      'moderate weather is not',
      { cause: { kind: 'weather', ref: '江岸区' }, atms: 40, groupSize: 40, severity: 'Moderate' },
      'general',
      ['vendor-service'],
    ],
    [
      'a release that goes on failing is major [S2-3.1]',
      { cause: { kind: 'release', ref: 'GRG H68N 5.2.1' }, atms: 8, groupSize: 90, atmsIn10Minutes: 3 },
      'major',
      ['release-spreading'],
    ],
    [
      'a site dark for two hours is major',
      { cause: { kind: 'site', ref: 'S-1' }, atms: 3, groupSize: 3, atmsIn10Minutes: 3, minutesOpen: 120 },
      'major',
      ['site-dark'],
    ],
    [
      'one minute earlier it is not',
      { cause: { kind: 'site', ref: 'S-1' }, atms: 3, groupSize: 3, atmsIn10Minutes: 3, minutesOpen: 119 },
      'general',
      ['vendor-service'],
    ],
    ['a contract breached twice is major [S3-4.1(3)]', { breaches: 2 }, 'major', ['contract-breached-twice']],
    ['a contract breached once is not', { breaches: 1 }, 'general', ['vendor-service']],
    [
      'what a person reported is general until a person judges it [S2-3.6]',
      { cause: { kind: 'other', ref: 'A-1' }, codes: ['other'] },
      'general',
      ['vendor-service'],
    ],
  ];
  test.each(cases)('%s', (_, facts, grade, rules) => {
    const graded = triage({ ...calm, ...facts });
    expect([graded.grade, graded.reasons.map((reason) => reason.rule)]).toEqual([grade, rules]);
  });

  test('a reason says the figures that decided', () => {
    const { reasons } = triage({ ...calm, cause: { kind: 'line', ref: 'L-031' }, atms: 497, groupSize: 500, atmsIn10Minutes: 497 });
    expect(reasons[0]).toEqual({
      rule: 'line-or-host-lost',
      zh: '重大: L-031 整体中断，500 台中 497 台失联',
      en: 'major: L-031 is lost, 497 of 500 machines are silent',
    });
  });

  test('rules are data: a bank may replace them', () => {
    const strict = [{ id: 'all', grade: 'major' as const, when: {}, why: { zh: '重大', en: 'major' } }, ...triageRules];
    expect(triage(calm, strict).grade).toBe('major');
  });

  test('a warning is graded again when a rule with a time comes due', () => expect(regradeMinutes).toEqual([120]));

  test('most within ten minutes counts the densest window', () => {
    expect(mostWithin10Minutes([0, 1, 700_000, 800_000, 900_000, 1_200_000])).toBe(4);
    expect(mostWithin10Minutes([])).toBe(0);
  });
});
