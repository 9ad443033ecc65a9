import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useParams } from 'react-router';
import type { Text } from '../../../src/plans/model.ts';
import { to } from '../addresses.ts';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Due, RefusedNotice, Tag } from '../marks/index.ts';
import { elapsed } from '../marks/time.ts';
import { PageHead, useDrill } from '../shell/index.ts';
import { Entries } from './Entries.tsx';
import { type EditableSection, type ReportContent, reportOf, type SectionId, type WholeReport } from './queries.ts';
import css from './reports.module.css';

type Command =
  | { command: 'edit'; section: EditableSection; text: Text }
  | { command: 'remark'; group: string; text: Text }
  | { command: 'add-finding'; text: Text; clause?: string }
  | { command: 'approve' };
const editable = new Set<SectionId>(['cause', 'losses', 'lessons', 'responsibility']);

export const loader = ({ params }: LoaderFunctionArgs) => queryClient.ensureQueryData(reportOf(params.id ?? ''));

/** The emergency report: every figure from the journal, every statement with the entries it rests on. */
export function Component() {
  const id = useParams().id ?? '';
  const { t } = useTranslation('reports');
  const report = useSuspenseQuery(reportOf(id)).data;
  const me = useQuery(meQuery).data?.actor;
  const { content } = report;
  const drill = report.mode === 'drill';
  useDrill(drill ? report.number : null);
  const command = useMutation({
    mutationFn: (body: Command) => post(`/api/v1/reports/${id}/commands`, body),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['reports'] }),
        queryClient.invalidateQueries({ queryKey: ['improvements'] }),
      ]),
  });
  const draft = report.state === 'draft';
  const approves = me?.role === 'commander' || me?.role === 'deputy';
  const own = me ? report.authors.includes(me.id) : false;
  return (
    <>
      <PageHead
        title={say(content.title)}
        drill={drill}
        meta={
          <>
            <span>{report.number}</span>
            <Tag>{t(`states.${report.state}`)}</Tag>
            {draft && report.due ? (
              <Due at={report.due} />
            ) : report.approvedBy && report.approvedAt ? (
              <span>
                {report.approvedBy.name} <At at={report.approvedAt} />
              </span>
            ) : null}
            <Link to={to.incident(report.incident)}>{report.incidentNumber} ›</Link>
          </>
        }
        action={
          <>
            <a href={`/api/v1/incidents/${report.incident}/report.docx${spoken() === 'en' ? '?lang=en' : ''}`} download>
              <Button size="large">{t('download')}</Button>
            </a>
            {draft && approves ? (
              <Button
                type="primary"
                size="large"
                disabled={own}
                title={own ? t('ownReport') : ''}
                loading={command.isPending}
                onClick={() => command.mutate({ command: 'approve' })}
              >
                {t('approve')}
              </Button>
            ) : null}
          </>
        }
      />
      <div className={css.report}>
        <nav className={css.toc} aria-label={t('contents')}>
          {content.sections.map((section, index) => (
            <a key={section.id} href={`#${section.id}`}>
              {index + 1}　{say(section.title)}
            </a>
          ))}
          <p className="ink-3 t-note">
            {t('basis', { entries: content.basis.entries, first: content.basis.first, last: content.basis.last })}
          </p>
          {report.sha256 ? (
            <p className="ink-3 t-note">
              {t('hash')} <span className="raw">{report.sha256}</span>
            </p>
          ) : null}
        </nav>
        <article className={css.body}>
          <RefusedNotice error={command.error} />
          {draft && approves && own ? <p className="ink-2 t-note">{t('ownReport')}</p> : null}
          {content.sections.map((section, index) => (
            <section key={section.id} id={section.id}>
              <h2>
                {index + 1}　{say(section.title)}
              </h2>
              <Section
                id={section.id}
                report={report}
                content={content}
                onRemark={(group, text) => command.mutate({ command: 'remark', group, text })}
                onFinding={(text, clause) => command.mutate({ command: 'add-finding', text, ...(clause ? { clause } : {}) })}
              />
              {draft && editable.has(section.id) ? (
                <Write
                  label={t('write', { section: say(section.title) })}
                  pending={command.isPending}
                  onWrite={(text) => command.mutate({ command: 'edit', section: section.id as EditableSection, text })}
                />
              ) : null}
            </section>
          ))}
        </article>
      </div>
    </>
  );
}

