import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '../api/clock.ts';
import { get } from '../api/http.ts';
import { say } from '../i18n/index.ts';
import { type Draft, emptyDraft, evidenceOf, readDraft } from '../incidents/draft.ts';
import { incidentOf, peopleQuery, planOf } from '../incidents/queries.ts';
import { allowed, isClosed, isLate, type Room, type RoomTask, roomOf } from '../incidents/room.ts';
import { FieldsOf, PhotoField } from '../incidents/TaskForm.tsx';
import { At, Countdown, LateChip, RefusedNotice } from '../marks/index.ts';
import { clockTime } from '../marks/time.ts';
import { Frame, Unsent } from './Frame.tsx';
import css from './field.module.css';
import { Glyph } from './Glyph.tsx';
import { type Mine, NextBar } from './Mine.tsx';
import type { Act } from './outbox.ts';
import { useOutbox } from './useOutbox.ts';

interface Machine {
  atm: string;
  site: string;
  district: string;
  lat: number | null;
  lon: number | null;
}
/** A draft survives a closed page; times say when each step was ticked. */
interface KeptDraft extends Draft {
  at: Record<string, string>;
}
const shelfOf = (incident: string, task: string, round: number) => `fengsui.field-draft/${incident}/${task}/${round}`;
const kept = (name: string): KeptDraft => ({
  ...emptyDraft,
  at: {},
  ...(JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<KeptDraft>),
});

/** One task on a phone: place, whether it is safe, what to do there, one main action under the thumb. */
export function TaskScreen({ incident, task: id, others }: { incident: string; task: string; others: readonly Mine[] }) {
  const { t } = useTranslation('field');
  const outbox = useOutbox();
  const view = useQuery(incidentOf(incident));
  const plan = useQuery({ ...planOf(view.data?.plan.id ?? '', view.data?.plan.version ?? 0), enabled: view.data !== undefined });
  const room = view.data && plan.data ? roomOf(view.data, plan.data.plan) : null;
  const task = room?.tasks.find((one) => one.id === id) ?? null;
  const drill = view.data?.mode === 'drill';
  useEffect(() => {
    document.title = [drill ? '【演练】' : '', task ? say(task.title) : t('brand')].join('');
  }, [drill, task, t]);
  if (!room || !task)
    return (
      <Frame {...outbox} onDrop={outbox.drop} onRetry={outbox.retry} foot={<NextBar others={others} />}>
        <div className={css.pad}>
          <RefusedNotice error={view.error ?? plan.error} />
          {room ? <p>{t('task.gone')}</p> : view.isPending ? <p className="ink-2">{t('loading')}</p> : null}
        </div>
      </Frame>
    );
  return (
    <Loaded key={`${task.id}/${task.round}`} incident={incident} room={room} task={task} drill={drill} outbox={outbox} others={others} />
  );
}

interface LoadedProps {
  incident: string;
  room: Room;
  task: RoomTask;
  drill: boolean;
  outbox: ReturnType<typeof useOutbox>;
  others: readonly Mine[];
}

