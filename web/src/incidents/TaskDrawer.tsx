import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Due, LateChip, RefusedNotice, StateMark } from '../marks/index.ts';
import { Act, Whys } from './Act.tsx';
import { type Draft, emptyDraft, evidenceOf, readDraft } from './draft.ts';
import css from './drawer.module.css';
import { durationWords } from './inputs.ts';
import { markOf } from './Lanes.tsx';
import { peopleQuery, useCommand } from './queries.ts';
import { allowed, isClosed, isLate, type Room, type RoomTask } from './room.ts';
import { effectName } from './sentences.ts';
import { Checklist, FieldsOf, ReasonField } from './TaskForm.tsx';
import { Done, Effects, Fact, Proof, proofWanted } from './TaskParts.tsx';

interface DrawerProps {
  incident: string;
  room: Room;
  task: RoomTask | null;
  ask: Asking;
  plan: { id: string; version: number };
  over: boolean;
  drill: boolean;
  onClose: () => void;
}
/** Which question the drawer opens with: the plan's remedy leads straight to it. */
export type Asking = 'reassign' | 'waive' | 'reject' | null;

/** One task: what the plan says of it, what has been done, and what may be done now. */
export function TaskDrawer({ task, onClose, ...rest }: DrawerProps) {
  return (
    <Drawer
      open={task !== null}
      onClose={onClose}
      size={480}
      title={task ? say(task.title) : ''}
      classNames={{ body: css.body ?? '' }}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      {task ? <Body key={`${task.id}/${task.round}`} task={task} {...rest} /> : null}
    </Drawer>
  );
}

