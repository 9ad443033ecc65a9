import { existsSync, readFileSync } from 'node:fs';

/**
 * Which requirement is proved by which test of the last run: `npm run requirements`. A test names the ids it proves in
 * brackets at the end of its title; one that was skipped or failed proves nothing.
 */
interface TestResults {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

const specification = '../shared/requirements.md';
const results = '.tmp/test-results.json';
const asJson = process.argv.includes('--json');

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(2);
};
if (!existsSync(specification)) fail(`${specification} is not there: the requirements are read from the folder beside the project.`);
if (!existsSync(results)) fail(`${results} is not there: run npm test first.`);

const rows = [...readFileSync(specification, 'utf8').matchAll(/^\| ((?:S\d|I)-[\d.()]+) \| ([^|]+) \|/gm)].map((match) => ({
  id: match[1]!,
  clause: match[2]!.trim(),
}));
const { testResults } = JSON.parse(readFileSync(results, 'utf8')) as TestResults;
const proved: Record<string, string[]> = {};
for (const file of testResults)
  for (const { fullName, status } of file.assertionResults) {
    if (status !== 'passed') continue;
    for (const [, list] of fullName.matchAll(/\[([^\]]+)\]/g))
      for (const id of list!.split(/[,\s]+/)) {
        if (!rows.some((row) => row.id === id)) continue;
        proved[id] ??= [];
        proved[id].push(fullName);
      }
  }
const missing = rows.filter((row) => !(row.id in proved));
if (asJson) process.stdout.write(`${JSON.stringify({ proved, missing: missing.map((row) => row.id) })}\n`);
else {
  for (const { id, clause } of rows)
    process.stdout.write(`${id.padEnd(11)} ${proved[id] ? `✓ ${proved[id].length} · ${proved[id][0]}` : `– missing · ${clause}`}\n`);
  process.stdout.write(
    `\n${rows.length - missing.length} of ${rows.length} requirements are proved by a test of the last run; the reasons of the others: docs/requirements.md\n`,
  );
}
