import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { openAutopilot } from '../src/demonstration/autopilot.ts';
import { demoFleet } from '../src/demonstration/bank.ts';
import { apiFor } from '../src/demonstration/client.ts';
import { seeded } from '../src/demonstration/random.ts';
import type { WarningWire } from '../src/demonstration/wire.ts';
import { type Check, jobsLeft, losses, openDatabase } from './losses.ts';
import { ask, postgresPid, type Server, startServer, tokenOf, until } from './server.ts';
import { emptyLedger, freePort, type Ledger, look, persist, startPostbox } from './witness.ts';

export interface Kill {
  what: 'server' | 'PostgreSQL';
  /** Seconds from the start of the test. */
  at_s: number;
  /** Seconds until it answered again. */
  away_s: number;
  /** What was acknowledged before. */
  signals: number;
  orders: number;
  notices: number;
}

export interface KillReport {
  kills: Kill[];
  checks: Check[];
  folder: string;
}

/** Machines that the test speaks for: on a line that the situation leaves alone. */
const ownMachines = demoFleet()
  .atms.filter((atm) => atm.line === 'L-021')
  .slice(0, 12)
  .map((atm) => atm.atm);
const source = 'kill-test';
const pauseLeast_ms = 300;
const pauseMost_ms = 5_000;

/**
 * Runs the demonstration with the line of a city lost, sends signals, orders and acknowledgements of its own, and kills the
 * server and PostgreSQL in turns at random moments; then counts what was lost or doubled.
 * @param kills how many, half of each  @param seed repeats the order of the kills and their pauses, not the machine's timing
 * @param told is called after each kill
 */
export async function killAndCount({
  kills,
  seed,
  speed,
  told,
}: {
  kills: number;
  seed: number;
  speed: number;
  told?: (kill: Kill) => void;
}): Promise<KillReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-kill-'));
  const ledger = emptyLedger();
  const postbox = await startPostbox(ledger);
  const port = String(await freePort());
  const start = () => startServer('demo', folder, ['--speed', String(speed)], { FENGSUI_PORT: port, SMTP_URL: postbox.url });
  let server = await start();
  let working = true;
  let looking = true;
  const done: Promise<void>[] = [];
  try {
    const commander = tokenOf(server, 'commander');
    const { url } = server;
    // The machines' troubles are simulated in the server and die with it; the people are simulated here and do not.
    const situation = () =>
      persist(ledger, () => working, url, commander, 'POST', '/api/v1/demo/situations/line-lost', { autopilot: false });
    const workers = openWorkers(ledger, () => working, url, {
      commander,
      officer: tokenOf(server, 'duty-officer'),
      machines: tokenOf(server, 'integration'),
    });
    const watching = look(ledger, () => looking, url, commander);
    const unattended = await neglect(server, commander);
    void situation();
    done.push(people(server, () => working, speed, seeded(seed + 1), unattended));
    await until(
      'the first incident',
      async () => (await ask(server, commander, 'GET', '/api/v1/incidents?state=running')).items.length > unattended.size,
      120,
    );
    done.push(workers.signals(), workers.orders(), workers.answers());

    const began = performance.now();
    const report: Kill[] = [];
    for (const what of shuffled(kills, random)) {
      const { signals, orders } = { signals: ledger.signals.length, orders: ledger.orders.length };
      await until('work to go on', async () => ledger.signals.length > signals && ledger.orders.length > orders, 120);
      await new Promise((next) => setTimeout(next, pauseLeast_ms + random() * (pauseMost_ms - pauseLeast_ms)));
      const kill: Kill = {
        what,
        at_s: (performance.now() - began) / 1000,
        away_s: 0,
        signals: ledger.signals.length,
        orders: ledger.orders.length,
        notices: ledger.acknowledged.length,
      };
      const killed = performance.now();
      if (what === 'server') {
        await server.kill('SIGKILL');
        server = await start();
        void situation();
      } else {
        const pid = postgresPid(folder);
        process.kill(pid, 'SIGKILL');
        await until('PostgreSQL to run again', async () => postgresPid(folder) !== pid && (await fetch(`${url}/readyz`)).ok, 60);
      }
      kill.away_s = (performance.now() - killed) / 1000;
      report.push(kill);
      told?.(kill);
    }

    const before = { signals: ledger.signals.length, orders: ledger.orders.length };
    await until('work to go on', async () => ledger.signals.length > before.signals && ledger.orders.length > before.orders, 120);
    working = false;
    await Promise.all(done);
    const checks = await settleAndCount(server, commander, folder, ledger);
    looking = false;
    await watching;
    await server.stop();
    checks.push(await verified(folder));
    if (checks.every((check) => check.faults.length === 0)) rmSync(folder, { recursive: true, force: true });
    return { kills: report, checks, folder };
  } finally {
    working = false;
    looking = false;
    await server.stop();
    await postbox.close();
  }
}

