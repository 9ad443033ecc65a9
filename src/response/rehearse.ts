import { type Actor, systemActor } from '#organization';
import type { Plan } from '#plans';
import { isRefusal } from '#platform';
import { Agenda } from './agenda.ts';
import { mayApprove } from './authority.ts';
import { type Blueprint, blueprintOf, milliseconds } from './blueprint.ts';
import { spokesman } from './calling.ts';
import { activationOf, type Crew, completionOf, crewOf, resultsOf } from './crew.ts';
import { act, reportDue, wakeAt } from './decide.ts';
import { missingForEnd } from './end.ts';
import { testsMissing } from './flow.ts';
import { type Incident, initial, isClosed, isOver } from './incident.ts';
import type { IncidentCommand, IncidentEvent } from './model.ts';
import { repairPending } from './recovery.ts';
import type { Scenario, Spread } from './scenario.ts';

/**
 * A rehearsal runs a plan on a virtual clock: the same `decide` as a real emergency, with people and machines whose
 * times are drawn from a scenario by a seed. The same seed gives the same run.
 */
export interface Rehearsal {
  seed: number;
  entries: { at: string; by: { id: string; name: string }; event: IncidentEvent }[];
  /** Minutes from the activation; null: not within the time simulated. */
  minutes: { answered: number | null; restored: number | null; ended: number | null };
  overdue: string[];
  /** Commands that the engine refused: none, unless the plan leaves people stuck. */
  refused: number;
  state: Incident;
}

const minute = 60_000;
const startAt = Date.UTC(2026, 0, 1);
const simulatedAtMostMs = 72 * 60 * minute;

type Move =
  | { do: 'acknowledge'; person: string }
  | { do: 'appoint'; group: string }
  | { do: 'accept'; group: string }
  | { do: 'begin'; task: string; round: number }
  | { do: 'finish'; task: string; round: number; by: string }
  | { do: 'approve'; task: string; round: number }
  | { do: 'settle'; effect: string }
  | { do: 'restore' }
  | { do: 'test'; test: string }
  | { do: 'report' }
  | { do: 'end' };

/** Mulberry32: small, fast, and good enough for durations. @returns numbers from 0 up to 1 */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One run of a plan. Pure. */
export function rehearse(plan: Plan, scenario: Scenario, seed: number): Rehearsal {
  return new Run(blueprintOf(plan), scenario, seed, true).play();
}

/** As `rehearse`, without its timeline, which costs more than the run. */
export const rehearseQuietly = (plan: Plan, scenario: Scenario, seed: number): Rehearsal =>
  new Run(blueprintOf(plan), scenario, seed, false).play();

const crews = new WeakMap<Plan, Crew>();

class Run {
  readonly #plan: Blueprint;
  readonly #scenario: Scenario;
  readonly #seed: number;
  readonly #roll: () => number;
  readonly #crew: Crew;
  readonly #agenda = new Agenda<Move>();
  readonly #state: Incident = initial('rehearsal');
  readonly #entries: Rehearsal['entries'] = [];
  readonly #overdue: string[] = [];
  /** When each seat of each group is free again. */
  readonly #hands = new Map<string, { person: string; freeAt: number }[]>();
  readonly #planned = new Set<string>();
  readonly #record: boolean;
  #now = startAt;
  #refused = 0;
  #answered: number | null = null;
  #restored: number | null = null;
  #ended: number | null = null;

