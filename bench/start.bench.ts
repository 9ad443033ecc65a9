import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type Server, startServer } from '../test/server.ts';
import { type Figure, median } from './figure.ts';

const starts = 5;
const idle_s = 30;
const startGoal_s = 3;
const firstGoal_s = 20;
const memoryGoal_mb = 350;
const left = new Set(['node_modules', '.git', 'dist', 'data', '.tmp']);

/** Resident memory of a process in MB; NaN where the system does not tell. */
function residentMb(pid: number): number {
  const file = `/proc/${pid}/status`;
  return existsSync(file) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : Number.NaN;
}

const goal = (what: string, value: number, unit: string, most: number): Figure => ({
  what,
  value,
  unit,
  against: `at most ${most} ${unit}`,
  ratio: value / most,
});

/** Start to ready: of an installation that is there, of a demonstration in a fresh clone; and what the demonstration holds of memory. */
export async function measure(): Promise<Figure[]> {
  const clone = mkdtempSync(join(tmpdir(), 'fengsui-clone-'));
  const project = process.cwd();
  const figures: Figure[] = [];
  let server: Server | undefined;
  try {
    for (const name of readdirSync(project)) if (!left.has(name)) cpSync(name, join(clone, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'dir');
    process.chdir(clone);

    // The console is built on the first start, the database made, the bank founded.
    server = await startServer('demo', join(clone, 'data', 'demo'));
    figures.push(goal('first demonstration, start to ready', server.ready_ms / 1000, 's', firstGoal_s));
    await new Promise((next) => setTimeout(next, idle_s * 1000));
    figures.push(goal(`server memory, demonstration idle for ${idle_s} s`, residentMb(server.process.pid ?? 0), 'MB', memoryGoal_mb));
    await server.stop();

    for (const command of ['demo', 'serve'] as const) {
      const folder = join(clone, 'data', command);
      if (command === 'serve') await (await startServer(command, folder)).stop();
      const ready: number[] = [];
      for (let start = 0; start < starts; start++) {
        server = await startServer(command, folder);
        ready.push(server.ready_ms / 1000);
        await server.stop();
      }
      const what = command === 'demo' ? 'the demonstration again, start to ready' : 'an installation, start to ready';
      figures.push(goal(`${what}, median of ${starts}`, median(ready), 's', startGoal_s));
    }
    return figures;
  } finally {
    await server?.stop();
    process.chdir(project);
    rmSync(clone, { recursive: true, force: true });
  }
}
