import { isUtf8 } from 'node:buffer';
import Papa from 'papaparse';
import { faultClasses } from '#intake';
import { type Refusal, refuse } from '#platform';
import { type Atm, type Contract, type Site, textColumns } from './model.ts';

/** A row that was not taken: the line of the file, from 1, and the column at fault. */
export interface RefusedRow {
  line: number;
  code: string;
  field: string;
}

export interface FleetFile {
  atms: Atm[];
  sites: Site[];
  refused: RefusedRow[];
  encoding: 'utf-8' | 'gb18030';
}

const nameLength = 200;
// Tabs and line breaks inside a name, and what no text file holds.
const unprintable = /[\x00-\x1f\x7f\ufffd]/;

/** The text of a CSV file: UTF-8 with or without BOM, else GB18030. */
export function decodeCsv(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'gb18030' } | Refusal {
  if (isUtf8(bytes)) return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8' };
  try {
    return { text: new TextDecoder('gb18030', { fatal: true }).decode(bytes), encoding: 'gb18030' };
  } catch {
    return refuse('csv-encoding');
  }
}

interface Table {
  rows: { line: number; cells: Record<string, string> }[];
  refused: RefusedRow[];
  encoding: 'utf-8' | 'gb18030';
}

/** Reads a CSV with a header. Unknown columns are passed over; the needed ones that are missing are named. */
function readTable(bytes: Uint8Array, needed: readonly string[]): Table | Refusal {
  const decoded = decodeCsv(bytes);
  if ('refusal' in decoded) return decoded;
  if (decoded.text.trim() === '') return refuse('csv-empty');
  const lines: { line: number; cells: string[] }[] = [];
  const refused: RefusedRow[] = [];
  let line = 1;
  let from = 0;
  // `step` gives the place in the text after each row, from which the line follows even where cells hold line breaks.
  Papa.parse<string[]>(decoded.text, {
    step: ({ data, errors, meta }) => {
      const taken = decoded.text.slice(from, meta.cursor);
      const start = line;
      line += taken.split('\n').length - 1;
      from = meta.cursor;
      if (data.length === 1 && data[0]!.trim() === '') return;
      if (errors.some((error) => error.type === 'Quotes')) refused.push({ line: start, code: 'quotes-broken', field: '' });
      else lines.push({ line: start, cells: data });
    },
  });
  const header =
    lines.shift()?.cells.map((name) =>
      name
        .replace(/^\ufeff/, '')
        .trim()
        .toLowerCase(),
    ) ?? [];
  const lower = needed.map((name) => name.toLowerCase());
  const missing = needed.filter((_, index) => !header.includes(lower[index]!));
  if (missing.length > 0) return refuse('csv-columns-missing', { columns: missing, found: header.filter((name) => name !== '') });
  const rows = lines.map(({ line: at, cells }) => ({
    line: at,
    cells: Object.fromEntries(header.map((name, index) => [name, (cells[index] ?? '').trim()])),
  }));
  return { rows, refused, encoding: decoded.encoding };
}

const coordinate = (text: string, most: number): number | null | undefined => {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
};

/**
 * Reads a fleet file (interface: `atm,site,branch,city,province,lat,lon,make,model,release,vendor,line,host,power`, with
 * `district` and `customers` where known). A bad row is refused with its line and column; the rest goes on.
 * @returns refusal `csv-encoding`, `csv-empty`, `csv-columns-missing` (naming them) when nothing can be read
 */
