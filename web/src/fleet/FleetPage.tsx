import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { useCodeName } from '../api/codes.ts';
import { meQuery } from '../api/session.ts';
import { Empty, RefusedNotice, StateMark } from '../marks/index.ts';
import { PageHead, Pane, Panes, Section, useRowKeys } from '../shell/index.ts';
import css from './fleet.module.css';
import { Import } from './Import.tsx';
import { atmsQuery, conditionMark, conditions, type Filter, filters, fleetSummaryQuery } from './queries.ts';

/** All machines, by condition and district, with what each says. What is filtered is in the address. */
export function Component() {
  const { t } = useTranslation('fleet');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [importing, setImporting] = useState(false);
  const [typed, setTyped] = useState(search.get('q') ?? '');
  const role = useQuery(meQuery).data?.actor.role;
  const summary = useQuery(fleetSummaryQuery).data;
  const filter: Filter = Object.fromEntries(filters.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
  const query = useInfiniteQuery(atmsQuery(filter));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const name = useCodeName();
  const keys = useRowKeys(items.length, (index) => items[index] && navigate(to.machine(items[index].atm)));
  const set = (field: (typeof filters)[number], value: string | null) => {
    const next = new URLSearchParams(search);
    if (value && next.get(field) !== value) next.set(field, value);
    else next.delete(field);
    setSearch(next, { replace: true });
  };
  useEffect(() => {
    const timer = setTimeout(() => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (typed.trim()) next.set('q', typed.trim());
          else next.delete('q');
          return next;
        },
        { replace: true },
      );
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, setSearch]);
  const mayImport = role === 'admin' || role === 'planner';
  const others = filters.filter((field) => !['q', 'condition', 'district'].includes(field) && filter[field]);
  return (
    <>
      <PageHead
        title={t('heading')}
        meta={
          summary ? (
            <span>
              {t('meta', {
                total: summary.total.toLocaleString('en-US'),
                payOut: summary.payOut.toLocaleString('en-US'),
                faults: summary.faults,
              })}
            </span>
          ) : null
        }
        action={
          mayImport ? (
            <Button size="large" {...(summary?.total === 0 ? { type: 'primary' as const } : {})} onClick={() => setImporting(true)}>
              {t('import.open')}
            </Button>
          ) : null
        }
      />
      <Panes columns="minmax(200px, 240px) minmax(0, 1fr)">
        <Pane label={t('facets')} title={t('condition')}>
          {conditions.map((condition) => (
            <button
              type="button"
              key={condition}
              className={css.facet}
              aria-pressed={filter.condition === condition}
              onClick={() => set('condition', condition)}
            >
              <span>
                <StateMark state={conditionMark[condition]} quiet />
                {t(`conditions.${condition}`)}
              </span>
              <span>{summary?.byCondition[condition].toLocaleString('en-US') ?? ''}</span>
            </button>
          ))}
          {summary && summary.byDistrict.length > 0 ? (
            <Section title={t('districts')} meta={t('outOf')}>
              {[...summary.byDistrict]
                .sort((a, b) => b.out - a.out)
                .map((district) => (
                  <button
                    type="button"
                    key={district.district}
                    className={css.facet}
                    aria-pressed={filter.district === district.district}
                    onClick={() => set('district', district.district)}
                  >
                    <span className="clip">{district.district || t('nowhere')}</span>
                    <span>
                      {district.out > 0 ? <b className="strong">{district.out}</b> : 0}
                      <span className="ink-3">/{district.total}</span>
                    </span>
                  </button>
                ))}
            </Section>
          ) : null}
        </Pane>
        <Pane label={t('heading')}>
          <div className={css.bar}>
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              allowClear
              placeholder={t('find')}
              aria-label={t('find')}
              style={{ maxWidth: 320 }}
            />
            {others.map((field) => (
              <Button key={field} size="small" onClick={() => set(field, null)}>
                {t(`below.${field}`, { defaultValue: field })} {filter[field]} ×
              </Button>
            ))}
          </div>
          <RefusedNotice error={query.error} />
          {query.isSuccess && items.length === 0 ? (
            summary?.total === 0 ? (
              <Empty title={t('empty.fleet')} coming={t('empty.fleetHow')} />
            ) : (
              <Empty title={t('empty.filter')} coming={t('empty.filterHow')} />
            )
          ) : null}
          {items.length > 0 ? (
            <div className="scroll-x">
              <table className="table open inset stack">
                <thead>
                  <tr>
                    <th>{t('atm')}</th>
                    <th>{t('condition')}</th>
                    <th>{t('says')}</th>
                    <th>{t('site')}</th>
                    <th>{t('district')}</th>
                    <th>{t('model')}</th>
                    <th>{t('vendor')}</th>
                    <th>{t('line')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((atm, index) => (
                    <tr key={atm.atm} {...keys.row(index)} onClick={() => navigate(to.machine(atm.atm))}>
                      <td className="strong nowrap">{atm.atm}</td>
                      <td className="nowrap">
                        <span className="row">
                          <StateMark state={conditionMark[atm.condition]} quiet />
                          {t(`conditions.${atm.condition}`)}
                        </span>
                      </td>
                      <td className="wide">{atm.codes.map(name).join(' · ')}</td>
                      <td>{atm.site}</td>
                      <td className="nowrap">{atm.district || atm.city}</td>
                      <td className="nowrap">{[atm.make, atm.model].filter(Boolean).join(' ')}</td>
                      <td className="nowrap">{atm.vendor}</td>
                      <td className="nowrap">{atm.line}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
          {query.hasNextPage ? (
            <p style={{ padding: '12px 0' }}>
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('next')}
              </Button>
            </p>
          ) : null}
        </Pane>
      </Panes>
      <Import open={importing} onClose={() => setImporting(false)} />
    </>
  );
}
