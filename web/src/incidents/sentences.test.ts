import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detailIn, filterOf, incidentSentences, sentence, workOrderSentences } from './sentences.ts';

const person = { id: 'p1', name: '丁' };
const title = { zh: '发电机到场', en: 'Generator on site' };
const at = '2026-07-16T05:56:00Z';
/** One whole value for every member that any event has: enough for every sentence. */
const whole = {
  number: 'INC-2026-0042',
  title,
  plan: { id: 'plan-2', version: 3, title: { zh: '外包预案', en: 'Outsourcing plan' } },
  eventClass: 'power-cut',
  level: 'II',
  warnings: ['w'],
  machines: ['a', 'b'],
  reason: 'because',
  expected: null,
  group: 'logistics',
  name: title,
  roster: { group: 'logistics', seats: [{ person, seat: 'leader' }] },
  answerBy: at,
  person,
  attempt: 1,
  afterSeconds: 75,
  note: 'note',
  from: person,
  to: person,
  due: at,
  phase: 'p',
  task: 't',
  assignee: person,
  adHoc: false,
  round: 1,
  by: person,
  approver: 'commander',
  answers: {},
  checked: [],
  evidence: [],
  late: false,
  toldTo: [person],
  text: 'text',
  test: 'x',
  passed: true,
  results: [{ step: 's', value: 221 }],
  failed: [],
  contact: 'police',
  reference: '7',
  warning: 'w',
  remaining: 3,
  key: 'k',
  effect: { kind: 'reset', on: 'start', twoPersons: false },
  outcome: 'done',
  detail: 'ok',
  report: 'r',
  vendor: 'GRG',
  atms: ['a'],
  faultClass: 'dispenser',
  summary: title,
  engineer: null,
  lat: 1,
  lon: 2,
  cause: 'jam',
  parts: ['belt'],
  step: 'arrive',
};
/** Members of the same name that differ in shape between events. */
const shaped: Record<string, object> = {
  'order-recorded': { to: ['logistics'] },
  'level-changed': { from: 'III', to: 'II' },
  'task-skipped': { reason: title },
  'task-reopened': { reason: title },
  'phase-reopened': { reason: title },
  'work-order-sent': { due: { acknowledge: at, depart: at, arrive: at, repair: at } },
};

const declared = [
  ...readFileSync(new URL('../../../src/response/model.ts', import.meta.url), 'utf8').matchAll(/\bevent: '([a-z-]+)'/g),
].map((match) => match[1] as string);

test('every event of the engine has a sentence in Chinese and English [I-3]', () => {
  expect(declared.length).toBeGreaterThan(40);
  expect(Object.keys({ ...incidentSentences, ...workOrderSentences }).sort()).toEqual([...declared].sort());
  for (const type of declared) {
    const written = sentence(type, { ...whole, ...shaped[type] });
    expect(written, type).not.toBeNull();
    for (const line of [written?.zh, written?.en]) {
      expect(line, type).toMatch(/\S/);
      expect(line, type).not.toMatch(/undefined|\[object|NaN|null/);
    }
    expect(written?.zh, type).toMatch(/[一-鿿]/);
    expect(written?.en, `${type} in English`).not.toBe(written?.zh);
  }
});

test('an English sentence of an event without Chinese names holds no Chinese', () => {
  const english = { zh: 'Generator on site', en: 'Generator on site' };
  const ding = { id: 'p1', name: 'Ding' };
  for (const type of declared) {
    const data = {
      ...whole,
      person: ding,
      by: ding,
      to: ding,
      from: ding,
      assignee: ding,
      toldTo: [ding],
      title: english,
      name: english,
      plan: { ...whole.plan, title: english },
      summary: english,
      ...shaped[type],
    };
    if (['task-skipped', 'task-reopened', 'phase-reopened'].includes(type)) Object.assign(data, { reason: english });
    expect(sentence(type, data)?.en, type).not.toMatch(/[一-鿿]/);
  }
});

test('a completion that came late is found under late, an order under decisions', () => {
  expect(filterOf('task-completed', { late: true })).toBe('late');
  expect(filterOf('task-completed', { late: false })).toBe('plain');
  expect(filterOf('task-overdue', {})).toBe('late');
  expect(filterOf('order-recorded', {})).toBe('decision');
  expect(filterOf('warning-opened', {})).toBe('plain');
});

test('groups are called by the names of the plan', () => {
  const names = { group: () => ({ zh: '后勤保障组', en: 'Logistics' }), task: () => title, contact: () => title };
  expect(sentence('leader-appointed', whole, names)).toEqual({ zh: '指定 丁 任后勤保障组组长', en: '丁 named leader of Logistics' });
});

test('an entry of another stream has no sentence here', () => {
  expect(sentence('warning-opened', {})).toBeNull();
});

test('an outcome told twice in one line is told once to each reader', () => {
  expect(detailIn('物资已归还 · items returned')).toEqual({ zh: '物资已归还', en: 'items returned' });
  expect(detailIn('已领用 · issued: generator × 2')).toEqual({ zh: '已领用：generator × 2', en: 'issued: generator × 2' });
  expect(detailIn('没有登记外包服务商 · no vendor is known: add one')).toEqual({
    zh: '没有登记外包服务商',
    en: 'no vendor is known: add one',
  });
  expect(detailIn('timeout')).toEqual({ zh: 'timeout', en: 'timeout' });
});
