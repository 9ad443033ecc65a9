import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { systemActor } from '#organization';
import { isRefusal, readSettings, VirtualClock } from '#platform';
import { buildHttp, openRooms, type Rooms } from '../src/app.ts';
import { type DemoAtm, demoFleet } from '../src/demonstration/bank.ts';
import { type Api, apiFor } from '../src/demonstration/client.ts';
import { type Account, foundBank } from '../src/demonstration/found.ts';
import { openInstallation } from '../src/installation.ts';
import { type Postbox, startPostbox } from '../src/notify/testing.ts';
import { testDatabase, testJobs } from './database.ts';

/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  type: string;
  body: any;
  text: string;
}

const plansFolder = new URL('../plans/', import.meta.url);
const shipped = () =>
  readdirSync(plansFolder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, yaml: readFileSync(new URL(name, plansFolder), 'utf8') }));

/** Machines of one site of the demonstration's bank, and a whole power feed: enough for every kind of emergency. */
const smallFleet = (which: (atm: DemoAtm) => boolean) => {
  const { atms, customers } = demoFleet();
  return { atms: atms.filter(which), customers };
};

/**
 * The whole program with the demonstration's people, plans, stock and contracts and a part of its machines: real HTTP over
 * loopback, a real PostgreSQL, a real mail server. Its clock stands still until told, and its jobs are done when the test says so.
 */
export class Bank implements AsyncDisposable {
  readonly url: string;
  readonly rooms: Rooms;
  readonly http: FastifyInstance;
  readonly clock: VirtualClock;
  readonly postbox: Postbox;
  readonly accounts: readonly Account[];
  readonly integration: string;
  readonly atms: readonly DemoAtm[];
  readonly databaseUrl: string;
  readonly #runDue: () => Promise<string[]>;
  readonly #close: () => Promise<void>;

  constructor(
    parts: Omit<Bank, 'as' | 'of' | 'api' | 'ask' | 'send' | 'signals' | 'forward' | 'settle' | typeof Symbol.asyncDispose>,
    runDue: () => Promise<string[]>,
    close: () => Promise<void>,
  ) {
    this.url = parts.url;
    this.rooms = parts.rooms;
    this.http = parts.http;
    this.clock = parts.clock;
    this.postbox = parts.postbox;
    this.accounts = parts.accounts;
    this.integration = parts.integration;
    this.atms = parts.atms;
    this.databaseUrl = parts.databaseUrl;
    this.#runDue = runDue;
    this.#close = close;
  }

  /** @throws when nobody has this account */
  as(account: string): Account {
    const found = this.accounts.find((one) => one.account === account);
    if (!found) throw new Error(`nobody is called ${account}`);
    return found;
  }

  /** Account of the first person with this role. @throws when nobody has it */
  of(role: string): string {
    const found = this.accounts.find((one) => one.role === role);
    if (!found) throw new Error(`nobody is ${role}`);
    return found.account;
  }

  /** The API as this person calls it; refusals are thrown. */
  api(account: string): Api {
    return apiFor(this.url, this.as(account).token);
  }

