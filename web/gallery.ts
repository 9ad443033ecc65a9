/**
 * Photographs each screen of a running demonstration, light and dark, wide and 390 px, in both languages.
 *
 *     npm run gallery [-- address] [-- --only desk,warning] [-- --out folder]
 *
 * Without an address it starts a demonstration of its own, and stops it afterwards. A text that is cut off or wider than its
 * page is named; the run fails then.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((each) => each !== '--'),
  options: { only: { type: 'string' }, out: { type: 'string' }, chromium: { type: 'string' } },
  allowPositionals: true,
});
const out = values.out ?? join('.tmp', 'gallery');
const executablePath = values.chromium ?? process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** A screen: who looks, at which address, at what. `find` answers the address from what the server has. */
interface Screen {
  name: string;
  as: string;
  find(records: Records): string | null;
  /** Done on the page before the picture: a dialog opened. */
  before?(page: Page): Promise<void>;
}
interface Records {
  warning: string | null;
  general: string | null;
  incident: string | null;
  order: string | null;
  atm: string | null;
  plan: string | null;
  report: string | null;
}
const at = (path: string) => () => path;
const of =
  (kind: keyof Records, path: (id: string) => string) =>
  (records: Records): string | null =>
    records[kind] === null ? null : path(records[kind]);

const screens: Screen[] = [
  { name: 'sign-in', as: '', find: at('/sign-in') },
  { name: 'desk', as: 'duty-officer', find: at('/') },
  { name: 'desk-commander', as: 'commander', find: at('/') },
  { name: 'warnings', as: 'duty-officer', find: at('/warnings') },
  { name: 'warning', as: 'duty-officer', find: of('warning', (id) => `/warnings/${id}`) },
  { name: 'warning-general', as: 'duty-officer', find: of('general', (id) => `/warnings/${id}`) },
  { name: 'warning-machines', as: 'duty-officer', find: of('warning', (id) => `/warnings/${id}/machines`) },
  { name: 'incidents', as: 'commander', find: at('/incidents') },
  { name: 'command-room', as: 'commander', find: of('incident', (id) => `/incidents/${id}`) },
  { name: 'work-orders', as: 'duty-officer', find: at('/work-orders?state=all') },
  { name: 'work-order', as: 'duty-officer', find: of('order', (id) => `/work-orders/${id}`) },
  { name: 'work-orders-vendor', as: 'vendor', find: at('/work-orders?state=all') },
  { name: 'fleet', as: 'duty-officer', find: at('/fleet') },
  { name: 'machine', as: 'duty-officer', find: of('atm', (id) => `/fleet/${encodeURIComponent(id)}`) },
  { name: 'vendors', as: 'duty-officer', find: at('/vendors') },
  { name: 'plans', as: 'planner', find: at('/plans') },
  { name: 'plan', as: 'planner', find: of('plan', (id) => `/plans/${encodeURIComponent(id)}`) },
  { name: 'people', as: 'admin', find: at('/people') },
  { name: 'resources', as: 'quartermaster', find: at('/resources') },
  { name: 'reports', as: 'commander', find: at('/reports') },
  { name: 'report', as: 'commander', find: of('report', (id) => `/reports/${id}`) },
  { name: 'improvements', as: 'commander', find: at('/improvements') },
  { name: 'journal', as: 'auditor', find: at('/journal') },
  { name: 'field', as: 'responder', find: at('/field') },
  { name: 'field-report', as: 'responder', find: at('/field/report') },
  { name: 'status', as: '', find: at('/status') },
  {
    name: 'search',
    as: 'duty-officer',
    find: at('/'),
    before: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('JH-00');
      await page.waitForTimeout(700);
    },
  },
];

const looks = [
  { name: 'zh-light', locale: 'zh-CN', scheme: 'light', width: 1440, height: 900 },
  { name: 'zh-dark', locale: 'zh-CN', scheme: 'dark', width: 1440, height: 900 },
  { name: 'en-light', locale: 'en', scheme: 'light', width: 1440, height: 900 },
  { name: 'zh-390', locale: 'zh-CN', scheme: 'light', width: 390, height: 844 },
  { name: 'en-390-dark', locale: 'en', scheme: 'dark', width: 390, height: 844 },
] as const;

interface Account {
  name: string;
  role: string;
  password: string;
}

