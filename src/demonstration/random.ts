/** A seeded stream of numbers in [0, 1): the same bank and the same people on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the values, by weight. */
export function pick<T>(random: () => number, choices: readonly { value: T; weight: number }[]): T {
  let left = random() * choices.reduce((sum, choice) => sum + choice.weight, 0);
  for (const choice of choices) {
    left -= choice.weight;
    if (left < 0) return choice.value;
  }
  const last = choices.at(-1);
  if (!last) throw new Error('nothing to pick from');
  return last.value;
}
