import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { people } from '../src/demonstration/people.ts';
import { roles } from '../src/organization/model.ts';

/** The guides speak of what is on the screen: their bold words are those of the catalogues, their addresses exist. */

const table = [...readFileSync('docs/guides/README.md', 'utf8').matchAll(/\| (`[^|]+) \| \[([a-z-]+\.md)\]/g)].map((row) => ({
  accounts: [...row[1]!.matchAll(/`([a-z]+)`/g)].map((match) => match[1]!),
  file: `docs/guides/${row[2]}`,
}));
const guides = table.map(({ file }) => {
  const [zh = '', en = ''] = readFileSync(file, 'utf8').split('\n---\n');
  return { file, zh, en };
});

const wordsOf = (language: 'zh-CN' | 'en'): string[] => {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  for (const file of globSync(`web/src/i18n/${language}/*.json`)) walk(JSON.parse(readFileSync(file, 'utf8')));
  return found;
};
const bold = (text: string) => [...text.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]!.replaceAll(/\s+/g, ' '));

test.each([
  ['zh-CN', 'zh'],
  ['en', 'en'],
] as const)('the words in bold are those on the screen (%s)', (language, part) => {
  const words = new Set(wordsOf(language));
  const strange = guides.flatMap((guide) =>
    bold(guide[part])
      .filter((word) => !words.has(word))
      .map((word) => `${guide.file}: ${word}`),
  );
  expect(guides.flatMap((guide) => bold(guide[part])).length).toBeGreaterThan(50);
  expect(strange).toEqual([]);
});

test('there is a guide for each kind of user, in both languages, and its account exists with that role', () => {
  for (const { file, zh, en } of guides) expect([zh.length > 300, en.length > 300], file).toEqual([true, true]);
  const accounts = table.flatMap((row) => row.accounts);
  const known = new Map(people.map((person) => [person.account, person.role]));
  expect(accounts.filter((account) => !known.has(account))).toEqual([]);
  // Every role of a person has a guide; the treasurer's comes with the fund.
  const covered = new Set(accounts.map((account) => known.get(account)));
  expect(roles.filter((role) => !covered.has(role)).sort()).toEqual(['integration', 'treasurer']);
});

test('the addresses in the guides are those of the console and of the API', () => {
  const routes = readFileSync('web/src/routes.tsx', 'utf8');
  const sources = globSync('src/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const addresses = guides.flatMap(({ zh, en }) => [...`${zh}${en}`.matchAll(/`(?:[A-Z]+ )?(\/[^` ]*)`/g)].map((match) => match[1]!));
  expect(addresses.length).toBeGreaterThan(20);
  const exists = (address: string) =>
    address === '/' ||
    routes.includes(`path: '${address}'`) ||
    routes.includes(`path: '${address.slice(1)}'`) ||
    sources.includes(`'${address.replaceAll(/\{(\w+)\}/g, ':$1')}'`);
  expect([...new Set(addresses)].filter((address) => !exists(address))).toEqual([]);
});
