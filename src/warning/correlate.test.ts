import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Atm } from '#fleet';
import { topologyOf } from './causes.ts';
import { confidenceOf, correlate, type Evidence, type Finding, type Standing } from './correlate.ts';
import { causeKey } from './model.ts';
import { alternativesFor, reasonsFor } from './reasons.ts';
import { triage } from './triage.ts';

const start = Temporal.Instant.from('2026-03-08T05:59:03Z').epochMilliseconds;

/** 600 machines: lines L-1 (200), L-2 (200) on H-1, L-3 (200) on H-2; three at a site; feeds of 30; two models with two releases each. */
const fleet: Atm[] = Array.from(
  { length: 600 },
  (_, index): Atm => ({
    atm: `A-${String(index).padStart(3, '0')}`,
    site: `S-${Math.floor(index / 3)}`,
    branch: 'B',
    district: `D-${Math.floor(index / 100)}`,
    city: '武汉',
    province: '湖北',
    lat: 30.5,
    lon: 114.3,
    make: index % 2 ? 'GRG' : 'NCR',
    model: index % 2 ? 'H68N' : '6623',
    release: index % 4 < 2 ? '5.2.0' : '5.2.1',
    vendor: 'v',
    line: `L-${Math.floor(index / 200) + 1}`,
    host: index < 400 ? 'H-1' : 'H-2',
    power: `P-${Math.floor(index / 30)}`,
  }),
);
const topology = topologyOf(fleet);

let serial = 0;
const fault = (atm: string, code: string, seconds: number, more: Partial<Evidence> = {}): Evidence => ({
  id: `f${String(serial++).padStart(6, '0')}`,
  atm,
  code,
  at: start + seconds * 1000,
  closed: false,
  warning: null,
  detail: {},
  ...more,
});
const find = (faults: Evidence[], nowSeconds = 60, standing: Standing[] = []): Finding[] =>
  correlate({ faults, standing, topology, now: start + nowSeconds * 1000 });
const causes = (found: Finding[]): string[] => found.map((one) => `${causeKey(one.cause)}×${one.atms.length}`);
const of = (filter: (atm: Atm) => boolean): Atm[] => fleet.filter(filter);

