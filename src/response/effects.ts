import type { Mode } from '#journal';
import type { PersonRef } from '#organization';
import type { Effect, EventClass, Level, Text } from '#plans';
import { spokesman } from './calling.ts';
import { iso } from './draft.ts';
import type { Incident } from './incident.ts';
import type { Answers, IncidentEvent } from './model.ts';

/** What an executor is told of the incident that asks. */
export interface IncidentBrief {
  id: string;
  number: string;
  title: Text;
  level: Level;
  eventClass: EventClass;
  plan: { id: string; version: number; title: Text };
  warnings: string[];
  machines: string[];
  openedAt: string;
  expected: string | null;
}

/** One effect to bring about, once per `key`: a second request of the same key answers as the first did. */
export interface EffectRequest<E extends Effect = Effect> {
  key: string;
  incident: IncidentBrief;
  task: { id: string; title: Text; group: string; by: PersonRef | null; answers: Answers };
  effect: E;
  machines: string[];
  mode: Mode;
}

export interface Outcome {
  outcome: 'done' | 'failed' | 'withheld';
  /** What the outside answered, in words for the timeline. */
  detail: string;
}

/** One person to be told. `answerBy` set: their acknowledgement is awaited (`acknowledge` of the incident). */
export interface CallRequest {
  key: string;
  kind: 'activation' | 'takeover' | 'appointment' | 'task-overdue' | 'report-overdue' | 'approval' | 'stand-down';
  incident: IncidentBrief;
  person: PersonRef;
  group: string | null;
  title: Text;
  body: Text;
  answerBy: string | null;
  mode: Mode;
  /** Address in the console. */
  link: string;
}

type Executor<K extends Effect['kind']> = (request: EffectRequest<Extract<Effect, { kind: K }>>) => Promise<Outcome>;
type DeviceExecutor = (request: EffectRequest) => Promise<Outcome>;

/**
 * What the rooms on the right and the outside do for the response; `app.ts` fills it. Each answers an outcome, and
 * throws only when it should be tried again.
 */
export interface EffectExecutors {
  'close-machine': DeviceExecutor;
  'isolate-machine': DeviceExecutor;
  'go-in-service': DeviceExecutor;
  reset: DeviceExecutor;
  'dispatch-vendor': Executor<'dispatch-vendor'>;
  'issue-items': Executor<'issue-items'>;
  'return-items': Executor<'return-items'>;
  notify: Executor<'notify'>;
  'notify-outside': Executor<'notify-outside'>;
  'draft-bulletin': Executor<'draft-bulletin'>;
  call: (request: CallRequest) => Promise<void>;
}

/**
 * Exits that stay shut in a drill: machines, vendors and outside parties hear nothing of it. A bulletin is drafted and
 * approved as in earnest, for practice; its own room keeps it from the public.
 */
const withheldInDrill: ReadonlySet<Effect['kind']> = new Set([
  'close-machine',
  'isolate-machine',
  'go-in-service',
  'reset',
  'dispatch-vendor',
  'notify-outside',
]);

/** Brings one effect about, or withholds it in a drill. */
export async function execute(executors: EffectExecutors, request: EffectRequest): Promise<Outcome> {
  const { kind } = request.effect;
  if (request.mode !== 'live' && withheldInDrill.has(kind)) return { outcome: 'withheld', detail: '演练：未执行 · drill: not carried out' };
  return (executors[kind] as (request: EffectRequest) => Promise<Outcome>)(request);
}

export const briefOf = (state: Incident): IncidentBrief => ({
  id: state.id,
  number: state.number,
  title: state.title,
  level: state.level,
  eventClass: state.eventClass,
  plan: state.plan ?? { id: '', version: 0, title: state.title },
  warnings: state.warnings,
  machines: state.machines,
  openedAt: iso(state.openedAt),
  expected: state.expected,
});

/**
 * Whom these events tell, one request per person and reason. The keys say so, which makes a repeated job harmless.
 * @param state the incident after the events
 * @param version of the stream's last entry before them
 */
