import { readdirSync, readFileSync } from 'node:fs';
import type { Plan, Text } from './model.ts';
import { parsePlan } from './parse.ts';

/** A plan file that comes with the product, to be taken as a draft; it is in force only after a second person's approval. */
export interface ShippedPlan {
  id: string;
  version: number;
  title: Text;
  fileName: string;
  yaml: string;
}

const folder = new URL('../../plans/', import.meta.url);
let read: readonly ShippedPlan[] | undefined;

/** The plans of the package's own `plans/`, by file name. A file there that is not a plan is a bug of the package. */
export function shipped(): readonly ShippedPlan[] {
  read ??= readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((fileName) => {
      const yaml = readFileSync(new URL(fileName, folder), 'utf8');
      const plan: Plan | unknown[] = parsePlan(yaml, fileName);
      if (Array.isArray(plan)) throw new Error(`${fileName} of the package is no valid plan`);
      return { id: plan.id, version: plan.version, title: plan.title, fileName, yaml };
    });
  return read;
}
