import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { useNow } from '../api/clock.ts';
import { get } from '../api/http.ts';
import { say, spoken } from '../i18n/index.ts';
import { At, Due } from '../marks/index.ts';
import { clockSeconds, elapsed } from '../marks/time.ts';
import { bulletinsOf } from './bulletins.ts';
import { yuan } from './inputs.ts';
import css from './panes.module.css';
import { everyPage } from './queries.ts';
import { isClosed, type Room } from './room.ts';

interface Movement {
  id: string;
  name: { zh: string; en: string };
  move: 'received' | 'issued' | 'returned' | 'counted';
  quantity: number;
  task: string | null;
  at: string;
}
interface WarningView {
  id: string;
  number: string;
  cause: { kind: string; ref: string };
  customers?: number;
  state: string;
}

/** How it stands: machines, people, items, money; then what is told outside. */
export function Situation({
  incident,
  room,
  updatedAt,
  onBulletin,
}: {
  incident: string;
  room: Room;
  updatedAt: number;
  onBulletin: (id: string) => void;
}) {
  const { t } = useTranslation('incidents');
  const now = useNow();
  const movements =
    useQuery({
      queryKey: ['items', 'movements', incident],
      queryFn: () => everyPage<Movement>('/api/v1/items/movements', { incident }),
      retry: false,
    }).data ?? [];
  const warnings =
    useQuery({
      queryKey: ['warnings', 'of', incident, room.warnings],
      retry: false,
      queryFn: async () =>
        (await Promise.allSettled(room.warnings.map((id) => get<WarningView>(`/api/v1/warnings/${id}`)))).flatMap((one) =>
          one.status === 'fulfilled' ? [one.value] : [],
        ),
    }).data ?? [];
  const customers = warnings.reduce((sum, warning) => sum + (warning.customers ?? 0), 0);
  const lastReport = room.reports.at(-1)?.at;
  const { down, total } = room.machines;
  const back = total - down;
  const issued = sum(movements, 'issued');
  const returned = sum(movements, 'returned');
  const done = room.tasks.filter(isClosed).length;
  const passed = room.tests.filter((test) => test.passed).length;
  const figures = measured(room);
  return (
    <>
      <section className={css.block} aria-label={t('situation.name')}>
        <div className={css.paneTitle}>
          <h2>{t('situation.name')}</h2>
          <span className="ink-2">{t('situation.asOf', { at: clockSeconds(updatedAt) })}</span>
        </div>
        <div className={css.big}>
          <div>
            <strong className="t-title">{t('situation.machines', { count: down })}</strong>
            <span>{t('situation.out')}</span>
          </div>
          {customers > 0 ? (
            <div className="right">
              <strong className="t-title">{people(customers, t)}</strong>
              <span>{t('situation.customers')}</span>
            </div>
          ) : (
            <div className="right">
              <strong className="t-title">
                {done}/{room.tasks.length}
              </strong>
              <span>{t('situation.tasks')}</span>
            </div>
          )}
        </div>
        <div className={css.bar} role="img" aria-label={t('situation.barLabel', { down, back })}>
          {down > 0 ? <i style={{ flexGrow: down }} className={css.down} /> : null}
          {back > 0 ? <i style={{ flexGrow: back }} className={css.back} /> : null}
        </div>
        <p className={css.legend}>
          <span>
            <i className={css.down} />
            {t('situation.down', { count: down })}
          </span>
          <span>
            <i className={css.back} />
            {t('situation.back', { count: back })}
          </span>
        </p>
        <dl className="facts">
          {figures.map((figure) => (
            <div key={figure.key}>
              <dt>{figure.label}</dt>
              <dd>{figure.value}</dd>
            </div>
          ))}
          {room.tests.length > 0 ? (
            <div>
              <dt>{t('situation.tests')}</dt>
              <dd>{t('situation.testsPassed', { passed, count: room.tests.length })}</dd>
            </div>
          ) : null}
          {customers > 0 ? (
            <div>
              <dt>{t('situation.tasks')}</dt>
              <dd>
                {done}/{room.tasks.length}
              </dd>
            </div>
          ) : null}
          <div>
            <dt>{t('situation.items')}</dt>
            <dd>{issued > 0 ? t('situation.itemsOut', { issued, returned }) : t('situation.noItems')}</dd>
          </div>
          <div>
            <dt>{t('situation.cost')}</dt>
            <dd>{yuan(room.spentFen)}</dd>
          </div>
          {room.expected ? (
            <div>
              <dt>{t('situation.expected')}</dt>
              <dd>{room.expected.startsWith('P') ? room.expected : <At at={room.expected} />}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('situation.lastReport')}</dt>
            <dd>
              {lastReport ? t('situation.ago', { span: elapsed(now - Date.parse(lastReport), spoken()) }) : t('situation.none')}
              {room.reporting.due ? (
                <>
                  {' '}
                  · <Due at={room.reporting.due} bare />
                </>
              ) : null}
            </dd>
          </div>
          {warnings.map((warning) => (
            <div key={warning.id}>
              <dt>{t('situation.warning')}</dt>
              <dd>
                <Link to={to.warning(warning.id)}>{warning.number} ›</Link>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Outside incident={incident} over={room.over} onBulletin={onBulletin} />
    </>
  );
}

const sum = (movements: readonly Movement[], move: Movement['move']): number =>
  movements.filter((one) => one.move === move).reduce((total, one) => total + one.quantity, 0);
const people = (count: number, t: TFunction<'incidents'>): string =>
  spoken() === 'en'
    ? count.toLocaleString('en')
    : count >= 10_000
      ? t('situation.wan', { count: (count / 10_000).toFixed(1).replace(/\.0$/, '') })
      : t('situation.ren', { count: count.toLocaleString('en') });

/** Numbers that people measured and reported in their forms: the newest of each. */
function measured(room: Room): { key: string; label: string; value: string }[] {
  return room.tasks
    .flatMap((task) =>
      (task.plan?.form ?? [])
        .filter((field) => field.kind === 'number' && typeof task.answers[field.id] === 'number')
        .map((field) => ({
          key: `${task.id}/${field.id}`,
          label: say(field.label),
          value: `${task.answers[field.id]}${field.unit ? ` ${say(field.unit)}` : ''}`,
        })),
    )
    .slice(0, 6);
}

function Outside({ incident, over, onBulletin }: { incident: string; over: boolean; onBulletin: (id: string) => void }) {
  const { t } = useTranslation('incidents');
  const bulletins = useQuery(bulletinsOf(incident)).data ?? [];
  const next = over ? undefined : bulletins.findLast((one) => one.nextWord)?.nextWord;
  return (
    <section className={css.block} aria-label={t('outside.name')}>
      <div className={css.paneTitle}>
        <h2>{t('outside.name')}</h2>
      </div>
      <dl className="facts">
        {bulletins.map((bulletin) => (
          <div key={bulletin.id}>
            <dt>
              <button type="button" className="more" onClick={() => onBulletin(bulletin.id)}>
                {t('bulletin.numbered', { serial: bulletin.serial, kind: t(`bulletin.kind.${bulletin.kind}`) })} ›
              </button>
            </dt>
            <dd>
              {t(`bulletin.state.${bulletin.state}`)}
              {bulletin.publishedAt ? (
                <>
                  {' '}
                  <At at={bulletin.publishedAt} />
                </>
              ) : null}
            </dd>
          </div>
        ))}
        {next ? (
          <div>
            <dt>{t('outside.next')}</dt>
            <dd>
              <At at={next} />
            </dd>
          </div>
        ) : null}
      </dl>
      {bulletins.length === 0 ? <p className="ink-2 t-dense">{t('outside.none')}</p> : null}
    </section>
  );
}
