import type { Mode } from '#journal';
import type { Actor } from '#organization';
import type { Level, Plan, Text } from '#plans';
import { commands, inGroup, mayApprove } from './authority.ts';
import { blueprintOf } from './blueprint.ts';
import { spokesman } from './calling.ts';
import { reportDue } from './decide.ts';
import { iso } from './draft.ts';
import { missingForEnd } from './end.ts';
import { type Incident, isClosed } from './incident.ts';
import type { WorkOrderStep } from './model.ts';
import type { WorkOrderRow } from './store.ts';

export const mineKinds = [
  'notice',
  'task',
  'confirmation',
  'approval',
  'appointment',
  'situation',
  'end',
  'work-order',
  'warning',
  'bulletin',
  'report',
  'improvement',
] as const;

/** One thing that waits for a person. */
export interface MineItem {
  kind: (typeof mineKinds)[number];
  /** Id of the task, person, group or order within its subject. */
  id: string;
  /** What it belongs to: `incident`, `work-order`, or a record of another room. */
  subject: { kind: string; id: string; number: string };
  title: Text;
  detail: Text[];
  level: Level | null;
  due: string | null;
  late: boolean;
  /** What happens when nobody acts in time. */
  otherwise: Text | null;
  mode: Mode;
}

/** A situation report asks for itself this long before it is due. */
const reportAheadMs = 15 * 60_000;

/** What one incident wants of one person now. */
export function mineOf(plan: Plan, state: Incident, mode: Mode, actor: Actor, now: number): MineItem[] {
  const blueprint = blueprintOf(plan);
  const items: MineItem[] = [];
  const subject = { kind: 'incident' as const, id: state.id, number: state.number };
  const add = (kind: MineItem['kind'], id: string, title: Text, due: number | null, detail: Text[] = [], otherwise: Text | null = null) =>
    items.push({
      kind,
      id,
      subject,
      title,
      detail: [state.title, ...detail],
      level: state.level,
      due: due === null ? null : iso(due),
      late: due !== null && due <= now,
      otherwise,
      mode,
    });

  const call = state.calls.get(actor.id);
  if (call && call.answeredAt === null)
    add(
      'notice',
      actor.id,
      { zh: `应答呼叫：${state.title.zh}`, en: `Answer the call: ${state.title.en}` },
      call.answerBy,
      [state.groups.get(call.group)?.name ?? { zh: call.group, en: call.group }],
      call.escalated ? null : { zh: '届时呼叫下一人', en: 'then the next in the chain is called' },
    );

  for (const task of state.tasks.values()) {
    if (isClosed(task) || task.state === 'waiting') continue;
    const group = state.groups.get(task.group)?.name ?? { zh: task.group, en: task.group };
    if (task.state === 'submitted') {
      // Rights of the whole command would fill every queue: the one who speaks for the group sees it, and the named role.
      if (mayApprove(state, task, actor) === null)
        add('approval', task.id, { zh: `审批：${task.title.zh}`, en: `Approve: ${task.title.en}` }, task.due, [
          { zh: `${task.submitted?.by.name ?? ''} 提交`, en: `submitted by ${task.submitted?.by.name ?? ''}` },
        ]);
      continue;
    }
    const mine = task.assignee ? task.assignee.id === actor.id : inGroup(state, task.group, actor);
    if (mine)
      add('task', task.id, task.title, task.due, [group], {
        zh: '届时提醒组长和指挥部',
        en: 'then the heads of the group and the command are told',
      });
    const shared = blueprint.tasks.get(task.id)?.task.sharedWith;
    if (
      shared !== undefined &&
      !task.sharedBy &&
      task.startedBy?.id !== actor.id &&
      state.groups.has(shared) &&
      inGroup(state, shared, actor)
    )
      add('confirmation', task.id, { zh: `现场确认：${task.title.zh}`, en: `Confirm on site: ${task.title.en}` }, task.due, [group]);
  }

  for (const group of state.groups.values()) {
    const planned = blueprint.groups.get(group.id);
    if (!planned || !('appointed' in planned.leader)) continue;
    if ((!group.appointed || group.appointed.state === 'declined') && commands(actor))
      add(
        'appointment',
        group.id,
        { zh: `指定“${group.name.zh}”组长`, en: `Appoint the leader of “${group.name.en}”` },
        state.openedAt + blueprint.answerWithinMs,
        group.appointed
          ? [
              {
                zh: `${group.appointed.person.name} 推辞：${group.appointed.reason ?? ''}`,
                en: `${group.appointed.person.name} declined: ${group.appointed.reason ?? ''}`,
              },
            ]
          : [],
      );
    if (group.appointed?.state === 'asked' && group.appointed.person.id === actor.id)
      add(
        'appointment',
        group.id,
        { zh: `接受“${group.name.zh}”组长的指定`, en: `Accept to lead “${group.name.en}”` },
        state.calls.get(actor.id)?.answerBy ?? null,
      );
  }

  const report = reportDue(blueprint, state);
  if (report - now <= reportAheadMs && spokesman(state, plan.reporting.group)?.id === actor.id)
    add('situation', 'situation', { zh: '上报处置情况', en: 'Report the situation' }, report, [], {
      zh: '届时告知指挥部',
      en: 'then the command is told',
    });
  if (plan.end.by.some((role) => role === actor.role) && state.phases.size > 0 && missingForEnd(blueprint, state).length === 0)
    add('end', 'end', { zh: '可以宣布结束', en: 'The end can be declared' }, null);
  return items;
}

const nextStep: Partial<Record<WorkOrderRow['state'], WorkOrderStep>> = {
  sent: 'acknowledge',
  acknowledged: 'depart',
  departed: 'arrive',
  arrived: 'repair',
};
const stepWords: Record<WorkOrderStep, Text> = {
  acknowledge: { zh: '接单', en: 'Acknowledge' },
  depart: { zh: '出发', en: 'Depart' },
  arrive: { zh: '到场', en: 'Arrive' },
  repair: { zh: '修复', en: 'Repair' },
};

/** Open orders that wait: for the vendor its next step; for the duty officer those that are late, or repaired and not yet well. */
export function ordersOf(rows: readonly WorkOrderRow[], actor: Actor): MineItem[] {
  return rows.flatMap((row): MineItem[] => {
    const step = nextStep[row.state];
    if (actor.role === 'vendor' ? !step : row.breached.length === 0 && row.state !== 'repaired') return [];
    const due = step
      ? { acknowledge: row.due_acknowledge, depart: row.due_depart, arrive: row.due_arrive, repair: row.due_repair }[step]
      : null;
    const title = step
      ? { zh: `${stepWords[step].zh}：${row.summary.zh}`, en: `${stepWords[step].en}: ${row.summary.en}` }
      : { zh: `验收：${row.summary.zh}`, en: `Accept: ${row.summary.en}` };
    return [
      {
        kind: 'work-order',
        id: row.id,
        subject: { kind: 'work-order', id: row.id, number: row.number },
        title,
        detail: [{ zh: `${row.vendor} · ${row.atms.length} 台`, en: `${row.vendor} · ${row.atms.length} machine(s)` }],
        level: null,
        due,
        late: step !== undefined && row.breached.includes(step),
        otherwise: null,
        mode: row.mode,
      },
    ];
  });
}
