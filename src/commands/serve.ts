import process from 'node:process';
import { log, systemClock } from '#platform';
import { buildConsole } from '../../web/build.ts';
import { startApp } from '../app.ts';
import { openInstallation, settingsOrExit } from '../installation.ts';
import { untilAsked } from '../signals.ts';

export const summary = 'run an installation';
export const usage = `fengsui serve
  Runs this installation, empty at first: /setup makes the first administrator with the one-time code printed at start.
  Settings come from fengsui.yaml and the environment; fengsui doctor explains each.`;

export async function run(): Promise<number> {
  const settings = settingsOrExit();
  const [installation] = await Promise.all([openInstallation(settings), buildConsole()]);
  const app = await startApp({ installation, clock: systemClock });
  process.stdout.write(`Fengsui is ready at ${app.url}\n`);
  const code = await app.rooms.organization.setupCode();
  if (code) process.stdout.write(`Set-up code, to be used once at ${app.url}/setup: ${code}\n`);
  await untilAsked();
  log.info('stopping');
  await app.stop();
  await installation.close();
  return 0;
}
