import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAtms, sendSignals } from '../api/client.gen.ts';
import { serverNow } from '../api/clock.ts';
import { queryClient } from '../api/queries.ts';
import { LockedAction, RefusedNotice } from '../marks/index.ts';

/** Sends one harmless signal of the first machine (paper low), and takes it back, so that the way in is proved. */
export function SendTest({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('duty');
  const [sent, setSent] = useState(false);
  const send = useMutation({
    mutationFn: async () => {
      const { items } = await listAtms({ limit: 1 });
      const atm = items[0]?.atm;
      if (!atm) return;
      const signal = (state: 'raised' | 'cleared') => ({
        id: crypto.randomUUID(),
        source: 'console-test',
        atm,
        code: 'printer.paper-low',
        state,
        at: new Date(serverNow()).toISOString(),
      });
      await sendSignals([signal('raised'), signal('cleared')]);
    },
    onSuccess: () => {
      setSent(true);
      void queryClient.invalidateQueries();
    },
  });
  if (disabled) return <LockedAction small label={t('guide.test.do')} missing={t('guide.test.needs')} />;
  return (
    <div style={{ display: 'grid', gap: 4, justifyItems: 'end' }}>
      <Button loading={send.isPending} onClick={() => send.mutate()}>
        {t('guide.test.do')}
      </Button>
      {sent ? <span className="t-note ink-2">{t('guide.test.sent')}</span> : null}
      <RefusedNotice error={send.error} />
    </div>
  );
}
