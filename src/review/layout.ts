/** The faces that GB/T 9704-2012 asks for. They are named, not brought along; `fontTable` says what else will do. */
export const face = { song: '方正小标宋简体', fang: '仿宋_GB2312', hei: '黑体', kai: '楷体_GB2312', plain: '宋体' } as const;
export type Face = keyof typeof face;
const standIns: Record<string, string> = {
  方正小标宋简体: '方正小标宋_GBK,FZXiaoBiaoSong-B05S,STZhongsong,Noto Serif CJK SC',
  仿宋_GB2312: '仿宋,FangSong,STFangsong,Noto Serif CJK SC',
  黑体: 'SimHei,STHeiti,Noto Sans CJK SC',
  楷体_GB2312: '楷体,KaiTi,STKaiti,Noto Serif CJK SC',
  宋体: 'SimSun,STSong,Noto Serif CJK SC',
};
export const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(standIns)
  .map(([name, others]) => `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/></w:font>`)
  .join('')}<w:font w:name="Times New Roman"><w:charset w:val="00"/></w:font></w:fonts>`;

const typeOf16 =
  '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:szCs w:val="32"/>';
/** Style of the text in tables, which does not keep to the 22 lines. */
export const cellStyle = 'Cell';
/** Written by hand because the library knows no paragraph that leaves the grid. */
export const styles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>${typeOf16}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:rPr>${typeOf16}</w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="${cellStyle}"><w:name w:val="${cellStyle}"/><w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/></w:pPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`;

/** The fixed words of a report. */
export const words = {
  zh: {
    draft: '送审稿',
    drill: '演练',
    figures: '主要数据',
    attachment: '附件',
    timeline: '处置时间线',
    record: (entries: string) => `〔记录 #${entries}〕`,
    empty: '（本项无记录。）',
    unwritten: '（待填写。）',
    task: '任务',
    group: '小组',
    due: '时限',
    done: '完成',
    late: '逾时',
    open: '未完成',
    waived: '免除',
    lapsed: '随阶段结束',
    person: '人员',
    called: '通知',
    answered: '应答用时',
    none: '未应答',
    by: '接替',
    item: '物资设备',
    store: '储备库',
    issued: '领用',
    returned: '归还',
    out: '在外',
    used: '消耗',
    drillOnly: '仅登记',
    no: '记录',
    remarks: '小组意见：',
    owner: '责任人',
    deadline: '期限',
    proof: '条款',
    measure: '改进措施',
    number: '编号',
    colon: '：',
    hash: '#',
    approvedBy: (name: string) => `签发人：${name}`,
    basis: (first: number, last: number, count: number) =>
      `本报告各项数据均由应急日志第${first}号至第${last}号记录中本事件的${count}条记录计算得出；各句后方括号为所依据的记录号。`,
    purpose: '预案目的：',
    tasks: '任务完成情况',
    calls: '通知与应答',
    stop: '。',
    and: '、',
  },
  en: {
    draft: 'DRAFT FOR APPROVAL',
    drill: 'EXERCISE',
    figures: 'Figures',
    attachment: 'Annex',
    timeline: 'Timeline',
    record: (entries: string) => ` [entry #${entries}]`,
    empty: '(Nothing on record.)',
    unwritten: '(To be written.)',
    task: 'Task',
    group: 'Group',
    due: 'Due',
    done: 'Done',
    late: 'Late by',
    open: 'not done',
    waived: 'waived',
    lapsed: 'ended with its phase',
    person: 'Person',
    called: 'Called',
    answered: 'Answered after',
    none: 'no answer',
    by: 'Replaced by',
    item: 'Item',
    store: 'Store',
    issued: 'Issued',
    returned: 'Returned',
    out: 'Out',
    used: 'used up',
    drillOnly: 'record only',
    no: 'Entry',
    remarks: 'Remarks of the group: ',
    owner: 'Owner',
    deadline: 'Due',
    proof: 'Clause',
    measure: 'Improvement',
    number: 'No.',
    colon: ': ',
    hash: '#',
    approvedBy: (name: string) => `Approved by ${name}`,
    basis: (first: number, last: number, count: number) =>
      `All figures are computed from the ${count} entries of this incident between numbers ${first} and ${last} of the journal; brackets name the entries a sentence rests on.`,
    purpose: 'Purpose of the plan: ',
    tasks: 'Tasks',
    calls: 'Calls and answers',
    stop: '.',
    and: ', ',
  },
} as const;

/** Numbers as a reader counts them: `12、15–18`. At most eight parts are written out. */
export function entryList(entries: number[]): string {
  const sorted = [...new Set(entries)].sort((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const entry of sorted) {
    const last = parts.at(-1);
    if (last && entry === last[1] + 1) last[1] = entry;
    else parts.push([entry, entry]);
  }
  const shown = parts.slice(0, 8).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${shown.join('、')}${parts.length > 8 ? '…' : ''}`;
}

/** A long title in lines of about equal length, none longer than the type area carries. */
export function titleLines(title: string, width: number): string[] {
  const chars = [...title];
  const lines = Math.ceil(chars.length / width);
  if (lines <= 1) return [title];
  const even = Math.ceil(chars.length / lines);
  const found: string[] = [];
  let rest = title;
  while ([...rest].length > width || found.length < lines - 1) {
    const now = [...rest];
    // By sense: after 关于, before 应急处置, at a space; else in the middle.
    const breaks = [...Array(Math.min(width, now.length - 1)).keys()]
      .map((index) => index + 1)
      .filter((at) => {
        const [before, after] = [now.slice(0, at).join(''), now.slice(at).join('')];
        return /[A-Za-z,:] $/.test(before) || /^(突发事件|应急处置|应急演练|处置情况|的报告)/.test(after) || /(关于|】)$/.test(before);
      });
    const at = breaks.sort((a, b) => Math.abs(a - even) - Math.abs(b - even))[0];
    const cut = at !== undefined && Math.abs(at - even) <= 6 ? at : Math.min(even, width);
    found.push(now.slice(0, cut).join('').trim());
    rest = now.slice(cut).join('').trim();
    if (rest === '') break;
  }
  if (rest !== '') found.push(rest);
  return found;
}
