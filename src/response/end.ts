import type { Text } from '#plans';
import { type Refusal, refuse } from '#platform';
import { commandOnly, commands, isSystem } from './authority.ts';
import type { Blueprint } from './blueprint.ts';
import { callAgain } from './calling.ts';
import { type Draft, emit, personOf, refOf } from './draft.ts';
import { holds, reopenPhase, reopenTask, testsMissing } from './flow.ts';
import { type Incident, isClosed, isOver } from './incident.ts';
import type { IncidentCommand } from './model.ts';

type Command<C extends IncidentCommand['command']> = Extract<IncidentCommand, { command: C }>;

const reopenWithinMs = 24 * 3_600_000;

/** One thing that stands before the end, with how many of it. */
export interface Missing extends Text {
  code: 'tests-passed' | 'tasks-closed' | 'items-returned' | 'machines-in-service';
  count: number;
}

/** What still stands before the end, by the plan's conditions; empty: it can be declared. */
export function missingForEnd(plan: Blueprint, state: Incident): Missing[] {
  const found: Missing[] = [];
  for (const { kind } of plan.plan.end.conditions) {
    switch (kind) {
      case 'tests-passed': {
        const tests = testsMissing(plan, state);
        if (tests.length > 0)
          found.push({
            code: kind,
            count: tests.length,
            zh: `恢复测试未通过 ${tests.length} 项：${tests.map((test) => test.name.zh).join('、')}`,
            en: `${tests.length} recovery test(s) not passed: ${tests.map((test) => test.name.en).join(', ')}`,
          });
        break;
      }
      case 'tasks-closed': {
        const open = openTitles(plan, state);
        const first = (language: 'zh' | 'en') => open.slice(0, 3).map((title) => title[language]);
        if (open.length > 0)
          found.push({
            code: kind,
            count: open.length,
            zh: `任务未完成 ${open.length} 项：${first('zh').join('、')}${open.length > 3 ? ' 等' : ''}`,
            en: `${open.length} task(s) not closed: ${first('en').join(', ')}${open.length > 3 ? ' …' : ''}`,
          });
        break;
      }
      case 'items-returned': {
        const out = itemsOut(state);
        if (out > 0) found.push({ code: kind, count: out, zh: `物资领用未归还 ${out} 批`, en: `${out} issue(s) of items not returned` });
        break;
      }
      case 'machines-in-service': {
        const down = state.machinesDown.size;
        if (down > 0) found.push({ code: kind, count: down, zh: `设备未恢复服务 ${down} 台`, en: `${down} machine(s) not in service` });
        break;
      }
      default:
        kind satisfies never;
    }
  }
  return found;
}

/** Tasks that still want somebody; the running round of a rhythm is none, a branch that is not taken neither. */
function openTitles(plan: Blueprint, state: Incident): Text[] {
  const titles: Text[] = [];
  for (const planned of plan.tasks.values()) {
    const run = state.tasks.get(planned.task.id);
    if (run ? isClosed(run) || run.repeating : isNeverNeeded(plan, state, planned.task.id)) continue;
    titles.push(planned.task.title);
  }
  for (const run of state.tasks.values()) if (run.adHoc && !isClosed(run)) titles.push(run.title);
  return titles;
}

const isNeverNeeded = (plan: Blueprint, state: Incident, id: string): boolean => {
  const planned = plan.tasks.get(id);
  const held = planned ? holds(plan, state, planned.task.when) : { now: true as const };
  return !held.now && held.how !== 'open';
};

/** Issues of items since the last return: each that went out, or is about to, and was not brought back. */
function itemsOut(state: Incident): number {
  let out = 0;
  for (const { effect, outcome } of state.effects.values()) {
    if (effect.kind === 'issue-items' && outcome !== 'failed' && outcome !== 'withheld') out += 1;
    if (effect.kind === 'return-items' && outcome === 'done') out = 0;
  }
  return out;
}

/** Only the command ends it, and only when nothing of the plan's conditions is missing (S1-3.5(1)). */
export function declareEnd(draft: Draft, command: Command<'declare-end'>): Refusal | undefined {
  const { plan, state, by } = draft;
  if (!plan.plan.end.by.some((role) => role === by.role)) return refuse('end-role', { roles: plan.plan.end.by });
  const missing = missingForEnd(plan, state);
  if (missing.length > 0) return refuse('end-incomplete', { missing });
  for (const run of [...state.tasks.values()])
    if (run.repeating && !isClosed(run))
      emit(draft, {
        event: 'task-skipped',
        task: run.id,
        title: run.title,
        reason: { zh: '应急已结束，不再重复', en: 'the emergency is over: no further round' },
      });
  emit(draft, { event: 'end-declared', by: refOf(by), text: command.text });
  return undefined;
}

/** A false alarm: withdrawn on the record (I-5). */
export function withdraw(draft: Draft, command: Command<'withdraw'>): Refusal | undefined {
  const refused = commandOnly(draft.by);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason-missing');
  emit(draft, { event: 'incident-withdrawn', by: refOf(draft.by), reason: command.reason });
  return undefined;
}

/**
 * Opens an ended incident again within 24 hours. Recovery must be proved anew, so the repair that the tests name is
 * open again; everybody who was told to stand down is called again.
 */
export function reopen(draft: Draft, command: Command<'reopen'>): Refusal | undefined {
  const { plan, state } = draft;
  const refused = commandOnly(draft.by);
  if (refused) return refused;
  if (!isOver(state)) return state.reopenings > 0 ? undefined : refuse('incident-running');
  if (draft.now - (state.endedAt ?? 0) > reopenWithinMs) return refuse('reopen-too-late', { hours: 24 });
  if (command.reason.trim() === '') return refuse('reason-missing');
  const withdrawn = state.state === 'withdrawn';
  emit(draft, { event: 'incident-reopened', by: refOf(draft.by), reason: command.reason });
  if (!withdrawn) {
    const reason: Text = { zh: `事件重新打开：${command.reason}`, en: `the incident was reopened: ${command.reason}` };
    const tests = testsMissing(plan, state);
    for (const test of tests) {
      const repair = plan.tasks.get(test.reopens);
      if (repair) reopenTask(draft, repair, reason);
    }
    // The phase that only passed tests may leave waits for them again.
    for (const phase of plan.phases)
      if (phase.recovery && tests.length > 0 && state.phases.get(phase.phase.id)?.leftAt != null) reopenPhase(draft, phase, reason);
  }
  callAgain(draft);
  return undefined;
}

/** The approved report closes the record (S1-3.5(2)). */
export function fileReport(draft: Draft, command: Command<'report-approved'>): Refusal | undefined {
  if (!isSystem(draft.by) && !commands(draft.by)) return refuse('command-only', { role: draft.by.role });
  if (draft.state.state === 'reported') return undefined;
  if (draft.state.state !== 'ended') return refuse('incident-not-ended');
  emit(draft, { event: 'report-filed', report: command.report, by: personOf(draft.by) });
  return undefined;
}