/** The demonstration's own process. @returns its address and how to stop it */
async function startDemo(): Promise<{ url: string; stop(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'fengsui-gallery-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'fengsui.ts'), 'demo'], {
    env: { ...process.env, FENGSUI_DATA: data, FENGSUI_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await rm(data, { recursive: true, force: true });
  };
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /Fengsui is ready at (\S+)/.exec(said);
      if (ready) resolve(ready[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the demonstration ended with ${code} before it was ready`)));
  });
  return { url, stop };
}

async function signedIn(
  browser: Browser,
  url: string,
  account: Account | undefined,
  look: (typeof looks)[number],
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: look.locale,
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    ({ locale, scheme }) => {
      localStorage.setItem('fengsui.locale', locale);
      localStorage.setItem('fengsui.scheme', scheme);
    },
    { locale: look.locale, scheme: look.scheme },
  );
  if (account) {
    const answer = await context.request.post(`${url}/api/v1/session`, { data: { name: account.name, password: account.password } });
    if (!answer.ok()) throw new Error(`${account.name} cannot sign in: ${answer.status()}`);
  }
  return context;
}

/** Texts that do not fit: the page is wider than the window, or words are cut without an ellipsis. */
const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      if (!text || style.display === 'inline' || element.clientWidth <= 2) continue;
      if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis')
        found.push(`cut: ${element.textContent?.slice(0, 40)}`);
      const box = element.getBoundingClientRect();
      const scrolls = element.closest('.scroll-x, [style*="overflow"], .ant-table-content, pre, table');
      if (!scrolls && box.right > innerWidth + 1 && box.width > 0 && box.left < innerWidth)
        found.push(`beyond the edge: ${element.textContent?.slice(0, 40)}`);
    }
    return [...new Set(found)].slice(0, 5);
  });

async function recordsOf(browser: Browser, url: string, accounts: Account[]): Promise<Records> {
  const context = await signedIn(
    browser,
    url,
    accounts.find((account) => account.role === 'commander'),
    looks[0],
  );
  const get = async <T>(path: string): Promise<T[]> => {
    const answer = await context.request.get(`${url}/api/v1/${path}`);
    return answer.ok() ? ((await answer.json()) as { items: T[] }).items : [];
  };
  const warnings = await get<{ id: string; triage: string; incident: string | null; state: string }>('warnings?limit=200');
  const orders = await get<{ id: string; state: string }>('work-orders');
  const records: Records = {
    warning:
      (
        warnings.find((each) => each.triage === 'major' && !each.incident && each.state === 'open') ??
        warnings.find((each) => each.triage === 'major')
      )?.id ?? null,
    general: warnings.find((each) => each.triage === 'general')?.id ?? null,
    incident: (await get<{ id: string }>('incidents'))[0]?.id ?? null,
    order: orders[0]?.id ?? null,
    atm:
      (await get<{ atm: string }>('atms?condition=out-of-service&limit=1'))[0]?.atm ??
      (await get<{ atm: string }>('atms?limit=1'))[0]?.atm ??
      null,
    plan: (await get<{ id: string }>('plans'))[0]?.id ?? null,
    report: (await get<{ id: string }>('reports'))[0]?.id ?? null,
  };
  await context.close();
  return records;
}

/** Something must happen before there is something to see: a jam and a power cut that people deal with, a line that waits. */
async function makeHappen(url: string): Promise<void> {
  for (const [name, autopilot] of [
    ['dispenser-jam', true],
    ['power-cut', true],
    ['line-lost', false],
  ] as const)
    await fetch(`${url}/api/v1/demo/situations/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ autopilot }),
    });
}

const own = positionals[0] ? null : await startDemo();
const url = positionals[0] ?? own!.url;
let faults = 0;
try {
  if (own) await makeHappen(url);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  const { items: accounts } = (await (await fetch(`${url}/api/v1/demo/accounts`)).json()) as { items: Account[] };
  let records = await recordsOf(browser, url, accounts);
  // The first incident of a demonstration of our own takes the simulated duty officer some seconds.
  for (let waited = 0; own && records.incident === null && waited < 90; waited += 3) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    records = await recordsOf(browser, url, accounts);
  }
  const wanted = values.only?.split(',');
  await mkdir(out, { recursive: true });
  for (const look of looks) {
    const contexts = new Map<string, BrowserContext>();
    for (const screen of screens) {
      if (wanted && !wanted.includes(screen.name)) continue;
      const path = screen.find(records);
      if (path === null) {
        process.stdout.write(`${screen.name}: nothing to show\n`);
        continue;
      }
      let context = contexts.get(screen.as);
      if (!context) {
        context = await signedIn(
          browser,
          url,
          accounts.find((account) => account.role === screen.as),
          look,
        );
        contexts.set(screen.as, context);
      }
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        faults++;
        process.stdout.write(`${look.name} ${screen.name}: ${error.message}\n`);
      });
      page.on('console', (message) => {
        if (message.type() !== 'error' || !message.text().includes('caught the following error')) return;
        faults++;
        process.stdout.write(`${look.name} ${screen.name}: the page failed\n`);
      });
      await page.goto(url + path, { waitUntil: 'load' });
      await page.waitForTimeout(1200);
      await screen.before?.(page);
      for (const fault of await misfits(page)) {
        faults++;
        process.stdout.write(`${look.name} ${screen.name}: ${fault}\n`);
      }
      await page.screenshot({ path: join(out, `${screen.name}-${look.name}.png`) });
      await page.close();
    }
    for (const context of contexts.values()) await context.close();
  }
  await browser.close();
  process.stdout.write(`${out}: ${faults === 0 ? 'everything fits' : `${faults} faults`}\n`);
} finally {
  await own?.stop();
}
process.exitCode = faults === 0 ? 0 : 1;
