import { readFileSync } from 'node:fs';

/** Prints the closing line of the last test run, and fails when anything failed or was skipped. */
const results = JSON.parse(readFileSync('.tmp/test-results.json', 'utf8')) as {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
};
const skipped = results.numPendingTests + results.numTodoTests;
const broken = !results.success || results.numFailedTests > 0 || process.argv[2] !== '0';
// A file that could not even be loaded has no failed test of its own: it counts as one.
const failed = results.numFailedTests > 0 ? results.numFailedTests : broken ? Math.max(1, results.numFailedTestSuites) : 0;
process.stdout.write(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(failed > 0 || skipped > 0 ? 1 : 0);
