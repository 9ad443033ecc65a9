import process from 'node:process';
import { parseArgs } from 'node:util';
import { killAndCount } from './killing.ts';

/**
 * `npm run test:kill [-- --kills 20 --seed N --speed 40]`: kills the server and PostgreSQL of a running emergency, and counts
 * what was lost. Exit code 1 when anything was.
 */
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' } } });
const kills = Number(values.kills ?? 20);
const seed = Number(values.seed ?? process.pid);
const speed = Number(values.speed ?? 40);
const out = (text: string) => void process.stdout.write(`${text}\n`);

out(`${kills} kills, seed ${seed}, clock × ${speed}\n`);
out('      killed          at s   away s   acknowledged before: signals   orders   notices');
let number = 0;
const { checks, folder } = await killAndCount({
  kills,
  seed,
  speed,
  told: ({ what, at_s, away_s, signals, orders, notices }) =>
    out(
      `  ${String(++number).padStart(2)}  ${what.padEnd(12)} ${at_s.toFixed(1).padStart(7)} ${away_s.toFixed(1).padStart(8)} ${String(signals).padStart(30)} ${String(orders).padStart(8)} ${String(notices).padStart(9)}`,
    ),
});
out('');
for (const { what, count, faults } of checks) {
  out(`  ${faults.length === 0 ? '✓' : '✗'} ${what.padEnd(58)} ${String(count).padStart(7)}`);
  for (const fault of faults.slice(0, 10)) out(`      ${fault}`);
  if (faults.length > 10) out(`      and ${faults.length - 10} more`);
}
const wrong = checks.filter((check) => check.faults.length > 0).length;
out(wrong === 0 ? '\nNothing was lost, nothing was doubled.' : `\n${wrong} of ${checks.length} checks failed; the data lies in ${folder}`);
process.exit(wrong === 0 ? 0 : 1);