function Loaded({ incident, room, task, drill, outbox, others }: LoadedProps) {
  const { t } = useTranslation('field');
  const { t: words } = useTranslation('incidents');
  const now = useNow();
  const name = shelfOf(incident, task.id, task.round);
  const [draft, setDraft] = useState<KeptDraft>(() => kept(name));
  const [shown, setShown] = useState(false);
  const [cannot, setCannot] = useState(false);
  const people = useQuery({ ...peopleQuery, retry: false }).data ?? [];
  const change = (next: Draft) => {
    const at = { ...draft.at };
    for (const step of next.checked) at[step] ??= new Date(serverNow()).toISOString();
    const whole = { ...next, at };
    setDraft(whole);
    // A phone's storage may be full of pictures: what is on the screen still counts.
    try {
      localStorage.setItem(name, JSON.stringify(whole));
    } catch {
      return;
    }
  };
  const waits = (command: string) =>
    outbox.waiting.find((act) => act.subject === incident && act.body.task === task.id && act.body.command === command && !act.refused);
  const starting = waits('start-task');
  const completing = waits('complete-task');
  const running = task.state === 'running' || (task.state === 'open' && starting !== undefined);
  const finished = isClosed(task) || completing !== undefined || task.submission?.of === 'completion';
  const { answers, faults } = readDraft(task.plan, draft);
  const faultTexts = Object.fromEntries(faults.map((fault) => [fault.at, words(`form.fault.${fault.why}`)]));
  const act = (command: string, label: string, body: Record<string, unknown> = {}) =>
    outbox.add({
      kind: 'command',
      subject: incident,
      label: `${label} · ${say(task.title)}`,
      path: `/api/v1/incidents/${incident}/commands`,
      body: { command, task: task.id, ...body },
    });
  const start = () => void act('start-task', t('task.start'), { round: Math.max(1, task.round) });
  const complete = () => {
    setShown(true);
    if (faults.length > 0) return;
    const evidence = evidenceOf(task.plan, draft);
    void act('complete-task', t('task.complete'), {
      round: Math.max(1, task.round),
      answers,
      checked: draft.checked,
      evidence,
      ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
    }).then(() => localStorage.removeItem(name));
  };
  const onSite =
    task.form.some((field) => field.kind === 'place') ||
    task.evidenceNeeded.some((proof) => proof.kind !== 'note') ||
    (task.plan?.effects ?? []).some((effect) => effect.kind === 'issue-items');
  const may = allowed(task.actions, running ? 'complete-task' : 'start-task');
  const steps = task.checklist;
  const done = steps.filter((step) => draft.checked.includes(step.id)).length;
  const wantsPhoto = task.evidenceNeeded.some((proof) => proof.kind === 'photo');
  const main = finished ? null : running ? (
    <button type="button" className={css.primary} onClick={complete}>
      {t('task.complete')}
      {outbox.online ? null : <small>{t('task.keptFirst')}</small>}
    </button>
  ) : (
    <button type="button" className={css.primary} disabled={!may?.allowed && task.state !== 'open'} onClick={start}>
      {t(onSite ? 'task.arrive' : 'task.start')}
      {outbox.online ? null : <small>{t('task.keptFirst')}</small>}
    </button>
  );
  return (
    <Frame
      number={room.number}
      drill={drill}
      {...outbox}
      onDrop={outbox.drop}
      onRetry={outbox.retry}
      foot={
        <>
          <NextBar others={others} />
          {may && !may.allowed && !finished ? <p className={css.why}>{say(may.why)}</p> : null}
          {finished ? null : (
            <div className={css.bar}>
              <button type="button" className={css.side} onClick={() => setCannot(true)}>
                {t('task.cannot')}
              </button>
              {main}
            </div>
          )}
        </>
      }
    >
      <section className={css.taskHead}>
        {isLate(task, now) && task.due ? (
          <p className="row">
            <LateChip due={task.due} />
            <span className="ink-2">
              {t('task.was')} <At at={task.due} />
            </span>
          </p>
        ) : null}
        <div className={css.titleRow}>
          <h1>{say(task.title)}</h1>
          {!isLate(task, now) && task.due && !finished ? <Countdown at={task.due} size="title" /> : null}
        </div>
        {task.detail ? <p>{say(task.detail)}</p> : null}
        <p className="ink-2">
          {say(room.title)}
          {starting ? (
            <>
              {' '}
              · {t('task.startedAt', { at: clockTime(starting.at) })} <Unsent />
            </>
          ) : null}
        </p>
      </section>
      <Where room={room} />
      <Safe room={room} task={task} />
      {finished ? (
        <section className={css.pad}>
          <p className={css.big}>
            {isClosed(task) ? (
              t('task.done')
            ) : completing ? (
              <>
                {t('task.doneHere', { at: clockTime(completing.at) })} <Unsent />
              </>
            ) : (
              t('task.submitted')
            )}
          </p>
          {task.note ? <p>{task.note}</p> : null}
        </section>
      ) : (
        <>
          {steps.length > 0 ? (
            <section className={css.list}>
              <h2>
                {t(running ? 'task.steps' : 'task.stepsThere')}
                <span>
                  {done}/{steps.length}
                </span>
              </h2>
              {steps.map((step) => (
                <label key={step.id} className={css.check}>
                  <input
                    type="checkbox"
                    checked={draft.checked.includes(step.id)}
                    disabled={!running}
                    onChange={(event) =>
                      change({
                        ...draft,
                        checked: event.target.checked ? [...draft.checked, step.id] : draft.checked.filter((one) => one !== step.id),
                      })
                    }
                  />
                  <span>{say(step.text)}</span>
                  {draft.checked.includes(step.id) && draft.at[step.id] ? <small>{clockTime(draft.at[step.id] ?? '')}</small> : null}
                </label>
              ))}
              {shown && faultTexts.steps ? (
                <p className={css.missing} role="alert">
                  {words('form.fault.steps')}
                </p>
              ) : null}
            </section>
          ) : null}
          {running ? (
            <>
              {wantsPhoto || draft.evidence.length > 0 ? (
                <section className={css.list}>
                  <h2>
                    {words('form.proof')}
                    <span>
                      {task.evidenceNeeded.map((proof) => words(`form.kind.${proof.kind}`, { count: proof.atLeast })).join(' · ')}
                    </span>
                  </h2>
                  <PhotoField
                    id="photos"
                    value={draft.evidence.filter((item) => item.kind === 'photo')}
                    onValue={(items) =>
                      change({ ...draft, evidence: [...items, ...draft.evidence.filter((item) => item.kind !== 'photo')] })
                    }
                  />
                  {shown && faultTexts.photo ? (
                    <p className={css.missing} role="alert">
                      {t('task.photoMissing')}
                    </p>
                  ) : null}
                </section>
              ) : null}
              {task.form.length > 0 ? (
                <section className={`${css.list} ${css.form}`}>
                  <FieldsOf
                    fields={task.form}
                    draft={draft}
                    onChange={change}
                    machines={room.machineIds}
                    people={people}
                    faults={shown ? faultTexts : {}}
                  />
                </section>
              ) : null}
              <section className={`${css.list} ${css.form}`}>
                <label htmlFor="note">{words('form.note')}</label>
                <textarea id="note" rows={2} value={draft.note} onChange={(event) => change({ ...draft, note: event.target.value })} />
                {shown && faultTexts.note ? (
                  <p className={css.missing} role="alert">
                    {words('form.fault.missing')}
                  </p>
                ) : null}
              </section>
            </>
          ) : null}
        </>
      )}
      {cannot ? (
        <Cannot
          task={task}
          onClose={() => setCannot(false)}
          onSay={(text) => {
            void outbox.add({
              kind: 'command',
              subject: `${incident}/report`,
              label: text,
              path: `/api/v1/incidents/${incident}/commands`,
              body: { command: 'report-situation', text, group: task.group },
            });
            setCannot(false);
          }}
        />
      ) : null}
    </Frame>
  );
}

