import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ask, startServer } from '../test/server.ts';
import { type Figure, median } from './figure.ts';

const batch = 1000;
const seconds = 4;
const machines = 20_000;

const body = (number: number) =>
  JSON.stringify(
    Array.from({ length: batch }, (_, index) => ({
      id: `b${number}-${index}`,
      source: 'bench',
      atm: `B-${(number * 7919 + index * 104_729) % machines}`,
      code: index % 100 === 0 ? 'printer.paper-low' : 'printer.paper-out',
      state: index % 100 === 0 ? (number % 2 ? 'raised' : 'cleared') : 'cleared',
      at: new Date(1_800_000_000_000 + number * 1000 + index).toISOString(),
      detail: { vendorDescription: '凭条打印机纸将尽', unit: 'receipt', counter: index, text: 'x'.repeat(120) },
    })),
  );

const cli = (folder: string, args: string[]) =>
  new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, ['src/fengsui.ts', ...args], {
      env: { ...process.env, FENGSUI_DATA: folder, FENGSUI_LOG: 'error' },
    });
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
    });
    child.once('exit', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error(`fengsui ${args.join(' ')} ended with ${code}`))));
  });

/** Signals by HTTP in batches of 1,000, each answered after its commit, beside a loop that only parses the same bytes and copies them in. */
export async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-bench-'));
  const server = await startServer('serve', folder);
  try {
    const admin = await cli(folder, ['token', 'create', '--name', 'bench', '--role', 'admin']);
    const integration = await cli(folder, ['token', 'create', '--name', 'bench-machines', '--role', 'integration']);
    const fleet = ['atm,site,line', ...Array.from({ length: machines }, (_, index) => `B-${index},S-${index % 4000},L-${index % 40}`)].join(
      '\n',
    );
    const imported = await fetch(`${server.url}/api/v1/fleet/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'text/csv' },
      body: fleet,
    });
    if (!imported.ok) throw new Error(`fleet import answered ${imported.status}: ${await imported.text()}`);

    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const post = (text: string) =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        const call = request(
          `${server.url}/api/v1/signals`,
          {
            agent,
            method: 'POST',
            headers: {
              authorization: `Bearer ${integration}`,
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
            },
          },
          (answer) => {
            let out = '';
            answer.on('data', (chunk: Buffer) => {
              out += chunk.toString();
            });
            answer.on('end', () => {
              const { accepted } = JSON.parse(out) as { accepted?: number };
              if (answer.statusCode !== 200 || accepted !== batch)
                reject(new Error(`a batch was answered ${answer.statusCode}: ${out.slice(0, 300)}`));
              else resolve(performance.now() - began);
            });
          },
        );
        call.on('error', reject);
        call.end(text);
      });

    const bodies = Array.from({ length: 1200 }, (_, number) => body(number));
    let next = 0;
    const latencies: number[] = [];
    const end = performance.now() + seconds * 1000;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (performance.now() < end && next < bodies.length) latencies.push(await post(bodies[next++]!));
      }),
    );
    const ours = (next * batch) / ((performance.now() - began) / 1000);

    const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
    const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
    const client = new pg.Client({ connectionString: `postgresql://fengsui:${password}@127.0.0.1:${port}/postgres` });
    await client.connect();
    await client.query('create table bench_copy (id text, source text, atm text, code text, state text, at timestamptz, detail jsonb)');
    const field = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
    let copied = 0;
    const copyBegan = performance.now();
    while (performance.now() - copyBegan < seconds * 1000 && copied < bodies.length) {
      const signals = JSON.parse(bodies[copied++]!) as Record<string, unknown>[];
      const rows = signals.map((each) =>
        [each['id'], each['source'], each['atm'], each['code'], each['state'], each['at'], JSON.stringify(each['detail'])]
          .map((value) => field(String(value)))
          .join('\t'),
      );
      await pipeline([`${rows.join('\n')}\n`], client.query(copyFrom('copy bench_copy from stdin')));
    }
    const floor = (copied * batch) / ((performance.now() - copyBegan) / 1000);
    await client.end();
    await ask(server, admin, 'GET', '/api/v1/fleet/summary');
    return [
      {
        what: 'signals durable over HTTP, batches of 1,000',
        value: ours,
        unit: '/s',
        against: `parse and COPY of the same bytes (${Math.round(floor).toLocaleString('en')} /s)`,
        ratio: ours / floor,
      },
      { what: 'batch answered, median', value: median(latencies), unit: 'ms', against: '4 connections, closed loop', ratio: null },
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
