import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived at a real SMTP server, decoded. */
export interface Received {
  to: string[];
  subject: string;
  messageId: string;
  text: string;
  raw: string;
}

export interface Postbox extends AsyncDisposable {
  url: string;
  mails: Received[];
  /** What the server says to the next mails: null takes them, a code refuses. */
  refuseWith(code: number | null): void;
  /** Called when a mail has been taken, before the sender hears so. */
  onTaken(then: (() => void) | null): void;
  close(): Promise<void>;
}

const words = (text: string): string =>
  text
    .replace(/\r?\n[ \t]+/g, ' ')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, data: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(data, 'base64').toString('latin1')
        : data.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );

const header = (raw: string, name: string): string => {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  const value = new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)`, 'im').exec(head)?.[1] ?? '';
  const decoded = words(value);
  return /=\?utf-8/i.test(value) ? Buffer.from(decoded, 'latin1').toString('utf8') : decoded;
};

const plain = (raw: string): string => {
  const part = raw.split(/\r\n--[^\r]*\r\n/).find((each) => /^content-type: text\/plain/im.test(each)) ?? '';
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (/quoted-printable/i.test(head))
    return Buffer.from(
      body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString('utf8');
  return body;
};

/** A mail server on a free port of this machine. */
export async function startPostbox(port = 0): Promise<Postbox> {
  const mails: Received[] = [];
  let code: number | null = null;
  let taken: (() => void) | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (code !== null) return done(Object.assign(new Error('mailbox not available'), { responseCode: code }));
        const raw = Buffer.concat(chunks).toString('utf8');
        mails.push({
          to: session.envelope.rcptTo.map((to) => to.address),
          subject: header(raw, 'subject'),
          messageId: header(raw, 'message-id'),
          text: plain(raw),
          raw,
        });
        taken?.();
        return done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const { port: bound } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    url: `smtp://127.0.0.1:${bound}`,
    mails,
    refuseWith: (given) => {
      code = given;
    },
    onTaken: (then) => {
      taken = then;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
