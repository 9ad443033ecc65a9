import { pick, seeded } from './random.ts';

/**
 * 江城银行, a bank that does not exist in a city that does: 1,604 machines of four makes at 540 sites in the 14 districts in and
 * around Wuhan. Everything is drawn from one seed, so that every installation shows the same bank.
 */
export interface DemoAtm {
  atm: string;
  site: string;
  branch: string;
  district: string;
  lat: number;
  lon: number;
  make: string;
  model: string;
  release: string;
  vendor: string;
  line: string;
  host: string;
  power: string;
}

/** Seats of the districts' governments, in degrees; `reachKm` is how far branches lie from there. */
const districts = [
  { name: '江岸区', prefix: 'JA', lat: 30.5998, lon: 114.3095, reachKm: 4, line: 'L-030', machines: 205 },
  { name: '武昌区', prefix: 'WC', lat: 30.5536, lon: 114.3159, reachKm: 4, line: 'L-030', machines: 207 },
  { name: '江汉区', prefix: 'JH', lat: 30.6014, lon: 114.2708, reachKm: 3, line: 'L-031', machines: 195 },
  { name: '硚口区', prefix: 'QK', lat: 30.582, lon: 114.2148, reachKm: 3, line: 'L-031', machines: 130 },
  { name: '东西湖区', prefix: 'DX', lat: 30.6197, lon: 114.1369, reachKm: 8, line: 'L-031', machines: 75 },
  { name: '黄陂区', prefix: 'HP', lat: 30.8818, lon: 114.3758, reachKm: 14, line: 'L-031', machines: 55 },
  { name: '新洲区', prefix: 'XZ', lat: 30.8414, lon: 114.8013, reachKm: 12, line: 'L-031', machines: 45 },
  { name: '洪山区', prefix: 'HS', lat: 30.5005, lon: 114.3438, reachKm: 6, line: 'L-032', machines: 150 },
  { name: '青山区', prefix: 'QS', lat: 30.6403, lon: 114.3849, reachKm: 4, line: 'L-032', machines: 68 },
  { name: '江夏区', prefix: 'JX', lat: 30.3754, lon: 114.3219, reachKm: 10, line: 'L-032', machines: 60 },
  { name: '东湖高新区', prefix: 'GX', lat: 30.4782, lon: 114.415, reachKm: 6, line: 'L-032', machines: 125 },
  { name: '汉阳区', prefix: 'HY', lat: 30.5539, lon: 114.2187, reachKm: 4, line: 'L-021', machines: 165 },
  { name: '蔡甸区', prefix: 'CD', lat: 30.5822, lon: 114.0293, reachKm: 9, line: 'L-021', machines: 60 },
  { name: '武汉经开区', prefix: 'JK', lat: 30.5064, lon: 114.1656, reachKm: 6, line: 'L-021', machines: 64 },
] as const;

const hostOf: Readonly<Record<string, string>> = { 'L-021': 'H-01', 'L-030': 'H-02', 'L-031': 'H-02', 'L-032': 'H-02' };

interface Make {
  make: string;
  model: string;
  releases: readonly string[];
  vendor: string;
}
const makes: readonly { weight: number; value: Make }[] = [
  { weight: 22, value: { make: 'GRG', model: 'H68N', releases: ['5.2.0', '5.2.1'], vendor: '广电' } },
  { weight: 18, value: { make: 'GRG', model: 'H22N', releases: ['4.8.3', '4.9.0'], vendor: '广电' } },
  { weight: 12, value: { make: 'NCR', model: '6623', releases: ['06.04.01', '06.05.00'], vendor: '迪堡' } },
  { weight: 10, value: { make: 'NCR', model: '6687', releases: ['06.05.00'], vendor: '迪堡' } },
  { weight: 14, value: { make: 'Diebold Nixdorf', model: 'CS 280', releases: ['3.1.4', '3.2.0'], vendor: '迪堡' } },
  { weight: 8, value: { make: 'Diebold Nixdorf', model: 'DN 200', releases: ['2.0.7'], vendor: '迪堡' } },
  { weight: 9, value: { make: 'Hyosung', model: 'MX8200', releases: ['7.11', '7.12'], vendor: '楚天运维' } },
  { weight: 7, value: { make: 'Hyosung', model: 'MoniMax 5600', releases: ['6.30'], vendor: '楚天运维' } },
];

const siteCount = 540;
/** The feed that the power cut takes: 46 machines in the old town of Hankou. */
export const hankouFeed = '汉口片区';
const feedMachines = 46;
/** Customers who draw their cash at a site, per machine. */
const customersPerMachine = 320;
const places = ['路口', '支行', '社区', '地铁站', '商场', '医院', '大学', '火车站', '客运站', '工业园', '菜场', '广场'];

export interface DemoFleet {
  atms: DemoAtm[];
  customers: ReadonlyMap<string, number>;
}

