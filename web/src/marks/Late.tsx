import { useTranslation } from 'react-i18next';
import { useNow } from '../api/clock.ts';
import { spoken } from '../i18n/index.ts';
import css from './marks.module.css';
import { clockSeconds, elapsed, lateSpan, longSpan, moment, shortSpan } from './time.ts';

/** 迟 6′ in the one colour that means late, with the swallow-tail that says it without colour. */
export function LateChip({ due, text }: { due?: string; text?: string }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  return <span className={css.late}>{text ?? t('due.late', { span: lateSpan(now - Date.parse(due ?? ''), spoken()) })}</span>;
}

/** 剩 08′ 14:10 in a line of text; late, the chip and 应 14:10. `settled` shows the time alone. */
export function Due({ at, settled = false, bare = false }: { at: string; settled?: boolean; bare?: boolean }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  const left = Date.parse(at) - now;
  if (settled)
    return (
      <span className={css.due}>
        <small>{moment(at, now)}</small>
      </span>
    );
  if (left < 0)
    return (
      <span className={css.due}>
        <LateChip due={at} />
        {bare ? null : <small>{t('due.was', { at: moment(at, now) })}</small>}
      </span>
    );
  return (
    <span className={css.due}>
      <b>{t('due.left', { span: shortSpan(left, spoken()) })}</b>
      {bare ? null : <small>{moment(at, now)}</small>}
    </span>
  );
}

/** The large countdown: remaining at 40 px, the absolute time below it; past due it counts how late, with the chip. */
export function Countdown({ at, then, size = 'count' }: { at: string; then?: string | undefined; size?: 'count' | 'cause' | 'title' }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  const left = Date.parse(at) - now;
  return (
    <div className={css.count} role="timer">
      {left < 0 ? (
        <span>
          <LateChip due={at} />
        </span>
      ) : (
        <strong className={`t-${size}`}>{longSpan(left, spoken())}</strong>
      )}
      <span className="t-note ink-2">
        {left < 0 ? t('due.was', { at: moment(at, now) }) : t('due.until', { at: left < 3_600_000 ? clockSeconds(at) : moment(at, now) })}
        {then ? ` · ${then}` : ''}
      </span>
    </div>
  );
}

/** 已 01:12 12:50 起. */
export function Since({ at, bare = false }: { at: string; bare?: boolean }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  return (
    <span className={css.due}>
      <b>{t('due.since', { span: elapsed(now - Date.parse(at), spoken()) })}</b>
      {bare ? null : <small>{t('due.from', { at: moment(at, now) })}</small>}
    </span>
  );
}

/** An absolute time; the day is added when it is not today. */
export function At({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={`${at}`}>
      {moment(at, now)}
    </time>
  );
}
