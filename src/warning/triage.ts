import type { Text } from '#plans';
import type { Cause, CauseKind, Reason, TriageGrade } from './model.ts';

/**
 * General or major? Rules as data: thresholds sit in the table, each rule is named in the reasons. MAJOR when any major rule holds
 * (§4.5 of the domain reference: attack signs, a line or host lost, a fifth of a group in ten minutes, a regional power cut, severe
 * weather over many machines, a site dark too long, a contract breached twice); else GENERAL.
 */
export interface TriageFacts {
  cause: Cause;
  codes: readonly string[];
  /** Machines affected. */
  atms: number;
  groupSize: number;
  /** Machines affected within any ten minutes. */
  atmsIn10Minutes: number;
  /** Minutes since the first fault. */
  minutesOpen: number;
  /** CAP severity of a weather warning: `Extreme`, `Severe`, `Moderate`, `Minor`. */
  severity: string | null;
  /** Clocks of its work order that ran out. */
  breaches: number;
  /** `action` of the XFS4IoT error event, where one came. */
  action: string | null;
}

/** All members given must hold. */
export interface TriageRule {
  id: string;
  grade: TriageGrade;
  when: {
    causes?: readonly CauseKind[];
    anyCode?: readonly string[];
    atmsAtLeast?: number;
    atmsIn10MinutesAtLeast?: number;
    /** Share of the cause's machines, 0 to 1. */
    shareAtLeast?: number;
    minutesAtLeast?: number;
    severity?: readonly string[];
    breachesAtLeast?: number;
    actions?: readonly string[];
  };
  /** `{ref}`, `{atms}`, `{group}`, `{share}`, `{minutes}`, `{breaches}`, `{severity}` are filled in. */
  why: Text;
}

export const triageRules: readonly TriageRule[] = [
  {
    id: 'attack-signs',
    grade: 'major',
    when: { causes: ['attack'] },
    why: { zh: '重大: 有人身或现金风险的攻击迹象', en: 'major: signs of an attack, with people or cash at risk' },
  },
  {
    id: 'line-or-host-lost',
    grade: 'major',
    when: { causes: ['line', 'host'], shareAtLeast: 0.5, atmsAtLeast: 5 },
    why: { zh: '重大: {ref} 整体中断，{group} 台中 {atms} 台失联', en: 'major: {ref} is lost, {atms} of {group} machines are silent' },
  },
  {
    id: 'share-20-percent',
    grade: 'major',
    when: { causes: ['line', 'host', 'site', 'power'], shareAtLeast: 0.2, atmsIn10MinutesAtLeast: 10 },
    why: {
      zh: '重大: 10 分钟内 {ref} 有 {share} 的机器停用（≥ 20%）',
      en: 'major: {share} of the machines of {ref} stopped within 10 minutes (≥ 20 %)',
    },
  },
  {
    id: 'many-machines',
    grade: 'major',
    when: { atmsIn10MinutesAtLeast: 50 },
    why: { zh: '重大: 10 分钟内 {atms} 台受影响（≥ 50 台）', en: 'major: {atms} machines affected within 10 minutes (≥ 50)' },
  },
  {
    id: 'regional-power',
    grade: 'major',
    when: { causes: ['power'], atmsAtLeast: 20 },
    why: { zh: '重大: 片区停电涉及 {atms} 台（≥ 20 台）', en: 'major: a district power cut covers {atms} machines (≥ 20)' },
  },
  {
    id: 'severe-weather',
    grade: 'major',
    when: { causes: ['weather'], severity: ['Severe', 'Extreme'], atmsAtLeast: 20 },
    why: {
      zh: '重大: {severity} 级气象预警覆盖 {atms} 台（≥ 20 台）',
      en: 'major: a weather warning of severity {severity} covers {atms} machines (≥ 20)',
    },
  },
  {
    id: 'release-spreading',
    grade: 'major',
    when: { causes: ['release', 'model'], atmsAtLeast: 8, shareAtLeast: 0.05 },
    why: {
      zh: '重大: 同一软件的 {atms} 台相继故障，仍可能扩散',
      en: 'major: {atms} machines with the same software failed one after another, and more may',
    },
  },
  {
    id: 'site-dark',
    grade: 'major',
    when: { causes: ['site'], shareAtLeast: 1, atmsAtLeast: 3, minutesAtLeast: 120 },
    why: {
      zh: '重大: 网点 {ref} 全部 {atms} 台停用已 {minutes} 分钟',
      en: 'major: all {atms} machines of site {ref} have been down for {minutes} minutes',
    },
  },
  {
    id: 'contract-breached-twice',
    grade: 'major',
    when: { breachesAtLeast: 2 },
    why: {
      zh: '重大: 外包服务商已 {breaches} 次超过合同时限',
      en: 'major: the vendor ran past the times of the contract {breaches} times',
    },
  },
  {
    id: 'first-line',
    grade: 'general',
    when: { actions: ['clear'] },
    why: { zh: '一般: 网点人员可排除，不需工具', en: 'general: staff on site can clear it without tools' },
  },
  {
    id: 'cash-service',
    grade: 'general',
    when: { causes: ['cash'] },
    why: { zh: '一般: 加钞即可恢复', en: 'general: a replenishment restores it' },
  },
  {
    id: 'vendor-service',
    grade: 'general',
    when: {},
    why: { zh: '一般: 由外包服务商按合同处理', en: 'general: for the vendor, within the times of its contract' },
  },
];

