import type { EventClass, Level, Plan, Text, Trigger } from './model.ts';

/** What a warning shows, as far as triggers ask: numbers are counts of machines, `share` is 0 to 1 of the cause's machines. */
export interface WarningFacts {
  cause: { kind: string; ref: string };
  codes: readonly string[];
  triage: 'general' | 'major';
  atms: number;
  share: number;
}

/** A plan that fits a warning, by its best trigger, with the reasons in words. */
export interface Offer {
  plan: { id: string; version: number; title: Text };
  trigger: { id: string; name: Text; then: Trigger['then'] };
  eventClass: EventClass;
  level: Level;
  why: Text[];
}

const causeNames: Record<string, Text> = {
  machine: { zh: '单机故障', en: 'a single machine' },
  site: { zh: '网点故障', en: 'a site' },
  line: { zh: '线路中断', en: 'a line' },
  host: { zh: '主机中断', en: 'a host' },
  power: { zh: '停电', en: 'a power cut' },
  release: { zh: '软件版本异常', en: 'a software release' },
  weather: { zh: '灾害性天气', en: 'severe weather' },
  attack: { zh: '攻击', en: 'an attack' },
  cash: { zh: '现金', en: 'cash' },
  model: { zh: '机型缺陷', en: 'a fault of a model' },
  other: { zh: '其他', en: 'another cause' },
};

const percent = (share: number) => `${Math.floor(share * 100)}%`;

/** The reasons why a trigger holds, or null where it does not. */
function holds({ when }: Trigger, warning: WarningFacts, named: (code: string) => Text): Text[] | null {
  const why: Text[] = [];
  if (when.causes) {
    if (!(when.causes as string[]).includes(warning.cause.kind)) return null;
    const name = causeNames[warning.cause.kind] ?? { zh: warning.cause.kind, en: warning.cause.kind };
    why.push({ zh: `原因是${name.zh}：${warning.cause.ref}`, en: `the cause is ${name.en}: ${warning.cause.ref}` });
  }
  if (when.codes) {
    const seen = when.codes.filter((code) => warning.codes.includes(code));
    if (seen.length === 0) return null;
    const names = seen.map(named);
    why.push({
      zh: `出现信号：${names.map(({ zh }) => zh).join('、')}`,
      en: `signals were raised: ${names.map(({ en }) => en).join(', ')}`,
    });
  }
  if (when.triage) {
    if (when.triage !== warning.triage) return null;
    why.push(
      when.triage === 'major' ? { zh: '研判为重大故障', en: 'triaged as major' } : { zh: '研判为一般性故障', en: 'triaged as general' },
    );
  }
  if (when.atmsAtLeast !== undefined) {
    if (warning.atms < when.atmsAtLeast) return null;
    why.push({
      zh: `${warning.atms} 台受影响（≥ ${when.atmsAtLeast} 台）`,
      en: `${warning.atms} machines affected (≥ ${when.atmsAtLeast})`,
    });
  }
  if (when.shareAtLeast !== undefined) {
    if (warning.share < when.shareAtLeast) return null;
    why.push({
      zh: `${percent(warning.share)} 的机器受影响（≥ ${percent(when.shareAtLeast)}）`,
      en: `${percent(warning.share)} of its machines affected (≥ ${percent(when.shareAtLeast)})`,
    });
  }
  return why;
}

/**
 * How narrowly a trigger describes what happened. A named cause weighs most, the narrower the list the more; each
 * further condition that had to hold adds to it. A plan written for this very thing so comes before the general one.
 */
const narrowness = ({ when }: Trigger): number =>
  (when.causes ? 8 + 2 / when.causes.length : 0) +
  (when.codes ? 4 : 0) +
  (when.shareAtLeast !== undefined ? 2 : 0) +
  (when.atmsAtLeast !== undefined ? 2 : 0) +
  (when.triage ? 1 : 0);

/**
 * The plans that fit a warning, best first: each by its narrowest trigger that holds. Pure; plans of equal narrowness
 * keep the order given. `named` says a signal code in words, as the catalogue of signals does.
 */
export function fitting(
  plans: readonly Plan[],
  warning: WarningFacts,
  named: (code: string) => Text = (code) => ({ zh: code, en: code }),
): Offer[] {
  const offers: { offer: Offer; score: number }[] = [];
  for (const plan of plans) {
    let best: { offer: Offer; score: number } | undefined;
    for (const trigger of plan.triggers) {
      const why = holds(trigger, warning, named);
      if (why === null) continue;
      const score = narrowness(trigger);
      if (best && best.score >= score) continue;
      const { id, name, then } = trigger;
      const offer = {
        plan: { id: plan.id, version: plan.version, title: plan.title },
        trigger: { id, name, then },
        eventClass: trigger.eventClass,
        level: trigger.level,
        why,
      };
      best = { offer, score };
    }
    if (best) offers.push(best);
  }
  return offers.sort((a, b) => b.score - a.score).map(({ offer }) => offer);
}
