import { expect, test } from 'vitest';
import { killAndCount } from './killing.ts';

// The long one is `npm run test:kill`: twenty kills, with a table.
test('server and PostgreSQL, each killed in the middle of an emergency, lose nothing and double nothing', {
  timeout: 240_000,
}, async () => {
  const { kills, checks } = await killAndCount({ kills: 2, seed: 20260716, speed: 40 });
  expect(kills).toHaveLength(2);
  for (const { what, faults } of checks) expect(faults, what).toEqual([]);
  const looked = new Map(checks.map(({ what, count }) => [what, count]));
  for (const what of ['signals acknowledged are kept once', 'orders acknowledged are recorded once', 'the journal verifies'])
    expect(looked.get(what), what).toBeGreaterThan(0);
});
