import process from 'node:process';
import { parseArgs } from 'node:util';
import { openOrganization, type Role, roles } from '#organization';
import { explain, isRefusal, JobTable, systemClock } from '#platform';
import { openInstallation, settingsOrExit } from '../installation.ts';

export const summary = 'make a token for a machine or another system';
export const usage = `fengsui token create --name NAME --role ROLE
  Prints the token, and nothing else. It is kept as a hash and cannot be shown again.
  Roles: ${roles.join(', ')}; machines and other systems take the role integration.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' } },
  });
  if (positionals[0] !== 'create' || !values.name || !values.role) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const installation = await openInstallation(settingsOrExit());
  const organization = openOrganization({ db: installation.db, clock: systemClock, jobs: new JobTable(systemClock) });
  const made = await organization.createToken(values.name, values.role as Role);
  await installation.leave();
  if (isRefusal(made)) {
    const { what, mend } = explain(made, installation.settings.FENGSUI_LOCALE);
    process.stderr.write(`${what} ${mend}\n`);
    return 1;
  }
  process.stdout.write(`${made.token}\n`);
  return 0;
}
