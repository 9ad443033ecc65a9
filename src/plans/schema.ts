import type { TSchema } from 'typebox';
import { namedParts, Plan } from './model.ts';

const base = 'https://json-schema.org/draft/2020-12/schema';

/** The published JSON Schema of plan files, as the text of `plans/plan.schema.json`. Parts used in several places are `$defs`. */
export function planSchema(): string {
  const plain = (schema: TSchema): unknown => JSON.parse(JSON.stringify(schema));
  const names = new Map(Object.entries(namedParts).map(([name, schema]) => [JSON.stringify(plain(schema)), name]));
  const named = (value: unknown, self?: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => named(each));
    if (typeof value !== 'object' || value === null) return value;
    const name = names.get(JSON.stringify(value));
    if (name !== undefined && name !== self) return { $ref: `#/$defs/${name}` };
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, named(member)]));
  };
  const $defs = Object.fromEntries(Object.entries(namedParts).map(([name, schema]) => [name, named(plain(schema), name)]));
  const schema = { $schema: base, $id: 'plan.schema.json', ...(named(plain(Plan)) as object), $defs };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

// `node src/plans/schema.ts > plans/plan.schema.json` publishes it; a test compares the two.
if (import.meta.main) process.stdout.write(planSchema());
