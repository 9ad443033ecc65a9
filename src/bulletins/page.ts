import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Text } from '#plans';
import { type Html, html } from './html.ts';
import type { Alternative, Bulletin } from './model.ts';
import { day, distance, hour, span, type Tongue } from './words.ts';

const css = readFileSync(new URL('../../web/public-page/status.css', import.meta.url), 'utf8');
/** Nothing loads, nothing runs: one style sheet, known by its hash. */
export const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; form-action 'self'; base-uri 'none'`;

export interface Bank {
  name: Text;
  phone: string;
}

/** What can be had at one place now. */
export interface PlaceState {
  site: string;
  name: string;
  lat: number | null;
  lon: number | null;
  machines: number;
  paying: number;
  /** Machines of which we know nothing just now. */
  unknown: number;
}

export interface Nearest extends Alternative {
  lat: number | null;
  lon: number | null;
  machines: number;
}

export interface StatusView {
  tongue: Tongue;
  bank: Bank;
  now: Temporal.Instant;
  timezone: string;
  /** What was asked, `''` when nothing. */
  query: string;
  /** Places that the question may mean; one alone is the answer. */
  places: PlaceState[];
  /** Newest published bulletin about that one place. */
  about: Bulletin | null;
  nearest: Nearest[];
  /** Running incidents, newest first, each with its published bulletins, newest first. */
  running: Bulletin[][];
  /** Recoveries of the last day. */
  recovered: Bulletin[];
}

const words = {
  zh: {
    lang: 'zh-CN',
    title: '取款机状态',
    other: 'EN',
    otherLang: 'en',
    ask: '网点名称或取款机编号',
    search: '查一查',
    change: '换一处',
    label: '查询我的取款机',
    cannot: '这里暂时取不了款',
    can: '这里能取款',
    some: '这里只有部分取款机能用',
    unknown: '这里的情况正在核实',
    none: '没有找到这个地方',
    noneHint: '请试试网点名称里的几个字，或机身上的编号。',
    known: '我们已经知道，正在处理。您的钱和卡是安全的。',
    canLead: (n: number) => `${n} 台取款机可以取款。`,
    someLead: (a: number, b: number) => `${b} 台中有 ${a} 台可以取款。`,
    unknownLead: '我们暂时收不到这里的消息，请先去下面的网点。',
    which: '您指的是哪一处？',
    expected: '预计恢复',
    may: '可能变动',
    next: '下次消息',
    inMinutes: (n: number) => (n > 0 ? `${n} 分钟后` : '马上'),
    soon: '稍后',
    overdue: (t: string) => `原定 ${t}`,
    open: '待定',
    openNote: '有消息就写在这里',
    nearest: '最近能取款的',
    checked: (t: string) => `${t} 核实`,
    pays: (n: number) => `${n} 台能取款`,
    go: '去',
    card: '卡被吞了？',
    cardText: '不必等。卡锁在机内很安全，请打客服电话，我们会联系您。',
    asOf: (t: string) => `截至 ${t}`,
    refresh: '刷新',
    call: '打客服电话',
    well: '取款机一切正常',
    wellText: '现在没有影响取款的突发情况。想确认某一台，请在上面查一查。',
    troubles: (n: number) => (n === 1 ? '有一处取款机暂时取不了款' : `有 ${n} 处取款机暂时取不了款`),
    places: (n: number) => `受影响的网点（${n}）`,
    cause: '原因：',
    earlier: '之前的消息',
    correction: '更正',
    done: '已经恢复',
    published: (t: string) => `${t} 发布`,
    feed: '订阅消息',
    noNear: '附近暂时没有查到能取款的取款机，请打客服电话。',
  },
  en: {
    lang: 'en',
    title: 'Cash machine status',
    other: '中文',
    otherLang: 'zh',
    ask: 'Branch name or machine number',
    search: 'Check',
    change: 'Change',
    label: 'Check my cash machine',
    cannot: 'No cash here at the moment',
    can: 'You can get cash here',
    some: 'Only some machines work here',
    unknown: 'We are checking this place',
    none: 'We did not find this place',
    noneHint: 'Try a few characters of the branch name, or the number on the machine.',
    known: 'We know about it and are at work. Your money and your card are safe.',
    canLead: (n: number) => `${n} cash machines pay out.`,
    someLead: (a: number, b: number) => `${a} of ${b} cash machines pay out.`,
    unknownLead: 'We have no news from here just now; please try one of the places below.',
    which: 'Which one do you mean?',
    expected: 'Expected back',
    may: 'may change',
    next: 'Next word',
    inMinutes: (n: number) => (n > 0 ? `in ${n} min` : 'any moment'),
    soon: 'shortly',
    overdue: (t: string) => `was due ${t}`,
    open: 'not known yet',
    openNote: 'we will write it here',
    nearest: 'Nearest that pay out',
    checked: (t: string) => `checked ${t}`,
    pays: (n: number) => `${n} pay out`,
    go: 'Go',
    card: 'Card kept by the machine?',
    cardText: 'No need to wait. It is safe inside; call us and we will get back to you.',
    asOf: (t: string) => `As of ${t}`,
    refresh: 'refresh',
    call: 'Call customer service',
    well: 'All cash machines are running as usual',
    wellText: 'Nothing is keeping people from their cash right now. To be sure of one machine, check it above.',
    troubles: (n: number) => (n === 1 ? 'Some cash machines cannot pay out' : `Cash machines cannot pay out in ${n} areas`),
    places: (n: number) => `Places affected (${n})`,
    cause: 'Cause: ',
    earlier: 'Earlier messages',
    correction: 'Correction',
    done: 'Working again',
    published: (t: string) => `published ${t}`,
    feed: 'Subscribe',
    noNear: 'We found no machine nearby that pays out; please call us.',
  },
} as const;

const pin = html`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M9 16s5.5-4.6 5.5-9a5.5 5.5 0 0 0-11 0C3.5 11.4 9 16 9 16z"/><circle cx="9" cy="7" r="2"/></svg>`;
const route = html`<svg viewBox="0 0 18 18" aria-hidden="true"><circle cx="4" cy="14" r="2"/><circle cx="14" cy="4" r="2"/><path d="M6 14h5a2.5 2.5 0 0 0 0-5H7a2.5 2.5 0 0 1 0-5h5"/></svg>`;
const phone = html`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M4 2h2.5l1.5 4-2 1.5a9 9 0 0 0 4.5 4.5l1.5-2 4 1.500V14a2 2 0 0 1-2 2A12 12 0 0 1 2 4a2 2 0 0 1 2-2z"/></svg>`;

