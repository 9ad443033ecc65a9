import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { to } from '../addresses.ts';
import type { Role } from '../api/session.ts';
import { meQuery } from '../api/session.ts';
import { RailEnd } from './RailEnd.tsx';
import css from './shell.module.css';
import { useCounts } from './status.ts';

type Room =
  | 'desk'
  | 'warnings'
  | 'incidents'
  | 'workOrders'
  | 'fleet'
  | 'plans'
  | 'people'
  | 'resources'
  | 'vendors'
  | 'reports'
  | 'improvements'
  | 'journal';
/** The rooms in the order of the work: now, ready, learn. */
const groups: { group: 'now' | 'ready' | 'learn'; rooms: Room[] }[] = [
  { group: 'now', rooms: ['desk', 'warnings', 'incidents', 'workOrders', 'fleet'] },
  { group: 'ready', rooms: ['plans', 'people', 'resources', 'vendors'] },
  { group: 'learn', rooms: ['reports', 'improvements', 'journal'] },
];
/** A vendor has its own machines and orders, nothing else. */
const vendorRooms: Room[] = ['workOrders', 'fleet'];
const sees = (role: Role | undefined, room: Room): boolean => role !== 'vendor' || vendorRooms.includes(room);

export function Rail({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation('shell');
  const counts = useCounts();
  const role = useQuery(meQuery).data?.actor.role;
  return (
    <nav className={css.rail} aria-label={t('rail.label')}>
      {groups.map(({ group, rooms }) => {
        const seen = rooms.filter((room) => sees(role, room));
        return seen.length === 0
          ? null
          : [
              <h2 key={group}>{t(`rail.${group}`)}</h2>,
              ...seen.map((room) => (
                <NavLink key={room} to={to[room]()} end={room === 'desk'} onClick={onGo}>
                  <span>{t(`rail.${room}`)}</span>
                  {counts[room] ? <small>{counts[room]}</small> : null}
                </NavLink>
              )),
            ];
      })}
      <RailEnd />
    </nav>
  );
}

/** On a phone: four rooms under the thumb, the others in a drawer. */
export function BottomTabs() {
  const { t } = useTranslation('shell');
  const counts = useCounts();
  const role = useQuery(meQuery).data?.actor.role;
  const [open, setOpen] = useState(false);
  const location = useLocation();
  const rooms = (['desk', 'warnings', 'incidents', 'workOrders'] as const).filter((room) => sees(role, room));
  return (
    <>
      <nav className={css.tabs} aria-label={t('rail.label')}>
        {rooms.map((room) => (
          <NavLink key={room} to={to[room]()} end={room === 'desk'}>
            <span>{t(`rail.${room}`)}</span>
            {counts[room] ? <small>{counts[room]}</small> : null}
          </NavLink>
        ))}
        <button type="button" onClick={() => setOpen(true)} aria-expanded={open}>
          {t('rail.more')}
        </button>
      </nav>
      <Drawer
        key={location.pathname}
        open={open}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="82dvh"
        title={t('brand')}
        classNames={{ body: css.sheet ?? '' }}
      >
        <Rail onGo={() => setOpen(false)} />
      </Drawer>
    </>
  );
}
