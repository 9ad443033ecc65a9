import type { Level, Text } from '../../../src/plans/model.ts';
import type { IncidentEvent, StepResult, WorkOrderEvent, WorkOrderStep } from '../../../src/response/model.ts';
import { clockTime } from '../marks/time.ts';

/**
 * One sentence per event, in both languages. The tables are total over the engine's vocabulary: an event that the
 * engine learns and this file does not is a type error, never a blank line in a timeline.
 */

/** How ids that events carry are called: by the plan of the incident, else as they stand. */
export interface Names {
  group: (id: string) => Text;
  task: (id: string) => Text;
  contact: (id: string) => Text;
  /** What the effect of a key does; null where its request is not at hand. */
  effect?: (key: string) => Text | null;
}

type EventName<E extends { event: string }> = E['event'];
type Sentences<E extends { event: string }> = { [N in EventName<E>]: (event: Extract<E, { event: N }>, names: Names) => Text };

const both = (zh: string, en: string): Text => ({ zh, en });
const because = (reason: string | null | undefined): Text => (reason ? both(`：${reason}`, `: ${reason}`) : both('', ''));
const somebody = (person: { name: string } | null): Text => (person ? both(person.name, person.name) : both('无人', 'nobody'));

const minutes = (seconds: number): Text =>
  seconds < 60
    ? both(`${Math.round(seconds)} 秒`, `${Math.round(seconds)} s`)
    : both(`${Math.round(seconds / 60)} 分钟`, `${Math.round(seconds / 60)} min`);

const effectNames: Record<string, Text> = {
  'close-machine': both('关闭', 'close'),
  'isolate-machine': both('隔离', 'isolate'),
  'go-in-service': both('恢复服务', 'put in service'),
  reset: both('复位', 'reset'),
  'dispatch-vendor': both('派服务商', 'send the vendor'),
  'issue-items': both('领用物资', 'issue items'),
  'return-items': both('归还物资', 'return items'),
  notify: both('通知小组', 'tell the groups'),
  'notify-outside': both('联系外部单位', 'call an outside party'),
  'draft-bulletin': both('起草信息发布', 'draft a bulletin'),
};
const devices = new Set(['close-machine', 'isolate-machine', 'go-in-service', 'reset']);
/** Whether an effect moves machines: only then its machines are worth a word. */
export const touchesMachines = (kind: string): boolean => devices.has(kind);
/** What an effect does, in a verb. */
export const effectName = (kind: string): Text => effectNames[kind] ?? both(kind, kind);

const outcomes = {
  done: both('已完成', 'done'),
  failed: both('没有成功', 'failed'),
  withheld: both('演练中已拦截', 'withheld in the drill'),
};

const proofOf = (count: number): Text => (count > 0 ? both(`，凭证 ${count}`, `, ${count} proof${count === 1 ? '' : 's'}`) : both('', ''));
const said = (note: string | null): Text => (note ? both(`：${note}`, `: ${note}`) : both('', ''));
/**
 * An outcome's detail is one line that says it twice, `已领用 · issued: generator × 2`: each reader gets their half, and
 * the list after the colon belongs to both.
 */
export function detailIn(detail: string): Text {
  const halves = /^(.*[一-鿿].*?) · ([^一-鿿:]*)(?:: (.*))?$/.exec(detail);
  if (!halves) return both(detail, detail);
  const [, zh = '', en = '', list] = halves;
  const shared = list !== undefined && /[×，；\d]/.test(list) ? list : undefined;
  return both(shared === undefined ? zh : `${zh}：${shared}`, list === undefined ? en : `${en}: ${list}`);
}
const levelWord = (level: Level): Text => both(`${level} 级`, `level ${level}`);
const measured = (results: StepResult[]): string =>
  results.flatMap((result) => (result.value === undefined ? [] : [`${result.step} ${result.value}`])).join(', ');

