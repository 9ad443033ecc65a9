import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useParams } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { queryClient } from '../api/queries.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Countdown, Due, LateChip, StateMark } from '../marks/index.ts';
import { lateSpan } from '../marks/time.ts';
import { PageHead, Pane, Panes, Section, useDrill } from '../shell/index.ts';
import { Actions } from './Actions.tsx';
import css from './orders.module.css';
import { isOpen, nextClock, type Step, steps, type WorkOrderDetail, workOrderQuery } from './queries.ts';

export const loader = ({ params }: LoaderFunctionArgs) => queryClient.ensureQueryData(workOrderQuery(params.id ?? ''));

/** One order: four clocks of the contract, what was done, and the one next step for whoever looks. */
export function Component() {
  const { t } = useTranslation('orders');
  const id = useParams().id ?? '';
  const order = useSuspenseQuery(workOrderQuery(id)).data;
  const now = useNow();
  const drill = order.mode === 'drill';
  useDrill(drill ? order.number : null);
  const clock = nextClock(order);
  const late = clock !== null && Date.parse(clock.due) < now;
  return (
    <>
      <PageHead
        drill={drill}
        name={order.number}
        mark={<StateMark state={late ? 'late' : isOpen(order) ? 'running' : 'done'} size={20} />}
        title={
          <>
            {t('one')} {order.number}
          </>
        }
        meta={
          <>
            <b className="strong" style={{ color: 'var(--text)' }}>
              {t(`state.${order.state}`)}
            </b>
            <span>
              {order.vendor} · {t('sent')} <At at={order.sentAt} />
            </span>
            {order.warning ? <Link to={to.warning(order.warning)}>{t('warning')}</Link> : null}
            {order.incident ? <Link to={to.incident(order.incident)}>{t('incident')}</Link> : null}
          </>
        }
        action={<Actions order={order} />}
      />
      <div className={css.steps}>
        {steps.map((step) => (
          <Clock key={step} order={order} step={step} current={clock?.step === step} now={now} />
        ))}
      </div>
      <Panes columns="minmax(0, 1fr) minmax(280px, 440px)">
        <Pane title={t('what')} meta={t(`class.${order.faultClass}`, { defaultValue: order.faultClass })}>
          <p className="t-cause" style={{ padding: '4px 0 12px' }}>
            {say(order.summary)}
          </p>
          <Section title={t('machines')} meta={t('machinesMeta', { total: order.atms.length, down: order.atmsDown.length })}>
            <ul className={css.machines}>
              {order.atms.slice(0, 60).map((atm) => (
                <li key={atm} className="row" style={{ gap: 4 }}>
                  <StateMark state={order.atmsDown.includes(atm) ? 'fault' : 'ok'} size={14} />
                  <Link to={to.machine(atm)}>{atm}</Link>
                </li>
              ))}
            </ul>
            {order.atms.length > 60 ? (
              <p className="t-note ink-2" style={{ paddingTop: 8 }}>
                {t('machinesMore', { count: order.atms.length - 60 })}{' '}
                {order.warning ? <Link to={to.warningMachines(order.warning)}>{t('machinesAll')}</Link> : null}
              </p>
            ) : null}
          </Section>
          {order.cause || order.parts.length > 0 || order.note || order.closeNote || order.engineer ? (
            <Section title={t('result')}>
              <dl className="facts">
                {order.engineer ? (
                  <div>
                    <dt>{t('field.engineer')}</dt>
                    <dd>{order.engineer}</dd>
                  </div>
                ) : null}
                {order.cause ? (
                  <div>
                    <dt>{t('field.cause')}</dt>
                    <dd>{order.cause}</dd>
                  </div>
                ) : null}
                {order.parts.length > 0 ? (
                  <div>
                    <dt>{t('field.parts')}</dt>
                    <dd>{order.parts.join(' · ')}</dd>
                  </div>
                ) : null}
                {order.note ? (
                  <div>
                    <dt>{t('field.note')}</dt>
                    <dd>{order.note}</dd>
                  </div>
                ) : null}
                {order.state === 'closed' ? (
                  <div>
                    <dt>{t('closedBy')}</dt>
                    <dd>
                      {order.closedBy?.name ?? t('closedByMachine')}
                      {order.closeNote ? ` · ${order.closeNote}` : ''}
                    </dd>
                  </div>
                ) : null}
              </dl>
            </Section>
          ) : null}
          {order.returns.length > 0 ? (
            <Section title={t('returns')} meta={String(order.returns.length)}>
              {order.returns.map((each) => (
                <p key={each.at} className="t-dense" style={{ padding: '5px 0' }}>
                  <At at={each.at} /> {each.by.name}：{each.reason}
                </p>
              ))}
            </Section>
          ) : null}
        </Pane>
        <Pane title={t('timeline')} meta={t('timelineMeta', { count: order.entries.length })}>
          <ol className={css.timeline}>
            {[...order.entries].reverse().map((entry) => (
              <li key={entry.seq}>
                <At at={entry.at} />
                <span>
                  {entry.actor.kind === 'system' ? '' : <b className="strong">{entry.actor.name} </b>}
                  {t(`event.${entry.type}`, {
                    step: entry.data['step'] ? t(`step.${String(entry.data['step'])}`) : '',
                    reason: String(entry.data['reason'] ?? ''),
                    engineer: entry.data['engineer'] ? String(entry.data['engineer']) : '',
                    cause: String(entry.data['cause'] ?? ''),
                    defaultValue: entry.type,
                  })}
                  {entry.data['late'] === true ? (
                    <>
                      {' '}
                      <LateChip text={t('late')} />
                    </>
                  ) : null}
                </span>
              </li>
            ))}
          </ol>
        </Pane>
      </Panes>
    </>
  );
}

/** One clock of the contract: what was promised, what was kept. */
function Clock({ order, step, current, now }: { order: WorkOrderDetail; step: Step; current: boolean; now: number }) {
  const { t } = useTranslation('orders');
  const reached = order.reached[step];
  const due = order.due[step];
  const after = reached ? Date.parse(reached) - Date.parse(due) : 0;
  return (
    <section className={`${css.step} ${current ? css.current : ''}`} aria-label={t(`step.${step}`)}>
      <h2>
        <StateMark state={reached ? 'done' : current ? (Date.parse(due) < now ? 'late' : 'running') : 'waiting'} quiet />
        {t(`step.${step}`)}
      </h2>
      {reached ? (
        <span className="row" style={{ gap: 8 }}>
          <span className="t-title">
            <At at={reached} />
          </span>
          {after > 0 ? <LateChip text={t('shell:due.late', { span: lateSpan(after, spoken()) })} /> : null}
        </span>
      ) : current ? (
        <Countdown at={due} size="cause" />
      ) : isOpen(order) ? (
        <Due at={due} settled />
      ) : (
        <span className="ink-3">–</span>
      )}
      {reached ? (
        <span className="t-note ink-2">
          {t('shell:due.was', { at: '' })}
          <At at={due} />
        </span>
      ) : null}
    </section>
  );
}
