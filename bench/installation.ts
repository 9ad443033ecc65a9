import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { type Server, startServer } from '../test/server.ts';

/** An installation of its own that runs while something is measured. */
export interface Bench extends AsyncDisposable {
  server: Server;
  folder: string;
  /** Token of an administrator. */
  admin: string;
  /** Token of the machines. */
  integration: string;
  /** A connection to the same database, as its owner. */
  connect(): Promise<pg.Client>;
}

/** What a `fengsui` command prints. @throws when it fails */
export const fengsui = (folder: string, args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/fengsui.ts', ...args], {
      env: { ...process.env, FENGSUI_DATA: folder, FENGSUI_LOG: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
    });
    child.once('exit', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error(`fengsui ${args.join(' ')} ended with ${code}`))));
  });

/** Starts an empty installation in a folder that is removed with it. */
export async function startBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-bench-'));
  const server = await startServer('serve', folder);
  const clients: pg.Client[] = [];
  const end = async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return {
      server,
      folder,
      admin: await fengsui(folder, ['token', 'create', '--name', 'bench', '--role', 'admin']),
      integration: await fengsui(folder, ['token', 'create', '--name', 'bench-machines', '--role', 'integration']),
      async connect() {
        const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
        const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
        const client = new pg.Client({ connectionString: `postgresql://fengsui:${password}@127.0.0.1:${port}/postgres` });
        client.on('error', () => undefined); // when PostgreSQL stops at the end
        await client.connect();
        clients.push(client);
        return client;
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The plan files that ship with the product. */
export const shippedPlans = (): { name: string; yaml: string }[] =>
  readdirSync('plans')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, yaml: readFileSync(join('plans', name), 'utf8') }));

/**
 * A caller that spends next to nothing of the machine: kept connections, no stream in between.
 * @param connections kept open at most
 */
export function caller(url: string, token: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  /** @returns the answer's JSON @throws unless answered 2xx */
  return (path: string, body: Buffer | string, type = 'application/json', headers: Record<string, string> = {}): Promise<any> =>
    new Promise((resolve, reject) => {
      const call = request(
        url + path,
        {
          agent,
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers },
        },
        (answer) => {
          let out = '';
          answer.on('data', (chunk: Buffer) => {
            out += chunk.toString();
          });
          answer.on('end', () => {
            const status = answer.statusCode ?? 0;
            if (status < 200 || status > 299) reject(new Error(`${path} was answered ${status}: ${out.slice(0, 300)}`));
            else resolve(JSON.parse(out));
          });
        },
      );
      call.on('error', reject);
      call.end(body);
    });
}
