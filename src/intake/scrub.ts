/**
 * Card data is never kept. Everything that will be stored passes here first: numbers of 13 to 19 digits that satisfy
 * the Luhn check, alone or in the groups printed on cards, and whole track 2 images. The first six and last four
 * digits stay, as PCI DSS 3.4 allows, so that a machine's card trouble can still be told apart.
 */

// A run of digits that no other digit touches; printed groups 4-4-4-4(-3) and 4-6-5 with one space or dash between.
// The decimals of a number are no card number.
const candidates = /(?<!\d)(?<!\d\.)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?!\d)/g;
// Track 2: [;]PAN=expiry service-code discretionary[?]; `D` is the separator of chip data (tag 57), with its F padding.
const tracks = /(?<!\d)\d{12,19}[=D]\d{4,}(?:F(?![0-9A-Za-z]))?/g;
// Track 1: %B PAN ^ name ^ expiry...
const tracksOne = /B\d{12,19}\^[^^\n\r"]{2,26}\^\d{4}[^?"\n\r]*/g;
// An escaped digit of JSON; a backslash that is itself escaped does not begin one.
const escapedDigit = /(?<!\\)((?:\\\\)*)\\u003([0-9])/g;
const wideDigits = /[\uff10-\uff19]{13,}/g;

/** Luhn check (ISO/IEC 7812-1 annex B) of a string of digits; other characters are passed over. */
export function luhnValid(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}

/** Bytes around a run of digits that can decide whether it is masked: a sentinel before, a track after it. */
const contextBefore = 3;
const contextAfter = 120;

/**
 * Do the bytes hold card data? Looks at every 12th byte only, since no card number is shorter, and masks on trial the
 * runs of digits it finds, so that the hot path spends next to nothing on the batches that hold none.
 * @returns false only when `scrub` would change nothing
 */
export function holdsCard(bytes: Buffer): boolean {
  if (bytes.includes('\\u003')) return true;
  for (let at = 11; at < bytes.length; at += 12) {
    const byte = bytes[at]!;
    if (byte === 0xef || byte === 0xbc || (byte >= 0x90 && byte <= 0x99)) {
      if (wideDigitBytes(bytes, at)) return true;
      continue;
    }
    if (!isDigit(byte) && byte !== 32 && byte !== 45) continue;
    let digits = 0;
    let start = at;
    while (start > 0 && ofRun(bytes[start - 1]!)) start--;
    let end = start;
    for (; end < bytes.length && ofRun(bytes[end]!); end++) if (isDigit(bytes[end]!)) digits++;
    const next = bytes[end];
    if (digits >= 13 || (digits === 12 && (next === 0x3d || next === 0x44 || next === 0x5e))) {
      const run = bytes.toString('latin1', Math.max(0, start - contextBefore), end + contextAfter);
      if (scrub(run) !== run) return true;
    }
    if (end > at) at = end - 1 - ((end - 1 - at) % 12); // the rest of the run is looked at
  }
  return false;
}

const ofRun = (byte: number) => isDigit(byte) || byte === 32 || byte === 45;
const wideDigitBytes = (bytes: Buffer, at: number): boolean => {
  for (let before = at; before >= Math.max(0, at - 2); before--)
    if (bytes[before] === 0xef && bytes[before + 1] === 0xbc && bytes[before + 2]! >= 0x90 && bytes[before + 2]! <= 0x99) return true;
  return false;
};

const isDigit = (character: number) => character >= 48 && character <= 57;
const isSpace = (character: number) => character === 32 || character === 9 || character === 10 || character === 13;

/** Does the run stand bare, as a JSON number? Then its mask must be digits, or the text is no JSON any more. */
function standsBare(text: string, start: number, end: number): boolean {
  let before = start - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  let after = end;
  while (after < text.length && isSpace(text.charCodeAt(after))) after++;
  const opening = text.charAt(before);
  const closing = text.charAt(after);
  return (
    (opening === '' || opening === ':' || opening === '[' || opening === ',' || opening === '-') &&
    (closing === '' || closing === ',' || closing === ']' || closing === '}' || closing === '.' || closing === 'e' || closing === 'E')
  );
}

/** Masks all digits but the first six and the last four, with `*`, or with digits that fail the Luhn check. */
function masked(run: string, bare: boolean): string {
  const total = run.length - run.replace(/\d/g, '').length;
  const mask = (filler: string, first = filler) => {
    let seen = 0;
    let text = '';
    for (let at = 0; at < run.length; at++) {
      if (!isDigit(run.charCodeAt(at))) text += run.charAt(at);
      else {
        seen++;
        text += seen <= 6 || seen > total - 4 ? run.charAt(at) : seen === 7 ? first : filler;
      }
    }
    return text;
  };
  if (!bare) return mask('*');
  const zeros = mask('0');
  return luhnValid(zeros) ? mask('0', '1') : zeros;
}

/**
 * Masks card numbers and tracks in a text. JSON stays JSON with the same members.
 * @returns the very same string when there was nothing to mask
 */
export function scrub(text: string): string {
  let clean = text;
  // Digits may hide as JSON escapes; spelt out they mean the same.
  if (clean.includes('\\u003')) clean = clean.replace(escapedDigit, '$1$2');
  clean = clean.replace(wideDigits, (run) => run.normalize('NFKC'));
  if (/\d{12}[=D^]|\d[=D]\d{4}/.test(clean)) {
    clean = clean.replace(tracks, (track) => `${masked(/^\d+/.exec(track)![0], false)}=****`);
    clean = clean.replace(tracksOne, (track) => `B${masked(/\d+/.exec(track)![0], false)}^****^****`);
  }
  candidates.lastIndex = 0;
  let found = candidates.exec(clean);
  if (!found) return clean;
  let kept = '';
  let from = 0;
  for (; found; found = candidates.exec(clean)) {
    if (!luhnValid(found[0])) continue;
    const end = found.index + found[0].length;
    kept += clean.slice(from, found.index) + masked(found[0], standsBare(clean, found.index, end));
    from = end;
  }
  return from === 0 ? clean : kept + clean.slice(from);
}
