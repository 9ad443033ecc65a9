import { App as AntApp, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { antdTheme } from './antd.ts';
import type { Scheme } from './tokens.ts';

type Choice = Scheme | 'system';
interface SchemeState {
  scheme: Scheme;
  choice: Choice;
  choose(choice: Choice): void;
}

const Context = createContext<SchemeState | null>(null);
const stored = (): Choice => {
  const value = localStorage.getItem('fengsui.scheme');
  return value === 'light' || value === 'dark' ? value : 'system';
};
const media = (query: string) => matchMedia(query);

/** Light for paper and day, dark for the wall and the night; the system's choice until a person makes one. */
export function Theme({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const [choice, setChoice] = useState<Choice>(stored);
  const [systemDark, setSystemDark] = useState(() => media('(prefers-color-scheme: dark)').matches);
  const still = media('(prefers-reduced-motion: reduce)').matches;
  const scheme: Scheme = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;

  useEffect(() => {
    const query = media('(prefers-color-scheme: dark)');
    const listen = () => setSystemDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  useEffect(() => {
    document.documentElement.dataset.scheme = scheme;
  }, [scheme]);

  const state = useMemo<SchemeState>(
    () => ({
      scheme,
      choice,
      choose: (next) => {
        localStorage.setItem('fengsui.scheme', next);
        setChoice(next);
      },
    }),
    [scheme, choice],
  );
  return (
    <Context value={state}>
      <ConfigProvider
        theme={antdTheme(scheme, still)}
        locale={i18n.language === 'en' ? en : zh}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <AntApp message={{ top: 56 }} style={{ height: '100%' }}>
          {children}
        </AntApp>
      </ConfigProvider>
    </Context>
  );
}

export function useScheme(): SchemeState {
  const state = use(Context);
  if (!state) throw new Error('useScheme outside <Theme>');
  return state;
}
