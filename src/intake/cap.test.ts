import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CapAlert, readCap } from './cap.ts';

const sample = (name: string) => readFileSync(new URL(`../../../shared/samples/cap-${name}.xml`, import.meta.url), 'utf8');
const read = (name: string) => readCap(sample(name)) as CapAlert;

test('alerts of the real senders are read, of CAP 1.1 and 1.2', () => {
  expect(read('thunderstorm')).toMatchObject({
    identifier: 'KSTO1055887203',
    status: 'Actual',
    event: 'SEVERE THUNDERSTORM',
    severity: 'Severe',
    colour: 'orange',
    area: {
      polygons: [
        [
          [38.47, -120.14],
          [38.34, -119.95],
          [38.52, -119.74],
          [38.62, -119.89],
          [38.47, -120.14],
        ],
      ],
    },
  });
  expect(read('earthquake')).toMatchObject({
    event: 'Earthquake',
    area: { circles: [{ lat: -16.053, lon: -173.274, radiusKm: 0 }] },
    expires: '2010-09-02T00:09:25-05:00',
  });
  expect(read('weather').area.names).toContain('MTZ014');
  expect(read('no_optional_fields')).toMatchObject({ event: '', area: { polygons: [], circles: [], names: [] } });
});

test('an alert without a required element, or with entities, is refused and says why', () => {
  expect(readCap(sample('invalid'))).toEqual({ unreadable: '<scope>' });
  expect(readCap(sample('xee'))).toEqual({ unreadable: 'DOCTYPE' });
  expect(readCap(sample('thunderstorm').replace('cap:1.2', 'cap:9.9'))).toEqual({ unreadable: 'xmlns' });
  expect(readCap(sample('thunderstorm').replace('38.47,-120.14', '138.47,-120.14'))).toEqual({ unreadable: '<polygon>' });
  expect(readCap(sample('thunderstorm').replace('</area>', ''))).toMatchObject({ unreadable: expect.stringContaining('XML') });
  expect(readCap('{}')).toHaveProperty('unreadable');
});

test('a Chinese alert shows its colour and its districts', () => {
  const xml = sample('thunderstorm')
    .replace('SEVERE THUNDERSTORM WARNING', '武汉市气象台发布台风蓝色预警')
    .replace(/<areaDesc>[^<]*</, '<areaDesc>江汉区、江岸区<');
  expect(readCap(xml)).toMatchObject({ colour: 'blue', area: { names: expect.arrayContaining(['江汉区', '江岸区']) } });
});

test('no garbage makes the reader throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readCap(text)));
  const whole = sample('thunderstorm');
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.nat(80),
      fc.string(),
      (at, cut, put) => void readCap(whole.slice(0, at) + put + whole.slice(at + cut)),
    ),
  );
});
