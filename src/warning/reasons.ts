import { codeOf } from '#intake';
import type { Text } from '#plans';
import { causesAbove, decidedBy, type Topology } from './causes.ts';
import { confidenceOf, type Evidence, type Finding } from './correlate.ts';
import { type Alternative, type Cause, type CauseKind, causeText, type Reason } from './model.ts';

/** Why a cause is named, in sentences with figures that can be checked one by one; and what speaks against it. */
export function reasonsFor(finding: Finding, faults: readonly Evidence[], topology: Topology): Reason[] {
  const { kind } = finding.cause;
  if (kind === 'attack') return attackReasons(finding);
  if (kind === 'weather') return weatherReasons(finding);
  if (kind === 'machine' || kind === 'cash' || kind === 'other') return singleReasons(finding);
  const reasons = [together(finding)];
  const beside = besides(finding, faults, topology);
  if (beside) reasons.push(beside);
  if (kind === 'line' || kind === 'host' || kind === 'site') reasons.push(power(finding));
  if (finding.well.length > 0) reasons.push(stillWell(finding));
  return reasons;
}

/** The rivals in words, likeliest first; those far behind are left out. */
export function alternativesFor(finding: Finding): Alternative[] {
  return finding.rivals
    .filter((rival) => rival.behind < 40 || rival.sameMachines)
    .map((rival) => ({
      cause: rival.cause,
      confidence:
        Math.round(
          Math.min(0.49, (1 - confidenceOf(finding)) * (rival.sameMachines ? 0.5 : 1) * Math.exp(-Math.max(0, rival.behind) / 8) + 0.005) *
            100,
        ) / 100,
      decidedBy: decidedBy(finding.cause.kind, rival.cause.kind),
    }));
}

/** Codes by the names of the catalogue, each once; a code that it does not know as it is. */
function namesOf(faults: readonly Evidence[]): Text {
  const named = [...new Set(faults.map((fault) => fault.code))].map((code) => codeOf(code) ?? { zh: code, en: code });
  return { zh: named.map(({ zh }) => zh).join('、'), en: named.map(({ en }) => en).join(', ') };
}

/** Seconds or minutes, as one would say it. */
export function spanText(ms: number): Text {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return { zh: `${seconds} 秒`, en: `${seconds} s` };
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? { zh: `${minutes} 分钟`, en: `${minutes} min` }
    : { zh: `${Math.round(minutes / 60)} 小时`, en: `${Math.round(minutes / 60)} h` };
}

const figures = (n: number): string => n.toLocaleString('en-US');
const share = (codes: ReadonlySet<string>, faults: readonly Evidence[]): number =>
  new Set(faults.filter((fault) => codes.has(fault.code)).map((fault) => fault.atm)).size;

const happened: Readonly<Partial<Record<CauseKind, Text>>> = {
  line: { zh: '失联', en: 'fell' },
  host: { zh: '失联', en: 'fell' },
  site: { zh: '出现故障', en: 'failed' },
  power: { zh: '失去市电', en: 'lost mains power' },
};
const ofMachines = (kind: CauseKind): Text =>
  (
    ({
      line: { zh: '同一条线', en: 'on' },
      host: { zh: '同一主机', en: 'on' },
      site: { zh: '同一网点', en: 'at' },
      power: { zh: '同一供电', en: 'on' },
      release: { zh: '同一版本', en: 'with' },
      model: { zh: '同一机型', en: 'of' },
    }) as Partial<Record<CauseKind, Text>>
  )[kind] ?? { zh: '', en: 'of' };

/** `497 of 500 machines on line L-031 fell within 9 s`. */
function together({ cause, faults, atms, groupSize }: Finding): Reason {
  const firsts = firstPerMachine(faults);
  // The bulk counts: one straggler must not turn nine seconds into twenty minutes.
  const bulk = firsts[Math.min(firsts.length - 1, Math.floor(firsts.length * 0.95))] ?? 0;
  const span = spanText(bulk - (firsts[0] ?? 0));
  const what = happened[cause.kind] ?? { zh: '出现同类故障', en: 'reported the same kind of fault' };
  const name = causeText(cause);
  const most = bulk === firsts.at(-1) ? { zh: '', en: '' } : { zh: '，大多', en: ', most of them' };
  return {
    rule: `same-${cause.kind}`,
    zh: `${name.zh} 上 ${figures(groupSize)} 台中 ${figures(atms.length)} 台${most.zh}在 ${span.zh}内${what.zh}`,
    en: `${figures(atms.length)} of ${figures(groupSize)} machines ${ofMachines(cause.kind).en} ${name.en} ${what.en}${most.en} within ${span.en}`,
  };
}

