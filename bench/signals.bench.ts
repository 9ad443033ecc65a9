import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { beside, type Figure, median, percentile, perSecond, thousands } from './figure.ts';
import { caller, startBench } from './installation.ts';

const batch = 1000;
const connections = 4;
const seconds = 3;
const rounds = 5;
const machines = 20_000;
/** One signal in so many opens a fault, or ends one. */
const faultEvery = 100;

/**
 * A batch whose names and times are written over in place, so that making the load costs next to nothing. Batches come
 * in pairs on the same machines: the first opens faults, the second ends them.
 */
class Template {
  readonly #text: Buffer;
  readonly #ids: number[] = [];
  readonly #times: number[] = [];

  constructor(place: number, state: 'raised' | 'cleared') {
    const signals = Array.from({ length: batch }, (_, index) => ({
      id: `########-${index}`,
      source: 'bench',
      atm: `B-${(place * 7919 + index * 13) % machines}`,
      code: index % faultEvery === 0 ? 'printer.paper-low' : 'printer.paper-out',
      state: index % faultEvery === 0 ? state : 'cleared',
      at: '@@@@-@@-@@T@@:@@:@@.@@@Z',
      detail: { vendorDescription: '凭条打印机纸将尽', unit: 'receipt', counter: index, text: 'x'.repeat(120) },
    }));
    this.#text = Buffer.from(JSON.stringify(signals));
    for (let at = this.#text.indexOf('########'); at >= 0; at = this.#text.indexOf('########', at + 8)) this.#ids.push(at);
    for (let at = this.#text.indexOf('@@@@-'); at >= 0; at = this.#text.indexOf('@@@@-', at + 24)) this.#times.push(at);
  }

  /** @param number of the batch, never used before  @param at ISO 8601 instant with milliseconds */
  fill(number: number, at: string): Buffer {
    const text = Buffer.from(this.#text);
    const name = Buffer.from(String(number).padStart(8, '0'));
    const time = Buffer.from(at);
    for (const place of this.#ids) name.copy(text, place);
    for (const place of this.#times) time.copy(text, place);
    return text;
  }
}

const field = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

/** The least that anyone could do: parse the bytes, and insert a row per signal with COPY. */
async function copyIn(client: pg.Client, body: Buffer): Promise<void> {
  const signals = JSON.parse(body.toString()) as Record<string, unknown>[];
  const rows = signals.map((each) =>
    [each['id'], each['source'], each['atm'], each['code'], each['state'], each['at'], JSON.stringify(each['detail'])]
      .map((value) => field(String(value)))
      .join('\t'),
  );
  await pipeline([`${rows.join('\n')}\n`], client.query(copyFrom('copy bench_copy from stdin')));
}

/** Signals by HTTP in batches of 1,000, each answered after its commit, beside a loop that only parses the same bytes and copies them in. */
export async function measure(): Promise<Figure[]> {
  await using bench = await startBench();
  const fleet = ['atm,site,line', ...Array.from({ length: machines }, (_, index) => `B-${index},S-${index % 4000},L-${index % 40}`)];
  await caller(bench.server.url, bench.admin, 1)('/api/v1/fleet/import', `${fleet.join('\n')}\n`, 'text/csv');

  const templates = Array.from({ length: 20 }, (_, place) => [new Template(place, 'raised'), new Template(place, 'cleared')]).flat();
  let next = 0;
  const body = () => {
    const number = next++;
    return templates[number % templates.length]!.fill(number, new Date().toISOString());
  };
  const post = caller(bench.server.url, bench.integration, connections);
  const latencies: number[] = [];
  const send = async () => {
    const text = body();
    const began = performance.now();
    const { accepted } = (await post('/api/v1/signals', text)) as { accepted: number };
    if (accepted !== batch) throw new Error(`of ${batch} signals ${accepted} were accepted`);
    latencies.push(performance.now() - began);
  };
  const client = await bench.connect();
  await client.query('create table bench_copy (id text, source text, atm text, code text, state text, at timestamptz, detail jsonb)');

  await perSecond(connections, seconds, send); // warms both up
  await perSecond(1, 1, () => copyIn(client, body()));
  latencies.length = 0;
  const { ours, theirs, ratio } = await beside(
    rounds,
    () => perSecond(connections, seconds, send),
    () => perSecond(1, seconds, () => copyIn(client, body())),
  );
  return [
    {
      what: 'signals durable over HTTP, batches of 1,000',
      value: ours * batch,
      unit: '/s',
      against: `parse and COPY of the same bytes (${thousands(theirs * batch)} /s)`,
      ratio,
    },
    { what: 'batch answered, p50', value: median(latencies), unit: 'ms', against: '4 connections, closed loop', ratio: null },
    { what: 'batch answered, p99', value: percentile(latencies, 0.99), unit: 'ms', against: '4 connections, closed loop', ratio: null },
  ];
}
