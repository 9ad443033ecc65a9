import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { meQuery } from '../api/session.ts';
import { incidentsQuery, mineQuery } from '../duty/queries.ts';
import { say, spoken } from '../i18n/index.ts';
import { LevelMark, Tag } from '../marks/index.ts';
import { clockSeconds, elapsed } from '../marks/time.ts';
import css from './shell.module.css';
import { useInside, worst } from './status.ts';

export function Beacon() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" style={{ flex: 'none' }}>
      <path fill="currentColor" d="M10 1 12.2 4H7.8Z M6 5h8v2H6Z M7 8h6l.6 4H6.4Z M4 13h12v1.6H15l1 4.4H12V16a2 2 0 0 0-4 0v3H4l1-4.4H4Z" />
    </svg>
  );
}

function Clock() {
  return <time className={css.clock}>{clockSeconds(useNow())}</time>;
}

/** Institution and mode, the worst that runs, who leads the duty, my calls, search, the server's clock: on every page. */
export function TopBar({ drill, onSearch }: { drill: boolean; onSearch(): void }) {
  const { t } = useTranslation('shell');
  const me = useQuery(meQuery).data;
  const running = useQuery({ ...incidentsQuery, enabled: useInside() }).data?.items ?? [];
  const mine = useQuery(mineQuery).data?.items.length ?? 0;
  const first = worst(running.filter((incident) => drill || incident.mode !== 'drill'));
  const now = useNow();
  return (
    <header className={css.top}>
      <Link to={to.desk()} className={css.brand}>
        <Beacon />
        <span>{t('brand')}</span>
      </Link>
      <span className={css.institution}>{say(me?.institution)}</span>
      <span className={css.mode}>
        <Tag ink={drill}>{t(drill ? 'mode.drill' : 'mode.live')}</Tag>
      </span>
      {first ? (
        <Link to={to.incident(first.id)} className={css.worst}>
          <LevelMark level={first.level} size={18} />
          <b>{t('level.short', { level: first.level })}</b>
          <span>
            {say(first.title)} · {t('due.since', { span: elapsed(now - Date.parse(first.openedAt), spoken()) })}
          </span>
        </Link>
      ) : (
        <span className={css.worst}>
          <span className="ink-2">{t('noIncident')}</span>
        </span>
      )}
      <div className={css.end}>
        {me && me.desk.length > 0 ? (
          <span className={`${css.duty} ink-2`}>{t('duty', { name: me.desk.map((person) => person.name).join(' · ') })}</span>
        ) : null}
        <span className={`${css.sep} ${css.duty}`} />
        <Link to={to.desk()} className={css.calls}>
          {t('myCalls', { count: mine })}
        </Link>
        <button type="button" className={css.search} onClick={onSearch} aria-label={t('search.open')}>
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
            <path
              d="M11 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Zm-1 3.5L14 14.5"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.4"
              strokeLinecap="round"
            />
          </svg>
          <span className="clip">{t('search.hint')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <Clock />
      </div>
    </header>
  );
}
