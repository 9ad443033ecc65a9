import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { At, Empty, RefusedNotice, StateMark } from '../marks/index.ts';
import { PageHead } from '../shell/index.ts';
import css from './inbox.module.css';
import { type FieldReport, fieldReportsQuery } from './inbox.ts';
import { kindsQuery } from './kinds.ts';

export const loader = () => queryClient.ensureQueryData(fieldReportsQuery);

/** What people at the machines reported: the unread first. Reading one tells its reporter who read it, and when. */
export function Component() {
  const { t } = useTranslation('field');
  const [search, setSearch] = useSearchParams();
  const reports = useSuspenseQuery(fieldReportsQuery).data;
  const kinds = useQuery(kindsQuery).data ?? [];
  const unread = reports.filter((report) => report.read === null);
  const all = search.get('show') === 'all';
  const shown = all
    ? reports.toSorted((a, b) => Number(a.read !== null) - Number(b.read !== null) || b.receivedAt.localeCompare(a.receivedAt))
    : unread;
  return (
    <>
      <PageHead
        title={t('inbox.title')}
        meta={
          <Segmented
            value={all ? 'all' : 'unread'}
            onChange={(value) => setSearch({ show: value })}
            options={[
              { value: 'unread', label: `${t('inbox.unread')} ${unread.length}` },
              { value: 'all', label: t('inbox.all') },
            ]}
          />
        }
      />
      <div className={css.page}>
        {shown.length === 0 ? (
          <Empty title={t(all ? 'inbox.none' : 'inbox.allRead')} coming={t('inbox.coming')} />
        ) : (
          <ul>
            {shown.map((report) => (
              <Line key={report.id} report={report} kind={say(kinds.find((one) => one.kind === report.kind)) || report.kind} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function Line({ report, kind }: { report: FieldReport; kind: string }) {
  const { t } = useTranslation('field');
  const client = useQueryClient();
  const [photo, setPhoto] = useState(false);
  const read = useMutation({
    mutationFn: () => post(`/api/v1/reports-from-field/${report.id}/read`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['field-reports'] }),
  });
  return (
    <li className={css.line}>
      <StateMark state={report.read ? 'done' : 'note'} />
      <div>
        <b>{kind}</b> ·{' '}
        {report.atm ? (
          <Link to={to.machine(report.atm)}>{report.atm} ›</Link>
        ) : (
          (report.site ?? (report.lat === null ? '' : `${report.lat.toFixed(4)}, ${report.lon?.toFixed(4)}`))
        )}
        {report.note ? <p>{report.note}</p> : null}
        <p className="ink-2">
          <At at={report.receivedAt} /> · {report.reporter ?? t('inbox.stranger')}
          {report.photo ? (
            <>
              {' '}
              ·{' '}
              <button type="button" className="more" onClick={() => setPhoto(!photo)}>
                {t(photo ? 'inbox.hidePhoto' : 'inbox.photo')}
              </button>
            </>
          ) : null}
        </p>
        {photo ? <img src={`/api/v1/reports-from-field/${report.id}/photo`} alt={t('report.thePhoto')} /> : null}
        <RefusedNotice error={read.error} />
      </div>
      <div className={css.act}>
        {report.read ? (
          <span className="ink-2">
            {report.read.by} <At at={report.read.at} />
          </span>
        ) : (
          <Button onClick={() => read.mutate()} loading={read.isPending}>
            {t('inbox.read')}
          </Button>
        )}
      </div>
    </li>
  );
}
