import type { PersonRef, Role } from '#organization';
import type { Effect, EventClass, Level, Text } from '#plans';

/**
 * The vocabulary of the engine: what one can command, what can happen. Commands are imperatives; events are past
 * tense and whole enough to be read alone a year later. Instants are ISO 8601 strings in UTC, because events are data.
 */

/** One group as convened for this incident, in calling order. */
export interface Roster {
  group: string;
  seats: { person: PersonRef; seat: 'leader' | 'deputy' | 'member' }[];
}

export type Answers = Record<string, string | number | boolean | string[] | null>;
export interface EvidenceItem {
  kind: 'photo' | 'place' | 'note';
  file?: string;
  sha256?: string;
  text?: string;
  lat?: number;
  lon?: number;
}
export interface StepResult {
  step: string;
  passed?: boolean;
  value?: number;
}

export type IncidentCommand =
  | {
      command: 'activate';
      title: Text;
      eventClass: EventClass;
      level: Level;
      warnings: string[];
      machines: string[];
      rosters: Roster[];
      reason: string;
      number: string /** Fulfilment of art. 72: expected duration */;
      expected?: string;
    }
  | { command: 'acknowledge'; person: string; note?: string }
  | { command: 'appoint'; group: string; person: PersonRef }
  | { command: 'accept-appointment'; group: string }
  | { command: 'decline-appointment'; group: string; reason: string }
  /** `machines` narrows what its device effects touch; `round` makes a late second press of a repeating task harmless. */
  | { command: 'start-task'; task: string; machines?: string[]; round?: number }
  | {
      command: 'complete-task';
      task: string;
      answers?: Answers;
      checked?: string[];
      evidence?: EvidenceItem[];
      note?: string;
      round?: number;
    }
  | { command: 'confirm-shared'; task: string }
  | { command: 'approve-task'; task: string; approved: boolean; reason?: string }
  | { command: 'waive-task'; task: string; reason: string }
  | { command: 'reassign-task'; task: string; person: PersonRef; reason: string }
  | { command: 'add-task'; title: Text; group: string; deadline: string; reason: string }
  | { command: 'record-order'; text: string; to: string[] }
  | { command: 'report-situation'; text: string; group?: string }
  | { command: 'set-level'; level: Level; reason: string }
  | { command: 'record-test'; test: string; results: StepResult[]; machines?: string[]; note?: string }
  | { command: 'record-contact'; contact: string; text: string; reference?: string }
  | { command: 'add-warning'; warning: string; machines: string[] }
  | { command: 'machines-restored'; machines: string[] }
  | { command: 'settle-effect'; effect: string; outcome: 'done' | 'failed' | 'withheld'; detail: string }
  /** Asks the outside again for what failed. */
  | { command: 'retry-effect'; effect: string }
  | { command: 'declare-end'; text: string }
  | { command: 'withdraw'; reason: string }
  | { command: 'reopen'; reason: string }
  | { command: 'report-approved'; report: string }
  | { command: 'tick' };

