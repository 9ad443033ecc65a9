import { html } from './html.ts';
import type { Bulletin } from './model.ts';
import type { Bank } from './page.ts';
import { area, type Tongue } from './words.ts';

/** Atom (RFC 4287) of published bulletins, newest first. @param base address of the site without a slash at its end */
export function atomFeed(bulletins: Bulletin[], bank: Bank, tongue: Tongue, base: string, now: Temporal.Instant): string {
  const title = `${bank.name[tongue]} ${tongue === 'zh' ? '取款机状态' : 'cash machine status'}`;
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${tongue === 'zh' ? 'zh-CN' : 'en'}">
<id>${base}/status</id>
<title>${title}</title>
<updated>${bulletins[0]?.publishedAt ?? now.toString()}</updated>
<author><name>${bank.name[tongue]}</name></author>
<link rel="self" type="application/atom+xml" href="${base}/status/feed.atom?lang=${tongue}"/>
<link rel="alternate" type="text/html" href="${base}/status?lang=${tongue}"/>
${bulletins.map(
  (one) => html`<entry>
<id>urn:uuid:${one.id}</id>
<title>${one.title[tongue]}</title>
<published>${one.publishedAt}</published>
<updated>${one.publishedAt}</updated>
<link rel="alternate" type="text/html" href="${base}/status?lang=${tongue}"/>
<link rel="related" type="application/cap+xml" href="${base}/status/cap/${one.id}.xml"/>
<content type="text">${one.body[tongue]}${one.causeReleased && one.cause && `\n${one.cause[tongue]}`}</content>
</entry>
`,
)}</feed>
`.html;
}

/**
 * One bulletin as a CAP 1.2 alert, both languages. Recoveries update the first as `Past`.
 * @param first the incident's first published bulletin, which later ones refer to
 */
export function capAlert(one: Bulletin, first: Bulletin, bank: Bank, base: string, timezone: string): string {
  const local = (at: string) => Temporal.Instant.from(at).toZonedDateTimeISO(timezone).round('second').toString({ timeZoneName: 'never' });
  const sender = new URL(base).host;
  const places = area(one.places);
  const info = (tongue: Tongue) =>
    html`<info><language>${tongue === 'zh' ? 'zh-CN' : 'en'}</language><category>Infra</category><event>${tongue === 'zh' ? '取款服务受影响' : 'Cash service affected'}</event><responseType>${one.kind === 'recovery' ? 'AllClear' : 'Monitor'}</responseType><urgency>${one.kind === 'recovery' ? 'Past' : 'Immediate'}</urgency><severity>Minor</severity><certainty>Observed</certainty>${one.expected && html`<expires>${local(one.expected.to)}</expires>`}<senderName>${bank.name[tongue]}</senderName><headline>${one.title[tongue]}</headline><description>${one.body[tongue]}</description><web>${base}/status?lang=${tongue}</web><contact>${bank.phone}</contact><area><areaDesc>${places[tongue]}</areaDesc>${one.places
      .filter((place) => place.lat !== null)
      .slice(0, 100)
      .map((place) => html`<circle>${place.lat},${place.lon} 0.5</circle>`)}</area></info>`;
  return html`<?xml version="1.0" encoding="utf-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${one.id}</identifier><sender>${sender}</sender><sent>${local(one.publishedAt ?? one.draftedAt)}</sent><status>Actual</status><msgType>${one.id === first.id ? 'Alert' : 'Update'}</msgType><scope>Public</scope>${one.id !== first.id && html`<references>${sender},${first.id},${local(first.publishedAt ?? first.draftedAt)}</references>`}${info('zh')}${info('en')}</alert>
`.html;
}
