import process from 'node:process';
import { parseArgs } from 'node:util';
import { openOrganization, type Role, roles } from '#organization';
import { explain, isRefusal, JobTable, systemClock } from '#platform';
import { openInstallation, settingsOrExit } from '../installation.ts';

export const summary = 'add an account';
export const usage = `fengsui user add NAME --role ROLE [--password PASSWORD] [--json]
  Adds an account. A password that is not given is made, and printed once.
  Roles: ${roles.join(', ')}`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: 'string' }, password: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [verb, name] = positionals;
  if (verb !== 'add' || !name || !values.role) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const installation = await openInstallation(settingsOrExit());
  const organization = openOrganization({ db: installation.db, clock: systemClock, jobs: new JobTable(systemClock) });
  const added = await organization.addUser(name, values.role as Role, values.password);
  await installation.leave();
  if (isRefusal(added)) {
    const { what, mend } = explain(added, installation.settings.FENGSUI_LOCALE);
    process.stderr.write(`${what} ${mend}\n`);
    return 1;
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ id: added.person.id, account: added.person.account, role: added.person.role, password: added.password })}\n`
      : `${added.person.account}  ${added.person.role}  ${added.password}\n`,
  );
  return 0;
}
