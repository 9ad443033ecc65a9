import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signalCodes } from './codes.ts';
import { instantMs, readSignals, textOf } from './read.ts';

const known = { atm: (id: string) => id.startsWith('A-'), site: (id: string) => id.startsWith('S-') };
const now = Date.parse('2026-11-23T01:00:00Z');
const good = { id: '1', source: 'x', atm: 'A-1', code: 'cash.out', state: 'raised', at: '2026-11-23T00:59:59Z' };
const read = (text: string, ndjson = false) => {
  const reading = readSignals(text, ndjson, now, known);
  if ('unreadable' in reading) throw new Error(reading.unreadable);
  return reading;
};

test('an instant is read as Temporal reads it, and nothing else is one', () => {
  const instants = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.stringMatching(/^(\.\d{1,9})?$/), fc.constantFrom('Z', '+08:00', '-03:30'), (date, fraction, offset) => {
      const text = `${date.toISOString().slice(0, 19)}${fraction}${offset}`;
      expect(instantMs(text)).toBe(Temporal.Instant.from(text).epochMilliseconds);
    }),
  );
  for (const text of [
    '',
    '2026-11-23',
    '2026-11-23T01:00:00',
    '2026-02-30T01:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T01:00:61Z',
    'Nov 23 2026',
    '2026-11-23T01:00:0xZ',
    '2026-11-23T01:00:00.Z',
    '1764',
  ])
    expect(instantMs(text)).toBeNaN();
});

test.each([
  ['id', { id: undefined }, 'field-missing'],
  ['id', { id: 7 }, 'field-invalid'],
  ['id', { id: 'x'.repeat(201) }, 'field-invalid'],
  ['source', { source: '' }, 'field-invalid'],
  ['code', { code: 'cash.gone' }, 'code-unknown'],
  ['state', { state: 'up' }, 'field-invalid'],
  ['at', { at: 'yesterday' }, 'field-invalid'],
  ['at', { at: undefined }, 'field-missing'],
  ['atm', { atm: undefined }, 'field-missing'],
  ['atm', { atm: 'B-1' }, 'atm-unknown'],
  ['site', { atm: null, site: 'T-1' }, 'site-unknown'],
  ['detail', { detail: [1] }, 'field-invalid'],
])('a record with a bad %s is refused alone and names it', (field, change, code) => {
  const reading = read(JSON.stringify([good, { ...good, ...change }, good]));
  expect(reading.signals).toHaveLength(2);
  expect(reading.refused).toMatchObject([{ index: 1, code, field }]);
});

test('a broken line in the middle of NDJSON is refused with its line, the rest is taken', () => {
  const reading = read(`${JSON.stringify(good)}\n\n{"id": "2", "sou\r\n${JSON.stringify({ ...good, id: '3' })}`, true);
  expect(reading.signals.map((signal) => signal.id)).toEqual(['1', '3']);
  expect(reading.refused).toMatchObject([{ index: 1, line: 3, code: 'json-broken' }]);
});

test('a byte order mark and Chinese text are no hindrance', () => {
  const body = Buffer.from(`\ufeff${JSON.stringify({ ...good, detail: { note: '卡钞' } })}`);
  expect(read(textOf(body)).signals[0]!.detail).toEqual({ note: '卡钞' });
});

test('a clock more than a day ahead or a year behind gives way to the time of receipt and is noted', () => {
  const at = (text: string) => read(JSON.stringify({ ...good, at: text })).signals[0]!;
  expect(at('2036-11-23T01:00:00Z')).toMatchObject({ at: '2026-11-23T01:00:00.000Z', clockSaid: '2036-11-23T01:00:00Z' });
  expect(at('2016-11-23T01:00:00Z')).toMatchObject({ at: '2026-11-23T01:00:00.000Z', clockSaid: '2016-11-23T01:00:00Z' });
  expect(at('2026-11-23T05:00:00Z')).toMatchObject({ at: '2026-11-23T05:00:00Z', ms: now });
  expect(at('2026-11-01T05:00:00Z').clockSaid).toBeUndefined();
});

test('no garbage makes the reader throw, and every record is either taken or refused', () => {
  const some = fc.constantFrom<unknown>('A-1', 'S-1', 'cash.out', 'raised', good.at, null, 3, {}, [], '\u0000', '__proto__', true);
  const record = fc.dictionary(
    fc.constantFrom('id', 'source', 'atm', 'site', 'code', 'state', 'at', 'detail', '__proto__', 'x'),
    fc.oneof(some, fc.jsonValue()),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(record, fc.jsonValue(), fc.constant(good))), (records) => {
      const reading = read(JSON.stringify(records));
      expect(reading.signals.length + reading.refused.length).toBe(records.length);
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, ndjson) => void readSignals(text, ndjson, now, known)));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readSignals(textOf(Buffer.from(bytes)), true, now, known)));
  expect(read(`[${'['.repeat(50_000)}${']'.repeat(50_000)}]`).refused).toHaveLength(1);
});

test('every signal code that others rely on is in the catalogue, in both languages', () => {
  const promised =
    `machine.offline machine.closed machine.supervisor machine.clock dispenser.jammed dispenser.inoperative cash.low cash.out acceptor.inoperative card-reader.jammed
    card-reader.inoperative card.retained printer.paper-low printer.paper-out printer.inoperative keypad.inoperative encryptor.inoperative camera.inoperative software.error power.on-battery
    power.battery-low power.lost line.down host.down cabinet.open safe.tampered vibration.alarm fraud.suspected fraud.attempt weather.warning`.split(
      /\s+/,
    );
  expect(promised.filter((code) => !signalCodes.some((entry) => entry.code === code))).toEqual([]);
  expect(signalCodes.filter((entry) => !/[\u4e00-\u9fff]/.test(entry.zh) || !/^[\x20-\x7e]+$/.test(entry.en))).toEqual([]);
});
