import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import css from './shell.module.css';

/**
 * The head of a page, 64 px: what it is, what qualifies it, and at the right end the one main action.
 * `name` is the browser's title where `title` is not plain text.
 */
export function PageHead({
  title,
  name,
  mark,
  meta,
  action,
  drill = false,
}: {
  title: ReactNode;
  name?: string;
  mark?: ReactNode;
  meta?: ReactNode;
  action?: ReactNode;
  drill?: boolean;
}) {
  const { t } = useTranslation('shell');
  const text = name ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = [drill ? t('drill.prefix') + text : text, t('brand')].filter(Boolean).join(' · ');
  }, [text, drill, t]);
  return (
    <header className={css.head}>
      <h1>
        {mark}
        <span>
          {drill ? t('drill.prefix') : null}
          {title}
        </span>
      </h1>
      {meta ? <div className={css.meta}>{meta}</div> : null}
      {action ? <div className={css.action}>{action}</div> : null}
    </header>
  );
}

/** Panes side by side, parted by one pixel; `columns` is a grid template. On a phone they stack. */
export function Panes({ columns, children }: { columns: string; children: ReactNode }) {
  return (
    <div className={css.panes} style={{ gridTemplateColumns: columns }}>
      {children}
    </div>
  );
}

/** One pane. `wants` puts the ink rule on top: this needs a person. */
export function Pane({
  title,
  meta,
  end,
  wants = false,
  children,
  label,
}: {
  title?: ReactNode;
  meta?: ReactNode;
  end?: ReactNode;
  wants?: boolean;
  children: ReactNode;
  label?: string;
}) {
  return (
    <section className={css.pane} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      {wants ? <div className={css.wants} /> : null}
      {title ? (
        <div className={css.paneHead}>
          <h2>{title}</h2>
          {meta ? <span className={css.paneMeta}>{meta}</span> : null}
          {end ? <span style={{ marginLeft: 'auto' }}>{end}</span> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** A section inside a pane, opened by a rule; `wants` makes the rule ink. */
export function Section({
  title,
  meta,
  end,
  wants = false,
  children,
}: {
  title: ReactNode;
  meta?: ReactNode;
  end?: ReactNode;
  wants?: boolean;
  children: ReactNode;
}) {
  return (
    <section style={{ marginTop: 16 }} aria-label={typeof title === 'string' ? title : undefined}>
      <div className={wants ? css.wants : 'rule'} />
      <div className={css.paneHead}>
        <h2>{title}</h2>
        {meta ? <span className={css.paneMeta}>{meta}</span> : null}
        {end ? <span style={{ marginLeft: 'auto' }}>{end}</span> : null}
      </div>
      {children}
    </section>
  );
}
