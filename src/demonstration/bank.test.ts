import { expect, test } from 'vitest';
import { contractsCsv, demoFleet, fleetCsv, hankouFeed } from './bank.ts';
import { people, seats, unanswering } from './people.ts';

const fleet = demoFleet();
const by = (key: 'line' | 'host' | 'power' | 'make' | 'vendor' | 'district') => Map.groupBy(fleet.atms, (atm) => atm[key]);

test('the demonstration bank has 1,604 machines at 540 sites in 14 districts, of four makes, on four lines', () => {
  expect(fleet.atms).toHaveLength(1604);
  expect(new Set(fleet.atms.map((atm) => atm.atm)).size).toBe(1604);
  expect(new Set(fleet.atms.map((atm) => atm.site)).size).toBe(540);
  expect(by('district').size).toBe(14);
  expect([...by('make').keys()].sort()).toEqual(['Diebold Nixdorf', 'GRG', 'Hyosung', 'NCR']);
  expect(Object.fromEntries([...by('line')].map(([line, atms]) => [line, atms.length]))).toEqual({
    'L-021': 289,
    'L-030': 412,
    'L-031': 500,
    'L-032': 403,
  });
  expect(by('host').get('H-02')).toHaveLength(1315);
  expect(by('power').get(hankouFeed)).toHaveLength(46);
  expect(by('vendor').size).toBe(3);
});

test('it is the same bank every time, and every machine lies within sight of Wuhan', () => {
  expect(fleetCsv(demoFleet())).toBe(fleetCsv(fleet));
  for (const atm of fleet.atms) {
    expect(atm.lat).toBeGreaterThan(30.2);
    expect(atm.lat).toBeLessThan(31.1);
    expect(atm.lon).toBeGreaterThan(113.9);
    expect(atm.lon).toBeLessThan(115);
  }
  expect(contractsCsv().split('\n')).toHaveLength(26);
});

test('every role has an account, every group a leader and a deputy, and whoever does not answer has one', () => {
  expect(new Set(people.map((one) => one.role))).toEqual(
    new Set([
      'commander',
      'deputy',
      'duty-officer',
      'group-leader',
      'responder',
      'quartermaster',
      'press-officer',
      'treasurer',
      'planner',
      'auditor',
      'admin',
      'vendor',
    ]),
  );
  for (const [group, held] of Object.entries(seats)) {
    expect(held.map(([, seat]) => seat).slice(0, 2), group).toEqual(['leader', 'deputy']);
    for (const [account] of held)
      expect(
        people.some((one) => one.account === account),
        account,
      ).toBe(true);
    if (held[0]?.[0] === unanswering) expect(held[1]).toBeDefined();
  }
});
