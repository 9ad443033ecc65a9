import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../i18n/index.ts';
import { At, Countdown, RefusedNotice } from '../marks/index.ts';
import { Act, Whys } from './Act.tsx';
import { type Bulletin, bulletinsOf, useBulletinCommand } from './bulletins.ts';
import css from './panes.module.css';
import { peopleQuery, useCommand } from './queries.ts';
import { allowed, type Room, type RoomGroup, type RoomTask } from './room.ts';
import { effectName } from './sentences.ts';

interface DecisionsProps {
  incident: string;
  room: Room;
  drill: boolean;
  onOpen: (task: string) => void;
  onBulletin: (id: string) => void;
  me: string | undefined;
}

/** What waits for a decision, nearest deadline first; both answers weigh the same. */
export function Decisions({ incident, room, drill, onOpen, onBulletin, me }: DecisionsProps) {
  const { t } = useTranslation('incidents');
  const bulletins = (useQuery(bulletinsOf(incident)).data ?? []).filter((bulletin) => bulletin.state === 'drafted');
  const { over } = room;
  const asked = over ? [] : room.tasks.filter((task) => task.submission).toSorted((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'));
  const leaders = over ? [] : room.groups.filter((group) => group.needsLeader && group.convened);
  const count = asked.length + bulletins.length + leaders.length;
  return (
    <section className={count > 0 ? css.wanted : css.calm} aria-label={t('decide.name')}>
      <div className={css.paneTitle}>
        <h2>
          {t('decide.name')} <span>{count}</span>
        </h2>
      </div>
      {count === 0 ? <p className="ink-2 t-dense">{t('decide.none')}</p> : null}
      {asked.map((task, index) => (
        <Approval key={task.id} incident={incident} task={task} drill={drill} large={index === 0} onOpen={() => onOpen(task.id)} />
      ))}
      {leaders.map((group) => (
        <Appointment key={group.group} incident={incident} group={group} me={me} />
      ))}
      {bulletins.map((bulletin) => (
        <BulletinApproval key={bulletin.id} bulletin={bulletin} onOpen={() => onBulletin(bulletin.id)} />
      ))}
    </section>
  );
}

function Approval({
  incident,
  task,
  drill,
  large,
  onOpen,
}: {
  incident: string;
  task: RoomTask;
  drill: boolean;
  large: boolean;
  onOpen: () => void;
}) {
  const { t } = useTranslation('incidents');
  const command = useCommand(incident);
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const { submission } = task;
  if (!submission) return null;
  const starts = submission.of === 'start';
  const effects = (task.plan?.effects ?? []).map((effect) => say(effectName(effect.kind)));
  const may = allowed(task.actions, 'approve-task');
  const decide = (approved: boolean) =>
    command.mutate({ command: { command: 'approve-task', task: task.id, approved, ...(approved ? {} : { reason: reason.trim() }) } });
  return (
    <article className={css.decision}>
      {task.due ? (
        <Countdown at={task.due} then={t(starts ? 'decide.thenNothing' : 'decide.thenOpen')} size={large ? 'count' : 'cause'} />
      ) : null}
      <h3 className={large ? 't-title' : 't-lead'}>{t(starts ? 'decide.startTitle' : 'decide.doneTitle', { task: say(task.title) })}</h3>
      {starts ? (
        <p className="ink-2">
          {t('decide.touches', {
            count: submission.machines?.length ?? task.effects[0]?.machines.length ?? 0,
            what: effects.join(t('comma')),
          })}
        </p>
      ) : null}
      {submission.note ? <p className="ink-2">{submission.note}</p> : null}
      <p>
        {t(starts ? 'decide.asked' : 'decide.reported', { name: submission.by.name })} · <At at={submission.at} />
      </p>
      {rejecting ? (
        <Input.TextArea
          autoFocus
          value={reason}
          autoSize={{ minRows: 2 }}
          placeholder={t('decide.rejectReason')}
          aria-label={t('decide.rejectReason')}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      <div className={css.answers}>
        {rejecting ? (
          <>
            <Button
              size="large"
              disabled={reason.trim() === ''}
              title={reason.trim() ? '' : t('reasonNeeded')}
              loading={command.isPending}
              onClick={() => decide(false)}
            >
              {t(starts ? 'decide.keep' : 'decide.reject')}
            </Button>
            <Button size="large" onClick={() => setRejecting(false)}>
              {t('cancel')}
            </Button>
          </>
        ) : (
          <>
            <Act may={may} loading={command.isPending} onClick={() => decide(true)}>
              {starts && drill ? t('device.simulate') : ''}
              {t(starts ? 'decide.start' : 'decide.approve')}
            </Act>
            <Act may={may} onClick={() => setRejecting(true)}>
              {t(starts ? 'decide.keep' : 'decide.reject')}…
            </Act>
          </>
        )}
      </div>
      {command.isPending ? (
        <p className="ink-2 t-note" role="status">
          {t('pending')}
        </p>
      ) : null}
      <RefusedNotice error={command.error} />
      <Whys of={[may]} />
      <p className="ink-2 t-note">
        {t('decide.two', { name: submission.by.name, role: t(`role.${submission.approver}`) })}{' '}
        <button type="button" className="more" onClick={onOpen}>
          {t('decide.look')}
        </button>
      </p>
    </article>
  );
}

/** A group whose leader the command names: who, then whether they accept. */
function Appointment({ incident, group, me }: { incident: string; group: RoomGroup; me: string | undefined }) {
  const { t } = useTranslation('incidents');
  const command = useCommand(incident);
  const people = useQuery(peopleQuery).data ?? [];
  const [person, setPerson] = useState<string>();
  const [reason, setReason] = useState('');
  const [declining, setDeclining] = useState(false);
  const candidates = [
    ...group.people.map((call) => call.person),
    ...people.filter((one) => !group.people.some((call) => call.person.id === one.id)),
  ];
  const chosen = candidates.find((one) => one.id === person);
  const mine = group.appointed?.person.id === me;
  return (
    <article className={css.decision}>
      <h3 className="t-lead">{t('appoint.title', { group: say(group.name) })}</h3>
      {group.appointed ? (
        <p className="ink-2">{t('appoint.waiting', { name: group.appointed.person.name })}</p>
      ) : (
        <>
          <Select
            showSearch
            optionFilterProp="label"
            value={person}
            placeholder={t('form.person')}
            aria-label={t('form.person')}
            options={candidates.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setPerson}
          />
          <Button
            size="large"
            disabled={!chosen}
            title={chosen ? '' : t('appoint.choose')}
            loading={command.isPending}
            onClick={() =>
              chosen &&
              command.mutate({ command: { command: 'appoint', group: group.group, person: { id: chosen.id, name: chosen.name } } })
            }
          >
            {t('appoint.go')}
          </Button>
        </>
      )}
      {mine && declining ? (
        <Input.TextArea
          autoFocus
          value={reason}
          placeholder={t('appoint.declineReason')}
          aria-label={t('appoint.declineReason')}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {mine ? (
        <div className={css.answers}>
          {declining ? (
            <>
              <Button
                size="large"
                disabled={reason.trim() === ''}
                title={reason.trim() ? '' : t('reasonNeeded')}
                loading={command.isPending}
                onClick={() => command.mutate({ command: { command: 'decline-appointment', group: group.group, reason: reason.trim() } })}
              >
                {t('appoint.decline')}
              </Button>
              <Button size="large" onClick={() => setDeclining(false)}>
                {t('cancel')}
              </Button>
            </>
          ) : (
            <>
              <Button
                size="large"
                loading={command.isPending}
                onClick={() => command.mutate({ command: { command: 'accept-appointment', group: group.group } })}
              >
                {t('appoint.accept')}
              </Button>
              <Button size="large" onClick={() => setDeclining(true)}>
                {t('appoint.decline')}…
              </Button>
            </>
          )}
        </div>
      ) : null}
      <RefusedNotice error={command.error} />
    </article>
  );
}

function BulletinApproval({ bulletin, onOpen }: { bulletin: Bulletin; onOpen: () => void }) {
  const { t } = useTranslation('incidents');
  const command = useBulletinCommand(bulletin.id);
  return (
    <article className={css.decision}>
      {bulletin.nextWord ? <Countdown at={bulletin.nextWord} size="cause" /> : null}
      <h3 className="t-lead">{t('bulletin.approveTitle', { kind: t(`bulletin.kind.${bulletin.kind}`), serial: bulletin.serial })}</h3>
      <p className={css.excerpt}>{say(bulletin.title)}</p>
      <div className={css.answers}>
        <Button size="large" loading={command.isPending} onClick={() => command.mutate({ command: 'approve' })}>
          {t('bulletin.approve')}
        </Button>
        <Button size="large" onClick={onOpen}>
          {t('bulletin.read')}
        </Button>
      </div>
      <RefusedNotice error={command.error} />
      <p className="ink-2 t-note">{t('bulletin.two', { name: bulletin.draftedBy.name })}</p>
    </article>
  );
}
