import type { Text } from './model.ts';

/** What is wrong with a plan file, and where: lines and columns count from 1. */
export interface PlanFault {
  file: string;
  line: number;
  column: number;
  code: FaultCode;
  /** The element, by ids where it has them: `tasks.close-machines.deadline`. */
  at: string;
  what: Text;
  mend: Text;
}

/** A fault found in the content of a plan, not yet placed in a file. */
export interface ContentFault {
  code: FaultCode;
  path: (string | number)[];
  /** The key itself is at fault, not what it holds. */
  onKey?: boolean;
  params: Record<string, string | number>;
}

type Said = { what: Text; mend: Text };

/** Texts of all faults; `{name}` is filled from the fault's params, `{at}` is the element. */
export const faultTexts = {
  'not-yaml': {
    what: { zh: '不是正确的 YAML：{whyZh}。', en: 'This is not correct YAML: {whyEn}.' },
    mend: { zh: '检查该行的缩进、引号和冒号。', en: 'Check indentation, quotes and colons of that line.' },
  },
  'not-a-plan': {
    what: {
      zh: '文件不是一份预案：应是以 id、title 等为键的映射。',
      en: 'The file is no plan: it should be a mapping with keys such as id and title.',
    },
    mend: { zh: '从 plans/ 中的一份预案复制后修改。', en: 'Copy one of the plans in plans/ and change it.' },
  },
  'too-large': {
    what: { zh: '文件太大或嵌套太深。', en: 'The file is too large or nested too deeply.' },
    mend: { zh: '预案文件不超过 {limit}，不要用别名重复展开。', en: 'A plan file has at most {limit}; do not multiply parts by aliases.' },
  },
  'key-missing': {
    what: { zh: '{at} 缺少 “{key}”。', en: '{at} lacks “{key}”.' },
    mend: { zh: '补上 {key}。', en: 'Add {key}. {about}' },
  },
  'key-unknown': {
    what: { zh: '{at} 中没有 “{key}” 这个键。', en: '{at} has no key “{key}”.' },
    mend: { zh: '是否想写 “{suggestion}”？', en: 'Did you mean “{suggestion}”?' },
  },
  'key-unknown-none-near': {
    what: { zh: '{at} 中没有 “{key}” 这个键。', en: '{at} has no key “{key}”.' },
    mend: { zh: '删去它，或改用其中之一：{known}。', en: 'Remove it, or use one of: {known}.' },
  },
  'type-wrong': {
    what: { zh: '{at} 应是{expectedZh}，却是{gotZh}。', en: '{at} should be {expectedEn}, but is {gotEn}.' },
    mend: { zh: '改为{expectedZh}。', en: 'Write {expectedEn}. {about}' },
  },
  'value-unknown': {
    what: { zh: '{at} 不能是 “{value}”。', en: '{at} cannot be “{value}”.' },
    mend: { zh: '用其中之一：{known}。', en: 'Use one of: {known}.' },
  },
  'value-near': {
    what: { zh: '{at} 不能是 “{value}”。', en: '{at} cannot be “{value}”.' },
    mend: { zh: '是否想写 “{suggestion}”？可用的有：{known}。', en: 'Did you mean “{suggestion}”? Possible are: {known}.' },
  },
  'id-malformed': {
    what: { zh: '{at} 不是标识：“{value}”。', en: '{at} is no id: “{value}”.' },
    mend: {
      zh: '只用小写字母、数字和连字符，以字母开头，如 close-machines。',
      en: 'Use small letters, digits and hyphens, a letter first: close-machines.',
    },
  },
  'source-malformed': {
    what: { zh: '{at} 不是条款号：“{value}”。', en: '{at} is no clause id: “{value}”.' },
    mend: { zh: '写成 S2-5.2(1)：文件、章、点、项。', en: 'Write it as S2-5.2(1): document, chapter, point, item.' },
  },
  'duration-malformed': {
    what: { zh: '{at} 不是时长：“{value}”。', en: '{at} is no duration: “{value}”.' },
    mend: {
      zh: '写成 ISO 8601：PT15M 是 15 分钟，PT2H 是 2 小时，P5D 是 5 天。',
      en: 'Write ISO 8601: PT15M is 15 minutes, PT2H two hours, P5D five days.',
    },
  },
  'date-malformed': {
    what: { zh: '{at} 不是日期：“{value}”。', en: '{at} is no date: “{value}”.' },
    mend: { zh: "写成 '2026-05-20'。", en: "Write '2026-05-20'." },
  },
  'value-empty': {
    what: { zh: '{at} 是空的。', en: '{at} is empty.' },
    mend: { zh: '填上内容，或删去这一项。', en: 'Fill it in, or remove it.' },
  },
  'number-out-of-range': {
    what: { zh: '{at} 超出范围：{value}（应 {limit}）。', en: '{at} is out of range: {value} (should be {limit}).' },
    mend: { zh: '改到范围之内。', en: 'Bring it into the range.' },
  },
  'shape-wrong': {
    what: { zh: '{at} 的写法不对。', en: '{at} is not written as it should be.' },
    mend: { zh: '请对照 plan.schema.json 改正。', en: 'Correct it by plan.schema.json. {about}' },
  },
  'id-twice': {
    what: { zh: '标识 “{id}” 用了两次，第一次在第 {line} 行。', en: 'The id “{id}” is used twice, first in line {line}.' },
    mend: { zh: '给其中一个换个名字。', en: 'Give one of them another name.' },
  },
  'class-twice': {
    what: { zh: '事件类别 “{id}” 列了两次，第一次在第 {line} 行。', en: 'The class “{id}” is listed twice, first in line {line}.' },
    mend: { zh: '删去其中一个。', en: 'Remove one of them.' },
  },
  'group-unknown': {
    what: { zh: '{at} 指向不存在的小组 “{id}”。', en: '{at} names a group that does not exist: “{id}”.' },
    mend: { zh: '{suggestZh}已有的小组：{known}。', en: '{suggestEn}Groups of the plan: {known}.' },
  },
  'phase-unknown': {
    what: { zh: '{at} 指向不存在的阶段 “{id}”。', en: '{at} names a phase that does not exist: “{id}”.' },
    mend: { zh: '{suggestZh}已有的阶段：{known}。', en: '{suggestEn}Phases of the plan: {known}.' },
  },
  'task-unknown': {
    what: { zh: '{at} 指向不存在的任务 “{id}”。', en: '{at} names a task that does not exist: “{id}”.' },
    mend: { zh: '{suggestZh}改成已有任务的标识，或补写这项任务。', en: '{suggestEn}Use the id of a task of the plan, or write that task.' },
  },
  'deadline-from-unknown-task': {
    what: { zh: '{at}：时限从不存在的任务 “{id}” 起算。', en: '{at}: the deadline counts from a task that does not exist: “{id}”.' },
    mend: {
      zh: '{suggestZh}改成已有任务，或写 activation、phase。',
      en: '{suggestEn}Name a task of the plan, or write activation or phase.',
    },
  },
  'field-unknown': {
    what: { zh: '{at}：任务 “{task}” 的表单没有 “{id}” 这一栏。', en: '{at}: the form of task “{task}” has no field “{id}”.' },
    mend: { zh: '{suggestZh}该任务的栏目：{known}。', en: '{suggestEn}Fields of that task: {known}.' },
  },
  'answer-impossible': {
    what: { zh: '{at}：栏目 “{field}” 不可能答 “{value}”。', en: '{at}: the field “{field}” can never be answered “{value}”.' },
    mend: { zh: '可能的答案：{known}。', en: 'Possible answers: {known}.' },
  },
  'item-unknown': {
    what: { zh: '{at} 要用的物资 “{id}” 不在 supplies 中。', en: '{at} asks for “{id}”, which is not among the supplies.' },
    mend: { zh: '{suggestZh}在 supplies 中列出它，或改用：{known}。', en: '{suggestEn}List it in supplies, or use one of: {known}.' },
  },
  'contact-unknown': {
    what: { zh: '{at} 指向不存在的外部联系人 “{id}”。', en: '{at} names an outside contact that does not exist: “{id}”.' },
    mend: {
      zh: '{suggestZh}在 outsideContacts 中列出它，或改用：{known}。',
      en: '{suggestEn}List it in outsideContacts, or use one of: {known}.',
    },
  },
  'class-undeclared': {
    what: {
      zh: '{at}：事件类别 “{id}” 不在本预案的 eventClasses 中。',
      en: '{at}: the class “{id}” is not among the eventClasses of this plan.',
    },
    mend: { zh: '在 eventClasses 中写明这一类，或改用：{known}。', en: 'Say in eventClasses what it covers, or use one of: {known}.' },
  },
  'tasks-in-circle': {
    what: { zh: '任务互相等待，谁也开始不了：{circle}。', en: 'Tasks wait for each other and none can start: {circle}.' },
    mend: { zh: '去掉其中一个 after。', en: 'Remove one of these from after.' },
  },
  'phases-in-circle': {
    what: { zh: '阶段互相等待，谁也进入不了：{circle}。', en: 'Phases wait for each other and none is entered: {circle}.' },
    mend: { zh: '改正 entry.after。', en: 'Correct entry.after.' },
  },
  'phase-without-tasks': {
    what: { zh: '阶段 “{id}” 没有任务。', en: 'The phase “{id}” has no task.' },
    mend: { zh: '写一项 phase: {id} 的任务，或删去这个阶段。', en: 'Write a task with phase: {id}, or remove the phase.' },
  },
  'choice-without-options': {
    what: { zh: '{at} 是选择题，却没有选项。', en: '{at} is a choice without options.' },
    mend: { zh: '写出 options，每项有 value 和 label。', en: 'Write options, each with a value and a label.' },
  },
  'effects-missing': {
    what: { zh: '{at} 由效果来完成，却没有效果。', en: '{at} is closed by effects, but has none.' },
    mend: { zh: '写出 effects，或删去 closes。', en: 'Write its effects, or remove closes.' },
  },
  'measure-without-limits': {
    what: { zh: '{at} 要测量，却没有 min 或 max。', en: '{at} is a measurement without min or max.' },
    mend: { zh: '写出合格范围，如 min: 198、max: 242。', en: 'Give the range that passes: min: 198, max: 242.' },
  },
  'limits-reversed': {
    what: { zh: '{at} 的 min {min} 大于 max {max}。', en: '{at} has a min {min} above its max {max}.' },
    mend: { zh: '对调两个数。', en: 'Exchange the two.' },
  },
} satisfies Record<string, Said>;

export type FaultCode = keyof typeof faultTexts;

/** A fault in words. A word in another language is named `{nameZh}` or `{nameEn}` by whoever finds the fault. */
export function inWords(code: FaultCode, params: Record<string, string | number>): Said {
  const said: Said = faultTexts[code];
  const fill = (text: string, language: 'zh' | 'en') =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => separated(String(params[name] ?? ''), language)).trim();
  const both = (text: Text): Text => ({ zh: fill(text.zh, 'zh'), en: fill(text.en, 'en') });
  return { what: both(said.what), mend: both(said.mend) };
}

/** Lists are made with the Chinese mark; English sets commas. */
export const separated = (text: string, language: 'zh' | 'en'): string => (language === 'en' ? text.replaceAll('、', ', ') : text);

/** The candidate most like `word`, if any is like it: at most a third of its letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = candidate.toLowerCase() === word.toLowerCase() ? 0 : changes(word, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Letters to insert, remove, replace or exchange with their neighbour to make `b` of `a`; stops counting at `limit`. */
function changes(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? limit;
}
