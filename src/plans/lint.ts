import { suspendedTasks } from './clauses.ts';
import { spoken } from './duration.ts';
import { type PlanFault, separated } from './faults.ts';
import type { Plan, Task, Text } from './model.ts';
import { readPlan } from './parse.ts';
import { classesOf, phasesBefore, type Schedule, scheduleOf, waitsFor } from './schedule.ts';

/** Something about a plan that a person should look at: what must be mended before it is used, what should be. */
export interface Finding extends Omit<PlanFault, 'code'> {
  code: string;
  severity: 'must' | 'should';
}

type Path = (string | number)[];
type Params = Record<string, string | number | Text>;
interface Rule {
  severity: Finding['severity'];
  what: Text;
  mend: Text;
}

/** What lint looks for in a plan that can be read; `{name}` is filled from what was found. */
export const lintRules = {
  'task-unreachable': {
    severity: 'must',
    what: { zh: '任务 “{task}” 永远不会开始：{why}。', en: 'The task “{task}” can never start: {why}.' },
    mend: { zh: '改正它的 after、when 或 phase。', en: 'Correct its after, when or phase.' },
  },
  'answer-not-awaited': {
    severity: 'must',
    what: {
      zh: '任务 “{task}” 取决于 “{other}” 的回答，却不等它完成。',
      en: 'The task “{task}” depends on an answer in “{other}”, but does not wait for it.',
    },
    mend: { zh: '把 {other} 写进 after。', en: 'Write {other} into its after.' },
  },
  'deadline-impossible': {
    severity: 'must',
    what: {
      zh: '任务 “{task}” 的时限（启动后 {due}）不晚于它所等的 “{other}”（{otherDue}）。',
      en: 'The task “{task}” is due {due} after activation, no later than “{other}” ({otherDue}), which it waits for.',
    },
    mend: { zh: '放宽 “{task}” 的时限，或收紧 “{other}” 的。', en: 'Give “{task}” more time, or “{other}” less.' },
  },
  'deadline-before-phase': {
    severity: 'must',
    what: {
      zh: '任务 “{task}” 启动后 {due} 到期，其阶段最迟 {otherDue} 才开始。',
      en: 'The task “{task}” is due {due} after activation; its phase may begin as late as {otherDue}.',
    },
    mend: { zh: '时限改从 phase 起算，或放宽。', en: 'Count its deadline from the phase, or give it more time.' },
  },
  'deadline-after-phase': {
    severity: 'should',
    what: {
      zh: '任务 “{task}”（启动后 {due}）比所在阶段（{otherDue}）更晚到期。',
      en: 'The task “{task}” is due {due} after activation, later than its phase ({otherDue}).',
    },
    mend: { zh: '收紧任务时限，或放宽阶段时限。', en: 'Shorten the task or lengthen the phase.' },
  },
  'group-without-leader': {
    severity: 'must',
    what: {
      zh: '小组 “{group}” 的组长由指挥部指定，又没有副组长：指定之前无人负责。',
      en: 'The leader of “{group}” is appointed at activation and it has no deputy: until then nobody leads it.',
    },
    mend: { zh: '写明至少一名副组长。', en: 'Name at least one deputy.' },
  },
  'group-without-deputy': {
    severity: 'should',
    what: { zh: '小组 “{group}” 只有组长，无人代理。', en: 'The group “{group}” has a leader and nobody to stand in.' },
    mend: { zh: '写明副组长及其次序。', en: 'Name deputies, in order.' },
  },
  'group-without-task': {
    severity: 'should',
    what: { zh: '小组 “{group}” 没有任务。', en: 'The group “{group}” has no task.' },
    mend: { zh: '为它写任务，或删去小组。', en: 'Write tasks for it, or remove it.' },
  },
  'group-not-formed': {
    severity: 'must',
    what: {
      zh: '任务 “{task}” 在 {classes} 中由小组 “{group}” 负责，该类事件却不成立这个小组。',
      en: 'In {classes} the task “{task}” belongs to “{group}”, which is not formed then.',
    },
    mend: { zh: '在 formed 中补上该类，或在 when 中限定任务。', en: 'Add the class to formed, or limit the task by when.' },
  },
  'phase-without-exit': {
    severity: 'must',
    what: {
      zh: '阶段 “{phase}” 要恢复测试通过才能离开，{classes} 却没有恢复测试。',
      en: 'The phase “{phase}” is left when recovery tests pass, but {classes} has none.',
    },
    mend: { zh: '为该类写恢复测试。', en: 'Write a recovery test for that class.' },
  },
  'phase-without-work': {
    severity: 'should',
    what: {
      zh: '在 {classes} 中，阶段 “{phase}” 没有任何任务，一进入就离开。',
      en: 'In {classes} the phase “{phase}” has no task and is left as it is entered.',
    },
    mend: { zh: '确认这是本意。', en: 'Make sure that this is meant.' },
  },
  'no-recovery-phase': {
    severity: 'should',
    what: { zh: '没有一个阶段要求恢复测试。', en: 'No phase asks for the recovery tests.' },
    mend: { zh: '在恢复阶段的 exit 中写 tests: true。', en: 'Write tests: true in the exit of the phase that restores.' },
  },
  'end-impossible': {
    severity: 'must',
    what: { zh: '结束条件 {kind} 无法满足：{why}。', en: 'The condition {kind} of the end can never hold: {why}.' },
    mend: { zh: '补上所需的任务或测试，或删去这个条件。', en: 'Add the task or test it needs, or remove the condition.' },
  },
  'dangerous-alone': {
    severity: 'should',
    what: {
      zh: '任务 “{task}” 会关闭或隔离机器，却只需一人。',
      en: 'The task “{task}” closes or isolates machines, and one person is enough.',
    },
    mend: { zh: '写 twoPersons: true。', en: 'Write twoPersons: true.' },
  },
  'basis-not-valid': {
    severity: 'should',
    what: {
      zh: '依据 “{text}” 在 {today} 无效（{from} 起，{until} 止）。',
      en: 'The basis “{text}” is not valid on {today} (from {from}, until {until}).',
    },
    mend: {
      zh: '改用现行规定，并检查以它为据的条款：{clauses}。',
      en: 'Use the rule now valid, and check the clauses that rest on it: {clauses}.',
    },
  },
  'clause-suspended': {
    severity: 'must',
    what: {
      zh: '任务 “{task}” 出自 {clause}，该条款与法律冲突，自 {since} 起暂停适用：{law}',
      en: 'The task “{task}” comes from {clause}, which conflicts with the law and is suspended since {since}: {law}',
    },
    mend: { zh: '按法律修订这项任务，再撤销暂停。', en: 'Amend the task as the law asks, then lift the suspension.' },
  },
} satisfies Record<string, Rule>;

