import { useTranslation } from 'react-i18next';
import { useNow } from '../api/clock.ts';
import { Refused, Unreachable } from '../api/http.ts';
import { useConnection } from '../api/stream.ts';
import { spoken } from '../i18n/index.ts';
import css from './marks.module.css';
import { clockSeconds, longSpan } from './time.ts';

/** What the server refused: what, how to mend it, the code. Anything else is shown as the fault it is. */
export function RefusedNotice({ error }: { error: unknown }) {
  const { t } = useTranslation('shell');
  if (!error) return null;
  if (error instanceof Refused)
    return (
      <div className={css.refused} role="alert">
        <strong>{error.message}</strong>
        {error.mend ? <span>{error.mend}</span> : null}
        <code>{error.code}</code>
      </div>
    );
  if (error instanceof Unreachable)
    return (
      <div className={css.refused} role="alert">
        <strong>{t('unreachable.what')}</strong>
        <span>{t('unreachable.mend')}</span>
      </div>
    );
  return (
    <div className={css.refused} role="alert">
      <strong>{t('fault.what')}</strong>
      <code>{error instanceof Error ? error.message : String(error)}</code>
    </div>
  );
}

/** Nothing here yet: says so, and what would come. */
export function Empty({ title, coming, children }: { title: string; coming?: string; children?: React.ReactNode }) {
  return (
    <div className={css.empty}>
      <strong>{title}</strong>
      {coming ? <p>{coming}</p> : null}
      {children}
    </div>
  );
}

/** 与服务器断开: what is shown is old, and how old; actions are locked by their own failing. */
export function OfflineBar() {
  const { t } = useTranslation('shell');
  const { online, since } = useConnection();
  const now = useNow();
  if (online) return null;
  return (
    <div className={css.offline} role="status">
      <strong>{t('offline.for', { span: longSpan(now - since, spoken()) })}</strong>
      <span>{t('offline.asOf', { at: clockSeconds(since) })}</span>
    </div>
  );
}

/** An action that cannot be done yet: dashed, a lock, and what is missing in words. */
export function LockedAction({ label, missing, small = false }: { label: string; missing: string; small?: boolean }) {
  return (
    <button
      type="button"
      aria-disabled="true"
      className={small ? `${css.locked} ${css.lockedSmall}` : css.locked}
      title={missing}
      aria-description={missing}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M5 7V5a3 3 0 0 1 6 0v2M3.5 7h9v6.5h-9Z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      </svg>
      <span>{label}</span>
    </button>
  );
}

/** Black and white stripes round the whole window and the word on top: this is a drill. */
export function DrillFrame({ number }: { number?: string | undefined }) {
  const { t } = useTranslation('shell');
  return (
    <>
      <div className={css.drill} aria-hidden="true" />
      <div className={css.drillHead} role="note">
        <span>
          {t('drill.en')}
          <b>{t('drill.zh')}</b>
          <small>{[number, t('drill.every')].filter(Boolean).join(' · ')}</small>
        </span>
      </div>
    </>
  );
}

export function Tag({ children, ink = false }: { children: React.ReactNode; ink?: boolean }) {
  return <span className={ink ? `${css.tag} ${css.tagInk}` : css.tag}>{children}</span>;
}
