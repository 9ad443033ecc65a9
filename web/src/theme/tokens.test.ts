import { expect, test } from 'vitest';
import { palettes } from './tokens.ts';

/** WCAG 2 contrast of two colours `#RRGGBB`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

for (const [scheme, c] of Object.entries(palettes)) {
  test(`every text can be read (AA) in ${scheme}`, () => {
    const pairs: [string, string, string][] = [
      ...(['canvas', 'surface', 'rail', 'land'] as const).flatMap((ground) =>
        (['text', 'text2', 'text3'] as const).map((ink): [string, string, string] => [`${ink} on ${ground}`, c[ink], c[ground]]),
      ),
      ['accent on canvas', c.accent, c.canvas],
      ['on accent', c['on-accent'], c.accent],
      ['on late', c['on-late'], c.late],
      ...([1, 2, 3, 4] as const).flatMap((n): [string, string, string][] => [
        [`on level ${n}`, c[`on-level-${n}`], c[`level-${n}`]],
        [`text of level ${n} on its soft ground`, c[`level-${n}-text`], c[`level-${n}-soft`]],
      ]),
    ];
    for (const [name, ink, ground] of pairs) expect(contrast(ink, ground), name).toBeGreaterThanOrEqual(4.5);
  });

  test(`borders of fields are seen (3:1) in ${scheme}`, () => {
    expect(contrast(c.mark, c.canvas)).toBeGreaterThanOrEqual(3);
    expect(contrast(c.mark, c.surface)).toBeGreaterThanOrEqual(3);
  });
}