export function readFleet(bytes: Uint8Array): FleetFile | Refusal {
  const table = readTable(bytes, ['atm', 'site']);
  if ('refusal' in table) return table;
  const atms = new Map<string, Atm>();
  const sites = new Map<string, Site>();
  const refused = table.refused;
  for (const { line, cells } of table.rows) {
    const refuseRow = (field: string, code = 'value-invalid') => refused.push({ line, code, field });
    const cell = (name: string) => cells[name] ?? '';
    const empty = ['atm', 'site'].find((name) => cell(name) === '');
    if (empty !== undefined) {
      refuseRow(empty, 'value-missing');
      continue;
    }
    const bad = ['atm', ...textColumns].find((name) => cell(name).length > nameLength || unprintable.test(cell(name)));
    if (bad !== undefined) {
      refuseRow(bad);
      continue;
    }
    if (atms.has(cell('atm'))) {
      refuseRow('atm', 'row-repeated');
      continue;
    }
    const lat = coordinate(cell('lat'), 90);
    const lon = coordinate(cell('lon'), 180);
    if (lat === undefined || lon === undefined) {
      refuseRow(lat === undefined ? 'lat' : 'lon');
      continue;
    }
    const people = cell('customers');
    if (people !== '' && !/^\d{1,8}$/.test(people)) {
      refuseRow('customers');
      continue;
    }
    const texts = Object.fromEntries(textColumns.map((name) => [name, cell(name)])) as Record<(typeof textColumns)[number], string>;
    const atm: Atm = { atm: cell('atm'), ...texts, lat, lon };
    atms.set(atm.atm, atm);
    const site = sites.get(atm.site);
    const { branch, district, city, province } = atm;
    if (!site)
      sites.set(atm.site, { site: atm.site, branch, district, city, province, lat, lon, customers: people === '' ? null : Number(people) });
    else {
      // The first machine that knows more about its site says it for all.
      site.lat ??= lat;
      site.lon ??= lon;
      site.branch ||= branch;
      site.district ||= district;
      site.city ||= city;
      site.province ||= province;
      if (people !== '') site.customers = Math.max(site.customers ?? 0, Number(people));
    }
  }
  return { atms: [...atms.values()], sites: [...sites.values()], refused, encoding: table.encoding };
}

const steps = ['acknowledge', 'depart', 'arrive', 'repair'] as const;

/** A duration that a clock of hours can run: positive, without years or months, at most thirty days. */
function clockDuration(text: string): boolean {
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.years || duration.months) return false;
    const hours = duration.total({ unit: 'hours', relativeTo: '2026-01-01' });
    return hours > 0 && hours <= 720;
  } catch {
    return false;
  }
}

/**
 * Reads contracts: `vendor,faultClass,acknowledge,depart,arrive,repair`, durations in ISO 8601 (`PT30M`). `faultClass` is
 * one of the catalogue's or `*` for all others.
 * @returns refusals as `readFleet`
 */
export function readContracts(bytes: Uint8Array): { contracts: Contract[]; refused: RefusedRow[] } | Refusal {
  const table = readTable(bytes, ['vendor', 'faultClass', ...steps]);
  if ('refusal' in table) return table;
  const contracts = new Map<string, Contract>();
  const { refused } = table;
  for (const { line, cells } of table.rows) {
    const vendor = cells['vendor'] ?? '';
    const faultClass = cells['faultclass'] ?? '';
    if (vendor === '' || vendor.length > nameLength || unprintable.test(vendor)) {
      refused.push({ line, code: vendor === '' ? 'value-missing' : 'value-invalid', field: 'vendor' });
      continue;
    }
    if (faultClass !== '*' && !(faultClasses as readonly string[]).includes(faultClass)) {
      refused.push({ line, code: 'value-invalid', field: 'faultClass' });
      continue;
    }
    const bad = steps.find((step) => !clockDuration(cells[step] ?? ''));
    if (bad !== undefined) {
      refused.push({ line, code: 'value-invalid', field: bad });
      continue;
    }
    const key = `${vendor}\n${faultClass}`;
    if (contracts.has(key)) {
      refused.push({ line, code: 'row-repeated', field: 'faultClass' });
      continue;
    }
    const [acknowledge, depart, arrive, repair] = steps.map((step) => cells[step]!) as [string, string, string, string];
    contracts.set(key, { vendor, faultClass, acknowledge, depart, arrive, repair });
  }
  return { contracts: [...contracts.values()], refused };
}
