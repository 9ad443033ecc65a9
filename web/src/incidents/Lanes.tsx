import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNow } from '../api/clock.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Due, LateChip, type Mark, StateMark } from '../marks/index.ts';
import { durationWords } from './inputs.ts';
import css from './lanes.module.css';
import { inLaneOrder, isClosed, isLate, type Room, type RoomGroup, type RoomPhase, type RoomTask } from './room.ts';

export const markOf = (task: RoomTask, now: number): Mark => {
  if (isClosed(task)) return 'done';
  if (isLate(task, now)) return 'late';
  if (task.state === 'running' && task.effects.some((effect) => effect.outcome === 'pending')) return 'outside';
  return (
    { waiting: 'waiting', open: 'waiting', running: 'running', submitted: 'note', done: 'done', waived: 'done', skipped: 'done' } as const
  )[task.state];
};

interface LanesProps {
  room: Room;
  selected: string | null;
  onOpen: (task: string) => void;
  onReassign: (task: string) => void;
  canReassign: (task: RoomTask) => boolean;
}

/** Groups × phases: the past narrow and grey, the present wide, the future in outline; what is late on top. */
export function Lanes({ room, selected, onOpen, onReassign, canReassign }: LanesProps) {
  const { t } = useTranslation('incidents');
  const now = useNow();
  const late = room.tasks.filter((task) => isLate(task, now)).sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''));
  const worst = late[0];
  const english = spoken() === 'en';
  const lateIn = (group: RoomGroup) => late.some((task) => task.group === group.group);
  const lanes = room.groups
    .filter((group) => room.tasks.some((task) => task.group === group.group))
    .toSorted((a, b) => Number(lateIn(b)) - Number(lateIn(a)));
  const columns = room.phases
    .map(
      (phase) =>
        ({
          past: room.over ? 'minmax(112px, 1fr)' : english ? 'minmax(72px, 80px)' : 'minmax(60px, 66px)',
          current: english ? 'minmax(232px, 3fr)' : 'minmax(250px, 3fr)',
          future: english ? 'minmax(100px, 1fr)' : 'minmax(92px, 1fr)',
        })[phase.stage],
    )
    .join(' ');
  return (
    <section className={css.scroll} aria-label={t('lanes.name')}>
      <div className={css.grid} style={{ '--columns': columns } as React.CSSProperties}>
        <div className={css.corner} />
        {room.phases.map((phase) => (
          <PhaseHead key={phase.id} phase={phase} now={now} />
        ))}
        {worst ? (
          <div className={css.strip}>
            <LateChip due={worst.due ?? ''} />
            <button type="button" className={css.stripTitle} onClick={() => onOpen(worst.id)}>
              {say(worst.title)}
            </button>
            <span className="ink-2">
              {[say(room.groups.find((group) => group.group === worst.group)?.name), worst.assignee?.name].filter(Boolean).join(' · ')}
            </span>
            {worst.holdsUp.length > 0 ? (
              <span className="ink-2">{t('lanes.holdsUp', { what: worst.holdsUp.map(say).join(t('comma')) })}</span>
            ) : null}
            <span className={css.stripEnd}>
              {late.length > 1 ? <span className="ink-2 nowrap">{t('lanes.alsoLate', { count: late.length - 1 })}</span> : null}
              {canReassign(worst) ? <Button onClick={() => onReassign(worst.id)}>{t('lanes.reassign')}</Button> : null}
            </span>
          </div>
        ) : null}
        {lanes.map((group) => (
          <section key={group.group} className={css.lane} aria-label={say(group.name)}>
            <div className={css.group}>
              <strong>{say(group.name)}</strong>
              <LaneLeader group={group} />
            </div>
            {room.phases.map((phase) => (
              <Cell
                key={phase.id}
                phase={phase}
                tasks={inLaneOrder(
                  room.tasks.filter((task) => task.group === group.group && task.phase === phase.id),
                  now,
                )}
                now={now}
                over={room.over}
                selected={selected}
                onOpen={onOpen}
              />
            ))}
          </section>
        ))}
      </div>
    </section>
  );
}

