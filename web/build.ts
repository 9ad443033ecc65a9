import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const project = join(import.meta.dirname, '..');
const stamp = join(project, 'dist', 'web', 'built-from');

/** Hash of everything that the console is made of. */
function sources(): string {
  const hash = createHash('sha256');
  const files = [...globSync('web/**/*.{ts,tsx,css,html,json,svg,webmanifest,js}', { cwd: project }), 'package-lock.json'].sort();
  for (const file of files) hash.update(file).update(readFileSync(join(project, file)));
  return hash.digest('hex');
}

/** Builds the console into `dist/web`, unless it was built from just these files. @returns whether it had to */
export async function buildConsole(): Promise<boolean> {
  const now = sources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return false;
  // A process of its own: the bundler's memory would stay with the server for the rest of its life.
  await promisify(execFile)(
    process.execPath,
    [
      join(project, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      join(project, 'web', 'vite.config.ts'),
      '--logLevel',
      'error',
    ],
    { cwd: project },
  );
  writeFileSync(stamp, now);
  return true;
}
