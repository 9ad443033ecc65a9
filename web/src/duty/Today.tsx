import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { meQuery } from '../api/session.ts';
import { say, spoken } from '../i18n/index.ts';
import { calendarDay, clockTime, moment } from '../marks/time.ts';
import { Section } from '../shell/index.ts';
import css from './desk.module.css';
import { shiftsQuery } from './queries.ts';

/** Who has the duty now and next, who leads; and what is missing tomorrow. */
export function Today() {
  const { t } = useTranslation('duty');
  const now = useNow();
  const me = useQuery(meQuery).data;
  const rota = useQuery(shiftsQuery).data;
  const shifts = (rota?.items ?? [])
    .filter((shift) => shift.desk === 'duty' && Date.parse(shift.to) > now)
    .sort((a, b) => a.from.localeCompare(b.from));
  const current = shifts.filter((shift) => Date.parse(shift.from) <= now);
  const next = shifts.find((shift) => Date.parse(shift.from) > now);
  const gaps = (rota?.gaps ?? []).filter((gap) => Date.parse(gap.to) > now).slice(0, 3);
  return (
    <>
      <Section title={t('today.title')} meta={calendarDay(now, spoken())}>
        <dl className={css.today}>
          <dt>{t('today.duty')}</dt>
          <dd>
            {current.length > 0
              ? current.map((shift) => `${shift.name} ${t('today.until', { at: clockTime(shift.to) })}`).join(' · ')
              : (me?.desk ?? []).map((person) => person.name).join(' · ') || t('today.nobody')}
          </dd>
          <dt>{t('today.leader')}</dt>
          <dd>{me?.command?.name ?? t('today.nobody')}</dd>
          <dt>{t('today.next')}</dt>
          <dd>{next ? `${next.name} ${t('today.from', { at: moment(next.from, now) })}` : t('today.noNext')}</dd>
          <dt>{t('today.gaps')}</dt>
          <dd>
            {gaps.length === 0 ? (
              t('today.noGaps')
            ) : (
              <Link to={to.people({ tab: 'rota' })}>{t('today.someGaps', { count: gaps.length })}</Link>
            )}
          </dd>
        </dl>
      </Section>
      {gaps.length > 0 ? (
        <Section title={t('gaps.title')} meta={t('gaps.count', { count: gaps.length })}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('gaps.from')}</th>
                <th>{t('gaps.what')}</th>
                <th className="num">{t('gaps.mend')}</th>
              </tr>
            </thead>
            <tbody>
              {gaps.map((gap) => (
                <tr key={`${gap.desk}${gap.from}`}>
                  <td className="nowrap">{moment(gap.from, now)}</td>
                  <td>{say(gap.text)}</td>
                  <td className="num">
                    <Link className="more" to={to.people({ tab: 'rota' })}>
                      {t('gaps.do')}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      ) : null}
    </>
  );
}
