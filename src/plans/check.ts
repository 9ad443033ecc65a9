import { type ContentFault, nearest } from './faults.ts';
import type { Condition, Effect, Field, Plan } from './model.ts';

type Path = (string | number)[];

/** What a schema cannot say of a plan: that every name leads somewhere, once, and that nothing waits for itself. Pure. */
export function contentFaults(plan: Plan): ContentFault[] {
  const faults: ContentFault[] = [];
  const names = {
    group: [plan.command.id, ...plan.groups.map((group) => group.id)],
    phase: plan.phases.map((phase) => phase.id),
    task: plan.tasks.map((task) => task.id),
    item: plan.supplies.map((item) => item.id),
    contact: plan.outsideContacts.map((contact) => contact.id),
  };
  const classes: string[] = plan.eventClasses.map((each) => each.class);

  const refer = (kind: keyof typeof names, path: Path, id: string, code: ContentFault['code'] = `${kind}-unknown`) => {
    if (names[kind].includes(id)) return;
    faults.push({ code, path, params: { id, known: names[kind].join('、'), ...suggestion(id, names[kind]) } });
  };
  const declared = (path: Path, given: readonly string[] | undefined) =>
    given?.forEach((id, index) => {
      if (!classes.includes(id))
        faults.push({ code: 'class-undeclared', path: [...path, index], params: { id, known: classes.join('、') } });
    });

  // Names, once each.
  unique(faults, [[['command'], plan.command.id], ...plan.groups.map((group, index): [Path, string] => [['groups', index], group.id])]);
  for (const list of [
    'triggers',
    'phases',
    'tasks',
    'recoveryTests',
    'supplies',
    'outsideContacts',
    'channels',
    'releaseContents',
  ] as const)
    unique(
      faults,
      (plan[list] as { id: string }[]).map((each, index): [Path, string] => [[list, index], each.id]),
    );
  unique(
    faults,
    plan.report.sections.map((each, index): [Path, string] => [['report', 'sections', index], each.id]),
  );
  for (const list of ['drills', 'training', 'preparedness', 'reviewDuties'] as const)
    unique(
      faults,
      plan[list].map((each, index): [Path, string] => [[list, index], each.id]),
    );
  unique(
    faults,
    plan.eventClasses.map((each, index): [Path, string] => [['eventClasses', index], each.class]),
    'class',
  );

  // Groups, triggers, standing duties.
  [['command'] as Path, ...plan.groups.map((_, index): Path => ['groups', index])].forEach((path, index) => {
    const group = index === 0 ? plan.command : plan.groups[index - 1];
    if (!group) return;
    if (group.formed !== 'always') declared([...path, 'formed', 'classes'], group.formed.classes);
    group.deputies.forEach((seat, at) => void declared([...path, 'deputies', at, 'classes'], seat.classes));
    group.members.forEach((seat, at) => void declared([...path, 'members', at, 'classes'], seat.classes));
  });
  plan.triggers.forEach((trigger, index) => {
    if (!classes.includes(trigger.eventClass))
      faults.push({
        code: 'class-undeclared',
        path: ['triggers', index, 'eventClass'],
        params: { id: trigger.eventClass, known: classes.join('、') },
      });
  });
  refer('group', ['reporting', 'group'], plan.reporting.group);
  for (const list of ['drills', 'training', 'preparedness', 'reviewDuties'] as const)
    plan[list].forEach((duty, index) => {
      if (duty.group !== undefined) refer('group', [list, index, 'group'], duty.group);
    });

  // Phases.
  plan.phases.forEach((phase, index) => {
    if (phase.entry.after !== undefined) refer('phase', ['phases', index, 'entry', 'after'], phase.entry.after);
    if (!plan.tasks.some((task) => task.phase === phase.id))
      faults.push({ code: 'phase-without-tasks', path: ['phases', index], params: { id: phase.id } });
  });
  const phaseEdges = new Map(
    plan.phases.map((phase, index) => [phase.id, { index, waitsFor: phase.entry.after === undefined ? [] : [phase.entry.after] }]),
  );
  for (const circle of circles(phaseEdges))
    faults.push({
      code: 'phases-in-circle',
      path: ['phases', phaseEdges.get(circle[0] as string)?.index ?? 0, 'entry', 'after'],
      params: { circle: circle.join(' → ') },
    });

  // Tasks.
  plan.tasks.forEach((task, index) => {
    const path: Path = ['tasks', index];
    refer('phase', [...path, 'phase'], task.phase);
    refer('group', [...path, 'group'], task.group);
    if (task.sharedWith !== undefined) refer('group', [...path, 'sharedWith'], task.sharedWith);
    if (typeof task.from === 'object') refer('task', [...path, 'from', 'task'], task.from.task, 'deadline-from-unknown-task');
    task.after.forEach((id, at) => void refer('task', [...path, 'after', at], id));
    if (task.checklist)
      unique(
        faults,
        task.checklist.map((each, at): [Path, string] => [[...path, 'checklist', at], each.id]),
      );
    if (task.form) checkForm(faults, [...path, 'form'], task.form);
    if (task.when) {
      declared([...path, 'when', 'classes'], task.when.classes);
      if (task.when.answer) checkAnswer(faults, plan, [...path, 'when', 'answer'], task.when.answer, names.task);
    }
    task.effects?.forEach((effect, at) => void checkEffect(effect, [...path, 'effects', at], refer));
    if (task.closes === 'effects' && !task.effects?.length) faults.push({ code: 'effects-missing', path: [...path, 'closes'], params: {} });
  });
  const taskEdges = new Map(
    plan.tasks.map((task, index) => [
      task.id,
      { index, waitsFor: [...task.after, ...(typeof task.from === 'object' ? [task.from.task] : [])] },
    ]),
  );
  for (const circle of circles(taskEdges)) {
    const first = taskEdges.get(circle[0] as string);
    const place = first?.waitsFor.indexOf(circle[1] as string) ?? 0;
    const after = plan.tasks[first?.index ?? 0]?.after.length ?? 0;
    faults.push({
      code: 'tasks-in-circle',
      path: ['tasks', first?.index ?? 0, ...(place < after ? ['after', place] : ['from', 'task'])],
      params: { circle: circle.join(' → ') },
    });
  }

  // Dates that are in no calendar: 2026-02-30.
  const date = (path: Path, value: string | undefined) => {
    if (value === undefined) return;
    try {
      Temporal.PlainDate.from(value, { overflow: 'reject' });
    } catch {
      faults.push({ code: 'date-malformed', path, params: { value } });
    }
  };
  date(['inForce'], plan.inForce);
  plan.basis.forEach((basis, index) => {
    date(['basis', index, 'effective'], basis.effective);
    date(['basis', index, 'repealed'], basis.repealed);
  });
  plan.rulings?.forEach((ruling, index) => void date(['rulings', index, 'on'], ruling.on));
  plan.suspensions?.forEach((suspension, index) => void date(['suspensions', index, 'since'], suspension.since));

  // Recovery tests.
  plan.recoveryTests.forEach((test, index) => {
    const path: Path = ['recoveryTests', index];
    declared([...path, 'classes'], test.classes);
    refer('group', [...path, 'group'], test.group);
    refer('task', [...path, 'reopens'], test.reopens);
    unique(
      faults,
      test.steps.map((each, at): [Path, string] => [[...path, 'steps', at], each.id]),
    );
    test.steps.forEach((step, at) => {
      if (step.kind === 'measure' && step.min === undefined && step.max === undefined)
        faults.push({ code: 'measure-without-limits', path: [...path, 'steps', at], params: {} });
      if (step.min !== undefined && step.max !== undefined && step.min > step.max)
        faults.push({ code: 'limits-reversed', path: [...path, 'steps', at, 'min'], params: { min: step.min, max: step.max } });
    });
  });
  return faults;
}

