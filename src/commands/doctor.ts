import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import { databaseAnswers, readSettings, settingsExplained } from '#platform';
import { openInstallation } from '../installation.ts';

export const summary = 'check settings, database and channels, and say how to mend each fault';
export const usage = `fengsui doctor [--json]
  Explains each setting and checks the installation. Exit code 1 when something needs mending.`;

interface Check {
  what: string;
  ok: boolean;
  found: string;
  mend: string;
}

const portFree = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

export async function run(args: string[]): Promise<number> {
  const checks: Check[] = [];
  const settings = readSettings(process.env);
  if (Array.isArray(settings)) {
    for (const { setting, en } of settings)
      checks.push({ what: setting, ok: false, found: en, mend: 'Correct it in the environment or in fengsui.yaml.' });
  } else {
    checks.push({ what: 'settings', ok: true, found: 'all valid', mend: '' });
    const folder = settings.FENGSUI_DATA;
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      checks.push({ what: 'data folder', ok: true, found: folder, mend: '' });
    } catch (error) {
      checks.push({
        what: 'data folder',
        ok: false,
        found: (error as Error).message,
        mend: `Give this user the right to write to ${folder}, or set FENGSUI_DATA.`,
      });
    }
    try {
      const installation = await openInstallation(settings);
      checks.push({
        what: 'database',
        ok: await databaseAnswers(installation.db),
        found: settings.DATABASE_URL
          ? 'DATABASE_URL answers and its tables are current'
          : 'the embedded PostgreSQL answers and its tables are current',
        mend: '',
      });
      await installation.leave();
    } catch (error) {
      checks.push({
        what: 'database',
        ok: false,
        found: (error as Error).message,
        mend: settings.DATABASE_URL
          ? 'Check DATABASE_URL: address, name, password, and that the server runs.'
          : `Look at the folder ${folder}/postgres; another program may use it.`,
      });
    }
    const free = settings.FENGSUI_PORT === 0 || (await portFree(settings.FENGSUI_HOST, settings.FENGSUI_PORT));
    checks.push({
      what: 'HTTP port',
      ok: free,
      found: free
        ? `${settings.FENGSUI_HOST}:${settings.FENGSUI_PORT} is free`
        : `${settings.FENGSUI_HOST}:${settings.FENGSUI_PORT} is taken`,
      mend: 'Fengsui may run already; else set FENGSUI_PORT to another.',
    });
    checks.push({
      what: 'e-mail',
      ok: settings.SMTP_URL !== undefined,
      found: settings.SMTP_URL ? 'SMTP_URL is set' : 'no mail server: notices ring in the page only',
      mend: 'Set SMTP_URL, for example smtp://mail.bank.example:25, then send a test from the duty desk.',
    });
  }
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ checks, settings: settingsExplained() })}\n`);
  else {
    for (const { what, ok, found, mend } of checks)
      process.stdout.write(`${ok ? '✓' : '✗'} ${what.padEnd(12)} ${found}${ok ? '' : `\n    ${mend}`}\n`);
    process.stdout.write('\nSettings\n');
    for (const { name, default: value, meaning } of settingsExplained())
      process.stdout.write(`  ${name.padEnd(20)} ${String(value ?? 'unset').padEnd(14)} ${meaning}\n`);
  }
  return checks.some((check) => !check.ok && check.what !== 'e-mail') ? 1 : 0;
}
