import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { toSubject } from '../addresses.ts';
import { type SearchAnswer, search } from '../api/client.gen.ts';
import { say } from '../i18n/index.ts';
import { RefusedNotice } from '../marks/index.ts';
import css from './shell.module.css';

type Hit = SearchAnswer['items'][number];

/** Ctrl-K: any machine, incident, warning, person, clause, by a piece of its name. */
export function Palette({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: () => search({ q: asked }),
    enabled: open && asked !== '',
  });
  const hits = asked === '' ? [] : (found.data?.items ?? []);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    setTyped('');
    navigate(toSubject(hit));
  };
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 72 }}
      destroyOnHidden
      title={null}
      aria-label={t('search.open')}
    >
      <Input
        autoFocus
        size="large"
        value={typed}
        placeholder={t('search.placeholder')}
        aria-label={t('search.open')}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter') go(hits[at]);
          else return;
          event.preventDefault();
        }}
      />
      <RefusedNotice error={found.error} />
      <div className={css.results} role="listbox" aria-label={t('search.results')}>
        {hits.map((hit, index) => (
          <Link
            key={`${hit.kind}/${hit.id}`}
            to={toSubject(hit)}
            role="option"
            aria-selected={index === at}
            onClick={() => {
              onClose();
              setTyped('');
            }}
          >
            <small>{t(`search.kind.${hit.kind}`, { defaultValue: hit.kind })}</small>
            <span>
              <b style={{ fontWeight: 600 }}>{say(hit.title)}</b> <small>{say(hit.detail)}</small>
            </span>
          </Link>
        ))}
        {asked !== '' && found.isSuccess && hits.length === 0 ? (
          <p className="ink-2 t-dense" style={{ padding: '8px 12px' }}>
            {t('search.none', { asked })}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
