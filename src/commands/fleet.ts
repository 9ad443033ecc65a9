import { readFileSync } from 'node:fs';
import process from 'node:process';
import { explain, isRefusal, systemClock } from '#platform';
import { openRooms } from '../app.ts';
import { openInstallation, settingsOrExit } from '../installation.ts';

export const summary = 'import machines and sites';
export const usage = `fengsui fleet import FILE [--json]
  Reads ATMs and sites from CSV (UTF-8 or GB18030, with a header): atm,site,branch,city,province,lat,lon,make,model,release,vendor,line,host,power.
  Only atm and site are required. Rows with a mistake are refused by line; the rest goes in. Restart a running server to see them.`;

export async function run(args: string[]): Promise<number> {
  const [verb, file] = args.filter((arg) => !arg.startsWith('--'));
  if (verb !== 'import' || !file) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const installation = await openInstallation(settingsOrExit());
  const rooms = await openRooms({ installation, clock: systemClock, baseUrl: () => '' });
  const result = await rooms.fleet.importCsv(readFileSync(file));
  await rooms.sealer.seal();
  await rooms.sealer.stop();
  await installation.leave();
  if (isRefusal(result)) {
    const { what, mend } = explain(result, installation.settings.FENGSUI_LOCALE);
    process.stderr.write(`${what} ${mend}\n`);
    return 1;
  }
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    process.stdout.write(
      `${result.atms.added} machines added, ${result.atms.changed} changed, ${result.atms.same} the same; ${result.sites} sites\n`,
    );
    for (const row of result.refused) process.stdout.write(`✗ ${JSON.stringify(row)}\n`);
  }
  return result.refused.length > 0 ? 1 : 0;
}
