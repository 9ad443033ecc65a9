import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Plan, parsePlan } from '#plans';
import { isRefusal } from '#platform';
import { rehearse, scenarios } from '#response';
import { compose, type Material } from './compose.ts';
import { after, entry, incidentEntries, itemEntries, warningEntries } from './fixture.ts';
import type { ReportContent } from './model.ts';

const planOf = (id: string): Plan => {
  const parsed = parsePlan(readFileSync(new URL(`../../plans/${id}.yaml`, import.meta.url), 'utf8'), `${id}.yaml`);
  if (Array.isArray(parsed) || isRefusal(parsed)) throw new Error(`${id} cannot be read`);
  return parsed;
};
const plan = planOf('plan-1');
const made = (more: Partial<Material> = {}): ReportContent =>
  compose({
    incident: 'i-1',
    entries: incidentEntries(),
    items: itemEntries(),
    warnings: warningEntries(),
    report: [],
    plan,
    bank: { zh: '江城银行', en: 'Jiangcheng Bank' },
    timezone: 'Asia/Shanghai',
    now: after(120),
    ...more,
  });
const figure = (content: ReportContent, id: string) => content.figures.find((one) => one.id === id);

/** All statements and rows with entry numbers, wherever they stand. */
function statements(value: unknown): { entries: number[] }[] {
  if (Array.isArray(value)) return value.flatMap(statements);
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...('entries' in value && Array.isArray(value.entries) ? [value as { entries: number[] }] : []),
    ...Object.values(value).flatMap(statements),
  ];
}

test('each statement and figure names the journal entries it rests on, and all of them exist [S1-3.5(2)]', () => {
  const content = made();
  const known = new Set([...incidentEntries(), ...itemEntries(), ...warningEntries()].map((one) => one.seq));
  const told = statements(content);
  expect(told.length).toBeGreaterThan(40);
  for (const one of told) {
    expect(one.entries.length).toBeGreaterThan(0);
    for (const seq of one.entries) expect(known).toContain(seq);
  }
});

test('the same entries give the same report, word for word', () => {
  expect(JSON.stringify(made())).toBe(JSON.stringify(made()));
});

test('the goals are measured: machines and customers affected, availability, and how fast [S1-1, S2-1]', () => {
  const content = made();
  expect(content.plan.purpose).toEqual(plan.purpose.text);
  expect(figure(content, 'machines')?.value).toBe(2);
  expect(figure(content, 'customers')).toMatchObject({ value: 4200, entries: [90] });
  expect(figure(content, 'warning-to-activation')?.value).toBe(6);
  expect(figure(content, 'first-answer')?.value).toBe(7);
  expect(figure(content, 'restored')?.value).toBe(60);
  expect(figure(content, 'duration')?.value).toBe(70);
  // One machine for 40 minutes and one for 60: 100 of 140 machine-minutes.
  expect(figure(content, 'machine-minutes')?.value).toBe(100);
  expect(figure(content, 'availability')?.value).toBe(28.6);
  expect(content.losses.map((one) => one.text.zh).join()).toContain('累计停止服务1小时40分钟');
});

test('measures by group, items used and performance against deadlines are filled from the journal [S1-7.2]', () => {
  const content = made();
  const technical = content.measures.find((one) => one.group === 'technical');
  expect(technical?.statements.map((one) => one.text.zh)).toEqual(
    expect.arrayContaining([expect.stringContaining('李敏完成“查明原因”（逾时）'), expect.stringContaining('“领用物资”动作已完成')]),
  );
  expect(content.items).toEqual([
    {
      kind: 'generator',
      name: { zh: '发电机', en: 'Generator' },
      store: { zh: '汉口库', en: 'Hankou store' },
      issued: 1,
      returned: 1,
      consumed: false,
      out: 0,
      taken: true,
      serials: ['GEN-7'],
      entries: [130, 131],
    },
  ]);
  expect(content.performance.tasks).toMatchObject([
    { task: 'diagnose', due: after(20), doneAt: after(28), lateMinutes: 8, by: '李敏', state: 'done' },
  ]);
  expect(content.performance.calls).toMatchObject([
    { person: '王强', answeredAfterSeconds: null, inTime: false, replacedBy: '李敏' },
    { person: '李敏', answeredAfterSeconds: 120, inTime: true },
  ]);
  expect(content.cause.map((one) => one.text.zh)).toEqual(['原因：供电局变压器故障']);
});

test('what the record shows to have gone badly stands among the lessons, with what people add [S2-5.5(1)]', () => {
  const content = made({
    report: [
      entry(140, 'report/r', 90, 'report-edited', { section: 'lessons', text: { zh: '应有第二路电源。', en: 'A second feed is needed.' } }),
    ],
  });
  const texts = content.lessons.map((one) => one.text.zh);
  expect(texts).toEqual(
    expect.arrayContaining([
      expect.stringContaining('逾时8分钟'),
      expect.stringContaining('王强'),
      expect.stringContaining('恢复测试“供电恢复测试”未一次通过'),
      '应有第二路电源。',
    ]),
  );
  expect(content.lessons.at(-1)?.entries).toEqual([140]);
});