interface SectionProps {
  id: SectionId;
  report: WholeReport;
  content: ReportContent;
  onRemark: (group: string, text: Text) => void;
  onFinding: (text: Text, clause: string) => void;
}

function Section({ id, report, content, onRemark, onFinding }: SectionProps): ReactNode {
  const { t } = useTranslation('reports');
  const draft = report.state === 'draft';
  switch (id) {
    case 'summary':
      return (
        <>
          <Statements
            of={content.summary.filter((statement) => !content.figures.some((figure) => statement.text.zh.startsWith(figure.name.zh)))}
          />
          <dl className={css.figures}>
            {content.figures.map((figure) => (
              <div key={figure.id}>
                <dt>{say(figure.name)}</dt>
                <dd>
                  <b>{figure.value.toLocaleString('en', { maximumFractionDigits: 1 })}</b> {say(figure.unit)}{' '}
                  <Entries of={figure.entries} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      );
    case 'timeline':
      return (
        <ol className={css.timeline}>
          {content.timeline.map((line) => (
            <li key={`${line.at}/${line.entries[0]}`}>
              <At at={line.at} />
              <span>
                {say(line.text)} <Entries of={line.entries} />
              </span>
            </li>
          ))}
        </ol>
      );
    case 'measures':
      return content.measures.map((group) => (
        <div key={group.group} className={css.group}>
          <h3>{say(group.name)}</h3>
          <Statements of={group.statements} />
          {group.remarks.length > 0 ? (
            <div className={css.remarks}>
              <b>{t('remarks')}</b>
              <Statements of={group.remarks} />
            </div>
          ) : null}
          {draft ? (
            <Write label={t('remark', { group: say(group.name) })} pending={false} onWrite={(text) => onRemark(group.group, text)} />
          ) : null}
        </div>
      ));
    case 'items':
      return content.items.length === 0 ? (
        <p className="ink-2">{t('noItems')}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th className="num">{t('issued')}</th>
              <th className="num">{t('returned')}</th>
              <th className="num">{t('out')}</th>
              <th className="num">{t('entriesHead')}</th>
            </tr>
          </thead>
          <tbody>
            {content.items.map((item) => (
              <tr key={`${item.kind}/${item.store}/${item.name.zh}`}>
                <td>
                  {say(item.name)}{' '}
                  <span className="ink-2">
                    {item.serials.join(t('comma'))}
                    {item.taken ? '' : ` · ${t('recordOnly')}`}
                  </span>
                </td>
                <td className="num">{item.issued}</td>
                <td className="num">{item.returned}</td>
                <td className="num">{item.out}</td>
                <td className="num">
                  <Entries of={item.entries} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'performance':
      return <Performance content={content} />;
    case 'improvements':
      return (
        <>
          {content.improvements.length === 0 ? (
            <p className="ink-2">{t('noFindings')}</p>
          ) : (
            <ol className={css.findings}>
              {content.improvements.map((finding) => (
                <li key={finding.id}>
                  <b>{finding.number}</b>
                  <span>
                    {say(finding.text)}
                    {finding.clause ? <span className="ink-2"> {finding.clause}</span> : null} <Entries of={finding.entries} />
                  </span>
                  <span className="ink-2">
                    {finding.owner ?? t('noOwner')}
                    {finding.due ? ` · ${finding.due}` : ''}
                  </span>
                </li>
              ))}
            </ol>
          )}
          {draft ? (
            <Write label={t('addFinding')} clause pending={false} onWrite={onFinding} />
          ) : (
            <Link to={to.improvements()}>{t('toImprovements')}</Link>
          )}
        </>
      );
    case 'cause':
    case 'losses':
    case 'lessons':
    case 'responsibility':
      return content[id].length === 0 ? <p className="ink-2">{t('unwritten')}</p> : <Statements of={content[id]} />;
    default:
      return id satisfies never;
  }
}

function Statements({ of }: { of: readonly { text: Text; entries: number[] }[] }) {
  return of.map((statement) => (
    <p key={`${statement.entries[0]}/${statement.text.zh}`}>
      {say(statement.text)} <Entries of={statement.entries} />
    </p>
  ));
}

function Performance({ content }: { content: ReportContent }) {
  const { t } = useTranslation('reports');
  const groups = content.groups;
  return (
    <>
      <Statements of={content.performance.statements} />
      <div className="scroll-x">
        <table className={`table ${css.wide}`}>
          <thead>
            <tr>
              <th>{t('task')}</th>
              <th>{t('group')}</th>
              <th className="num">{t('due')}</th>
              <th className="num">{t('done')}</th>
              <th>{t('by')}</th>
              <th className="num">{t('late')}</th>
              <th className="num">{t('entriesHead')}</th>
            </tr>
          </thead>
          <tbody>
            {content.performance.tasks.map((task) => (
              <tr key={`${task.task}/${task.round}`}>
                <td>
                  {say(task.title)}
                  {task.round > 1 ? <span className="ink-2"> {t('round', { round: task.round })}</span> : null}
                </td>
                <td>{say(groups[task.group]) || task.group}</td>
                <td className="num">
                  <At at={task.due} />
                </td>
                <td className="num">
                  {task.doneAt ? <At at={task.doneAt} /> : t(`taskState.${task.state}`)}
                  {task.state === 'waived' ? ` ${t('taskState.waived')}` : ''}
                </td>
                <td>{task.by ?? '–'}</td>
                <td className="num">{task.lateMinutes > 0 ? <b>{elapsed(task.lateMinutes * 60_000, spoken())}</b> : t('inTime')}</td>
                <td className="num">
                  <Entries of={task.entries} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="scroll-x">
        <table className={`table ${css.wide}`}>
          <thead>
            <tr>
              <th>{t('person')}</th>
              <th>{t('group')}</th>
              <th className="num">{t('called')}</th>
              <th className="num">{t('answered')}</th>
              <th>{t('replacedBy')}</th>
              <th className="num">{t('entriesHead')}</th>
            </tr>
          </thead>
          <tbody>
            {content.performance.calls.map((call) => (
              <tr key={`${call.person}/${call.calledAt}`}>
                <td>{call.person}</td>
                <td>{say(groups[call.group]) || call.group}</td>
                <td className="num">
                  <At at={call.calledAt} />
                </td>
                <td className="num">
                  {call.answeredAfterSeconds === null ? (
                    <b>{t('silent')}</b>
                  ) : (
                    `${elapsed(call.answeredAfterSeconds * 1000, spoken())}${call.inTime ? '' : ` · ${t('lateAnswer')}`}`
                  )}
                </td>
                <td>{call.replacedBy ?? '–'}</td>
                <td className="num">
                  <Entries of={call.entries} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A text in both languages, folded until wanted. */
function Write({
  label,
  clause = false,
  pending,
  onWrite,
}: {
  label: string;
  clause?: boolean;
  pending: boolean;
  onWrite: (text: Text, clause: string) => void;
}) {
  const { t } = useTranslation('reports');
  const [open, setOpen] = useState(false);
  const [zh, setZh] = useState('');
  const [en, setEn] = useState('');
  const [of, setOf] = useState('');
  if (!open)
    return (
      <p>
        <button type="button" className="more" onClick={() => setOpen(true)}>
          {label} ›
        </button>
      </p>
    );
  const missing = !zh.trim() && !en.trim();
  return (
    <div className={css.write}>
      <Input.TextArea
        autoFocus
        value={zh}
        autoSize={{ minRows: 2 }}
        placeholder={t('inChinese')}
        aria-label={`${label} ${t('inChinese')}`}
        onChange={(event) => setZh(event.target.value)}
      />
      <Input.TextArea
        value={en}
        autoSize={{ minRows: 2 }}
        placeholder={t('inEnglish')}
        aria-label={`${label} ${t('inEnglish')}`}
        onChange={(event) => setEn(event.target.value)}
      />
      {clause ? (
        <Input value={of} placeholder={t('clause')} aria-label={t('clause')} onChange={(event) => setOf(event.target.value)} />
      ) : null}
      <div className="row">
        <Button
          disabled={missing}
          title={missing ? t('textMissing') : ''}
          loading={pending}
          onClick={() => {
            onWrite({ zh: zh.trim() || en.trim(), en: en.trim() || zh.trim() }, of.trim());
            setOpen(false);
            setZh('');
            setEn('');
            setOf('');
          }}
        >
          {t('keep')}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
