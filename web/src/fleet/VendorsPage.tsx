import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { spoken } from '../i18n/index.ts';
import { Empty, RefusedNotice } from '../marks/index.ts';
import { isoSpan } from '../marks/time.ts';
import { PageHead, Pane, Panes, Section } from '../shell/index.ts';
import { openOrders, workOrdersQuery } from '../work-orders/queries.ts';
import { vendorsQuery } from './queries.ts';

/** Who keeps the machines: how many, how many are out, and the times that the contract promises. */
export function Component() {
  const { t } = useTranslation('fleet');
  const query = useQuery(vendorsQuery);
  const vendors = query.data?.items ?? [];
  const orders = openOrders(useQuery(workOrdersQuery('open')).data?.items ?? []);
  return (
    <>
      <PageHead title={t('vendors.heading')} meta={query.data ? <span>{t('vendors.meta', { count: vendors.length })}</span> : null} />
      <Panes columns="minmax(0, 1fr)">
        <Pane label={t('vendors.heading')}>
          <RefusedNotice error={query.error} />
          {query.isSuccess && vendors.length === 0 ? (
            <div style={{ paddingTop: 16 }}>
              <Empty title={t('vendors.none')} coming={t('vendors.coming')} />
            </div>
          ) : null}
          {vendors.map((vendor) => {
            const own = orders.filter((order) => order.vendor === vendor.vendor);
            return (
              <Section
                key={vendor.vendor}
                title={vendor.vendor}
                meta={t('vendors.machines', { total: vendor.total, out: vendor.out, orders: own.length })}
                end={
                  <Link className="more" to={to.fleet({ vendor: vendor.vendor })}>
                    {t('vendors.see')}
                  </Link>
                }
              >
                {vendor.contracts.length === 0 ? (
                  <p className="t-dense ink-2" style={{ paddingBottom: 8 }}>
                    {t('vendors.noContract')}
                  </p>
                ) : (
                  <div className="scroll-x">
                    <table className="table" style={{ maxWidth: 860 }}>
                      <thead>
                        <tr>
                          <th>{t('vendors.class')}</th>
                          {(['acknowledge', 'depart', 'arrive', 'repair'] as const).map((step) => (
                            <th key={step} className="num">
                              {t(`orders:step.${step}`)}
                            </th>
                          ))}
                        </tr>
                      </thead>
                      <tbody>
                        {vendor.contracts.map((contract) => (
                          <tr key={contract.faultClass}>
                            <td>
                              {contract.faultClass === '*'
                                ? t('vendors.others')
                                : t(`orders:class.${contract.faultClass}`, { defaultValue: contract.faultClass })}
                            </td>
                            {(['acknowledge', 'depart', 'arrive', 'repair'] as const).map((step) => (
                              <td key={step} className="num">
                                {isoSpan(contract[step], spoken())}
                              </td>
                            ))}
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                )}
              </Section>
            );
          })}
        </Pane>
      </Panes>
    </>
  );
}