const firstPerMachine = (faults: readonly Evidence[]): number[] => {
  const first = new Map<string, number>();
  for (const fault of faults) first.set(fault.atm, Math.min(fault.at, first.get(fault.atm) ?? Number.POSITIVE_INFINITY));
  return [...first.values()].sort((a, b) => a - b);
};

/** The thing above the cause, whose other machines are well or not. */
const besideKind: Readonly<Partial<Record<CauseKind, CauseKind>>> = { line: 'host', site: 'line', release: 'model', power: 'line' };

function besides(finding: Finding, faults: readonly Evidence[], topology: Topology): Reason | null {
  const above = besideKind[finding.cause.kind];
  const first = finding.atms[0];
  const atm = first === undefined ? undefined : topology.atm(first);
  const parent: Cause | undefined = atm && causesAbove(atm).find((cause) => cause.kind === above);
  if (!parent) return null;
  const inside = new Set([...finding.atms, ...finding.well, ...finding.elsewhere]);
  const others = topology.members(parent).filter((id) => !inside.has(id));
  if (others.length === 0) return null;
  const ill = new Set(faults.filter((fault) => !fault.closed).map((fault) => fault.atm));
  const well = others.filter((id) => !ill.has(id)).length;
  const name = causeText(parent);
  return {
    rule: 'neighbours-well',
    zh: `${name.zh} 的其余 ${figures(others.length)} 台中 ${figures(well)} 台正常`,
    en: `${figures(well)} of the other ${figures(others.length)} machines of ${name.en} are well`,
    ...(well * 2 < others.length ? { against: true } : {}),
  };
}

const powerCodes: ReadonlySet<string> = new Set(['power.on-battery', 'power.lost', 'power.battery-low']);

function power({ faults, atms }: Finding): Reason {
  const onBattery = share(powerCodes, faults);
  return onBattery === 0
    ? {
        rule: 'no-power-signal',
        zh: `${figures(atms.length)} 台无一报 UPS 放电，不是停电`,
        en: `none of the ${figures(atms.length)} machines reported battery power: not a power cut`,
      }
    : {
        rule: 'power-signal',
        zh: `其中 ${figures(onBattery)} 台报过 UPS 放电`,
        en: `${figures(onBattery)} of them reported battery power`,
      };
}

function stillWell({ cause, well }: Finding): Reason {
  const some = well.slice(0, 3).join(well.length > 3 ? ', ' : ', ');
  const more = well.length > 3;
  const online = cause.kind === 'line' || cause.kind === 'host';
  return {
    rule: 'still-well',
    against: true,
    zh: `${figures(well.length)} 台仍${online ? '在线' : '正常'}: ${some}${more ? ' 等' : ''}`,
    en: `${figures(well.length)} ${well.length === 1 ? 'is' : 'are'} still ${online ? 'online' : 'well'}: ${some}${more ? ' and more' : ''}`,
  };
}

function attackReasons({ atms, faults }: Finding): Reason[] {
  const reasons: Reason[] = atms.slice(0, 5).map((atm) => {
    const signs = namesOf(faults.filter((fault) => fault.atm === atm));
    return { rule: 'attack-signs', zh: `${atm} 报出: ${signs.zh}`, en: `${atm} reported: ${signs.en}` };
  });
  if (atms.length > 1) {
    const span = spanText((faults.at(-1)?.at ?? 0) - (faults[0]?.at ?? 0));
    reasons.push({
      rule: 'same-district',
      zh: `同一区域 ${atms.length} 台在 ${span.zh}内出现攻击迹象`,
      en: `${atms.length} machines of one district showed signs of an attack within ${span.en}`,
    });
  }
  return reasons;
}

function weatherReasons({ cause, atms, faults }: Finding): Reason[] {
  const severity = faults.map((fault) => fault.detail.severity).find((value) => typeof value === 'string');
  return [
    {
      rule: 'weather-area',
      zh: `${cause.ref}${severity ? `（${severity}）` : ''}: 区域内有 ${figures(atms.length)} 台`,
      en: `${cause.ref}${severity ? ` (${severity})` : ''}: ${figures(atms.length)} machines lie in the area`,
    },
  ];
}

function singleReasons({ cause, faults }: Finding): Reason[] {
  const signs = namesOf(faults);
  return [
    {
      rule: cause.kind === 'other' ? 'reported-by-person' : 'single-machine',
      zh: `只有 ${cause.ref} 报出“${signs.zh}”，同线、同网点、同版本的机器没有同类故障`,
      en: `only ${cause.ref} reported “${signs.en}”; machines of the same line, site or release show nothing alike`,
    },
  ];
}
