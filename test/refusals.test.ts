import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import '../src/app.ts';
import '../src/demonstration/routes.ts';
import { refusalTexts } from '#platform';
import { refusalsMarkdown, refusalsPage } from '../src/refusals-page.ts';

const texts = refusalTexts();
const codes = Object.keys(texts).sort();
const sources = globSync('src/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

test('the manual has a heading for every refusal and for nothing else, with its texts', async () => {
  await expect(refusalsMarkdown()).toMatchFileSnapshot('../docs/refusals.md');
  const manual = readFileSync('docs/refusals.md', 'utf8');
  expect([...manual.matchAll(/^## (\S+)$/gm)].map((match) => match[1])).toEqual(codes);
});

test('the address that a problem names leads to its place on the page', () => {
  const page = refusalsPage();
  expect([...page.matchAll(/<section id="([^"]+)">/g)].map((match) => match[1])).toEqual(codes);
  expect(page).not.toContain('<script');
});

test('every refusal says in both languages what cannot be done and how to mend it, with the same names to fill in', () => {
  const names = (part: { what: string; mend: string }) => [...new Set((part.what + part.mend).match(/\{\w+\}/g) ?? [])].sort();
  for (const [code, { status, 'zh-CN': zh, en }] of Object.entries(texts)) {
    expect(names(zh), code).toEqual(names(en));
    expect(zh.what, code).toMatch(/\p{Script=Han}.*[。：？]?$/su);
    expect(en.what + en.mend, code).not.toMatch(/[\u3000-\u303f\uff00-\uffef]|\p{Script=Han}/u);
    for (const sentence of [zh.what, zh.mend, en.what, en.mend]) expect(sentence.trim(), code).not.toBe('');
    expect(status, code).toBeGreaterThanOrEqual(400);
  }
});

test('no refusal is given that has no texts, and none has texts that is never given', () => {
  const given = sources.flatMap(({ text }) => [...text.matchAll(/refuse\(\s*'([a-z][a-z-]+)'/g)].map((match) => match[1]!));
  expect(given.length).toBeGreaterThan(100);
  expect([...new Set(given)].filter((code) => !(code in texts))).toEqual([]);
  const said = sources
    .filter(({ file }) => !file.endsWith('refusals.ts') && !file.endsWith('platform/refusal.ts'))
    .map(({ text }) => text)
    .join('\n');
  expect(codes.filter((code) => !said.includes(`'${code}'`))).toEqual([]);
});
