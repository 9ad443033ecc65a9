import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasWords, words } from './words.ts';

const architecture = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
const table = architecture.slice(architecture.indexOf('## Streams and entry types'));
const types = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)]
  .map((match) => match[1] as string)
  .filter((name) => !['work-order', 'field-report'].includes(name));

test('every type of entry that the architecture names has words in both languages [I-3]', () => {
  expect(types.length).toBeGreaterThan(25);
  expect(types.filter((type) => !hasWords(type))).toEqual([]);
  for (const type of types) expect(words(type, { name: { zh: '发电机', en: 'Generator' } }).zh, type).toMatch(/[一-鿿]/);
});

test('what an entry is about is named in the language of the reader', () => {
  expect(words('item-issued', { name: { zh: '对讲机', en: 'Radio' } })).toEqual({ zh: '物资领用 对讲机', en: 'Item issued Radio' });
  expect(words('bulletin-approved', { by: { id: '1', name: '林' }, title: { zh: '公告一', en: 'Bulletin one' } }).en).toBe(
    'Bulletin approved Bulletin one',
  );
});

test('an entry that lacks what its sentence needs, or is unknown, is shown all the same', () => {
  expect(words('task-started', {}).zh).toContain('task-started');
  expect(words('comet-seen', { number: 'X-1' })).toEqual({ zh: 'comet-seen X-1', en: 'comet-seen X-1' });
});