describe('the smallest reasonable set of causes', () => {
  test('a line lost is one warning, and the machines that stayed up are named against it [S3-4.1(1)]', () => {
    const line = of((atm) => atm.line === 'L-1').filter((_, index) => index % 67 !== 5);
    const faults = line.map((atm, index) => fault(atm.atm, 'machine.offline', (index * 9) / line.length));
    const [found, ...rest] = find(faults);
    expect(rest).toEqual([]);
    expect(found?.cause).toEqual({ kind: 'line', ref: 'L-1' });
    const reasons = reasonsFor(found as Finding, faults, topology);
    expect(reasons.map((reason) => reason.rule)).toEqual(['same-line', 'neighbours-well', 'no-power-signal', 'still-well']);
    expect(reasons[0]?.en).toBe('197 of 200 machines on line L-1 fell, most of them within 9 s');
    expect(reasons[0]?.zh).toContain('200 台中 197 台');
    expect(reasons[1]?.en).toBe('200 of the other 200 machines of host H-1 are well');
    expect(reasons[3]).toMatchObject({ against: true, en: '3 are still online: A-005, A-072, A-139' });
    expect(confidenceOf(found as Finding)).toBeGreaterThan(0.9);
  });

  test('all lines of a host at once are the host', () => {
    const faults = of((atm) => atm.host === 'H-1').map((atm, index) => fault(atm.atm, 'machine.offline', (index % 40) / 2));
    expect(causes(find(faults))).toEqual(['host:H-1×400']);
  });

  test('a line already named grows into its host: the old warning is absorbed', () => {
    const line = of((atm) => atm.line === 'L-1').map((atm) => fault(atm.atm, 'machine.offline', 1, { warning: 'w1' }));
    const other = of((atm) => atm.line === 'L-2').map((atm) => fault(atm.atm, 'machine.offline', 8));
    const found = find([...line, ...other], 20, [{ id: 'w1', cause: { kind: 'line', ref: 'L-1' }, pinned: false, openedAt: start }]);
    expect(causes(found)).toEqual(['host:H-1×400']);
    expect(found[0]?.standing).toBeNull();
  });

  test('thirty machines on battery are their power feed, also when they go silent twenty minutes later [S2-3.4]', () => {
    const feed = of((atm) => atm.power === 'P-2');
    const faults = feed.flatMap((atm, index) => [
      fault(atm.atm, 'power.on-battery', index),
      fault(atm.atm, 'machine.offline', 1200 + index * 10),
    ]);
    expect(causes(find(faults, 1800))).toEqual(['power:P-2×30']);
  });

  test('the same defect on one release over half an hour is the release, not the model [S2-3.1]', () => {
    const victims = of((atm) => atm.make === 'GRG' && atm.release === '5.2.1').filter((_, index) => index % 10 === 0);
    const faults = victims.map((atm, index) => fault(atm.atm, 'software.error', index * 110));
    const found = find(faults, 1700);
    expect(causes(found)).toEqual(['release:GRG H68N 5.2.1×15']);
    expect(alternativesFor(found[0] as Finding).map((one) => causeKey(one.cause))).toContain('model:GRG H68N');
  });

  test('two machines of one site are the site; three scattered ones are three machines', () => {
    expect(
      causes(find([fault('A-000', 'machine.offline', 0), fault('A-001', 'machine.offline', 5), fault('A-002', 'machine.offline', 9)])),
    ).toEqual(['site:S-0×3']);
    expect(
      causes(find([fault('A-000', 'dispenser.jammed', 0), fault('A-250', 'dispenser.jammed', 5), fault('A-599', 'card-reader.jammed', 9)])),
    ).toEqual(['machine:A-000×1', 'machine:A-250×1', 'machine:A-599×1']);
  });

  test('four sites of one line that fall together are four sites, however early one looks', () => {
    const faults = [0, 20, 40, 60].flatMap((site) =>
      of((atm) => atm.site === `S-${site}`).map((atm, index) => fault(atm.atm, 'machine.offline', site / 4 + index)),
    );
    for (const seconds of [16, 24, 60, 600])
      expect(causes(find(faults, seconds)).sort(), `${seconds} s`).toEqual(['site:S-0×3', 'site:S-20×3', 'site:S-40×3', 'site:S-60×3']);
  });

  test('an opened cabinet is an attack at once, and what the machine says next belongs to it [S2-3.2]', () => {
    const signs = [fault('A-010', 'cabinet.open', 0), fault('A-010', 'machine.offline', 100), fault('A-010', 'cash.out', 900)];
    const found = find(signs, 1000);
    expect(reasonsFor(found[0] as Finding, signs, topology)[0]?.zh).toContain('A-010 报出: 机柜门打开');
    expect(reasonsFor(found[0] as Finding, signs, topology)[0]?.en).not.toContain('cabinet.open');
    expect(causes(found)).toEqual(['attack:A-010×1']);
    expect(found[0]?.faults).toHaveLength(3);
  });

  test('a machine that restarts and then runs out of cash is an attack; an open cabinet under the crew is not [S2-3.2]', () => {
    expect(causes(find([fault('A-010', 'machine.offline', 0, { closed: true }), fault('A-010', 'cash.out', 700)], 800))).toEqual([
      'attack:A-010×1',
    ]);
    expect(causes(find([fault('A-010', 'machine.supervisor', 0), fault('A-010', 'cabinet.open', 20)]))).toEqual(['machine:A-010×1']);
  });

  test('machines in the area of a weather warning are one warning before anything breaks [S2-3.5]', () => {
    const faults = of((atm) => atm.district === 'D-1').map((atm) =>
      fault(atm.atm, 'weather.warning', 0, { detail: { area: '江岸区', event: '台风', severity: 'Severe' } }),
    );
    const found = find(faults);
    expect(causes(found)).toEqual(['weather:江岸区 台风×100']);
    expect(reasonsFor(found[0] as Finding, faults, topology)[0]?.zh).toBe('江岸区 台风（Severe）: 区域内有 100 台');
  });

  test('what a person reports is class other, for a person to judge [S2-3.6]', () => {
    expect(causes(find([fault('A-033', 'other', 0)]))).toEqual(['other:A-033×1']);
  });

  test('two causes at once are told apart, with noise between', () => {
    const faults = [
      ...of((atm) => atm.line === 'L-3').map((atm, index) => fault(atm.atm, 'machine.offline', index / 20)),
      ...of((atm) => atm.power === 'P-1').map((atm, index) => fault(atm.atm, 'power.on-battery', index)),
      fault('A-100', 'dispenser.jammed', 3),
      fault('A-101', 'cash.low', 4),
    ];
    expect(causes(find(faults))).toEqual(['line:L-3×200', 'power:P-1×30', 'cash:A-101×1', 'machine:A-100×1']);
  });

  test('500 machines of one line among 20,000 are placed in well under a second', () => {
    const large = Array.from(
      { length: 20_000 },
      (_, index): Atm => ({
        ...(fleet[index % 600] as Atm),
        atm: `B-${index}`,
        site: `S-${index >> 2}`,
        line: `L-${Math.floor(index / 500)}`,
        power: `P-${index >> 5}`,
      }),
    );
    const wide = topologyOf(large);
    const faults = [
      ...large.slice(0, 500).map((atm, index) => fault(atm.atm, 'machine.offline', index / 60)),
      ...large
        .slice(1000, 4000)
        .filter((_, index) => index % 3 === 0)
        .map((atm) => fault(atm.atm, 'printer.paper-out', -9000)),
    ];
    const before = process.cpuUsage();
    const found = correlate({ faults, standing: [], topology: wide, now: start + 30_000 });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000); // of this process alone: others may be busy
    expect(causeKey((found[0] as Finding).cause)).toBe('line:L-0');
  });
});

