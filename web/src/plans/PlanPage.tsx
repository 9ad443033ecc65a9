import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LoaderFunctionArgs, useNavigate, useParams, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { At, LockedAction, RefusedNotice, StateMark, Tag } from '../marks/index.ts';
import { PageHead } from '../shell/index.ts';
import { Clauses } from './Clauses.tsx';
import { Findings } from './Findings.tsx';
import css from './plans.module.css';
import { type VersionLine, versionsOf, type WholePlan, wholeOf } from './queries.ts';
import { Tasks } from './Tasks.tsx';
import { YamlDialog } from './YamlDialog.tsx';

const tabs = ['clauses', 'tasks', 'versions', 'yaml'] as const;
const writers = ['planner', 'admin', 'commander', 'deputy'];
const wanted = (search: URLSearchParams): number | null => Number(search.get('version')) || null;

export async function loader({ params, request }: LoaderFunctionArgs) {
  const version = wanted(new URL(request.url).searchParams);
  const id = params.id ?? '';
  await Promise.all([queryClient.ensureQueryData(wholeOf(id, version)), queryClient.ensureQueryData(versionsOf(id))]);
  return null;
}

/** One version of a plan, readable with the clauses that it comes from. */
export function Component() {
  const { t } = useTranslation('plans');
  const id = useParams().id ?? '';
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const version = wanted(search);
  const whole = useSuspenseQuery(wholeOf(id, version)).data;
  const versions = useSuspenseQuery(versionsOf(id)).data;
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const [editing, setEditing] = useState(false);
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'clauses';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        return next;
      },
      { replace: name === 'select' },
    );
  const command = useMutation({
    mutationFn: (name: 'approve' | 'put-in-force') => post(`/api/v1/plans/${id}/versions/${whole.version}/commands`, { command: name }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['plans'] }),
  });
  const inForce = versions.find((one) => one.state === 'in-force');
  const must = whole.findings.filter((finding) => finding.severity === 'must').length;
  const may = writers.includes(role);
  return (
    <>
      <PageHead
        title={say(whole.title)}
        meta={
          <>
            <Tag>
              v{whole.version} {t(`state.${whole.state}`)}
            </Tag>
            {inForce && inForce.version !== whole.version ? (
              <span>{t('inForceIs', { version: inForce.version })}</span>
            ) : whole.inForceAt ? (
              <span>
                {t('since')} <At at={whole.inForceAt} />
              </span>
            ) : null}
            <Segmented
              value={tab}
              onChange={(value) => set('tab', value)}
              options={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
            />
          </>
        }
        action={
          <Action
            whole={whole}
            must={must}
            may={may}
            pending={command.isPending}
            onDo={(name) => command.mutate(name)}
            onEdit={() => setEditing(true)}
          />
        }
      />
      {command.error ? (
        <div className={css.error}>
          <RefusedNotice error={command.error} />
        </div>
      ) : null}
      {tab === 'clauses' ? (
        <Clauses
          version={whole.version}
          comments={whole.comments ?? []}
          may={may}
          plan={whole.plan}
          findings={whole.findings}
          selected={search.get('select')}
          onSelect={(key) => set('select', key)}
        />
      ) : (
        <div className={css.page}>
          {tab === 'tasks' ? (
            <Tasks
              plan={whole.plan}
              onSelect={(task) => setSearch({ ...(version ? { version: String(version) } : {}), select: `task/${task}` })}
            />
          ) : tab === 'versions' ? (
            <Versions id={id} versions={versions} shown={whole.version} />
          ) : (
            <Yaml whole={whole} />
          )}
        </div>
      )}
      <YamlDialog
        open={editing}
        start={whole.yaml}
        {...(whole.state === 'draft' ? { of: { id, version: whole.version } } : {})}
        onClose={() => setEditing(false)}
        onMade={(made, next) => navigate(to.plan(made, { version: next }))}
      />
    </>
  );
}

