import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Text } from '../../../src/plans/model.ts';
import { to } from '../addresses.ts';
import { get } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { everyPage } from '../incidents/queries.ts';
import { At, Empty, RefusedNotice, StateMark, Tag } from '../marks/index.ts';
import { PageHead } from '../shell/index.ts';
import { ItemDialog } from './ItemDialog.tsx';
import css from './resources.module.css';

export interface Item {
  id: string;
  kind: string;
  group: 'material' | 'equipment';
  name: Text;
  store: string;
  quantity: number;
  minimum: number;
  unit: Text;
  units: { serial: string; condition: 'good' | 'worn' | 'broken'; out: string | null }[];
  attention: { what: 'below-minimum' | 'passed' | 'soon' | 'broken'; unusable: boolean; text: Text }[];
}
export interface Movement {
  id: string;
  item: string;
  name: Text;
  store: string;
  move: 'received' | 'issued' | 'returned' | 'counted';
  quantity: number;
  serials: string[];
  incident: string | null;
  task: string | null;
  mode: 'live' | 'drill' | 'rehearsal';
  taken: boolean;
  of: string | null;
  note: string | null;
  by: { id: string; name: string };
  at: string;
  entry: number;
}
interface Store {
  id: string;
  name: Text;
  address: string;
}

const itemsAll = { queryKey: ['items', 'all'], queryFn: () => everyPage<Item>('/api/v1/items') };
const storesAll = { queryKey: ['items', 'stores'], queryFn: () => get<{ items: Store[] }>('/api/v1/stores').then((page) => page.items) };
export const movementsAll = {
  queryKey: ['items', 'movements'],
  queryFn: () => get<{ items: Movement[] }>('/api/v1/items/movements').then((page) => page.items),
};
const tabs = ['attention', 'stock', 'movements'] as const;
const keepers = ['quartermaster', 'group-leader', 'commander', 'deputy', 'duty-officer'];

export const loader = () => Promise.all([queryClient.ensureQueryData(itemsAll), queryClient.ensureQueryData(storesAll)]);

/** Stock by store: what wants attention first, then everything, then who took what. */
export function Component() {
  const { t } = useTranslation('resources');
  const [search, setSearch] = useSearchParams();
  const items = useSuspenseQuery(itemsAll).data;
  const stores = useSuspenseQuery(storesAll).data;
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const [open, setOpen] = useState<string | null>(null);
  const wanting = items.filter((item) => item.attention.length > 0);
  const tab = tabs.find((one) => one === search.get('tab')) ?? (wanting.length > 0 ? 'attention' : 'stock');
  const store = search.get('store') ?? '';
  const set = (name: string, value: string | undefined) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  const shown = (tab === 'attention' ? wanting : items).filter((item) => !store || item.store === store);
  return (
    <>
      <PageHead
        title={t('title')}
        meta={
          <Segmented
            value={tab}
            onChange={(value) => set('tab', value)}
            options={tabs.map((value) => ({
              value,
              label: value === 'attention' ? `${t('tab.attention')} ${wanting.length}` : t(`tab.${value}`),
            }))}
          />
        }
        action={
          tab === 'movements' ? null : (
            <Select
              allowClear
              value={store || undefined}
              placeholder={t('allStores')}
              aria-label={t('store')}
              style={{ minWidth: 180 }}
              options={stores.map((one) => ({ value: one.id, label: say(one.name) }))}
              onChange={(value?: string) => set('store', value)}
            />
          )
        }
      />
      <div className={css.page}>
        {tab === 'movements' ? (
          <Movements items={items} onOpen={setOpen} />
        ) : shown.length === 0 ? (
          <Empty
            title={t(tab === 'attention' ? 'allWell' : 'nothing')}
            coming={t(tab === 'attention' ? 'allWellComing' : 'nothingComing')}
          />
        ) : (
          stores
            .filter((one) => shown.some((item) => item.store === one.id))
            .map((one) => (
              <section key={one.id} className={css.part}>
                <h2>
                  {say(one.name)} <span>{one.address}</span>
                </h2>
                <table className={`table open ${css.items}`}>
                  <thead>
                    <tr>
                      <th>{t('item')}</th>
                      <th className="num">{t('quantity')}</th>
                      <th className="num">{t('minimum')}</th>
                      <th>{t('state')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown
                      .filter((item) => item.store === one.id)
                      .map((item) => (
                        <tr key={item.id} onClick={() => setOpen(item.id)}>
                          <td>
                            <button type="button" className={css.name} onClick={() => setOpen(item.id)}>
                              {say(item.name)}
                            </button>{' '}
                            <span className="ink-3">{t(`group.${item.group}`)}</span>
                          </td>
                          <td className="num">
                            <b className={item.quantity < item.minimum ? css.short : undefined}>{item.quantity}</b> {say(item.unit)}
                          </td>
                          <td className="num ink-2">{item.minimum}</td>
                          <td>
                            {item.attention.length === 0 ? (
                              <span className="row ink-2">
                                <StateMark state="ok" quiet />
                                {t('fine')}
                              </span>
                            ) : (
                              item.attention.map((one) => (
                                <span key={say(one.text)} className={`row ${css.attention}`}>
                                  <StateMark state={one.unusable || one.what === 'below-minimum' ? 'fault' : 'note'} quiet />
                                  <span>
                                    {say(one.text)}
                                    {one.unusable ? ` · ${t('unusable')}` : ''}
                                  </span>
                                </span>
                              ))
                            )}
                          </td>
                        </tr>
                      ))}
                  </tbody>
                </table>
              </section>
            ))
        )}
      </div>
      <ItemDialog item={items.find((item) => item.id === open) ?? null} may={keepers.includes(role)} onClose={() => setOpen(null)} />
    </>
  );
}

