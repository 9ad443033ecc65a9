import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { createContext, use, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, Link, Outlet, ScrollRestoration, useRouteError } from 'react-router';
import { to } from '../addresses.ts';
import { meQuery } from '../api/session.ts';
import { useStream } from '../api/stream.ts';
import { DrillFrame, OfflineBar, RefusedNotice } from '../marks/index.ts';
import { useKey } from './keys.ts';
import { Palette } from './Palette.tsx';
import { BottomTabs, Rail } from './Rail.tsx';
import css from './shell.module.css';
import { TopBar } from './TopBar.tsx';

const Drill = createContext<{ set(number: string | null): void }>({ set: () => undefined });

/** Called by a page that shows a drill: the stripes go round the whole window while it is open. */
export function useDrill(number: string | null): void {
  const { set } = use(Drill);
  useEffect(() => {
    set(number);
    return () => set(null);
  }, [number, set]);
}

function Keys({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('shell');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('keys.title')} width={420}>
      <dl className={css.keys}>
        {(['search', 'rows', 'open', 'help', 'close'] as const).map((name) => [
          <dt key={name}>
            <kbd>{t(`keys.${name}.key`)}</kbd>
          </dt>,
          <dd key={`${name}-d`}>{t(`keys.${name}.does`)}</dd>,
        ])}
      </dl>
    </Modal>
  );
}

/** Everything round a page: top bar, rail, the line that says when we are cut off. */
export function Shell() {
  useStream();
  useQuery(meQuery); // keeps the server's clock in step
  const [searching, setSearching] = useState(false);
  const [keys, setKeys] = useState(false);
  const [drill, setDrill] = useState<string | null>(null);
  useKey('?', () => setKeys(true));
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setSearching(true);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  const context = useMemo(() => ({ set: setDrill }), []);
  return (
    <Drill value={context}>
      <div>
        <div className={drill === null ? css.shell : `${css.shell} ${css.drilled}`}>
          <div className={css.frame}>{drill === null ? null : <DrillFrame number={drill} />}</div>
          <TopBar drill={drill !== null} onSearch={() => setSearching(true)} />
          <Rail />
          <main className={css.main}>
            <OfflineBar />
            <Outlet />
          </main>
          <BottomTabs />
        </div>
      </div>
      <Palette open={searching} onClose={() => setSearching(false)} />
      <Keys open={keys} onClose={() => setKeys(false)} />
      <ScrollRestoration />
    </Drill>
  );
}

/** A page that could not open: what the server said, and the way back. */
export function Lost() {
  const { t } = useTranslation('shell');
  const error = useRouteError();
  const missing = error === undefined || (isRouteErrorResponse(error) && error.status === 404);
  return (
    <div className={css.lost}>
      {missing ? <h1 className="t-title">{t('lost')}</h1> : <RefusedNotice error={error} />}
      <p className="row">
        <Link to={to.desk()}>{t('lostBack')}</Link>
        <Button onClick={() => location.reload()}>{t('again')}</Button>
      </p>
    </div>
  );
}
