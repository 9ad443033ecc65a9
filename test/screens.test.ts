import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { chromium } from './needs.ts';
import { ask, type Server, startServer, tokenOf, until } from './server.ts';

const browserPath = chromium();
const views = [
  { name: 'wide, light, zh-CN', locale: 'zh-CN', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: '390 px, light, zh-CN', locale: 'zh-CN', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'wide, dark, en', locale: 'en', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: '390 px, dark, en', locale: 'en', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe.skipIf(!browserPath)('the screens, while an emergency runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-screens-'));
  let server: Server;
  let browser: Browser;
  let paths: string[] = [];

  beforeAll(async () => {
    // Slow enough that the emergency still runs while it is looked at.
    server = await startServer('demo', folder, ['--speed', '20']);
    browser = await openBrowser(browserPath!);
    const token = tokenOf(server, 'commander');
    await ask(server, token, 'POST', '/api/v1/demo/situations/power-cut', { autopilot: true });
    const incident = await until(
      'an incident',
      async () => ((await ask(server, token, 'GET', '/api/v1/incidents')) as { items: { id: string; warnings: string[] }[] }).items[0],
      90,
    );
    const { items: orders } = (await ask(server, token, 'GET', '/api/v1/work-orders')) as { items: { id: string }[] };
    paths = [
      '/',
      '/warnings',
      `/warnings/${incident.warnings[0]}`,
      '/incidents',
      '/incidents/new',
      `/incidents/${incident.id}`,
      '/work-orders',
      ...orders.slice(0, 1).map(({ id }) => `/work-orders/${id}`),
      '/fleet',
      '/fleet/JA-0001',
      '/plans',
      '/plans/plan-2',
      '/people',
      '/resources',
      '/vendors',
      '/reports',
      '/improvements',
      '/journal',
      '/field',
      '/field/report',
      '/status',
    ];
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const openPage = async (view: (typeof views)[number]): Promise<{ context: BrowserContext; page: Page; faults: string[] }> => {
    const { locale, colorScheme, viewport } = view;
    const context = await browser.newContext({ locale, colorScheme, viewport });
    const account = server.accounts.find((each) => each.role === 'commander')!;
    await context.request.post(`${server.url}/api/v1/session`, { data: { name: account.name, password: account.password } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    return { context, page, faults };
  };

  test.each(views)(
    '$name: no screen fails, overflows, shows the name of a text instead of the text, or shuts somebody out',
    async (view) => {
      const { context, page, faults } = await openPage(view);
      const found: string[] = [];
      for (const path of paths) {
        await page.goto(server.url + path);
        const headed = await page
          .locator('h1')
          .first()
          .waitFor({ timeout: 10_000 })
          .then(
            () => true,
            () => false,
          );
        if (!headed) found.push(`${path} has no heading`);
        await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .ant-spin-spinning'), undefined, { timeout: 10_000 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 1) found.push(`${path} is ${wide} px wider than the window`);
        // biome-ignore lint/performance/useDomNodeTextContent: what is seen counts, not what is hidden
        const text = await page.locator('body').innerText();
        const key = /(?:^|\s)([a-z]+(?:\.[a-zA-Z]+){2,})(?:\s|$)/m.exec(text)?.[1];
        if (key) found.push(`${path} shows ${key}`);
        if (/undefined|\[object Object\]|NaN|Invalid Date/.test(text))
          found.push(`${path} shows ${/undefined|\[object Object\]|NaN|Invalid Date/.exec(text)?.[0]}`);
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
        for (const { id, impact, nodes } of violations)
          if (impact === 'serious' || impact === 'critical')
            found.push(
              `${path} ${id}: ${nodes
                .slice(0, 2)
                .map((node) => node.html.slice(0, 120))
                .join(' | ')}`,
            );
      }
      await context.close();
      expect([...faults, ...found]).toEqual([]);
    },
    180_000,
  );
});
