import { existsSync } from 'node:fs';
import process from 'node:process';

/**
 * A program that a test needs. Where it is missing the test is skipped, loudly; in CI that is an error.
 * @param debianPackage what installs it
 * @returns its path, or null
 */
export function needs(paths: string[], debianPackage: string): string | null {
  const found = paths.find((path) => existsSync(path));
  if (found) return found;
  const text = `${paths[0]} is missing; apt-get install ${debianPackage} brings it.`;
  if (process.env['CI']) throw new Error(text);
  process.stderr.write(`\n*** SKIPPED: ${text}\n`);
  return null;
}

export const chromium = () => needs(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'], 'chromium');