/** The public page: plain HTML that works without script, in the language asked for (S3-8.1(1)). */
export function statusPage(view: StatusView): string {
  const { tongue, bank, now, timezone, query } = view;
  const t = words[tongue];
  const clock = hour(now.toString(), timezone);
  const asked = query === '' ? '' : `&q=${encodeURIComponent(query)}`;
  const page = html`<!doctype html>
<html lang="${t.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${bank.name[tongue]} · ${t.title}</title>
<link rel="alternate" type="application/atom+xml" title="${bank.name[tongue]} ${t.title}" href="/status/feed.atom?lang=${tongue}">
<style>${{ html: css }}</style>
</head>
<body>
<header><div><strong>${bank.name[tongue]}</strong><span>${t.title}</span><a href="/status?lang=${t.otherLang}${asked}" lang="${t.otherLang}" hreflang="${t.otherLang}">${t.other}</a></div></header>
<main>
<form method="get" action="/status" role="search">${pin}<label for="q">${t.label}</label><input id="q" name="q" type="search" maxlength="60" autocomplete="off" placeholder="${t.ask}" value="${query}"><input type="hidden" name="lang" value="${tongue}"><button type="submit">${query === '' ? t.search : t.change}</button></form>
${query === '' ? overview(view) : answer(view)}
</main>
<footer><div class="stamp"><span>${t.asOf(hour(now.toString(), timezone))}:${String(now.toZonedDateTimeISO(timezone).second).padStart(2, '0')}</span><a href="">${t.refresh}</a><a href="/status/feed.atom?lang=${tongue}">${t.feed}</a></div></footer>
<div class="call"><div><a href="tel:${bank.phone.replace(/[^+\d]/g, '')}">${phone}${t.call} ${bank.phone}</a></div></div>
</body>
</html>
`;
  return page.html;

  function overview({ running, recovered }: StatusView): Html {
    if (running.length === 0)
      return html`<h1>${t.well}</h1><p class="lead">${t.wellText}</p>${recovered.map((one) => html`<article><h2>${one.title[tongue]}</h2>${paragraphs(one)}<p class="stamp">${t.published(moment(one.publishedAt))}</p></article>`)}`;
    return html`<h1>${t.troubles(running.length)}</h1>${running.map((incident) => trouble(incident))}${recovered.map((one) => html`<article><h2>${one.title[tongue]}</h2>${paragraphs(one)}</article>`)}`;
  }

  function trouble(bulletins: Bulletin[]): Html {
    const [newest, ...earlier] = bulletins;
    if (!newest) return html``;
    return html`<article><h2>${newest.corrects ? html`${t.correction} · ` : ''}${newest.title[tongue]}</h2>${paragraphs(newest)}<p class="stamp">${t.published(moment(newest.publishedAt))}</p>${newest.kind === 'recovery' ? '' : facts(newest)}
${newest.places.length > 0 && html`<details><summary>${t.places(newest.places.length)}</summary><ul class="rows">${newest.places.slice(0, 200).map((place) => html`<li class="wide"><span>${place.name}</span><a class="go" href="/status?lang=${tongue}&amp;q=${encodeURIComponent(place.name)}&amp;site=${encodeURIComponent(place.site)}">${t.search}</a></li>`)}</ul></details>`}
${earlier.length > 0 && html`<details><summary>${t.earlier}</summary><ul>${earlier.map((one) => html`<li><strong>${one.title[tongue]}</strong>${paragraphs(one)}<p class="stamp">${t.published(moment(one.publishedAt))}</p></li>`)}</ul></details>`}</article>`;
  }

  function answer({ places, about, nearest }: StatusView): Html {
    const [place, ...others] = places;
    if (!place) return html`<h1>${t.none}</h1><p class="lead">${t.noneHint}</p>`;
    if (others.length > 0)
      return html`<h1>${t.which}</h1><ul class="rows">${places.map((one) => html`<li class="wide"><span>${one.name}</span><a class="go" href="/status?lang=${tongue}&amp;q=${encodeURIComponent(one.name)}&amp;site=${encodeURIComponent(one.site)}">${t.search}</a></li>`)}</ul>`;
    const known = place.machines - place.unknown;
    const verdict = known === 0 ? 'unknown' : place.paying === 0 ? 'cannot' : place.paying < place.machines ? 'some' : 'can';
    const lead = {
      can: html`<p class="lead">${t.canLead(place.paying)}</p>`,
      some: html`<p class="lead">${t.someLead(place.paying, place.machines)}</p>`,
      unknown: html`<p class="lead">${t.unknownLead}</p>`,
      cannot: about ? paragraphs(about, 'lead') : html`<p class="lead">${t.known}</p>`,
    }[verdict];
    return html`<p class="note">${place.name}</p><h1>${t[verdict]}</h1>${lead}${verdict !== 'can' && about && about.kind !== 'recovery' ? facts(about) : ''}
${verdict !== 'can' && html`<div class="head"><h2>${t.nearest}</h2><span class="note">${t.checked(clock)}</span></div>${nearest.length === 0 ? html`<p class="block note">${t.noNear}</p>` : html`<ul class="rows">${nearest.map(row)}</ul>`}<div class="block"><h2>${t.card}</h2><p class="note">${t.cardText}</p></div>`}`;
  }

  function row(one: Nearest): Html {
    const link =
      one.lat !== null &&
      one.lon !== null &&
      html`<a class="go" href="https://www.openstreetmap.org/directions?to=${one.lat}%2C${one.lon}" rel="noreferrer" aria-label="${t.go} ${one.name}">${route}${t.go}</a>`;
    return html`<li><span class="far">${distance(one.metres)}</span><span>${one.name}<br><span class="note">${t.pays(one.machines)}</span></span>${link}</li>`;
  }

  function facts(one: Bulletin): Html {
    const next = one.nextWord && Math.round(Temporal.Instant.from(one.nextWord).since(now).total('minutes'));
    return html`<dl class="facts"><div><dt>${t.expected}</dt>${
      one.expected
        ? html`<dd class="big">${span(one.expected, now, timezone, tongue)}</dd><dd class="note">${day(one.expected.from, now, timezone, tongue)}${tongue === 'zh' ? '，' : ', '}${t.may}</dd>`
        : html`<dd class="big">${t.open}</dd><dd class="note">${t.openNote}</dd>`
    }</div><div><dt>${t.next}</dt>${
      one.nextWord && typeof next === 'number' && next < -2
        ? html`<dd class="big">${t.soon}</dd><dd class="note">${t.overdue(hour(one.nextWord, timezone))}</dd>`
        : one.nextWord && typeof next === 'number'
          ? html`<dd class="big">${hour(one.nextWord, timezone)}</dd><dd class="note">${t.inMinutes(next)}</dd>`
          : html`<dd class="big">${t.open}</dd>`
    }</div></dl>`;
  }

  function paragraphs(one: Bulletin, style = ''): Html {
    const cause = one.causeReleased && one.cause && html`<p class="${style}">${t.cause}${one.cause[tongue]}</p>`;
    return html`${one.body[tongue].split('\n').map((line) => html`<p class="${style}">${line}</p>`)}${cause}`;
  }

  function moment(at: string | null): string {
    return at === null ? '' : `${day(at, now, timezone, tongue)} ${hour(at, timezone)}`;
  }
}

/** One short block for other sites of the bank to embed in a frame. */
export function noticeFragment({ tongue, bank, running }: Pick<StatusView, 'tongue' | 'bank' | 'running'>): string {
  const t = words[tongue];
  return html`<!doctype html><html lang="${t.lang}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="60"><title>${bank.name[tongue]} ${t.title}</title><style>${{ html: css }}</style></head><body><main>${
    running.length === 0 ? html`<p>${t.well}</p>` : running.map(([one]) => one && html`<p><strong>${one.title[tongue]}</strong></p>`)
  }<p><a href="/status?lang=${tongue}" target="_top">${t.title}</a></p></main></body></html>`.html;
}