/** Waits until what is due is done and shown, then counts. */
async function settleAndCount(server: Server, token: string, folder: string, ledger: Ledger): Promise<Check[]> {
  const database = await openDatabase(folder);
  try {
    await until('jobs that are due to be done', async () => (await jobsLeft(database)).due === 0, 120);
    await until('the console to have seen all', async () => {
      const { rows } = await database.query<{ n: string }>('select coalesce(max(position), 0) as n from journal_leaf');
      return ledger.shown.length >= Number(rows[0]?.n);
    });
    return await losses(server, token, database, ledger, source);
  } finally {
    await database.end().catch(() => undefined);
  }
}

/** `fengsui journal verify` as an auditor would run it. */
async function verified(folder: string): Promise<Check> {
  const run = promisify(execFile)(process.execPath, ['src/fengsui.ts', 'journal', 'verify', '--json'], {
    env: { ...process.env, FENGSUI_DATA: folder, FENGSUI_LOG: 'error' },
    maxBuffer: 16 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { entries, unsealed, faults } = JSON.parse(stdout) as { entries: number; unsealed: number; faults: { en: string }[] };
  return {
    what: 'the journal verifies',
    count: entries,
    faults: [...faults.map((fault) => fault.en), ...(unsealed > 0 ? [`${unsealed} entries are not sealed`] : [])],
  };
}

/** Plans that are activated and then left alone, so that deadlines pass all the time. @returns ids of their incidents */
async function neglect(server: Server, commander: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const [plan, eventClass] of [
    ['plan-1', 'system-failure'],
    ['plan-2', 'other'],
    ['plan-3', 'equipment-damage'],
  ]) {
    const title = { zh: `无人处置 ${plan}`, en: `Left alone ${plan}` };
    const { id } = await ask(server, commander, 'POST', '/api/v1/incidents', { plan, eventClass, level: 'III', title, reason: title.zh });
    ids.add(id);
  }
  return ids;
}

/** The bank's people, who go on whatever is killed: they activate, do their tasks, answer, report. */
async function people(
  server: Server,
  alive: () => boolean,
  rate: number,
  random: () => number,
  unattended: ReadonlySet<string>,
): Promise<void> {
  const { url, accounts } = server;
  const admin = apiFor(url, tokenOf(server, 'admin'));
  const known = new Map(
    (await admin.get<{ items: { id: string; account: string; name: string }[] }>('/api/v1/people')).items.map(({ id, account, name }) => [
      account,
      { id, name },
    ]),
  );
  let ahead_ms = 0;
  const autopilot = openAutopilot({
    url,
    accounts: accounts
      .filter((one) => known.has(one.name))
      .map(({ name, role, password, token }) => ({ ...known.get(name)!, account: name, role, office: '', password, token })),
    rate,
    random,
    now: () => Date.now() * rate + ahead_ms,
    note: () => undefined,
  });
  const warnings = new Map<string, WarningWire>();
  let incident: string | null = null;
  while (alive()) {
    try {
      const { serverTime } = await admin.get<{ serverTime: string }>('/api/v1/me');
      ahead_ms = Date.parse(serverTime) - Date.now() * rate;
      const running = (await admin.get<{ items: { id: string }[] }>('/api/v1/incidents?state=running')).items;
      incident = running.find((one) => !unattended.has(one.id))?.id ?? null;
      warnings.clear();
      for (const warning of (await admin.get<{ items: WarningWire[] }>('/api/v1/warnings?state=open&state=recovering&limit=50')).items)
        if (warning.cause.kind === 'line') warnings.set(warning.id, warning);
      await autopilot.step({
        cause: () => 'line',
        warnings,
        incident: () => incident,
        order: () => [...warnings.values()].find((one) => one.workOrder !== null)?.workOrder ?? null,
        lat: 30.59,
        lon: 114.3,
        failsOnce: true,
        raises: null,
      });
    } catch {
      // the server was away for longer than they ask
    }
    await new Promise((next) => setTimeout(next, 500));
  }
}

/** Half of the kills are of each kind, in an order that the seed decides. */
function shuffled(kills: number, random: () => number): Kill['what'][] {
  const left = Array.from({ length: kills }, (_, index): Kill['what'] => (index % 2 === 0 ? 'server' : 'PostgreSQL'));
  return Array.from({ length: kills }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** Those who work while all this happens, and remember what was answered. */
function openWorkers(ledger: Ledger, alive: () => boolean, url: string, tokens: { commander: string; officer: string; machines: string }) {
  const call = (token: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    persist(ledger, alive, url, token, method, path, body, headers);
  const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

  return {
    /** One machine at a time loses its paper and gets it back; others say what is known. */
    async signals(): Promise<void> {
      for (let number = 0; alive(); number++) {
        const turn = Math.floor(number / 2) % ownMachines.length;
        const state = number % 2 === 0 ? 'raised' : 'cleared';
        const at = new Date().toISOString();
        const batch = ownMachines.map((atm, index) => ({
          id: `${number}-${index}`,
          source,
          atm,
          code: index === turn ? 'printer.paper-low' : 'printer.paper-out',
          state: index === turn ? state : 'cleared',
          at,
          detail: { number },
        }));
        const answer = await call(tokens.machines, 'POST', '/api/v1/signals', batch);
        if (answer?.status === 200 && answer.body.accepted === batch.length) {
          ledger.signals.push(...batch.map((signal) => signal.id));
          ledger.machines.set(ownMachines[turn]!, state);
        } else if (answer) ledger.faults.push(`signals were answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        else ledger.machines.delete(ownMachines[turn]!); // ended while nobody knew
        await pause(200);
      }
    },

    /** The commander gives orders, each with a key of its own. */
    async orders(): Promise<void> {
      for (let number = 0; alive(); number++) {
        const running = await call(tokens.commander, 'GET', '/api/v1/incidents?state=running&limit=5');
        const all = (running?.body.items ?? []) as { id: string }[];
        const incident = all[number % Math.max(1, all.length)]?.id;
        if (incident) {
          const text = `order ${number}`;
          const answer = await call(
            tokens.commander,
            'POST',
            `/api/v1/incidents/${incident}/commands`,
            { command: 'record-order', text, to: [] },
            { 'idempotency-key': text },
          );
          if (answer?.status === 200) ledger.orders.push(text);
          else ledger.unsureOrders.add(text);
        }
        await pause(100);
      }
    },

    /** The duty officer speaks to those who are called, and says so. */
    async answers(): Promise<void> {
      const answered = new Set<string>();
      while (alive()) {
        const notices = await call(tokens.officer, 'GET', '/api/v1/notices?limit=100');
        const waiting = ((notices?.body.items ?? []) as { id: string; answerBy: string | null; state: string }[]).find(
          (notice) => notice.answerBy !== null && ['pending', 'sent', 'delivered'].includes(notice.state) && !answered.has(notice.id),
        );
        if (waiting) {
          answered.add(waiting.id);
          const answer = await call(tokens.officer, 'POST', `/api/v1/notices/${waiting.id}/commands`, { command: 'acknowledge' });
          if (answer?.status === 200 && answer.body.state === 'acknowledged') ledger.acknowledged.push(answer.body.id);
        }
        await pause(waiting ? 400 : 1000);
      }
    },
  };
}
