import type { Text } from '#plans';
import { type Refusal, refuse } from '#platform';
import { commands, isSystem, mayWork } from './authority.ts';
import type { Blueprint } from './blueprint.ts';
import { type Draft, emit, refOf } from './draft.ts';
import { holds, reopenTask } from './flow.ts';
import { type Incident, isClosed } from './incident.ts';
import type { IncidentCommand, StepResult } from './model.ts';

type Command<C extends IncidentCommand['command']> = Extract<IncidentCommand, { command: C }>;

/** The repair that a test proves is still to be done: a test cannot pass before. */
export function repairPending(plan: Blueprint, state: Incident, repair: string): boolean {
  const run = state.tasks.get(repair);
  if (run) return !isClosed(run);
  const held = holds(plan, state, plan.tasks.get(repair)?.task.when);
  return held.now || held.how === 'open';
}

/**
 * A recovery test with its results (S1-3.4(1)). A measure passes within its bounds; a `device` step passes when the
 * machines themselves say that they serve, whatever a person enters. A failed test opens the repair again.
 */
export function recordTest(draft: Draft, command: Command<'record-test'>): Refusal | undefined {
  const { plan, state, by } = draft;
  const test = plan.plan.recoveryTests.find((each) => each.id === command.test);
  if (!test) return refuse('test-unknown', { test: command.test });
  if (!test.classes.includes(state.eventClass)) return refuse('test-not-for-class', { test: test.name });
  const refused = mayWork(plan, state, { group: test.group }, by);
  if (refused) return refused;
  const machines = command.machines ?? state.machines;
  const strange = machines.filter((machine) => !state.machines.includes(machine));
  if (strange.length > 0) return refuse('machine-unknown', { machines: strange });

  const missing: (Text & { id: string })[] = [];
  const results: StepResult[] = [];
  const failed: string[] = [];
  for (const step of test.steps) {
    const given = command.results.find((result) => result.step === step.id);
    if (step.kind === 'device') {
      const serving = machines.every((machine) => !state.machinesDown.has(machine));
      const passed = serving || (draft.mode !== 'live' && given?.passed === true);
      results.push({ step: step.id, passed });
      if (!passed) failed.push(step.id);
    } else if (step.kind === 'measure') {
      if (given?.value === undefined || !Number.isFinite(given.value)) {
        missing.push({ id: step.id, ...step.text });
        continue;
      }
      const passed = given.value >= (step.min ?? Number.NEGATIVE_INFINITY) && given.value <= (step.max ?? Number.POSITIVE_INFINITY);
      results.push({ step: step.id, value: given.value, passed });
      if (!passed) failed.push(step.id);
    } else if (given?.passed === undefined) missing.push({ id: step.id, ...step.text });
    else {
      results.push({ step: step.id, passed: given.passed });
      if (!given.passed) failed.push(step.id);
    }
  }
  if (missing.length > 0) return refuse('test-incomplete', { test: test.name, missing });
  const repair = plan.tasks.get(test.reopens);
  if (failed.length === 0 && repair && repairPending(plan, state, test.reopens))
    return refuse('test-too-early', { test: test.name, task: repair.task.title });

  const passed = failed.length === 0;
  emit(draft, {
    event: 'test-recorded',
    test: test.id,
    name: test.name,
    passed,
    results,
    failed,
    machines,
    by: refOf(by),
    note: command.note?.trim() ? command.note : null,
  });
  if (passed) {
    const restored = draft.mode === 'live' ? [] : machines.filter((machine) => state.machinesDown.has(machine));
    if (restored.length > 0)
      emit(draft, { event: 'machines-restored', machines: restored, remaining: state.machinesDown.size - restored.length });
  } else if (repair) reopenTask(draft, repair, { zh: `恢复测试“${test.name.zh}”未通过`, en: `the recovery test “${test.name.en}” failed` });
  return undefined;
}

/** The machines say that they serve again. In a drill, where none was down, the command says it for them. */
export function restoreMachines(draft: Draft, command: Command<'machines-restored'>): Refusal | undefined {
  if (!isSystem(draft.by) && !(draft.mode !== 'live' && (commands(draft.by) || draft.by.role === 'duty-officer')))
    return refuse('system-only');
  const machines = [...new Set(command.machines)].filter((machine) => draft.state.machinesDown.has(machine));
  if (machines.length > 0)
    emit(draft, { event: 'machines-restored', machines, remaining: draft.state.machinesDown.size - machines.length });
  return undefined;
}

/** A further warning of the same emergency, with its machines. */
export function addWarning(draft: Draft, command: Command<'add-warning'>): Refusal | undefined {
  if (!isSystem(draft.by) && !commands(draft.by) && draft.by.role !== 'duty-officer')
    return refuse('command-only', { role: draft.by.role });
  const machines = [...new Set(command.machines)].filter((machine) => !draft.state.machinesDown.has(machine));
  if (draft.state.warnings.includes(command.warning) && machines.length === 0) return undefined;
  emit(draft, { event: 'warning-added', warning: command.warning, machines });
  return undefined;
}
