import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useParams } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { useCodeName } from '../api/codes.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Empty, StateMark } from '../marks/index.ts';
import { clockSeconds, elapsed, longSpan } from '../marks/time.ts';
import { PageHead, Pane, Panes, Section } from '../shell/index.ts';
import { workOrdersQuery } from '../work-orders/queries.ts';
import { Commands } from './Commands.tsx';
import css from './fleet.module.css';
import { conditionMark, type Machine, machineQuery, moduleMark } from './queries.ts';
import { type Message, messagesOf, rawLine } from './raw.ts';
import { Year } from './Year.tsx';

export const loader = ({ params }: LoaderFunctionArgs) => queryClient.ensureQueryData(machineQuery(params.atm ?? ''));

/** One machine: what it says beside what we understood, its parts, what it hangs on, what it has been through, what one may do to it. */
export function Component() {
  const { t } = useTranslation('fleet');
  const atm = useParams().atm ?? '';
  const machine = useSuspenseQuery(machineQuery(atm)).data;
  const name = useCodeName();
  const now = useNow();
  const open = machine.faults.filter((fault) => fault.closedAt === null);
  const warning = open.find((fault) => fault.warning)?.warning;
  return (
    <>
      <PageHead
        title={machine.atm}
        meta={
          <>
            <span style={{ color: 'var(--text)' }}>{machine.branch || machine.site}</span>
            <span>
              {[[machine.make, machine.model].filter(Boolean).join(' '), machine.release, machine.vendor].filter(Boolean).join(' · ')}
            </span>
            {warning ? <Link to={to.warning(warning)}>{t('itsWarning')}</Link> : null}
          </>
        }
      />
      <Panes columns="minmax(0, 1fr) minmax(280px, 404px)">
        <Pane label={machine.atm}>
          <div className={css.head}>
            <StateMark state={conditionMark[machine.condition]} size={24} />
            <p className="t-cause stretch">
              {open.length > 0
                ? open
                    .slice(0, 2)
                    .map((fault) => name(fault.code))
                    .join(t('and'))
                : t(`conditions.${machine.condition}`)}
              {t('comma')}
              {t(machine.payOut ? 'paysOut' : machine.condition === 'unknown' ? 'unheard' : 'paysNot')}
            </p>
            {machine.heardAt ? (
              <span className="t-note ink-2">
                {t('heard', { at: clockSeconds(machine.heardAt), ago: elapsed(now - Date.parse(machine.heardAt), spoken()) })}
              </span>
            ) : null}
          </div>
          <Said machine={machine} />
          <div className={css.two}>
            <Section
              title={t('modules.title')}
              meta={t('modules.meta', {
                count: machine.modules.length,
                look: machine.modules.filter((each) => each.state === 'fault' || each.state === 'attention').length,
              })}
            >
              {machine.modules.map((part) => (
                <div key={part.module} className={css.line} style={{ '--end': '92px' } as React.CSSProperties}>
                  <StateMark state={moduleMark[part.state]} quiet />
                  <span className={part.state === 'fault' ? 'strong' : ''}>
                    {t(`module.${part.module}`, { defaultValue: part.module })}
                  </span>
                  <span className={part.state === 'fault' ? 'strong' : ''}>
                    {part.codes.length > 0 ? part.codes.map(name).join(' · ') : t(`modules.${part.state}`)}
                  </span>
                  <code className="raw">{part.codes[0]?.replace(/^.*\./, '') ?? ''}</code>
                </div>
              ))}
            </Section>
            <div>
              <Section title={t('below.title')} meta={t('below.meta')}>
                {machine.below.map((thing) => (
                  <div key={thing.kind} className={css.line}>
                    <StateMark state={thing.out * 2 > thing.total && thing.total > 1 ? 'fault' : thing.out > 0 ? 'note' : 'ok'} quiet />
                    <span>{t(`below.${thing.kind}`)}</span>
                    <Link to={thing.kind === 'release' ? to.fleet({ q: machine.model }) : to.fleet({ [thing.kind]: thing.ref })}>
                      {thing.ref}
                    </Link>
                    <span className="nowrap ink-2">{t('below.of', { out: thing.out, total: thing.total })}</span>
                  </div>
                ))}
              </Section>
              <Section title={t('near.title')} meta={t('near.meta')}>
                {machine.near.length === 0 ? (
                  <p className="t-dense ink-2">{t('near.none')}</p>
                ) : (
                  machine.near.map((each) => (
                    <div key={each.atm} className={css.line}>
                      <StateMark state="ok" quiet />
                      <Link to={to.machine(each.atm)}>{each.atm}</Link>
                      <span>{each.site}</span>
                      <span className="nowrap">{each.metres < 1000 ? `${each.metres} m` : `${(each.metres / 1000).toFixed(1)} km`}</span>
                    </div>
                  ))
                )}
              </Section>
            </div>
          </div>
        </Pane>
        <History machine={machine} />
      </Panes>
    </>
  );
}

