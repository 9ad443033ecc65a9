import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Empty, RefusedNotice, StateMark } from '../marks/index.ts';
import { PageHead, Pane, Panes, useRowKeys } from '../shell/index.ts';
import { confidenceWord } from './confidence.ts';
import { type Warning, warningsQuery, warningViews } from './queries.ts';
import { useCauseTitle } from './words.ts';

const weight = (warning: Warning): number => (warning.incident || warning.workOrder ? 0 : 2) + (warning.triage === 'major' ? 1 : 0);

/** Warnings: one line per cause, never per machine; those that wait for a person first. */
export function Component() {
  const { t } = useTranslation('warnings');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state') ?? 'open';
  const state = warningViews.find((each) => each === asked) ?? 'open';
  const query = useQuery(warningsQuery(state));
  const title = useCauseTitle();
  const items = [...(query.data?.items ?? [])].sort((a, b) => weight(b) - weight(a) || b.openedAt.localeCompare(a.openedAt));
  const keys = useRowKeys(items.length, (index) => items[index] && navigate(to.warning(items[index].id)));
  const machines = items.reduce((sum, warning) => sum + warning.affectedNow, 0);
  return (
    <>
      <PageHead title={t('heading')} meta={query.data ? <span>{t('list.meta', { count: items.length, machines })}</span> : null} />
      <Panes columns="minmax(0, 1fr)">
        <Pane
          label={t('heading')}
          title={t('list.title')}
          end={
            <Segmented
              size="small"
              value={state}
              onChange={(value) => setSearch(value === 'open' ? {} : { state: String(value) }, { replace: true })}
              options={warningViews.map((value) => ({ value, label: t(`filter.${value}`) }))}
            />
          }
        >
          <RefusedNotice error={query.error} />
          {query.isSuccess && items.length === 0 ? (
            <Empty title={t(`empty.${state === 'open' ? 'open' : 'any'}`)} coming={t('empty.coming')} />
          ) : null}
          {items.length > 0 ? (
            <div className="scroll-x">
              <table className="table open inset stack">
                <thead>
                  <tr>
                    <th style={{ width: 32 }}> </th>
                    <th>{t('list.number')}</th>
                    <th>{t('list.cause')}</th>
                    <th>{t('list.triage')}</th>
                    <th>{t('list.sure')}</th>
                    <th className="num">{t('list.machines')}</th>
                    <th className="num">{t('list.people')}</th>
                    <th>{t('list.became')}</th>
                    <th className="num">{t('list.since')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((warning, index) => (
                    <tr key={warning.id} {...keys.row(index)} onClick={() => navigate(to.warning(warning.id))}>
                      <td>
                        <StateMark
                          state={
                            warning.state === 'closed' || warning.state === 'withdrawn'
                              ? 'done'
                              : warning.incident || warning.workOrder
                                ? 'running'
                                : warning.triage === 'major'
                                  ? 'note'
                                  : 'fault'
                          }
                        />
                      </td>
                      <td className="nowrap">{warning.number}</td>
                      <td className="wide">
                        <b
                          className={warning.triage === 'major' ? 'strong' : ''}
                          style={{ fontWeight: warning.triage === 'major' ? 600 : 400 }}
                        >
                          {title(warning)}
                        </b>
                        {warning.reasons[0] ? <div className="t-note ink-2">{say(warning.reasons[0])}</div> : null}
                      </td>
                      <td className="nowrap">{t(`grade.${warning.triage}`)}</td>
                      <td className="nowrap" data-label={t('list.sure')}>
                        {t(`confidence.${confidenceWord(warning.confidence)}`)}
                      </td>
                      <td className="num" data-label={t('list.machines')}>
                        {warning.affectedNow}/{Math.max(warning.groupSize, warning.affectedNow)}
                      </td>
                      <td className="num">
                        {spoken() !== 'en' && warning.customers >= 10_000
                          ? `${Math.round(warning.customers / 1000) / 10} 万`
                          : warning.customers.toLocaleString('en-US')}
                      </td>
                      <td className="nowrap">
                        {t(
                          warning.incident
                            ? 'list.incident'
                            : warning.workOrder
                              ? 'list.order'
                              : warning.state === 'open'
                                ? 'list.waiting'
                                : `state.${warning.state}`,
                        )}
                      </td>
                      <td className="num end">
                        <At at={warning.openedAt} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
        </Pane>
      </Panes>
    </>
  );
}
