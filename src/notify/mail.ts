import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Person } from '#organization';
import type { Notice } from './model.ts';
import { escapeHtml, localTime, mailTexts } from './texts.ts';

export interface MailServer {
  /** `smtp://user:password@host:25`, as nodemailer reads it. */
  url: string;
  from: string;
}

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Record<string, string>;
}

/**
 * The Message-ID of a notice follows from its key alone, so that a mail repeated after a crash is the same mail to every
 * mailbox that knows its own.
 */
export const messageIdOf = (key: string): string => `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@fengsui.invalid>`;

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A notice as a mail in its reader's language. @param links absolute addresses; null where it has none */
export function mailOf(
  notice: Notice,
  person: Person,
  from: string,
  timeZone: string,
  links: { acknowledge: string | null; open: string | null },
): Mail {
  const { locale } = person;
  const words = mailTexts[locale];
  const [title, body] = locale === 'en' ? [notice.title.en, notice.body.en] : [notice.title.zh, notice.body.zh];
  const deadline = notice.answerBy === null ? null : `${words.answerBy} ${localTime(notice.answerBy, timeZone, locale)}`;
  const text = [
    title,
    '',
    body,
    ...(deadline === null ? [] : ['', deadline]),
    ...(links.acknowledge === null ? [] : ['', `${words.acknowledge}: ${links.acknowledge}`, words.linkHint]),
    ...(links.open === null ? [] : ['', `${words.open}: ${links.open}`]),
    '',
    '-- ',
    words.footer,
    '',
  ].join('\n');
  const paragraph = (content: string) => `<p style="margin:0 0 12px">${content}</p>`;
  const html = [
    `<!doctype html><html lang="${locale}"><body style="font:16px/1.6 system-ui,sans-serif;color:#1a1a1a;max-width:36em">`,
    `<h1 style="font-size:20px">${escapeHtml(title)}</h1>`,
    ...body.split('\n').map((line) => paragraph(escapeHtml(line))),
    ...(deadline === null ? [] : [paragraph(`<strong>${escapeHtml(deadline)}</strong>`)]),
    ...(links.acknowledge === null
      ? []
      : [
          paragraph(
            `<a href="${escapeHtml(links.acknowledge)}" style="display:inline-block;padding:12px 24px;background:#b3261e;color:#fff;text-decoration:none;border-radius:6px">${words.acknowledge}</a>`,
          ),
          paragraph(escapeHtml(words.linkHint)),
        ]),
    ...(links.open === null ? [] : [paragraph(`<a href="${escapeHtml(links.open)}">${words.open}</a>`)]),
    `<p style="color:#666;font-size:13px">${escapeHtml(words.footer)}</p></body></html>`,
  ].join('\n');
  return {
    from,
    to: person.email,
    subject: oneLine(title),
    text,
    html,
    messageId: messageIdOf(notice.key),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Fengsui-Notice': notice.id, 'X-Fengsui-Mode': notice.mode },
  };
}

export type MailOutcome = { sent: true; detail: string } | { sent: false; permanent: boolean; detail: string };

/** Opens the way to a mail server: a few connections, kept, with limits on how long it may keep us waiting. */
export function openMail(server: MailServer): { send(mail: Mail): Promise<MailOutcome>; close(): void } {
  const transport = createTransport({
    url: server.url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // What is told comes from the database and from people: it may name no file and no address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as object);
  return {
    async send(mail) {
      try {
        const info = (await transport.sendMail(mail)) as { response?: string };
        return { sent: true, detail: info.response ?? '' };
      } catch (error) {
        const { message, responseCode } = error as Error & { responseCode?: number };
        return { sent: false, permanent: responseCode !== undefined && responseCode >= 500, detail: message };
      }
    },
    close: () => transport.close(),
  };
}
