import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A letter that the demonstration's own mail server took in. */
export interface Mail {
  to: string;
  from: string;
  subject: string;
  /** Plain text, decoded. */
  text: string;
  html: string;
  /** ISO 8601, by the wall's clock. */
  receivedAt: string;
  /** A letter that comes again keeps it, and is the same letter. */
  messageId: string;
}

export interface MailSink {
  /** `smtp://127.0.0.1:PORT` */
  url: string;
  /** Letters to one address, the newest first. */
  mailbox(address: string): Mail[];
  /** Calls `listener` for each letter that arrives. */
  onLetter(listener: (mail: Mail) => void): void;
  close(): Promise<void>;
}

const lettersPerBox = 200;
const letterBytes = 512 * 1024;

/** Starts a mail server on loopback that keeps letters in memory, the last 200 of each address. */
export async function startMailSink(port = 0): Promise<MailSink> {
  const boxes = new Map<string, Mail[]>();
  const listeners: ((mail: Mail) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: letterBytes,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= letterBytes) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (size > letterBytes) return done(Object.assign(new Error('letter too large'), { responseCode: 552 }));
        const letter = parse(Buffer.concat(chunks).toString('latin1'));
        for (const { address } of session.envelope.rcptTo) {
          const box = boxes.get(address.toLowerCase()) ?? [];
          boxes.set(address.toLowerCase(), box);
          if (letter.messageId !== '' && box.some((mail) => mail.messageId === letter.messageId)) continue;
          const mail = { ...letter, to: address, receivedAt: Temporal.Now.instant().toString() };
          box.unshift(mail);
          for (const listener of listeners) listener(mail);
          box.length = Math.min(box.length, lettersPerBox);
        }
        done();
      });
    },
  });
  server.on('error', () => undefined); // a client that hangs up in the middle of a letter is its own affair
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${bound}`,
    onLetter: (listener) => void listeners.push(listener),
    mailbox: (address) => boxes.get(address.toLowerCase()) ?? [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads a letter as nodemailer writes it: headers, one body or a multipart of text and HTML. @param raw bytes as Latin-1 */
function parse(raw: string): Pick<Mail, 'from' | 'subject' | 'text' | 'html' | 'messageId'> {
  const { headers, body } = split(raw);
  const parts = partsOf(headers, body);
  const of = (type: string): string => parts.find((part) => part.type === type)?.content ?? '';
  return {
    from: decodeWords(headers.get('from') ?? ''),
    subject: decodeWords(headers.get('subject') ?? ''),
    text: of('text/plain'),
    html: of('text/html'),
    messageId: headers.get('message-id') ?? '',
  };
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = raw.search(/\r?\n\r?\n/);
  const head = (end < 0 ? raw : raw.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ');
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '') };
}

function partsOf(headers: Map<string, string>, body: string, depth = 0): { type: string; content: string }[] {
  const contentType = headers.get('content-type') ?? 'text/plain';
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (type.startsWith('multipart/') && boundary && depth < 4)
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap((part) => {
        const inner = split(part.replace(/^\r?\n/, ''));
        return partsOf(inner.headers, inner.body, depth + 1);
      });
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? fromQuotedPrintable(body)
        : Buffer.from(body, 'latin1');
  return [{ type, content: bytes.toString('utf8').trim() }];
}

const fromQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** RFC 2047 words in UTF-8. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      (kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : fromQuotedPrintable(word.replaceAll('_', ' '))).toString('utf8'),
    );
