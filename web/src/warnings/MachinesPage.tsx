import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useNavigate, useParams, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { useCodeName } from '../api/codes.ts';
import { queryClient } from '../api/queries.ts';
import { At, Empty, StateMark } from '../marks/index.ts';
import { PageHead, Pane, Panes, useRowKeys } from '../shell/index.ts';
import { membersQuery, warningQuery } from './queries.ts';
import { useCauseTitle } from './words.ts';

export const loader = ({ params }: LoaderFunctionArgs) =>
  Promise.all([queryClient.ensureQueryData(warningQuery(params.id ?? '')), queryClient.ensureQueryData(membersQuery(params.id ?? ''))]);

/** The machines of one warning, each with when it fell, when it came back, and what it said. */
export function Component() {
  const { t } = useTranslation('warnings');
  const id = useParams().id ?? '';
  const warning = useSuspenseQuery(warningQuery(id)).data;
  const items = useQuery(membersQuery(id)).data?.items ?? [];
  const [search, setSearch] = useSearchParams();
  const filter = search.get('show') ?? 'all';
  const shown = items.filter((item) => filter === 'all' || (filter === 'affected') === item.affected);
  const navigate = useNavigate();
  const title = useCauseTitle()(warning);
  const name = useCodeName();
  const keys = useRowKeys(shown.length, (index) => shown[index] && navigate(to.machine(shown[index].atm)));
  return (
    <>
      <PageHead
        title={title}
        meta={
          <>
            <Link to={to.warning(id)}>
              {t('one')} {warning.number} ›
            </Link>
            <span>{t('machines.meta', { count: items.length, affected: items.filter((item) => item.affected).length })}</span>
          </>
        }
      />
      <Panes columns="minmax(0, 1fr)">
        <Pane
          title={t('machines.title')}
          meta={String(shown.length)}
          end={
            <Segmented
              size="small"
              value={filter}
              onChange={(value) => setSearch(value === 'all' ? {} : { show: String(value) }, { replace: true })}
              options={['all', 'affected', 'recovered'].map((value) => ({ value, label: t(`machines.${value}`) }))}
            />
          }
        >
          {shown.length === 0 ? (
            <Empty title={t('machines.none')} />
          ) : (
            <div className="scroll-x">
              <table className="table open inset stack">
                <thead>
                  <tr>
                    <th>{t('machines.atm')}</th>
                    <th>{t('machines.state')}</th>
                    <th>{t('machines.said')}</th>
                    <th className="num">{t('machines.since')}</th>
                    <th className="num">{t('machines.until')}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((item, index) => (
                    <tr key={item.atm} {...keys.row(index)} onClick={() => navigate(to.machine(item.atm))}>
                      <td className="strong nowrap">{item.atm}</td>
                      <td>
                        <span className="row">
                          <StateMark state={item.affected ? 'fault' : 'ok'} quiet />
                          {t(item.affected ? 'machines.affected' : 'machines.recovered')}
                        </span>
                      </td>
                      <td className="wide">{item.codes.map(name).join(' · ')}</td>
                      <td className="num">{item.since ? <At at={item.since} /> : '–'}</td>
                      <td className="num">{item.until ? <At at={item.until} /> : '–'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Pane>
      </Panes>
    </>
  );
}
