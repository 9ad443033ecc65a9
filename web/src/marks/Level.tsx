import { useTranslation } from 'react-i18next';

export type Level = 'I' | 'II' | 'III' | 'IV';
export const levelNumber = { I: 1, II: 2, III: 3, IV: 4 } satisfies Record<Level, number>;

const octagon = '6.1,1.5 13.9,1.5 18.5,6.1 18.5,13.9 13.9,18.5 6.1,18.5 1.5,13.9 1.5,6.1';
const diamond = '10,0.9 19.1,10 10,19.1 0.9,10';
const triangle = '10,1.6 19.2,18 0.8,18';

/**
 * A level, told by shape before colour: I octagon, II diamond, III triangle, IV disc; the numeral always inside.
 * Dashed and hollow while nobody has confirmed it.
 */
export function LevelMark({ level, size = 20, unconfirmed = false }: { level: Level; size?: number; unconfirmed?: boolean }) {
  const { t } = useTranslation('shell');
  const n = levelNumber[level];
  const ink = unconfirmed ? `var(--level-${n}-text)` : `var(--on-level-${n})`;
  const edge = level === 'III' ? 'var(--level-3-text)' : `var(--level-${n})`;
  const paint = unconfirmed
    ? { fill: 'none', stroke: edge, strokeWidth: 1.6, strokeDasharray: '2.6 1.9' }
    : { fill: `var(--level-${n})`, stroke: edge, strokeWidth: level === 'III' ? 1.2 : 0.4 };
  const label = unconfirmed ? t('level.unconfirmed', { level: t(`level.${level}`) }) : t(`level.${level}`);
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={label} style={{ flex: 'none', display: 'block' }}>
      <title>{label}</title>
      {level === 'I' ? (
        <polygon points={octagon} {...paint} />
      ) : level === 'II' ? (
        <polygon points={diamond} {...paint} />
      ) : level === 'III' ? (
        <polygon points={triangle} strokeLinejoin="round" {...paint} />
      ) : (
        <circle cx="10" cy="10" r="8.6" {...paint} />
      )}
      <text
        x="10"
        y={level === 'III' ? 16 : 13.2}
        textAnchor="middle"
        fontSize={level === 'III' ? 8 : 8.6}
        fontWeight="700"
        fill={ink}
        letterSpacing="0"
      >
        {level}
      </text>
    </svg>
  );
}