/** Params of a mending text that begins, where a name is near, with “did you mean”. */
export function suggestion(word: string, known: Iterable<string>): { suggestZh: string; suggestEn: string } {
  const near = nearest(word, known);
  return near === undefined
    ? { suggestZh: '', suggestEn: '' }
    : { suggestZh: `是否想写 “${near}”？`, suggestEn: `Did you mean “${near}”? ` };
}

/** @param entries path of each element and its id; the path of the second of a pair is the fault's, `first` is the first's */
function unique(faults: ContentFault[], entries: [Path, string][], key: 'id' | 'class' = 'id'): void {
  const first = new Map<string, Path>();
  for (const [path, id] of entries) {
    const earlier = first.get(id);
    if (earlier)
      faults.push({
        code: key === 'id' ? 'id-twice' : 'class-twice',
        path: [...path, key],
        params: { id, first: JSON.stringify([...earlier, key]) },
      });
    else first.set(id, path);
  }
}

function checkForm(faults: ContentFault[], path: Path, form: Field[]): void {
  unique(
    faults,
    form.map((field, at): [Path, string] => [[...path, at], field.id]),
  );
  form.forEach((field, at) => {
    if (field.kind === 'choice' && !field.options?.length) faults.push({ code: 'choice-without-options', path: [...path, at], params: {} });
  });
}

