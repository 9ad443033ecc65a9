import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { say } from '../i18n/index.ts';
import { Due, LateChip, LevelMark, Since, StateMark } from '../marks/index.ts';
import { type Warning, warningsQuery } from '../warnings/queries.ts';
import { useCauseTitle } from '../warnings/words.ts';
import { nextClock, openOrders, type WorkOrder, workOrdersQuery } from '../work-orders/queries.ts';
import css from './desk.module.css';
import { type IncidentRow, incidentsQuery } from './queries.ts';

const shownAtOnce = 4;

/** What runs: incidents, then warnings that wait, then orders by the nearest clock; a storm is one line. */
export function Running() {
  const { t } = useTranslation('duty');
  const navigate = useNavigate();
  const now = useNow();
  const causeTitle = useCauseTitle();
  const incidents = (useQuery(incidentsQuery).data?.items ?? []).filter((each) => each.state === 'active' || each.state === 'recovering');
  const warnings = (useQuery(warningsQuery('open')).data?.items ?? [])
    .filter((each) => !each.incident && !each.workOrder)
    .sort((a, b) => Number(b.triage === 'major') - Number(a.triage === 'major') || b.openedAt.localeCompare(a.openedAt));
  const orders = openOrders(useQuery(workOrdersQuery('open')).data?.items ?? []);
  const rows = [
    ...incidents.map((incident) => ({ key: incident.id, to: to.incident(incident.id), cells: incidentCells(incident, t) })),
    ...warnings.map((warning) => ({ key: warning.id, to: to.warning(warning.id), cells: warningCells(warning, causeTitle, t) })),
    ...orders.map((order) => ({ key: order.id, to: to.workOrder(order.id), cells: orderCells(order, now, t) })),
  ];
  const shown = rows.slice(0, shownAtOnce);
  const machines = orders.reduce((sum, order) => sum + order.atms.length, 0);
  return (
    <section aria-label={t('running.title')}>
      <div className="rule" />
      <div className="section">
        <h2>{t('running.title')}</h2>
        <span className="ink-2">
          {t('running.count', { incidents: incidents.length, warnings: warnings.length, orders: orders.length, machines })}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="t-dense ink-2" style={{ padding: '4px 0 12px' }}>
          {t('running.none')}
        </p>
      ) : (
        <table className={css.running}>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key} onClick={() => navigate(row.to)}>
                {row.cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row keep their places
                  <td key={index}>
                    {index === 1 ? (
                      <Link to={row.to} style={{ color: 'inherit' }} onClick={(event) => event.stopPropagation()}>
                        {cell}
                      </Link>
                    ) : (
                      cell
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shown.length ? (
        <p style={{ padding: '8px 0 0' }}>
          <Link
            className="more"
            to={incidents.length > shownAtOnce ? to.incidents() : warnings.length > shownAtOnce ? to.warnings() : to.workOrders()}
          >
            {t('running.more', { count: rows.length - shown.length })}
          </Link>
        </p>
      ) : null}
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

const incidentCells = (incident: IncidentRow, t: Translate): React.ReactNode[] => [
  <LevelMark key="m" level={incident.level} size={18} />,
  incident.number,
  <b key="t" className="strong">
    {incident.mode === 'drill' ? t('shell:drill.prefix') : ''}
    {say(incident.title)}
  </b>,
  t('running.tasks', { done: incident.tasks.done, total: incident.tasks.open + incident.tasks.done }),
  incident.tasks.overdue > 0 ? (
    <LateChip key="l" text={t('running.late', { count: incident.tasks.overdue })} />
  ) : (
    <span key="l" className="ink-2">
      {t('running.onTime')}
    </span>
  ),
  <Since key="s" at={incident.openedAt} bare />,
];
const warningCells = (warning: Warning, title: (warning: Warning) => string, t: Translate): React.ReactNode[] => [
  warning.triage === 'major' ? <StateMark key="m" state="note" /> : <StateMark key="m" state="fault" />,
  warning.number,
  <b key="t" className="strong">
    {title(warning)}
  </b>,
  t(warning.triage === 'major' ? 'running.waitsMajor' : 'running.waits'),
  <span key="l" className="ink-2">
    {t('running.atms', { count: warning.affectedNow })}
  </span>,
  <Since key="s" at={warning.openedAt} bare />,
];
function orderCells(order: WorkOrder, now: number, t: Translate): React.ReactNode[] {
  const clock = nextClock(order);
  const late = clock !== null && Date.parse(clock.due) < now;
  return [
    <StateMark key="m" state={late ? 'late' : 'running'} />,
    order.number,
    <span key="t">
      {t('running.order', {
        atm: order.atms[0] ?? '',
        count: order.atms.length,
        class: t(`orders:class.${order.faultClass}`, { defaultValue: order.faultClass }),
        vendor: order.vendor,
        context: order.atms.length > 1 ? 'many' : undefined,
      })}
    </span>,
    t(`orders:state.${order.state}`),
    late && clock ? (
      <LateChip key="l" due={clock.due} />
    ) : (
      <span key="l" className="ink-2">
        {t('running.onTime')}
      </span>
    ),
    clock && !late ? <Due key="s" at={clock.due} bare /> : <Since key="s" at={order.sentAt} bare />,
  ];
}
