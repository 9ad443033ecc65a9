import { useTranslation } from 'react-i18next';
import { clockSeconds } from '../marks/time.ts';
import { histogram } from './confidence.ts';
import type { WarningDetail } from './queries.ts';
import css from './warnings.module.css';

const [width, height, base] = [580, 132, 104];

/** When each machine fell: how sharp the edge is tells a shared cause from a bad week. */
export function Falls({ warning, tone }: { warning: WarningDetail; tone: string }) {
  const { t } = useTranslation('warnings');
  const times = warning.group.members.flatMap((member) => (member.since ? [Date.parse(member.since)] : []));
  const { width: span, bins } = histogram(times);
  // One fall has no shape.
  if (times.length < 2) return null;
  const most = Math.max(...bins.map((bin) => bin.count));
  const from = bins[0]!.from;
  const until = Math.max(bins.at(-1)!.from + span, from + span * 8);
  const x = (at: number) => 8 + ((at - from) / (until - from)) * (width - 90);
  const bar = Math.max(2, x(from + span) - x(from) - 2);
  return (
    <>
      <div className="rule" />
      <div className="section">
        <h2>{t('falls.title')}</h2>
        <span className="ink-2">{t('falls.per', { span: spanName(span, t) })}</span>
        <span className="end strong">{t('falls.sum', { span: spanName(Math.max(span, bins.length * span), t), count: times.length })}</span>
      </div>
      <svg
        className={css.bars}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMinYMid meet"
        role="img"
        aria-label={t('falls.sum', { span: spanName(bins.length * span, t), count: times.length })}
      >
        <line x1="0" x2={width} y1={base} y2={base} stroke="var(--pane)" />
        {bins.map((bin) =>
          bin.count === 0 ? null : (
            <rect
              key={bin.from}
              x={x(bin.from)}
              y={base - Math.max(2, (bin.count / most) * 88)}
              width={bar}
              height={Math.max(2, (bin.count / most) * 88)}
              fill={tone}
            >
              <title>{`${clockSeconds(bin.from)} · ${bin.count}`}</title>
            </rect>
          ),
        )}
        <text x={x(from)} y={base + 18} fontSize="12" fill="var(--text2)">
          {clockSeconds(from)}
        </text>
        {bins.length > 3 ? (
          <text x={Math.max(x(bins.at(-1)!.from), x(from) + 76)} y={base + 18} fontSize="12" fill="var(--text2)">
            {clockSeconds(bins.at(-1)!.from)}
          </text>
        ) : null}
      </svg>
    </>
  );
}

function spanName(ms: number, t: ReturnType<typeof useTranslation>['t']): string {
  if (ms < 120_000) return t('falls.seconds', { count: Math.round(ms / 1000) });
  if (ms < 7_200_000) return t('falls.minutes', { count: Math.round(ms / 60_000) });
  return t('falls.hours', { count: Math.round(ms / 3_600_000) });
}