/** The machines and sites of the bank. @param seed the same seed gives the same bank */
export function demoFleet(seed = 1604): DemoFleet {
  const random = seeded(seed);
  const atms: DemoAtm[] = [];
  const customers = new Map<string, number>();
  const machines = districts.reduce((sum, district) => sum + district.machines, 0);
  let sitesLeft = siteCount;
  let machinesLeft = machines;
  for (const district of districts) {
    const count = Math.round((sitesLeft * district.machines) / machinesLeft);
    sitesLeft -= count;
    machinesLeft -= district.machines;
    const sizes = sizesOf(district.machines, count, random);
    let feed = 1;
    let onFeed = 0;
    let serial = 1;
    for (const [index, size] of sizes.entries()) {
      const number = String(index + 1).padStart(3, '0');
      const site = `${district.prefix}-W${number}`;
      const angle = random() * 2 * Math.PI;
      const distance = district.reachKm * Math.sqrt(random());
      const lat = round(district.lat + (distance * Math.sin(angle)) / 111.2);
      const lon = round(district.lon + (distance * Math.cos(angle)) / (111.2 * Math.cos((district.lat * Math.PI) / 180)));
      const branch = `${district.name.replace(/区$/, '')}${places[Math.floor(random() * places.length)]}${index + 1}号网点`;
      customers.set(site, Math.round(size * customersPerMachine * (0.6 + 0.8 * random())));
      for (let at = 0; at < size; at++) {
        if (onFeed === feedMachines) {
          feed += 1;
          onFeed = 0;
        }
        onFeed += 1;
        const { make, model, releases, vendor } = pick(random, makes);
        const release = releases[Math.floor(random() * releases.length)] ?? '';
        const power = district.prefix === 'JA' && feed === 1 ? hankouFeed : `${district.name.replace(/区$/, '')}${feed}号馈线`;
        atms.push({
          atm: `${district.prefix}-${String(serial++).padStart(4, '0')}`,
          site,
          branch,
          district: district.name,
          lat,
          lon,
          make,
          model,
          release,
          vendor,
          line: district.line,
          host: hostOf[district.line] ?? '',
          power,
        });
      }
    }
  }
  return { atms, customers };
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** Splits `total` machines over `count` sites, most of them small. */
function sizesOf(total: number, count: number, random: () => number): number[] {
  const sizes = Array.from({ length: count }, () => 1);
  for (let left = total - count; left > 0; left--) {
    // A site that has several machines is likelier to have one more: stations and hospitals have many.
    const one = Math.floor(random() * count);
    const other = Math.floor(random() * count);
    const larger = (sizes[one] ?? 0) >= (sizes[other] ?? 0) ? one : other;
    const chosen = (sizes[larger] ?? 0) < 8 && random() < 0.6 ? larger : one;
    sizes[chosen] = (sizes[chosen] ?? 0) + 1;
  }
  return sizes;
}

const csvCell = (value: string | number): string =>
  /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
const csvOf = (header: readonly string[], rows: readonly (string | number)[][]): string =>
  `${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`;

/** The fleet file of the bank, as `fengsui fleet import` reads it. */
export const fleetCsv = ({ atms, customers }: DemoFleet): string =>
  csvOf(
    [
      'atm',
      'site',
      'branch',
      'district',
      'city',
      'province',
      'lat',
      'lon',
      'make',
      'model',
      'release',
      'vendor',
      'line',
      'host',
      'power',
      'customers',
    ],
    atms.map((atm) => [
      atm.atm,
      atm.site,
      atm.branch,
      atm.district,
      '武汉市',
      '湖北省',
      atm.lat,
      atm.lon,
      atm.make,
      atm.model,
      atm.release,
      atm.vendor,
      atm.line,
      atm.host,
      atm.power,
      customers.get(atm.site) ?? 0,
    ]),
  );

/** Times of the three contracts: acknowledge, depart, arrive, repair, per class of fault. */
const promised: Readonly<Record<string, readonly [string, string, string, string]>> = {
  hardware: ['PT15M', 'PT45M', 'PT2H', 'PT4H'],
  software: ['PT15M', 'PT30M', 'PT2H', 'PT4H'],
  network: ['PT15M', 'PT30M', 'PT90M', 'PT4H'],
  power: ['PT15M', 'PT30M', 'PT90M', 'PT4H'],
  cash: ['PT15M', 'PT45M', 'PT90M', 'PT2H'],
  security: ['PT5M', 'PT15M', 'PT45M', 'PT4H'],
  operation: ['PT15M', 'PT45M', 'PT2H', 'PT4H'],
  weather: ['PT30M', 'PT1H', 'PT4H', 'PT12H'],
};
export const vendors = ['广电', '迪堡', '楚天运维'] as const;

/** The contracts file of the bank. 楚天运维 promises less for the outer districts and so everywhere. */
export const contractsCsv = (): string =>
  csvOf(
    ['vendor', 'faultClass', 'acknowledge', 'depart', 'arrive', 'repair'],
    vendors.flatMap((vendor) =>
      Object.entries(promised).map(([faultClass, [acknowledge, depart, arrive, repair]]) => [
        vendor,
        faultClass,
        acknowledge,
        depart,
        vendor === '楚天运维' && arrive === 'PT2H' ? 'PT3H' : arrive,
        vendor === '楚天运维' && repair === 'PT4H' ? 'PT6H' : repair,
      ]),
    ),
  );
