import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { get, Refused } from '../api/http.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { pictureOf, whereIAm } from '../incidents/picture.ts';
import { At, RefusedNotice, StateMark } from '../marks/index.ts';
import { Frame } from './Frame.tsx';
import css from './field.module.css';
import { Glyph } from './Glyph.tsx';
import { kindsQuery, storedKinds } from './kinds.ts';
import { useOutbox } from './useOutbox.ts';

interface Receipt {
  id: string;
  kind: string;
  atm: string | null;
  site: string | null;
  receivedAt: string;
  read: { at: string; by: string } | null;
}
interface Machine {
  atm: string;
  site: string;
  district: string;
}
type Place = { atm: string } | { lat: number; lon: number; metres: number } | null;

/** A fault in three taps: where, what, send. No sign-in, no training. */
export function Component() {
  const { t } = useTranslation('field');
  const [search] = useSearchParams();
  const sent = search.get('sent');
  return sent ? <ReceiptScreen key={sent} id={sent} /> : <Form given={search.get('atm')} title={t('report.title')} />;
}

function Form({ given, title }: { given: string | null; title: string }) {
  const { t } = useTranslation('field');
  const navigate = useNavigate();
  const me = useQuery({ ...meQuery, retry: false }).data;
  const kinds = useQuery(kindsQuery).data ?? storedKinds();
  const outbox = useOutbox();
  const [place, setPlace] = useState<Place>(given ? { atm: given } : null);
  const [kind, setKind] = useState<string | null>(null);
  const [photo, setPhoto] = useState<string | null>(null);
  const [fault, setFault] = useState<'place' | 'kind' | 'photo' | null>(null);
  const [sending, setSending] = useState<string | null>(null);
  const camera = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const send = async (picture: string | null) => {
    if (!place) return setFault('place');
    if (!kind) return setFault('kind');
    const where = 'atm' in place ? { atm: place.atm } : { lat: place.lat, lon: place.lon };
    const known = kinds.find((one) => one.kind === kind);
    const key = await outbox.add({
      kind: 'report',
      subject: '',
      label: `${say(known)} ${'atm' in place ? place.atm : t('report.here')}`,
      path: '/api/v1/reports-from-field',
      body: { ...where, kind, ...(picture ? { photo: picture } : {}) },
    });
    setSending(key);
  };
  const answer = sending ? (outbox.answer(sending) as Receipt | undefined) : undefined;
  useEffect(() => {
    if (answer) navigate(to.fieldReport({ sent: answer.id }), { replace: true });
  }, [answer, navigate]);
  const take = async (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    try {
      const { file: data = null } = await pictureOf(file);
      setPhoto(data);
      setFault(null);
      if (place && kind) await send(data);
    } catch {
      setFault('photo');
    }
  };
  const waiting = sending ? outbox.waiting.find((act) => act.key === sending) : undefined;
  if (sending)
    return (
      <Frame {...outbox} onDrop={outbox.drop} onRetry={outbox.retry}>
        <section className={css.done}>
          <StateMark state={waiting?.refused ? 'fault' : 'running'} size={32} />
          <h1>{t(waiting?.refused ? 'report.refused' : 'report.kept')}</h1>
          <p>{waiting?.refused ?? t('report.keptNote')}</p>
          {waiting?.refused ? (
            <button
              type="button"
              className={css.side}
              onClick={() => {
                outbox.drop(sending);
                setSending(null);
              }}
            >
              {t('report.correct')}
            </button>
          ) : null}
        </section>
      </Frame>
    );
  return (
    <div className={css.frame}>
      <header className={css.head}>
        <Link to={me ? to.field() : to.publicStatus()} reloadDocument={!me}>
          {t('cancel')}
        </Link>
        <h1>{title}</h1>
        <span>{t('report.three')}</span>
      </header>
      <main className={css.main}>
        <WhereStep
          place={place}
          signedIn={me !== undefined}
          onPlace={(next) => {
            setPlace(next);
            setFault(null);
          }}
          missing={fault === 'place'}
        />
        <section className={css.step} aria-label={t('report.what')}>
          <h2>
            <i>2</i>
            {t('report.what')}
          </h2>
          <fieldset className={css.tiles} aria-label={t('report.what')}>
            {kinds.map((one) => (
              <label key={one.kind} className={css.tile}>
                <input
                  type="radio"
                  name="kind"
                  checked={kind === one.kind}
                  onChange={() => {
                    setKind(one.kind);
                    setFault(null);
                  }}
                />
                <Glyph kind={one.kind} />
                <span>{say(one)}</span>
              </label>
            ))}
          </fieldset>
          {kinds.length === 0 ? (
            <p className={css.missing} role="alert">
              {t('report.noKinds')}
            </p>
          ) : null}
          {fault === 'kind' ? (
            <p className={css.missing} role="alert">
              {t('report.whatMissing')}
            </p>
          ) : null}
        </section>
        <section className={css.step} aria-label={t('report.photo')}>
          <h2>
            <i>3</i>
            {t('report.photo')}
            <small>{t('report.optional')}</small>
          </h2>
          <div className={css.photoRow}>
            {photo ? (
              <img src={photo} alt={t('report.thePhoto')} />
            ) : (
              <button type="button" className={css.cameraBox} onClick={() => camera.current?.click()} aria-label={t('report.take')}>
                <Glyph kind="camera" />
              </button>
            )}
            <p className="ink-2">
              {t('report.careful')}
              <br />
              {t('report.receiptNote')}
            </p>
          </div>
          {fault === 'photo' ? (
            <p className={css.missing} role="alert">
              {t('report.badPhoto')}
            </p>
          ) : null}
          <input
            ref={camera}
            type="file"
            accept="image/*"
            capture="environment"
            hidden
            onChange={(event) => void take(event.target.files)}
          />
        </section>
      </main>
      <footer className={css.foot}>
        {fault === 'place' ? (
          <p className={css.missing} role="alert">
            {t('report.whereMissing')}
          </p>
        ) : null}
        {photo ? (
          <button type="button" className={css.primary} onClick={() => void send(photo)}>
            {t('report.send')}
          </button>
        ) : (
          <>
            <button
              type="button"
              className={css.primary}
              onClick={() => (place && kind ? camera.current?.click() : setFault(place ? 'kind' : 'place'))}
            >
              {t('report.takeAndSend')}
            </button>
            <button type="button" className={css.quiet} onClick={() => void send(null)}>
              {t('report.sendPlain')}
            </button>
          </>
        )}
      </footer>
    </div>
  );
}

