import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { hashName } from './dedup.ts';

/** Bits per machine, and how many of them one machine sets: one batch in a hundred is unpacked in vain. */
const bitsPerMachine = 10;
const probes = 4;
const scratch = new Uint32Array(2);

/** The two numbers from which a machine's places in a filter follow. */
export function machineHash(kind: 'atm' | 'site', id: string): [number, number] {
  hashName(kind, id, scratch, 0);
  return [scratch[0]!, (scratch[1]! | 1) >>> 0];
}

/** Bloom filter of the machines and sites that a batch speaks of; bit n stands in byte n / 8, least significant first. */
export function bloomOf(signals: readonly { atm: string | null; site: string | null }[]): Buffer {
  const atms = new Set<string>();
  const sites = new Set<string>();
  for (const { atm, site } of signals) {
    if (atm !== null) atms.add(atm);
    else if (site !== null) sites.add(site);
  }
  const filter = Buffer.alloc(Math.max(4, Math.ceil(((atms.size + sites.size) * bitsPerMachine) / 8)));
  for (const atm of atms) mark(filter, 'atm', atm);
  for (const site of sites) mark(filter, 'site', site);
  return filter;
}

function mark(filter: Buffer, kind: 'atm' | 'site', id: string): void {
  const [first, second] = machineHash(kind, id);
  const bits = filter.length * 8;
  for (let probe = 0; probe < probes; probe++) {
    const bit = (first + probe * second) % bits;
    filter[bit >>> 3]! |= 1 << (bit & 7);
  }
}

/** SQL condition that holds for all batches that speak of the machine, and for one in a hundred of the others. */
export function speaksOf(atm: string): RawBuilder<SqlBool> {
  const [first, second] = machineHash('atm', atm);
  const bits = sql`(length(machines)::bigint * 8)`;
  return sql.join(
    Array.from({ length: probes }, (_, probe) => sql`get_bit(machines, (${first + probe * second}::bigint % ${bits})) = 1`),
    sql` and `,
  ) as RawBuilder<SqlBool>;
}
