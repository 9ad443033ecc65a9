import { useTranslation } from 'react-i18next';
import { useNow } from '../api/clock.ts';
import { shortDay } from '../marks/time.ts';
import type { WorkOrder } from '../work-orders/queries.ts';
import css from './fleet.module.css';
import type { Fault } from './queries.ts';

const [width, day] = [372, 86_400_000];

/** Faults as squares, orders as circles, along the last year (or less, where less is known). */
export function Year({ faults, orders }: { faults: Fault[]; orders: WorkOrder[] }) {
  const { t } = useTranslation('fleet');
  const now = useNow();
  const first = Math.min(
    now - 30 * day,
    ...faults.map((fault) => Date.parse(fault.openedAt)),
    ...orders.map((order) => Date.parse(order.sentAt)),
  );
  const from = Math.max(now - 365 * day, first);
  const x = (at: string) => 6 + ((Date.parse(at) - from) / (now - from)) * (width - 12);
  const seen = (at: string) => Date.parse(at) >= from;
  return (
    <svg
      className={css.year}
      viewBox={`0 0 ${width} 48`}
      role="img"
      aria-label={t('history.meta', { faults: faults.length, orders: orders.length })}
    >
      <line x1="0" x2={width} y1="18" y2="18" stroke="var(--pane)" />
      {faults
        .filter((fault) => seen(fault.openedAt))
        .map((fault) => (
          <rect
            key={fault.id}
            x={x(fault.openedAt) - 4}
            y="14"
            width="8"
            height="8"
            fill={fault.closedAt ? 'var(--text2)' : 'var(--text)'}
          />
        ))}
      {orders
        .filter((order) => seen(order.sentAt))
        .map((order) => (
          <circle key={order.id} cx={x(order.sentAt) + 6} cy="18" r="4" fill="var(--canvas)" stroke="var(--text2)" strokeWidth="1.4" />
        ))}
      <text x="0" y="42" fontSize="12" fill="var(--text2)">
        {shortDay(from)}
      </text>
      <text x={width} y="42" fontSize="12" fill="var(--text2)" textAnchor="end">
        {t('history.today')}
      </text>
    </svg>
  );
}
