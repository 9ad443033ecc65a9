import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { post } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { peopleQuery } from '../incidents/queries.ts';
import { At, Empty, LateChip, RefusedNotice, StateMark } from '../marks/index.ts';
import { PageHead } from '../shell/index.ts';
import { type Improvement, improvementsQuery } from './queries.ts';
import css from './reports.module.css';

type Command =
  | { command: 'assign'; owner: { id: string; name: string }; due: string }
  | { command: 'done'; proof: string }
  | { command: 'open-plan-draft' };
const writers = ['commander', 'deputy', 'duty-officer', 'group-leader', 'planner'];

export const loader = () => queryClient.ensureQueryData(improvementsQuery);

/** What must become better: whose it is, by when, and the proof that it was done. */
export function Component() {
  const { t } = useTranslation('reports');
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const all = useSuspenseQuery(improvementsQuery).data;
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const [asking, setAsking] = useState<{ improvement: Improvement; what: 'assign' | 'done' } | null>(null);
  const open = all.filter((one) => one.state === 'open');
  const shown = (search.get('show') === 'all' ? all : open).toSorted(
    (a, b) => Number(a.state === 'done') - Number(b.state === 'done') || (a.due ?? '9').localeCompare(b.due ?? '9'),
  );
  return (
    <>
      <PageHead
        title={t('improvements')}
        meta={
          <Segmented
            value={search.get('show') === 'all' ? 'all' : 'open'}
            onChange={(value) => setSearch({ show: value })}
            options={[
              { value: 'open', label: `${t('open')} ${open.length}` },
              { value: 'all', label: t('allImprovements') },
            ]}
          />
        }
      />
      <div className={css.page}>
        {shown.length === 0 ? (
          <Empty title={t('noImprovements')} coming={t('noImprovementsComing')} />
        ) : (
          <ul className={css.improvements}>
            {shown.map((one) => {
              const late = one.state === 'open' && one.due !== null && Date.parse(`${one.due}T23:59:59+08:00`) < now;
              return (
                <li key={one.id}>
                  <StateMark state={one.state === 'done' ? 'done' : late ? 'late' : 'waiting'} />
                  <div>
                    <b>{say(one.text)}</b>
                    <p className="ink-2">
                      {one.number}
                      {one.clause ? ` · ${one.clause}` : ''} · <Link to={to.report(one.report)}>{t('itsReport')}</Link>
                      {one.planDraft ? (
                        <>
                          {' '}
                          ·{' '}
                          <Link to={to.plan(one.planDraft.plan, { version: one.planDraft.version })}>
                            {t('itsDraft', { version: one.planDraft.version })}
                          </Link>
                        </>
                      ) : null}
                    </p>
                    {one.proof ? (
                      <p>
                        {t('proof')} {one.proof}
                      </p>
                    ) : null}
                  </div>
                  <div>
                    {one.owner?.name ?? <span className="ink-2">{t('noOwner')}</span>}
                    <p className="ink-2">
                      {one.state === 'done' && one.doneAt ? (
                        <>
                          {t('doneAt')} <At at={one.doneAt} />
                        </>
                      ) : late ? (
                        <LateChip text={t('lateSince', { day: one.due })} />
                      ) : one.due ? (
                        t('dueDay', { day: one.due })
                      ) : (
                        ''
                      )}
                    </p>
                  </div>
                  <div className={css.acts}>
                    {one.state === 'open' && writers.includes(role) ? (
                      <>
                        <Button onClick={() => setAsking({ improvement: one, what: 'assign' })}>{t('assign')}…</Button>
                        <Button onClick={() => setAsking({ improvement: one, what: 'done' })}>{t('markDone')}…</Button>
                        {one.planDraft ? null : <OpenDraft improvement={one} />}
                      </>
                    ) : null}
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </div>
      <Modal
        open={asking !== null}
        onCancel={() => setAsking(null)}
        footer={null}
        title={asking ? t(asking.what === 'assign' ? 'assign' : 'markDone') : ''}
        destroyOnHidden
      >
        {asking ? <Ask key={asking.improvement.id} {...asking} onClose={() => setAsking(null)} /> : null}
      </Modal>
    </>
  );
}

const useImprove = (id: string, done: () => void) =>
  useMutation({
    mutationFn: (body: Command) => post<Improvement>(`/api/v1/improvements/${id}/commands`, body),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['improvements'] }),
        queryClient.invalidateQueries({ queryKey: ['plans'] }),
      ]);
      done();
    },
  });

function OpenDraft({ improvement }: { improvement: Improvement }) {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const open = useImprove(improvement.id, () => undefined);
  return (
    <>
      <Button
        loading={open.isPending}
        onClick={() =>
          open.mutate(
            { command: 'open-plan-draft' },
            { onSuccess: (made) => made.planDraft && navigate(to.plan(made.planDraft.plan, { version: made.planDraft.version })) },
          )
        }
      >
        {t('openDraft')}
      </Button>
      <RefusedNotice error={open.error} />
    </>
  );
}

function Ask({ improvement, what, onClose }: { improvement: Improvement; what: 'assign' | 'done'; onClose: () => void }) {
  const { t } = useTranslation('reports');
  const people = useQuery(peopleQuery).data ?? [];
  const [owner, setOwner] = useState(improvement.owner?.id);
  const [due, setDue] = useState(improvement.due ?? '');
  const [proof, setProof] = useState('');
  const improve = useImprove(improvement.id, onClose);
  const chosen = people.find((one) => one.id === owner);
  const missing = what === 'assign' ? (!chosen ? t('ownerMissing') : due ? '' : t('dayMissing')) : proof.trim() ? '' : t('proofMissing');
  return (
    <div className={css.write}>
      <p>{say(improvement.text)}</p>
      {what === 'assign' ? (
        <>
          <Select
            showSearch
            optionFilterProp="label"
            value={owner}
            placeholder={t('owner')}
            aria-label={t('owner')}
            options={people.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setOwner}
          />
          <input type="date" className={css.date} value={due} aria-label={t('dueDate')} onChange={(event) => setDue(event.target.value)} />
        </>
      ) : (
        <Input.TextArea
          autoFocus
          value={proof}
          autoSize={{ minRows: 3 }}
          placeholder={t('proofHint')}
          aria-label={t('proof')}
          onChange={(event) => setProof(event.target.value)}
        />
      )}
      <RefusedNotice error={improve.error} />
      <div className="row">
        <Button
          type="primary"
          size="large"
          disabled={missing !== ''}
          title={missing}
          loading={improve.isPending}
          onClick={() =>
            what === 'assign'
              ? chosen && improve.mutate({ command: 'assign', owner: { id: chosen.id, name: chosen.name }, due })
              : improve.mutate({ command: 'done', proof: proof.trim() })
          }
        >
          {t(what === 'assign' ? 'assign' : 'markDone')}
        </Button>
        <span className="ink-2 t-note">{missing}</span>
      </div>
    </div>
  );
}
