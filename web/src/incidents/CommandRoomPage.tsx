import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Dropdown, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type LoaderFunctionArgs, useParams, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { serverNow } from '../api/clock.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { LevelMark, LockedAction, RefusedNotice, Since, StateMark, Tag } from '../marks/index.ts';
import { PageHead, useDrill } from '../shell/index.ts';
import { BulletinDrawer } from './BulletinDrawer.tsx';
import { Decisions } from './Decisions.tsx';
import { Dialogs, type Doing, doings } from './Dialogs.tsx';
import { Lanes } from './Lanes.tsx';
import { namesOf } from './names.ts';
import { PeoplePane } from './PeoplePane.tsx';
import { entriesOf, incidentOf, planOf, useCommand } from './queries.ts';
import css from './room.module.css';
import { allowed, type Room, roomOf } from './room.ts';
import { Situation } from './Situation.tsx';
import { type Asking, TaskDrawer } from './TaskDrawer.tsx';
import { Timeline } from './Timeline.tsx';

const idOf = (params: { id?: string | undefined }): string => params.id ?? '';

export async function loader({ params }: LoaderFunctionArgs) {
  const id = idOf(params);
  const [incident] = await Promise.all([queryClient.ensureQueryData(incidentOf(id)), queryClient.ensureQueryData(entriesOf(id))]);
  await queryClient.ensureQueryData(planOf(incident.plan.id, incident.plan.version));
  return null;
}

/** One screen for one emergency: what waits for a decision, how it stands, who does what, what happened. */
export function Component() {
  const id = idOf(useParams());
  const { t } = useTranslation('incidents');
  const incident = useSuspenseQuery(incidentOf(id)).data;
  const journal = useSuspenseQuery(entriesOf(id));
  const { plan } = useSuspenseQuery(planOf(incident.plan.id, incident.plan.version)).data;
  const actor = useQuery(meQuery).data?.actor;
  const [search, setSearch] = useSearchParams();
  const [ask, setAsk] = useState<Asking>(null);
  const [shown, setShown] = useState<'decide' | 'tasks' | 'timeline' | 'people'>('tasks');
  const drill = incident.mode === 'drill';
  useDrill(drill ? incident.number : null);
  const room = roomOf(incident, plan);
  const set = (name: string, value: string | null, asking: Asking = null) => {
    setAsk(asking);
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: value === null },
    );
  };
  const task = room.tasks.find((one) => one.id === search.get('task')) ?? null;
  const doing = doings.find((one) => one === search.get('do')) ?? null;
  const { over } = room;

  const names = namesOf(plan, journal.data);
  const says = (['report', 'order', 'contact'] as const).filter((one) => allowed(room.actions, commandOf[one])?.allowed);
  const mine = allowed(room.actions, 'acknowledge');
  return (
    <>
      <PageHead
        title={say(room.title)}
        drill={drill}
        meta={
          <>
            <span>{room.number}</span>
            <span className="row">
              <LevelMark level={room.level} />
              <b className={css.level}>{t('levelShort', { level: room.level })}</b>
            </span>
            {over ? <Tag ink>{t(`state.${room.state}`)}</Tag> : <Since at={room.openedAt} />}
            <Leader room={room} />
          </>
        }
        action={<MainAction incident={id} room={room} drill={drill} onDo={(one) => set('do', one)} />}
      />
      {mine ? <AnswerCall incident={id} person={actor?.id ?? ''} /> : null}
      <div className={css.switch}>
        <Segmented
          block
          value={shown}
          onChange={setShown}
          options={(['decide', 'tasks', 'timeline', 'people'] as const).map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      <div className={css.room} data-shown={shown}>
        <aside className={css.left}>
          <Decisions
            incident={id}
            room={room}
            drill={drill}
            me={actor?.id}
            onOpen={(one) => set('task', one)}
            onBulletin={(one) => set('bulletin', one)}
          />
          <Situation
            incident={id}
            room={room}
            updatedAt={Math.max(journal.dataUpdatedAt + (serverNow() - Date.now()), 0)}
            onBulletin={(one) => set('bulletin', one)}
          />
        </aside>
        <div className={css.middle}>
          <Lanes
            room={room}
            selected={task?.id ?? null}
            canReassign={(one) => allowed(one.actions, 'reassign-task')?.allowed ?? false}
            onOpen={(one) => set('task', one)}
            onReassign={(one) => set('task', one, 'reassign')}
          />
        </div>
        <aside className={css.right}>
          <div className={css.log}>
            <Timeline
              entries={journal.data}
              names={names}
              actions={
                says.length > 0
                  ? says.map((one) => (
                      <button key={one} type="button" className="more" onClick={() => set('do', one)}>
                        {t(`do.${one}.link`)}
                      </button>
                    ))
                  : null
              }
            />
          </div>
          <div className={css.who}>
            <PeoplePane room={room} />
          </div>
        </aside>
      </div>
      <TaskDrawer
        incident={id}
        room={room}
        task={task}
        ask={ask}
        plan={incident.plan}
        over={over}
        drill={drill}
        onClose={() => set('task', null)}
      />
      <BulletinDrawer incident={id} open={search.get('bulletin')} onClose={() => set('bulletin', null)} />
      <Dialogs incident={id} room={room} plan={plan} doing={doing} drill={drill} onClose={() => set('do', null)} />
    </>
  );
}

