import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/http.ts';
import { At, Empty, RefusedNotice } from '../marks/index.ts';
import css from './desk.module.css';

interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: string;
  link?: string | null;
}

/** The mail that the demonstration's people received: what a notice looks like at the other end. */
export function Mailbox({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('duty');
  const [to, setTo] = useState<string | undefined>();
  const [chosen, setChosen] = useState<string | undefined>();
  const mails = useQuery({
    queryKey: ['notices', 'mailbox'],
    queryFn: () => get<{ items: Mail[] }>('/api/v1/demo/mailbox'),
    enabled: open,
    refetchInterval: open ? 3000 : false,
  });
  const items = (mails.data?.items ?? []).filter((mail) => !to || mail.to === to);
  const shown = items.find((mail) => mail.id === chosen) ?? items[0];
  const receivers = [...new Set((mails.data?.items ?? []).map((mail) => mail.to))].sort();
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={860} title={t('mail.title')} destroyOnHidden>
      <RefusedNotice error={mails.error} />
      <Select
        allowClear
        showSearch
        placeholder={t('mail.everyone')}
        aria-label={t('mail.everyone')}
        value={to}
        onChange={setTo}
        options={receivers.map((value) => ({ value, label: value }))}
        style={{ width: 280, marginBottom: 12 }}
      />
      {items.length === 0 && mails.isSuccess ? (
        <Empty title={t('mail.none')} coming={t('mail.coming')} />
      ) : (
        <div className={css.mail}>
          <div>
            {items.map((mail) => (
              <button type="button" key={mail.id} aria-pressed={mail.id === shown?.id} onClick={() => setChosen(mail.id)}>
                <span className="row-wide">
                  <b className="strong clip">{mail.to}</b>
                  <span className="t-note ink-2">
                    <At at={mail.at} />
                  </span>
                </span>
                <span className="clip" style={{ display: 'block' }}>
                  {mail.subject}
                </span>
              </button>
            ))}
          </div>
          {shown ? (
            <article>
              <h3 className="t-lead">{shown.subject}</h3>
              <p className="t-note ink-2">
                {shown.to} · <At at={shown.at} />
              </p>
              <pre style={{ marginTop: 12 }}>{shown.text}</pre>
              {shown.link ? (
                <p style={{ marginTop: 12 }}>
                  <a href={shown.link} target="_blank" rel="noreferrer">
                    {t('mail.link')}
                  </a>
                </p>
              ) : null}
            </article>
          ) : null}
        </div>
      )}
    </Modal>
  );
}