const className: Record<string, Text> = {
  'system-failure': { zh: '系统故障', en: 'system failure' },
  'network-attack': { zh: '网络攻击', en: 'network attack' },
  'equipment-damage': { zh: '设备损坏', en: 'equipment damage' },
  'power-cut': { zh: '突发停电', en: 'power cut' },
  'natural-disaster': { zh: '自然灾害', en: 'natural disaster' },
  other: { zh: '其他', en: 'other' },
};
const classNames = (classes: string[]): Text => ({
  zh: classes.map((each) => className[each]?.zh ?? each).join('、'),
  en: classes.map((each) => className[each]?.en ?? each).join(', '),
});

/**
 * Everything that is wrong or doubtful in a plan file, in the order of the file: what `parsePlan` refuses, then what
 * would leave an emergency stuck or late. Pure.
 * @param today date on which the basis must be valid, `2026-05-20`; absent: not looked at
 */
export function lintPlan(text: string, fileName: string, today?: string): Finding[] {
  const { result, placeOf } = readPlan(text, fileName);
  if (Array.isArray(result)) return result.map((fault) => ({ ...fault, severity: 'must' as const }));
  const findings = doubts(result, today).map(({ code, path, params }): Finding => {
    const rule: Rule = lintRules[code];
    const fill = (template: string, language: 'zh' | 'en') =>
      template.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = params[name];
        return typeof value === 'object' ? value[language] : separated(String(value ?? ''), language);
      });
    const both = (said: Text): Text => ({ zh: fill(said.zh, 'zh'), en: fill(said.en, 'en') });
    return {
      file: fileName,
      ...placeOf(path),
      code,
      severity: rule.severity,
      at: String(params.task ?? params.phase ?? params.group ?? path.join('.')),
      what: both(rule.what),
      mend: both(rule.mend),
    };
  });
  return findings.sort((a, b) => a.line - b.line || a.column - b.column);
}

