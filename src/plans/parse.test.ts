import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultTexts, nearest, type PlanFault } from './faults.ts';
import { lintPlan, lintRules } from './lint.ts';
import type { Plan } from './model.ts';
import { parsePlan, planFileLimit } from './parse.ts';

const text = readFileSync(new URL('../../plans/plan-2.yaml', import.meta.url), 'utf8');
const plan = parsePlan(text, 'plan-2.yaml') as Plan;

/** The plan with one spot changed, and where that spot is. */
function broken(from: string, to: string, mark = to): { faults: PlanFault[]; line: number; column: number } {
  const at = text.indexOf(from);
  if (at < 0 || text.indexOf(from, at + 1) >= 0) throw new Error(`“${from}” must be there once`);
  const changed = text.replace(from, () => to);
  const spot = changed.slice(0, at + to.indexOf(mark)).split('\n');
  const faults = parsePlan(changed, 'mine.yaml');
  if (!Array.isArray(faults)) throw new Error('the fault was not seen');
  return { faults, line: spot.length, column: (spot.at(-1) as string).length + 1 };
}
const only = (from: string, to: string, mark?: string) => {
  const { faults, line, column } = broken(from, to, mark);
  expect(faults.map((fault) => fault.code)).toHaveLength(1);
  const fault = faults[0] as PlanFault;
  expect([fault.file, fault.line, fault.column]).toEqual(['mine.yaml', line, column]);
  return fault;
};
const restore = "    group: coordination\n    title: { zh: '首次对外联系'";