export const incidentSentences: Sentences<IncidentEvent> = {
  'incident-activated': (e) =>
    both(
      `启动 ${e.level} 级，${e.plan.title.zh} v${e.plan.version}，${e.machines.length} 台${because(e.reason).zh}`,
      `Level ${e.level}, ${e.plan.title.en} v${e.plan.version} activated for ${e.machines.length} machines${because(e.reason).en}`,
    ),
  'group-convened': (e) =>
    both(
      `召集${e.name.zh}，${e.roster.seats.length} 人，${clockTime(e.answerBy)} 前应答`,
      `${e.name.en} convened, ${e.roster.seats.length} people, to answer by ${clockTime(e.answerBy)}`,
    ),
  'person-called': (e, names) =>
    both(
      `呼叫 ${e.person.name}（${names.group(e.group).zh}）第 ${e.attempt} 次`,
      `${e.person.name} called (${names.group(e.group).en}), call ${e.attempt}`,
    ),
  'person-acknowledged': (e) =>
    both(
      `${e.person.name} 应答，用时 ${minutes(e.afterSeconds).zh}${said(e.note).zh}`,
      `${e.person.name} answered after ${minutes(e.afterSeconds).en}${said(e.note).en}`,
    ),
  'call-escalated': (e, names) =>
    e.to
      ? both(`${e.from.name} 未应答，${e.to.name} 接任`, `${e.from.name} silent, ${e.to.name} takes over`)
      : both(
          `${e.from.name} 未应答，${names.group(e.group).zh}再无人可叫`,
          `${e.from.name} silent, nobody left to call in ${names.group(e.group).en}`,
        ),
  'leader-appointed': (e, names) =>
    both(`指定 ${e.person.name} 任${names.group(e.group).zh}组长`, `${e.person.name} named leader of ${names.group(e.group).en}`),
  'appointment-accepted': (e, names) =>
    both(`${e.person.name} 接受${names.group(e.group).zh}组长`, `${e.person.name} accepts to lead ${names.group(e.group).en}`),
  'appointment-declined': (e, names) =>
    both(
      `${e.person.name} 不接受${names.group(e.group).zh}组长${because(e.reason).zh}`,
      `${e.person.name} declines to lead ${names.group(e.group).en}${because(e.reason).en}`,
    ),
  'phase-entered': (e) =>
    both(`进入${e.name.zh}${e.due ? `，限 ${clockTime(e.due)}` : ''}`, `${e.name.en} begins${e.due ? `, limit ${clockTime(e.due)}` : ''}`),
  'phase-left': (e) => both(`${e.name.zh}完成${e.late ? '，迟' : ''}`, `${e.name.en} finished${e.late ? ', late' : ''}`),
  'phase-reopened': (e) =>
    both(
      `回到${e.name.zh}：${e.reason.zh}${e.due ? `，限 ${clockTime(e.due)}` : ''}`,
      `Back to ${e.name.en}: ${e.reason.en}${e.due ? `, limit ${clockTime(e.due)}` : ''}`,
    ),
  'task-opened': (e, names) =>
    both(
      `${e.adHoc ? '临时任务' : '任务'} ${e.title.zh} 交${names.group(e.group).zh}${e.assignee ? ` ${e.assignee.name}` : ''}${e.round > 1 ? `，第 ${e.round} 次` : ''}，限 ${clockTime(e.due)}`,
      `${e.adHoc ? 'Added task' : 'Task'} ${e.title.en} to ${names.group(e.group).en}${e.assignee ? `, ${e.assignee.name}` : ''}${e.round > 1 ? `, round ${e.round}` : ''}, due ${clockTime(e.due)}`,
    ),
  'task-start-submitted': (e) =>
    both(
      `${e.by.name} 请求开始 ${e.title.zh}${e.machines ? `，${e.machines.length} 台` : ''}，待第二人批准`,
      `${e.by.name} asks to start ${e.title.en}${e.machines ? `, ${e.machines.length} machines` : ''}, a second person decides`,
    ),
  'task-started': (e) => both(`${e.by.name} 开始 ${e.title.zh}`, `${e.by.name} starts ${e.title.en}`),
  'task-submitted': (e) =>
    both(
      `${e.by.name} 报完成 ${e.title.zh}，待批准${proofOf(e.evidence.length).zh}${said(e.note).zh}`,
      `${e.by.name} submits ${e.title.en} for approval${proofOf(e.evidence.length).en}${said(e.note).en}`,
    ),
  'task-approved': (e) => both(`${e.by.name} 批准 ${e.title.zh}`, `${e.by.name} approves ${e.title.en}`),
  'task-rejected': (e) =>
    both(`${e.by.name} 退回 ${e.title.zh}${because(e.reason).zh}`, `${e.by.name} sends back ${e.title.en}${because(e.reason).en}`),
  'task-shared-confirmed': (e) => both(`${e.by.name} 同时确认 ${e.title.zh}`, `${e.by.name} confirms ${e.title.en} too`),
  'task-completed': (e) =>
    both(
      `${e.by ? `${e.by.name} 完成 ` : '设备应答，完成 '}${e.title.zh}${e.late ? `，迟于 ${clockTime(e.due)}` : ''}${proofOf(e.evidence.length).zh}${said(e.note).zh}`,
      `${e.title.en} done${e.by ? ` by ${e.by.name}` : ', the machines answered'}${e.late ? `, later than ${clockTime(e.due)}` : ''}${proofOf(e.evidence.length).en}${said(e.note).en}`,
    ),
  'task-waived': (e) =>
    both(`${e.by.name} 免做 ${e.title.zh}${because(e.reason).zh}`, `${e.by.name} waives ${e.title.en}${because(e.reason).en}`),
  'task-skipped': (e) => both(`${e.title.zh} 不适用：${e.reason.zh}`, `${e.title.en} does not apply: ${e.reason.en}`),
  'task-reassigned': (e) =>
    both(
      `${e.title.zh} 由 ${somebody(e.from).zh} 改派 ${e.to.name}${because(e.reason).zh}`,
      `${e.title.en} passed from ${somebody(e.from).en} to ${e.to.name}${because(e.reason).en}`,
    ),
  'task-overdue': (e) =>
    both(
      `${e.title.zh}超时，应 ${clockTime(e.due)}${e.toldTo.length > 0 ? `，已催 ${e.toldTo.map((p) => p.name).join('、')}` : ''}`,
      `${e.title.en} late, was due ${clockTime(e.due)}${e.toldTo.length > 0 ? `, ${e.toldTo.map((p) => p.name).join(', ')} reminded` : ''}`,
    ),
  'task-reopened': (e) =>
    both(
      `${e.title.zh}重开：${e.reason.zh}，限 ${clockTime(e.due)}`,
      `${e.title.en} opened again: ${e.reason.en}, due ${clockTime(e.due)}`,
    ),
  'order-recorded': (e, names) =>
    both(
      `${e.by.name} 命令${e.to.length > 0 ? `${e.to.map((id) => names.group(id).zh).join('、')}` : ''}：${e.text}`,
      `${e.by.name} orders${e.to.length > 0 ? ` ${e.to.map((id) => names.group(id).en).join(', ')}` : ''}: ${e.text}`,
    ),
  'situation-reported': (e, names) =>
    both(
      `${e.by.name}${e.group ? `（${names.group(e.group).zh}）` : ''}：${e.text}`,
      `${e.by.name}${e.group ? ` (${names.group(e.group).en})` : ''}: ${e.text}`,
    ),
  'report-overdue': (e) => both(`情况报告没有按时来，应 ${clockTime(e.due)}`, `Situation report missing, was due ${clockTime(e.due)}`),
  'level-changed': (e) =>
    both(
      `${e.by.name} 由 ${levelWord(e.from).zh}改为 ${levelWord(e.to).zh}${because(e.reason).zh}`,
      `${e.by.name} changes ${levelWord(e.from).en} to ${levelWord(e.to).en}${because(e.reason).en}`,
    ),
  'test-recorded': (e) =>
    both(
      `${e.by.name} 登记${e.name.zh}：${e.passed ? '通过' : `未通过，${e.failed.length} 项`}${e.machines.length > 0 ? `，${e.machines.length} 台` : ''}${measured(e.results) ? `（${measured(e.results)}）` : ''}${said(e.note).zh}`,
      `${e.by.name} records ${e.name.en}: ${e.passed ? 'passed' : `failed in ${e.failed.length}`}${e.machines.length > 0 ? `, ${e.machines.length} machines` : ''}${measured(e.results) ? ` (${measured(e.results)})` : ''}${said(e.note).en}`,
    ),
  'contact-recorded': (e, names) =>
    both(
      `${names.contact(e.contact).zh}：${e.text}${e.reference ? `，编号 ${e.reference}` : ''}（${e.by.name}）`,
      `${names.contact(e.contact).en}: ${e.text}${e.reference ? `, reference ${e.reference}` : ''} (${e.by.name})`,
    ),
  'warning-added': (e) => both(`并入一条预警，加 ${e.machines.length} 台`, `A warning joined, ${e.machines.length} machines more`),
  'machines-restored': (e) =>
    both(
      `${e.machines.length} 台自己报告恢复，${e.remaining > 0 ? `还有 ${e.remaining} 台` : '全部恢复'}`,
      `${e.machines.length} machine${e.machines.length === 1 ? '' : 's'} report service again, ${e.remaining > 0 ? `${e.remaining} still out` : 'none still out'}`,
    ),
  'effect-requested': (e, names) =>
    both(
      `为 ${names.task(e.task).zh}：${effectName(e.effect.kind).zh}${touchesMachines(e.effect.kind) ? ` ${e.machines.length} 台` : ''}`,
      `For ${names.task(e.task).en}: ${effectName(e.effect.kind).en}${touchesMachines(e.effect.kind) ? ` ${e.machines.length} machines` : ''}`,
    ),
  'effect-settled': (e, names) => {
    const what = names.effect?.(e.key) ?? both('外部动作', 'Outside action');
    return both(
      `${what.zh}${outcomes[e.outcome].zh}${said(detailIn(e.detail).zh).zh}`,
      `${what.en} ${outcomes[e.outcome].en}${said(detailIn(e.detail).en).en}`,
    );
  },
  'end-declared': (e) => both(`${e.by.name} 宣布结束${said(e.text).zh}`, `${e.by.name} declares the end${said(e.text).en}`),
  'incident-withdrawn': (e) =>
    both(`${e.by.name} 撤销，误报${because(e.reason).zh}`, `${e.by.name} withdraws it as a false alarm${because(e.reason).en}`),
  'incident-reopened': (e) => both(`${e.by.name} 重开${because(e.reason).zh}`, `${e.by.name} reopens it${because(e.reason).en}`),
  'report-filed': (e) =>
    both(`应急处置报告归档${e.by ? `（${e.by.name}）` : ''}`, `Emergency report filed${e.by ? ` by ${e.by.name}` : ''}`),
};