function WhereStep({
  place,
  signedIn,
  onPlace,
  missing,
}: {
  place: Place;
  signedIn: boolean;
  onPlace: (place: Place) => void;
  missing: boolean;
}) {
  const { t } = useTranslation('field');
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const atm = place && 'atm' in place ? place.atm : '';
  const machine = useQuery({
    queryKey: ['fleet', 'atm', atm],
    queryFn: () => get<Machine>(`/api/v1/atms/${encodeURIComponent(atm)}`),
    enabled: signedIn && atm !== '',
    retry: false,
  });
  const found =
    useQuery({
      queryKey: ['fleet', 'find', typed],
      queryFn: () => get<{ items: Machine[] }>('/api/v1/atms', { q: typed, limit: 6 }),
      enabled: signedIn && typed.trim().length > 1,
      retry: false,
    }).data?.items ?? [];
  const here = async () => {
    setAsking(true);
    setFailed(false);
    try {
      onPlace(await whereIAm());
    } catch {
      setFailed(true);
    } finally {
      setAsking(false);
    }
  };
  return (
    <section className={css.step} aria-label={t('report.where')}>
      <h2>
        <i data-done={place !== null}>1</i>
        {t('report.where')}
        {place ? (
          <button type="button" className={css.change} onClick={() => onPlace(null)}>
            {t('report.change')}
          </button>
        ) : null}
      </h2>
      {place && 'atm' in place ? (
        <div className={css.placeCard}>
          <b>{place.atm}</b>
          {machine.data ? (
            <p>{[machine.data.site, machine.data.district].filter(Boolean).join(' · ')}</p>
          ) : machine.error instanceof Refused ? (
            <p className={css.missing}>{t('report.unknownAtm')}</p>
          ) : null}
        </div>
      ) : place ? (
        <div className={css.placeCard}>
          <b>{t('report.here')}</b>
          <p>{t('report.within', { metres: Math.round(place.metres) })}</p>
        </div>
      ) : (
        <>
          <button type="button" className={css.side} onClick={() => void here()} aria-busy={asking}>
            <Glyph kind="pin" />
            {t(asking ? 'report.locating' : 'report.useHere')}
          </button>
          <form
            className={css.typed}
            onSubmit={(event) => {
              event.preventDefault();
              if (typed.trim()) onPlace({ atm: typed.trim().toUpperCase() });
            }}
          >
            <input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={t('report.number')}
              aria-label={t('report.number')}
              autoCapitalize="characters"
              autoComplete="off"
              enterKeyHint="done"
            />
            <button type="submit" disabled={!typed.trim()}>
              {t('report.ok')}
            </button>
          </form>
          {found.length > 0 ? (
            <ul className={css.found}>
              {found.map((one) => (
                <li key={one.atm}>
                  <button type="button" onClick={() => onPlace({ atm: one.atm })}>
                    <b>{one.atm}</b> {one.site} · {one.district}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          {failed ? (
            <p className={css.missing} role="alert">
              {t('report.noPosition')}
            </p>
          ) : null}
        </>
      )}
      {missing ? (
        <p className={css.missing} role="alert">
          {t('report.whereMissing')}
        </p>
      ) : null}
    </section>
  );
}

/** The receipt: that it arrived, and who read it, when. */
function ReceiptScreen({ id }: { id: string }) {
  const { t } = useTranslation('field');
  const outbox = useOutbox();
  const receipt = useQuery({
    queryKey: ['receipt', id],
    queryFn: () => get<Receipt>(`/api/v1/reports-from-field/${encodeURIComponent(id)}`),
    refetchInterval: (query) => (query.state.data?.read ? false : 5_000),
  });
  const kinds = useQuery(kindsQuery).data ?? storedKinds();
  const { data } = receipt;
  useEffect(() => {
    document.title = t('report.title');
  }, [t]);
  return (
    <Frame
      {...outbox}
      onDrop={outbox.drop}
      onRetry={outbox.retry}
      foot={
        <Link className={css.primary} to={to.fieldReport()}>
          {t('report.another')}
        </Link>
      }
    >
      <section className={css.done}>
        <StateMark state={data?.read ? 'done' : 'running'} size={32} />
        <h1>{t(data?.read ? 'report.wasRead' : 'report.arrived')}</h1>
        <RefusedNotice error={receipt.error} />
        {data ? (
          <dl className={css.facts}>
            <div>
              <dt>{t('report.what')}</dt>
              <dd>{say(kinds.find((one) => one.kind === data.kind)) || data.kind}</dd>
            </div>
            <div>
              <dt>{t('report.where')}</dt>
              <dd>{data.atm ?? data.site ?? t('report.here')}</dd>
            </div>
            <div>
              <dt>{t('report.at')}</dt>
              <dd>
                <At at={data.receivedAt} />
              </dd>
            </div>
            <div>
              <dt>{t('report.readBy')}</dt>
              <dd>
                {data.read ? (
                  <>
                    <b>{data.read.by}</b> <At at={data.read.at} />
                  </>
                ) : (
                  t('report.notRead')
                )}
              </dd>
            </div>
          </dl>
        ) : null}
        <p className="ink-2">{t('report.keepPage')}</p>
      </section>
    </Frame>
  );
}
