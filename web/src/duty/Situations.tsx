import { useMutation, useQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { type ListDemoRunsAnswer, startSituation } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { RefusedNotice, StateMark } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import css from './desk.module.css';
import { Mailbox } from './Mailbox.tsx';
import { runsQuery, situationsQuery } from './queries.ts';

type Run = ListDemoRunsAnswer['items'][number];

/** Six emergencies at one press, with or without simulated people who do their tasks. In a demonstration only. */
export function Situations() {
  const { t } = useTranslation('duty');
  const situations = useQuery(situationsQuery).data;
  const runs = useQuery({ ...runsQuery, enabled: Boolean(situations) }).data?.items ?? [];
  const [autopilot, setAutopilot] = useState(() => sessionStorage.getItem('fengsui.autopilot') !== 'off');
  const [mail, setMail] = useState(false);
  const start = useMutation({
    mutationFn: (name: string) => startSituation({ name }, { autopilot }),
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
        {situations.items.map((situation) => {
          const run = runs.findLast((each) => each.situation === situation.name && each.state === 'running');
          const starting = start.isPending && start.variables === situation.name;
          return (
            <div key={situation.name} className={css.situation}>
              <b>{say(situation.title)}</b>
              {run ? (
                <RunLink run={run} />
              ) : (
                <button
                  type="button"
                  className="more"
                  disabled={start.isPending}
                  aria-label={t('demo.startNamed', { name: say(situation.title) })}
                  onClick={() => start.mutate(situation.name)}
                >
                  {t(starting ? 'demo.starting' : 'demo.start')}
                </button>
              )}
              <small>{say(situation.about)}</small>
            </div>
          );
        })}
      </div>
      <div className={css.demoBar}>
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
      </div>
      <RefusedNotice error={start.error} />
      <Mailbox open={mail} onClose={() => setMail(false)} />
    </Section>
  );
}

/** Where a running situation has got to: the incident, else the order, else the warning. */
function RunLink({ run }: { run: Run }) {
  const { t } = useTranslation('duty');
  const [where, name] = run.report
    ? [to.report(run.report), t('demo.report')]
    : run.incident
      ? [to.incident(run.incident), run.incidentNumber ?? t('demo.running')]
      : run.workOrder
        ? [to.workOrder(run.workOrder), t('demo.order')]
        : run.warning
          ? [to.warning(run.warning), t('demo.warning')]
          : [null, t('demo.running')];
  return (
    <span className="row" style={{ gap: 4 }}>
      <StateMark state="running" quiet size={14} />
      {where ? <Link to={where}>{name} ›</Link> : <span className="ink-2">{name}</span>}
    </span>
  );
}