const steps: Record<WorkOrderStep, Text> = {
  acknowledge: both('接单', 'acknowledgement'),
  depart: both('出发', 'departure'),
  arrive: both('到场', 'arrival'),
  repair: both('修复', 'repair'),
};
const lateMark = (late: boolean): Text => (late ? both('，迟', ', late') : both('', ''));

export const workOrderSentences: Sentences<WorkOrderEvent> = {
  'work-order-sent': (e) =>
    both(
      `派单 ${e.number} 给 ${e.vendor}，${e.atms.length} 台：${e.summary.zh}`,
      `${e.number} sent to ${e.vendor}, ${e.atms.length} machine${e.atms.length === 1 ? '' : 's'}: ${e.summary.en}`,
    ),
  'work-order-acknowledged': (e) =>
    both(
      `${e.by.name} 接单${e.engineer ? `，派 ${e.engineer}` : ''}${lateMark(e.late).zh}`,
      `${e.by.name} acknowledges${e.engineer ? `, sends ${e.engineer}` : ''}${lateMark(e.late).en}`,
    ),
  'engineer-departed': (e) => both(`${e.by.name} 出发${lateMark(e.late).zh}`, `${e.by.name} departs${lateMark(e.late).en}`),
  'engineer-arrived': (e) =>
    both(
      `${e.by.name} 到场${e.lat !== null ? '，有定位' : ''}${lateMark(e.late).zh}`,
      `${e.by.name} arrives${e.lat !== null ? ', position recorded' : ''}${lateMark(e.late).en}`,
    ),
  'work-order-repaired': (e) =>
    both(
      `${e.by.name} 修复${lateMark(e.late).zh}：${e.cause}${e.parts.length > 0 ? `，换 ${e.parts.join('、')}` : ''}${e.note ? `，${e.note}` : ''}`,
      `${e.by.name} repairs${lateMark(e.late).en}: ${e.cause}${e.parts.length > 0 ? `, parts ${e.parts.join(', ')}` : ''}${e.note ? `, ${e.note}` : ''}`,
    ),
  'work-order-closed': (e) =>
    both(
      `${e.by ? `${e.by.name} 验收` : '设备恢复正常，派单关闭'}${said(e.note).zh}`,
      `${e.by ? `${e.by.name} accepts the repair` : 'The machine is well again, closed'}${said(e.note).en}`,
    ),
  'repair-returned': (e) =>
    both(
      `${e.by.name} 退回返工${because(e.reason).zh}，限 ${clockTime(e.due)}`,
      `${e.by.name} returns the repair${because(e.reason).en}, due ${clockTime(e.due)}`,
    ),
  'work-order-cancelled': (e) => both(`${e.by.name} 撤单${because(e.reason).zh}`, `${e.by.name} cancels${because(e.reason).en}`),
  'machines-recovered': (e) =>
    both(
      `${e.atms.length} 台自己报告恢复，${e.remaining > 0 ? `还有 ${e.remaining} 台` : '全部恢复'}`,
      `${e.atms.length} machine${e.atms.length === 1 ? '' : 's'} report service again, ${e.remaining > 0 ? `${e.remaining} still out` : 'none still out'}`,
    ),
  'clock-breached': (e) => both(`${steps[e.step].zh}超时，应 ${clockTime(e.due)}`, `${steps[e.step].en} late, was due ${clockTime(e.due)}`),
};