/** Where it is: the machine that waits, with the way there in whatever map the phone has. */
function Where({ room }: { room: Room }) {
  const { t } = useTranslation('field');
  const atm = room.machinesDown[0] ?? room.machineIds[0];
  const machine = useQuery({
    queryKey: ['fleet', 'atm', atm],
    queryFn: () => get<Machine>(`/api/v1/atms/${encodeURIComponent(atm ?? '')}`),
    enabled: atm !== undefined,
    retry: false,
  }).data;
  if (!atm) return null;
  return (
    <section className={css.where}>
      <div>
        <b>{[machine?.site, machine?.district].filter(Boolean).join(' · ') || atm}</b>
        <p className="ink-2">
          {atm}
          {room.machineIds.length > 1 ? ` · ${t('task.machines', { count: room.machineIds.length })}` : ''}
        </p>
      </div>
      {machine?.lat != null && machine.lon != null ? (
        <a className={css.side} href={`geo:${machine.lat},${machine.lon}?q=${machine.lat},${machine.lon}`}>
          <Glyph kind="route" size={22} />
          {t('task.route')}
        </a>
      ) : null}
    </section>
  );
}

/** Whether one may work there: what the security group has confirmed. */
function Safe({ room, task }: { room: Room; task: RoomTask }) {
  const { t } = useTranslation('field');
  const guards = room.tasks.filter(
    (one) =>
      one.group === 'security' &&
      one.id !== task.id &&
      one.state !== 'skipped' &&
      room.phases.some((phase) => phase.id === one.phase && phase.stage !== 'future'),
  );
  if (guards.length === 0 || task.group === 'security') return null;
  const open = guards.find((one) => !isClosed(one));
  const last = guards
    .filter(isClosed)
    .toSorted((a, b) => (a.doneAt ?? '').localeCompare(b.doneAt ?? ''))
    .at(-1);
  return (
    <section className={css.safe} data-safe={open === undefined}>
      <Glyph kind="shield" size={28} />
      <div>
        <b>{t(open ? 'task.notSafe' : 'task.safe')}</b>
        <p className="ink-2">
          {open ? (
            t('task.waitFor', { what: say(open.title), who: open.assignee?.name ?? '' })
          ) : last ? (
            <>
              {last.doneBy?.name} {last.doneAt ? <At at={last.doneAt} /> : null} · {say(last.title)}
            </>
          ) : null}
        </p>
      </div>
    </section>
  );
}

const reasons = ['road', 'items', 'access', 'danger', 'help'] as const;

/** 做不到，因为…: said in one tap or in words; it goes to the command as a situation report. */
function Cannot({ task, onClose, onSay }: { task: RoomTask; onClose: () => void; onSay: (text: string) => void }) {
  const { t } = useTranslation('field');
  const [words, setWords] = useState('');
  const say_ = (reason: string) => onSay(t('task.cannotBecause', { task: say(task.title), reason }));
  return (
    <div className={css.sheet} role="dialog" aria-modal="true" aria-label={t('task.cannot')}>
      <button type="button" className={css.shade} aria-label={t('cancel')} onClick={onClose} />
      <div className={css.panel}>
        <h2>{t('task.cannotTitle')}</h2>
        {reasons.map((reason) => (
          <button key={reason} type="button" className={css.choice} onClick={() => say_(t(`task.reason.${reason}`))}>
            {t(`task.reason.${reason}`)}
          </button>
        ))}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (words.trim()) say_(words.trim());
          }}
        >
          <input
            value={words}
            onChange={(event) => setWords(event.target.value)}
            placeholder={t('task.otherReason')}
            aria-label={t('task.otherReason')}
          />
          <button type="submit" className={css.primary} disabled={!words.trim()}>
            {t('task.tell')}
          </button>
        </form>
      </div>
    </div>
  );
}

/** Acts of one incident that still wait, for the list. */
export const unsentOf = (waiting: readonly Act[], incident: string, task: string): Act[] =>
  waiting.filter((act) => act.subject === incident && act.body.task === task);
