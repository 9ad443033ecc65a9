import type { Entry } from '#journal';
import type { Field, Plan, Text } from '#plans';
import type { Answers, IncidentEvent } from '#response';

/** How the ids in entries are called, by the plan that ran. */
export interface Names {
  timezone: string;
  person(id: string): string;
  /** The group that a recovery test belongs to. */
  tester(test: string): string | undefined;
  group(id: string): Text;
  contact(id: string): Text;
  field(task: string, id: string): Field | null;
  step(test: string, id: string): Text;
}

const same = (id: string): Text => ({ zh: id, en: id });
const both = (zh: string, en: string): Text => ({ zh, en });

/** @param timezone in which the answers' times are told */
export function namesOf(
  plan: Plan | null,
  timezone: string,
  convened: { group: string; name: Text }[] = [],
  people: Map<string, string> = new Map(),
): Names {
  const groups = new Map(convened.map((one) => [one.group, one.name]));
  for (const group of plan ? [plan.command, ...plan.groups] : []) groups.set(group.id, group.name);
  const contacts = new Map((plan?.outsideContacts ?? []).map((one) => [one.id, one.name]));
  const fields = new Map(
    (plan?.tasks ?? []).flatMap((task) => (task.form ?? []).map((field) => [`${task.id}/${field.id}`, field] as const)),
  );
  const steps = new Map(
    (plan?.recoveryTests ?? []).flatMap((test) => test.steps.map((step) => [`${test.id}/${step.id}`, step.text] as const)),
  );
  return {
    timezone,
    person: (id) => people.get(id) ?? id,
    tester: (test) => plan?.recoveryTests.find((one) => one.id === test)?.group,
    group: (id) => groups.get(id) ?? same(id),
    contact: (id) => contacts.get(id) ?? same(id),
    field: (task, id) => fields.get(`${task}/${id}`) ?? null,
    step: (test, id) => steps.get(`${test}/${id}`) ?? same(id),
  };
}

/** Minutes and hours as the report writes them. @param minutes whole or not; rounded to whole ones */
export function duration(minutes: number): Text {
  const whole = Math.round(minutes);
  if (whole < 1) return { zh: `${Math.max(0, Math.round(minutes * 60))}秒`, en: `${Math.max(0, Math.round(minutes * 60))} s` };
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return {
    zh: `${hours > 0 ? `${hours}小时` : ''}${rest > 0 || hours === 0 ? `${rest}分钟` : ''}`,
    en: [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' '),
  };
}

/** A line of a form names this many machines or people; the rest is counted. */
const listedAtMost = 10;

/** An answer of a form with its label: money in yuan from integer fen, choices by their names. */
export function answer(task: string, id: string, value: Answers[string], names: Names): Text | null {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  const field = names.field(task, id);
  const label = field?.label ?? same(id);
  const shown = ((): Text => {
    if (Array.isArray(value)) {
      const more = value.length > listedAtMost;
      const some = value.slice(0, listedAtMost);
      return both(
        `${some.join('、')}${more ? `等${value.length}项` : ''}`,
        `${some.join(', ')}${more ? ` and ${value.length - listedAtMost} more` : ''}`,
      );
    }
    if (field?.kind === 'time' && typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value)) {
      const local = Temporal.Instant.from(value).toZonedDateTimeISO(names.timezone);
      const at = local.toPlainTime().toString({ smallestUnit: 'minute' });
      return both(`${local.month}月${local.day}日 ${at}`, `${local.day}/${local.month} ${at}`);
    }
    if (typeof value === 'boolean') return value ? both('是', 'yes') : both('否', 'no');
    if (field?.kind === 'money' && typeof value === 'number')
      return both(`${(value / 100).toFixed(2)}元`, `CNY ${(value / 100).toFixed(2)}`);
    if (field?.kind === 'person' && typeof value === 'string') return both(names.person(value), names.person(value));
    const option = field?.options?.find((one) => one.value === value);
    if (option) return option.label;
    return both(`${value}${field?.unit?.zh ?? ''}`, `${value}${field?.unit ? ` ${field.unit.en}` : ''}`);
  })();
  return both(`${label.zh}：${shown.zh}`, `${label.en}: ${shown.en}`);
}