function Movements({ items, onOpen }: { items: readonly Item[]; onOpen: (item: string) => void }) {
  const { t } = useTranslation('resources');
  const movements = useQuery(movementsAll);
  return (
    <>
      <RefusedNotice error={movements.error} />
      {movements.isSuccess && movements.data.length === 0 ? <Empty title={t('noMovements')} coming={t('noMovementsComing')} /> : null}
      <table className={`table ${css.moves}`}>
        <thead>
          <tr>
            <th>{t('at')}</th>
            <th>{t('move')}</th>
            <th>{t('item')}</th>
            <th className="num">{t('quantity')}</th>
            <th>{t('by')}</th>
            <th>{t('for')}</th>
            <th className="num">{t('entry')}</th>
          </tr>
        </thead>
        <tbody>
          {(movements.data ?? [])
            .toSorted((a, b) => b.at.localeCompare(a.at))
            .map((movement) => (
              <tr key={movement.id}>
                <td className="nowrap">
                  <At at={movement.at} />
                </td>
                <td>
                  {t(`moves.${movement.move}`)}
                  {movement.mode === 'drill' ? (
                    <>
                      {' '}
                      <Tag ink>{t('drill')}</Tag>
                    </>
                  ) : null}
                  {movement.taken ? '' : ` · ${t('recordOnly')}`}
                </td>
                <td>
                  {items.some((item) => item.id === movement.item) ? (
                    <button type="button" className="more" onClick={() => onOpen(movement.item)}>
                      {say(movement.name)}
                    </button>
                  ) : (
                    say(movement.name)
                  )}
                  {movement.serials.length > 0 ? <span className="ink-2"> {movement.serials.join(t('comma'))}</span> : null}
                </td>
                <td className="num">{movement.quantity}</td>
                <td>
                  {movement.by.name}
                  {movement.note ? <span className="ink-2"> · {movement.note}</span> : null}
                </td>
                <td>
                  {movement.incident ? (
                    <Link to={to.incident(movement.incident, movement.task ? { task: movement.task } : {})}>{t('incident')}</Link>
                  ) : (
                    '–'
                  )}
                </td>
                <td className="num">
                  <Link to={to.journal({ entry: movement.entry })}>{movement.entry}</Link>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
