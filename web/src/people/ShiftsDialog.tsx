import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addShifts } from '../api/client.gen.ts';
import { useNow } from '../api/clock.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { Foot } from './Foot.tsx';
import css from './people.module.css';
import { groupsAll, peopleAll } from './queries.ts';

const dayLength = 86_400_000;
let made = 0;
const turnOf = (start: string, end: string) => ({ key: made++, start, end });

/** A rota as people write it: who takes turns, from which day until which, and the turns of a day. */
export function ShiftsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('people');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('do.shiftsGo')} width={560} destroyOnHidden>
      {open ? <Body onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const now = useNow();
  const timeZone = useQuery(meQuery).data?.timezone;
  // A day as the API and the field write it; Swedish is written just so.
  const dayOf = (at: number) => new Date(at).toLocaleDateString('sv-SE', timeZone ? { timeZone } : {});
  const everybody = useQuery(peopleAll);
  const groups = useQuery(groupsAll).data ?? [];
  const [desk, setDesk] = useState('duty');
  const [people, setPeople] = useState<string[]>([]);
  const [from, setFrom] = useState(() => dayOf(now));
  const [until, setUntil] = useState(() => dayOf(now + 13 * dayLength));
  const [turns, setTurns] = useState(() => [turnOf('08:00', '20:00'), turnOf('20:00', '08:00')]);
  const add = useMutation({
    mutationFn: () => addShifts({ desk, pattern: { from, until, turns: turns.map(({ start, end }) => ({ start, end })), people } }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const missing =
    people.length === 0
      ? t('form.peopleMissing')
      : !from || !until || until < from
        ? t('form.daysWrong')
        : turns.length === 0 || turns.some((turn) => !turn.start || !turn.end)
          ? t('form.turnsMissing')
          : '';
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) add.mutate();
      }}
    >
      <div className={css.field}>
        {t('form.desk')}
        <Select
          value={desk}
          aria-label={t('form.desk')}
          options={[{ value: 'duty', label: t('desk') }, ...groups.map((group) => ({ value: group.id, label: say(group.name) }))]}
          onChange={setDesk}
        />
      </div>
      <div className={css.field}>
        {t('form.people')}
        <Select
          mode="multiple"
          value={people}
          aria-label={t('form.people')}
          placeholder={t('form.peopleHint')}
          showSearch={{ optionFilterProp: 'label' }}
          options={(everybody.data ?? [])
            .filter((person) => person.active && person.role !== 'vendor' && person.role !== 'integration')
            .map((person) => ({ value: person.id, label: [person.name, person.office].filter(Boolean).join(' · ') }))}
          onChange={setPeople}
        />
      </div>
      <div className={css.pair}>
        <div className={css.field}>
          {t('form.from')}
          <Input type="date" value={from} aria-label={t('form.from')} onChange={(event) => setFrom(event.target.value)} />
        </div>
        <div className={css.field}>
          {t('form.until')}
          <Input type="date" value={until} min={from} aria-label={t('form.until')} onChange={(event) => setUntil(event.target.value)} />
        </div>
      </div>
      <div className={css.field}>
        {t('form.turns')}
        {turns.map((turn, index) => {
          const set = (change: Partial<typeof turn>) => setTurns(turns.map((one) => (one.key === turn.key ? { ...one, ...change } : one)));
          return (
            <div key={turn.key} className={css.turn}>
              <Input
                type="time"
                value={turn.start}
                aria-label={t('form.turnStart', { number: index + 1 })}
                onChange={(event) => set({ start: event.target.value })}
              />
              <span>–</span>
              <Input
                type="time"
                value={turn.end}
                aria-label={t('form.turnEnd', { number: index + 1 })}
                onChange={(event) => set({ end: event.target.value })}
              />
              <button
                type="button"
                className={`more ${css.small}`}
                aria-label={t('do.removeTurn', { number: index + 1 })}
                onClick={() => setTurns(turns.filter((one) => one.key !== turn.key))}
              >
                {t('do.remove')}
              </button>
            </div>
          );
        })}
        <div>
          <button type="button" className="more" onClick={() => setTurns([...turns, turnOf('', '')])}>
            {t('do.addTurn')}
          </button>
        </div>
      </div>
      <Foot go={t('do.shiftsGo')} missing={missing} pending={add.isPending} error={everybody.error ?? add.error} onClose={onClose} />
    </form>
  );
}