const because = (reason: string | undefined | null): Text =>
  reason ? { zh: `，理由：${reason}`, en: `, because: ${reason}` } : { zh: '', en: '' };
const count = (machines: unknown[]): Text => both(`${machines.length}台`, `${machines.length} machine${machines.length === 1 ? '' : 's'}`);

/** What carried an action out answers in both languages, parted by a point in the middle. */
export function detailOf(detail: string): Text {
  const [zh = '', ...en] = detail.split(' · ');
  return both(zh, en.length > 0 ? en.join(' · ') : zh);
}

type Told = { [E in IncidentEvent['event']]: (event: Extract<IncidentEvent, { event: E }>, names: Names) => Text };

const tell: Told = {
  'incident-activated': (e) =>
    both(
      `启动《${e.plan.title.zh}》（第${e.plan.version}版），响应级别${e.level}级，涉及自动柜员机${e.machines.length}台${because(e.reason).zh}`,
      `“${e.plan.title.en}” (version ${e.plan.version}) was activated at level ${e.level} for ${count(e.machines).en}${because(e.reason).en}`,
    ),
  'group-convened': (e) =>
    both(`召集${e.name.zh}，共${e.roster.seats.length}人`, `${e.name.en} was convened, ${e.roster.seats.length} people`),
  'person-called': (e, names) =>
    both(
      `通知${names.group(e.group).zh}${e.person.name}（第${e.attempt}次）`,
      `${e.person.name} of ${names.group(e.group).en} was called (attempt ${e.attempt})`,
    ),
  'person-acknowledged': (e) =>
    both(
      `${e.person.name}应答，用时${duration(e.afterSeconds / 60).zh}`,
      `${e.person.name} answered after ${duration(e.afterSeconds / 60).en}`,
    ),
  'call-escalated': (e, names) =>
    both(
      `${names.group(e.group).zh}${e.from.name}逾时未应答，${e.to ? `改由${e.to.name}接替` : '无人可以接替'}`,
      `${e.from.name} of ${names.group(e.group).en} did not answer in time; ${e.to ? `${e.to.name} was called instead` : 'nobody was left to call'}`,
    ),
  'leader-appointed': (e, names) =>
    both(`指定${e.person.name}任${names.group(e.group).zh}组长`, `${e.person.name} was named leader of ${names.group(e.group).en}`),
  'appointment-accepted': (e, names) =>
    both(`${e.person.name}就任${names.group(e.group).zh}组长`, `${e.person.name} accepted to lead ${names.group(e.group).en}`),
  'appointment-declined': (e, names) =>
    both(
      `${e.person.name}辞任${names.group(e.group).zh}组长${because(e.reason).zh}`,
      `${e.person.name} declined to lead ${names.group(e.group).en}${because(e.reason).en}`,
    ),
  'phase-entered': (e) => both(`进入“${e.name.zh}”阶段`, `Phase “${e.name.en}” began`),
  'phase-left': (e) => both(`“${e.name.zh}”阶段结束${e.late ? '（逾时）' : ''}`, `Phase “${e.name.en}” ended${e.late ? ' (late)' : ''}`),
  'phase-reopened': (e) => both(`重新进入“${e.name.zh}”阶段：${e.reason.zh}`, `Phase “${e.name.en}” was opened again: ${e.reason.en}`),
  'task-opened': (e, names) =>
    both(`向${names.group(e.group).zh}下达任务“${e.title.zh}”`, `Task “${e.title.en}” was given to ${names.group(e.group).en}`),
  'task-start-submitted': (e) =>
    both(`${e.by.name}申请开始“${e.title.zh}”，待第二人批准`, `${e.by.name} asked to start “${e.title.en}”; a second person is to approve`),
  'task-started': (e) => both(`${e.by.name}开始“${e.title.zh}”`, `${e.by.name} started “${e.title.en}”`),
  'task-submitted': (e) => both(`${e.by.name}提交“${e.title.zh}”，待批准`, `${e.by.name} submitted “${e.title.en}” for approval`),
  'task-approved': (e) => both(`${e.by.name}批准“${e.title.zh}”`, `${e.by.name} approved “${e.title.en}”`),
  'task-rejected': (e) =>
    both(`${e.by.name}退回“${e.title.zh}”${because(e.reason).zh}`, `${e.by.name} rejected “${e.title.en}”${because(e.reason).en}`),
  'task-shared-confirmed': (e) => both(`${e.by.name}在现场确认“${e.title.zh}”`, `${e.by.name} confirmed “${e.title.en}” on site`),
  'task-completed': (e) =>
    both(
      `${e.by ? e.by.name : '系统'}完成“${e.title.zh}”${e.late ? '（逾时）' : ''}`,
      `${e.by ? e.by.name : 'The system'} completed “${e.title.en}”${e.late ? ' (late)' : ''}`,
    ),
  'task-waived': (e) =>
    both(`${e.by.name}免除“${e.title.zh}”${because(e.reason).zh}`, `${e.by.name} waived “${e.title.en}”${because(e.reason).en}`),
  'task-skipped': (e) => both(`“${e.title.zh}”不适用：${e.reason.zh}`, `“${e.title.en}” did not apply: ${e.reason.en}`),
  'task-reassigned': (e) =>
    both(`“${e.title.zh}”改由${e.to.name}办理${because(e.reason).zh}`, `“${e.title.en}” went to ${e.to.name}${because(e.reason).en}`),
  'task-overdue': (e, names) =>
    both(
      `“${e.title.zh}”（${names.group(e.group).zh}）逾时${e.toldTo.length > 0 ? `，已报${e.toldTo.map((one) => one.name).join('、')}` : ''}`,
      `“${e.title.en}” (${names.group(e.group).en}) was overdue${e.toldTo.length > 0 ? `; told to ${e.toldTo.map((one) => one.name).join(', ')}` : ''}`,
    ),
  'task-reopened': (e) => both(`重新办理“${e.title.zh}”：${e.reason.zh}`, `“${e.title.en}” was opened again: ${e.reason.en}`),
  'order-recorded': (e, names) =>
    both(
      `${e.by.name}下达命令${e.to.length > 0 ? `（${e.to.map((one) => names.group(one).zh).join('、')}）` : ''}：${e.text}`,
      `${e.by.name} ordered${e.to.length > 0 ? ` (${e.to.map((one) => names.group(one).en).join(', ')})` : ''}: ${e.text}`,
    ),
  'situation-reported': (e, names) =>
    both(
      `${e.group ? names.group(e.group).zh : ''}${e.by.name}报告情况：${e.text}`,
      `${e.by.name}${e.group ? ` of ${names.group(e.group).en}` : ''} reported: ${e.text}`,
    ),
  'report-overdue': () => both('情况报告逾时未报', 'A situation report was overdue'),
  'level-changed': (e) =>
    both(
      `响应级别由${e.from}级调整为${e.to}级（${e.by.name}）${because(e.reason).zh}`,
      `${e.by.name} changed the level from ${e.from} to ${e.to}${because(e.reason).en}`,
    ),
  'test-recorded': (e, names) => {
    const measured = e.results
      .filter((one) => one.value !== undefined)
      .map((one) => ({ name: names.step(e.test, one.step), value: one.value }));
    const failed = e.failed.map((one) => names.step(e.test, one));
    return both(
      `恢复测试“${e.name.zh}”${e.passed ? '通过' : `未通过（${failed.map((one) => one.zh).join('、')}）`}，${e.by.name}登记${measured.length > 0 ? `，实测：${measured.map((one) => `${one.name.zh} ${one.value}`).join('；')}` : ''}`,
      `Recovery test “${e.name.en}” ${e.passed ? 'passed' : `failed (${failed.map((one) => one.en).join(', ')})`}, recorded by ${e.by.name}${measured.length > 0 ? `; measured: ${measured.map((one) => `${one.name.en} ${one.value}`).join('; ')}` : ''}`,
    );
  },
  'contact-recorded': (e, names) =>
    both(
      `${e.by.name}联系${names.contact(e.contact).zh}：${e.text}${e.reference ? `（编号${e.reference}）` : ''}`,
      `${e.by.name} spoke to ${names.contact(e.contact).en}: ${e.text}${e.reference ? ` (reference ${e.reference})` : ''}`,
    ),
  'warning-added': (e) => both(`并入预警一条，新增${e.machines.length}台`, `Another warning was added, ${count(e.machines).en} more`),
  'machines-restored': (e) =>
    both(`${e.machines.length}台恢复服务，尚余${e.remaining}台`, `${count(e.machines).en} back in service, ${e.remaining} remaining`),
  'effect-requested': (e) =>
    both(
      `执行动作“${effectName(e.effect.kind).zh}”${e.machines.length > 0 ? `，${e.machines.length}台` : ''}`,
      `Action “${effectName(e.effect.kind).en}” was set going${e.machines.length > 0 ? ` for ${count(e.machines).en}` : ''}`,
    ),
  'effect-settled': (e) => {
    const { zh, en } = detailOf(e.detail);
    return both(
      `动作${{ done: '已完成', failed: '失败', withheld: '按演练规则未执行' }[e.outcome]}${zh ? `：${zh}` : ''}`,
      `Action ${{ done: 'done', failed: 'failed', withheld: 'withheld by the drill' }[e.outcome]}${en ? `: ${en}` : ''}`,
    );
  },
  'end-declared': (e) =>
    both(`${e.by.name}宣布应急结束${e.text ? `：${e.text}` : ''}`, `${e.by.name} declared the end${e.text ? `: ${e.text}` : ''}`),
  'incident-withdrawn': (e) =>
    both(`${e.by.name}撤销响应${because(e.reason).zh}`, `${e.by.name} withdrew the response${because(e.reason).en}`),
  'incident-reopened': (e) =>
    both(`${e.by.name}重新启动响应${because(e.reason).zh}`, `${e.by.name} opened the incident again${because(e.reason).en}`),
  'report-filed': () => both('应急处置报告批准归档', 'The report was approved and filed'),
};

const effects: Record<string, Text> = {
  'close-machine': both('关闭机器', 'close machines'),
  'isolate-machine': both('隔离机器', 'isolate machines'),
  'go-in-service': both('投入服务', 'put into service'),
  reset: both('复位', 'reset'),
  'dispatch-vendor': both('派单服务商', 'send the vendor'),
  'issue-items': both('领用物资', 'issue items'),
  'return-items': both('归还物资', 'return items'),
  notify: both('通知', 'notify'),
  'notify-outside': both('通报外部单位', 'tell an outside party'),
  'draft-bulletin': both('起草信息发布', 'draft a bulletin'),
};
export const effectName = (kind: string): Text => effects[kind] ?? same(kind);

/** The event that an entry of an incident's stream holds; undefined where the type is none of ours. */
export function eventOf(entry: Entry): IncidentEvent | undefined {
  return Object.hasOwn(tell, entry.type) ? ({ ...entry.data, event: entry.type } as unknown as IncidentEvent) : undefined;
}

/** One entry as a sentence, without time and without its full stop. */
export function sentence(event: IncidentEvent, names: Names): Text {
  return (tell[event.event] as (event: IncidentEvent, names: Names) => Text)(event, names);
}