/** @returns the grade and every rule that led to it, by name: all major rules that hold, or the first general one */
export function triage(facts: TriageFacts, rules: readonly TriageRule[] = triageRules): { grade: TriageGrade; reasons: Reason[] } {
  const holding = rules.filter((rule) => holds(rule, facts));
  const major = holding.filter((rule) => rule.grade === 'major');
  const decisive = major.length > 0 ? major : holding.slice(0, 1);
  return {
    grade: major.length > 0 ? 'major' : 'general',
    reasons: decisive.map((rule) => ({ rule: rule.id, zh: fill(rule.why.zh, facts), en: fill(rule.why.en, facts) })),
  };
}

/** Minutes after its first fault at which a warning must be graded again though nothing more happens. */
export const regradeMinutes: readonly number[] = [...new Set(triageRules.flatMap((rule) => rule.when.minutesAtLeast ?? []))];

const shareOf = (facts: TriageFacts): number => (facts.groupSize > 0 ? facts.atms / facts.groupSize : 0);

function holds({ when }: TriageRule, facts: TriageFacts): boolean {
  return (
    (!when.causes || when.causes.includes(facts.cause.kind)) &&
    (!when.anyCode || when.anyCode.some((code) => facts.codes.includes(code))) &&
    facts.atms >= (when.atmsAtLeast ?? 0) &&
    facts.atmsIn10Minutes >= (when.atmsIn10MinutesAtLeast ?? 0) &&
    shareOf(facts) >= (when.shareAtLeast ?? 0) &&
    facts.minutesOpen >= (when.minutesAtLeast ?? 0) &&
    (!when.severity || (facts.severity !== null && when.severity.includes(facts.severity))) &&
    facts.breaches >= (when.breachesAtLeast ?? 0) &&
    (!when.actions || (facts.action !== null && when.actions.includes(facts.action)))
  );
}

const fill = (text: string, facts: TriageFacts): string => {
  const words: Record<string, string> = {
    ref: facts.cause.ref,
    atms: String(facts.atms),
    group: String(facts.groupSize),
    share: `${Math.round(shareOf(facts) * 100)}%`,
    minutes: String(Math.round(facts.minutesOpen)),
    breaches: String(facts.breaches),
    severity: facts.severity ?? '',
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
};

/** Most machines that first failed within any ten minutes. @param times epoch milliseconds, ascending */
export function mostWithin10Minutes(times: readonly number[]): number {
  let from = 0;
  let most = 0;
  for (let to = 0; to < times.length; to++) {
    while ((times[to] ?? 0) - (times[from] ?? 0) > 600_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
