import type pg from 'pg';
import { activation, foundIn } from './bank.ts';
import { beside, type Figure, median, percentile, perSecond, thousands } from './figure.ts';
import { caller, startBench } from './installation.ts';

const clients = 8;
const seconds = 4;
const rounds = 5;

/** Commands on incidents, each durable and with an Idempotency-Key, beside single-row commits of as many connections in the same database. */
export async function measure(): Promise<Figure[]> {
  await using bench = await startBench();
  const bank = await foundIn(bench);
  const post = caller(bench.server.url, bank.tokenOf('chen'), clients);
  const incidents: string[] = [];
  for (let number = 1; number <= clients; number++)
    incidents.push(((await post('/api/v1/incidents', activation(number))) as { id: string }).id);

  const connections: pg.Client[] = [];
  for (let number = 0; number < clients; number++) connections.push(await bench.connect());
  await connections[0]!.query(
    'create table bench_row (id bigint generated always as identity primary key, worker int, text text not null)',
  );
  const insert = async (worker: number) => {
    await connections[worker]!.query({
      name: 'row',
      text: 'insert into bench_row (worker, text) values ($1, $2)',
      values: [worker, '现场情况报告'],
    });
  };

  let number = 0;
  const latencies: number[] = [];
  const report = async (incident: string) => {
    number++;
    const began = performance.now();
    const body = JSON.stringify({ command: 'report-situation', text: `现场情况报告 ${number}` });
    const { events } = (await post(`/api/v1/incidents/${incident}/commands`, body, 'application/json', {
      'idempotency-key': `bench-${number}`,
    })) as {
      events: unknown[];
    };
    if (events.length !== 1) throw new Error(`a report caused ${events.length} events`);
    latencies.push(performance.now() - began);
  };

  const figures: Figure[] = [];
  for (const [what, incidentOf] of [
    [`commands on ${clients} incidents, ${clients} clients`, (worker: number) => incidents[worker]!],
    [`commands on one incident, ${clients} clients`, () => incidents[0]!],
  ] as const) {
    await perSecond(clients, 2, (worker) => report(incidentOf(worker)));
    await perSecond(clients, 1, insert);
    latencies.length = 0;
    const { ours, theirs, ratio } = await beside(
      rounds,
      () => perSecond(clients, seconds, (worker) => report(incidentOf(worker))),
      () => perSecond(clients, seconds, insert),
    );
    figures.push(
      { what, value: ours, unit: '/s', against: `single-row commits, ${clients} connections (${thousands(theirs)} /s)`, ratio },
      { what: '  each answered, p50', value: median(latencies), unit: 'ms', against: 'closed loop', ratio: null },
      { what: '  each answered, p99', value: percentile(latencies, 0.99), unit: 'ms', against: 'closed loop', ratio: null },
    );
  }
  return figures;
}