export function callsFor(state: Incident, mode: Mode, events: readonly IncidentEvent[], version: number): CallRequest[] {
  const incident = briefOf(state);
  const calls: CallRequest[] = [];
  const head = { zh: `${state.number} ${state.level}级 ${state.title.zh}`, en: `${state.number} level ${state.level} ${state.title.en}` };
  const tell = (
    kind: CallRequest['kind'],
    key: string,
    person: PersonRef,
    title: Text,
    body: Text,
    more: { group?: string; answerBy?: string; task?: string } = {},
  ) =>
    calls.push({
      key: `${state.id}:${kind}:${key}:${person.id}`,
      kind,
      incident,
      person,
      group: more.group ?? null,
      title,
      body,
      answerBy: more.answerBy ?? null,
      mode,
      link: `/incidents/${state.id}${more.task ? `?task=${more.task}` : ''}`,
    });
  const appointed = new Set(events.flatMap((event) => (event.event === 'leader-appointed' ? [event.person.id] : [])));
  events.forEach((event, place) => {
    const entry = version + place + 1;
    switch (event.event) {
      case 'person-called': {
        if (appointed.has(event.person.id)) break; // the appointment calls them
        const group = state.groups.get(event.group)?.name ?? { zh: event.group, en: event.group };
        const until = event.answerBy;
        tell(
          'activation',
          `${event.attempt}`,
          event.person,
          { zh: `应急呼叫：${head.zh}`, en: `Emergency call: ${head.en}` },
          {
            zh: `您在“${group.zh}”。原因：${state.reason}。请立即应答。`,
            en: `You serve in “${group.en}”. Reason: ${state.reason}. Please answer at once.`,
          },
          { group: event.group, answerBy: until },
        );
        break;
      }
      case 'call-escalated':
        // Somebody who already answered is told that they stand in; others get a call of their own.
        if (event.to && state.calls.get(event.to.id)?.answeredAt != null)
          tell(
            'takeover',
            event.from.id,
            event.to,
            { zh: `请接替 ${event.from.name}：${head.zh}`, en: `Stand in for ${event.from.name}: ${head.en}` },
            { zh: `${event.from.name} 未在时限内应答，由您接替。`, en: `${event.from.name} did not answer in time; you stand in.` },
            { group: event.group },
          );
        break;
      case 'leader-appointed': {
        const group = state.groups.get(event.group)?.name ?? { zh: event.group, en: event.group };
        const answerBy = state.calls.get(event.person.id)?.answerBy;
        const open = state.calls.get(event.person.id)?.answeredAt == null && answerBy !== undefined;
        tell(
          'appointment',
          `${event.group}:${entry}`,
          event.person,
          { zh: `指定您为“${group.zh}”组长：${head.zh}`, en: `You are appointed to lead “${group.en}”: ${head.en}` },
          { zh: '请接受，或说明理由后推辞。', en: 'Please accept, or decline with a reason.' },
          { group: event.group, ...(open ? { answerBy: iso(answerBy) } : {}) },
        );
        break;
      }
      case 'task-overdue':
        for (const person of event.toldTo)
          tell(
            'task-overdue',
            `${event.task}:${event.due}`,
            person,
            { zh: `任务超时：${event.title.zh}`, en: `Overdue: ${event.title.en}` },
            {
              zh: `${head.zh}。应于 ${event.due} 完成${event.assignee ? `，承办 ${event.assignee.name}` : ''}。`,
              en: `${head.en}. It was due at ${event.due}${event.assignee ? `, in the hands of ${event.assignee.name}` : ''}.`,
            },
            { group: event.group, task: event.task },
          );
        break;
      case 'report-overdue': {
        const person = spokesman(state, 'command');
        if (person)
          tell(
            'report-overdue',
            event.due,
            person,
            { zh: `情况报告未按时上报：${head.zh}`, en: `Situation report missing: ${head.en}` },
            { zh: `应于 ${event.due} 上报。`, en: `It was due at ${event.due}.` },
          );
        break;
      }
      case 'task-submitted':
      case 'task-start-submitted': {
        const group = event.approver === 'group-leader' ? (state.tasks.get(event.task)?.group ?? 'command') : 'command';
        const seats = (state.groups.get(group)?.seats ?? []).filter(
          (seat) => seat.person.id !== event.by.id && state.calls.get(seat.person.id)?.answeredAt != null,
        );
        const person = seats[0]?.person;
        if (person)
          tell(
            'approval',
            `${entry}`,
            person,
            { zh: `请审批：${event.title.zh}`, en: `For your approval: ${event.title.en}` },
            { zh: `${head.zh}。${event.by.name} 提交。`, en: `${head.en}. Submitted by ${event.by.name}.` },
            { group, task: event.task },
          );
        break;
      }
      case 'end-declared':
      case 'incident-withdrawn': {
        const words =
          event.event === 'end-declared'
            ? { zh: `应急结束：${head.zh}`, en: `Stand down, the emergency is over: ${head.en}` }
            : { zh: `误报撤销：${head.zh}`, en: `Stand down, false alarm: ${head.en}` };
        const said = event.event === 'end-declared' ? event.text : event.reason;
        for (const call of state.calls.values())
          tell(
            'stand-down',
            `${entry}`,
            call.person,
            words,
            { zh: `${event.by.name} 宣布：${said}`, en: `${event.by.name} declares: ${said}` },
            { group: call.group },
          );
        break;
      }
      default:
        break;
    }
  });
  return calls;
}
