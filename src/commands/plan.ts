import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { lintPlan, type Plan, parsePlan } from '#plans';
import { explain, isRefusal, systemClock } from '#platform';
import { parseScenario, type Rehearsal, type Rehearsals, rehearse, rehearseMany, type Scenario, scenarios } from '#response';
import { namesOf, sentence } from '#review';

const shipped = join(import.meta.dirname, '..', '..', 'plans');
const names = readdirSync(shipped)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -5));

export const summary = 'check and rehearse a plan';
export const usage = `fengsui plan lint FILE [--json]
  Says what is wrong in a plan file, with line, column and how to mend it. Exit code 1 when a plan could not run so.

fengsui plan rehearse FILE --scenario FILE [--runs N] [--seed S] [--json]
  Runs the plan on a virtual clock with the rules of a real emergency. One run is printed as a timeline, several as
  percentiles and bottlenecks. FILE may be a plan that ships: ${names.join(', ')}; the scenario too: ${Object.keys(scenarios).join(', ')}.`;

const fileOf = (name: string): string => (names.includes(name) ? join(shipped, `${name}.yaml`) : name);

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { scenario: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [verb, name] = positionals;
  const known = verb === 'lint' || (verb === 'rehearse' && values.scenario !== undefined);
  if (!known || !name) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const file = fileOf(name);
  if (!existsSync(file)) {
    process.stderr.write(`There is no file ${file}, and no plan of that name ships: ${names.join(', ')}\n`);
    return 2;
  }
  const text = readFileSync(file, 'utf8');
  if (verb === 'lint') return lint(text, file, values.json === true);
  const plan = parsePlan(text, file);
  if (Array.isArray(plan)) return lint(text, file, values.json === true);
  const scenario = scenarioOf(values.scenario!);
  if (typeof scenario === 'string') {
    process.stderr.write(`${scenario}\n`);
    return 2;
  }
  return rehearsed(plan, scenario, Number(values.runs ?? 1), Number(values.seed ?? 1), values.json === true);
}

function scenarioOf(name: string): Scenario | string {
  const one = scenarios[name];
  if (one) return one;
  if (!existsSync(name)) return `There is no scenario file ${name}, and none of that name ships: ${Object.keys(scenarios).join(', ')}`;
  const read = parseScenario(readFileSync(name, 'utf8'));
  if (!isRefusal(read)) return read;
  const { what, mend } = explain(read, 'en');
  return `${what} ${mend}`;
}

function lint(text: string, file: string, json: boolean): number {
  const findings = lintPlan(text, file, systemClock.now().toString().slice(0, 10));
  if (json) process.stdout.write(`${JSON.stringify({ findings })}\n`);
  else {
    for (const { line, column, severity, code, what, mend } of findings)
      process.stdout.write(`${file}:${line}:${column} ${severity} ${code}\n  ${what.zh}${mend.zh}\n  ${what.en} ${mend.en}\n`);
    if (findings.length === 0) process.stdout.write(`${file}: ✓\n`);
  }
  return findings.some((finding) => finding.severity === 'must') ? 1 : 0;
}

const minutes = (value: number | null): string =>
  value === null ? '–' : `${Math.floor(value / 60)} h ${String(Math.round(value % 60)).padStart(2, '0')} min`;

function rehearsed(plan: Plan, scenario: Scenario, runs: number, seed: number, json: boolean): number {
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
    process.stderr.write('--runs takes a whole number from 1, --seed a whole number\n');
    return 2;
  }
  const head = `${plan.title.zh} v${plan.version} · ${scenario.title.zh} / ${scenario.title.en}`;
  if (runs === 1) {
    const one = rehearse(plan, scenario, seed);
    process.stdout.write(json ? `${JSON.stringify(one)}\n` : `${head}\n${timeline(plan, one)}`);
  } else {
    const all = rehearseMany(plan, scenario, runs, seed);
    process.stdout.write(json ? `${JSON.stringify(all)}\n` : `${head}\n${percentiles(all)}`);
  }
  return 0;
}

const timeline = (plan: Plan, { entries, minutes: taken, overdue }: Rehearsal): string => {
  const names = namesOf(plan, 'Asia/Shanghai');
  const first = entries[0] ? Temporal.Instant.from(entries[0].at).epochMilliseconds : 0;
  const lines = entries.map(({ at, event }) => {
    const { zh, en } = sentence(event, names);
    return `${minutes((Temporal.Instant.from(at).epochMilliseconds - first) / 60_000).padStart(11)}  ${zh}  ·  ${en}\n`;
  });
  return `${lines.join('')}\nanswered ${minutes(taken.answered)} · restored ${minutes(taken.restored)} · ended ${minutes(taken.ended)} · ${overdue.length} tasks late\n`;
};

const percentiles = (all: Rehearsals): string => {
  const rows = (['answered', 'restored', 'ended'] as const).map((what) => {
    const found = all[what];
    return `  ${what.padEnd(9)} ${found ? (['p10', 'p50', 'p90'] as const).map((share) => `${share} ${minutes(found[share])}`).join('   ') : '–'}\n`;
  });
  const late = all.bottlenecks
    .slice(0, 8)
    .map(({ title, group, lateShare }) => `  ${(lateShare * 100).toFixed(0).padStart(3)} %  ${title.zh} · ${title.en} (${group})\n`);
  return `${all.runs} runs, ${all.unended} without an end\n${rows.join('')}late most often\n${late.join('')}`;
};