function Body({ incident, room, task, ask, plan, over, drill }: Omit<DrawerProps, 'onClose' | 'task'> & { task: RoomTask }) {
  const { t } = useTranslation('incidents');
  const now = useNow();
  const command = useCommand(incident);
  const [asking, setAsking] = useState<Asking>(ask);
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, checked: task.checked, evidence: task.evidence });
  const [shown, setShown] = useState(false);
  const [machines, setMachines] = useState<string[]>([]);
  const closed = isClosed(task);
  const people = useQuery(peopleQuery).data ?? [];
  const group = room.groups.find((one) => one.group === task.group);
  const { answers, faults } = readDraft(task.plan, draft);
  const evidence = evidenceOf(task.plan, draft);
  const act = (body: Parameters<typeof command.mutate>[0]['command']) =>
    command.mutate({ command: body }, { onSuccess: () => setAsking(null) });
  const device = (task.plan?.effects ?? []).filter((effect) =>
    ['close-machine', 'isolate-machine', 'go-in-service', 'reset'].includes(effect.kind),
  );
  const startsDevices = device.some((effect) => effect.on === 'start');
  const byEffects = task.plan?.closes === 'effects';
  const complete = () => {
    setShown(true);
    if (faults.length > 0) return;
    act({
      command: 'complete-task',
      task: task.id,
      round: task.round,
      answers,
      checked: draft.checked,
      evidence,
      ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
    });
  };
  const faultTexts = Object.fromEntries(faults.map((fault) => [fault.at, t(`form.fault.${fault.why}`)]));
  const live = !over && !closed;
  const can = (name: string) => allowed(task.actions, name);
  return (
    <>
      <dl className="facts">
        <Fact name={t('task.stateName')}>
          <span className={css.mark}>
            <StateMark state={markOf(task, now)} quiet />{' '}
            {isLate(task, now) && task.due ? <LateChip due={task.due} /> : t(`task.state.${task.state}`)}
          </span>
        </Fact>
        <Fact name={t('task.group')}>
          {say(group?.name)}
          {task.assignee ? ` · ${task.assignee.name}` : ''}
        </Fact>
        {task.due ? <Fact name={t('task.due')}>{closed ? <At at={task.due} /> : <Due at={task.due} />}</Fact> : null}
        {task.doneAt ? (
          <Fact name={t(task.state === 'waived' ? 'task.waivedAt' : 'task.doneAt')}>
            <At at={task.doneAt} />
            {task.doneBy ? ` · ${task.doneBy.name}` : ''}
          </Fact>
        ) : null}
        {task.waitsFor.length > 0 ? <Fact name={t('task.before')}>{task.waitsFor.map(say).join(t('comma'))}</Fact> : null}
        {task.holdsUp.length > 0 ? <Fact name={t('task.after')}>{task.holdsUp.map(say).join(t('comma'))}</Fact> : null}
        {task.plan?.repeat ? (
          <Fact name={t('task.rhythm')}>
            {t('task.every', { span: durationWords(task.plan.repeat)[spoken() === 'en' ? 'en' : 'zh'] })} ·{' '}
            {t('task.round', { round: task.round })}
          </Fact>
        ) : null}
        {task.plan ? (
          <Fact name={t('task.clause')}>
            <Link to={to.plan(plan.id, { version: plan.version, select: task.id })}>{[task.plan.source].flat().join(t('comma'))} ›</Link>
          </Fact>
        ) : null}
        {task.reason ? <Fact name={t('task.reason')}>{say(task.reason)}</Fact> : null}
      </dl>
      {task.plan?.detail ? <p className={css.detail}>{say(task.plan.detail)}</p> : null}
      {task.effects.length > 0 ? (
        <Effects task={task} pending={command.isPending} onRetry={(effect) => act({ command: 'retry-effect', effect })} />
      ) : null}
      {closed || task.submission?.of === 'completion' ? <Done task={task} /> : null}
      {task.submission && !over ? (
        <section className={css.part}>
          <h3>{t(task.submission.of === 'start' ? 'decide.startTitle' : 'decide.doneTitle', { task: say(task.title) })}</h3>
          <p className="ink-2">
            {t('decide.askedBy', { name: task.submission.by.name })} <At at={task.submission.at} />
            {task.submission.machines ? ` · ${t('machines', { count: task.submission.machines.length })}` : ''}
          </p>
          <p className="ink-2">{t('decide.who', { role: t(`role.${task.submission.approver}`) })}</p>
          {asking === 'reject' ? (
            <Reason
              label={t('decide.rejectReason')}
              go={t('decide.reject')}
              pending={command.isPending}
              onCancel={() => setAsking(null)}
              onGo={(reason) => act({ command: 'approve-task', task: task.id, approved: false, reason })}
            />
          ) : (
            <div className={css.answers}>
              <Act
                may={can('approve-task')}
                loading={command.isPending}
                onClick={() => act({ command: 'approve-task', task: task.id, approved: true })}
              >
                {t('decide.approve')}
              </Act>
              <Act may={can('approve-task')} onClick={() => setAsking('reject')}>
                {t('decide.reject')}…
              </Act>
            </div>
          )}
        </section>
      ) : null}
      {live && !task.submission ? (
        <>
          {task.state === 'running' && !byEffects ? (
            <>
              {task.plan?.checklist ? (
                <section className={css.part}>
                  <h3>
                    {t('form.steps')}{' '}
                    <span className="ink-2">
                      {draft.checked.length}/{task.plan.checklist.length}
                    </span>
                  </h3>
                  <Checklist steps={task.plan.checklist} checked={draft.checked} onChange={(checked) => setDraft({ ...draft, checked })} />
                  {shown && faultTexts.steps ? (
                    <p className={css.fault} role="alert">
                      {t('form.fault.steps')}
                    </p>
                  ) : null}
                </section>
              ) : null}
              {task.plan?.form ? (
                <section className={css.part}>
                  <h3>{t('form.title')}</h3>
                  <FieldsOf
                    fields={task.plan.form}
                    draft={draft}
                    onChange={setDraft}
                    machines={room.machineIds}
                    people={people}
                    faults={shown ? faultTexts : {}}
                  />
                </section>
              ) : null}
              <section className={css.part}>
                <h3>
                  {t('form.proof')} <span className="ink-2">{proofWanted(task, t)}</span>
                </h3>
                <Proof draft={draft} onChange={setDraft} />
                {shown && (faultTexts.photo || faultTexts.place || faultTexts.note) ? (
                  <p className={css.fault} role="alert">
                    {t('form.fault.proof', { what: proofWanted(task, t) })}
                  </p>
                ) : null}
                <label className={css.noteField} htmlFor="task-note">
                  {t('form.note')}
                  <Input.TextArea
                    id="task-note"
                    value={draft.note}
                    autoSize={{ minRows: 2, maxRows: 6 }}
                    onChange={(event) => setDraft({ ...draft, note: event.target.value })}
                  />
                </label>
              </section>
            </>
          ) : null}
          {task.state === 'open' && startsDevices ? (
            <section className={css.part}>
              <h3>{t('device.title')}</h3>
              <p>
                {t('device.touches', {
                  count: machines.length || room.machines.down,
                  what: device.map((effect) => say(effectName(effect.kind))).join(t('comma')),
                })}
                {drill ? ` · ${t('device.simulated')}` : ''}
              </p>
              <Select
                mode="multiple"
                allowClear
                value={machines}
                style={{ width: '100%' }}
                placeholder={t('device.all')}
                maxTagCount="responsive"
                aria-label={t('device.which')}
                options={room.machineIds.map((atm) => ({ value: atm, label: atm }))}
                onChange={setMachines}
              />
              {device.some((effect) => 'twoPersons' in effect && effect.twoPersons) ? (
                <p className="ink-2 t-note">{t('device.two')}</p>
              ) : null}
            </section>
          ) : null}
          {asking ? (
            <Question asking={asking} task={task} room={room} pending={command.isPending} onCancel={() => setAsking(null)} onAct={act} />
          ) : (
            <>
              <div className={css.actions}>
                {task.state === 'open' ? (
                  <Act
                    may={can('start-task')}
                    type="primary"
                    loading={command.isPending}
                    onClick={() =>
                      act({ command: 'start-task', task: task.id, round: task.round, ...(machines.length > 0 ? { machines } : {}) })
                    }
                  >
                    {drill && startsDevices ? `${t('device.simulate')} ` : ''}
                    {t('task.start')}
                  </Act>
                ) : null}
                {task.state === 'running' && !byEffects ? (
                  <Act may={can('complete-task')} type="primary" loading={command.isPending} onClick={complete}>
                    {t('task.complete')}
                  </Act>
                ) : null}
                <Act
                  may={can('confirm-shared')}
                  onClick={() => act({ command: 'confirm-shared', task: task.id })}
                  loading={command.isPending}
                >
                  {t('task.confirmShared')}
                </Act>
                <Act may={can('reassign-task')} onClick={() => setAsking('reassign')}>
                  {t('task.reassign')}…
                </Act>
                <Act may={can('waive-task')} onClick={() => setAsking('waive')}>
                  {t('task.waive')}…
                </Act>
              </div>
              <Whys of={[can(task.state === 'open' ? 'start-task' : 'complete-task')]} />
            </>
          )}
          {task.state === 'running' && byEffects ? <p className="ink-2">{t('task.closesByEffects')}</p> : null}
        </>
      ) : null}
      {command.isPending ? (
        <p className="ink-2" role="status">
          {t('pending')}
        </p>
      ) : null}
      <RefusedNotice error={command.error} />
    </>
  );
}

