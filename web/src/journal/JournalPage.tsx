import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { to, toSubject } from '../addresses.ts';
import { get } from '../api/http.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { asIs, type Names } from '../incidents/sentences.ts';
import { At, Empty, RefusedNotice, StateMark, Tag } from '../marks/index.ts';
import { PageHead } from '../shell/index.ts';
import css from './journal.module.css';
import { words } from './words.ts';

interface JournalEntry {
  seq: number;
  stream: string;
  version: number;
  at: string;
  actor: { kind: string; id: string; name: string; role: string };
  mode: string;
  type: string;
  data: Record<string, unknown>;
}
interface Verification {
  entries: number;
  blocks: number;
  unsealed: number;
  checkpoint: { size: number; root: string; signature: string } | null;
  faults: { kind: string; number: number; zh: string; en: string }[];
}

const kinds = [
  'incident',
  'work-order',
  'warning',
  'notice',
  'bulletin',
  'report',
  'improvement',
  'plan',
  'person',
  'session',
  'item',
  'fleet',
] as const;
const verifiers = ['admin', 'commander', 'deputy', 'auditor'];
const exporters = ['admin', 'auditor'];

/** Groups by the names that all plans share; the journal reads entries of many plans at once. */
const namesIn = (i18n: ReturnType<typeof useTranslation>['i18n']): Names => ({
  ...asIs,
  group: (id) => ({
    zh: i18n.getFixedT('zh-CN', 'shell')(`group.${id}`, { defaultValue: id }),
    en: i18n.getFixedT('en', 'shell')(`group.${id}`, { defaultValue: id }),
  }),
});

