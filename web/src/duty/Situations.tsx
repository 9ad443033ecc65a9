import { useMutation, useQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { RefusedNotice } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import css from './desk.module.css';
import { Mailbox } from './Mailbox.tsx';
import { situationsQuery } from './queries.ts';

/** Six emergencies at one press, with or without simulated people who do their tasks. In a demonstration only. */
export function Situations() {
  const { t } = useTranslation('duty');
  const situations = useQuery(situationsQuery).data;
  const [autopilot, setAutopilot] = useState(() => sessionStorage.getItem('fengsui.autopilot') !== 'off');
  const [mail, setMail] = useState(false);
  const start = useMutation({
    mutationFn: (name: string) => post(`/api/v1/demo/situations/${name}`, { autopilot }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  if (!situations) return null;
  return (
    <Section
      title={t('demo.title')}
      meta={t('demo.hint')}
      end={
        <button type="button" className="more" onClick={() => setMail(true)}>
          {t('demo.mail')}
        </button>
      }
    >
      <div className={css.situations}>
        {situations.items.map((situation) => (
          <button
            type="button"
            key={situation.name}
            className={css.situation}
            disabled={start.isPending}
            onClick={() => start.mutate(situation.name)}
          >
            <b>{t(`demo.situation.${situation.name}.title`, { defaultValue: say(situation.title) })}</b>
            <span className={situation.running ? 'ink-2' : 'more'}>{t(situation.running ? 'demo.running' : 'demo.start')}</span>
            <small>{t(`demo.situation.${situation.name}.detail`, { defaultValue: say(situation.detail) })}</small>
          </button>
        ))}
      </div>
      <label className={css.demoBar}>
        <Switch
          size="small"
          checked={autopilot}
          aria-label={t('demo.autopilot')}
          onChange={(on) => {
            setAutopilot(on);
            sessionStorage.setItem('fengsui.autopilot', on ? 'on' : 'off');
          }}
        />
        <span>{t('demo.autopilot')}</span>
        <span className="ink-2">{t(autopilot ? 'demo.autopilotOn' : 'demo.autopilotOff')}</span>
      </label>
      <RefusedNotice error={start.error} />
      <Mailbox open={mail} onClose={() => setMail(false)} />
    </Section>
  );
}
