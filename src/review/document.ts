import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  DocumentGridType,
  Footer,
  HeightRule,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Text } from '#plans';
import { cellStyle, entryList, type Face, face, fontTable, styles, titleLines, words } from './layout.ts';
import type { ReportContent, Statement } from './model.ts';
import { duration } from './sentences.ts';

/** What stands around the report proper: who issues it, to whom, its number and date. */
export interface Letterhead {
  /** 发文机关 */
  issuer: Text;
  /** 主送机关 */
  to: Text;
  /** 机关代字, as in 江银急〔2026〕1号. */
  code: string;
  /** Year and number, given at the approval; null: a draft, whose number stays open and which says so. */
  number: { year: number; number: number } | null;
  approvedBy: string | null;
  date: string;
  timezone: string;
}

type Tongue = 'zh' | 'en';

const half = (points: number) => points * 2;
/** Twips of one of the 22 lines: 225 mm ÷ 22. */
const line = 579;
/** Two characters of 16 pt: the indent of a paragraph. */
const indent = 2 * 16 * 20;
/** Added to each character of 16 pt, in twips, so that 28 of them fill 156 mm: 442.2 pt ÷ 28 = 15.79 pt, and none is pushed out by rounding. */
const pitch = -5;
const red = 'E60012';

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/**
 * The report as an official document in the layout of GB/T 9704-2012: A4, type area 156 × 225 mm with 22 lines of 28
 * characters, red head and red rule, title in 22 pt, body in 16 pt FangSong, page number — n —.
 * A draft leaves its number open and says 送审稿; a drill's report says 演练 in its title and head.
 */
