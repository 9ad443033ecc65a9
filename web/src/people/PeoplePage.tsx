import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { removeShift } from '../api/client.gen.ts';
import { useNow } from '../api/clock.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Empty, LateChip, RefusedNotice, StateMark } from '../marks/index.ts';
import { calendarDay, clockTime } from '../marks/time.ts';
import { PageHead } from '../shell/index.ts';
import { ContactDialog } from './ContactDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import css from './people.module.css';
import { contactsAll, type Group, groupsAll, keepers, type Person, peopleAll, rota } from './queries.ts';
import { SeatsDialog } from './SeatsDialog.tsx';
import { ShiftsDialog } from './ShiftsDialog.tsx';

const tabs = ['rota', 'groups', 'people', 'contacts'] as const;

export const loader = () => queryClient.ensureQueryData(rota);

/** Who is there: the rota with its gaps first, the groups in calling order, everybody, and those outside. */
export function Component() {
  const { t } = useTranslation('people');
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'rota';
  const gaps = useSuspenseQuery(rota).data.gaps.length;
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const may = keepers[tab].includes(role);
  const [asking, setAsking] = useState<'shifts' | 'person' | 'contact' | Person | Group | null>(null);
  const close = () => setAsking(null);
  const person = asking !== null && typeof asking === 'object' && 'account' in asking ? asking : null;
  const group = asking !== null && typeof asking === 'object' && 'seats' in asking ? asking : null;
  const main = tab === 'rota' ? 'shifts' : tab === 'people' ? 'person' : tab === 'contacts' ? 'contact' : null;
  const action =
    may && main !== null ? (
      <Button type="primary" size="large" onClick={() => setAsking(main)}>
        {t(`do.${main}`)}
      </Button>
    ) : null;
  return (
    <>
      <PageHead
        title={t('title')}
        meta={
          <Segmented
            value={tab}
            onChange={(value) => setSearch({ tab: value })}
            options={tabs.map((value) => ({
              value,
              label: value === 'rota' && gaps > 0 ? t('tab.rotaGaps', { count: gaps }) : t(`tab.${value}`),
            }))}
          />
        }
        action={action}
      />
      <div className={css.page}>
        {tab === 'rota' ? (
          <Rota may={may} action={action} />
        ) : tab === 'groups' ? (
          <Groups onSeat={may ? setAsking : undefined} />
        ) : tab === 'people' ? (
          <People action={action} onChange={may ? setAsking : undefined} />
        ) : (
          <Contacts action={action} />
        )}
      </div>
      <ShiftsDialog open={asking === 'shifts'} onClose={close} />
      <PersonDialog open={asking === 'person' || person !== null} person={person} onClose={close} />
      <SeatsDialog group={group} onClose={close} />
      <ContactDialog open={asking === 'contact'} onClose={close} />
    </>
  );
}

