import { type AddressInfo, createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What the outside was told and will hold the server to. */
export interface Ledger {
  /** Ids of signals that were answered as taken. */
  signals: string[];
  /** The state that was last taken of each machine, of the code that the test raises and clears. */
  machines: Map<string, 'raised' | 'cleared'>;
  /** Texts of orders that were answered as recorded. */
  orders: string[];
  /** Texts whose fate nobody knows: their incident was over when they were asked again. */
  unsureOrders: Set<string>;
  /** Ids of notices whose acknowledgement was answered. */
  acknowledged: string[];
  /** Positions of the journal in the order in which a console that looked on was shown them. */
  shown: number[];
  /** Letters as a mail server took them in. */
  letters: { to: string; messageId: string; notice: string }[];
  /** Answers 500: faults of the program that are no refusals. */
  faults: string[];
}

export const emptyLedger = (): Ledger => ({
  signals: [],
  machines: new Map(),
  orders: [],
  unsureOrders: new Set(),
  acknowledged: [],
  shown: [],
  letters: [],
  faults: [],
});

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** A mail server that outlives the processes that are killed. */
export async function startPostbox(ledger: Ledger): Promise<{ url: string; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [head = ''] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n');
        const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'im').exec(head)?.[1] ?? '';
        for (const { address } of session.envelope.rcptTo)
          ledger.letters.push({ to: address.toLowerCase(), messageId: field('message-id'), notice: field('x-fengsui-notice') });
        done();
      });
      stream.on('error', () => done());
    },
  });
  server.on('error', () => undefined); // a client that was killed in the middle of a letter
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

export interface Answer {
  status: number;
  body: any;
}

/**
 * Asks again until the server says yes or no: while it is away, its database is, or its answer is lost.
 * @param alive false ends the asking
 * @returns null when it was ended
 */
export async function persist(
  ledger: Ledger,
  alive: () => boolean,
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer | null> {
  while (alive()) {
    try {
      const answer = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        signal: AbortSignal.timeout(15_000),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status === 500) ledger.faults.push(`${method} ${path}: ${text.slice(0, 200)}`);
      if (answer.status < 500 && answer.status !== 429) return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    } catch {
      // nobody listens, or the connection was cut
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  return null;
}

/** Looks on like a console: every entry as it comes, and after a break from where it was. */
export async function look(ledger: Ledger, alive: () => boolean, url: string, token: string): Promise<void> {
  while (alive()) {
    const abort = new AbortController();
    const watch = setInterval(() => (alive() ? undefined : abort.abort()), 200);
    try {
      const last = ledger.shown.at(-1);
      const answer = await fetch(`${url}/api/v1/stream`, {
        headers: { authorization: `Bearer ${token}`, 'last-event-id': String(last ?? 0) },
        signal: abort.signal,
      });
      if (!answer.ok || !answer.body) throw new Error(`the stream was answered ${answer.status}`);
      let rest = '';
      const decoder = new TextDecoder();
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        rest += decoder.decode(chunk, { stream: true });
        const end = rest.lastIndexOf('\n\n');
        if (end >= 0) {
          for (const [, id] of rest.slice(0, end + 1).matchAll(/^id: (\d+)$/gm)) ledger.shown.push(Number(id));
          rest = rest.slice(end + 2);
        }
      }
    } catch {
      // killed: it connects again
    } finally {
      clearInterval(watch);
    }
    if (alive()) await new Promise((next) => setTimeout(next, 100));
  }
}
