import { useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { incidentsQuery } from '../incidents/queries.ts';
import { At, Due, Empty, LateChip, StateMark, Tag } from '../marks/index.ts';
import { PageHead, useRowKeys } from '../shell/index.ts';
import { reportsQuery } from './queries.ts';
import css from './reports.module.css';

export const loader = () => Promise.all([queryClient.ensureQueryData(reportsQuery), queryClient.ensureQueryData(incidentsQuery)]);

/** Reports: drafts by their due date first, then the approved. */
export function Component() {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const only = search.get('incident');
  const titles = new Map(useSuspenseQuery(incidentsQuery).data.map((incident) => [incident.id, incident.title]));
  const reports = useSuspenseQuery(reportsQuery)
    .data.filter((report) => only === null || report.incident === only)
    .toSorted(
      (a, b) =>
        Number(a.state === 'approved') - Number(b.state === 'approved') ||
        (a.due ?? '9').localeCompare(b.due ?? '9') ||
        b.draftedAt.localeCompare(a.draftedAt),
    );
  const { row } = useRowKeys(reports.length, (index) => navigate(to.report(reports[index]?.id ?? '')));
  return (
    <>
      <PageHead
        title={t('title')}
        action={
          only ? (
            <Button size="large" onClick={() => setSearch({})}>
              {t('all')}
            </Button>
          ) : null
        }
      />
      <div className={css.page}>
        {reports.length === 0 ? (
          <Empty title={t(only ? 'notYet' : 'none')} coming={t('noneComing')} />
        ) : (
          <table className={`table open ${css.list}`}>
            <thead>
              <tr>
                <th>{t('number')}</th>
                <th>{t('incident')}</th>
                <th>{t('state')}</th>
                <th className="num">{t('due')}</th>
              </tr>
            </thead>
            <tbody>
              {reports.map((report, index) => (
                <tr key={report.id} {...row(index)} onClick={() => navigate(to.report(report.id))}>
                  <td className="nowrap">
                    <Link to={to.report(report.id)} className={css.name} onClick={(event) => event.stopPropagation()}>
                      {report.number}
                    </Link>
                  </td>
                  <td>
                    {report.mode === 'drill' ? (
                      <>
                        <Tag ink>{t('drill')}</Tag>{' '}
                      </>
                    ) : null}
                    <b>{say(titles.get(report.incident))}</b> <span className="ink-2">{report.incidentNumber}</span>
                  </td>
                  <td>
                    <span className="row">
                      <StateMark state={report.state === 'approved' ? 'done' : 'running'} quiet />
                      {t(`states.${report.state}`)}
                      {report.approvedBy ? (
                        <span className="ink-2">
                          {report.approvedBy.name}
                          {report.approvedAt ? (
                            <>
                              {' '}
                              <At at={report.approvedAt} />
                            </>
                          ) : null}
                        </span>
                      ) : null}
                    </span>
                  </td>
                  <td className="num">
                    {report.state === 'approved' ? (
                      '–'
                    ) : report.due ? (
                      Date.parse(report.due) < now ? (
                        <LateChip due={report.due} />
                      ) : (
                        <Due at={report.due} />
                      )
                    ) : (
                      '–'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