interface Doubt {
  code: keyof typeof lintRules;
  path: Path;
  params: Params;
}

function doubts(plan: Plan, today: string | undefined): Doubt[] {
  const schedule = scheduleOf(plan);
  return [
    ...groupDoubts(plan),
    ...phaseDoubts(plan),
    ...plan.tasks.flatMap((task, index) => taskDoubts(plan, schedule, task, index)),
    ...endDoubts(plan),
    ...basisDoubts(plan, today),
    ...suspended(plan),
  ];
}

function groupDoubts(plan: Plan): Doubt[] {
  const found: Doubt[] = [];
  [plan.command, ...plan.groups].forEach((group, index) => {
    const path: Path = index === 0 ? ['command'] : ['groups', index - 1];
    const params = { group: group.id };
    if (group.deputies.length === 0)
      found.push({ code: 'appointed' in group.leader ? 'group-without-leader' : 'group-without-deputy', path, params });
    if (!plan.tasks.some((task) => task.group === group.id || task.sharedWith === group.id))
      found.push({ code: 'group-without-task', path, params });
  });
  return found;
}

function phaseDoubts(plan: Plan): Doubt[] {
  const found: Doubt[] = [];
  const classes = plan.eventClasses.map((each) => each.class);
  plan.phases.forEach((phase, index) => {
    const path: Path = ['phases', index];
    const untested = classes.filter((each) => !plan.recoveryTests.some((test) => test.classes.includes(each)));
    if (phase.exit.tests && untested.length > 0)
      found.push({ code: 'phase-without-exit', path: [...path, 'exit'], params: { phase: phase.id, classes: classNames(untested) } });
    const tasks = plan.tasks.filter((task) => task.phase === phase.id);
    const idle = classes.filter((each) => tasks.every((task) => task.when?.answer !== undefined || !classesOf(plan, task).includes(each)));
    if (idle.length > 0) found.push({ code: 'phase-without-work', path, params: { phase: phase.id, classes: classNames(idle) } });
  });
  if (!plan.phases.some((phase) => phase.exit.tests)) found.push({ code: 'no-recovery-phase', path: ['phases'], params: {} });
  return found;
}