test('money in a form is written in yuan, choices by their names, as the plan calls them', () => {
  const task = plan.tasks.find((each) => each.form?.some((field) => field.kind === 'money'));
  const money = task?.form?.find((field) => field.kind === 'money');
  const done = incidentEntries().map((one) =>
    one.type === 'task-opened' || one.type === 'task-completed'
      ? { ...one, data: { ...one.data, task: task?.id, ...(one.type === 'task-completed' && { answers: { [money?.id ?? '']: 125_050 } }) } }
      : one,
  );
  expect(made({ entries: done }).losses.at(-1)?.text.zh).toBe(`${money?.label.zh}：1250.50元`);
});

test("a group's remarks stand with its measures, findings among the improvements with owner and date", () => {
  const content = made({
    report: [
      entry(141, 'report/r', 91, 'report-remarked', {
        group: 'logistics',
        text: { zh: '车辆不足', en: 'Too few vehicles' },
        by: { name: '赵军' },
      }),
      entry(142, 'report/r', 92, 'finding-added', {
        id: 'f',
        number: 'IMP-2026-0001',
        text: { zh: '增配车辆', en: 'More vehicles' },
        clause: 'S1-2.2(4)',
        owner: null,
        due: null,
      }),
      entry(143, 'report/r', 93, 'finding-assigned', { id: 'f', owner: { id: 'zhao', name: '赵军' }, due: '2026-09-01' }),
    ],
  });
  expect(content.measures.find((one) => one.group === 'logistics')).toMatchObject({
    statements: [],
    remarks: [{ text: { zh: '车辆不足（赵军）' }, entries: [141] }],
  });
  expect(content.improvements).toEqual([
    {
      id: 'f',
      number: 'IMP-2026-0001',
      text: { zh: '增配车辆', en: 'More vehicles' },
      clause: 'S1-2.2(4)',
      owner: '赵军',
      due: '2026-09-01',
      entries: [142, 143],
    },
  ]);
});

test("the report of a drill says so in its title, and the outline is the plan's own", () => {
  const content = made({ entries: incidentEntries('drill') });
  expect(content.title.zh).toBe('【演练】江城银行关于汉口片区停电应急演练处置情况的报告');
  expect(content.sections.slice(0, plan.report.sections.length)).toEqual(plan.report.sections.map(({ id, title }) => ({ id, title })));
  expect(content.sections.map((one) => one.id)).toEqual(
    expect.arrayContaining(['summary', 'timeline', 'measures', 'items', 'performance', 'cause', 'lessons', 'improvements']),
  );
});

test('a task opened again after a failed test is a second run with its own deadline', () => {
  const reopened = entry(200, 'incident/i-1', 51, 'task-reopened', {
    task: 'diagnose',
    title: { zh: '查明原因', en: 'Find the cause' },
    due: after(65),
    reason: { zh: '测试未过', en: 'test failed' },
  });
  const again = entry(201, 'incident/i-1', 61, 'task-completed', {
    ...incidentEntries().find((one) => one.type === 'task-completed')?.data,
    due: after(65),
  });
  const entries = [...incidentEntries(), reopened, again].sort((a, b) => a.at.localeCompare(b.at));
  expect(made({ entries }).performance.tasks.map((row) => [row.round, row.lateMinutes])).toEqual([
    [1, 8],
    [2, 0],
  ]);
});

test.each(['plan-1', 'plan-2', 'plan-3'])(
  'whole runs of %s, as the engine makes them, give reports in which each word has its entry',
  (id) => {
    for (const [scenario, seed] of [
      ['power-cut', 7],
      ['jackpotting', 11],
      ['line-lost', 3],
    ] as const) {
      const whole = planOf(id);
      const run = scenarios[scenario];
      if (!run) throw new Error(`no scenario ${scenario}`);
      const entries = rehearse(whole, run, seed).entries.map(({ at, by, event: { event: type, ...data } }, index) => ({
        seq: 1000 + index,
        stream: 'incident/i-1',
        version: index + 1,
        at,
        actor: { kind: 'person' as const, role: 'commander', ...by },
        mode: 'live' as const,
        type,
        data: data as Record<string, unknown>,
      }));
      const content = made({ plan: whole, entries, items: [], warnings: [] });
      expect(content.timeline).toHaveLength(entries.length); // no event without its sentence
      const known = new Set(entries.map((one) => one.seq));
      for (const one of statements(content))
        expect(
          one.entries.length > 0 && one.entries.every((seq) => known.has(seq)),
          `${scenario}/${seed} ${JSON.stringify(one).slice(0, 200)}`,
        ).toBe(true);
      const told = JSON.stringify(content);
      for (const wrong of ['undefined', 'NaN', '[object']) expect(told).not.toContain(wrong);
    }
  },
);
