import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Namespaces are rooms: `zh-CN/duty.json` is namespace `duty`. */
const catalogues = (files: Record<string, { default: object }>): ResourceLanguage =>
  Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path.replace(/^.*\/(.*)\.json$/, '$1'), file.default as ResourceLanguage[string]]),
  );

const resources = {
  'zh-CN': catalogues(import.meta.glob<{ default: object }>('./zh-CN/*.json', { eager: true })),
  en: catalogues(import.meta.glob<{ default: object }>('./en/*.json', { eager: true })),
};

const first = (): Locale => {
  const stored = localStorage.getItem('fengsui.locale');
  if (stored === 'zh-CN' || stored === 'en') return stored;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
};

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources,
    lng: first(),
    fallbackLng: 'zh-CN',
    ns: Object.keys(resources['zh-CN']),
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

export async function speak(locale: Locale): Promise<void> {
  localStorage.setItem('fengsui.locale', locale);
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

export const spoken = (): Locale => (i18next.language === 'en' ? 'en' : 'zh-CN');

/** A text of the bank in the language spoken; plans, warnings and notices carry both. */
export const say = (text: { zh: string; en: string } | null | undefined): string => (text ? (spoken() === 'en' ? text.en : text.zh) : '');