function Reason({
  label,
  go,
  pending,
  onCancel,
  onGo,
}: {
  label: string;
  go: string;
  pending: boolean;
  onCancel: () => void;
  onGo: (reason: string) => void;
}) {
  const { t } = useTranslation('incidents');
  const [reason, setReason] = useState('');
  return (
    <div className={css.question}>
      <ReasonField label={label} value={reason} onChange={setReason} />
      <div className={css.answers}>
        <Button
          size="large"
          loading={pending}
          disabled={reason.trim() === ''}
          title={reason.trim() === '' ? t('reasonNeeded') : ''}
          onClick={() => onGo(reason.trim())}
        >
          {go}
        </Button>
        <Button size="large" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}

function Question({
  asking,
  task,
  room,
  pending,
  onCancel,
  onAct,
}: {
  asking: Exclude<Asking, null>;
  task: RoomTask;
  room: Room;
  pending: boolean;
  onCancel: () => void;
  onAct: (command: Parameters<ReturnType<typeof useCommand>['mutate']>[0]['command']) => void;
}) {
  const { t } = useTranslation('incidents');
  const people = useQuery(peopleQuery).data ?? [];
  const [person, setPerson] = useState<string>();
  const [reason, setReason] = useState('');
  if (asking !== 'reassign')
    return (
      <section className={css.part}>
        <h3>{t('task.waive')}</h3>
        <Reason
          label={t('task.waiveReason')}
          go={t('task.waive')}
          pending={pending}
          onCancel={onCancel}
          onGo={(why) => onAct({ command: 'waive-task', task: task.id, reason: why })}
        />
      </section>
    );
  const own = room.groups.find((group) => group.group === task.group)?.people ?? [];
  const ownIds = new Set(own.map((call) => call.person.id));
  const chosen = [...own.map((call) => call.person), ...people].find((one) => one.id === person);
  const options = [
    {
      label: t('reassign.group'),
      options: own.map((call) => ({ value: call.person.id, label: `${call.person.name} · ${t(`call.${call.state}`)}` })),
    },
    {
      label: t('reassign.others'),
      options: people.filter((one) => !ownIds.has(one.id)).map((one) => ({ value: one.id, label: one.name })),
    },
  ];
  const missing = !chosen || reason.trim() === '';
  return (
    <section className={css.part}>
      <h3>{t('task.reassign')}</h3>
      <Select
        showSearch
        optionFilterProp="label"
        value={person}
        placeholder={t('form.person')}
        aria-label={t('form.person')}
        options={options}
        onChange={setPerson}
        style={{ width: '100%' }}
      />
      <ReasonField label={t('reassign.reason')} value={reason} onChange={setReason} />
      <div className={css.answers}>
        <Button
          size="large"
          loading={pending}
          disabled={missing}
          title={missing ? t('reassign.missing') : ''}
          onClick={() =>
            chosen &&
            onAct({ command: 'reassign-task', task: task.id, person: { id: chosen.id, name: chosen.name }, reason: reason.trim() })
          }
        >
          {t('task.reassign')}
        </Button>
        <Button size="large" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  );
}