test('three hundred sites dark one after the other are told apart in well under a second', () => {
  const large = Array.from(
    { length: 20_000 },
    (_, index): Atm => ({
      ...(fleet[index % 600] as Atm),
      atm: `C-${index}`,
      site: `T-${index >> 2}`,
      line: `L-${index % 40}`,
      power: `P-${index % 400}`,
    }),
  );
  const faults = large
    .filter((_, index) => index % 64 < 4)
    .slice(0, 1200)
    .map((atm, index) => fault(atm.atm, 'machine.offline', (index >> 2) * 20 + (index & 3)));
  const wide = topologyOf(large);
  const before = process.cpuUsage();
  const found = correlate({ faults, standing: [], topology: wide, now: start + 7_000_000 });
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000); // of this process alone: others may be busy
  expect(found.filter((one) => one.cause.kind === 'site')).toHaveLength(300);
});

describe('what a person or an incident holds, it keeps', () => {
  const pinned: Standing = { id: 'w1', cause: { kind: 'line', ref: 'L-1' }, pinned: true, openedAt: start };
  const own = of((atm) => atm.line === 'L-1')
    .slice(0, 150)
    .map((atm) => fault(atm.atm, 'machine.offline', 1, { warning: 'w1' }));

  test('a late machine of the line joins the warning that runs', () => {
    const found = find([...own, fault('A-190', 'machine.offline', 40)], 60, [pinned]);
    expect(causes(found)).toEqual(['line:L-1×151']);
    expect(found[0]?.standing).toBe('w1');
  });

  test('a fault that does not fit gets its own', () => {
    expect(causes(find([...own, fault('A-190', 'dispenser.jammed', 40), fault('A-191', 'machine.offline', 9000)], 9060, [pinned]))).toEqual(
      ['line:L-1×150', 'machine:A-190×1', 'machine:A-191×1'],
    );
  });
});

