import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { needs } from '../../test/needs.ts';
import { startTrial, type Trial } from './trial.ts';

const binary = needs(
  ['/usr/bin/prometheus-alertmanager', '/usr/bin/alertmanager', '/usr/local/bin/alertmanager'],
  'prometheus-alertmanager',
);

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Debian's Alertmanager on loopback, whose webhook is ours. @returns its own address */
async function startAlertmanager(webhook: string, token: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const port = await freePort();
  writeFileSync(
    join(folder, 'config.yml'),
    `route: {receiver: fengsui, group_by: [branch], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: fengsui
    webhook_configs:
      - url: ${webhook}
        send_resolved: true
        http_config: {authorization: {credentials: ${token}}}
`,
  );
  const arguments_ = [
    `--config.file=${folder}/config.yml`,
    `--storage.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  const child: ChildProcess = spawn(binary!, arguments_, { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), { timeout: 20_000, interval: 100 });
  return url;
}

const openFaults = async (trial: Trial) =>
  (await trial.fleet.faults({ state: 'open', limit: 10 })).items.map((fault) => [fault.atm, fault.code]);

test.skipIf(binary === null)(
  'a real Alertmanager opens a fault when it fires and closes it when it resolves',
  { timeout: 60_000 },
  async () => {
    // The alert's times are the wall clock's, so the trial begins there.
    await using trial = await startTrial({ at: Temporal.Now.instant().subtract({ minutes: 1 }).toString() });
    const alertmanager = await startAlertmanager(`${await trial.listen()}/api/v1/hooks/alertmanager`, 'integration');
    const send = async (atm: string, endsAt?: Temporal.Instant) => {
      const alert = {
        labels: { alertname: 'ATMCashDispenserDown', atm, branch: 'B001' },
        annotations: { summary: '出钞模块故障' },
        startsAt: started.toString(),
        endsAt: (endsAt ?? Temporal.Now.instant().add({ minutes: 5 })).toString(),
      };
      const answer = await fetch(`${alertmanager}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([alert]),
      });
      expect(answer.status).toBe(200);
    };
    const started = Temporal.Now.instant();
    await send('A-1');
    await send('A-3');
    await vi.waitFor(
      async () =>
        expect((await openFaults(trial)).sort()).toEqual([
          ['A-1', 'dispenser.inoperative'],
          ['A-3', 'dispenser.inoperative'],
        ]),
      { timeout: 20_000, interval: 100 },
    );
    expect(trial.fleet.condition('A-1')).toBe('out-of-service');
    await send('A-1', Temporal.Now.instant());
    // The group still fires for A-3: only the alert that is resolved may close.
    await vi.waitFor(async () => expect(await openFaults(trial)).toEqual([['A-3', 'dispenser.inoperative']]), {
      timeout: 20_000,
      interval: 100,
    });
    await send('A-3', Temporal.Now.instant());
    await vi.waitFor(async () => expect(await openFaults(trial)).toEqual([]), { timeout: 20_000, interval: 100 });
    expect(trial.news.opened).toHaveLength(2);
    expect(trial.news.closed).toHaveLength(2);
  },
);
