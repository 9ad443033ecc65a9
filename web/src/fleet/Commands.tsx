import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, Refused } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import type { Text } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { LockedAction, RefusedNotice, StateMark } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import css from './fleet.module.css';

interface DeviceCommand {
  command: 'close' | 'isolate' | 'go-in-service' | 'reset';
  allowed: boolean;
  why: Text | null;
}

/** What one may do to the machine itself. Each says what it touches before it is done; the answer is the machine's own. */
export function Commands({ atm }: { atm: string }) {
  const { t } = useTranslation('fleet');
  const [asking, setAsking] = useState<DeviceCommand['command'] | null>(null);
  const path = `/api/v1/atms/${encodeURIComponent(atm)}/commands`;
  const allowed = useQuery({
    queryKey: ['fleet', 'commands', atm],
    queryFn: async () => {
      try {
        return (await get<{ items: DeviceCommand[] }>(path)).items;
      } catch (error) {
        if (error instanceof Refused && (error.status === 404 || error.status === 403)) return [];
        throw error;
      }
    },
  });
  const command = useMutation({
    mutationFn: (name: DeviceCommand['command']) => post<{ ok: boolean; detail: string }>(path, { command: name }),
    onSettled: () => {
      setAsking(null);
      return queryClient.invalidateQueries({ queryKey: ['fleet'] });
    },
  });
  const items = allowed.data ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('commands.title')} meta={t('commands.meta')}>
      {items.map((item) => (
        <div key={item.command} className={css.line} style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.4fr) minmax(64px, auto)' }}>
          <span>{t(`commands.${item.command}`)}</span>
          <span className="ink-2">{item.why ? say(item.why) : t(`commands.${item.command}Who`)}</span>
          {item.allowed ? (
            <button type="button" className="more" onClick={() => setAsking(item.command)}>
              {t('commands.do')}
            </button>
          ) : (
            <LockedAction small label={t('commands.locked')} missing={say(item.why)} />
          )}
        </div>
      ))}
      {command.data ? (
        <p className="row t-dense" style={{ paddingTop: 8 }}>
          <StateMark state={command.data.ok ? 'done' : 'fault'} />
          {t(command.data.ok ? 'commands.ok' : 'commands.failed', { detail: command.data.detail })}
        </p>
      ) : null}
      <div style={{ marginTop: 8 }}>
        <RefusedNotice error={command.error} />
      </div>
      <Modal
        open={asking !== null}
        onCancel={() => setAsking(null)}
        footer={null}
        width={420}
        title={asking ? t('commands.ask', { what: t(`commands.${asking}`), atm }) : ''}
      >
        <p className="ink-2" style={{ marginBottom: 16 }}>
          {asking ? t(`commands.${asking}Touches`) : ''}
        </p>
        <p className="row">
          <Button block size="large" loading={command.isPending} onClick={() => asking && command.mutate(asking)}>
            {asking ? t(`commands.${asking}`) : ''}
          </Button>
          <Button block size="large" onClick={() => setAsking(null)}>
            {t('commands.not')}
          </Button>
        </p>
      </Modal>
    </Section>
  );
}