describe('always', () => {
  const codes = [
    'machine.offline',
    'dispenser.jammed',
    'power.on-battery',
    'software.error',
    'cash.low',
    'cabinet.open',
    'weather.warning',
  ];
  const storm = fc.array(fc.record({ machine: fc.nat(599), code: fc.constantFrom(...codes), second: fc.integer({ min: 0, max: 900 }) }), {
    maxLength: 60,
  });
  const withLine = fc
    .tuple(storm, fc.boolean(), fc.boolean())
    .map(([noise, line, feed]) => [
      ...noise.map((one) => ({ atm: (fleet[one.machine] as Atm).atm, code: one.code, second: one.second })),
      ...(line
        ? of((atm) => atm.line === 'L-2').map((atm, index) => ({ atm: atm.atm, code: 'machine.offline', second: 100 + (index % 9) }))
        : []),
      ...(feed
        ? of((atm) => atm.power === 'P-15').map((atm, index) => ({ atm: atm.atm, code: 'power.on-battery', second: 300 + index }))
        : []),
    ])
    .map((all) => all.map((one, index) => fault(one.atm, one.code, one.second, { id: `p${index}` })));
  const sets = (found: Finding[]): string[] =>
    found
      .map(
        (one) =>
          `${causeKey(one.cause)}|${one.faults
            .map((fault) => fault.id)
            .sort()
            .join(',')}`,
      )
      .sort();

  test('the order of arrival does not matter', () => {
    fc.assert(
      fc.property(
        withLine.chain((faults) => fc.tuple(fc.constant(faults), fc.shuffledSubarray(faults, { minLength: faults.length }))),
        ([one, other]) => {
          expect(sets(find(other, 1000))).toEqual(sets(find(one, 1000)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('every open fault is in exactly one warning', () => {
    fc.assert(
      fc.property(withLine, (faults) => {
        const placed = find(faults, 1000).flatMap((one) => one.faults.map((fault) => fault.id));
        expect([...placed].sort()).toEqual(faults.map((fault) => fault.id).sort());
      }),
      { numRuns: 60 },
    );
  });

  test('asked again about what it found, it says the same and keeps every warning', () => {
    fc.assert(
      fc.property(withLine, (faults) => {
        const first = find(faults, 1000);
        const standing = first.map((one, index): Standing => ({ id: `w${index}`, cause: one.cause, pinned: false, openedAt: start + 1 }));
        const again = find(
          first.flatMap((one, index) => one.faults.map((fault) => ({ ...fault, warning: `w${index}` }))),
          1000,
          standing,
        );
        expect(sets(again)).toEqual(sets(first));
        expect(again.every((one) => one.standing !== null)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('an attack sign is never lost in a storm: its machine is in a warning that is graded major [S3-4.1(3)]', () => {
    fc.assert(
      fc.property(withLine, fc.nat(599), fc.constantFrom('safe.tampered', 'vibration.alarm', 'fraud.attempt'), (faults, machine, code) => {
        const sign = fault((fleet[machine] as Atm).atm, code, 500, { id: 'sign' });
        const found = find([...faults, sign], 1000).find((one) => one.faults.some((fault) => fault.id === 'sign'));
        expect(found?.cause.kind).toBe('attack');
        expect(
          triage({
            cause: found?.cause ?? { kind: 'other', ref: '' },
            codes: [code],
            atms: 1,
            groupSize: 1,
            atmsIn10Minutes: 1,
            minutesOpen: 0,
            severity: null,
            breaches: 0,
            action: null,
          }).grade,
        ).toBe('major');
      }),
      { numRuns: 60 },
    );
  });
});
