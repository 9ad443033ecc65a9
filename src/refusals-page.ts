import { type RefusalTexts, refusalTexts } from '#platform';

/** The manual of refusals: as a page at `/docs/refusals`, to which the `type` of every problem points, and as `docs/refusals.md`. */

const sorted = (texts: Readonly<RefusalTexts>) => Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));

/** The manual as Markdown, one heading per code. */
export const refusalsMarkdown = (texts: Readonly<RefusalTexts> = refusalTexts()): string =>
  [
    '# 拒绝代码 · Refusals',
    '',
    '不能办理的操作都以 RFC 9457 问题详情回答，`code` 是下面的代码，`title` 说明什么办不到，`detail` 说明怎么办。`{名称}` 由当次的',
    '`params` 填入。本页由程序的文本目录生成（`npx vitest run test/refusals.test.ts -u`），并由测试与之核对。',
    '',
    'What cannot be done is answered with RFC 9457 problem details: `code` is one of these, `title` says what cannot be done and `detail`',
    'how to mend it. `{name}` is filled from `params`. This page is made from the catalogue of the program and compared with it by a test.',
    ...sorted(texts).flatMap(([code, { status, 'zh-CN': zh, en }]) => [
      '',
      `## ${code}`,
      '',
      `${status}`,
      '',
      `- ${zh.what} **${zh.mend}**`,
      `- ${en.what} **${en.mend}**`,
    ]),
    '',
  ].join('\n');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);

/** The manual as a page without script: `#code` leads to the refusal. */
export const refusalsPage = (texts: Readonly<RefusalTexts> = refusalTexts()): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>拒绝代码 · Refusals</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h2{font:600 1rem ui-monospace,monospace;margin:2rem 0 .25rem}h2 span{font-weight:400;opacity:.7}p{margin:.25rem 0}:target{outline:2px solid;outline-offset:.4rem}</style></head>
<body><h1>拒绝代码 · Refusals</h1>
<p>“怎么办”写在每条之后；{名称} 由当次的 params 填入。</p><p lang="en">How to mend it stands after each; {name} is filled from the params of the answer.</p>
${sorted(texts)
  .map(
    ([code, { status, 'zh-CN': zh, en }]) =>
      `<section id="${code}"><h2>${code} <span>${status}</span></h2><p>${escaped(zh.what)} <b>${escaped(zh.mend)}</b></p><p lang="en">${escaped(en.what)} <b>${escaped(en.mend)}</b></p></section>`,
  )
  .join('\n')}
</body></html>
`;
