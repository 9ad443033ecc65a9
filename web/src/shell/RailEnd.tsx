import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import { call } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { meQuery } from '../api/session.ts';
import { speak, spoken } from '../i18n/index.ts';
import { useScheme } from '../theme/scheme.tsx';
import css from './shell.module.css';

/** Who is signed in, language, light or dark, sign out: at the foot of the rail, where they disturb nobody. */
export function RailEnd() {
  const { t } = useTranslation('shell');
  const { scheme, choose } = useScheme();
  const navigate = useNavigate();
  const me = useQuery(meQuery).data;
  const leave = async () => {
    await call('DELETE', '/api/v1/session').catch(() => undefined);
    queryClient.clear();
    navigate(to.signIn());
  };
  return (
    <div className={css.railEnd}>
      {me ? <span style={{ color: 'var(--text)', fontWeight: 600 }}>{me.actor.name}</span> : null}
      {me ? <span>{t(`role.${me.actor.role}`)}</span> : null}
      <button type="button" onClick={() => void speak(spoken() === 'en' ? 'zh-CN' : 'en')} lang={spoken() === 'en' ? 'zh-CN' : 'en'}>
        {t('language.other')}
      </button>
      <button type="button" onClick={() => choose(scheme === 'dark' ? 'light' : 'dark')}>
        {t(scheme === 'dark' ? 'scheme.light' : 'scheme.dark')}
      </button>
      <button type="button" onClick={() => void leave()}>
        {t('signOut')}
      </button>
    </div>
  );
}
