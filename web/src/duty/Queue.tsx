import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { toSubject } from '../addresses.ts';
import { commandIncident, commandNotice } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { Countdown, LevelMark, RefusedNotice, Tag } from '../marks/index.ts';
import { useRowKeys } from '../shell/index.ts';
import css from './desk.module.css';
import type { Call } from './queries.ts';

/** Things an operator in an upset can take in; the rest is folded, never thrown away (EEMUA 191). */
const shownAtOnce = 7;

/** What needs me now, the nearest deadline first, each with its one action. */
export function Queue({ calls }: { calls: Call[] }) {
  const { t } = useTranslation('duty');
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  const shown = all ? calls : calls.slice(0, shownAtOnce);
  const open = (call: Call) => navigate(toSubject(call.subject));
  const answer = useMutation({
    mutationFn: (call: Call): Promise<unknown> =>
      call.subject.kind === 'incident' && call.subject.number !== ''
        ? commandIncident({ id: call.subject.id }, { command: 'acknowledge', person: call.id })
        : commandNotice({ id: call.id }, { command: 'acknowledge' }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const act = (call: Call) => (call.kind === 'notice' ? answer.mutate(call) : open(call));
  const keys = useRowKeys(shown.length, (index) => shown[index] && open(shown[index]));
  return (
    <>
      <RefusedNotice error={answer.error} />
      <ol aria-label={t('queue.title')}>
        {shown.map((call, index) => (
          <li key={`${call.kind}/${call.id}`} className={css.call} {...keys.row(index)}>
            <div>
              {call.due ? (
                <Countdown at={call.due} size={index === 0 ? 'count' : index === 1 ? 'cause' : 'title'} />
              ) : (
                <span className="t-note ink-2">{t('queue.noDue')}</span>
              )}
            </div>
            <div>
              <h3>
                {call.level ? <LevelMark level={call.level} size={index === 0 ? 22 : 18} unconfirmed={call.confirmed === false} /> : null}
                <span>{say(call.title)}</span>
                {call.mode === 'drill' ? <Tag ink>{t('shell:mode.drill')}</Tag> : null}
              </h3>
              {(call.detail ?? []).map((line, nth) => (
                <p key={line.zh} className={index === 0 && nth === 0 ? css.lead : undefined}>
                  {say(line)}
                </p>
              ))}
              {call.otherwise ? <p>{say(call.otherwise)}</p> : null}
            </div>
            <div className={css.callAction}>
              <Button loading={answer.isPending && answer.variables === call} onClick={() => act(call)}>
                {t(`queue.do.${call.kind}`, { defaultValue: t('queue.do.open') })}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      {calls.length > shown.length ? (
        <p className={css.folded}>
          <button type="button" className="more" onClick={() => setAll(true)}>
            {t('queue.all', { count: calls.length, folded: calls.length - shown.length })}
          </button>
        </p>
      ) : null}
    </>
  );
}
