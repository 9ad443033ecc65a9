import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../i18n/index.ts';
import { At, Due, type Mark, StateMark } from '../marks/index.ts';
import css from './panes.module.css';
import type { Call, Room } from './room.ts';

const mark = { seated: 'waiting', calling: 'running', answered: 'done', silent: 'fault' } as const satisfies Record<Call['state'], Mark>;
const order = { silent: 0, calling: 1, seated: 2, answered: 3 } as const satisfies Record<Call['state'], number>;

/** Who was called and who answered: the silent first, with who stands in for them. */
export function PeoplePane({ room }: { room: Room }) {
  const { t } = useTranslation('incidents');
  const [all, setAll] = useState(false);
  const byPerson = new Map<string, Call & { group: string }>();
  for (const group of room.groups)
    for (const call of group.people) {
      const known = byPerson.get(call.person.id);
      if (!known || order[call.state] < order[known.state]) byPerson.set(call.person.id, { ...call, group: group.group });
    }
  const calls = [...byPerson.values()].sort((a, b) => order[a.state] - order[b.state]);
  const called = calls.filter((call) => call.state !== 'seated');
  const answered = called.filter((call) => call.state === 'answered');
  const open = called.filter((call) => call.state !== 'answered');
  const rest = all ? answered : answered.slice(0, 3);
  const groupName = (id: string) => say(room.groups.find((group) => group.group === id)?.name);
  return (
    <section aria-label={t('people.name')} className={css.people}>
      <div className={css.paneTitle}>
        <h2>
          {t('people.name')} <span>{t('people.answered', { answered: answered.length, called: called.length })}</span>
        </h2>
      </div>
      <ul>
        {[...open, ...rest].map((call) => (
          <li key={call.person.id}>
            <StateMark state={mark[call.state]} />
            <span className={css.who}>
              <b>{call.person.name}</b> {groupName(call.group)}
              {call.seat === 'leader' ? ` · ${t('seat.leader')}` : ''}
              {call.escalatedTo ? (
                <>
                  {' '}
                  → <b>{call.escalatedTo.name}</b>
                </>
              ) : null}
            </span>
            <span className={css.end}>
              {call.state === 'calling' && call.answerBy ? (
                <Due at={call.answerBy} bare />
              ) : call.state === 'answered' && call.answeredAt ? (
                <At at={call.answeredAt} />
              ) : call.state === 'silent' ? (
                t('people.silent', { count: call.attempt })
              ) : (
                ''
              )}
            </span>
          </li>
        ))}
      </ul>
      {answered.length > 3 ? (
        <button type="button" className="more" onClick={() => setAll(!all)}>
          {all
            ? t('timeline.fold')
            : t('people.more', {
                names: answered
                  .slice(3, 8)
                  .map((call) => call.person.name)
                  .join(' '),
                count: answered.length - 3,
              })}
        </button>
      ) : null}
      {called.length === 0 ? <p className="ink-2 t-dense">{t('people.none')}</p> : null}
    </section>
  );
}
