import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDemoMailbox, listDemoAccounts } from '../api/client.gen.ts';
import { At, Empty, RefusedNotice } from '../marks/index.ts';
import css from './desk.module.css';

/** The mail that the demonstration's people received: what a notice looks like at the other end. */
export function Mailbox({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('duty');
  const accounts = useQuery({ queryKey: ['demo', 'accounts'], queryFn: listDemoAccounts, enabled: open }).data?.items ?? [];
  const [chosenPerson, setPerson] = useState<string>();
  const [chosen, setChosen] = useState(0);
  const person = chosenPerson ?? accounts.find((account) => account.role === 'commander')?.name ?? accounts[0]?.name;
  const mails = useQuery({
    queryKey: ['notices', 'mailbox', person],
    queryFn: () => getDemoMailbox({ person: person ?? '' }),
    enabled: open && person !== undefined,
    refetchInterval: open ? 3000 : false,
  });
  const items = (mails.data?.items ?? []).toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt));
  const shown = items[chosen] ?? items[0];
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={860} title={t('mail.title')} destroyOnHidden>
      <RefusedNotice error={mails.error} />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('mail.whose')}
        value={person ?? null}
        onChange={(value) => {
          setPerson(value ?? undefined);
          setChosen(0);
        }}
        options={accounts
          .filter((account) => account.role !== 'integration')
          .map((account) => ({ value: account.name, label: `${account.person} · ${account.office || t(`shell:role.${account.role}`)}` }))}
        style={{ width: 280, marginBottom: 12 }}
      />
      {items.length === 0 && mails.isSuccess ? (
        <Empty title={t('mail.none')} coming={t('mail.coming')} />
      ) : (
        <div className={css.mail}>
          <div>
            {items.map((mail, index) => (
              <button
                type="button"
                key={`${mail.receivedAt}${mail.subject}`}
                aria-pressed={mail === shown}
                onClick={() => setChosen(index)}
              >
                <span className="t-note ink-2" style={{ display: 'block' }}>
                  <At at={mail.receivedAt} />
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
                {shown.to} · <At at={shown.receivedAt} />
              </p>
              <pre style={{ marginTop: 12 }}>{linked(shown.text)}</pre>
            </article>
          ) : null}
        </div>
      )}
    </Modal>
  );
}

/** The text of a mail with its addresses as links. */
const linked = (text: string): React.ReactNode[] =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text keep their order
      <a key={index} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
