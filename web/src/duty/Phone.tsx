import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { toSubject } from '../addresses.ts';
import { commandNotice } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { Countdown, RefusedNotice, Tag } from '../marks/index.ts';
import css from './desk.module.css';
import { ringingQuery } from './queries.ts';

/** The simulated phone: it rings while a notice to me is unanswered, and one press answers. */
export function Phone() {
  const { t } = useTranslation('duty');
  const [away, setAway] = useState(false);
  const ringing = useQuery(ringingQuery).data?.items ?? [];
  const answer = useMutation({
    mutationFn: (id: string) => commandNotice({ id }, { command: 'acknowledge' }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const first = ringing[0];
  if (!first) return null;
  if (away)
    return (
      <div className={css.phone} style={{ width: 'auto', left: 'auto' }}>
        <div className={css.phoneHead} style={{ border: 0 }}>
          <Handset />
          <button type="button" className="more" onClick={() => setAway(false)}>
            {t('phone.back', { count: ringing.length })}
          </button>
        </div>
      </div>
    );
  return (
    <aside className={css.phone} aria-label={t('phone.title')}>
      <div className={css.phoneHead}>
        <Handset />
        <span>
          {t('phone.ringing')}
          {ringing.length > 1 ? ` · ${t('phone.more', { count: ringing.length - 1 })}` : ''}
        </span>
        <button type="button" className="more" onClick={() => setAway(true)}>
          {t('phone.fold')}
        </button>
      </div>
      <div className={css.phoneBody} role="alert">
        <strong className="t-lead">
          {first.mode === 'drill' ? <Tag ink>{t('shell:mode.drill')}</Tag> : null} {say(first.title)}
        </strong>
        <p className={css.phoneText}>{say(first.body)}</p>
        {first.answerBy ? <Countdown at={first.answerBy} size="title" then={t('phone.then')} /> : null}
        <RefusedNotice error={answer.error} />
        <div className="row">
          <Button type="primary" size="large" block loading={answer.isPending} onClick={() => answer.mutate(first.id)}>
            {t('phone.answer')}
          </Button>
          <Link to={toSubject(first.subject)}>
            <Button size="large">{t('phone.look')}</Button>
          </Link>
        </div>
      </div>
    </aside>
  );
}

function Handset() {
  return (
    <svg className={css.ring} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4.5 1.5h7v13h-7Z M7 12.5h2" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}
