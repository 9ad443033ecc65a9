import { useMutation, useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { setUp, signIn } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { setupQuery } from '../duty/queries.ts';
import { speak, spoken } from '../i18n/index.ts';
import { RefusedNotice } from '../marks/index.ts';
import css from './shell.module.css';
import { Beacon } from './TopBar.tsx';

interface Given {
  code: string;
  account: string;
  name: string;
  password: string;
  zh: string;
  en: string;
  timeZone: string;
}

/** The first minute of an installation: the code that the server printed, the bank's name, the first administrator. */
export function Component() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const setup = useQuery(setupQuery);
  useEffect(() => {
    document.title = `${t('setup.title')} · ${t('brand')}`;
  }, [t]);
  const make = useMutation({
    mutationFn: async ({ code, account, name, password, zh, en, timeZone }: Given) => {
      await setUp({
        code: code.trim(),
        account: account.trim(),
        name: name.trim(),
        password,
        institution: { name: { zh: zh.trim(), en: en.trim() }, timeZone: timeZone.trim() },
      });
      await signIn({ name: account.trim(), password });
    },
    onSuccess: () => {
      queryClient.clear();
      navigate(to.desk());
    },
  });
  const needed = [{ required: true, whitespace: true, message: t('setup.needed') }];
  return (
    <div className={css.sign} style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <section>
        <div className={css.signForm} style={{ margin: '0 auto', maxWidth: 420 }}>
          <div className="row t-title">
            <Beacon />
            <span>{t('setup.title')}</span>
          </div>
          {setup.data && !setup.data.needed ? (
            <p style={{ margin: '12px 0' }}>
              {t('setup.done')} <Link to={to.signIn()}>{t('signIn.as')}</Link>
            </p>
          ) : (
            <>
              <p className="ink-2" style={{ margin: '4px 0 24px' }}>
                {t('setup.hint')}
              </p>
              <Form layout="vertical" requiredMark={false} onFinish={(given: Given) => make.mutate(given)}>
                <Form.Item name="code" label={t('setup.code')} rules={needed}>
                  <Input size="large" autoFocus autoComplete="one-time-code" />
                </Form.Item>
                <Form.Item name="zh" label={t('setup.zh')} rules={needed}>
                  <Input size="large" placeholder={t('setup.placeholderZh')} />
                </Form.Item>
                <Form.Item name="en" label={t('setup.en')} rules={needed}>
                  <Input size="large" placeholder={t('setup.placeholderEn')} />
                </Form.Item>
                <Form.Item
                  name="timeZone"
                  label={t('setup.timeZone')}
                  rules={needed}
                  initialValue={Intl.DateTimeFormat().resolvedOptions().timeZone}
                >
                  <AutoComplete
                    size="large"
                    options={Intl.supportedValuesOf('timeZone').map((value) => ({ value }))}
                    showSearch={{ filterOption: true }}
                  />
                </Form.Item>
                <Form.Item name="name" label={t('setup.name')} rules={needed}>
                  <Input size="large" autoComplete="name" />
                </Form.Item>
                <Form.Item name="account" label={t('setup.account')} rules={needed}>
                  <Input size="large" autoComplete="username" />
                </Form.Item>
                <Form.Item name="password" label={t('signIn.password')} rules={needed}>
                  <Input.Password size="large" autoComplete="new-password" />
                </Form.Item>
                <Button type="primary" size="large" htmlType="submit" block loading={make.isPending}>
                  {t('setup.do')}
                </Button>
              </Form>
              <div style={{ margin: '16px 0' }}>
                <RefusedNotice error={make.error} />
              </div>
            </>
          )}
          <button type="button" className="more" onClick={() => void speak(spoken() === 'en' ? 'zh-CN' : 'en')}>
            {t('language.other')}
          </button>
        </div>
      </section>
    </div>
  );
}
