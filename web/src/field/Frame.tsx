import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DrillFrame, StateMark, Tag } from '../marks/index.ts';
import { clockTime } from '../marks/time.ts';
import css from './field.module.css';
import type { Act } from './outbox.ts';

interface FrameProps {
  number?: string;
  drill?: boolean;
  waiting: readonly Act[];
  online: boolean;
  onDrop: (key: string) => void;
  onRetry: () => void;
  children: ReactNode;
  foot?: ReactNode;
}

/** The field app round a page: whose emergency, what is not yet sent, and the thumb's bar at the bottom. */
export function Frame({ number, drill = false, waiting, online, onDrop, onRetry, children, foot }: FrameProps) {
  const { t } = useTranslation('field');
  const [open, setOpen] = useState(false);
  const refused = waiting.filter((act) => act.refused);
  const cutOff = !online || waiting.some((act) => !act.refused);
  return (
    <div className={css.frame}>
      {drill ? <DrillFrame number={number} /> : null}
      {cutOff && waiting.length > 0 ? (
        <button type="button" className={css.offline} onClick={() => setOpen(!open)} aria-expanded={open}>
          <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
            <path
              d="M3 9.5a15 15 0 0 1 20 0M6.5 13.5a10 10 0 0 1 13 0M10 17.3a5 5 0 0 1 6 0M13 21v.2M4 23 22 4"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.9"
              strokeLinecap="round"
            />
          </svg>
          <span>
            <b>{t(online ? 'sending' : 'offline', { count: waiting.length })}</b>
            <small>{t('offlineNote', { at: clockTime(waiting[0]?.at ?? '') })}</small>
          </span>
        </button>
      ) : !online ? (
        <div className={css.offline} role="status">
          <span>
            <b>{t('offlineEmpty')}</b>
          </span>
        </div>
      ) : null}
      <header className={css.top}>
        <b>{t('brand')}</b>
        <Tag ink={drill}>{t(drill ? 'drill' : 'live')}</Tag>
        {number ? <span>{number}</span> : null}
        <span className={css.sent}>
          {waiting.length === 0 ? (
            <>
              <StateMark state="done" quiet />
              {t('allSent')}
            </>
          ) : refused.length > 0 ? (
            <button type="button" className="more" onClick={() => setOpen(!open)}>
              {t('refused', { count: refused.length })}
            </button>
          ) : (
            t('unsent', { count: waiting.length })
          )}
        </span>
      </header>
      {open && waiting.length > 0 ? (
        <section className={css.unsent} aria-label={t('unsentTitle')}>
          <ul>
            {waiting.map((act) => (
              <li key={act.key}>
                <span>
                  {act.label}
                  {act.refused ? <em>{act.refused}</em> : null}
                </span>
                <span className="ink-2">
                  {clockTime(act.at)}{' '}
                  {act.refused ? (
                    <button type="button" className="more" onClick={() => onDrop(act.key)}>
                      {t('read')}
                    </button>
                  ) : (
                    <Unsent />
                  )}
                </span>
              </li>
            ))}
          </ul>
          <button type="button" className="more" onClick={onRetry}>
            {t('sendNow')}
          </button>
        </section>
      ) : null}
      <main className={css.main}>{children}</main>
      {foot ? <footer className={css.foot}>{foot}</footer> : null}
    </div>
  );
}

/** On this phone only. */
export function Unsent() {
  const { t } = useTranslation('field');
  return (
    <svg className={css.up} width="15" height="15" viewBox="0 0 16 16" role="img" aria-label={t('onlyHere')}>
      <title>{t('onlyHere')}</title>
      <path
        d="M8 11V2.5M4.5 6 8 2.5 11.5 6M2.5 14h1.6M7.2 14h1.6M11.9 14h1.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