function taskDoubts(plan: Plan, schedule: Schedule, task: Task, index: number): Doubt[] {
  const found: Doubt[] = [];
  const path: Path = ['tasks', index];
  const byId = new Map(plan.tasks.map((each) => [each.id, each]));
  const due = (id: string) => schedule.tasks.get(id)?.due ?? 0;
  const never = (at: Path, why: Text) => found.push({ code: 'task-unreachable', path: [...path, ...at], params: { task: task.id, why } });
  const isLater = (phase: string) => phasesBefore(schedule, phase).includes(task.phase);

  task.after.forEach((id, at) => {
    const other = byId.get(id);
    if (!other) return;
    if (isLater(other.phase)) never(['after', at], { zh: `它等待更晚阶段的 “${id}”`, en: `it waits for “${id}” of a later phase` });
    else if (due(task.id) <= due(id))
      found.push({
        code: 'deadline-impossible',
        path: [...path, 'deadline'],
        params: { task: task.id, other: id, due: spoken(due(task.id)), otherDue: spoken(due(id)) },
      });
  });

  const answer = task.when?.answer;
  const asked = answer && byId.get(answer.task);
  if (answer && asked) {
    const at: Path = ['when', 'answer', 'task'];
    const awaited = waitsFor(plan, task.id);
    if (asked.id === task.id || waitsFor(plan, asked.id).has(task.id))
      never(at, { zh: `“${asked.id}” 反过来等它`, en: `“${asked.id}” waits for it in turn` });
    else if (isLater(asked.phase)) never(at, { zh: `“${asked.id}” 在更晚的阶段`, en: `“${asked.id}” is of a later phase` });
    else if (!classesOf(plan, task).some((each) => classesOf(plan, asked).includes(each)))
      never(at, { zh: `“${asked.id}” 只在另一类事件中进行`, en: `“${asked.id}” is done in other classes of event only` });
    else if (!phasesBefore(schedule, task.phase).includes(asked.phase) && !awaited.has(asked.id))
      found.push({ code: 'answer-not-awaited', path: [...path, ...at], params: { task: task.id, other: asked.id } });
  }

  const span = schedule.phases.get(task.phase) ?? { start: 0, end: 0 };
  if (task.from === 'activation' && span.start > 0 && due(task.id) <= span.start)
    found.push({
      code: 'deadline-before-phase',
      path: [...path, 'deadline'],
      params: { task: task.id, due: spoken(due(task.id)), otherDue: spoken(span.start) },
    });
  else if (due(task.id) > span.end)
    found.push({
      code: 'deadline-after-phase',
      path: [...path, 'deadline'],
      params: { task: task.id, due: spoken(due(task.id)), otherDue: spoken(span.end) },
    });

  const group = plan.groups.find((each) => each.id === task.group);
  if (group && group.formed !== 'always') {
    const formed = group.formed.classes;
    const missing = classesOf(plan, task).filter((each) => !formed.includes(each));
    if (missing.length > 0)
      found.push({
        code: 'group-not-formed',
        path: [...path, 'group'],
        params: { task: task.id, group: group.id, classes: classNames(missing) },
      });
  }
  task.effects?.forEach((effect, at) => {
    if ((effect.kind === 'close-machine' || effect.kind === 'isolate-machine') && !effect.twoPersons)
      found.push({ code: 'dangerous-alone', path: [...path, 'effects', at], params: { task: task.id } });
  });
  return found;
}

function endDoubts(plan: Plan): Doubt[] {
  const effects = plan.tasks.flatMap((task) => task.effects ?? []);
  return plan.end.conditions.flatMap((condition, index): Doubt[] => {
    const path: Path = ['end', 'conditions', index];
    const why: Text | undefined =
      condition.kind === 'items-returned' &&
      effects.some((effect) => effect.kind === 'issue-items') &&
      !effects.some((effect) => effect.kind === 'return-items')
        ? { zh: '有任务领用物资，没有任务归还', en: 'tasks issue items and none returns them' }
        : condition.kind === 'tests-passed' && plan.recoveryTests.length === 0
          ? { zh: '没有恢复测试', en: 'there is no recovery test' }
          : undefined;
    return why ? [{ code: 'end-impossible', path, params: { kind: condition.kind, why } }] : [];
  });
}

function basisDoubts(plan: Plan, today: string | undefined): Doubt[] {
  if (today === undefined) return [];
  return plan.basis.flatMap((basis, index): Doubt[] => {
    const valid = (basis.effective ?? '') <= today && (basis.repealed === undefined || today < basis.repealed);
    if (valid) return [];
    return [
      {
        code: 'basis-not-valid',
        path: ['basis', index],
        params: {
          text: basis.text,
          today,
          from: basis.effective ?? '—',
          until: basis.repealed ?? '—',
          clauses: basis.clauses?.join('、') ?? [basis.source].flat().join('、'),
        },
      },
    ];
  });
}

const suspended = (plan: Plan): Doubt[] =>
  suspendedTasks(plan).map(({ task, suspension }) => ({
    code: 'clause-suspended',
    path: ['tasks', plan.tasks.indexOf(task), 'source'],
    params: { task: task.id, clause: suspension.clause, since: suspension.since, law: suspension.conflictsWith },
  }));
