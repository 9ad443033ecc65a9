import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { exportLines, importLines, publicKeyOf, readJournal, signingKey, verifyJournal } from '#journal';
import { openInstallation, settingsOrExit } from '../installation.ts';

export const summary = 'verify or export the journal';
export const usage = `fengsui journal verify [FILE] [--json]
  Rebuilds every hash of the journal, of this installation or of an exported FILE, and names what was altered.
  Exit code 1 when anything was.

fengsui journal export FILE
  Writes entries, leaves, signed blocks and the public key: all that somebody else needs to verify.`;

/** Reads the journal of this installation, and its public key. */
async function own() {
  const installation = await openInstallation(settingsOrExit());
  try {
    return { ...(await readJournal(installation.db)), publicKey: publicKeyOf(signingKey(installation.folder)) };
  } finally {
    await installation.leave();
  }
}

export async function run(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  const file = rest.find((arg) => !arg.startsWith('--'));
  if (verb === 'export' && file) {
    const journal = await own();
    writeFileSync(file, `${[...exportLines(journal, journal.publicKey)].join('\n')}\n`);
    process.stdout.write(`${journal.entries.length} entries in ${journal.blocks.length} blocks → ${file}\n`);
    return 0;
  }
  if (verb !== 'verify') {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  let journal: Awaited<ReturnType<typeof own>>;
  try {
    journal = file ? importLines(readFileSync(file, 'utf8')) : await own();
  } catch (error) {
    process.stderr.write(`${file ?? 'the journal'}: ${(error as Error).message}\n`);
    return 2;
  }
  const verification = verifyJournal(journal.entries, journal.leaves, journal.blocks, journal.publicKey);
  if (rest.includes('--json')) process.stdout.write(`${JSON.stringify(verification)}\n`);
  else {
    const { entries, blocks, unsealed, checkpoint, faults } = verification;
    process.stdout.write(`${entries} entries, ${blocks} blocks, ${unsealed} not sealed yet\n`);
    if (checkpoint) process.stdout.write(`checkpoint: size ${checkpoint.size}, root ${checkpoint.root}\n`);
    for (const { zh, en } of faults) process.stdout.write(`✗ ${zh} / ${en}\n`);
    process.stdout.write(
      faults.length === 0 ? '✓ nothing was altered / 未发现改动\n' : `${faults.length} faults / ${faults.length} 处不符\n`,
    );
  }
  return verification.faults.length === 0 ? 0 : 1;
}
