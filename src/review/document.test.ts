import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import { expect, test } from 'vitest';
import { compose } from './compose.ts';
import { type Letterhead, reportDocument } from './document.ts';
import { after, entry, incidentEntries, itemEntries, warningEntries } from './fixture.ts';
import { entryList, titleLines } from './layout.ts';

const head: Letterhead = {
  issuer: { zh: '江城银行应急领导小组', en: 'Jiangcheng Bank Emergency Command' },
  to: { zh: '江城银行', en: 'Jiangcheng Bank' },
  code: '江银急',
  number: { year: 2026, number: 1 },
  approvedBy: '刘副行长',
  date: after(120),
  timezone: 'Asia/Shanghai',
};
const content = (mode: 'live' | 'drill' = 'live') =>
  compose({
    incident: 'i-1',
    entries: incidentEntries(mode),
    items: itemEntries(),
    warnings: warningEntries(),
    plan: null,
    bank: { zh: '江城银行', en: 'Jiangcheng Bank' },
    timezone: 'Asia/Shanghai',
    now: after(120),
    report: [
      entry(142, 'report/r', 92, 'finding-added', {
        id: 'f',
        number: 'IMP-2026-0001',
        text: { zh: '增配发电机', en: 'More generators' },
        clause: null,
        owner: { name: '赵军' },
        due: '2026-09-01',
      }),
    ],
  });
/** Parts of a .docx by name, read by the archive's own directory and not by the library that wrote it. */
function parts(file: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extra, comment, start] = [
      file.readUInt16LE(at + 10),
      file.readUInt32LE(at + 20),
      file.readUInt16LE(at + 28),
      file.readUInt16LE(at + 30),
      file.readUInt16LE(at + 32),
      file.readUInt32LE(at + 42),
    ];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const data = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
    const bytes = file.subarray(data, data + size);
    found.set(name, (method === 8 ? inflateRawSync(bytes) : bytes).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return found;
}
const attributes = (xml: string, element: string): Record<string, string> =>
  Object.fromEntries(
    [...(new RegExp(`<${element} ([^>]*)`).exec(xml)?.[1] ?? '').matchAll(/([\w:]+)="([^"]*)"/g)].map((match) => [match[1], match[2]]),
  );
const text = async (file: Buffer) => (await mammoth.extractRawText({ buffer: file })).value;

test('the approved report opens as a document with all its chapters, figures and entry numbers [S1-3.5(2)]', async () => {
  const read = await text(await reportDocument(content(), head, 'zh'));
  for (const part of [
    '江城银行应急领导小组文件',
    '江银急〔2026〕1号',
    '签发人：刘副行长',
    '江城银行：',
    '一、基本情况',
    '二、处置经过',
    '三、处置措施',
    '四、物资与设备使用',
    '五、人员表现与时限',
    '六、原因分析',
    '七、损失与影响',
    '八、经验教训',
    '九、改进措施',
    '附件：1. 处置时间线',
    '2026年7月16日',
    '附件1',
    '查明原因',
    '发电机 GEN-7',
    '供电局变压器故障',
    'IMP-2026-0001',
    '8分钟',
    '〔记录 #101',
  ])
    expect(read).toContain(part);
  expect(read.replaceAll('\n', '')).toContain('江城银行关于汉口片区停电突发事件应急处置情况的报告');
  expect(read).not.toContain('送审稿');
  expect(read).not.toContain('undefined');
});

