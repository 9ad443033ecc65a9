import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useParams } from 'react-router';
import { to } from '../addresses.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { overviewQuery } from '../duty/queries.ts';
import { useWaiting } from '../duty/waiting.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Countdown, type Level, LevelMark, LockedAction, levelNumber, RefusedNotice, StateMark } from '../marks/index.ts';
import { PageHead, Pane, Panes } from '../shell/index.ts';
import { Actions, mayJudge, useActivate } from './Actions.tsx';
import { confidenceWord } from './confidence.ts';
import { Falls } from './Falls.tsx';
import { type Offer, offersQuery, type WarningDetail, warningQuery } from './queries.ts';
import { Topology, TopologyLegend } from './Topology.tsx';
import css from './warnings.module.css';
import { useCauseName, useCauseSentence } from './words.ts';

export const loader = ({ params }: LoaderFunctionArgs) => queryClient.ensureQueryData(warningQuery(params.id ?? ''));

/** Is it real, what caused it, what now. */
export function Component() {
  const { t } = useTranslation('warnings');
  const id = useParams().id ?? '';
  const warning = useSuspenseQuery(warningQuery(id)).data;
  const offers = useQuery({ ...offersQuery(id), enabled: warning.triage === 'major' && !warning.incident }).data?.items ?? [];
  const [picked, setPicked] = useState<string>();
  const chosen = offers.find((offer) => `${offer.plan.id}/${offer.trigger.id}` === picked) ?? offers[0];
  const level: Level | null = chosen?.level ?? null;
  const tone = level ? `var(--level-${levelNumber[level]})` : 'var(--text2)';
  const sentence = useCauseSentence()(warning);
  const call = useWaiting().calls.find((each) => each.subject.id === id && each.due);
  const over = warning.state === 'closed' || warning.state === 'withdrawn';
  const acts = Boolean(warning.incident || (warning.workOrder && warning.triage === 'general') || (chosen && warning.state === 'open'));
  const pending = warning.state === 'open' && !warning.incident && (warning.triage === 'major' || !warning.workOrder);
  return (
    <>
      <PageHead
        name={`${t('one')} ${warning.number}`}
        mark={
          level && !over ? (
            <LevelMark level={level} size={24} unconfirmed={!warning.incident} />
          ) : (
            <StateMark
              state={warning.state === 'closed' || warning.state === 'withdrawn' ? 'done' : warning.triage === 'major' ? 'note' : 'fault'}
              size={20}
            />
          )
        }
        title={
          <>
            {t('one')} {warning.number}
          </>
        }
        meta={
          <>
            <b className="strong" style={{ color: 'var(--text)' }}>
              {t(pending ? 'state.pending' : `state.${warning.state}`)}
            </b>
            <span>
              {t(`triage.${warning.triage}`)} · {t('openedAt')} <At at={warning.openedAt} />
            </span>
          </>
        }
        action={
          acts ? (
            <>
              <div>{call?.due ? <Countdown at={call.due} size="cause" then={say(call.otherwise)} /> : null}</div>
              <MainAction warning={warning} chosen={chosen} />
            </>
          ) : null
        }
      />
      <div className={css.cause} style={{ '--tone': tone } as React.CSSProperties}>
        <div>
          <p className="t-cause">{sentence}</p>
          <p>
            <b className="strong">{t('confidence.label', { word: t(`confidence.${confidenceWord(warning.confidence)}`) })}</b>
            {t('confidence.figure', { share: Math.round(warning.confidence * 100) })}
          </p>
        </div>
        <Figures warning={warning} />
      </div>
      <Panes columns="minmax(260px, 376px) minmax(0, 1fr) minmax(260px, 320px)">
        <Reasons warning={warning} />
        <Pane title={t('topology.title')} meta={t('topology.meta')} end={<TopologyLegend tone={tone} />}>
          <div style={{ '--tone': tone } as React.CSSProperties}>
            <Topology warning={warning} tone={tone} />
          </div>
          <Falls warning={warning} tone={tone} />
        </Pane>
        <Pane label={t('act.title')}>
          <Touches warning={warning} chosen={chosen} />
          <Actions
            warning={warning}
            offers={offers}
            chosen={chosen}
            onChoose={(offer) => setPicked(`${offer.plan.id}/${offer.trigger.id}`)}
          />
        </Pane>
      </Panes>
    </>
  );
}

function Figures({ warning }: { warning: WarningDetail }) {
  const { t } = useTranslation('warnings');
  const total = useQuery(overviewQuery).data?.machines.total ?? 0;
  // Of what is over, the most that it ever touched.
  const now = warning.affectedNow > 0 ? warning.affectedNow : warning.atms;
  const wan = spoken() !== 'en' && warning.customers >= 10_000;
  return (
    <div className={css.figures}>
      <div className={css.figure}>
        <b>{now}</b>
        <small>{t('figure.of', { size: Math.max(warning.groupSize, now) })}</small>
        <p>{total > 0 ? t('figure.share', { share: share(now / total) }) : t('figure.affected')}</p>
      </div>
      <div className={css.figure}>
        <b>{wan ? Math.round(warning.customers / 1000) / 10 : warning.customers.toLocaleString('en-US')}</b>
        <small> {t(wan ? 'figure.wan' : 'figure.people')}</small>
        <p>{t('figure.nocash')}</p>
      </div>
    </div>
  );
}
const share = (value: number): string => (value >= 0.1 ? `${Math.round(value * 100)}%` : `${(value * 100).toFixed(1)}%`);

