import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import mammoth from 'mammoth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { chromium } from './needs.ts';
import { ask, type Server, startServer, tokenOf, until } from './server.ts';

const browserPath = chromium();
/** Seconds of the bank's clock in one of ours: an emergency of ninety minutes takes under one. */
const speed = '120';
const situations = ['dispenser-jam', 'power-cut', 'line-lost', 'jackpotting', 'typhoon', 'bad-release'];

interface Run {
  id: string;
  situation: string;
  state: string;
  incident: string | null;
  incidentNumber: string | null;
  incidentState: string | null;
  report: string | null;
}

describe.skipIf(!browserPath)('the demonstration, in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengsui-demo-'));
  let server: Server;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    server = await startServer('demo', folder, ['--speed', speed]);
    browser = await openBrowser(browserPath!);
    page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(server.url);
    await page.getByRole('button', { name: /余浩/ }).click();
    await page.getByText('全辖').first().waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(situations)(
    '%s, on autopilot, ends with an approved report that opens in a word processor [S1-3.5(2), S3-4.4(3), S1-7.2]',
    async (name) => {
      await page.goto(`${server.url}/`);
      const token = tokenOf(server, 'duty-officer');
      const offered = (await ask(server, token, 'GET', '/api/v1/demo/situations')) as { items: { name: string; title: { zh: string } }[] };
      const title = offered.items.find((each) => each.name === name)!.title.zh;
      await page.getByRole('button', { name: `开始：${title}` }).click();
      const run = await until<Run>(
        `the end of ${name}`,
        async () => {
          const { items } = (await ask(server, token, 'GET', '/api/v1/demo/runs')) as { items: Run[] };
          return items.find((each) => each.situation === name && each.state === 'done');
        },
        170,
      );
      expect(run).toMatchObject({ incidentState: 'reported' });

      await page.goto(`${server.url}/reports/${run.report}`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 .docx' }).click()]);
      const { value: text } = await mammoth.extractRawText({ buffer: readFileSync((await download.path())!) });
      expect(text).toContain(run.incidentNumber);
      expect(text).toMatch(/江银急〔\d{4}〕\d+号/);
      expect(text).toMatch(/一、[\s\S]+二、[\s\S]+三、/);
      expect(text).toMatch(/〔记录 ?#\d+/);
      expect(faults).toEqual([]);
    },
    180_000,
  );

  test('the journal of it all verifies, in the console and from the command line [I-3]', async () => {
    const verification = await ask(server, tokenOf(server, 'auditor'), 'GET', '/api/v1/journal/verification');
    expect(verification.faults).toEqual([]);
    expect(verification.entries).toBeGreaterThan(500);
    const { stdout } = await promisify(execFile)(process.execPath, ['src/fengsui.ts', 'journal', 'verify', '--json'], {
      env: { ...process.env, FENGSUI_DATA: folder },
    });
    expect(JSON.parse(stdout)).toMatchObject({ faults: [] });
  }, 60_000);
});
