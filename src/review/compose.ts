import type { Entry } from '#journal';
import type { Plan, Text } from '#plans';
import type { IncidentEvent } from '#response';
import { fold, type Story } from './fold.ts';
import {
  type EditableSection,
  type FindingRow,
  type ItemRow,
  type ReportContent,
  type SectionId,
  type Statement,
  sectionIds,
} from './model.ts';
import { answer, duration, effectName, eventOf, type Names, namesOf, sentence } from './sentences.ts';

/** What a report is made from: entries, the plan for names and outline, and the moment of making. */
export interface Material {
  incident: string;
  /** Stream of the incident. */
  entries: Entry[];
  /** Movements of items that name the incident. */
  items: Entry[];
  /** Streams of its warnings. */
  warnings: Entry[];
  /** Stream of the report itself: what people wrote into it. */
  report: Entry[];
  plan: Plan | null;
  bank: Text;
  timezone: string;
  now: string;
}

const keyEvents = new Set<IncidentEvent['event']>([
  'incident-activated',
  'phase-entered',
  'phase-reopened',
  'call-escalated',
  'leader-appointed',
  'task-overdue',
  'order-recorded',
  'level-changed',
  'test-recorded',
  'warning-added',
  'machines-restored',
  'end-declared',
  'incident-withdrawn',
  'incident-reopened',
  'contact-recorded',
]);

const defaultTitles: Record<SectionId, Text> = {
  summary: { zh: '基本情况', en: 'Summary' },
  timeline: { zh: '处置经过', en: 'Course of events' },
  measures: { zh: '处置措施', en: 'Measures' },
  items: { zh: '物资与设备使用', en: 'Materials and equipment' },
  performance: { zh: '人员表现与时限', en: 'Performance against deadlines' },
  cause: { zh: '原因分析', en: 'Cause' },
  losses: { zh: '损失与影响', en: 'Losses and effects' },
  lessons: { zh: '经验教训', en: 'Lessons' },
  improvements: { zh: '改进措施', en: 'Improvements' },
  responsibility: { zh: '责任认定', en: 'Responsibility' },
};

/**
 * The report of an incident (S1-3.5(2), S1-7.2): computed from entries alone, so that the same journal gives the same
 * report for ever. Every statement names the entries it rests on.
 * @throws when the entries hold no activation
 */
export function compose(material: Material): ReportContent {
  const { plan, now, bank } = material;
  const story = fold(material.entries, material.warnings, now);
  const names = namesOf(plan, material.timezone, story.convened, peopleIn(material.entries));
  const written = writings(material.report);
  const asked = plan?.report.sections.map(({ id, title }) => ({ id, title })) ?? [];
  // The plan's outline first, in its order and words; what every report must say and the plan leaves out follows.
  const sections = [
    ...asked,
    ...sectionIds
      .filter((id) => id !== 'responsibility' && !asked.some((one) => one.id === id))
      .map((id) => ({ id, title: defaultTitles[id] })),
  ];
  const drill = story.mode === 'drill';
  const first = material.entries[0];
  const last = material.entries.at(-1);
  return {
    title: {
      zh: `${drill ? '【演练】' : ''}${bank.zh}关于${story.title.zh}${drill ? '应急演练' : '突发事件应急'}处置情况的报告`,
      en: `${drill ? '[DRILL] ' : ''}${bank.en}: report on the handling of “${story.title.en}”${drill ? ' (exercise)' : ''}`,
    },
    mode: story.mode,
    incident: {
      id: material.incident,
      number: story.number,
      title: story.title,
      level: story.level,
      openedAt: story.openedAt,
      endedAt: story.endedAt,
    },
    plan: { ...story.plan, purpose: plan?.purpose.text ?? null },
    basis: { first: first?.seq ?? 0, last: last?.seq ?? 0, entries: material.entries.length },
    sections,
    summary: summary(story, names),
    figures: story.figures,
    course: course(material.entries, names),
    timeline: timeline(material.entries, names),
    measures: measures(material.entries, story, names, written.remarks),
    items: itemRows(material.items),
    performance: {
      statements: performance(story),
      tasks: story.tasks.map(({ answers: _, evidence: __, doneEntry: ___, phase: ____, ...row }) => row),
      calls: story.calls,
    },
    groups: Object.fromEntries([...new Set([...story.tasks, ...story.calls].map((row) => row.group))].map((id) => [id, names.group(id)])),
    cause: [...answersAbout(story, names, /cause/, false), ...written.sections.cause],
    losses: [...losses(story, names), ...written.sections.losses],
    lessons: [...lessons(story, names), ...answersAbout(story, names, /lesson/, false), ...written.sections.lessons],
    improvements: written.findings,
    responsibility: [...answersAbout(story, names, /^responsib|^open-case/, false), ...written.sections.responsibility],
  };
}