describe('a plan file', () => {
  test('is read, written and read again without a change', () => {
    expect(parsePlan(stringify(plan), 'again.yaml')).toEqual(plan);
    expect(parsePlan(JSON.stringify(plan), 'plan.json')).toEqual(plan); // JSON is YAML
  });

  test('keeps whatever texts, ids and times a person writes', () => {
    const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
    const said = (unit: 'binary' | 'grapheme') =>
      fc.string({ minLength: 1, maxLength: 30, unit }).filter((each) => /\S/.test(each) && each.isWellFormed());
    const words = fc.record({ zh: said('binary'), en: said('grapheme') });
    const task = fc.record({
      id,
      title: words,
      minutes: fc.integer({ min: 1, max: 600 }),
      limit: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((limit) => limit + 0),
    });
    fc.assert(
      fc.property(fc.uniqueArray(task, { selector: (each) => each.id, minLength: 1, maxLength: 8 }), (tasks) => {
        const base = plan.tasks[0]!;
        const kept = plan.recoveryTests[0]!;
        const mine: Plan = {
          ...plan,
          phases: plan.phases.slice(0, 1),
          tasks: tasks.map((each, index) => ({
            ...base,
            id: each.id,
            title: each.title,
            deadline: `PT${each.minutes}M`,
            after: index === 0 ? [] : [tasks[index - 1]!.id],
          })),
          recoveryTests: tasks.map((each) => ({
            ...kept,
            id: each.id,
            reopens: each.id,
            steps: [{ id: 'm', text: each.title, kind: 'measure', min: each.limit }],
          })),
        };
        expect(parsePlan(stringify(mine), 'mine.yaml')).toEqual(JSON.parse(JSON.stringify(mine)));
      }),
      { numRuns: 40 },
    );
  });

  test('that is no YAML is refused at the line', () => {
    const faults = parsePlan('id: plan-9\ntitle: { zh: "未完\nversion: 1\n', 'mine.yaml') as PlanFault[];
    expect(faults[0]).toMatchObject({ code: 'not-yaml', file: 'mine.yaml' });
    expect(faults[0]!.line).toBeGreaterThan(1);
    expect(parsePlan('id: a\nid: b\n', 'mine.yaml')).toMatchObject([
      {
        code: 'not-yaml',
        line: 2,
        column: 1,
        what: { zh: '不是正确的 YAML：同一个键写了两次。', en: 'This is not correct YAML: Map keys must be unique.' },
      },
    ]);
  });

  test('that is something else altogether is refused in one sentence', () => {
    for (const other of ['', '- 1\n- 2\n', '42', 'hello', 'null'])
      expect(parsePlan(other, 'mine.yaml')).toMatchObject([{ code: 'not-a-plan', line: 1, column: 1 }]);
  });

  test('that grows without end is refused', () => {
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${[...'bcdefghij'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`).join('\n')}\n`;
    expect(parsePlan(bomb, 'mine.yaml')).toMatchObject([{ code: 'too-large' }]);
    expect(parsePlan(`id: ${'['.repeat(20_000)}`, 'mine.yaml')).toMatchObject([{}]);
    expect(parsePlan('x'.repeat(planFileLimit + 1), 'mine.yaml')).toMatchObject([{ code: 'too-large' }]);
  });

  test('of rubbish never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (rubbish) => void parsePlan(rubbish, 'mine.yaml')));
    // Any one line of a good plan gone, doubled or cut short: a plan, or faults that point into the file.
    const lines = text.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.constantFrom('drop', 'double', 'cut'), (index, how) => {
        const line = lines[index] as string;
        const put = how === 'drop' ? [] : how === 'double' ? [line, line] : [line.slice(0, Math.floor(line.length / 2))];
        const changed = lines.toSpliced(index, 1, ...put);
        const result = parsePlan(changed.join('\n'), 'mine.yaml');
        if (!Array.isArray(result)) return;
        expect(result.length).toBeGreaterThan(0);
        for (const fault of result) {
          expect(fault.line).toBeGreaterThanOrEqual(1);
          expect(fault.line).toBeLessThanOrEqual(changed.length + 1);
          expect(fault.what.zh && fault.what.en && fault.mend.zh && fault.mend.en).toBeTruthy();
          for (const said of [fault.what.zh, fault.what.en, fault.mend.zh, fault.mend.en]) expect(said).not.toMatch(/\{\w+\}|undefined/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a mistake in a plan file is refused with line, column and how to mend it', () => {
  test('a key that was mistyped', () => {
    const fault = only('reviewEvery: P1Y', 'reviewEvery: P1Y\nreveiwEvery: P1Y', 'reveiwEvery');
    expect(fault).toMatchObject({
      code: 'key-unknown',
      what: { en: 'plan has no key “reveiwEvery”.' },
      mend: { zh: '是否想写 “reviewEvery”？', en: 'Did you mean “reviewEvery”?' },
    });
  });

  test('a key that is unlike any', () => {
    expect(only('reporting: { every: PT30M', 'reporting: { xyzzy: 1, every: PT30M', 'xyzzy')).toMatchObject({
      code: 'key-unknown-none-near',
      mend: { en: 'Remove it, or use one of: every, group, source.' },
    });
  });

  test('a task without group', () => {
    const { faults } = broken(restore, restore.replace('    group: coordination\n', ''), 'title');
    expect(faults).toMatchObject([
      { code: 'key-missing', at: 'tasks.outside-contact', what: { zh: 'tasks.outside-contact 缺少 “group”。' } },
    ]);
    expect(text.split('\n')[faults[0]!.line - 1]).toContain('id: outside-contact');
  });

  test('a value of the wrong type', () => {
    expect(only('version: 1', 'version: one', 'one')).toMatchObject({ code: 'type-wrong', what: { zh: 'version 应是整数，却是文本。' } });
  });

  test('a choice that does not exist', () => {
    expect(only('answerWithin: PT5M, then: deputy', 'answerWithin: PT5M, then: deputi', 'deputi')).toMatchObject({
      code: 'value-near',
      mend: { zh: '是否想写 “deputy”？可用的有：deputy、next-member。' },
    });
    expect(only('kind: isolate-machine', 'kind: isolate-machines', 'isolate-machines')).toMatchObject({
      code: 'value-near',
      at: 'tasks.isolate-machines.effects.1.kind',
    });
  });

  test('a duration, an id, a clause, a date that is none', () => {
    expect(only('reporting: { every: PT30M', 'reporting: { every: 30 min', '30 min').code).toBe('duration-malformed');
    expect(only('reporting: { every: PT30M', 'reporting: { every: PT', 'PT').code).toBe('duration-malformed');
    expect(only('id: plan-2', 'id: Plan 2', 'Plan 2').code).toBe('id-malformed');
    expect(
      only(
        'reporting: { every: PT30M, group: work-group, source: S2-4.1 }',
        'reporting: { every: PT30M, group: work-group, source: 4.1 章 }',
        '4.1 章',
      ),
    ).toMatchObject({ code: 'source-malformed', mend: { zh: '写成 S2-5.2(1)：文件、章、点、项。' } });
    expect(only("inForce: '2026-05-20'", "inForce: '2026-02-30'", "'2026-02-30'").code).toBe('date-malformed');
    expect(only("inForce: '2026-05-20'", 'inForce: 20 May', '20 May').code).toBe('date-malformed');
  });

  test('a text in one language only, or empty', () => {
    const { faults } = broken(
      "title: { zh: 'ATM外包服务应急预案', en: 'Emergency plan for outsourced ATM services' }",
      "title: { zh: 'ATM外包服务应急预案', en: '' }",
    );
    expect(faults).toMatchObject([{ code: 'value-empty', at: 'title.en' }]);
    expect(broken('Head of technology', '   ').faults).toMatchObject([{ code: 'value-empty' }]);
    expect(
      only(
        "title: { zh: 'ATM外包服务应急预案', en: 'Emergency plan for outsourced ATM services' }",
        "title: { zh: 'ATM外包服务应急预案' }",
        "{ zh: 'ATM",
      ),
    ).toMatchObject({ code: 'key-missing' });
  });

  test('a group, phase, task, item or contact that is not there', () => {
    expect(only(restore, restore.replace('coordination', 'cordination'), 'cordination')).toMatchObject({
      code: 'group-unknown',
      what: { en: 'tasks.outside-contact.group names a group that does not exist: “cordination”.' },
      mend: { en: 'Did you mean “coordination”? Groups of the plan: command, work-group, coordination.' },
    });
    expect(only('entry: { after: restoration,', 'entry: { after: restauration,', 'restauration').code).toBe('phase-unknown');
    expect(only('after: [form-work-group]', 'after: [form-workgroup]', 'form-workgroup')).toMatchObject({
      code: 'task-unknown',
      mend: { zh: '是否想写 “form-work-group”？改成已有任务的标识，或补写这项任务。' },
    });
    expect(only('items: [{ item: network-equipment, quantity: 1 }]', 'items: [{ item: router, quantity: 1 }]', 'router').code).toBe(
      'item-unknown',
    );
    expect(only('contact: telecom', 'contact: telekom', 'telekom').code).toBe('contact-unknown');
  });

  test('a deadline that counts from a task that is not there', () => {
    expect(only('from: { task: repair-replace }', 'from: { task: repair }', 'repair').code).toBe('deadline-from-unknown-task');
  });

  test('a branch on an answer that nobody gives', () => {
    expect(only('field: must-close', 'field: must-shut', 'must-shut').code).toBe('field-unknown');
    expect(only('field: must-close, is: true', 'field: must-close, is: maybe', 'maybe')).toMatchObject({
      code: 'answer-impossible',
      mend: { en: 'Possible answers: true, false.' },
    });
    expect(
      only('answer: { task: analyse-cause, field: must-close', 'answer: { task: analyze-cause, field: must-close', 'analyze-cause').code,
    ).toBe('task-unknown');
  });

  test('the same id twice, with the line of the first', () => {
    const first = text.split('\n').findIndex((line) => line.includes('id: close-machines')) + 1;
    expect(only('id: isolate-machines', 'id: close-machines', 'close-machines')).toMatchObject({
      code: 'id-twice',
      what: { zh: `标识 “close-machines” 用了两次，第一次在第 ${first} 行。` },
    });
  });

  test('tasks that wait for each other, with the way round', () => {
    const [fault] = broken(
      '    from: activation\n    after: []\n    checklist:\n      - { id: members-told',
      '    from: activation\n    after: [disposal-scheme]\n    checklist:\n      - { id: members-told',
    ).faults;
    expect(fault).toMatchObject({ code: 'tasks-in-circle' });
    expect(fault!.what.en).toContain('form-work-group → disposal-scheme → analyse-cause → form-work-group');
  });

  test('a phase without tasks', () => {
    const phase = "  - id: review\n    name: { zh: '总结评估', en: 'Review' }";
    const extra =
      "  - id: idle\n    name: { zh: '空', en: 'Idle' }\n    source: S2-5.5(1)\n    entry: { text: { zh: '无', en: 'none' } }\n    exit: { text: { zh: '无', en: 'none' } }\n";
    expect(only(phase, extra + phase, 'id: idle')).toMatchObject({ code: 'phase-without-tasks', at: 'phases.idle' });
  });

  test('several mistakes are told together, in the order of the file', () => {
    const changed = text
      .replace('reviewEvery: P1Y', 'reviewEvery: yearly')
      .replaceAll('then: offer', 'then: offr')
      .replace('id: plan-2', 'id: PLAN');
    const faults = parsePlan(changed, 'mine.yaml') as PlanFault[];
    expect(faults.map((fault) => fault.code).slice(0, 3)).toEqual(['id-malformed', 'duration-malformed', 'value-near']);
    expect(faults.map((fault) => fault.line)).toEqual(faults.map((fault) => fault.line).toSorted((a, b) => a - b));
  });

  test('every text of a fault and of lint is there in both languages, with the same names to fill', () => {
    for (const said of [...Object.values(faultTexts), ...Object.values(lintRules)])
      for (const part of [said.what, said.mend]) expect(part.zh && part.en).toBeTruthy();
  });

  test('the nearest word forgives slips, not other words', () => {
    expect(nearest('gruop', ['group', 'phase'])).toBe('group');
    expect(nearest('Title', ['title'])).toBe('title');
    expect(nearest('banana', ['group', 'phase'])).toBeUndefined();
  });
});

describe('lint', () => {
  const findings = (from: string, to: string) => {
    const at = text.indexOf(from);
    if (at < 0) throw new Error(`“${from}” is not there`);
    return lintPlan(
      text.replace(from, () => to),
      'mine.yaml',
      '2026-11-01',
    );
  };
  const codes = (from: string, to: string) => findings(from, to).map((finding) => finding.code);

  test('says what parsing refuses', () => {
    expect(findings('group: coordination', 'group: nobody')).toMatchObject([{ code: 'group-unknown', severity: 'must' }]);
  });

  test('finds a task that can never start', () => {
    expect(
      codes(
        'after: []\n    when: { answer: { task: analyse-cause, field: must-close, is: true } }',
        'after: [staged-restoration]\n    when: { answer: { task: analyse-cause, field: must-close, is: true } }',
      ),
    ).toContain('task-unreachable');
    expect(
      codes(
        'when: { answer: { task: analyse-cause, field: anyone-hurt, is: true } }',
        'when: { answer: { task: first-review, field: drill-needed, is: true } }',
      ),
    ).toContain('task-unreachable');
  });

  test('finds a branch that does not wait for its answer', () => {
    const power = '    when: { levelAtLeast: II }\n';
    expect(codes(power, '    when: { answer: { task: analyse-cause, field: anyone-hurt, is: true } }\n')).toContain('answer-not-awaited');
  });

  test('finds deadlines that the way there makes impossible', () => {
    const [finding] = findings('from: { task: analyse-cause }', 'from: activation');
    expect(finding).toMatchObject({
      code: 'deadline-impossible',
      severity: 'must',
      what: { en: 'The task “disposal-scheme” is due 8 min after activation, no later than “analyse-cause” (12 min), which it waits for.' },
    });
    expect(text.split('\n')[finding!.line - 1]).toContain('deadline: PT8M');
    expect(
      codes(
        '    deadline: PT8M\n    from: phase\n    after: []\n    form:\n      - { id: order',
        '    deadline: PT8M\n    from: activation\n    after: []\n    form:\n      - { id: order',
      ),
    ).toContain('deadline-before-phase');
    expect(
      codes(
        '    deadline: PT12M\n    from: phase\n    after: []\n    checklist:\n      - { id: intact',
        '    deadline: PT40M\n    from: phase\n    after: []\n    checklist:\n      - { id: intact',
      ),
    ).toContain('deadline-after-phase');
  });

  test('finds groups that nobody leads, stands in for or works in', () => {
    const changed: Plan = {
      ...plan,
      groups: plan.groups.map((group) => ({ ...group, deputies: [] })),
      command: { ...plan.command, deputies: [] },
    };
    const found = lintPlan(stringify(changed), 'mine.yaml').map((finding) => `${finding.code} ${finding.at}`);
    expect(found).toEqual(
      expect.arrayContaining(['group-without-deputy command', 'group-without-leader work-group', 'group-without-deputy coordination']),
    );
    const idle = { ...plan, groups: [...plan.groups, { ...plan.groups[1]!, id: 'idle' }] };
    expect(lintPlan(stringify(idle), 'mine.yaml')).toMatchObject([{ code: 'group-without-task', at: 'idle' }]);
  });

  test('finds a task whose group is not formed in its class', () => {
    expect(
      codes(
        'formed: { classes: [system-failure, network-attack, equipment-damage, power-cut, natural-disaster, other] }',
        'formed: { classes: [system-failure] }',
      ),
    ).toContain('group-not-formed');
  });

  test('finds phases that cannot be left, and ends that cannot come', () => {
    const untested = { ...plan, recoveryTests: plan.recoveryTests.filter((each) => !each.classes.includes('power-cut')) };
    expect(lintPlan(stringify(untested), 'mine.yaml')).toMatchObject([
      { code: 'phase-without-exit', what: { zh: '阶段 “restoration” 要恢复测试通过才能离开，突发停电 却没有恢复测试。' } },
    ]);
    expect(codes('kind: return-items, on: complete', 'kind: draft-bulletin, on: complete, bulletin: recovery')).toContain('end-impossible');
    expect(codes('exit: { tests: true,', 'exit: {')).toContain('no-recovery-phase');
  });

  test('finds a dangerous command that one person could give', () => {
    expect(codes('kind: isolate-machine, on: start, twoPersons: true', 'kind: isolate-machine, on: start, twoPersons: false')).toContain(
      'dangerous-alone',
    );
  });

  test('a basis in law that is no longer, or not yet, valid is named with its date [S2-2.1]', () => {
    const law = '    source: S2-2.1\n';
    expect(codes(law, `${law}    effective: '2024-11-01'\n`)).toEqual([]);
    expect(findings(law, `${law}    effective: '2007-11-01'\n    repealed: '2026-11-01'\n`)).toMatchObject([
      { code: 'basis-not-valid', at: 'basis.0' },
    ]);
    expect(findings(law, `${law}    effective: '2027-01-01'\n`)[0]?.what.zh).toContain('在 2026-11-01 无效（2027-01-01 起');
  });

  test('each legal reference names its clauses, lint checks its validity, and a clause in conflict is suspended [S1-8.3]', () => {
    const law = '    source: S2-2.1\n';
    const [stale] = findings(law, `${law}    clauses: [S2-5.2(1), S2-5.2(2)]\n    repealed: '2026-01-01'\n`);
    expect(stale?.mend.en).toBe('Use the rule now valid, and check the clauses that rest on it: S2-5.2(1), S2-5.2(2).');
    const suspended = {
      ...plan,
      suspensions: [
        { clause: 'S2-5.2(2)', conflictsWith: { zh: '数据安全法第 21 条', en: 'Data Security Law, art. 21' }, since: '2026-10-01' },
      ],
    };
    expect(lintPlan(stringify(suspended), 'mine.yaml')).toMatchObject([
      {
        code: 'clause-suspended',
        severity: 'must',
        at: 'survey-damage',
        what: {
          en: 'The task “survey-damage” comes from S2-5.2(2), which conflicts with the law and is suspended since 2026-10-01: Data Security Law, art. 21',
        },
      },
    ]);
  });
});