/** Every change of everything, newest first, narrowed by stream, kind and mode; and the proof that nothing was altered. */
export function Component() {
  const { t, i18n } = useTranslation('journal');
  const names = namesIn(i18n);
  const [search, setSearch] = useSearchParams();
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const [open, setOpen] = useState<number | null>(null);
  const filter = {
    stream: search.get('stream') ?? '',
    type: search.get('type') ?? '',
    mode: search.get('mode') ?? '',
    person: search.get('person') ?? '',
  };
  const wanted = Number(search.get('entry')) || null;
  const entries = useInfiniteQuery({
    queryKey: ['journal', filter, wanted],
    queryFn: ({ pageParam }) =>
      get<{ items: JournalEntry[]; next: string | null }>('/api/v1/journal', { ...filter, limit: 100, cursor: pageParam || undefined }),
    initialPageParam: wanted === null ? '' : String(wanted + 1),
    getNextPageParam: (page) => page.next,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (name: string, value: string | undefined) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.delete('entry');
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  const kind = kinds.find((one) => filter.stream === `${one}/` || filter.stream === one);
  return (
    <>
      <PageHead
        title={t('title')}
        meta={filter.stream && !kind ? <Tag>{filter.stream}</Tag> : null}
        action={
          exporters.includes(role) ? (
            <a href="/api/v1/journal/export" download>
              <Button size="large">{t('export')}</Button>
            </a>
          ) : null
        }
      />
      <div className={css.page}>
        {verifiers.includes(role) ? <Verified /> : null}
        <div className={css.filters}>
          <Select
            allowClear
            value={kind}
            placeholder={t('anyKind')}
            aria-label={t('kind')}
            style={{ width: 160 }}
            options={kinds.map((one) => ({ value: one, label: t(`stream.${one}`) }))}
            onChange={(value?: string) => set('stream', value ? (value === 'fleet' ? 'fleet' : `${value}/`) : undefined)}
          />
          <Input.Search
            allowClear
            defaultValue={filter.type}
            key={filter.type}
            placeholder={t('type')}
            aria-label={t('type')}
            style={{ width: 220 }}
            onSearch={(value) => set('type', value.trim())}
          />
          <Select
            allowClear
            value={filter.mode || undefined}
            placeholder={t('anyMode')}
            aria-label={t('mode')}
            style={{ width: 120 }}
            options={['live', 'drill', 'rehearsal'].map((one) => ({ value: one, label: t(`modes.${one}`) }))}
            onChange={(value?: string) => set('mode', value)}
          />
          {filter.stream && !kind ? <Button onClick={() => set('stream', undefined)}>{t('allStreams')}</Button> : null}
          {filter.person ? <Button onClick={() => set('person', undefined)}>{t('allPeople')}</Button> : null}
        </div>
        <RefusedNotice error={entries.error} />
        {entries.isSuccess && items.length === 0 ? <Empty title={t('none')} coming={t('noneComing')} /> : null}
        {items.length > 0 ? (
          <ol className={css.entries}>
            {items.map((entry) => (
              <li key={entry.seq} className={entry.seq === wanted ? css.wanted : undefined}>
                <button
                  type="button"
                  className={css.line}
                  aria-expanded={open === entry.seq || entry.seq === wanted}
                  onClick={() => setOpen(open === entry.seq ? null : entry.seq)}
                >
                  <span className={css.seq}>{entry.seq}</span>
                  <span className={css.at}>
                    <At at={entry.at} />
                  </span>
                  <span className={css.what}>
                    {entry.mode === 'drill' ? <Tag ink>{t('modes.drill')}</Tag> : null} {say(words(entry.type, entry.data, names))}
                  </span>
                  <span className={css.actor}>{entry.actor.name}</span>
                  <span className={css.stream}>
                    {t(`stream.${entry.stream.split('/')[0]}`, { defaultValue: entry.stream.split('/')[0] ?? '' })}
                  </span>
                </button>
                {open === entry.seq || entry.seq === wanted ? (
                  <Whole entry={entry} onStream={() => set('stream', entry.stream)} onPerson={() => set('person', entry.actor.id)} />
                ) : null}
              </li>
            ))}
          </ol>
        ) : null}
        {entries.hasNextPage ? (
          <Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            {t('older')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Whole({ entry, onStream, onPerson }: { entry: JournalEntry; onStream: () => void; onPerson: () => void }) {
  const { t } = useTranslation('journal');
  const [kind = '', id = ''] = entry.stream.split('/');
  return (
    <div className={css.whole}>
      <p>
        {t('wholeLine', { type: entry.type, version: entry.version, role: entry.actor.role })} <time dateTime={entry.at}>{entry.at}</time>
      </p>
      <p className="row" style={{ flexWrap: 'wrap' }}>
        <button type="button" className="more" onClick={onStream}>
          {t('sameStream')}
        </button>
        {entry.actor.kind === 'person' ? (
          <button type="button" className="more" onClick={onPerson}>
            {t('samePerson')}
          </button>
        ) : null}
        {['incident', 'warning', 'work-order', 'report', 'plan'].includes(kind) ? (
          <Link className="more" to={toSubject({ kind, id })}>
            {t('openSubject')}
          </Link>
        ) : null}
        <Link className="more" to={to.journal({ entry: entry.seq })}>
          {t('link')}
        </Link>
      </p>
      <pre>{JSON.stringify(entry.data, null, 2)}</pre>
    </div>
  );
}

/** Nothing was altered or removed: asked for, because it reads the whole journal. */
function Verified() {
  const { t } = useTranslation('journal');
  const verified = useQuery({
    queryKey: ['verification'],
    queryFn: () => get<Verification>('/api/v1/journal/verification'),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
  });
  const { data } = verified;
  return (
    <section className={css.verified} aria-label={t('verify.name')}>
      <div className={css.verifiedHead}>
        <h2>{t('verify.name')}</h2>
        {data ? (
          <span className="row">
            <StateMark state={data.faults.length === 0 ? 'done' : 'fault'} quiet />
            <b>{data.faults.length === 0 ? t('verify.whole') : t('verify.faults', { count: data.faults.length })}</b>
          </span>
        ) : (
          <span className="ink-2">{verified.isFetching ? t('verify.running') : t('verify.hint')}</span>
        )}
        <Button onClick={() => void verified.refetch()} loading={verified.isFetching}>
          {t('verify.go')}
        </Button>
      </div>
      <RefusedNotice error={verified.error} />
      {data ? (
        <dl className={css.proof}>
          <div>
            <dt>{t('verify.entries')}</dt>
            <dd>{data.entries.toLocaleString('en')}</dd>
          </div>
          <div>
            <dt>{t('verify.blocks')}</dt>
            <dd>{data.blocks.toLocaleString('en')}</dd>
          </div>
          <div>
            <dt>{t('verify.unsealed')}</dt>
            <dd>{data.unsealed}</dd>
          </div>
          {data.checkpoint ? (
            <div>
              <dt>{t('verify.size')}</dt>
              <dd>{data.checkpoint.size.toLocaleString('en')}</dd>
            </div>
          ) : null}
          {data.checkpoint ? (
            <div className={css.wide}>
              <dt>{t('verify.root')}</dt>
              <dd className="raw">{data.checkpoint.root}</dd>
            </div>
          ) : null}
          {data.checkpoint ? (
            <div className={css.wide}>
              <dt>{t('verify.signature')}</dt>
              <dd className="raw">{data.checkpoint.signature}</dd>
            </div>
          ) : null}
          {data.faults.map((fault) => (
            <div key={`${fault.kind}/${fault.number}`} className={css.wide}>
              <dt>{t('verify.faultAt', { number: fault.number })}</dt>
              <dd>{say(fault)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}