/** Names by id, wherever the entries write both. */
function peopleIn(entries: Entry[]): Map<string, string> {
  const people = new Map<string, string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { id, name } = value as { id?: unknown; name?: unknown };
    if (typeof id === 'string' && typeof name === 'string') people.set(id, name);
    for (const inner of Object.values(value)) look(inner);
  };
  for (const entry of entries) look(entry.data);
  return people;
}

/** The turning points. Machines that come back one by one, with nothing else between, are one of them. */
function course(entries: Entry[], names: Names): ReportContent['course'] {
  const points: ReportContent['course'] = [];
  let back: { machines: string[]; point: ReportContent['course'][number] } | undefined;
  for (const entry of entries) {
    const event = eventOf(entry);
    if (!event || !keyEvents.has(event.event)) continue;
    if (event.event !== 'machines-restored') back = undefined;
    else if (back) {
      back.machines.push(...event.machines);
      back.point.until = entry.at;
      back.point.entries.push(entry.seq);
      back.point.text = sentence({ ...event, machines: back.machines }, names);
      continue;
    }
    const point = { at: entry.at, until: null, text: sentence(event, names), entries: [entry.seq] };
    points.push(point);
    if (event.event === 'machines-restored') back = { machines: [...event.machines], point };
  }
  return points;
}

function timeline(entries: Entry[], names: Names): ReportContent['timeline'] {
  const actions = new Map<string, Text>();
  return entries.flatMap((entry) => {
    const event = eventOf(entry);
    if (!event) return [];
    if (event.event === 'effect-requested') actions.set(event.key, effectName(event.effect.kind));
    const text = sentence(event, names);
    const action = event.event === 'effect-settled' ? actions.get(event.key) : undefined;
    return [
      {
        at: entry.at,
        text: action ? { zh: `“${action.zh}”${text.zh}`, en: `“${action.en}”: ${text.en}` } : text,
        entries: [entry.seq],
      },
    ];
  });
}

function summary(story: Story, names: Names): Statement[] {
  const lines: Statement[] = [
    {
      text: {
        zh: `${story.number}（${story.title.zh}）按《${story.plan.title.zh}》第${story.plan.version}版处置，启动时响应级别为${story.firstLevel}级${story.level === story.firstLevel ? '' : `，后调整为${story.level}级`}${story.reason ? `。启动理由：${story.reason}` : ''}`,
        en: `${story.number} (${story.title.en}) was handled under version ${story.plan.version} of “${story.plan.title.en}”, at level ${story.firstLevel}${story.level === story.firstLevel ? '' : `, later ${story.level}`}${story.reason ? `. Reason for activating: ${story.reason}` : ''}`,
      },
      entries: [story.activation, ...story.levelEntries],
    },
  ];
  for (const figure of story.figures) {
    const value = figure.unit.zh === '分钟' && figure.id !== 'machine-minutes' ? duration(figure.value) : null;
    lines.push({
      text: {
        zh: `${figure.name.zh}：${value?.zh ?? shown(figure.value, figure.unit.zh)}`,
        en: `${figure.name.en}: ${value?.en ?? shown(figure.value, ` ${figure.unit.en}`)}`,
      },
      entries: figure.entries,
    });
  }
  const groups = [...new Set(story.convened.map((one) => one.group))].map((id) => names.group(id));
  if (groups.length > 0)
    lines.push({
      text: {
        zh: `召集${groups.map((one) => one.zh).join('、')}，共通知${story.calls.length}人`,
        en: `Convened: ${groups.map((one) => one.en).join(', ')}; ${story.calls.length} people were called`,
      },
      entries: story.convened.map((one) => one.entry),
    });
  return lines;
}

const shown = (value: number, unit: string): string => `${Number.isInteger(value) ? value : value.toFixed(1)}${unit}`;

/** Answers of forms whose field is about something, by the field's id, or about money. */
function answersAbout(story: Story, names: Names, about: RegExp, money: boolean): Statement[] {
  return story.tasks.flatMap((task) =>
    Object.entries(task.answers)
      .filter(([id]) => about.test(id) || (money && names.field(task.task, id)?.kind === 'money'))
      .flatMap(([id, value]) => {
        const text = answer(task.task, id, value, names);
        return text ? [{ text, entries: task.doneEntry === null ? [] : [task.doneEntry] }] : [];
      }),
  );
}

function losses(story: Story, names: Names): Statement[] {
  const told = answersAbout(story, names, /loss|damage|injur|compensat|complain/, true);
  const down = story.figures.find((figure) => figure.id === 'machine-minutes');
  return [
    ...(down
      ? [
          {
            text: {
              zh: `自动柜员机累计停止服务${duration(down.value).zh}（按台累计）`,
              en: `Machines were out of service for ${duration(down.value).en} in total, counted by machine`,
            },
            entries: down.entries,
          },
        ]
      : []),
    ...told,
  ];
}