function Rota({ may, action }: { may: boolean; action: ReactNode }) {
  const { t } = useTranslation('people');
  const { items, gaps } = useSuspenseQuery(rota).data;
  const now = useNow();
  const client = useQueryClient();
  const remove = useMutation({ mutationFn: removeShift, onSuccess: () => client.invalidateQueries() });
  const desks = [...new Set(items.map((shift) => shift.desk))].sort(
    (a, b) => Number(b === 'duty') - Number(a === 'duty') || a.localeCompare(b),
  );
  const { t: shell } = useTranslation('shell');
  const deskName = (desk: string) => (desk === 'duty' ? t('desk') : shell(`group.${desk}`, { defaultValue: desk }));
  return (
    <>
      <section className={gaps.length > 0 ? css.wanted : css.calm}>
        <h2>
          {t('gaps')} <span>{gaps.length}</span>
        </h2>
        {gaps.length === 0 ? (
          <p className="row">
            <StateMark state="done" quiet />
            {t('noGaps')}
          </p>
        ) : (
          <ul className={css.gaps}>
            {gaps.map((gap) => (
              <li key={`${gap.desk}/${gap.from}`}>
                <LateChip text={t('gap')} />
                <span>
                  <b>{deskName(gap.desk)}</b> <At at={gap.from} /> – <At at={gap.to} />
                </span>
                <span className="ink-2">{say(gap.text)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <RefusedNotice error={remove.error} />
      {items.length === 0 ? (
        <Empty title={t('noShifts')} coming={t('noShiftsComing')}>
          {action}
        </Empty>
      ) : null}
      {desks.map((desk) => {
        const days = Map.groupBy(
          items.filter((shift) => shift.desk === desk).toSorted((a, b) => a.from.localeCompare(b.from)),
          (shift) => calendarDay(shift.from, spoken()),
        );
        return (
          <section key={desk} className={css.part}>
            <h2>{deskName(desk)}</h2>
            <table className={`table ${css.rota}`}>
              <thead>
                <tr>
                  <th>{t('day')}</th>
                  <th>{t('shifts')}</th>
                </tr>
              </thead>
              <tbody>
                {[...days].map(([day, shifts]) => (
                  <tr key={day}>
                    <td className="nowrap">{day}</td>
                    <td>
                      <ul className={css.shifts}>
                        {shifts.map((shift) => {
                          const runs = Date.parse(shift.from) <= now && now < Date.parse(shift.to);
                          return (
                            <li key={shift.id} className={runs ? css.now : undefined}>
                              {clockTime(shift.from)}–{clockTime(shift.to)} <b>{shift.name}</b>
                              {runs ? <span className="ink-2"> {t('now')}</span> : null}
                              {may ? (
                                <Popconfirm
                                  title={t('do.removeAsk', {
                                    name: shift.name,
                                    from: `${calendarDay(shift.from, spoken())} ${clockTime(shift.from)}`,
                                    to: clockTime(shift.to),
                                  })}
                                  okText={t('do.remove')}
                                  cancelText={t('do.cancel')}
                                  onConfirm={() => remove.mutate({ id: shift.id })}
                                >
                                  <button
                                    type="button"
                                    className={`more ${css.small}`}
                                    aria-label={t('do.removeOf', { name: shift.name, from: `${day} ${clockTime(shift.from)}` })}
                                  >
                                    {t('do.remove')}
                                  </button>
                                </Popconfirm>
                              ) : null}
                            </li>
                          );
                        })}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </>
  );
}

function Groups({ onSeat }: { onSeat: ((group: Group) => void) | undefined }) {
  const { t } = useTranslation('people');
  const groups = useQuery(groupsAll);
  return (
    <>
      <RefusedNotice error={groups.error} />
      <div className={css.groups}>
        {(groups.data ?? []).map((group) => (
          <section key={group.id} className={css.part}>
            <div className={css.named}>
              <h2>
                {say(group.name)} <span>{t('peopleCount', { count: group.calling.length })}</span>
              </h2>
              {onSeat ? (
                <button
                  type="button"
                  className={`more ${css.small}`}
                  aria-label={t('do.seatsOf', { group: say(group.name) })}
                  onClick={() => onSeat(group)}
                >
                  {t('do.seats')}
                </button>
              ) : null}
            </div>
            {group.calling.length === 0 ? (
              <p className="row">
                <StateMark state="fault" quiet />
                {t('empty')}
              </p>
            ) : (
              <ol className={css.calling}>
                {group.calling.map((seat, index) => (
                  <li key={seat.person.id}>
                    <span className="ink-3">{index + 1}</span>
                    <b>{seat.person.name}</b>
                    <span className="ink-2">{t(`seat.${seat.seat}`)}</span>
                  </li>
                ))}
              </ol>
            )}
            {group.seats.some((seat) => seat.office) ? (
              <p className="ink-2 t-note">
                {t('byOffice', { offices: group.seats.flatMap((seat) => (seat.office ? [seat.office] : [])).join(t('comma')) })}
              </p>
            ) : null}
          </section>
        ))}
      </div>
    </>
  );
}

function People({ action, onChange }: { action: ReactNode; onChange: ((person: Person) => void) | undefined }) {
  const { t } = useTranslation('people');
  const { t: shell } = useTranslation('shell');
  const people = useQuery(peopleAll);
  const [typed, setTyped] = useState('');
  const shown = (people.data ?? []).filter((person) =>
    [person.name, person.office, person.department, person.account, ...person.skills]
      .join(' ')
      .toLowerCase()
      .includes(typed.trim().toLowerCase()),
  );
  return (
    <>
      <Input.Search
        allowClear
        value={typed}
        placeholder={t('find')}
        aria-label={t('find')}
        style={{ maxWidth: 320 }}
        onChange={(event) => setTyped(event.target.value)}
      />
      <RefusedNotice error={people.error} />
      {people.isSuccess && shown.length === 0 ? (
        <Empty title={t(people.data.length === 0 ? 'nobodyYet' : 'nobody')}>{people.data.length === 0 ? action : null}</Empty>
      ) : (
        <table className={`table ${css.people}`}>
          <thead>
            <tr>
              <th>{t('name')}</th>
              <th>{t('office')}</th>
              <th>{t('role')}</th>
              <th>{t('skills')}</th>
              <th>{t('phone')}</th>
              {onChange ? <th aria-label={t('do.change')} /> : null}
            </tr>
          </thead>
          <tbody>
            {shown.map((person) => (
              <tr key={person.id} className={person.active ? undefined : css.gone}>
                <td>
                  <b>{person.name}</b> <span className="ink-3">{person.account}</span>
                  {person.active ? null : <span className="ink-2"> · {t('inactive')}</span>}
                </td>
                <td>
                  {[person.department, person.office].filter(Boolean).join(' · ')}
                  {person.vendor ? ` · ${person.vendor}` : ''}
                </td>
                <td>{shell(`role.${person.role}`)}</td>
                <td className="ink-2">{person.skills.join(t('comma'))}</td>
                <td className="nowrap">{person.phone ? <a href={`tel:${person.phone.replaceAll(' ', '')}`}>{person.phone}</a> : '–'}</td>
                {onChange ? (
                  <td className="nowrap">
                    <button
                      type="button"
                      className={`more ${css.small}`}
                      aria-label={t('do.changeOf', { name: person.name })}
                      onClick={() => onChange(person)}
                    >
                      {t('do.change')}
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Contacts({ action }: { action: ReactNode }) {
  const { t } = useTranslation('people');
  const contacts = useQuery(contactsAll);
  const byDistrict = Map.groupBy(contacts.data ?? [], (contact) => contact.district);
  const districts = [...byDistrict.keys()].sort((a, b) => Number(a !== '') - Number(b !== '') || a.localeCompare(b, 'zh'));
  return (
    <>
      <RefusedNotice error={contacts.error} />
      {contacts.isSuccess && districts.length === 0 ? (
        <Empty title={t('noContacts')} coming={t('noContactsComing')}>
          {action}
        </Empty>
      ) : null}
      {districts.map((district) => (
        <section key={district} className={css.part}>
          <h2>{district || t('everywhere')}</h2>
          <table className={`table ${css.contacts}`}>
            <tbody>
              {(byDistrict.get(district) ?? []).map((contact) => (
                <tr key={contact.id}>
                  <td>
                    <b>{say(contact.name)}</b>
                  </td>
                  <td className="ink-2">{t(`kind.${contact.kind}`, { defaultValue: contact.kind })}</td>
                  <td className="nowrap">
                    <a href={`tel:${contact.phone.replaceAll(' ', '')}`}>{contact.phone}</a>
                  </td>
                  <td className="ink-2">{contact.note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}
