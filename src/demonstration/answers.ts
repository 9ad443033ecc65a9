import type { Field, Task } from '#plans';

/** What a simulated person knows when they fill in a form. */
export interface Situation {
  /** Kind of the cause of the warning: `power`, `line`, `attack`, … */
  cause: string;
  /** Machines of the incident. */
  machines: readonly string[];
  /** A person of the group, for fields that name one. */
  person: string;
  /** ISO 8601 instant of the platform's clock. */
  now: string;
  /** Where the machines are, in degrees. */
  lat: number;
  lon: number;
}

export interface Filled {
  answers: Record<string, string | number | boolean | string[]>;
  checked: string[];
  evidence: { kind: 'photo' | 'place' | 'note'; sha256?: string; file?: string; text?: string; lat?: number; lon?: number }[];
  note: string;
}

/** Values of a `choice` that say the cause, by the kind of the warning's cause. */
const sameCause: Readonly<Record<string, readonly string[]>> = {
  power: ['power', 'power-cut'],
  line: ['line', 'network', 'communication', 'system'],
  host: ['host', 'system', 'network'],
  release: ['release', 'software', 'system'],
  model: ['hardware', 'equipment'],
  machine: ['hardware', 'equipment', 'device'],
  site: ['hardware', 'power', 'equipment'],
  attack: ['attack', 'network-attack', 'criminal'],
  weather: ['weather', 'natural-disaster', 'nature'],
  cash: ['cash', 'other'],
  other: ['other'],
};
/** Who or what is to blame, where a form asks. */
const toBlame: Readonly<Record<string, string>> = {
  power: 'utility',
  line: 'utility',
  host: 'bank',
  release: 'vendor',
  attack: 'criminal',
  weather: 'nature',
  machine: 'vendor',
  site: 'utility',
  model: 'vendor',
};

const found: Readonly<Record<string, string>> = {
  power: '片区变电站 10 kV 开关跳闸，自助设备转由 UPS 供电',
  line: '常青路机房汇聚设备端口 DOWN，线路 L-031 上的设备一齐失联',
  host: '前置主机通信进程停止响应',
  release: '新推送的 5.2.1 版本与出钞模块固件不兼容，出钞后应用退出',
  attack: '机柜被通用钥匙打开，外接设备直接驱动出钞模块（吐钞攻击）',
  weather: '台风影响，片区断电、断网',
  machine: '出钞模块传送带卡钞，传感器被遮挡',
  site: '网点配电箱跳闸',
};
const done: Readonly<Record<string, string>> = {
  power: '按 UPS 剩余时间调发电机，余电不足 20 分钟的先关机',
  line: '切换到备用汇聚链路，运营商同步抢修',
  host: '切换到备用前置主机',
  release: '停止推送，退回 5.2.0 并重启',
  attack: '隔离受攻击设备，保全录像和硬盘，警方到场后由厂商复位',
  weather: '低洼网点先撤现金、断电，风后分批恢复',
  machine: '清除卡钞，更换传送带，试机',
  site: '合闸并检查回路',
};

/** Sentences for text fields, by what the field's id speaks of. */
const sentences: readonly [RegExp, (situation: Situation) => string][] = [
  [/direct-cause|cause|diagnos|reason/, ({ cause }) => found[cause] ?? '原因已初步判明，见现场记录'],
  [/option/, ({ cause }) => `一、${done[cause] ?? '由厂商到场处理'}；二、暂停服务，引导客户到附近网点`],
  [
    /chosen|scheme|measure|action|handled|handling|how/,
    ({ cause }) => `${done[cause] ?? '由厂商到场处理'}。理由: 影响客户最少，30 分钟内可见效`,
  ],
  [/lesson|improve/, () => '呼叫第一人未应答时由副职接手用了 5 分钟，应缩短应答时限；演练中加入无人应答的情形'],
  [/well/, () => '预警到启动不到两分钟，机器状态与现场一致'],
  [/order/, () => '先客户多、无替代网点的，再交通枢纽，最后其余；每批 20 台，观察 5 分钟'],
  [/back-out/, () => '任一批超过两台再次报故障即停止，退回原状态并重新研判'],
  [/switch/, () => '备用汇聚链路（常青路 → 古田二路）'],
  [/damage|survey|loss/, () => '未见外力损坏，机柜完好，钞箱封签完整'],
  [/third/, () => '物业配电间'],
  [/reference|receipt|number/, () => 'HB-2026-0716'],
  [/answer|reply|said/, () => '对方已受理，30 分钟内回复进展'],
  [/parts/, () => '传送带一条、传感器一只'],
  [/taken-to|hospital/, () => '无人受伤'],
  [/place|where|site/, () => '机器所在网点配电间'],
];