function Action({
  whole,
  must,
  may,
  pending,
  onDo,
  onEdit,
}: {
  whole: WholePlan;
  must: number;
  may: boolean;
  pending: boolean;
  onDo: (name: 'approve' | 'put-in-force') => void;
  onEdit: () => void;
}) {
  const { t } = useTranslation('plans');
  const navigate = useNavigate();
  if (whole.state === 'in-force')
    return (
      <>
        {may ? (
          <Button size="large" onClick={onEdit}>
            {t('newVersion')}
          </Button>
        ) : null}
        <Button type="primary" size="large" onClick={() => navigate(to.newIncident({ plan: whole.id, mode: 'drill' }))}>
          {t('startDrill')}
        </Button>
      </>
    );
  if (!may) return null;
  const edit = (
    <Button size="large" onClick={onEdit}>
      {t(whole.state === 'draft' ? 'edit' : 'newVersion')}
    </Button>
  );
  if (whole.state === 'draft')
    return must > 0 ? (
      <>
        {edit}
        <span className="ink-2">{t('mustFirst', { count: must })}</span>
        <LockedAction label={t('approveLocked', { count: must })} missing={t('mustFirst', { count: must })} />
      </>
    ) : (
      <>
        {edit}
        <span className="ink-2 t-dense">{t('second', { names: whole.drafters.map((one) => one.name).join(t('comma')) })}</span>
        <Button type="primary" size="large" loading={pending} onClick={() => onDo('approve')}>
          {t('approve')}
        </Button>
      </>
    );
  if (whole.state === 'approved')
    return (
      <>
        {edit}
        <Button type="primary" size="large" loading={pending} onClick={() => onDo('put-in-force')}>
          {t('putInForce', { version: whole.version })}
        </Button>
      </>
    );
  return edit;
}

function Versions({ id, versions, shown }: { id: string; versions: readonly VersionLine[]; shown: number }) {
  const { t } = useTranslation('plans');
  const navigate = useNavigate();
  return (
    <div className="scroll-x">
      <table className={`table open ${css.versions}`}>
        <thead>
          <tr>
            <th>{t('version')}</th>
            <th>{t('stateName')}</th>
            <th>{t('drafted')}</th>
            <th>{t('approved')}</th>
            <th>{t('inForce')}</th>
            <th>{t('repealed')}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={one.version} aria-selected={one.version === shown} onClick={() => navigate(to.plan(id, { version: one.version }))}>
              <td>
                <b>v{one.version}</b>
              </td>
              <td>
                <span className="row">
                  <StateMark state={one.state === 'in-force' ? 'done' : one.state === 'repealed' ? 'ok' : 'waiting'} quiet />
                  {t(`state.${one.state}`)}
                </span>
                {one.openedFrom ? <span className="ink-2">{t('fromImprovement')}</span> : null}
              </td>
              <td>
                {one.drafters.map((who) => who.name).join(t('comma'))}{' '}
                <span className="ink-2">
                  <At at={one.draftedAt} />
                </span>
              </td>
              <td>
                {one.approvedBy ? (
                  <>
                    {one.approvedBy.name} <span className="ink-2">{one.approvedAt ? <At at={one.approvedAt} /> : null}</span>
                  </>
                ) : (
                  '–'
                )}
              </td>
              <td>{one.inForceAt ? <At at={one.inForceAt} /> : '–'}</td>
              <td>{one.repealedAt ? <At at={one.repealedAt} /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const numbered = (yaml: string) => yaml.split('\n').map((text, index) => ({ text, line: index + 1 }));

function Yaml({ whole }: { whole: WholePlan }) {
  const { t } = useTranslation('plans');
  const [line, setLine] = useState<number | null>(null);
  const [severity, setSeverity] = useState<'all' | 'must'>('all');
  const findings = whole.findings.filter((finding) => severity === 'all' || finding.severity === 'must');
  return (
    <>
      {whole.findings.length > 0 ? (
        <section className={css.found}>
          <div className="row">
            <h2>{t('findings', { count: whole.findings.length })}</h2>
            <Select
              size="small"
              value={severity}
              aria-label={t('severity')}
              options={[
                { value: 'all', label: t('allFindings') },
                { value: 'must', label: t('mustOnly') },
              ]}
              onChange={setSeverity}
            />
          </div>
          <Findings
            findings={findings}
            onFind={(finding) => {
              setLine(finding.line);
              document.getElementById(`line-${finding.line}`)?.scrollIntoView({ block: 'center' });
            }}
          />
        </section>
      ) : null}
      <ol className={css.yaml}>
        {numbered(whole.yaml).map(({ text, line: at }) => (
          <li key={at} id={`line-${at}`} className={line === at ? css.foundLine : undefined}>
            <code>{text || ' '}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