/** What a reader of the timeline filters by. */
export type Filter = 'plain' | 'decision' | 'late';
const marks: { [N in EventName<IncidentEvent> | EventName<WorkOrderEvent>]: Filter } = {
  'incident-activated': 'decision',
  'group-convened': 'plain',
  'person-called': 'plain',
  'person-acknowledged': 'plain',
  'call-escalated': 'late',
  'leader-appointed': 'decision',
  'appointment-accepted': 'plain',
  'appointment-declined': 'plain',
  'phase-entered': 'plain',
  'phase-left': 'plain',
  'phase-reopened': 'plain',
  'task-start-submitted': 'plain',
  'task-opened': 'plain',
  'task-started': 'plain',
  'task-submitted': 'plain',
  'task-approved': 'decision',
  'task-rejected': 'decision',
  'task-shared-confirmed': 'plain',
  'task-completed': 'plain',
  'task-waived': 'decision',
  'task-skipped': 'plain',
  'task-reassigned': 'decision',
  'task-overdue': 'late',
  'task-reopened': 'plain',
  'order-recorded': 'decision',
  'situation-reported': 'plain',
  'report-overdue': 'late',
  'level-changed': 'decision',
  'test-recorded': 'plain',
  'contact-recorded': 'plain',
  'warning-added': 'plain',
  'machines-restored': 'plain',
  'effect-requested': 'plain',
  'effect-settled': 'plain',
  'end-declared': 'decision',
  'incident-withdrawn': 'decision',
  'incident-reopened': 'decision',
  'report-filed': 'plain',
  'work-order-sent': 'decision',
  'work-order-acknowledged': 'plain',
  'engineer-departed': 'plain',
  'engineer-arrived': 'plain',
  'work-order-repaired': 'plain',
  'work-order-closed': 'plain',
  'repair-returned': 'decision',
  'work-order-cancelled': 'decision',
  'machines-recovered': 'plain',
  'clock-breached': 'late',
};

export const asIs: Names = { group: (id) => both(id, id), task: (id) => both(id, id), contact: (id) => both(id, id) };

/** One entry of an incident or a work order as a sentence; `null` for an entry type of another stream. */
export function sentence(type: string, data: unknown, names: Names = asIs): Text | null {
  const write = ({ ...incidentSentences, ...workOrderSentences } as Record<string, (event: never, names: Names) => Text>)[type];
  return write ? write(data as never, names) : null;
}

/** Which filters an entry answers to. A completion that came late counts as late. */
export function filterOf(type: string, data: unknown): Filter {
  if ((data as { late?: boolean } | null)?.late === true) return 'late';
  return (marks as Record<string, Filter>)[type] ?? 'plain';
}
