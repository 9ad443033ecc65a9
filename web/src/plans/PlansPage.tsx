import { useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { queryClient } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { At, Empty, LateChip, StateMark } from '../marks/index.ts';
import { PageHead, useRowKeys } from '../shell/index.ts';
import css from './plans.module.css';
import { plansQuery } from './queries.ts';
import { Shipped } from './Shipped.tsx';
import { YamlDialog } from './YamlDialog.tsx';

export const loader = () => queryClient.ensureQueryData(plansQuery);

/** All plans: the version in force, the draft beside it, when it must be looked at again. */
export function Component() {
  const { t } = useTranslation('plans');
  const { t: incidents } = useTranslation('incidents');
  const navigate = useNavigate();
  const [bringing, setBringing] = useState(false);
  const plans = useSuspenseQuery(plansQuery).data;
  const { row } = useRowKeys(plans.length, (index) => navigate(to.plan(plans[index]?.id ?? '')));
  return (
    <>
      <PageHead
        title={t('title')}
        action={
          <Button size="large" onClick={() => setBringing(true)}>
            {t('bring')}
          </Button>
        }
      />
      <div className={css.page}>
        {plans.length === 0 ? (
          <Empty title={t('none')} coming={t('noneComing')} />
        ) : (
          <ul className={css.list}>
            {plans.map((plan, index) => (
              <li key={plan.id} {...row(index)}>
                <div>
                  <Link to={to.plan(plan.id)} className={css.name}>
                    {say(plan.title)}
                  </Link>
                  <p className="ink-2">{plan.eventClasses.map((one) => incidents(`eventClass.${one}`)).join(t('comma'))}</p>
                </div>
                <div>
                  <span className="row">
                    <StateMark state={plan.state === 'in-force' ? 'done' : 'waiting'} quiet />
                    <b>
                      v{plan.version} {t(`state.${plan.state}`)}
                    </b>
                  </span>
                  {plan.inForceAt ? (
                    <span className="ink-2">
                      {t('since')} <At at={plan.inForceAt} />
                    </span>
                  ) : null}
                </div>
                <div className="ink-2">{t('size', { phases: plan.phases, tasks: plan.tasks, groups: plan.groups })}</div>
                <div>
                  {plan.reviewDue ? (
                    plan.reviewOverdue ? (
                      <LateChip text={t('reviewLate', { day: plan.reviewDue.slice(0, 10) })} />
                    ) : (
                      <span className="ink-2">{t('reviewDue', { day: plan.reviewDue.slice(0, 10) })}</span>
                    )
                  ) : null}
                </div>
                <div>
                  {plan.draft ? (
                    <Link to={to.plan(plan.id, { version: plan.draft.version })}>
                      {t('draft', { version: plan.draft.version, state: t(`state.${plan.draft.state}`) })} ›
                    </Link>
                  ) : null}
                </div>
              </li>
            ))}
          </ul>
        )}
        <Shipped />
      </div>
      <YamlDialog
        open={bringing}
        start=""
        onClose={() => setBringing(false)}
        onMade={(id, version) => navigate(to.plan(id, { version }))}
      />
    </>
  );
}
