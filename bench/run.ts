import { readdirSync } from 'node:fs';
import process from 'node:process';
import type { Figure } from './figure.ts';

/** `npm run bench [-- NAME …] [-- --json]`: each `*.bench.ts` here measures one thing beside what it is compared with. */
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const asJson = process.argv.includes('--json');
const files = readdirSync(import.meta.dirname).filter(
  (file) => file.endsWith('.bench.ts') && (asked.length === 0 || asked.includes(file.replace('.bench.ts', ''))),
);

for (const file of files.sort()) {
  const { measure } = (await import(`./${file}`)) as { measure(): Promise<Figure[]> };
  const name = file.replace('.bench.ts', '');
  const figures = await measure();
  if (asJson) process.stdout.write(`${JSON.stringify({ name, figures })}\n`);
  else {
    process.stdout.write(`\n${name}\n`);
    for (const { what, value, unit, against, ratio } of figures)
      process.stdout.write(
        `  ${what.padEnd(52)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)} ${unit.padEnd(6)} ${ratio === null ? '' : `× ${ratio.toFixed(2)} of `}${against}\n`,
      );
  }
}
process.exit(0);