export type IncidentEvent =
  | {
      event: 'incident-activated';
      number: string;
      title: Text;
      plan: { id: string; version: number; title: Text };
      eventClass: EventClass;
      level: Level;
      warnings: string[];
      machines: string[];
      reason: string;
      expected: string | null;
    }
  | { event: 'group-convened'; group: string; name: Text; roster: Roster; answerBy: string }
  | { event: 'person-called'; person: PersonRef; group: string; attempt: number; answerBy: string }
  | { event: 'person-acknowledged'; person: PersonRef; afterSeconds: number; note: string | null }
  /** Nobody answered in the plan's time: the next in the chain is called in their place. */
  | { event: 'call-escalated'; from: PersonRef; to: PersonRef | null; group: string }
  | { event: 'leader-appointed'; group: string; person: PersonRef }
  | { event: 'appointment-accepted'; group: string; person: PersonRef }
  | { event: 'appointment-declined'; group: string; person: PersonRef; reason: string }
  /** `recovery`: the phase is left only when its recovery tests have passed. */
  | { event: 'phase-entered'; phase: string; name: Text; due: string | null; recovery?: boolean }
  | { event: 'phase-left'; phase: string; name: Text; late: boolean }
  | { event: 'phase-reopened'; phase: string; name: Text; due: string | null; reason: Text; recovery?: boolean }
  | {
      event: 'task-opened';
      task: string;
      title: Text;
      group: string;
      phase: string;
      due: string;
      assignee: PersonRef | null;
      adHoc: boolean;
      round: number;
    }
  /** A start that touches machines and needs a second person: nothing moves until that person approves. */
  | { event: 'task-start-submitted'; task: string; title: Text; by: PersonRef; approver: Role; machines: string[] | null }
  | { event: 'task-started'; task: string; title: Text; group: string; by: PersonRef; machines?: string[] | null }
  | {
      event: 'task-submitted';
      task: string;
      title: Text;
      by: PersonRef;
      approver: Role;
      answers: Answers;
      checked: string[];
      evidence: EvidenceItem[];
      note: string | null;
    }
  | { event: 'task-approved'; task: string; title: Text; by: PersonRef }
  | { event: 'task-rejected'; task: string; title: Text; by: PersonRef; reason: string }
  | { event: 'task-shared-confirmed'; task: string; title: Text; by: PersonRef }
  | {
      event: 'task-completed';
      task: string;
      title: Text;
      group: string;
      by: PersonRef | null;
      late: boolean;
      due: string;
      answers: Answers;
      checked: string[];
      evidence: EvidenceItem[];
      note: string | null;
    }
  | { event: 'task-waived'; task: string; title: Text; by: PersonRef; reason: string; group?: string; phase?: string }
  | { event: 'task-skipped'; task: string; title: Text; reason: Text; group?: string; phase?: string }
  | { event: 'task-reassigned'; task: string; title: Text; from: PersonRef | null; to: PersonRef; reason: string }
  | { event: 'task-overdue'; task: string; title: Text; group: string; due: string; assignee: PersonRef | null; toldTo: PersonRef[] }
  | { event: 'task-reopened'; task: string; title: Text; due: string; reason: Text }
  | { event: 'order-recorded'; text: string; to: string[]; by: PersonRef }
  | { event: 'situation-reported'; text: string; group: string | null; by: PersonRef }
  | { event: 'report-overdue'; due: string }
  | { event: 'level-changed'; from: Level; to: Level; reason: string; by: PersonRef }
  | {
      event: 'test-recorded';
      test: string;
      name: Text;
      passed: boolean;
      results: StepResult[];
      failed: string[];
      machines: string[];
      by: PersonRef;
      note: string | null;
    }
  | { event: 'contact-recorded'; contact: string; text: string; reference: string | null; by: PersonRef }
  | { event: 'warning-added'; warning: string; machines: string[] }
  | { event: 'machines-restored'; machines: string[]; remaining: number }
  /** The world is to be changed; the shell does it once per `key` and settles it. */
  | {
      event: 'effect-requested';
      key: string;
      task: string;
      effect: Effect;
      machines: string[] /** Key of the failed request that this one repeats. */;
      again?: string;
    }
  | { event: 'effect-settled'; key: string; outcome: 'done' | 'failed' | 'withheld'; detail: string }
  | { event: 'end-declared'; by: PersonRef; text: string }
  | { event: 'incident-withdrawn'; by: PersonRef; reason: string }
  | { event: 'incident-reopened'; by: PersonRef; reason: string }
  | { event: 'report-filed'; report: string; by: PersonRef | null };

export type IncidentState = 'active' | 'recovering' | 'ended' | 'reported' | 'withdrawn';
export type TaskState = 'waiting' | 'open' | 'running' | 'submitted' | 'done' | 'waived' | 'skipped';

export type WorkOrderCommand =
  | {
      command: 'send';
      number: string;
      warning: string;
      vendor: string;
      atms: string[];
      faultClass: string;
      summary: Text;
      due: { acknowledge: string; depart: string; arrive: string; repair: string };
      incident?: string;
    }
  | { command: 'acknowledge'; engineer?: string }
  | { command: 'depart' }
  | { command: 'arrive'; lat?: number; lon?: number }
  | { command: 'repair'; cause: string; parts: string[]; note?: string }
  /** The machine itself speaks well again: accepted. */
  | { command: 'close'; note?: string }
  | { command: 'return'; reason: string }
  | { command: 'cancel'; reason: string }
  /** The fleet says that these machines are well again. */
  | { command: 'machines-restored'; atms: string[] }
  | { command: 'tick' };

export type WorkOrderStep = 'acknowledge' | 'depart' | 'arrive' | 'repair';
export type WorkOrderEvent =
  | {
      event: 'work-order-sent';
      number: string;
      warning: string;
      vendor: string;
      atms: string[];
      faultClass: string;
      summary: Text;
      due: Record<WorkOrderStep, string>;
      incident?: string | null;
    }
  | { event: 'work-order-acknowledged'; by: PersonRef; engineer: string | null; late: boolean }
  | { event: 'engineer-departed'; by: PersonRef; late: boolean }
  | { event: 'engineer-arrived'; by: PersonRef; late: boolean; lat: number | null; lon: number | null }
  | { event: 'work-order-repaired'; by: PersonRef; cause: string; parts: string[]; note: string | null; late: boolean }
  | { event: 'work-order-closed'; by: PersonRef | null; note: string | null }
  | { event: 'repair-returned'; by: PersonRef; reason: string; due: string }
  | { event: 'work-order-cancelled'; by: PersonRef; reason: string }
  | { event: 'machines-recovered'; atms: string[]; remaining: number }
  | { event: 'clock-breached'; step: WorkOrderStep; due: string };

export type WorkOrderState = 'sent' | 'acknowledged' | 'departed' | 'arrived' | 'repaired' | 'closed' | 'cancelled';