/** Raw beside understood, one row per message; what nobody understood is kept and says so. */
function Said({ machine }: { machine: Machine }) {
  const { t } = useTranslation('fleet');
  const [changes, setChanges] = useState(false);
  const messages = messagesOf(machine.signals);
  // A message that only says that all is well changes nothing.
  const shown = changes ? messages.filter((message) => message.raised.length > 0 || message.unread) : messages;
  return (
    <>
      <div className="section">
        <h2>{t('said.title')}</h2>
        <span className="ink-2">
          {t('said.meta', { count: messages.length, unread: messages.filter((message) => message.unread).length })}
        </span>
        <span className="end row">
          <Switch size="small" checked={changes} onChange={setChanges} aria-label={t('said.changes')} />
          {t('said.changes')}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title={t('said.none')} coming={t('said.coming')} />
      ) : (
        <div className="scroll-x">
          <table className={`table stack ${css.said}`}>
            <thead>
              <tr>
                <th style={{ width: 84 }}>{t('said.at')}</th>
                <th style={{ width: 92 }}>{t('said.source')}</th>
                <th>{t('said.raw')}</th>
                <th style={{ width: '32%' }}>{t('said.meaning')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((message) => (
                <tr key={message.key}>
                  <td className="nowrap">
                    <At at={message.at} />
                  </td>
                  <td>{message.source}</td>
                  <td className="wide">
                    <Raw raw={message.raw} />
                  </td>
                  <td className="wide">
                    <Meaning message={message} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Meaning({ message }: { message: Message }) {
  const { t } = useTranslation('fleet');
  const name = useCodeName();
  const { raised, cleared, unknown, unread } = message;
  if (unread)
    return (
      <span className="row">
        <StateMark state="unknown" quiet />
        {t('said.unread')}
      </span>
    );
  return (
    <>
      {raised.length > 0 ? <b className="strong">{raised.map(name).join(t('and'))}</b> : null}
      {cleared.length > 0 ? (
        <span className="ink-2">
          {raised.length > 0 ? t('comma') : ''}
          {cleared.length > 2
            ? t(raised.length > 0 ? 'said.restWell' : 'said.allWell', { count: cleared.length })
            : t('said.cleared', { what: cleared.map(name).join(t('and')) })}
        </span>
      ) : null}
      {unknown.length > 0 ? <div className="t-note ink-2">{t('said.partly', { members: unknown.join(', ') })}</div> : null}
    </>
  );
}

/** The message in one line, whole behind it. */
function Raw({ raw }: { raw: string }) {
  const line = rawLine(raw);
  if (line === raw) return <code className="raw">{raw}</code>;
  return (
    <details>
      <summary>
        <code className="raw">{line}</code>
      </summary>
      <pre className="raw" style={{ whiteSpace: 'pre-wrap' }}>
        {raw}
      </pre>
    </details>
  );
}

/** A year at a glance, then faults and orders as a list. */
function History({ machine }: { machine: Machine }) {
  const { t } = useTranslation('fleet');
  const name = useCodeName();
  const orders = useQuery(workOrdersQuery('all', machine.atm)).data?.items ?? [];
  return (
    <Pane title={t('history.title')} meta={t('history.meta', { faults: machine.faults.length, orders: orders.length })}>
      <Year faults={machine.faults} orders={orders} />
      {machine.faults.length === 0 ? (
        <Empty title={t('history.none')} coming={t('history.coming')} />
      ) : (
        <table className="table">
          <tbody>
            {machine.faults.slice(0, 20).map((fault) => (
              <tr key={fault.id}>
                <td style={{ width: 24 }}>
                  <StateMark state={fault.closedAt ? 'done' : 'fault'} />
                </td>
                <td className="nowrap">
                  <At at={fault.openedAt} />
                </td>
                <td className={fault.closedAt ? '' : 'strong'}>{name(fault.code)}</td>
                <td className="num">
                  {fault.warning ? (
                    <Link to={to.warning(fault.warning)}>
                      {fault.closedAt
                        ? t('history.took', { span: longSpan(Date.parse(fault.closedAt) - Date.parse(fault.openedAt), spoken()) })
                        : t('history.warning')}
                    </Link>
                  ) : fault.closedAt ? (
                    t('history.took', { span: longSpan(Date.parse(fault.closedAt) - Date.parse(fault.openedAt), spoken()) })
                  ) : (
                    t('history.open')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Section title={t('orders.title')} meta={String(orders.length)}>
        {orders.length === 0 ? (
          <p className="t-dense ink-2">{t('orders.none')}</p>
        ) : (
          orders.slice(0, 10).map((order) => (
            <div key={order.id} className={css.line} style={{ '--end': '92px' } as React.CSSProperties}>
              <StateMark state={order.closedAt ? 'done' : 'running'} />
              <Link to={to.workOrder(order.id)}>{order.number}</Link>
              <span>{say(order.summary)}</span>
              <span className="nowrap">{t(`orders:state.${order.state}`)}</span>
            </div>
          ))
        )}
      </Section>
      <Section title={t('place.title')}>
        <dl className="facts">
          {(
            [
              ['branch', machine.branch],
              ['district', [machine.city, machine.district].filter(Boolean).join(' ')],
              ['vendor', machine.vendor],
              ['position', machine.lat !== null && machine.lon !== null ? `${machine.lat.toFixed(4)}, ${machine.lon.toFixed(4)}` : ''],
            ] as const
          )
            .filter(([, value]) => value)
            .map(([field, value]) => (
              <div key={field}>
                <dt>{t(`place.${field}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          <div>
            <dt>{t('place.services')}</dt>
            <dd>
              {[machine.services.withdraw ? t('place.withdraw') : '', machine.services.deposit ? t('place.deposit') : '']
                .filter(Boolean)
                .join(' · ') || t('place.noService')}
            </dd>
          </div>
        </dl>
      </Section>
      <Commands atm={machine.atm} />
      <MeHint />
    </Pane>
  );
}

function MeHint() {
  const { t } = useTranslation('fleet');
  const role = useQuery(meQuery).data?.actor.role;
  return role === 'vendor' ? (
    <p className="t-note ink-2" style={{ marginTop: 16 }}>
      {t('vendorHint')}
    </p>
  ) : null;
}
