import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsCard, luhnValid, scrub } from './scrub.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
/** A number that satisfies the Luhn check, of 13 to 19 digits. */
const cardNumber = fc
  .integer({ min: 12, max: 18 })
  .chain(digits)
  .map((body) => {
    for (let last = 0; last < 10; last++) if (luhnValid(`${body}${last}`)) return `${body}${last}`;
    throw new Error('one of ten always fits');
  });
const keyed = (value: unknown) => ({ id: 'x', detail: { nested: [value, { deep: value }] } });
/** Every run of 13 to 19 digits that passes for a card number. */
const cardsIn = (text: string) => (text.match(/(?<!\d)(?<!\d\.)\d{13,19}(?!\d)/g) ?? []).filter(luhnValid);

test('a card number is never kept, wherever it stands in a message', () => {
  fc.assert(
    fc.property(cardNumber, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (card, before, after) => {
      const safe = (text: string) => text.replace(/[\d\uff10-\uff19]/g, '');
      for (const text of [JSON.stringify(keyed(`${safe(before)} ${card} ${safe(after)}`)), `${safe(before)} ${card} ${safe(after)}`]) {
        expect(holdsCard(Buffer.from(text))).toBe(true);
        const clean = scrub(text);
        expect(clean).not.toContain(card);
        expect(cardsIn(clean)).toEqual([]);
        if (text.startsWith('{')) JSON.parse(clean);
      }
    }),
  );
});

test('a card number that stands bare in JSON leaves valid JSON that holds none', () => {
  fc.assert(
    fc.property(
      cardNumber.filter((card) => !card.startsWith('0')),
      (card) => {
        const clean = scrub(`{"pan": ${card}, "all":[${card},${card}]}`);
        JSON.parse(clean);
        expect(cardsIn(clean)).toEqual([]);
      },
    ),
  );
});

test.each([
  ['track 2', ';6222021234567890128=25122010000012345678?', '622202'],
  ['track 2 of a chip', '6222021234567890128D25122010000012345F', '622202'],
  ['a track whose number fails the Luhn check', '6222021234567890123=25122010000012345', '622202'],
  ['track 1', '%B4111111111111111^WANG/XIAOMING^25121010000000000000?', '411111'],
  ['groups of four', '卡号 4111 1111 1111 1111 的客户', '4111 11'],
  ['groups with dashes', '4111-1111-1111-1111', '4111-11'],
  ['groups of an American card', '3782 822463 10005', '3782 82'],
  ['JSON escapes', '{"a":"\\u0034111111111111\\u003111"}', '411111'],
  ['wide digits', '卡号４１１１１１１１１１１１１１１１', '411111'],
])('%s is masked', (_, text, kept) => {
  expect(holdsCard(Buffer.from(text))).toBe(true);
  const clean = scrub(text);
  expect(clean).toContain(kept);
  expect(clean).not.toMatch(/1234567890|11111111111|2463 1|111 1111 1111|XIAOMING|2512/);
});

test.each([
  ['times, ids and counts', '{"at":"2026-11-23T09:02:18.044Z","id":"01934f5e-8c11-7000-9aaa-2b1c3d4e5f60","n":120,"tel":"02785551234"}'],
  ['decimals of a coordinate', '{"lat":30.4111111111111111}'],
  ['numbers that fail the check', '{"n":4111111111111112}'],
  ['what merely looks escaped', '{"path":"C:\\\\u0034"}'],
])('%s stay as they are', (_, text) => {
  expect(scrub(text)).toBe(text);
});

test('the quick look never overlooks what the mask would change', () => {
  const near = fc.string({ unit: fc.constantFrom(...'0123456789 -=D^"\\u{}[],:.aB;?４'), minLength: 10, maxLength: 60 });
  fc.assert(
    fc.property(near, fc.nat(13), (text, padding) => {
      const padded = 'x'.repeat(padding) + text;
      if (scrub(padded) !== padded) expect(holdsCard(Buffer.from(padded))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('masking twice is masking once', () => {
  fc.assert(
    fc.property(cardNumber, (card) => {
      expect(scrub(scrub(`"${card}"`))).toBe(scrub(`"${card}"`));
    }),
  );
});
