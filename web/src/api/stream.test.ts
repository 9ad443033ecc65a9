import { expect, test } from 'vitest';
import { keysFor } from './stream.ts';

test('an entry asks again for what its stream shows on, and the journal always', () => {
  expect(keysFor('incident/018f')).toEqual(expect.arrayContaining(['incidents', 'mine', 'overview', 'journal']));
  expect(keysFor('session/018f')).toEqual(['journal']);
  expect(keysFor('volcano/018f')).toEqual(['overview', 'journal']);
});
