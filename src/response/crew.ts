import type { Actor, PersonRef, Role } from '#organization';
import type { Field, Plan, RecoveryTest, Task } from '#plans';
import type { Incident } from './incident.ts';
import type { Answers, EvidenceItem, IncidentCommand, Roster, StepResult } from './model.ts';

/** People who can play a plan: one per seat, who fill every form as it must be filled. Rehearsals and tests use them. */
export interface Crew {
  rosters: Roster[];
  actors: Map<string, Actor>;
}

/** One person for each seat of the plan's command and groups; groups get at least a head, a deputy and a member. */
export function crewOf(plan: Plan): Crew {
  const actors = new Map<string, Actor>();
  const rosters = [plan.command, ...plan.groups].map((group): Roster => {
    const seats: Roster['seats'] = [];
    const add = (seat: 'leader' | 'deputy' | 'member', place: number) => {
      const id = `${group.id}-${seat}${place > 0 ? `-${place + 1}` : ''}`;
      const role: Role =
        group.id === plan.command.id && seat !== 'member'
          ? seat === 'leader'
            ? 'commander'
            : 'deputy'
          : seat === 'leader'
            ? 'group-leader'
            : 'responder';
      const person: PersonRef = { id, name: id };
      actors.set(id, { kind: 'person', ...person, role, seats: [{ group: group.id, seat }], vendor: null });
      seats.push({ person, seat });
    };
    if (!('appointed' in group.leader)) add('leader', 0);
    for (let i = 0; i < Math.max(1, group.deputies.length); i++) add('deputy', i);
    for (let i = 0; i < Math.max(1, group.members.length); i++) add('member', i);
    return { group: group.id, seats };
  });
  return { rosters, actors };
}

/** A completion with nothing missing; `given` answers come before the usual ones. */
export function completionOf(
  task: Pick<Task, 'form' | 'checklist' | 'evidence'> | undefined,
  state: Incident,
  given: Answers = {},
): { answers: Answers; checked: string[]; evidence: EvidenceItem[]; note: string } {
  const answers: Answers = {};
  for (const field of task?.form ?? []) {
    const value = given[field.id] ?? usual(field, state);
    if (value !== undefined) answers[field.id] = value;
  }
  const evidence = (task?.evidence ?? []).flatMap(({ kind, atLeast }) =>
    Array.from(
      { length: atLeast },
      (): EvidenceItem =>
        kind === 'photo' ? { kind, file: 'rehearsal.jpg' } : kind === 'place' ? { kind, lat: 30.6, lon: 114.3 } : { kind, text: '推演' },
    ),
  );
  return { answers, checked: (task?.checklist ?? []).map((item) => item.id), evidence, note: '推演' };
}

function usual(field: Field, state: Incident): Answers[string] | undefined {
  switch (field.kind) {
    case 'number':
    case 'money':
      return 1;
    case 'yes-no':
      return false;
    case 'choice':
      return field.options?.[0]?.value;
    case 'machines':
      return state.machines.length > 0 ? state.machines.slice(0, 5) : field.required ? [] : undefined;
    case 'time':
      return '2026-01-01T00:00:00Z';
    case 'photo':
    case 'text':
    case 'place':
    case 'person':
      return '推演';
    default:
      return field.kind satisfies never;
  }
}

/** Results of a recovery test: all in order, or its first step that a person enters out of order. */
export function resultsOf(test: RecoveryTest, passes: boolean): StepResult[] {
  let spoilt = passes;
  return test.steps.map((step): StepResult => {
    if (step.kind === 'device') return { step: step.id, passed: true };
    const spoil = !spoilt;
    spoilt = true;
    if (step.kind === 'check') return { step: step.id, passed: !spoil };
    const within = step.min ?? step.max ?? 0;
    return { step: step.id, value: spoil ? (step.max !== undefined ? step.max + 1 : (step.min ?? 0) - 1) : within };
  });
}

/** The activation of a plan by its crew. */
export const activationOf = (
  plan: Plan,
  crew: Crew,
  event: Pick<Incident, 'eventClass' | 'level' | 'machines'>,
): Extract<IncidentCommand, { command: 'activate' }> => ({
  command: 'activate',
  title: plan.title,
  eventClass: event.eventClass,
  level: event.level,
  warnings: [],
  machines: event.machines,
  rosters: crew.rosters,
  reason: '推演 · rehearsal',
  number: 'REHEARSAL',
});
