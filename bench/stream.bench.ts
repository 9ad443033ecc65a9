import { get, type IncomingMessage } from 'node:http';
import { activation, foundIn } from './bank.ts';
import { type Figure, median, percentile } from './figure.ts';
import { caller, startBench } from './installation.ts';

const streams = 100;
const commands = 200;
const pause_ms = 50;

/** From the sending of a command to its arrival at each of 100 consoles that look on. */
export async function measure(): Promise<Figure[]> {
  await using bench = await startBench();
  const bank = await foundIn(bench);
  const token = bank.tokenOf('chen');
  const post = caller(bench.server.url, token, 4);
  const { id } = (await post('/api/v1/incidents', activation(1))) as { id: string };

  const sent = new Map<string, number>();
  const arrivals: number[] = [];
  const open: IncomingMessage[] = [];
  const connect = () =>
    new Promise<void>((resolve, reject) => {
      get(`${bench.server.url}/api/v1/stream`, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`the stream was answered ${answer.statusCode}`));
        open.push(answer);
        let rest = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          const now = performance.now();
          rest += text;
          const end = rest.lastIndexOf('\n\n');
          if (end < 0) return;
          for (const [, name] of rest.slice(0, end).matchAll(/bench-report-(\d+)/g)) arrivals.push(now - sent.get(name!)!);
          rest = rest.slice(end + 2);
        });
        resolve();
      }).on('error', reject);
    });
  for (let number = 0; number < streams; number++) await connect();

  const answered: number[] = [];
  for (let number = 0; number < commands; number++) {
    const began = performance.now();
    sent.set(String(number), began);
    await post(`/api/v1/incidents/${id}/commands`, JSON.stringify({ command: 'report-situation', text: `bench-report-${number}` }));
    answered.push(performance.now() - began);
    await new Promise((next) => setTimeout(next, pause_ms));
  }
  const patience = performance.now() + 10_000;
  while (arrivals.length < streams * commands && performance.now() < patience) await new Promise((next) => setTimeout(next, 20));
  for (const answer of open) answer.destroy();
  if (arrivals.length !== streams * commands) throw new Error(`${arrivals.length} of ${streams * commands} arrivals were seen`);
  const against = `${streams} open streams, ${commands} commands, each seen by all`;
  return [
    { what: 'command to screen, p50', value: median(arrivals), unit: 'ms', against, ratio: null },
    { what: 'command to screen, p99', value: percentile(arrivals, 0.99), unit: 'ms', against, ratio: null },
    { what: 'the command itself answered, p50', value: median(answered), unit: 'ms', against, ratio: null },
  ];
}
