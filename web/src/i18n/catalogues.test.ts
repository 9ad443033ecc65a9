import { expect, test } from 'vitest';

type Tree = { [key: string]: string | Tree };
const read = (files: Record<string, { default: Tree }>): Map<string, string[]> =>
  new Map(Object.entries(files).map(([path, file]) => [path.replace(/^.*\//, ''), keysOf(file.default)]));
/** Keys with their path; the plural forms that English has and Chinese has not count as one key. */
function keysOf(tree: Tree, prefix = ''): string[] {
  const keys = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key.replace(/_(one|other|many)$/, '')] : keysOf(value, `${prefix}${key}.`),
  );
  return [...new Set(keys)].sort();
}
const zh = read(import.meta.glob<{ default: Tree }>('./zh-CN/*.json', { eager: true }));
const en = read(import.meta.glob<{ default: Tree }>('./en/*.json', { eager: true }));

test('every text is there in both languages', () => {
  expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
  for (const [room, keys] of zh) {
    expect(
      keys.filter((key) => !en.get(room)?.includes(key)),
      `only Chinese in ${room}`,
    ).toEqual([]);
    expect(
      en.get(room)?.filter((key) => !keys.includes(key)),
      `only English in ${room}`,
    ).toEqual([]);
  }
});