function LaneLeader({ group }: { group: RoomGroup }) {
  const { t } = useTranslation('incidents');
  const leader = group.leader ?? group.people[0]?.person ?? null;
  const seat = group.people.find((call) => call.person.id === leader?.id);
  const stand = seat?.state === 'silent' ? seat.escalatedTo : null;
  return (
    <span className="ink-2">
      {stand
        ? t('lanes.standIn', { one: stand.name, other: leader?.name })
        : (leader?.name ?? (group.needsLeader ? t('lanes.noLeader') : '–'))}
    </span>
  );
}

function PhaseHead({ phase, now }: { phase: RoomPhase; now: number }) {
  const { t } = useTranslation('incidents');
  if (phase.stage === 'past')
    return (
      <div className={`${css.head} ${css.past}`}>
        <span className={css.pastName}>
          {say(phase.name)}
          <i aria-hidden="true">✓</i>
        </span>
        <small>{phase.leftAt ? <At at={phase.leftAt} /> : `${phase.done}/${phase.total}`}</small>
      </div>
    );
  const limit = phase.due ? (
    <span>
      {t('lanes.limit')} <At at={phase.due} />
    </span>
  ) : null;
  if (phase.stage === 'current')
    return (
      <div className={`${css.head} ${css.current}`}>
        <span>
          <strong>{say(phase.name)}</strong>{' '}
          <strong>
            {phase.done}/{phase.total}
          </strong>
        </span>
        <small>
          {phase.late > 0 ? `${t('lanes.late', { count: phase.late })}${limit ? ' · ' : ''}` : ''}
          {limit}
          {!limit && phase.late === 0 ? t('lanes.running') : null}
          {phase.due && Date.parse(phase.due) < now ? (
            <>
              {' '}
              · <LateChip due={phase.due} />
            </>
          ) : null}
        </small>
      </div>
    );
  return (
    <div className={`${css.head} ${css.future}`}>
      <span>
        {say(phase.name)}{' '}
        <span className="nowrap">
          {phase.done}/{phase.total}
        </span>
      </span>
      <small>{limit ?? ' '}</small>
    </div>
  );
}

interface CellProps {
  phase: RoomPhase;
  tasks: RoomTask[];
  now: number;
  over: boolean;
  selected: string | null;
  onOpen: (task: string) => void;
}

function Cell({ phase, tasks, now, over, selected, onOpen }: CellProps) {
  const { t } = useTranslation('incidents');
  if (phase.stage === 'past' && !over) {
    const open = tasks.filter((task) => !isClosed(task));
    const last = tasks
      .map((task) => task.doneAt ?? '')
      .sort()
      .at(-1);
    return (
      <div className={`${css.cell} ${css.past}`}>
        {tasks.length === 0 ? (
          <span className="ink-3">–</span>
        ) : (
          <button
            type="button"
            className={css.pastTasks}
            onClick={() => onOpen((open[0] ?? (tasks.at(-1) as RoomTask)).id)}
            title={tasks.map((task) => say(task.title)).join(t('comma'))}
          >
            <StateMark state={open.length > 0 ? markOf(open[0] as RoomTask, now) : 'done'} />
            <span>{open.length > 0 ? `${tasks.length - open.length}/${tasks.length}` : last ? <At at={last} /> : null}</span>
          </button>
        )}
      </div>
    );
  }
  if (phase.stage === 'future' || over)
    return (
      <div className={over ? `${css.cell} ${css.future} ${css.over}` : `${css.cell} ${css.future}`}>
        {tasks.map((task) => (
          <button type="button" key={task.id} className={css.outline} onClick={() => onOpen(task.id)}>
            <StateMark state={markOf(task, now)} />
            <span>
              {say(task.title)}
              {over && task.late ? <b> {t('task.wasLate')}</b> : null}
              {over && task.doneAt ? (
                <small>
                  <At at={task.doneAt} />
                  {task.state === 'waived' ? ` ${t('task.waived')}` : ''}
                </small>
              ) : null}
            </span>
          </button>
        ))}
      </div>
    );
  return (
    <div className={`${css.cell} ${css.present}`}>
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} now={now} selected={task.id === selected} onOpen={onOpen} />
      ))}
    </div>
  );
}