  /** One request; refusals are answers. @param who account, `integration`, or null for a stranger */
  async ask(who: string | null, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const given = body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const token = who === null ? null : who === 'integration' ? this.integration : this.as(who).token;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(given === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(given === undefined ? {} : { body: given as BodyInit }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      text,
      body: /json/.test(type) && text !== '' && !/ndjson/.test(type) ? JSON.parse(text) : null,
    };
  }

  /** A command that must be taken. */
  send(account: string, path: string, body: unknown): Promise<unknown> {
    return this.api(account).post(path, body);
  }

  /** Signals of other systems about machines, through the door that they use. */
  async signals(code: string, state: 'raised' | 'cleared', atms: readonly string[]): Promise<void> {
    const at = this.clock.now().toString();
    const answer = await this.ask(
      'integration',
      'POST',
      '/api/v1/signals',
      atms.map((atm) => ({ id: `${atm}/${code}/${state}/${at}`, source: 'test', atm, code, state, at })),
    );
    if (answer.status !== 200 || answer.body.refused.length > 0) throw new Error(`signals were refused: ${answer.text}`);
  }

  /** Does what is due until nothing is left. @returns names of the jobs done */
  settle(): Promise<string[]> {
    return this.#runDue();
  }

  /** Moves the clock, then does what is due. @param duration ISO 8601 */
  forward(duration: string): Promise<string[]> {
    this.clock.forward(duration);
    return this.#runDue();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

/**
 * Opens the bank of the tests on the cluster's database.
 * @param which machines of the demonstration's fleet that it has
 */
export async function openBank({
  start = '2026-07-16T01:30:00Z',
  which = (atm) => atm.district === '江岸区' && atm.atm < 'JA-0080',
}: {
  start?: string;
  which?: (atm: DemoAtm) => boolean;
} = {}): Promise<Bank> {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-bank-'));
  const database = await testDatabase();
  const settings = readSettings({ FENGSUI_DATA: folder, FENGSUI_PORT: '0', DATABASE_URL: database.url }, join(folder, 'none.yaml'));
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  const installation = await openInstallation(settings);
  const postbox = await startPostbox();
  const clock = new VirtualClock(start);
  let url = '';
  const rooms = await openRooms({ installation, clock, smtpUrl: postbox.url, baseUrl: () => url });
  const http = await buildHttp(rooms, installation);
  await http.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
  const jobs = await testJobs(database, clock);
  for (const [name, handler] of rooms.jobs.handlers) jobs.handle(name, handler);
  const admin = await rooms.organization.createToken('tests', 'admin', { actor: systemActor });
  if (isRefusal(admin)) throw new Error(admin.refusal);
  const fleet = smallFleet(which);
  const { accounts, integration } = await foundBank(url, admin.token, fleet, shipped());
  await jobs.runDue();
  return new Bank(
    { url, rooms, http, clock, postbox, accounts, integration, atms: fleet.atms, databaseUrl: database.url },
    () => jobs.runDue(),
    async () => {
      await http.close();
      await rooms.sealer.stop();
      rooms.notify.close();
      await postbox.close();
      await installation.close();
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  );
}

/** What a machine shows of itself once it has obeyed. */
const shows: Readonly<Record<string, string>> = {
  'Machine.Close': 'userError',
  'Machine.Isolate': 'userError',
  'Machine.GoInService': 'online',
};

interface CommandFrame {
  atm: string;
  name: string;
}

/** An agent that speaks for machines over its WebSocket, keeps every command it hears, and answers each. */
export class Agent implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly commands: CommandFrame[] = [];
  readonly heard: any[] = [];
  /** What a machine says to a command: null does it, a text refuses. */
  obeys: (command: CommandFrame) => string | null = () => null;
  closed: { code: number; reason: string } | null = null;
  #seq = 0;

  private constructor(url: string, token: string) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/agents/xfs4iot`, { headers: { authorization: `Bearer ${token}` } });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.socket.on('message', (data) => this.#hear(JSON.parse(String(data))));
  }

  /** Connects, and says of each machine that it is online; the server knows of all when this resolves. */
  static async connect(bank: Bank, atms: readonly string[]): Promise<Agent> {
    const agent = new Agent(bank.url, bank.integration);
    await once(agent.socket, 'open');
    for (const atm of atms) agent.say(atm, 'Machine', 'completion', 'Common.Status', { common: { device: 'online' } });
    await agent.acknowledged();
    return agent;
  }

  /** One frame of one service of a machine. @returns its number */
  say(atm: string, service: string, type: string, name: string, payload: object, header: object = {}): number {
    const seq = ++this.#seq;
    const message = { header: { type, name, version: '3.0', ...(type === 'completion' ? { requestId: 1 } : {}), ...header }, payload };
    this.socket.send(JSON.stringify({ atm, service, seq, message }));
    return seq;
  }

  /** Waits until the server has kept everything said so far. */
  async acknowledged(): Promise<void> {
    const last = this.#seq;
    while (last > 0 && !this.heard.some((each) => each.ack === last)) {
      if (this.socket.readyState !== WebSocket.OPEN) throw new Error('the agent was disconnected');
      await Promise.race([once(this.socket, 'message'), once(this.socket, 'close')]);
    }
  }

  #hear(frame: any): void {
    this.heard.push(frame);
    const header = frame.message?.header;
    if (header?.type !== 'command') return;
    const command = { atm: frame.atm as string, name: header.name as string };
    this.commands.push(command);
    const refused = this.obeys(command);
    const device = refused === null ? shows[command.name] : undefined;
    if (device) this.say(command.atm, 'Machine', 'unsolicited', 'Common.StatusChangedEvent', { common: { device } });
    this.say(
      command.atm,
      'Machine',
      'completion',
      command.name,
      {},
      {
        requestId: header.requestId,
        ...(refused === null ? {} : { completionCode: 'deviceNotReady', errorDescription: refused }),
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
  }
}
