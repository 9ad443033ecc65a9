import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/http.ts';
import { meQuery } from '../api/session.ts';
import { RefusedNotice } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import { machineQuery } from './queries.ts';

const tellers = ['commander', 'deputy', 'duty-officer'];

/** What one person may have this machine do, with a reason; it says what the machine answered. */
export function Commands({ atm }: { atm: string }) {
  const { t } = useTranslation('fleet');
  const client = useQueryClient();
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const [reason, setReason] = useState('');
  const tell = useMutation({
    mutationFn: (command: 'reset' | 'go-in-service') =>
      post<{ ok: boolean; detail: string }>(`/api/v1/atms/${encodeURIComponent(atm)}/commands`, { command, reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: machineQuery(atm).queryKey }),
  });
  if (!tellers.includes(role)) return null;
  return (
    <Section title={t('command.title')}>
      <Input
        value={reason}
        maxLength={500}
        placeholder={t('command.reason')}
        aria-label={t('command.reason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <p className="row" style={{ padding: '8px 0' }}>
        {(['reset', 'go-in-service'] as const).map((command) => (
          <Button key={command} disabled={reason.trim() === '' || tell.isPending} onClick={() => tell.mutate(command)}>
            {t(`command.${command}`)}
          </Button>
        ))}
      </p>
      <p className="t-note ink-2" role="status">
        {tell.data ? (tell.data.ok ? t('command.done') : t('command.refused', { detail: tell.data.detail })) : t('command.two')}
      </p>
      <RefusedNotice error={tell.error} />
    </Section>
  );
}
