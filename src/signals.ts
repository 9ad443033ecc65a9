import process from 'node:process';

/** Waits for SIGTERM or SIGINT. A second one, or ten seconds without an end, stops the process at once. */
export const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    const asked = () => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      setTimeout(() => process.exit(1), 10_000).unref();
      resolve();
    };
    process.once('SIGTERM', asked);
    process.once('SIGINT', asked);
  });
