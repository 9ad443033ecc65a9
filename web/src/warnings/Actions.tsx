import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { activatePlan, type CommandWarningBody, commandWarning, sendWorkOrder } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery, type Role } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { LockedAction, RefusedNotice, Tag } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import type { Offer, WarningDetail } from './queries.ts';
import { Split } from './Split.tsx';
import css from './warnings.module.css';
import { useRecordTitle } from './words.ts';

const judges: Role[] = ['commander', 'deputy', 'duty-officer', 'group-leader'];
export const mayJudge = (role: Role | undefined): boolean => role !== undefined && judges.includes(role);

/** Activates a plan for this warning; the incident opens when it is there. */
export function useActivate(warning: WarningDetail) {
  const navigate = useNavigate();
  const title = useRecordTitle();
  return useMutation({
    mutationFn: (offer: Offer) =>
      activatePlan(
        {
          plan: offer.plan.id,
          trigger: offer.trigger.id,
          warning: warning.id,
          machines: warning.group.members.filter((member) => member.since !== null).map((member) => member.atm),
          title: title(warning),
        },
        `activate/${warning.id}/${offer.plan.id}`,
      ),
    onSuccess: async (incident) => {
      await queryClient.invalidateQueries({ queryKey: ['warnings'] });
      navigate(to.incident(incident.id));
    },
  });
}

/** What a person may do instead of what the system proposes; each overruling asks for one line of reason. */
export function Actions({
  warning,
  offers,
  chosen,
  onChoose,
}: {
  warning: WarningDetail;
  offers: Offer[];
  chosen: Offer | undefined;
  onChoose(offer: Offer): void;
}) {
  const { t } = useTranslation('warnings');
  const role = useQuery(meQuery).data?.actor.role;
  const [reason, setReason] = useState('');
  const [needed, setNeeded] = useState(false);
  const [splitting, setSplitting] = useState(false);
  const field = useRef<InputRef>(null);
  const may = mayJudge(role);
  const open = warning.state === 'open' || warning.state === 'recovering';
  const command = useMutation({
    mutationFn: (body: CommandWarningBody) => commandWarning({ id: warning.id }, body),
    onSuccess: () => {
      setReason('');
      setNeeded(false);
      setSplitting(false);
      return queryClient.invalidateQueries({ queryKey: ['warnings'] });
    },
  });
  const order = useMutation({
    mutationFn: () => sendWorkOrder({ warning: warning.id, ...(reason.trim() ? { reason: reason.trim() } : {}) }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  /** Does it with the reason, or asks for the reason first. */
  const withReason = (act: (reason: string) => void) => {
    if (reason.trim() === '') {
      setNeeded(true);
      field.current?.focus();
    } else act(reason.trim());
  };
  const press = (label: string, act: () => void, busy: boolean) =>
    may ? (
      <Button onClick={act} loading={busy}>
        {label}
      </Button>
    ) : (
      <LockedAction small label={label} missing={t('act.notYours')} />
    );
  const other = warning.triage === 'major' ? 'general' : 'major';
  return (
    <>
      {offers.length > 0 && !warning.incident ? (
        <>
          <div className="section">
            <h2>{t('offers.title')}</h2>
            <span className="ink-2">{offers.length}</span>
          </div>
          <div className="rule" />
          {offers.map((offer, index) => (
            <button
              type="button"
              key={`${offer.plan.id}/${offer.trigger.id}`}
              className={css.offer}
              aria-pressed={offer === chosen}
              onClick={() => onChoose(offer)}
            >
              <span className="strong">{index + 1}</span>
              <b>
                {say(offer.plan.title)} v{offer.plan.version}
              </b>
              {offer === chosen ? (
                <span>
                  <Tag>{t('offers.chosen')}</Tag>
                </span>
              ) : (
                <span />
              )}
              <p>{[say(offer.trigger.name), ...offer.why.map((why) => say(why))].join(' · ')}</p>
            </button>
          ))}
        </>
      ) : null}
      {open && !warning.incident ? (
        <Section title={t(offers.length > 0 ? 'act.instead' : 'act.title')}>
          {warning.workOrder ? null : (
            <div className={css.instead}>
              <div>
                <b className={css.insteadName}>{t('act.order')}</b>
                <p>{t('act.orderWhy')}</p>
              </div>
              {press(t('act.orderDo'), () => order.mutate(), order.isPending)}
            </div>
          )}
          <div className={css.instead}>
            <div>
              <b className={css.insteadName}>{t(`act.${other}`)}</b>
              <p>{t(`act.${other}Why`)}</p>
            </div>
            {press(
              t(`act.${other}Do`),
              () => withReason((why) => command.mutate({ command: 'triage', grade: other, reason: why })),
              command.isPending && command.variables?.command === 'triage',
            )}
          </div>
          {warning.atms > 1 ? (
            <div className={css.instead}>
              <div>
                <b className={css.insteadName}>{t('act.split')}</b>
                <p>{t('act.splitWhy')}</p>
              </div>
              {press(t('act.splitDo'), () => setSplitting(true), false)}
            </div>
          ) : null}
          <div className={css.instead}>
            <div>
              <b className={css.insteadName}>{t('act.withdraw')}</b>
              <p>{t('act.withdrawWhy')}</p>
            </div>
            {press(
              t('act.withdrawDo'),
              () => withReason((why) => command.mutate({ command: 'withdraw', reason: why })),
              command.isPending && command.variables?.command === 'withdraw',
            )}
          </div>
          {may ? (
            <div className={css.why}>
              <span className="ink-2">{t('act.reason')}</span>
              <Input
                ref={field}
                aria-label={t('act.reason')}
                value={reason}
                maxLength={500}
                status={needed && reason.trim() === '' ? 'error' : ''}
                placeholder={t('act.reasonHint')}
                onChange={(event) => setReason(event.target.value)}
              />
              {needed && reason.trim() === '' ? <span className="t-note">{t('act.reasonNeeded')}</span> : null}
            </div>
          ) : null}
          <div style={{ marginTop: 8 }}>
            <RefusedNotice error={command.error ?? order.error} />
          </div>
        </Section>
      ) : null}
      <Split
        open={splitting}
        members={warning.group.members}
        busy={command.isPending}
        onClose={() => setSplitting(false)}
        onSplit={(atms, why) => command.mutate({ command: 'split', atms, reason: why })}
        error={splitting ? command.error : null}
      />
    </>
  );
}
