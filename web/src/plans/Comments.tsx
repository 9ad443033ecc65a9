import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { At, RefusedNotice } from '../marks/index.ts';
import css from './plans.module.css';
import type { PlanComment } from './queries.ts';

/** What people said about a version; with a clause chosen, about that clause. */
export function Comments({
  plan,
  version,
  comments,
  clauses,
  may,
}: {
  plan: string;
  version: number;
  comments: readonly PlanComment[];
  clauses: readonly string[];
  may: boolean;
}) {
  const { t } = useTranslation('plans');
  const [text, setText] = useState('');
  const [clause] = clauses;
  const shown = comments.filter((comment) => clauses.length === 0 || (comment.clause !== null && clauses.includes(comment.clause)));
  const send = useMutation({
    mutationFn: () =>
      post(`/api/v1/plans/${plan}/versions/${version}/commands`, { command: 'comment', text: text.trim(), ...(clause ? { clause } : {}) }),
    onSuccess: async () => {
      setText('');
      await queryClient.invalidateQueries({ queryKey: ['plans', plan] });
    },
  });
  if (shown.length === 0 && !may) return null;
  return (
    <section className={css.block} aria-label={t('comments')}>
      <h3>
        {t('comments')} {shown.length > 0 ? shown.length : ''}
      </h3>
      <ul>
        {shown.map((comment) => (
          <li key={`${comment.at}/${comment.by.id}`}>
            {comment.text}{' '}
            <span className="ink-2">
              {comment.by.name} <At at={comment.at} />
              {comment.clause ? ` · ${comment.clause}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {may ? (
        <div className={css.say}>
          <Input.TextArea
            value={text}
            autoSize={{ minRows: 1, maxRows: 6 }}
            placeholder={clause ? t('commentOn', { clause }) : t('commentPlan')}
            aria-label={t('commentPlan')}
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            disabled={!text.trim()}
            title={text.trim() ? '' : t('commentMissing')}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t('comment')}
          </Button>
        </div>
      ) : null}
      <RefusedNotice error={send.error} />
    </section>
  );
}
