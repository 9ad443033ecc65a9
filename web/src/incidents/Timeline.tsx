import { Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../api/clock.ts';
import { say } from '../i18n/index.ts';
import { StateMark } from '../marks/index.ts';
import { clockTime, shortDay } from '../marks/time.ts';
import css from './panes.module.css';
import type { Entry } from './room.ts';
import { type Filter, filterOf, type Names, sentence } from './sentences.ts';

const folded = 120;
/** What is too fine for a commander's eye unless asked for: the engine's own bookkeeping. */
const fine = new Set(['task-opened', 'task-skipped', 'person-called', 'effect-requested']);

/** What happened, newest first, one sentence each; the reader narrows it to decisions or to what came late. */
export function Timeline({ entries, names, actions }: { entries: readonly Entry[]; names: Names; actions?: React.ReactNode }) {
  const { t } = useTranslation('incidents');
  const now = useNow();
  const [filter, setFilter] = useState<'all' | Filter>('all');
  const [every, setEvery] = useState(false);
  // What was there when the page opened does not glow; only what arrives after.
  const opened = useRef(entries.at(-1)?.seq ?? 0);
  const shown = entries
    .filter((entry) => (filter === 'all' ? every || !fine.has(entry.type) : filterOf(entry.type, entry.data) === filter))
    .toReversed();
  const visible = every ? shown : shown.slice(0, folded);
  const hidden = entries.length - visible.length;
  return (
    <section aria-label={t('timeline.name')} className={css.timeline}>
      <div className={css.paneTitle}>
        <h2>{t('timeline.name')}</h2>
        <Segmented
          size="small"
          value={filter}
          onChange={(value) => setFilter(value as 'all' | Filter)}
          options={[
            { value: 'all', label: t('timeline.all') },
            { value: 'decision', label: t('timeline.decisions') },
            { value: 'late', label: t('timeline.late') },
          ]}
        />
      </div>
      {actions ? <div className={css.says}>{actions}</div> : null}
      <ol>
        {visible.map((entry) => {
          const text = sentence(entry.type, entry.data, names);
          const mark = filterOf(entry.type, entry.data);
          return (
            <li key={entry.seq} className={entry.seq > opened.current ? 'arrived' : undefined}>
              <time dateTime={entry.at} title={entry.at}>
                {shortDay(entry.at) === shortDay(now) ? (
                  ''
                ) : (
                  <>
                    {shortDay(entry.at)}
                    <br />
                  </>
                )}
                {clockTime(entry.at)}
              </time>
              <span>
                {mark === 'late' ? (
                  <i className={css.flag}>
                    <StateMark state="late" size={14} />
                  </i>
                ) : null}
                {text ? say(text) : entry.type}
              </span>
            </li>
          );
        })}
      </ol>
      {visible.length === 0 ? <p className="ink-2 t-dense">{t(`timeline.none.${filter}`)}</p> : null}
      {filter === 'all' && (hidden > 0 || every) ? (
        <button type="button" className="more" onClick={() => setEvery(!every)}>
          {every ? t('timeline.fold') : t('timeline.more', { count: hidden })}
        </button>
      ) : null}
    </section>
  );
}