function measures(
  entries: Entry[],
  story: Story,
  names: Names,
  remarks: { group: string; statement: Statement }[],
): ReportContent['measures'] {
  const groups = new Map<string, Statement[]>();
  const add = (group: string, statement: Statement) => groups.set(group, [...(groups.get(group) ?? []), statement]);
  const owner = new Map(story.tasks.map((task) => [task.task, task.group]));
  const requested = new Map<string, { task: string; kind: string; seq: number }>();
  for (const one of story.convened) groups.set(one.group, []);
  for (const entry of entries) {
    const event = eventOf(entry);
    if (!event) continue;
    switch (event.event) {
      case 'task-completed': {
        const told = sentence(event, names);
        const said = Object.entries(event.answers).flatMap(([id, value]) => answer(event.task, id, value, names) ?? []);
        const proof = event.evidence.length;
        add(event.group, {
          text: {
            zh: `${told.zh}${said.length > 0 ? `：${said.map((one) => one.zh).join('；')}` : ''}${event.note ? `。说明：${event.note}` : ''}${proof > 0 ? `（凭证${proof}件）` : ''}`,
            en: `${told.en}${said.length > 0 ? `: ${said.map((one) => one.en).join('; ')}` : ''}${event.note ? `. Note: ${event.note}` : ''}${proof > 0 ? ` (${proof} pieces of evidence)` : ''}`,
          },
          entries: [entry.seq],
        });
        break;
      }
      case 'task-waived':
        add(owner.get(event.task) ?? 'command', { text: sentence(event, names), entries: [entry.seq] });
        break;
      case 'effect-requested':
        requested.set(event.key, { task: event.task, kind: event.effect.kind, seq: entry.seq });
        break;
      case 'effect-settled': {
        const asked = requested.get(event.key);
        if (!asked) break;
        const name = effectName(asked.kind);
        const told = sentence(event, names);
        add(owner.get(asked.task) ?? 'command', {
          text: { zh: `“${name.zh}”${told.zh}`, en: `“${name.en}”: ${told.en}` },
          entries: [asked.seq, entry.seq],
        });
        break;
      }
      case 'test-recorded':
        add(names.tester(event.test) ?? story.tester(event.by.id) ?? 'technical', { text: sentence(event, names), entries: [entry.seq] });
        break;
      case 'order-recorded':
      case 'level-changed':
        add('command', { text: sentence(event, names), entries: [entry.seq] });
        break;
      case 'contact-recorded':
        add(story.tester(event.by.id) ?? 'coordination', { text: sentence(event, names), entries: [entry.seq] });
        break;
    }
  }
  for (const { group } of remarks) if (!groups.has(group)) groups.set(group, []);
  return [...groups]
    .map(([group, statements]) => ({
      group,
      name: names.group(group),
      statements,
      remarks: remarks.filter((one) => one.group === group).map((one) => one.statement),
    }))
    .filter((one) => one.statements.length > 0 || one.remarks.length > 0);
}

/** What was drawn from stock and what came back, by item (S1-7.2). */
function itemRows(entries: Entry[]): ItemRow[] {
  const rows = new Map<string, ItemRow>();
  for (const entry of entries) {
    const data = entry.data as {
      item: string;
      kind: string;
      name: Text;
      storeName: Text;
      quantity: number;
      serials?: string[];
      taken?: boolean;
      consumed: boolean;
    };
    const row = rows.get(data.item) ?? {
      kind: data.kind,
      name: data.name,
      store: data.storeName,
      issued: 0,
      returned: 0,
      consumed: data.consumed,
      out: 0,
      taken: data.taken ?? true,
      serials: [],
      entries: [],
    };
    if (entry.type === 'item-issued') {
      row.issued += data.quantity;
      row.serials.push(...(data.serials ?? []));
    } else if (entry.type === 'item-returned') row.returned += data.quantity;
    else continue;
    row.out = row.consumed ? 0 : row.issued - row.returned;
    row.entries.push(entry.seq);
    rows.set(data.item, row);
  }
  return [...rows.values()];
}

