export const causeKinds = ['machine', 'site', 'line', 'host', 'power', 'release', 'weather', 'attack', 'cash', 'model', 'other'] as const;
export type CauseKind = (typeof causeKinds)[number];
export interface Cause {
  kind: CauseKind;
  /** Name of the thing: a machine, a line, a release `GRG H68N 5.2.1`, a district. */
  ref: string;
}
export type TriageGrade = 'general' | 'major';
export interface Reason {
  /** Name of the rule or the observation (`line-lost`, `share-20-percent`). */
  rule: string;
  zh: string;
  en: string;
}
export type WarningState = 'open' | 'recovering' | 'closed' | 'withdrawn';

/** Several faults, or one, with the probable cause that explains them. */
export interface Warning {
  id: string;
  number: string;
  state: WarningState;
  cause: Cause;
  alternatives: { cause: Cause; confidence: number; decidedBy: { zh: string; en: string } }[];
  /** 0 to 1. */
  confidence: number;
  /** Ids of the machines affected. */
  atms: string[];
  /** Machines below the cause, affected or not. */
  groupSize: number;
  /** People within reach of the affected machines, estimated. */
  customers: number;
  codes: string[];
  triage: TriageGrade;
  triagedBy: 'rules' | { person: string; reason: string };
  reasons: Reason[];
  openedAt: string;
  closedAt: string | null;
  workOrder: string | null;
  incident: string | null;
}