  constructor(plan: Blueprint, scenario: Scenario, seed: number, record: boolean) {
    this.#plan = plan;
    this.#scenario = scenario;
    this.#seed = seed;
    this.#roll = dice(seed);
    this.#record = record;
    this.#crew = crews.get(plan.plan) ?? crewOf(plan.plan);
    crews.set(plan.plan, this.#crew);
    for (const { group, seats } of this.#crew.rosters)
      this.#hands.set(
        group,
        seats.map((seat) => ({ person: seat.person.id, freeAt: startAt })),
      );
  }

  play(): Rehearsal {
    const { eventClass, level } = this.#scenario;
    const machines = Array.from({ length: this.#scenario.machines }, (_, i) => `M${i + 1}`);
    this.#give(
      activationOf(this.#plan.plan, this.#crew, { eventClass, level, machines }),
      this.#actor(`${this.#plan.plan.command.id}-leader`),
    );
    while (!isOver(this.#state)) {
      const wake = wakeAt(this.#plan, this.#state) ?? Number.POSITIVE_INFINITY;
      const next = this.#agenda.first();
      const at = Math.min(wake, next ?? Number.POSITIVE_INFINITY);
      if (at - startAt > simulatedAtMostMs) break;
      this.#now = Math.max(this.#now, at);
      if (wake <= (next ?? Number.POSITIVE_INFINITY)) this.#give({ command: 'tick' }, systemActor);
      else this.#move(this.#agenda.take() as Move);
      this.#lookAhead();
    }
    return {
      seed: this.#seed,
      entries: this.#entries,
      minutes: { answered: this.#answered, restored: this.#restored, ended: this.#ended },
      overdue: this.#overdue,
      refused: this.#refused,
      state: this.#state,
    };
  }

  #sample([least, usual, most]: Spread): number {
    const span = most - least;
    if (span <= 0) return least;
    const turn = (usual - least) / span;
    const roll = this.#roll();
    return roll < turn ? least + Math.sqrt(roll * span * (usual - least)) : most - Math.sqrt((1 - roll) * span * (most - usual));
  }

  #later(spread: Spread): number {
    return this.#now + Math.round(this.#sample(spread) * minute);
  }

  #actor(id: string): Actor {
    return this.#crew.actors.get(id) ?? (this.#crew.actors.values().next().value as Actor);
  }

  #once(key: string, at: number, move: Move): void {
    if (this.#planned.has(key)) return;
    this.#planned.add(key);
    this.#agenda.add(at, move);
  }

  #give(command: IncidentCommand, by: Actor): void {
    const events = act(this.#plan, this.#state, command, by, this.#now, 'rehearsal');
    if (isRefusal(events)) {
      this.#refused += 1;
      return;
    }
    if (this.#record) {
      const at = new Date(this.#now).toISOString();
      for (const event of events) this.#entries.push({ at, by: { id: by.id, name: by.name }, event });
    }
    for (const event of events) this.#react(event);
  }

  /** What an event makes people and the outside do. */
  #react(event: IncidentEvent): void {
    const { answering, approval, outside } = this.#scenario;
    switch (event.event) {
      case 'person-called':
        if (this.#roll() < answering.share)
          this.#agenda.add(this.#later(answering.minutes), { do: 'acknowledge', person: event.person.id });
        break;
      case 'person-acknowledged':
        this.#answered ??= this.#minutes();
        break;
      case 'group-convened': {
        const group = this.#plan.groups.get(event.group);
        if (group && 'appointed' in group.leader)
          this.#once(`appoint ${event.group}`, this.#later([1, 3, 10]), { do: 'appoint', group: event.group });
        break;
      }
      case 'leader-appointed':
        if (this.#roll() < answering.share) this.#agenda.add(this.#later([0.5, 2, 8]), { do: 'accept', group: event.group });
        break;
      case 'task-submitted':
      case 'task-start-submitted': {
        const round = this.#state.tasks.get(event.task)?.round ?? 0;
        this.#agenda.add(this.#later(approval), { do: 'approve', task: event.task, round });
        break;
      }
      case 'task-overdue':
        this.#overdue.push(event.task);
        break;
      case 'effect-requested':
        this.#agenda.add(this.#later(outside.minutes), { do: 'settle', effect: event.key });
        break;
      case 'machines-restored':
        if (event.remaining === 0) this.#restored ??= this.#minutes();
        break;
      case 'end-declared':
        this.#ended = this.#minutes();
        break;
      default:
        break;
    }
  }

  #minutes(): number {
    return Math.round((this.#now - startAt) / 6000) / 10;
  }

  /** Plans what can be done now and is not yet on the agenda. */
  #lookAhead(): void {
    const state = this.#state;
    if (isOver(state)) return;
    let recovering = false;
    let working = false;
    for (const phase of state.phases.values()) {
      if (phase.leftAt !== null) continue;
      working = true;
      if (phase.recovery) recovering = true;
    }
    for (const task of state.tasks.values())
      if (task.state === 'open')
        this.#once(`${task.id} ${task.round}`, this.#begins(task.id, task.group, task.repeating ? (task.due ?? 0) : 0), {
          do: 'begin',
          task: task.id,
          round: task.round,
        });
    if (recovering || !working) {
      if (state.machinesDown.size > 0)
        this.#once(`restore ${state.machinesDown.size}`, this.#later(this.#scenario.restoring), { do: 'restore' });
      for (const test of testsMissing(this.#plan, state)) {
        if (state.machinesDown.size === 0 && !repairPending(this.#plan, state, test.reopens))
          this.#once(
            `test ${test.id} ${state.tests.get(test.id)?.attempts ?? 0} ${state.reopenings}`,
            this.#later(this.#scenario.testing.minutes),
            { do: 'test', test: test.id },
          );
      }
    }
    const reporter = reportDue(this.#plan, state);
    this.#once(`report ${reporter}`, Math.max(this.#now, Math.round(reporter + this.#sample([-10, -3, 6]) * minute)), { do: 'report' });
    if (!working && missingForEnd(this.#plan, state).length === 0)
      this.#once(`end ${state.reopenings}`, this.#later([1, 4, 15]), { do: 'end' });
  }

  /** When a free hand of the group can begin: nobody can before somebody of it has answered. */
  #begins(task: string, group: string, notBefore: number): number {
    const hands = this.#hands.get(group) ?? [];
    let first = Number.POSITIVE_INFINITY;
    for (const hand of hands) first = Math.min(first, hand.freeAt);
    const ready = this.#reached(group) ? 0.5 : 5;
    // A rhythm is kept near its time, not at once.
    const early = notBefore > 0 ? notBefore - 0.3 * (this.#plan.tasks.get(task)?.repeatMs ?? 0) : 0;
    return Math.max(
      this.#now + Math.round(this.#sample([0.1, ready, ready * 3]) * minute),
      Number.isFinite(first) ? first : 0,
      Math.round(early),
    );
  }

  #reached(group: string): boolean {
    return this.#state.groups.get(group)?.seats.some((seat) => this.#state.calls.get(seat.person.id)?.answeredAt != null) ?? false;
  }

  #move(move: Move): void {
    const state = this.#state;
    const commander = this.#actor(`${this.#plan.plan.command.id}-leader`);
    switch (move.do) {
      case 'acknowledge':
        this.#give({ command: 'acknowledge', person: move.person }, this.#actor(move.person));
        break;
      case 'appoint': {
        const seat = state.groups.get(move.group)?.seats[0];
        if (seat) this.#give({ command: 'appoint', group: move.group, person: seat.person }, commander);
        return;
      }
      case 'accept': {
        const appointed = state.groups.get(move.group)?.appointed;
        if (appointed) this.#give({ command: 'accept-appointment', group: move.group }, this.#actor(appointed.person.id));
        return;
      }
      case 'begin':
        this.#begin(move.task, move.round);
        break;
      case 'finish':
        this.#finish(move.task, move.round, this.#actor(move.by));
        break;
      case 'approve':
        this.#approve(move.task, move.round);
        break;
      case 'settle': {
        const failed = this.#roll() < this.#scenario.outside.failing;
        this.#give({ command: 'settle-effect', effect: move.effect, outcome: failed ? 'failed' : 'done', detail: '' }, systemActor);
        if (failed && state.effects.get(move.effect)?.repeated === false)
          this.#give({ command: 'retry-effect', effect: move.effect }, commander);
        return;
      }
      case 'restore':
        this.#give({ command: 'machines-restored', machines: [...state.machinesDown] }, systemActor);
        break;
      case 'test': {
        const test = this.#plan.plan.recoveryTests.find((each) => each.id === move.test);
        if (test)
          this.#give(
            { command: 'record-test', test: test.id, results: resultsOf(test, this.#roll() >= this.#scenario.testing.failing) },
            commander,
          );
        return;
      }
      case 'report': {
        const speaker = spokesman(state, this.#plan.plan.reporting.group);
        this.#give({ command: 'report-situation', text: '推演' }, speaker ? this.#actor(speaker.id) : commander);
        break;
      }
      case 'end':
        this.#give({ command: 'declare-end', text: '推演结束' }, commander);
        break;
      default:
        move satisfies never;
    }
  }

  #begin(id: string, round: number): void {
    const task = this.#state.tasks.get(id);
    if (task?.state !== 'open' || task.round !== round) return;
    if (!this.#reached(task.group) && this.#state.groups.get(task.group)) {
      // Nobody of the group has answered yet; the command does it itself when nobody does.
      const patience = 30 * minute;
      if (this.#now - (task.openedAt ?? 0) < patience) {
        this.#agenda.add(this.#now + 3 * minute, { do: 'begin', task: id, round });
        return;
      }
    }
    const hands = this.#hands.get(task.group) ?? [];
    let hand = hands[0];
    for (const each of hands) if (hand && each.freeAt < hand.freeAt) hand = each;
    const by = hand && this.#state.groups.has(task.group) ? this.#actor(hand.person) : this.#actor(`${this.#plan.plan.command.id}-leader`);
    const planned = this.#plan.tasks.get(id);
    const own = this.#scenario.tasks?.[id];
    const deadline = planned?.deadlineMs ?? milliseconds('PT30M') ?? 0;
    const takes = Math.round(own ? this.#sample(own) * minute : this.#sample(this.#scenario.work) * deadline * (task.repeating ? 0.3 : 1));
    if (hand) hand.freeAt = this.#now + takes;
    this.#give({ command: 'start-task', task: id, round }, by);
    if (planned?.closesByEffects) return;
    this.#agenda.add(this.#now + takes, { do: 'finish', task: id, round, by: by.id });
  }

  #finish(id: string, round: number, by: Actor): void {
    const task = this.#state.tasks.get(id);
    if (!task || task.round !== round || isClosed(task) || task.state === 'submitted') return;
    const planned = this.#plan.tasks.get(id)?.task;
    if (planned?.sharedWith !== undefined && !task.sharedBy) {
      const seat = this.#state.groups.get(planned.sharedWith)?.seats.find((each) => each.person.id !== by.id);
      if (seat) this.#give({ command: 'confirm-shared', task: id }, this.#actor(seat.person.id));
    }
    this.#give({ command: 'complete-task', task: id, round, ...completionOf(planned, this.#state, this.#scenario.answers?.[id]) }, by);
  }

  #approve(id: string, round: number): void {
    const task = this.#state.tasks.get(id);
    if (!task?.submitted || task.round !== round) return;
    const seats = [
      ...(this.#state.groups.get(this.#plan.plan.command.id)?.seats ?? []),
      ...(this.#state.groups.get(task.group)?.seats ?? []),
    ];
    for (const seat of seats) {
      const by = this.#actor(seat.person.id);
      if (mayApprove(this.#state, task, by) !== null) continue;
      const { kind } = task.submitted;
      this.#give({ command: 'approve-task', task: id, approved: true }, by);
      if (kind === 'start' && !this.#plan.tasks.get(id)?.closesByEffects)
        this.#agenda.add(this.#now + minute, { do: 'finish', task: id, round, by: by.id });
      return;
    }
    this.#agenda.add(this.#now + 5 * minute, { do: 'approve', task: id, round });
  }
}
