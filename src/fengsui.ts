#!/usr/bin/env node
import { readdirSync } from 'node:fs';
import process from 'node:process';

/** A command of `fengsui`: one file each in `commands/`, under its own name. */
export interface CommandFile {
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /** @returns exit code */
  run(args: string[]): Promise<number>;
}

const names = readdirSync(new URL('./commands', import.meta.url))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write('fengsui 烽燧: the command platform for ATM emergencies\n\nCommands:\n');
    for (const each of names)
      process.stdout.write(`  ${each.padEnd(10)} ${((await import(`./commands/${each}.ts`)) as CommandFile).summary}\n`);
    process.stdout.write('\nfengsui COMMAND --help tells more.\n');
    return 0;
  }
  if (!names.includes(name)) {
    process.stderr.write(`There is no command ${name}. Commands: ${names.join(', ')}\n`);
    return 2;
  }
  const command = (await import(`./commands/${name}.ts`)) as CommandFile;
  if (args.includes('--help')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return command.run(args);
}

process.exitCode = await main();