test('paper, margins, lines and type are those of GB/T 9704-2012', async () => {
  const zip = parts(await reportDocument(content(), head, 'zh'));
  const document = zip.get('word/document.xml') ?? '';
  expect(attributes(document, 'w:pgSz')).toMatchObject({ 'w:w': '11906', 'w:h': '16838' });
  // 37, 26, 35 and 28 mm in twips, within the millimetre that the standard allows.
  const margins = attributes(document, 'w:pgMar');
  expect(['w:top', 'w:right', 'w:bottom', 'w:left'].map((side) => Math.round((Number(margins[side]) / 1440) * 25.4))).toEqual([
    37, 26, 35, 28,
  ]);
  expect(attributes(document, 'w:docGrid')).toMatchObject({ 'w:type': 'lines', 'w:linePitch': '579' }); // 22 lines in 225 mm
  expect(Math.floor(((225 / 25.4) * 1440) / 579)).toBe(22);
  // 28 characters of 16 pt less 0.25 pt fit 156 mm; 29 do not.
  expect(document.includes('<w:spacing w:val="-5"/>')).toBe(true);
  expect(28 * 15.75).toBeLessThan((156 / 25.4) * 72);
  expect(29 * 15.75).toBeGreaterThan((156 / 25.4) * 72);
  const runs = [...document.matchAll(/<w:rPr>(.*?)<\/w:rPr>(?:<w:br\/>)?<w:t[^>]*>([^<]*)/g)].map((match) => ({
    style: match[1] ?? '',
    text: match[2] ?? '',
  }));
  const styleOf = (part: string) => runs.find((one) => one.text.includes(part))?.style ?? '';
  expect(styleOf('江城银行关于汉口片区停电')).toContain('w:eastAsia="方正小标宋简体"');
  expect(attributes(styleOf('江城银行关于汉口片区停电'), 'w:sz')['w:val']).toBe('44'); // title 22 pt
  expect(styleOf('一、基本情况')).toContain('w:eastAsia="黑体"');
  expect(styleOf('（一）技术支持组')).toContain('w:eastAsia="楷体_GB2312"');
  expect(styleOf('涉及自动柜员机')).toContain('w:eastAsia="仿宋_GB2312"');
  expect(attributes(styleOf('涉及自动柜员机'), 'w:sz')['w:val']).toBe('32'); // body 16 pt
  expect(attributes(styleOf('文件'), 'w:color')['w:val']).toBe('E60012'); // the red head
  expect(attributes(document, 'w:bottom')).toMatchObject({ 'w:color': 'E60012' }); // the red rule
  expect(zip.get('word/fontTable.xml')).toContain('<w:altName w:val="仿宋,FangSong');
  const footers = [...zip].filter(([name]) => /footer\d+\.xml$/.test(name)).map(([, xml]) => xml);
  expect(footers).toHaveLength(2); // odd pages right, even pages left
  for (const footer of footers) expect(footer).toMatch(/— .*PAGE.* —/s);
  expect(zip.get('word/settings.xml')).toContain('w:evenAndOddHeaders');
});

test('a draft leaves its number open and says 送审稿; a drill says 演练; both languages', async () => {
  const draft = { ...head, number: null, approvedBy: null };
  const zh = await text(await reportDocument(content('drill'), draft, 'zh'));
  expect(zh).toContain('演练　送审稿');
  expect(zh).toContain('江银急〔　　〕　号');
  expect(zh).toContain('【演练】');
  const en = await text(await reportDocument(content('drill'), draft, 'en'));
  for (const part of ['EXERCISE · DRAFT FOR APPROVAL', '1. Summary', '[entry #101', 'Find the cause', 'Annex']) expect(en).toContain(part);
});

test('entry numbers are written in runs', () => {
  expect(entryList([3, 1, 2, 7, 9, 10])).toBe('1–3、7、9–10');
  expect(entryList(Array.from({ length: 20 }, (_, index) => index * 2))).toMatch(/…$/);
});

test('a long title breaks by sense into lines of about the same length', () => {
  expect(titleLines('江城银行关于汉口片区停电突发事件应急处置情况的报告', 18)).toEqual([
    '江城银行关于汉口片区停电',
    '突发事件应急处置情况的报告',
  ]);
  expect(titleLines('短的报告', 18)).toEqual(['短的报告']);
  const title = '江城银行关于武汉市江汉区江岸区硚口区东西湖区通信线路中断突发事件应急处置情况的报告';
  expect(titleLines(title, 18).join('')).toBe(title);
  expect(Math.max(...titleLines(title, 18).map((line) => line.length))).toBeLessThanOrEqual(18);
});
