import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { say } from '../i18n/index.ts';
import { At, Due, Empty, RefusedNotice, StateMark, Tag } from '../marks/index.ts';
import { PageHead, Pane, Panes, useRowKeys } from '../shell/index.ts';
import { isOpen, nextClock, type OrderView, openOrders, orderViews, type WorkOrder, workOrdersQuery } from './queries.ts';

/** Orders to vendors: the nearest clock first, with the step that it is for. */
export function Component() {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state') ?? 'open';
  const view: OrderView = orderViews.find((each) => each === asked) ?? 'all';
  const query = useQuery(workOrdersQuery(view, search.get('atm') ?? undefined));
  const found = query.data?.items ?? [];
  const items = view === 'open' ? openOrders(found) : found;
  const keys = useRowKeys(items.length, (index) => items[index] && navigate(to.workOrder(items[index].id)));
  const late = items.filter((order) => isLate(order, now)).length;
  return (
    <>
      <PageHead title={t('heading')} meta={query.data ? <span>{t('list.meta', { count: items.length, late })}</span> : null} />
      <Panes columns="minmax(0, 1fr)">
        <Pane
          label={t('heading')}
          title={t(view === 'open' ? 'list.byClock' : 'list.newest')}
          end={
            <Segmented
              size="small"
              value={view}
              onChange={(value) => setSearch(value === 'open' ? {} : { state: String(value) }, { replace: true })}
              options={orderViews.map((value) => ({ value, label: t(`filter.${value}`) }))}
            />
          }
        >
          <RefusedNotice error={query.error} />
          {query.isSuccess && items.length === 0 ? (
            <Empty title={t(`empty.${view === 'open' ? 'open' : 'any'}`)} coming={t('empty.coming')} />
          ) : null}
          {items.length > 0 ? (
            <div className="scroll-x">
              <table className="table open inset stack">
                <thead>
                  <tr>
                    <th style={{ width: 32 }}> </th>
                    <th>{t('list.number')}</th>
                    <th>{t('list.what')}</th>
                    <th>{t('list.vendor')}</th>
                    <th>{t('list.class')}</th>
                    <th className="num">{t('list.machines')}</th>
                    <th>{t('list.state')}</th>
                    <th>{t('list.clock')}</th>
                    <th className="num">{t('list.sent')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((order, index) => {
                    const clock = nextClock(order);
                    return (
                      <tr key={order.id} {...keys.row(index)} onClick={() => navigate(to.workOrder(order.id))}>
                        <td>
                          <StateMark
                            state={
                              isLate(order, now)
                                ? 'late'
                                : isOpen(order)
                                  ? order.state === 'sent'
                                    ? 'waiting'
                                    : order.state === 'repaired'
                                      ? 'outside'
                                      : 'running'
                                  : 'done'
                            }
                          />
                        </td>
                        <td className="nowrap">
                          {order.number} {order.mode === 'drill' ? <Tag ink>{t('shell:mode.drill')}</Tag> : null}
                        </td>
                        <td className="wide">{say(order.summary)}</td>
                        <td className="nowrap">{order.vendor}</td>
                        <td className="nowrap">{t(`class.${order.faultClass}`, { defaultValue: order.faultClass })}</td>
                        <td className="num" data-label={t('list.machines')}>
                          {order.atms.length}
                        </td>
                        <td className="nowrap">
                          {t(`state.${order.state}`)}
                          {order.breaches > 0 ? <span className="ink-2"> · {t('list.breaches', { count: order.breaches })}</span> : null}
                        </td>
                        <td className="nowrap">
                          {clock ? (
                            <span className="row" style={{ gap: 6 }}>
                              <span className="ink-2">{t(`step.${clock.step}`)}</span>
                              <Due at={clock.due} />
                            </span>
                          ) : (
                            '–'
                          )}
                        </td>
                        <td className="num">
                          <At at={order.sentAt} />
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          ) : null}
        </Pane>
      </Panes>
    </>
  );
}

function isLate(order: WorkOrder, now: number): boolean {
  const clock = nextClock(order);
  return clock !== null && Date.parse(clock.due) < now;
}