function performance(story: Story): Statement[] {
  const closed = story.tasks.filter((task) => task.state === 'done');
  const late = story.tasks.filter((task) => task.lateMinutes > 0);
  const waived = story.tasks.filter((task) => task.state === 'waived');
  const open = story.tasks.filter((task) => task.state === 'open');
  const lapsed = story.tasks.filter((task) => task.state === 'lapsed');
  const answered = story.calls.filter((call) => call.answeredAfterSeconds !== null);
  const seconds = answered.map((call) => call.answeredAfterSeconds ?? 0).sort((a, b) => a - b);
  const middle = seconds[Math.floor((seconds.length - 1) / 2)];
  const lines: Statement[] = [
    {
      text: {
        zh: `任务共${story.tasks.length}项次：完成${closed.length}，免除${waived.length}，未完成${open.length}${lapsed.length > 0 ? `，随阶段结束${lapsed.length}` : ''}；其中逾时${late.length}项次`,
        en: `${story.tasks.length} task runs: ${closed.length} done, ${waived.length} waived, ${open.length} not done${lapsed.length > 0 ? `, ${lapsed.length} ended with their phase` : ''}; ${late.length} were late`,
      },
      entries: story.tasks.flatMap((task) => task.entries.slice(-1)),
    },
  ];
  if (story.calls.length > 0)
    lines.push({
      text: {
        zh: `通知${story.calls.length}人，${answered.length}人应答，${story.calls.filter((call) => call.inTime).length}人按时应答${middle === undefined ? '' : `，应答用时中位数${duration(middle / 60).zh}`}`,
        en: `${story.calls.length} people called, ${answered.length} answered, ${story.calls.filter((call) => call.inTime).length} in time${middle === undefined ? '' : `; median time to answer ${duration(middle / 60).en}`}`,
      },
      entries: story.calls.flatMap((call) => call.entries),
    });
  return lines;
}

/** What the record itself shows to have gone badly; people add what it cannot show. */
function lessons(story: Story, names: Names): Statement[] {
  const lines: Statement[] = [];
  for (const task of story.tasks.filter((one) => one.lateMinutes > 0))
    lines.push({
      text: {
        zh: `“${task.title.zh}”（${names.group(task.group).zh}）逾时${duration(task.lateMinutes).zh}，应查明是时限不当还是力量不足`,
        en: `“${task.title.en}” (${names.group(task.group).en}) was ${duration(task.lateMinutes).en} late: was the deadline wrong, or were there too few hands?`,
      },
      entries: task.entries,
    });
  for (const call of story.calls.filter((one) => !one.inTime))
    lines.push({
      text: {
        zh: `${call.person}（${names.group(call.group).zh}）${call.answeredAfterSeconds === null ? '没有应答' : `${duration(call.answeredAfterSeconds / 60).zh}后才应答`}${call.replacedBy ? `，由${call.replacedBy}接替` : ''}`,
        en: `${call.person} (${names.group(call.group).en}) ${call.answeredAfterSeconds === null ? 'did not answer' : `answered only after ${duration(call.answeredAfterSeconds / 60).en}`}${call.replacedBy ? `; ${call.replacedBy} stood in` : ''}`,
      },
      entries: call.entries,
    });
  for (const failure of story.failures) lines.push({ text: failure.text, entries: failure.entries });
  return lines;
}

interface Written {
  sections: Record<EditableSection, Statement[]>;
  remarks: { group: string; statement: Statement }[];
  findings: FindingRow[];
}

/** What people wrote into the report, by its own entries: of a section the last edit counts, of remarks all do. */
export function writings(entries: Entry[]): Written {
  const written: Written = { sections: { cause: [], losses: [], lessons: [], responsibility: [] }, remarks: [], findings: [] };
  for (const { type, data, seq } of entries) {
    if (type === 'report-edited') {
      const { section, text } = data as unknown as { section: EditableSection; text: Text };
      written.sections[section] = paragraphs(text).map((one) => ({ text: one, entries: [seq] }));
    } else if (type === 'report-remarked') {
      const { group, text, by } = data as unknown as { group: string; text: Text; by: { name: string } };
      written.remarks.push({
        group,
        statement: { text: { zh: `${text.zh}（${by.name}）`, en: `${text.en} (${by.name})` }, entries: [seq] },
      });
    } else if (type === 'finding-added') {
      const { id, number, text, clause, owner, due } = data as unknown as Omit<FindingRow, 'entries' | 'owner'> & {
        owner: { name: string } | null;
      };
      written.findings.push({ id, number, text, clause, owner: owner?.name ?? null, due, entries: [seq] });
    } else if (type === 'finding-assigned') {
      const { id, owner, due } = data as unknown as { id: string; owner: { name: string }; due: string };
      written.findings = written.findings.map((one) =>
        one.id === id ? { ...one, owner: owner.name, due, entries: [...one.entries, seq] } : one,
      );
    }
  }
  return written;
}

function paragraphs(text: Text): Text[] {
  const [zh, en] = [text.zh.split(/\n+/), text.en.split(/\n+/)];
  return zh.map((line, index) => ({ zh: line, en: en[index] ?? line })).filter((one) => one.zh.trim() !== '');
}
