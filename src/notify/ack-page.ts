import { explain, type Locale, type Refusal } from '#platform';
import type { Notice } from './model.ts';
import { escapeHtml, localTime, pageTexts } from './texts.ts';

/**
 * The pages behind a signed link. They carry no script and fetch nothing; opening one changes nothing, because mail
 * servers and previews open links too: only the button, a POST, acknowledges.
 */
const style = `
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#5b5b60;--paper:#f6f5f2;--card:#fff;--line:#d9d6cf;--fire:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#f1efe9;--soft:#a9a69e;--paper:#161616;--card:#212121;--line:#3a3a3a;--fire:#d6503f}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:34rem;margin:8vh auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{font-size:1.3rem;line-height:1.4;margin:.2rem 0 1rem}p{margin:.5rem 0;white-space:pre-line;overflow-wrap:anywhere}small{color:var(--soft)}
button{width:100%;margin-top:1rem;padding:.9rem;font:inherit;font-weight:600;color:#fff;background:var(--fire);border:0;border-radius:6px;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}a{color:inherit}
@media(max-width:36rem){main{margin:0;min-height:100vh;border:0;border-radius:0}}`;

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

const page = (locale: Locale, title: string, content: string): string => {
  const words = pageTexts[locale];
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><small>${words.product}</small>
${content}
<p><small><a href="?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a></small></p></main></body></html>
`;
};

const inLanguage = (locale: Locale, text: { zh: string; en: string }) => escapeHtml(locale === 'en' ? text.en : text.zh);

/** Asks for the one press. */
export function askPage(notice: Notice, locale: Locale, timeZone: string): string {
  const words = pageTexts[locale];
  const deadline =
    notice.answerBy === null
      ? ''
      : `<p><strong>${words.answerBy}: ${escapeHtml(localTime(notice.answerBy, timeZone, locale))}</strong></p>`;
  return page(
    locale,
    locale === 'en' ? notice.title.en : notice.title.zh,
    `<h1>${inLanguage(locale, notice.title)}</h1><p>${inLanguage(locale, notice.body)}</p>${deadline}
<p>${words.for}: ${escapeHtml(notice.person.name)}</p>
<form method="post" action="?lang=${locale}"><button type="submit">${words.acknowledge}</button></form>`,
  );
}

export function donePage(notice: Notice, locale: Locale): string {
  const words = pageTexts[locale];
  return page(locale, words.done, `<h1>${words.done}</h1><p>${inLanguage(locale, notice.title)}</p><p>${words.doneHint}</p>`);
}

/** Says why the link does nothing, and what to do instead. */
export function refusedPage(refusal: Refusal, locale: Locale): { status: number; html: string } {
  const { status, what, mend } = explain(refusal, locale);
  const words = pageTexts[locale];
  return { status, html: page(locale, words.cannot, `<h1>${words.cannot}</h1><p>${escapeHtml(what)}</p><p>${escapeHtml(mend)}</p>`) };
}
