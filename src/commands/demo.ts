import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { demonstrationRoutes, openDemonstration, startMailSink } from '#demonstration';
import { lastMoment } from '#journal';
import { systemActor } from '#organization';
import { continuedClock, log, moveJobs } from '#platform';
import { buildConsole } from '../../web/build.ts';
import { startApp } from '../app.ts';
import { openInstallation, settingsOrExit } from '../installation.ts';
import { untilAsked } from '../signals.ts';

export const summary = 'run a demonstration bank with a simulated fleet';
export const usage = `fengsui demo [--speed N] [--json]
  江城银行: 1,604 ATMs, three vendors, people on duty, the three plans in force, six situations at one click.
  --speed N   seconds of the bank's clock in one second; 30 unless given, 1 is real time
  --json      prints the accounts as one line of JSON after the ready line
  Its data lies in ./data/demo unless FENGSUI_DATA says otherwise. It listens on loopback only.
  SMTP_URL, when it is set, gets the letters that the demonstration's own mailboxes would.`;

const defaultSpeed = 30;
const fastest = 600;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { speed: { type: 'string' }, json: { type: 'boolean' } } });
  const speed = values.speed === undefined ? defaultSpeed : Number(values.speed);
  if (!(speed > 0 && speed <= fastest)) {
    process.stderr.write(`--speed takes a number above 0 and up to ${fastest}\n`);
    return 2;
  }
  process.env['FENGSUI_DATA'] ??= join('data', 'demo');
  const settings = { ...settingsOrExit(), FENGSUI_HOST: '127.0.0.1' };
  const [installation, sink] = await Promise.all([openInstallation(settings), startMailSink(), buildConsole()]);
  const { clock, before } = continuedClock(join(installation.folder, 'clock.json'), await lastMoment(installation.db), speed);
  if (before) await moveJobs(installation.url, before, clock);
  const world = openDemonstration({ sink, clock });
  const app = await startApp({
    installation,
    clock,
    smtpUrl: settings.SMTP_URL ?? sink.url,
    more: (http) => demonstrationRoutes(http, world),
  });
  const accounts = await world.start(app.url, app.rooms, installation.folder);
  await app.rooms.organization.changeInstitution(
    { name: { zh: '江城银行', en: 'Jiangcheng Bank' }, timeZone: settings.FENGSUI_TIMEZONE },
    systemActor,
  );
  mkdirSync(installation.folder, { recursive: true });
  writeFileSync(join(installation.folder, 'integration.token'), accounts.find((account) => account.role === 'integration')?.token ?? '', {
    mode: 0o600,
  });
  process.stdout.write(`Fengsui is ready at ${app.url}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ accounts })}\n`);
  else {
    process.stdout.write(
      `\n江城银行 · demonstration, clock × ${speed} · ${Math.round(performance.now() / 100) / 10} s from start to ready\n\n`,
    );
    for (const { name, role, password, person } of accounts)
      if (password) process.stdout.write(`  ${name.padEnd(8)} ${role.padEnd(14)} ${person.padEnd(5)} ${password}\n`);
    process.stdout.write('\nSign in, choose a situation on the duty desk, and watch. Ctrl-C stops it.\n');
  }
  void world.firstPage().then((milliseconds) => process.stdout.write(`First page of a person: ${milliseconds} ms after its signal\n`));
  await untilAsked();
  log.info('stopping');
  await world.stop();
  await app.stop();
  await sink.close();
  await installation.close();
  return 0;
}