function MainAction({ warning, chosen }: { warning: WarningDetail; chosen: Offer | undefined }) {
  const { t } = useTranslation('warnings');
  const role = useQuery(meQuery).data?.actor.role;
  const activate = useActivate(warning);
  if (warning.incident)
    return (
      <Link to={to.incident(warning.incident)}>
        <Button type="primary" size="large">
          {t('main.incident')}
        </Button>
      </Link>
    );
  if (warning.workOrder && warning.triage === 'general')
    return (
      <Link to={to.workOrder(warning.workOrder)}>
        <Button type="primary" size="large">
          {t('main.order')}
        </Button>
      </Link>
    );
  if (!chosen || warning.state !== 'open') return null;
  const label = t('main.activate', { plan: say(chosen.plan.title) });
  if (!mayJudge(role) || role === 'group-leader') return <LockedAction label={label} missing={t('act.notYours')} />;
  return (
    <>
      {activate.error ? <RefusedNotice error={activate.error} /> : null}
      <Button type="primary" size="large" loading={activate.isPending} onClick={() => activate.mutate(chosen)}>
        {label}
      </Button>
    </>
  );
}

/** What the main action will touch, before it is pressed; or what it has become. */
function Touches({ warning, chosen }: { warning: WarningDetail; chosen: Offer | undefined }) {
  const { t } = useTranslation('warnings');
  const total = useQuery(overviewQuery).data?.machines.total ?? 0;
  if (warning.incident || (warning.workOrder && !chosen))
    return (
      <>
        <div className="section">
          <h2>{t('became.title')}</h2>
        </div>
        <div className={css.does}>
          {warning.incident ? (
            <p>
              <Link to={to.incident(warning.incident)}>{t('became.incident')}</Link>
            </p>
          ) : null}
          {warning.workOrder ? (
            <p>
              <Link to={to.workOrder(warning.workOrder)}>{t('became.order')}</Link>
            </p>
          ) : null}
        </div>
      </>
    );
  if (!chosen) return null;
  return (
    <>
      <div className="section">
        <h2>{t('touches.title')}</h2>
      </div>
      <div className={css.does}>
        <p>{t('touches.does', { calls: chosen.calls, groups: chosen.groups })}</p>
        <p>{t('touches.level', { level: t(`shell:level.${chosen.level}`) })}</p>
        <p className="strong">
          {t('touches.atms', { count: warning.affectedNow })}
          {total > 0 ? t('touches.share', { share: share(warning.affectedNow / total) }) : ''}
        </p>
        {warning.workOrder ? (
          <p>
            <Link to={to.workOrder(warning.workOrder)}>{t('became.order')}</Link>
          </p>
        ) : null}
      </div>
      <div className="rule" />
    </>
  );
}

function Reasons({ warning }: { warning: WarningDetail }) {
  const { t } = useTranslation('warnings');
  const name = useCauseName();
  const pro = warning.reasons.filter((reason) => !reason.against && (reason.rule !== 'person' || warning.triagedBy === 'rules'));
  const contra = warning.reasons.filter((reason) => reason.against);
  return (
    <Pane title={t('why.title')} meta={t('why.meta', { count: pro.length })}>
      {pro.map((reason) => (
        <div key={reason.rule} className={css.reason}>
          <StateMark state="done" quiet />
          <div>
            <b>{t(`rule.${reason.rule}`, { defaultValue: t('rule.any') })}</b>
            <p>{say(reason)}</p>
            {/^same-|share|lost/.test(reason.rule) ? (
              <Link className="more" to={to.warningMachines(warning.id)}>
                {t('why.list', { count: warning.atms })}
              </Link>
            ) : null}
          </div>
        </div>
      ))}
      {warning.triagedBy !== 'rules' ? (
        <div className={css.reason}>
          <StateMark state="note" quiet />
          <div>
            <b>{t('why.overruled', { person: warning.triagedBy.person })}</b>
            <p>{warning.triagedBy.reason}</p>
          </div>
        </div>
      ) : null}
      {contra.length + warning.alternatives.length > 0 ? (
        <>
          <div className="section" style={{ marginTop: 12 }}>
            <h2>{t('against.title')}</h2>
            <span className="ink-2">{t('against.meta', { count: contra.length, others: warning.alternatives.length })}</span>
          </div>
          <div className="rule" />
          {contra.map((reason) => (
            <div key={reason.rule} className={css.reason}>
              <StateMark state="note" quiet />
              <div>
                <b>{t(`rule.${reason.rule}`, { defaultValue: t('rule.any') })}</b>
                <p>{say(reason)}</p>
              </div>
            </div>
          ))}
          {warning.alternatives.map((other) => (
            <div key={`${other.cause.kind}:${other.cause.ref}`} className={css.reason}>
              <StateMark state="waiting" quiet />
              <div>
                <span>
                  {name(other.cause)} <span className="ink-2">{t('against.chance', { share: Math.round(other.confidence * 100) })}</span>
                </span>
                <p>{say(other.decidedBy)}</p>
              </div>
            </div>
          ))}
        </>
      ) : null}
      {warning.links.length > 0 ? (
        <>
          <div className="section" style={{ marginTop: 12 }}>
            <h2>{t('links.title')}</h2>
          </div>
          <div className="rule" />
          {warning.links.map((link) => (
            <p key={link.warning} className="t-dense" style={{ padding: '6px 0' }}>
              {t(`links.${link.relation}`)} <Link to={to.warning(link.warning)}>{link.number} ›</Link>
            </p>
          ))}
        </>
      ) : null}
    </Pane>
  );
}
