import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { to } from '../addresses.ts';
import { get, post, Refused } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { setupQuery } from '../duty/queries.ts';
import { speak, spoken } from '../i18n/index.ts';
import { RefusedNotice } from '../marks/index.ts';
import css from './shell.module.css';
import { Beacon } from './TopBar.tsx';

interface Account {
  name: string;
  role: string;
  password: string;
  person?: string;
  office?: string;
}

/** Sign in with name and password. A demonstration offers its accounts, one press each. */
export function Component() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const demo = useQuery({
    queryKey: ['demo', 'accounts'],
    queryFn: async () => {
      try {
        const answer = await get<Account[] | { items: Account[] } | { accounts: Account[] }>('/api/v1/demo/accounts');
        return Array.isArray(answer) ? answer : 'items' in answer ? answer.items : answer.accounts;
      } catch (refused) {
        if (refused instanceof Refused && refused.status < 500) return []; // a real installation offers none
        throw refused;
      }
    },
  });
  const setup = useQuery(setupQuery).data;
  useEffect(() => {
    if (setup?.needed) navigate(to.setup(), { replace: true });
  }, [setup, navigate]);
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('brand')}`;
  }, [t]);

  const enter = async ({ name, password }: { name: string; password: string }) => {
    setBusy(true);
    setError(undefined);
    try {
      await post('/api/v1/session', { name, password });
      queryClient.clear();
      const back = search.get('back') ?? to.desk();
      // Only a path of ours: an address elsewhere is not followed.
      navigate(/^\/(?![/\\])/.test(back) ? back : to.desk());
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const accounts = demo.data ?? [];
  return (
    <div className={css.sign} style={accounts.length === 0 ? { gridTemplateColumns: 'minmax(0, 1fr)' } : undefined}>
      <section>
        <div className={css.signForm} style={accounts.length === 0 ? { margin: '0 auto' } : undefined}>
          <div className="row t-title">
            <Beacon />
            <span>{t('brand')}</span>
          </div>
          <p className="ink-2" style={{ margin: '4px 0 24px' }}>
            {t('tagline')}
          </p>
          <Form layout="vertical" onFinish={(values: { name: string; password: string }) => void enter(values)} requiredMark={false}>
            <Form.Item name="name" label={t('signIn.name')} rules={[{ required: true, message: t('signIn.nameNeeded') }]}>
              <Input size="large" autoComplete="username" autoFocus />
            </Form.Item>
            <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
              <Input.Password size="large" autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" size="large" htmlType="submit" block loading={busy}>
              {t('signIn.do')}
            </Button>
          </Form>
          <div style={{ margin: '16px 0' }}>
            <RefusedNotice error={error ?? demo.error} />
          </div>
          <button type="button" className="more" onClick={() => void speak(spoken() === 'en' ? 'zh-CN' : 'en')}>
            {t('language.other')}
          </button>
        </div>
      </section>
      {accounts.length > 0 ? (
        <section aria-label={t('signIn.demo')}>
          <div className="section">
            <h2>{t('signIn.demo')}</h2>
            <span className="ink-2">{t('signIn.demoHint')}</span>
          </div>
          <div className="rule" />
          {accounts.map((account) => (
            <button type="button" key={account.name} className={css.account} disabled={busy} onClick={() => void enter(account)}>
              <b style={{ fontWeight: 600 }}>{t(`role.${account.role}`, { defaultValue: account.role })}</b>
              <span className="ink-2">{[account.person ?? account.name, account.office].filter(Boolean).join(' · ')}</span>
              <span className="more">{t('signIn.as')}</span>
            </button>
          ))}
        </section>
      ) : null}
    </div>
  );
}
