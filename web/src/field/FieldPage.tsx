import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { meQuery } from '../api/session.ts';
import { useStream } from '../api/stream.ts';
import { say } from '../i18n/index.ts';
import { Due, RefusedNotice, StateMark } from '../marks/index.ts';
import { Frame, Unsent } from './Frame.tsx';
import css from './field.module.css';
import { Glyph } from './Glyph.tsx';
import { isTask, type Mine, mineQuery } from './Mine.tsx';
import { TaskScreen, unsentOf } from './TaskScreen.tsx';
import { useOutbox } from './useOutbox.ts';

/** My work on a phone: the next task whole; the list of all one tap away. */
export function Component() {
  useStream();
  const [search] = useSearchParams();
  const mine = useQuery(mineQuery);
  const items = mine.data ?? [];
  const calls = items.filter((item) => item.kind === 'notice' && item.subject.kind === 'incident');
  const next = items.find(isTask);
  if (next && calls.length === 0 && search.get('list') === null)
    return <TaskScreen incident={next.subject.id} task={next.id} others={items.filter((item) => item !== next)} />;
  return <List items={items} error={mine.error} loading={mine.isPending} />;
}

function List({ items, error, loading }: { items: readonly Mine[]; error: unknown; loading: boolean }) {
  const { t } = useTranslation('field');
  const outbox = useOutbox();
  const me = useQuery(meQuery).data?.actor;
  useEffect(() => {
    document.title = t('mine');
  }, [t]);
  const answer = (item: Mine) =>
    outbox.add({
      kind: 'command',
      subject: item.subject.id,
      label: say(item.title),
      path: `/api/v1/incidents/${item.subject.id}/commands`,
      body: { command: 'acknowledge', person: item.id },
    });
  const answered = (item: Mine) => outbox.waiting.some((act) => act.subject === item.subject.id && act.body.command === 'acknowledge');
  const calls = items.filter((item) => item.kind === 'notice' && item.subject.kind === 'incident' && item.id === me?.id);
  const tasks = items.filter(isTask);
  const others = items.filter(
    (item) => !calls.includes(item) && !isTask(item) && item.subject.kind === 'incident' && item.kind !== 'notice',
  );
  return (
    <Frame
      {...outbox}
      onDrop={outbox.drop}
      onRetry={outbox.retry}
      foot={
        <Link className={css.primary} to={to.fieldReport()}>
          <Glyph kind="camera" />
          {t('reportFault')}
        </Link>
      }
    >
      <section className={css.pad}>
        <h1>{me ? t('hello', { name: me.name }) : t('mine')}</h1>
        <RefusedNotice error={error} />
      </section>
      {calls.map((item) => (
        <section key={`${item.subject.id}/call`} className={css.ringing} role="alert">
          <Glyph kind="phone" size={30} />
          <div>
            <b>{say(item.title)}</b>
            <p className="ink-2">
              {item.subject.number}
              {item.due ? (
                <>
                  {' '}
                  · <Due at={item.due} />
                </>
              ) : null}
            </p>
          </div>
          <button type="button" className={css.primary} disabled={answered(item)} onClick={() => void answer(item)}>
            {t(answered(item) ? 'answeredHere' : 'answer')}
          </button>
        </section>
      ))}
      {tasks.length === 0 && calls.length === 0 && !loading ? (
        <section className={css.pad}>
          <p className={css.big}>{t('nothing')}</p>
          <p className="ink-2">{t('nothingComing')}</p>
        </section>
      ) : null}
      <ul className={css.tasks}>
        {tasks.map((item) => (
          <li key={`${item.subject.id}/${item.id}/${item.kind}`}>
            <Link to={to.fieldTask(item.subject.id, item.id)}>
              <StateMark state={item.late ? 'late' : 'waiting'} />
              <span>
                <b>{say(item.title)}</b>
                <small>{say(item.detail[0])}</small>
              </span>
              <span className={css.when}>
                {item.due ? <Due at={item.due} bare /> : null}
                {unsentOf(outbox.waiting, item.subject.id, item.id).length > 0 ? <Unsent /> : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <section className={css.list}>
          <h2>{t('elsewhere')}</h2>
          <ul className={css.tasks}>
            {others.map((item) => (
              <li key={`${item.kind}/${item.subject.id}/${item.id}`}>
                <Link to={to.incident(item.subject.id, item.kind === 'approval' ? { task: item.id } : {})}>
                  <StateMark state="note" />
                  <span>
                    <b>{say(item.title)}</b>
                    <small>{say(item.detail[0])}</small>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p className={css.pad}>
        <Link to={to.desk()}>{t('console')}</Link>
      </p>
    </Frame>
  );
}
