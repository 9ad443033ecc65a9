import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { toSubject } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { say, spoken } from '../i18n/index.ts';
import { Empty, RefusedNotice } from '../marks/index.ts';
import { calendarDay, clockSeconds, longSpan } from '../marks/time.ts';
import { PageHead, Pane, Panes } from '../shell/index.ts';
import { DistrictMap } from './DistrictMap.tsx';
import { DistrictTable } from './DistrictTable.tsx';
import css from './desk.module.css';
import { Guide } from './Guide.tsx';
import { districtOf } from './map.ts';
import { Phone } from './Phone.tsx';
import { Queue } from './Queue.tsx';
import { type Call, type Overview, overviewQuery, type Place, situationsQuery } from './queries.ts';
import { Running } from './Running.tsx';
import { Situations } from './Situations.tsx';
import { Today } from './Today.tsx';
import { useRegion, useWaiting } from './waiting.ts';

/** The first screen of the shift: what needs me now, the region, what runs, one line of calm. */
export function Component() {
  const { t } = useTranslation('duty');
  const now = useNow();
  const waiting = useWaiting();
  const overview = useQuery(overviewQuery);
  const region = useRegion();
  const plans = overview.data?.setup.plans ?? 0;
  const demo = useQuery(situationsQuery).data !== null;
  const { calls } = waiting;
  const total = overview.data?.machines.total ?? 0;
  const empty = overview.isSuccess && !demo && (total === 0 || plans === 0);
  // The drawing is of one city; a bank elsewhere gets its districts as a table.
  const drawn = (overview.data?.districts ?? []).some((each) => districtOf(each.district));
  const nearest = calls.find((call) => call.due !== null);
  return (
    <>
      <PageHead
        title={t('title')}
        meta={<span>{calendarDay(now, spoken())}</span>}
        action={
          calls[0] ? (
            <>
              <span className="ink-2 nowrap">
                {nearest?.due && Date.parse(nearest.due) > now ? (
                  <>
                    {t('nearest')}{' '}
                    <b style={{ color: 'var(--text)' }} className="strong">
                      {longSpan(Date.parse(nearest.due) - now, spoken())}
                    </b>
                  </>
                ) : null}
              </span>
              <Link to={toSubject(calls[0].subject)}>
                <Button type="primary" size="large">
                  {mainAction(calls[0], t)}
                </Button>
              </Link>
            </>
          ) : null
        }
      />
      <Panes columns="minmax(420px, 520px) minmax(0, 1fr)">
        <Pane label={t('queue.title')} wants={calls.length > 0} title={t('queue.title')} meta={t('queue.count', { count: calls.length })}>
          <RefusedNotice error={waiting.error} />
          {calls.length > 0 ? (
            <Queue calls={calls} />
          ) : empty ? (
            <Guide
              machines={total}
              plans={plans}
              faults={
                (overview.data?.machines.inService ?? 0) +
                  (overview.data?.machines.limited ?? 0) +
                  (overview.data?.machines.outOfService ?? 0) >
                0
              }
            />
          ) : (
            <div className={css.calm}>
              <p className="t-sentence" style={{ color: 'var(--text)' }}>
                {t('calm.title')}
              </p>
              <p>{t('calm.detail')}</p>
            </div>
          )}
          <div className="stretch" />
          {demo ? <Situations /> : null}
          <Today />
        </Pane>
        <Pane
          label={t('region.title')}
          title={t('region.title')}
          meta={t('region.meta', { count: overview.data?.districts.length ?? 0, total: total.toLocaleString('en-US') })}
          end={<Legend places={region.places} />}
        >
          <div className={css.right}>
            <RefusedNotice error={overview.error} />
            {total > 0 ? (
              drawn ? (
                <DistrictMap places={region.places} general={region.general} />
              ) : (
                <div className={css.map} style={{ overflow: 'auto' }}>
                  <DistrictTable districts={overview.data?.districts ?? []} />
                </div>
              )
            ) : (
              <div className={css.map}>
                <Empty title={t('map.none')} coming={t('map.coming')} />
              </div>
            )}
            <Running />
            {overview.data ? <Calm overview={overview.data} fetchedAt={overview.dataUpdatedAt} /> : null}
          </div>
        </Pane>
      </Panes>
      {demo ? <Phone /> : null}
    </>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];
const mainAction = (call: Call, t: Translate): string =>
  t(`queue.main.${call.kind}`, { title: say(call.title), number: call.subject.number ?? '', defaultValue: t('queue.do.open') });

function Legend({ places }: { places: Place[] }) {
  const { t } = useTranslation('duty');
  const unconfirmed = places.some((place) => !place.confirmed);
  return (
    <span className={css.legend}>
      <span>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="7" cy="7" r="6" fill="none" stroke="var(--text2)" />
        </svg>
        {t('legend.circle')}
      </span>
      {unconfirmed ? (
        <span>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <circle cx="7" cy="7" r="6" fill="none" stroke="var(--text2)" strokeDasharray="2 2" />
          </svg>
          {t('legend.dashed')}
        </span>
      ) : null}
      <span>
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <rect width="8" height="8" fill="var(--text2)" />
        </svg>
        {t('legend.square')}
      </span>
    </span>
  );
}

/** One line of calm: how many pay out. */
function Calm({ overview, fetchedAt }: { overview: Overview; fetchedAt: number }) {
  const { t } = useTranslation('duty');
  const { total, payOut } = overview.machines;
  const share = (value: number) => `${(Math.floor(value * 1000) / 10).toFixed(1)}%`;
  // The age of what is shown is real time, whatever pace the demonstration's clock has.
  useNow();
  const age = Math.max(0, Math.round((Date.now() - fetchedAt) / 1000));
  return (
    <div className={css.line}>
      <span className="t-title">{t('calm.paying', { paying: payOut.toLocaleString('en-US'), total: total.toLocaleString('en-US') })}</span>
      {total > 0 ? <span className={css.share}>{share(payOut / total)}</span> : null}
      <span className="t-note ink-2">
        {t('calm.asOf', { at: clockSeconds(overview.asOf) })}
        {age < 600 ? ` · ${t('calm.age', { count: age })}` : ''}
      </span>
    </div>
  );
}
