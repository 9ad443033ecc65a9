import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { post } from '../api/http.ts';
import { meQuery } from '../api/session.ts';
import { say } from '../i18n/index.ts';
import { RefusedNotice } from '../marks/index.ts';
import { Section } from '../shell/index.ts';
import { plansQuery, shippedQuery } from './queries.ts';

const takers = ['planner', 'admin', 'commander', 'deputy'];

/** The plans that come with the product and were not taken yet, for those who may draft; `brief` without a head of its own. */
export function Shipped({ brief = false }: { brief?: boolean }) {
  const { t } = useTranslation('plans');
  const client = useQueryClient();
  const navigate = useNavigate();
  const role = useQuery(meQuery).data?.actor.role ?? '';
  const known = useQuery(plansQuery).data;
  const left = (useQuery(shippedQuery).data ?? []).filter((plan) => known && !known.some((each) => each.id === plan.id));
  const take = useMutation({
    mutationFn: (id: string) => post<{ id: string; version: number }>(`/api/v1/plans/shipped/${id}`),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['plans'] });
      navigate(to.plan(made.id, { version: made.version }));
    },
  });
  if (!takers.includes(role) || left.length === 0) return null;
  const list = (
    <>
      {left.map((plan) => (
        <p key={plan.id} className="row" style={{ padding: '4px 0' }}>
          <Button disabled={take.isPending} onClick={() => take.mutate(plan.id)} aria-label={`${t('shipped.take')} ${say(plan.title)}`}>
            {t('shipped.take')}
          </Button>
          <span>
            {say(plan.title)} v{plan.version}
          </span>
        </p>
      ))}
      <RefusedNotice error={take.error} />
    </>
  );
  return brief ? (
    list
  ) : (
    <Section title={t('shipped.title')}>
      <p className="ink-2">{t('shipped.why')}</p>
      {list}
    </Section>
  );
}
