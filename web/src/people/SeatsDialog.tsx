import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setSeats } from '../api/client.gen.ts';
import { say } from '../i18n/index.ts';
import { Foot } from './Foot.tsx';
import css from './people.module.css';
import { type Group, peopleAll, type SeatRule } from './queries.ts';

const seats = ['leader', 'deputy', 'member'] as const;
let made = 0;
/** A row of the dialog; `holder` is `person:id` or `office:name`. */
const rowOf = (seat: SeatRule['seat'], holder: string) => ({ key: made++, seat, holder });

/** Who sits in a group, in calling order: a person, or whoever holds an office. */
export function SeatsDialog({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t } = useTranslation('people');
  return (
    <Modal
      open={group !== null}
      onCancel={onClose}
      footer={null}
      title={group ? t('do.seatsOf', { group: say(group.name) }) : ''}
      width={560}
      destroyOnHidden
    >
      {group ? <Body key={group.id} group={group} onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const everybody = useQuery(peopleAll);
  const [rows, setRows] = useState(() =>
    group.seats.map(({ seat, person, office }) => rowOf(seat, person ? `person:${person}` : `office:${office ?? ''}`)),
  );
  const active = (everybody.data ?? []).filter((person) => person.active && person.role !== 'integration');
  const offices = [
    ...new Set(
      [...active.map((person) => person.office), ...group.seats.map((seat) => seat.office ?? '')].filter((office) => office !== ''),
    ),
  ];
  // Whoever has left is still named, so that the row can be mended.
  const left = (everybody.data ?? []).filter((person) => !person.active && group.seats.some((seat) => seat.person === person.id));
  const options = [
    {
      label: t('form.person'),
      options: [...active, ...left].map((person) => ({
        value: `person:${person.id}`,
        label: [person.name, person.office, person.active ? '' : t('inactive')].filter(Boolean).join(' · '),
      })),
    },
    { label: t('form.holder'), options: offices.map((office) => ({ value: `office:${office}`, label: t('form.byOffice', { office }) })) },
  ];
  const save = useMutation({
    mutationFn: () =>
      setSeats(
        { id: group.id },
        {
          seats: rows.map(({ seat, holder }) =>
            holder.startsWith('person:')
              ? { seat, person: holder.slice('person:'.length), office: null }
              : { seat, person: null, office: holder.slice('office:'.length) },
          ),
        },
      ),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const swap = (index: number, other: number) => {
    const next = [...rows];
    const [one, two] = [rows[index], rows[other]];
    if (!one || !two) return;
    next[index] = two;
    next[other] = one;
    setRows(next);
  };
  const missing = rows.some((row) => row.holder === '') ? t('form.holderMissing') : '';
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) save.mutate();
      }}
    >
      <ol className={css.seats}>
        {rows.map((row, index) => {
          const set = (change: Partial<typeof row>) => setRows(rows.map((one) => (one.key === row.key ? { ...one, ...change } : one)));
          return (
            <li key={row.key}>
              <Select
                value={row.seat}
                aria-label={t('form.seatOf', { number: index + 1 })}
                options={seats.map((value) => ({ value, label: t(`seat.${value}`) }))}
                onChange={(seat) => set({ seat })}
              />
              <Select
                value={row.holder || null}
                aria-label={t('form.holderOf', { number: index + 1 })}
                placeholder={t('form.holderHint')}
                showSearch={{ optionFilterProp: 'label' }}
                options={options}
                loading={everybody.isPending}
                onChange={(holder) => set({ holder: holder ?? '' })}
              />
              <span className={css.moves}>
                <button
                  type="button"
                  className={`more ${css.small}`}
                  disabled={index === 0}
                  aria-label={t('do.upOf', { number: index + 1 })}
                  onClick={() => swap(index, index - 1)}
                >
                  {t('do.up')}
                </button>
                <button
                  type="button"
                  className={`more ${css.small}`}
                  aria-label={t('do.removeSeat', { number: index + 1 })}
                  onClick={() => setRows(rows.filter((one) => one.key !== row.key))}
                >
                  {t('do.remove')}
                </button>
              </span>
            </li>
          );
        })}
      </ol>
      <div>
        <button type="button" className="more" onClick={() => setRows([...rows, rowOf(rows.length === 0 ? 'leader' : 'member', '')])}>
          {t('do.addSeat')}
        </button>
      </div>
      <Foot go={t('do.seatsGo')} missing={missing} pending={save.isPending} error={everybody.error ?? save.error} onClose={onClose} />
    </form>
  );
}
