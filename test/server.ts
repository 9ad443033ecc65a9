import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** A demonstration account, as `fengsui demo --json` prints it. */
export interface Account {
  name: string;
  role: string;
  password: string;
  token: string;
}

/** A `fengsui` that runs as a process of its own, the way a user starts it. */
export interface Server {
  url: string;
  process: ChildProcess;
  /** Only of a demonstration. */
  accounts: Account[];
  /** Milliseconds from the start of the process to its ready line. */
  ready_ms: number;
  /** Asks it to stop and waits until it has. @returns exit code */
  stop(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts `fengsui COMMAND` on a free port with its data in `folder`, and waits for the ready line.
 * @param args further arguments; a demonstration is asked for its accounts
 */
export async function startServer(
  command: 'demo' | 'serve',
  folder: string,
  args: string[] = [],
  environment: Record<string, string> = {},
): Promise<Server> {
  const began = performance.now();
  // As the scripts of package.json do: a demonstration that stands idle keeps little.
  const demonstration = command === 'demo';
  const flags = demonstration ? ['--max-semi-space-size=4'] : [];
  const child = spawn(process.execPath, [...flags, 'src/fengsui.ts', command, ...(demonstration ? ['--json'] : []), ...args], {
    env: { ...process.env, FENGSUI_DATA: folder, FENGSUI_PORT: '0', FENGSUI_LOG: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => {
    errors = (errors + text.toString()).slice(-20_000);
    if (process.env['FENGSUI_TEST_LOG']) process.stderr.write(text);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const lines = createInterface({ input: child.stdout });
  const found = await new Promise<{ url: string; ready_ms: number; accounts: Account[] }>((resolve, reject) => {
    let url = '';
    let ready_ms = 0;
    void ended.then((code) => reject(new Error(`fengsui ${command} ended with ${code} before it was ready:\n${errors}`)));
    lines.on('line', (line) => {
      const ready = /^Fengsui is ready at (\S+)/.exec(line);
      if (ready) {
        url = ready[1]!;
        ready_ms = performance.now() - began;
        if (command !== 'demo') resolve({ url, ready_ms, accounts: [] });
      } else if (url && line.startsWith('{')) resolve({ url, ready_ms, accounts: (JSON.parse(line) as { accounts: Account[] }).accounts });
    });
  });
  return {
    ...found,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

/** Token of the first account with this role. @throws when there is none */
export function tokenOf(server: Server, role: string): string {
  const account = server.accounts.find((each) => each.role === role);
  if (!account) throw new Error(`no demonstration account is ${role}`);
  return account.token;
}

/** One request with a token; JSON in and out. @throws unless answered 2xx */
export async function ask(
  server: Server,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<any> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Process id of the PostgreSQL that the server in `folder` runs, from its own file. */
export const postgresPid = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Waits for a state, never for a while. @param patience_s seconds after which it is an error */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>, patience_s = 60): Promise<T> {
  const end = performance.now() + patience_s * 1000;
  let last: unknown = 'nothing';
  while (performance.now() < end) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (error) {
      last = error;
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`waited ${patience_s} s in vain for ${what}; last: ${last instanceof Error ? last.message : String(last)}`);
}
