import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The requirements lie beside the project, where they are; the page and the tests must agree without them too. */
const specification = '../shared/requirements.md';

const named = new Set(
  globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.{ts,tsx}']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\[((?:S\d|I)-[^\]]+)\]/g)].flatMap((match) => match[1]!.split(/[,\s]+/)),
  ),
);
const page = readFileSync('docs/requirements.md', 'utf8');
const idsIn = (part: string) => [...part.matchAll(/^\| ((?:S\d|I)-[^|]+) \|/gm)].flatMap((match) => match[1]!.split(/[,\s]+/));
const [before = '', after = ''] = page.split('## 初步形式');
const missing = idsIn(before);

test('the page lists as missing what no test names, each once', () => {
  expect(missing.filter((id) => named.has(id))).toEqual([]);
  expect(missing.length).toBe(new Set(missing).size);
  if (existsSync(specification)) {
    const ids = [...readFileSync(specification, 'utf8').matchAll(/^\| ((?:S\d|I)-[\d.()]+) \|/gm)].map((match) => match[1]!);
    expect(ids).toHaveLength(153);
    expect(ids.filter((id) => !named.has(id)).sort()).toEqual(missing.toSorted());
    expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
  }
});

test('what is called a first form is proved in it', () => {
  expect(idsIn(after).length).toBeGreaterThan(5);
  expect(idsIn(after).filter((id) => !named.has(id))).toEqual([]);
});
