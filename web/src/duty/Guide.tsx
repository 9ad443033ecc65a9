import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { StateMark } from '../marks/index.ts';
import { Shipped } from '../plans/Shipped.tsx';
import css from './desk.module.css';
import { setupQuery } from './queries.ts';
import { SendTest } from './SendTest.tsx';

/** The first hour of an installation: four steps, each with what it is for; done ones step back. Never an empty screen. */
export function Guide({ machines, plans, faults }: { machines: number; plans: number; faults: boolean }) {
  const { t } = useTranslation('duty');
  const setup = useQuery(setupQuery).data;
  const people = (setup?.shifts ?? 0) > 0 && (setup?.seats ?? 0) > 0;
  const steps = [
    {
      name: 'fleet',
      done: machines > 0,
      action: (
        <Link to={to.fleet()}>
          <Button>{t('guide.fleet.do')}</Button>
        </Link>
      ),
    },
    {
      name: 'plan',
      done: plans > 0,
      action: (
        <Link to={to.plans()}>
          <Button>{t('guide.plan.do')}</Button>
        </Link>
      ),
    },
    {
      name: 'people',
      done: people,
      action: (
        <Link to={to.people()}>
          <Button>{t('guide.people.do')}</Button>
        </Link>
      ),
    },
    { name: 'test', done: faults, action: <SendTest disabled={machines === 0} /> },
  ] as const;
  return (
    <>
      <p className="t-sentence" style={{ padding: '32px 0 4px' }}>
        {t('guide.title')}
      </p>
      <p className="ink-2" style={{ paddingBottom: 16 }}>
        {t('guide.hint')}
      </p>
      <ol className={css.guide}>
        {steps.map((step) => (
          <li key={step.name}>
            <StateMark state={step.done ? 'done' : 'waiting'} />
            <div>
              <b className="t-lead">{t(`guide.${step.name}.title`)}</b>
              <p className={css.guideWhy}>{t(`guide.${step.name}.why`, { machines })}</p>
              {step.name === 'plan' && !step.done ? <Shipped brief /> : null}
            </div>
            {step.done ? <span className="t-note ink-2">{t('guide.done')}</span> : step.action}
          </li>
        ))}
      </ol>
    </>
  );
}