const textFor = (field: Field, situation: Situation): string =>
  sentences.find(([about]) => about.test(field.id))?.[1](situation) ?? `${field.label.zh}: 已核实并记录`;

/** Numbers that pass, by the unit or the name of the field. */
function numberFor(field: Field): number {
  const about = `${field.id} ${field.unit?.zh ?? ''} ${field.unit?.en ?? ''}`;
  if (/伏|volt|\bV\b/.test(about)) return 228;
  if (/分钟|min/.test(about)) return 22;
  if (/人|people|contact/.test(about)) return 86;
  if (/complaint|件/.test(about)) return 2;
  if (/秒|\bs\b/.test(about)) return 2;
  if (/%/.test(about)) return 95;
  return 1;
}

/** @returns a value that the form takes, or undefined for a field that may stay empty */
function valueFor(field: Field, situation: Situation): Filled['answers'][string] | undefined {
  switch (field.kind) {
    case 'text':
    case 'place':
      return textFor(field, situation);
    case 'number':
      return numberFor(field);
    case 'money':
      return /cash/.test(field.id) ? 38_000_000 : 120_000; // 分
    case 'choice': {
      const values = (field.options ?? []).map((option) => option.value);
      const wanted = [...(sameCause[situation.cause] ?? []), toBlame[situation.cause] ?? ''];
      return wanted.find((value) => values.includes(value)) ?? (values.includes('other') ? 'other' : values[0]);
    }
    case 'yes-no':
      return /case|drill/.test(field.id);
    case 'machines':
      return field.required ? situation.machines.slice(0, 20) : undefined;
    case 'time':
      return Temporal.Instant.from(situation.now).add({ minutes: 45 }).toString();
    case 'person':
      return situation.person;
    case 'photo':
      return field.required ? photo : undefined;
    default:
      return field.kind satisfies never;
  }
}

/** SHA-256 of the demonstration's one photograph. */
const photo = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Fills in a task's form, checklist and evidence the way a sensible person would, from its definition alone. */
export function fill(task: Pick<Task, 'form' | 'checklist' | 'evidence'>, situation: Situation): Filled {
  const answers: Filled['answers'] = {};
  for (const field of task.form ?? []) {
    const value = valueFor(field, situation);
    if (value !== undefined) answers[field.id] = value;
  }
  const evidence = (task.evidence ?? []).flatMap(({ kind, atLeast }) =>
    Array.from({ length: atLeast }, (): Filled['evidence'][number] => {
      if (kind === 'photo') return { kind, sha256: photo };
      if (kind === 'place') return { kind, lat: situation.lat, lon: situation.lon };
      return { kind, text: done[situation.cause] ?? '已按要求办理' };
    }),
  );
  return { answers, checked: (task.checklist ?? []).map((item) => item.id), evidence, note: done[situation.cause] ?? '已办理' };
}

/** One step of a recovery test. */
export interface Step {
  id: string;
  kind: 'check' | 'measure' | 'device';
  min?: number;
  max?: number;
}

/** Results of a recovery test: as they should be, or with the first step that can fail just outside its limits. */
export function testResults(steps: readonly Step[], passing: boolean): { step: string; passed?: boolean; value?: number }[] {
  let toFail = !passing;
  return steps
    .filter((step) => step.kind !== 'device')
    .map((step) => {
      const fail = toFail;
      toFail = false;
      if (step.kind === 'check') return { step: step.id, passed: !fail };
      const min = step.min ?? 0;
      const max = step.max ?? min + 10;
      return { step: step.id, value: fail ? (step.max === undefined ? min - 1 : max + 1) : Math.round(((min + max) / 2) * 10) / 10 };
    });
}
