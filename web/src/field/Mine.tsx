import { queryOptions } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { get } from '../api/http.ts';
import { say } from '../i18n/index.ts';
import { At } from '../marks/index.ts';
import css from './field.module.css';

/** One thing that waits for me, nearest deadline first. */
export interface Mine {
  kind: string;
  id: string;
  subject: { kind: string; id: string; number: string };
  title: { zh: string; en: string };
  detail: { zh: string; en: string }[];
  due: string | null;
  late: boolean;
  mode: string;
}

export const mineQuery = queryOptions({
  queryKey: ['mine', 'field'],
  queryFn: () => get<{ items: Mine[] }>('/api/v1/mine').then((page) => page.items),
  refetchInterval: 20_000,
});
export const isTask = (item: Mine): boolean => (item.kind === 'task' || item.kind === 'confirmation') && item.subject.kind === 'incident';

/** What comes after this one, and the way to the list. */
export function NextBar({ others }: { others: readonly Mine[] }) {
  const { t } = useTranslation('field');
  const next = others.find(isTask);
  return (
    <Link className={css.next} to={`${to.field()}?list=1`}>
      {next ? (
        <>
          <span className="ink-2">{t('next')}</span>
          <span className={css.nextTitle}>
            {say(next.title)}
            {next.due ? (
              <>
                {' '}
                · <At at={next.due} />
              </>
            ) : null}
          </span>
        </>
      ) : (
        <span className={css.nextTitle}>{t('noNext')}</span>
      )}
      <span className="nowrap">{t('countMine', { count: others.length })}</span>
    </Link>
  );
}
