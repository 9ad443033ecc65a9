import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Plan } from '../../../src/plans/model.ts';
import { chapterOf, clausesOf, compareClauses, elementsOf } from './clauses.ts';

const folder = new URL('../../../plans/', import.meta.url);
const plans = readdirSync(folder)
  .filter((name) => /^plan-\d\.yaml$/.test(name))
  .map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Plan);

/** Every clause named anywhere in a plan file, found without the code under test. */
function named(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) named(one, found);
  else if (typeof value === 'object' && value !== null)
    for (const [member, inner] of Object.entries(value)) {
      if (member === 'source') for (const id of [inner].flat()) found.add(String(id));
      else named(inner, found);
    }
  return found;
}

test('every clause that a shipped plan names is shown beside what comes from it', () => {
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans)
    expect(
      clausesOf(elementsOf(plan))
        .map((clause) => clause.id)
        .sort(),
    ).toEqual([...named(plan)].sort());
});

test('no two elements of a plan share a key, so that an address opens one', () => {
  for (const plan of plans) {
    const keys = elementsOf(plan).map((element) => element.key);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('clauses stand in the order of the document, ten after nine', () => {
  expect(['S2-5.10', 'S2-5.2(1)', 'S2-5.9', 'S2-5.2', 'S2-10', 'S1-9'].sort(compareClauses)).toEqual([
    'S1-9',
    'S2-5.2',
    'S2-5.2(1)',
    'S2-5.9',
    'S2-5.10',
    'S2-10',
  ]);
  expect(chapterOf('S2-5.2(1)')).toBe('S2-5');
  expect(chapterOf('I-6')).toBe('I-6');
});