function checkAnswer(faults: ContentFault[], plan: Plan, path: Path, answer: NonNullable<Condition['answer']>, tasks: string[]): void {
  const task = plan.tasks.find((each) => each.id === answer.task);
  if (!task) {
    faults.push({ code: 'task-unknown', path: [...path, 'task'], params: { id: answer.task, ...suggestion(answer.task, tasks) } });
    return;
  }
  const fields = (task.form ?? []).map((field) => field.id);
  const field = task.form?.find((each) => each.id === answer.field);
  if (!field) {
    faults.push({
      code: 'field-unknown',
      path: [...path, 'field'],
      params: { id: answer.field, task: answer.task, known: fields.join('、'), ...suggestion(answer.field, fields) },
    });
    return;
  }
  const possible =
    field.kind === 'yes-no' ? [true, false] : field.kind === 'choice' ? (field.options ?? []).map((option) => option.value) : undefined;
  const fits = possible ? (possible as unknown[]).includes(answer.is) : field.kind !== 'number' || typeof answer.is === 'number';
  if (!fits)
    faults.push({
      code: 'answer-impossible',
      path: [...path, 'is'],
      params: { field: answer.field, value: String(answer.is), known: possible?.join('、') ?? '1、2、3 …' },
    });
}

function checkEffect(effect: Effect, path: Path, refer: (kind: 'group' | 'item' | 'contact', path: Path, id: string) => void): void {
  switch (effect.kind) {
    case 'issue-items':
      effect.items.forEach((each, at) => void refer('item', [...path, 'items', at, 'item'], each.item));
      return;
    case 'notify':
      effect.groups.forEach((group, at) => void refer('group', [...path, 'groups', at], group));
      return;
    case 'notify-outside':
      refer('contact', [...path, 'contact'], effect.contact);
      return;
    case 'close-machine':
    case 'isolate-machine':
    case 'go-in-service':
    case 'reset':
    case 'dispatch-vendor':
    case 'return-items':
    case 'draft-bulletin':
      return;
    default:
      effect satisfies never;
  }
}

/** Each circle once, as the names along it, the first again at the end. Names that are nowhere are passed over. */
function circles(edges: Map<string, { waitsFor: string[] }>): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  // Depth is at most the number of tasks: bounded by the size of the file.
  const visit = (id: string): void => {
    state.set(id, 'open');
    trail.push(id);
    for (const next of edges.get(id)?.waitsFor ?? []) {
      if (!edges.has(next) || state.get(next) === 'done') continue;
      if (state.get(next) === 'open') found.push([...trail.slice(trail.indexOf(next)), next]);
      else visit(next);
    }
    trail.pop();
    state.set(id, 'done');
  };
  for (const id of edges.keys()) if (!state.has(id)) visit(id);
  return found;
}
