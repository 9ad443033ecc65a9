import type { Text } from '#plans';

export const causeKinds = ['machine', 'site', 'line', 'host', 'power', 'release', 'weather', 'attack', 'cash', 'model', 'other'] as const;
export type CauseKind = (typeof causeKinds)[number];
export interface Cause {
  kind: CauseKind;
  /** Name of the thing: a machine, a line, a release `GRG H68N 5.2.1`, a district. */
  ref: string;
}
export const triageGrades = ['general', 'major'] as const;
export type TriageGrade = (typeof triageGrades)[number];
export interface Reason {
  /** Name of the rule or the observation (`line-lost`, `share-20-percent`). */
  rule: string;
  zh: string;
  en: string;
  /** True when it speaks against the cause named. */
  against?: boolean;
}
export const warningStates = ['open', 'recovering', 'closed', 'withdrawn'] as const;
export type WarningState = (typeof warningStates)[number];

/** Another cause that explains the same machines, and what would tell the two apart. */
export interface Alternative {
  cause: Cause;
  /** 0 to 1. */
  confidence: number;
  decidedBy: Text;
}

/** Another record that belongs to a warning: the one it was merged into, split from, or happened inside. */
export interface Link {
  relation: 'merged-into' | 'absorbed' | 'split-from' | 'split-into' | 'within' | 'related';
  warning: string;
  number: string;
}

/** Several faults, or one, with the probable cause that explains them. */
export interface Warning {
  id: string;
  number: string;
  state: WarningState;
  cause: Cause;
  alternatives: Alternative[];
  /** 0 to 1. */
  confidence: number;
  /** Ids of the machines affected, now or earlier in this warning. */
  atms: string[];
  /** How many of them still have an open fault of this warning. */
  affectedNow: number;
  /** Machines below the cause, affected or not. */
  groupSize: number;
  /** People within reach of the affected machines, estimated. */
  customers: number;
  codes: string[];
  triage: TriageGrade;
  triagedBy: 'rules' | { person: string; reason: string };
  reasons: Reason[];
  links: Link[];
  openedAt: string;
  closedAt: string | null;
  workOrder: string | null;
  incident: string | null;
}

/** What happened to a warning, told to whoever connects the rooms. */
export type WarningChange = 'grew' | 'triaged' | 'recovering' | 'closed' | 'withdrawn' | 'reclassified' | 'split';

/** One name for a cause, for maps and sentences of the record. */
export const causeKey = (cause: Cause): string => `${cause.kind}:${cause.ref}`;

/** A cause in words: `线路 L-031`, `line L-031`. */
export function causeText(cause: Cause): Text {
  const names: Record<CauseKind, Text> = {
    machine: { zh: '单机', en: 'machine' },
    site: { zh: '网点', en: 'site' },
    line: { zh: '线路', en: 'line' },
    host: { zh: '主机', en: 'host' },
    power: { zh: '供电', en: 'power feed' },
    release: { zh: '软件版本', en: 'release' },
    weather: { zh: '灾害性天气', en: 'severe weather' },
    attack: { zh: '攻击', en: 'attack on' },
    cash: { zh: '现金', en: 'cash of' },
    model: { zh: '机型', en: 'model' },
    other: { zh: '其他', en: 'other' },
  };
  const name = names[cause.kind];
  return { zh: `${name.zh} ${cause.ref}`, en: `${name.en} ${cause.ref}` };
}

/** What happened, as the title of an incident: `汉口片区停电`, `Line L-031 is lost`. */
export function happening({ kind, ref }: Cause): Text {
  const titles: Record<CauseKind, Text> = {
    machine: { zh: `${ref} 故障`, en: `Machine ${ref} is down` },
    site: { zh: `${ref}网点中断`, en: `Site ${ref} is down` },
    line: { zh: `线路 ${ref} 中断`, en: `Line ${ref} is lost` },
    host: { zh: `主机 ${ref} 中断`, en: `Host ${ref} is down` },
    power: { zh: `${ref}停电`, en: `Power cut: ${ref}` },
    release: { zh: `软件版本 ${ref} 故障`, en: `Software release ${ref} fails` },
    weather: { zh: `${ref}灾害性天气`, en: `Severe weather: ${ref}` },
    attack: { zh: `${ref}遭受攻击`, en: `Attack: ${ref}` },
    cash: { zh: `${ref}缺钞`, en: `Out of cash: ${ref}` },
    model: { zh: `机型 ${ref} 故障`, en: `Model ${ref} fails` },
    other: { zh: `${ref}突发事件`, en: `Incident: ${ref}` },
  };
  return titles[kind];
}