/** One task of the present phase: what, who, proof, time left. */
export function TaskRow({
  task,
  now,
  selected,
  onOpen,
}: {
  task: RoomTask;
  now: number;
  selected: boolean;
  onOpen: (task: string) => void;
}) {
  const { t } = useTranslation('incidents');
  const late = isLate(task, now);
  const closed = isClosed(task);
  return (
    <button
      type="button"
      className={`${css.task} ${late ? css.late : ''} ${closed ? css.closed : ''}`}
      aria-current={selected}
      onClick={() => onOpen(task.id)}
    >
      <StateMark state={markOf(task, now)} />
      <span className={css.title}>
        {say(task.title)}

        {task.adHoc ? <i className={css.adHoc}>{t('task.adHoc')}</i> : null}
      </span>
      <span className={css.time}>
        {closed ? (
          <span aria-hidden="true">{task.state === 'waived' ? t('task.waived') : '✓'}</span>
        ) : task.state === 'waiting' ? (
          <span className="ink-3">{t('task.notStarted')}</span>
        ) : task.due ? (
          <Due at={task.due} bare />
        ) : null}
      </span>
      <span className={css.detail}>
        <Detail task={task} />
      </span>
      <span className={css.absolute}>
        {closed && task.doneAt ? (
          <At at={task.doneAt} />
        ) : task.due ? (
          <>
            {late ? `${t('task.was')} ` : ''}
            <At at={task.due} />
          </>
        ) : null}
      </span>
      {late && task.holdsUp.length > 0 ? (
        <span className={css.held}>{t('lanes.holdsUp', { what: task.holdsUp.map(say).join(t('comma')) })}</span>
      ) : null}
    </button>
  );
}

function Detail({ task }: { task: RoomTask }) {
  const { t } = useTranslation('incidents');
  const parts: string[] = [];
  if (task.state === 'waiting')
    return <>{task.waitsFor.length > 0 ? t('task.waitsFor', { what: task.waitsFor.map(say).join(t('comma')) }) : t('task.waitsPhase')}</>;
  const who = task.doneBy ?? task.assignee;
  if (who) parts.push(who.name);
  if (task.plan?.repeat) parts.push(t('task.every', { span: durationWords(task.plan.repeat)[spoken() === 'en' ? 'en' : 'zh'] }));
  if (task.submission)
    parts.push(t(task.submission.of === 'start' ? 'task.startAsked' : 'task.submitted', { role: t(`role.${task.submission.approver}`) }));
  const wanted = (task.plan?.evidence ?? []).reduce((sum, one) => sum + one.atLeast, 0);
  const steps = task.plan?.checklist?.length ?? 0;
  if (isClosed(task)) {
    if (task.evidence.length > 0) parts.push(t('task.proof', { count: task.evidence.length }));
    if (task.note) parts.push(task.note);
    if (task.state === 'waived' && task.reason) parts.push(say(task.reason));
    if (task.late) parts.push(t('task.wasLate'));
  } else {
    if (wanted > 0) parts.push(t('task.proofOf', { done: task.evidence.length, wanted }));
    else if (steps > 0) parts.push(t('task.steps', { done: task.checked.length, count: steps }));
    const pending = task.effects.filter((effect) => effect.outcome === 'pending');
    if (pending.length > 0) parts.push(t('task.outside', { count: pending.length }));
    if (parts.length === 0 || (who === null && parts.length === 1)) parts.push(t(`task.state.${task.state}`));
  }
  return <>{parts.join(' · ')}</>;
}