export async function reportDocument(content: ReportContent, head: Letterhead, tongue: Tongue): Promise<Buffer> {
  const w = words[tongue];
  const zh = tongue === 'zh';

  const run = (text: string, style: Face = 'fang', size = 16, more: Partial<IRunOptions> = {}) =>
    new TextRun({
      text,
      size: half(size),
      font: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: face[style] },
      language: { value: 'en-GB', eastAsia: 'zh-CN' },
      ...(size === 16 && zh && { characterSpacing: pitch }),
      ...more,
    });
  const spacing = { line, lineRule: LineRuleType.EXACT, before: 0, after: 0 };
  const paragraph = (children: TextRun[], more: Partial<IParagraphOptions> = {}) => new Paragraph({ spacing, children, ...more });
  const blank = () => paragraph([run('')]);
  const body = (text: string, entries: number[] = []) =>
    paragraph([run(text), ...reference(entries)], { indent: { firstLine: indent }, alignment: AlignmentType.LEFT });
  const reference = (entries: number[]) =>
    entries.length === 0 ? [] : [run(w.record(entryList(entries)), 'fang', 12, { color: '555555' })];
  const heading = (text: string) => paragraph([run(text, 'hei')], { indent: { firstLine: indent }, keepNext: true });
  const subheading = (text: string) => paragraph([run(text, 'kai')], { indent: { firstLine: indent }, keepNext: true });
  const statement = ({ text, entries }: Statement) => body(stopped(text[tongue]), entries);
  const stopped = (text: string) => (/[。.！!？?]$/.test(text) ? text : `${text}${w.stop}`);
  const time = (at: string) => Temporal.Instant.from(at).toZonedDateTimeISO(head.timezone);
  const moment = (at: string) => {
    const local = time(at);
    return `${zh ? `${local.month}月${local.day}日` : `${local.day}/${local.month}`} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  };

  const cell = (text: string, width: number, header = false) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 60, right: 60, top: 30, bottom: 30 },
      children: [
        new Paragraph({
          style: cellStyle,
          spacing: { line: 300, lineRule: LineRuleType.EXACT },
          children: [run(text, header ? 'hei' : 'fang', 10.5)],
        }),
      ],
    });
  const table = (columns: { head: string; share: number }[], rows: string[][]) => {
    const whole = 8845; // 156 mm in twips
    const sum = columns.reduce((all, column) => all + column.share, 0);
    const widths = columns.map((column) => Math.floor((whole * column.share) / sum));
    const rule = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
    return new Table({
      width: { size: whole, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      borders: { top: rule, bottom: rule, left: rule, right: rule, insideHorizontal: rule, insideVertical: rule },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: columns.map((column, index) => cell(column.head, widths[index] ?? 0, true)),
        }),
        ...rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              height: { value: 340, rule: HeightRule.ATLEAST },
              children: row.map((text, index) => cell(text, widths[index] ?? 0)),
            }),
        ),
      ],
    });
  };
  const groupName = (id: string) => content.groups[id]?.[tongue] ?? id;
  const titleCell = (entries: number[]) => (entries.length === 0 ? '' : `${w.hash}${entryList(entries).replaceAll('、', ', ')}`);

  const sections: Record<ReportContent['sections'][number]['id'], () => (Paragraph | Table)[]> = {
    summary: () => [
      ...content.summary.map(statement),
      body(w.basis(content.basis.first, content.basis.last, content.basis.entries)),
      ...(content.plan.purpose ? [body(`${w.purpose}${content.plan.purpose[tongue]}`)] : []),
    ],
    timeline: () =>
      content.course.map((one) => {
        const until =
          one.until && moment(one.until) !== moment(one.at) ? `–${time(one.until).toPlainTime().toString({ smallestUnit: 'minute' })}` : '';
        return body(`${moment(one.at)}${until}${zh ? '，' : ': '}${stopped(one.text[tongue])}`, one.entries);
      }),
    measures: () =>
      content.measures.flatMap((group, index) => [
        subheading(zh ? `（${numerals[index] ?? index + 1}）${group.name.zh}` : `(${index + 1}) ${group.name.en}`),
        ...group.statements.map(statement),
        ...group.remarks.map((one) => body(`${w.remarks}${stopped(one.text[tongue])}`, one.entries)),
      ]),
    items: () =>
      content.items.length === 0
        ? []
        : [
            table(
              [
                { head: w.item, share: 5 },
                { head: w.store, share: 4 },
                { head: w.issued, share: 2 },
                { head: w.returned, share: 2 },
                { head: w.out, share: 3 },
                { head: w.no, share: 3 },
              ],
              content.items.map((row) => [
                `${row.name[tongue]}${row.serials.length > 0 ? ` ${row.serials.join(w.and)}` : ''}`,
                row.store[tongue],
                String(row.issued),
                String(row.returned),
                !row.taken ? w.drillOnly : row.consumed ? w.used : String(row.out),
                titleCell(row.entries),
              ]),
            ),
          ],
    performance: () => [
      ...content.performance.statements.map(statement),
      ...(content.performance.tasks.length > 0
        ? [
            subheading(zh ? `（一）${w.tasks}` : `(1) ${w.tasks}`),
            table(
              [
                { head: w.task, share: 6 },
                { head: w.group, share: 3 },
                { head: w.due, share: 3 },
                { head: w.done, share: 3 },
                { head: w.late, share: 3 },
                { head: w.no, share: 3 },
              ],
              content.performance.tasks.map((row) => [
                `${row.title[tongue]}${row.round > 1 ? ` (${row.round})` : ''}`,
                groupName(row.group),
                moment(row.due),
                row.state === 'done' && row.doneAt ? moment(row.doneAt) : w[row.state],
                row.lateMinutes > 0 ? duration(row.lateMinutes)[tongue] : '—',
                titleCell(row.entries),
              ]),
            ),
          ]
        : []),
      ...(content.performance.calls.length > 0
        ? [
            subheading(zh ? `（二）${w.calls}` : `(2) ${w.calls}`),
            table(
              [
                { head: w.person, share: 3 },
                { head: w.group, share: 3 },
                { head: w.called, share: 3 },
                { head: w.answered, share: 3 },
                { head: w.by, share: 2 },
                { head: w.no, share: 3 },
              ],
              content.performance.calls.map((row) => [
                row.person,
                groupName(row.group),
                moment(row.calledAt),
                row.answeredAfterSeconds === null ? w.none : duration(row.answeredAfterSeconds / 60)[tongue],
                row.replacedBy ?? '—',
                titleCell(row.entries),
              ]),
            ),
          ]
        : []),
    ],
    cause: () => content.cause.map(statement),
    losses: () => content.losses.map(statement),
    lessons: () => content.lessons.map(statement),
    improvements: () =>
      content.improvements.length === 0
        ? []
        : [
            table(
              [
                { head: w.number, share: 3 },
                { head: w.measure, share: 7 },
                { head: w.proof, share: 3 },
                { head: w.owner, share: 2 },
                { head: w.deadline, share: 3 },
                { head: w.no, share: 2 },
              ],
              content.improvements.map((row) => [
                row.number,
                row.text[tongue],
                row.clause ?? '—',
                row.owner ?? '—',
                row.due ?? '—',
                titleCell(row.entries),
              ]),
            ),
          ],
    responsibility: () => content.responsibility.map(statement),
  };
  const written = new Set(['cause', 'lessons', 'improvements', 'responsibility', 'losses']);

  const sign = zh ? `${head.issuer.zh}文件` : head.issuer.en;
  const mark = `${content.mode === 'drill' ? `${w.drill}${zh ? '　' : ' · '}` : ''}${head.number ? '' : w.draft}`;
  const number = zh
    ? `${head.code}〔${head.number?.year ?? '　　'}〕${head.number?.number ?? '　'}号`
    : `No. ${head.number ? `${head.number.number}/${head.number.year}` : '____'}`;
  const numberLine =
    head.approvedBy === null
      ? paragraph([run(number)], { alignment: AlignmentType.CENTER })
      : paragraph([run(number), new TextRun({ children: [new Tab()] }), run(w.approvedBy(head.approvedBy), 'kai')], {
          indent: { left: 320, right: 320 },
          tabStops: [{ type: 'right', position: 8845 - 320 }],
        });
  const date = Temporal.Instant.from(head.date).toZonedDateTimeISO(head.timezone);
  const dated = zh
    ? `${date.year}年${date.month}月${date.day}日`
    : date.toPlainDate().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

  const children: (Paragraph | Table)[] = [
    paragraph(mark === '' ? [run('')] : [run(mark, 'hei')]),
    blank(),
    blank(),
    // Its top edge comes 35 mm below the top of the type area; it is as large as fits on one line.
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 1000, lineRule: LineRuleType.EXACT },
      children: [run(sign, 'song', Math.min(zh ? 42 : 28, Math.floor((zh ? 430 : 800) / sign.length)), { color: red, bold: !zh })],
    }),
    blank(),
    numberLine,
    // The red rule lies 4 mm below the number and is as wide as the type area.
    new Paragraph({
      spacing: { line: 40, lineRule: LineRuleType.EXACT, before: convertMillimetersToTwip(3.3) },
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: red, space: 0 } },
      children: [],
    }),
    blank(),
    blank(),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 660, lineRule: LineRuleType.EXACT },
      children: titleLines(content.title[tongue], zh ? 18 : 46).map((text, index) =>
        run(text, 'song', zh ? 22 : 20, { ...(index > 0 && { break: 1 }), bold: !zh }),
      ),
    }),
    blank(),
    paragraph([run(`${head.to[tongue]}${w.colon}`)]),
    ...content.sections.flatMap(({ id, title }, index) => {
      const inside = sections[id]();
      return [
        heading(zh ? `${numerals[index] ?? index + 1}、${title.zh}` : `${index + 1}. ${title.en}`),
        ...(inside.length > 0 ? inside : [body(written.has(id) && head.number === null ? w.unwritten : w.empty)]),
      ];
    }),
    blank(),
    paragraph([run(`${w.attachment}${w.colon}${zh ? '' : ''}1. ${w.timeline}`)], { indent: { firstLine: indent } }),
    blank(),
    blank(),
    // Without a seal: the name two characters in from the right, the date below it.
    paragraph([run(head.issuer[tongue])], { alignment: AlignmentType.RIGHT, indent: { right: indent } }),
    paragraph([run(dated)], { alignment: AlignmentType.RIGHT, indent: { right: indent } }),
    paragraph([run(`${w.attachment}${zh ? '' : ' '}1`, 'hei')], { pageBreakBefore: true }),
    blank(),
    paragraph([run(w.timeline, 'song', 22)], { alignment: AlignmentType.CENTER }),
    blank(),
    table(
      [
        { head: zh ? '时间' : 'Time', share: 3 },
        { head: zh ? '事项' : 'Event', share: 12 },
        { head: w.no, share: 2 },
      ],
      content.timeline.map((one) => [moment(one.at), one.text[tongue], titleCell(one.entries)]),
    ),
  ];

  const pageNumber = (alignment: (typeof AlignmentType)[keyof typeof AlignmentType]) =>
    new Footer({
      children: [
        new Paragraph({
          alignment,
          indent: { left: 280, right: 280 },
          children: [
            new TextRun({
              children: ['— ', PageNumber.CURRENT, ' —'],
              size: half(14),
              font: { ascii: face.plain, hAnsi: face.plain, eastAsia: face.plain, cs: 'Times New Roman' },
            }),
          ],
        }),
      ],
    });

  const document = new Document({
    creator: head.issuer.zh,
    title: content.title[tongue],
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            // 7 mm from the type area to the page number's upper edge: 35 mm below it, less 7 mm and the figure's height.
            margin: { top: 2098, right: 1474, bottom: 1984, left: 1587, header: 851, footer: 1304 },
          },
          // 22 lines by the grid, 28 characters by `pitch`: LibreOffice snaps a character grid to whole cells, so that one of
          // type linesAndChars with charSpace -848 shows 20 characters a line there; Word shows 28 either way.
          grid: { type: DocumentGridType.LINES, linePitch: line },
        },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children,
      },
    ],
  });
  return Packer.toBuffer(document, undefined, [
    { path: 'word/fontTable.xml', data: fontTable },
    { path: 'word/styles.xml', data: styles },
  ]);
}