function Leader({ room }: { room: Room }) {
  const { t } = useTranslation('incidents');
  const leader = room.groups[0]?.people.find((call) => call.seat === 'leader') ?? room.groups[0]?.people[0];
  if (!leader) return null;
  const answered = leader.state === 'answered';
  return (
    <span className="row nowrap" title={leader.person.name}>
      <StateMark state={answered ? 'ok' : leader.state === 'silent' ? 'fault' : 'running'} quiet />
      {t(answered ? 'head.leaderHere' : leader.state === 'silent' ? 'head.leaderSilent' : 'head.leaderCalled', {
        name: leader.person.name,
        other: leader.escalatedTo?.name ?? '',
      })}
    </span>
  );
}

/** What one presses, and the command behind it. */
const commandOf: Record<Doing, string> = {
  order: 'record-order',
  report: 'report-situation',
  contact: 'record-contact',
  task: 'add-task',
  level: 'set-level',
  test: 'record-test',
  end: 'declare-end',
  withdraw: 'withdraw',
  reopen: 'reopen',
};
interface MainProps {
  incident: string;
  room: Room;
  drill: boolean;
  onDo: (doing: Doing) => void;
}

/** The end of it, locked while something is missing, with what is missing beside; the rest under one word. */
function MainAction({ incident, room, drill, onDo }: MainProps) {
  const { t } = useTranslation('incidents');
  const { over } = room;
  const lacks = room.missing;
  const can = (name: string) => allowed(room.actions, name)?.allowed ?? false;
  if (over)
    return (
      <>
        {can('reopen') ? (
          <Button size="large" onClick={() => onDo('reopen')}>
            {t('do.reopen.link')}
          </Button>
        ) : null}
        <Link to={`${to.reports()}?incident=${incident}`}>
          <Button type="primary" size="large">
            {t('head.report')}
          </Button>
        </Link>
      </>
    );
  const more = (['test', 'task', 'level', 'withdraw'] as const).filter(
    (one) => can(commandOf[one]) || (one === 'test' && room.tests.some((test) => test.actions.some((each) => each.allowed))),
  );
  return (
    <>
      {lacks.length > 0 ? (
        <span className={css.lacks}>
          {t('head.lacks', { count: lacks.length })}
          {lacks.map((one) => t(`lack.${one.code}`, { count: one.count })).join(t('comma'))}
        </span>
      ) : null}
      {more.length > 0 ? (
        <Dropdown
          trigger={['click']}
          menu={{ items: more.map((one) => ({ key: one, label: t(`do.${one}.link`) })), onClick: ({ key }) => onDo(key as Doing) }}
        >
          <Button size="large">{t('head.more')}</Button>
        </Dropdown>
      ) : null}
      {lacks.length > 0 ? (
        <LockedAction
          label={t(drill ? 'head.endDrillLocked' : 'head.endLocked', { count: lacks.length })}
          missing={lacks.map(say).join(t('semicolon'))}
        />
      ) : can('declare-end') ? (
        <Button type="primary" size="large" onClick={() => onDo('end')}>
          {t(drill ? 'head.endDrill' : 'head.end')}
        </Button>
      ) : null}
    </>
  );
}

/** I was called and have not answered yet: the one thing that comes before everything else. */
function AnswerCall({ incident, person }: { incident: string; person: string }) {
  const { t } = useTranslation('incidents');
  const command = useCommand(incident);
  return (
    <div className={css.call} role="status">
      <strong>{t('head.called')}</strong>
      <Button type="primary" loading={command.isPending} onClick={() => command.mutate({ command: { command: 'acknowledge', person } })}>
        {t('head.answer')}
      </Button>
      <RefusedNotice error={command.error} />
    </div>
  );
}
