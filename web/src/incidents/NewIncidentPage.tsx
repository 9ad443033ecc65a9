import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Input, Radio, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { EventClass, Level } from '../../../src/plans/model.ts';
import { to } from '../addresses.ts';
import { serverNow } from '../api/clock.ts';
import { get, post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { say, spoken } from '../i18n/index.ts';
import { Empty, LevelMark, RefusedNotice } from '../marks/index.ts';
import { plansQuery } from '../plans/queries.ts';
import { PageHead } from '../shell/index.ts';
import { durationOf, durationWords, secondsOf } from './inputs.ts';
import css from './list.module.css';
import { everyPage, planOf } from './queries.ts';

const levels: Level[] = ['I', 'II', 'III', 'IV'];
interface WarningView {
  id: string;
  number: string;
  cause: { kind: string; ref: string };
  triage: string;
}

export const loader = () => queryClient.ensureQueryData(plansQuery);

/** Activates a plan by hand, or starts a drill: one page, one press. */
export function Component() {
  const { t } = useTranslation('incidents');
  const { t: shell } = useTranslation('shell');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const inForce = useSuspenseQuery(plansQuery).data.filter((plan) => plan.state === 'in-force');
  const mode = search.get('mode') === 'drill' ? 'drill' : 'live';
  const chosen = inForce.find((plan) => plan.id === search.get('plan')) ?? inForce[0];
  const plan = useQuery({ ...planOf(chosen?.id ?? '', chosen?.version ?? 0), enabled: chosen !== undefined }).data?.plan;
  const warningId = search.get('warning');
  const warning = useQuery({
    queryKey: ['warnings', warningId],
    queryFn: () => get<WarningView>(`/api/v1/warnings/${warningId}`),
    enabled: warningId !== null,
  }).data;
  const warned = useQuery({
    queryKey: ['warnings', warningId, 'atms'],
    queryFn: () => everyPage<{ atm: string }>(`/api/v1/warnings/${warningId}/atms`),
    enabled: warningId !== null,
  }).data;
  const [eventClass, setClass] = useState<EventClass>();
  const [level, setLevel] = useState<Level>('III');
  const [name, setName] = useState('');
  const [english, setEnglish] = useState('');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [lasts, setLasts] = useState('');
  const key = useRef(crypto.randomUUID());
  const machines = warned?.map((one) => one.atm) ?? typed.split(/[\s,，、;；]+/).filter(Boolean);
  const expected = lasts.trim() ? durationOf(lasts) : null;
  const start = useMutation({
    mutationFn: () =>
      post<{ id?: string; incident?: { id: string } }>(
        '/api/v1/incidents',
        {
          plan: chosen?.id,
          mode,
          eventClass: eventClass ?? plan?.eventClasses[0]?.class,
          level,
          title: { zh: name.trim(), en: english.trim() || name.trim() },
          ...(warningId ? { warning: warningId } : {}),
          machines,
          reason: reason.trim(),
          ...(expected ? { expected: new Date(serverNow() + secondsOf(expected) * 1000).toISOString() } : {}),
        },
        key.current,
      ),
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: ['incidents'] });
      navigate(to.incident(made.id ?? made.incident?.id ?? ''));
    },
    // The form changed or the server refused: the next press is another deed.
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  const missing = !chosen ? 'plan' : !name.trim() ? 'name' : !reason.trim() ? 'reason' : lasts.trim() && !expected ? 'expected' : null;
  const change = (field: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(field, value);
        return next;
      },
      { replace: true },
    );
  if (inForce.length === 0)
    return (
      <>
        <PageHead title={t('new.title')} />
        <div className={css.page}>
          <Empty title={t('new.noPlan')} coming={t('new.noPlanComing')} />
        </div>
      </>
    );
  return (
    <>
      <PageHead
        title={t(mode === 'drill' ? 'new.drillTitle' : 'new.title')}
        meta={warning ? <span>{t('new.warning', { number: warning.number })}</span> : null}
        action={
          <>
            {missing ? <span className="ink-2 t-dense">{t(`new.missing.${missing}`)}</span> : null}
            <Button
              type="primary"
              size="large"
              disabled={missing !== null}
              title={missing ? t(`new.missing.${missing}`) : ''}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              {mode === 'drill' ? t('new.goDrill') : t('new.go', { level })}
            </Button>
          </>
        }
      />
      <div className={css.form}>
        <div className={css.fields}>
          <RefusedNotice error={start.error} />
          <div className={css.field}>
            {t('new.mode')}
            <Radio.Group
              optionType="button"
              value={mode}
              options={[
                { value: 'live', label: t('new.live') },
                { value: 'drill', label: t('new.drill') },
              ]}
              onChange={(event) => change('mode', event.target.value as string)}
            />
            <span>{t(mode === 'drill' ? 'new.drillNote' : 'new.liveNote')}</span>
          </div>
          <div className={css.field}>
            {t('new.plan')}
            <Select
              value={chosen?.id}
              aria-label={t('new.plan')}
              options={inForce.map((one) => ({ value: one.id, label: `${say(one.title)} v${one.version}` }))}
              onChange={(value) => change('plan', value)}
            />
          </div>
          <div className={css.two}>
            <div className={css.field}>
              {t('new.class')}
              <Select
                style={{ width: '100%' }}
                value={eventClass ?? plan?.eventClasses[0]?.class}
                aria-label={t('new.class')}
                options={(plan?.eventClasses ?? []).map((one) => ({ value: one.class, label: t(`eventClass.${one.class}`) }))}
                onChange={setClass}
              />
            </div>
            <div className={css.field}>
              {t('new.level')}
              <Select
                style={{ width: '100%' }}
                value={level}
                aria-label={t('new.level')}
                options={levels.map((one) => ({
                  value: one,
                  label: (
                    <span className="row">
                      <LevelMark level={one} size={16} />
                      {shell(`level.${one}`)}
                    </span>
                  ),
                }))}
                onChange={setLevel}
              />
            </div>
          </div>
          <label htmlFor="new-name">
            {t('new.name')}
            <Input id="new-name" value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <label htmlFor="new-english">
            {t('new.english')}
            <Input id="new-english" value={english} onChange={(event) => setEnglish(event.target.value)} />
          </label>
          {warned ? null : (
            <label htmlFor="new-machines">
              {t('new.machines')}
              <Input.TextArea
                id="new-machines"
                autoSize={{ minRows: 2, maxRows: 6 }}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
              <span>{t('new.machinesHint', { count: machines.length })}</span>
            </label>
          )}
          <label htmlFor="new-reason">
            {t('new.reason')}
            <Input.TextArea
              id="new-reason"
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <label htmlFor="new-expected">
            {t('new.expected')}
            <Input
              id="new-expected"
              value={lasts}
              placeholder={t('new.expectedHint')}
              status={lasts.trim() && !expected ? 'error' : ''}
              onChange={(event) => setLasts(event.target.value)}
            />
          </label>
        </div>
        {plan ? (
          <aside className={css.preview}>
            <div>
              <h2>{t('new.groups')}</h2>
              <ul>
                {[plan.command, ...plan.groups].map((group) => (
                  <li key={group.id}>
                    <span>{say(group.name)}</span>
                    <span className="ink-2">{say('office' in group.leader ? group.leader.office : null)}</span>
                  </li>
                ))}
              </ul>
            </div>
            <div>
              <h2>{t('new.phases')}</h2>
              <ul>
                {plan.phases.map((phase) => (
                  <li key={phase.id}>
                    <span>{say(phase.name)}</span>
                    <span className="ink-2">{phase.deadline ? durationWords(phase.deadline)[spoken() === 'en' ? 'en' : 'zh'] : ''}</span>
                  </li>
                ))}
              </ul>
            </div>
          </aside>
        ) : null}
      </div>
    </>
  );
}
