import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { IncidentHead } from '../../../src/response/schemas.ts';
import { to } from '../addresses.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { fieldReportsQuery, mayReadReports } from '../field/inbox.ts';
import { say } from '../i18n/index.ts';
import { At, Empty, LateChip, LevelMark, Since, Tag } from '../marks/index.ts';
import { PageHead, useRowKeys } from '../shell/index.ts';
import css from './list.module.css';
import { incidentsQuery } from './queries.ts';

const filters = ['running', 'all', 'drills'] as const;
type Filter = (typeof filters)[number];
const runs = (incident: IncidentHead) => incident.state === 'active' || incident.state === 'recovering';

export const loader = () => queryClient.ensureQueryData(incidentsQuery);

/** All emergencies: those that run first. */
export function Component() {
  const { t } = useTranslation('incidents');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const incidents = useSuspenseQuery(incidentsQuery).data;
  const running = incidents.filter((one) => runs(one));
  const filter: Filter = filters.find((one) => one === search.get('show')) ?? (running.length > 0 ? 'running' : 'all');
  const shown = (
    filter === 'running' ? running : filter === 'drills' ? incidents.filter((one) => one.mode === 'drill') : incidents
  ).toSorted((a, b) => Number(runs(b)) - Number(runs(a)) || b.openedAt.localeCompare(a.openedAt));
  const { row } = useRowKeys(shown.length, (index) => navigate(to.incident(shown[index]?.id ?? '')));
  return (
    <>
      <PageHead
        title={t('list.title')}
        meta={
          <>
            <Segmented
              value={filter}
              onChange={(value) => setSearch({ show: value })}
              options={filters.map((value) => ({
                value,
                label: value === 'running' ? `${t('list.running')} ${running.length}` : t(`list.${value}`),
              }))}
            />
            <FromField />
          </>
        }
        action={
          <Button type="primary" size="large" onClick={() => navigate(to.newIncident())}>
            {t('list.new')}
          </Button>
        }
      />
      <div className={css.page}>
        {shown.length === 0 ? (
          <Empty title={t(filter === 'running' ? 'list.none' : 'list.noneAll')} coming={t('list.noneComing')} />
        ) : (
          <div className="scroll-x">
            <table className={`table open ${css.table}`}>
              <thead>
                <tr>
                  <th>{t('list.level')}</th>
                  <th>{t('list.what')}</th>
                  <th>{t('list.stateName')}</th>
                  <th className="num">{t('list.tasks')}</th>
                  <th>{t('list.plan')}</th>
                  <th className="num">{t('list.time')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((incident, index) => {
                  const total = incident.tasks.open + incident.tasks.done + incident.tasks.waived;
                  return (
                    <tr key={incident.id} {...row(index)} onClick={() => navigate(to.incident(incident.id))}>
                      <td>
                        <span className="row">
                          <LevelMark level={incident.level} />
                          <b className="nowrap">{t('levelShort', { level: incident.level })}</b>
                        </span>
                      </td>
                      <td>
                        <Link to={to.incident(incident.id)} className={css.name} onClick={(event) => event.stopPropagation()}>
                          {incident.mode === 'drill' ? <Tag ink>{t('new.drill')}</Tag> : null} {say(incident.title)}
                        </Link>
                        <br />
                        <span className="ink-2">{incident.number}</span>
                      </td>
                      <td className="nowrap">{t(`state.${incident.state}`)}</td>
                      <td className="num">
                        {t('list.taskCount', { done: incident.tasks.done + incident.tasks.waived, total })}
                        {incident.tasks.overdue > 0 ? (
                          <>
                            <br />
                            <LateChip text={t('list.overdue', { count: incident.tasks.overdue })} />
                          </>
                        ) : null}
                      </td>
                      <td>
                        {say(incident.plan.title)} v{incident.plan.version}
                      </td>
                      <td className="num">
                        {runs(incident) ? (
                          <Since at={incident.openedAt} />
                        ) : (
                          <>
                            <At at={incident.openedAt} />
                            {incident.endedAt ? (
                              <>
                                {' '}
                                – <At at={incident.endedAt} />
                              </>
                            ) : null}
                          </>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </>
  );
}

/** Reports of people at the machines that nobody has read yet. */
function FromField() {
  const { t } = useTranslation('field');
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const reports = useQuery({ ...fieldReportsQuery, enabled: mayReadReports.has(role) }).data ?? [];
  const unread = reports.filter((report) => report.read === null).length;
  return unread > 0 ? <Link to={to.fieldReports()}>{t('inbox.link', { count: unread })}</Link> : null;
}
