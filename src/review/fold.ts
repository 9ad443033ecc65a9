import type { Entry, Mode } from '#journal';
import type { Text } from '#plans';
import type { Answers, EvidenceItem } from '#response';
import type { CallRow, Figure, TaskRow } from './model.ts';
import { detailOf, effectName, eventOf } from './sentences.ts';

/** One execution of a task, with what was answered. */
export interface Execution extends TaskRow {
  answers: Answers;
  evidence: EvidenceItem[];
  doneEntry: number | null;
  phase: string;
}

/** An incident as its report sees it: figures, executions, calls; each with the entries behind it. */
export interface Story {
  mode: Mode;
  number: string;
  title: Text;
  plan: { id: string; version: number; title: Text };
  reason: string;
  firstLevel: string;
  level: string;
  levelEntries: number[];
  activation: number;
  openedAt: string;
  endedAt: string | null;
  convened: { group: string; name: Text; entry: number }[];
  tasks: Execution[];
  calls: CallRow[];
  figures: Figure[];
  failures: { text: Text; entries: number[] }[];
  /** The group that a person sat in. */
  tester(person: string): string | undefined;
}

const milliseconds = (at: string) => Temporal.Instant.from(at).epochMilliseconds;
const minutesBetween = (from: string, to: string) => (milliseconds(to) - milliseconds(from)) / 60_000;
const minute: Text = { zh: '分钟', en: 'min' };

/**
 * Reads an incident's entries once, oldest first.
 * @param now counts for what has not ended yet
 * @throws when there is no activation among them
 */
export function fold(entries: Entry[], warnings: Entry[], now: string): Story {
  let activation: { entry: Entry; event: Extract<NonNullable<ReturnType<typeof eventOf>>, { event: 'incident-activated' }> } | undefined;
  let level = '';
  let endedAt: string | null = null;
  let endEntry: number | undefined;
  const levelEntries: number[] = [];
  const convened: Story['convened'] = [];
  const seats = new Map<string, string>();
  const tasks: Execution[] = [];
  const running = new Map<string, Execution>();
  const calls = new Map<string, CallRow>();
  const failures: Story['failures'] = [];
  const machines = new Set<string>();
  /** Machines out of service, with the moment since. */
  const down = new Map<string, string>();
  const downEntries: number[] = [];
  let downMinutes = 0;
  let reportsMissed: number[] = [];
  const requested = new Map<string, { seq: number; kind: string }>();
  const stop = (atm: string, at: string) => {
    const since = down.get(atm);
    if (since === undefined) return;
    downMinutes += minutesBetween(since, at);
    down.delete(atm);
  };

  for (const entry of entries) {
    const event = eventOf(entry);
    if (!event) continue;
    const { seq, at } = entry;
    switch (event.event) {
      case 'incident-activated':
        activation = { entry, event };
        level = event.level;
        for (const atm of event.machines) {
          machines.add(atm);
          down.set(atm, at);
        }
        downEntries.push(seq);
        break;
      case 'warning-added':
        for (const atm of event.machines) {
          machines.add(atm);
          if (!down.has(atm)) down.set(atm, at);
        }
        downEntries.push(seq);
        break;
      case 'machines-restored':
        for (const atm of event.machines) stop(atm, at);
        downEntries.push(seq);
        break;
      case 'group-convened':
        convened.push({ group: event.group, name: event.name, entry: seq });
        for (const { person } of event.roster.seats) seats.set(person.id, event.group);
        break;
      case 'person-called': {
        const call = calls.get(event.person.id);
        if (call) {
          call.attempts = Math.max(call.attempts, event.attempt);
          call.entries.push(seq);
        } else
          calls.set(event.person.id, {
            person: event.person.name,
            group: event.group,
            calledAt: at,
            answerBy: event.answerBy,
            attempts: event.attempt,
            answeredAfterSeconds: null,
            inTime: false,
            replacedBy: null,
            entries: [seq],
          });
        seats.set(event.person.id, event.group);
        break;
      }
      case 'person-acknowledged': {
        const call = calls.get(event.person.id);
        if (!call || call.answeredAfterSeconds !== null) break;
        call.answeredAfterSeconds = event.afterSeconds;
        call.inTime = milliseconds(at) <= milliseconds(call.answerBy);
        call.entries.push(seq);
        break;
      }
      case 'call-escalated': {
        const call = calls.get(event.from.id);
        if (!call) break;
        call.replacedBy = event.to?.name ?? null;
        call.entries.push(seq);
        break;
      }
      case 'task-opened': {
        const task: Execution = {
          task: event.task,
          title: event.title,
          group: event.group,
          phase: event.phase,
          round: event.round,
          openedAt: at,
          due: event.due,
          doneAt: null,
          by: null,
          state: 'open',
          lateMinutes: 0,
          entries: [seq],
          answers: {},
          evidence: [],
          doneEntry: null,
        };
        tasks.push(task);
        running.set(event.task, task);
        break;
      }
      case 'task-reopened': {
        const before = running.get(event.task);
        const group = before?.group ?? 'technical';
        const task: Execution = {
          task: event.task,
          title: event.title,
          group,
          phase: before?.phase ?? '',
          round: (before?.round ?? 0) + 1,
          openedAt: at,
          due: event.due,
          doneAt: null,
          by: null,
          state: 'open',
          lateMinutes: 0,
          entries: [seq],
          answers: {},
          evidence: [],
          doneEntry: null,
        };
        tasks.push(task);
        running.set(event.task, task);
        break;
      }
      case 'phase-left':
        // A repeat that was open when its phase ended is asked of nobody any more.
        for (const task of running.values())
          if (task.phase === event.phase && task.state === 'open' && task.round > 1) {
            Object.assign(task, { state: 'lapsed', lateMinutes: Math.max(0, minutesBetween(task.due, at)) });
            task.entries.push(seq);
          }
        break;
      case 'task-overdue':
        running.get(event.task)?.entries.push(seq);
        break;
      case 'task-completed': {
        const task = running.get(event.task);
        if (!task) break;
        Object.assign(task, {
          doneAt: at,
          by: event.by?.name ?? null,
          state: 'done',
          due: event.due,
          answers: event.answers,
          evidence: event.evidence,
          doneEntry: seq,
          lateMinutes: Math.max(0, minutesBetween(event.due, at)),
        });
        task.entries.push(seq);
        break;
      }
      case 'task-waived': {
        const task = running.get(event.task);
        if (!task) break;
        Object.assign(task, { doneAt: at, by: event.by.name, state: 'waived', doneEntry: seq });
        task.entries.push(seq);
        break;
      }
      case 'level-changed':
        level = event.to;
        levelEntries.push(seq);
        break;
      case 'test-recorded':
        if (!event.passed)
          failures.push({
            text: {
              zh: `恢复测试“${event.name.zh}”未一次通过，修复后应先自查再测试`,
              en: `Recovery test “${event.name.en}” failed: repairs should be checked before they are tested`,
            },
            entries: [seq],
          });
        break;
      case 'report-overdue':
        reportsMissed = [...reportsMissed, seq];
        break;
      case 'effect-requested':
        requested.set(event.key, { seq, kind: event.effect.kind });
        break;
      case 'effect-settled':
        if (event.outcome === 'failed') {
          const name = effectName(requested.get(event.key)?.kind ?? '');
          const { zh, en } = detailOf(event.detail);
          failures.push({
            text: { zh: `动作“${name.zh}”失败${zh ? `：${zh}` : ''}`, en: `Action “${name.en}” failed${en ? `: ${en}` : ''}` },
            entries: [requested.get(event.key)?.seq ?? seq, seq],
          });
        }
        break;
      case 'end-declared':
      case 'incident-withdrawn':
        endedAt = at;
        endEntry = seq;
        break;
      case 'incident-reopened':
        endedAt = null;
        endEntry = undefined;
        levelEntries.push(seq);
        break;
    }
  }
  if (!activation) throw new Error('an incident without its activation has no report');
  const { entry, event } = activation;
  for (const [atm] of [...down]) stop(atm, endedAt ?? now);
  for (const task of tasks) if (task.state === 'open') task.lateMinutes = Math.max(0, minutesBetween(task.due, endedAt ?? now));
  if (reportsMissed.length > 0)
    failures.push({
      text: { zh: `情况报告逾时${reportsMissed.length}次`, en: `Situation reports were overdue ${reportsMissed.length} times` },
      entries: reportsMissed,
    });
  return {
    mode: entry.mode,
    number: event.number,
    title: event.title,
    plan: event.plan,
    reason: event.reason,
    firstLevel: event.level,
    level,
    levelEntries,
    activation: entry.seq,
    openedAt: entry.at,
    endedAt,
    convened,
    tasks,
    calls: [...calls.values()],
    failures,
    figures: figures(entries, warnings, {
      openedAt: entry.at,
      activation: entry.seq,
      endedAt,
      endEntry,
      machines,
      downMinutes,
      downEntries,
      now,
    }),
    tester: (person) => seats.get(person),
  };
}

interface Measured {
  openedAt: string;
  activation: number;
  endedAt: string | null;
  endEntry: number | undefined;
  machines: Set<string>;
  downMinutes: number;
  downEntries: number[];
  now: string;
}

/** The goals, measured (S1-1, S2-1): how fast, how many machines and customers, how much service was lost. */
function figures(entries: Entry[], warnings: Entry[], m: Measured): Figure[] {
  const found: Figure[] = [
    {
      id: 'machines',
      name: { zh: '涉及自动柜员机', en: 'Machines concerned' },
      value: m.machines.size,
      unit: { zh: '台', en: 'machines' },
      entries: m.downEntries,
    },
  ];
  const customers = new Map<string, { count: number; entries: number[] }>();
  for (const { stream, data, seq } of warnings) {
    const told =
      (data as { customers?: unknown; warning?: { customers?: unknown } }).customers ??
      (data as { warning?: { customers?: unknown } }).warning?.customers;
    if (typeof told !== 'number') continue;
    const before = customers.get(stream);
    customers.set(stream, { count: Math.max(told, before?.count ?? 0), entries: [...(before?.entries ?? []), seq] });
  }
  if (customers.size > 0)
    found.push({
      id: 'customers',
      name: { zh: '受影响客户（估计）', en: 'Customers affected (estimate)' },
      value: [...customers.values()].reduce((sum, one) => sum + one.count, 0),
      unit: { zh: '人', en: 'people' },
      entries: [...customers.values()].flatMap((one) => one.entries),
    });
  const opened = warnings.filter((entry) => entry.type === 'warning-opened').sort((a, b) => a.seq - b.seq)[0];
  if (opened && minutesBetween(opened.at, m.openedAt) >= 0)
    found.push({
      id: 'warning-to-activation',
      name: { zh: '从预警到启动预案', en: 'From warning to activation' },
      value: minutesBetween(opened.at, m.openedAt),
      unit: minute,
      entries: [opened.seq, m.activation],
    });
  const timeTo = (id: string, name: Text, type: string) => {
    const first = entries.find((entry) => entry.type === type);
    if (first) found.push({ id, name, value: minutesBetween(m.openedAt, first.at), unit: minute, entries: [m.activation, first.seq] });
  };
  timeTo('first-answer', { zh: '从启动到首位人员应答', en: 'From activation to the first answer' }, 'person-acknowledged');
  timeTo('first-start', { zh: '从启动到开始处置', en: 'From activation to the first task started' }, 'task-started');
  const restored = entries.filter((entry) => entry.type === 'machines-restored').at(-1);
  if (restored && (restored.data as { remaining?: number }).remaining === 0)
    found.push({
      id: 'restored',
      name: { zh: '从启动到全部恢复服务', en: 'From activation to full service' },
      value: minutesBetween(m.openedAt, restored.at),
      unit: minute,
      entries: [m.activation, restored.seq],
    });
  if (m.endedAt !== null && m.endEntry !== undefined)
    found.push({
      id: 'duration',
      name: { zh: '应急历时', en: 'Duration' },
      value: minutesBetween(m.openedAt, m.endedAt),
      unit: minute,
      entries: [m.activation, m.endEntry],
    });
  if (m.machines.size > 0) {
    const span = minutesBetween(m.openedAt, m.endedAt ?? m.now);
    found.push({
      id: 'machine-minutes',
      name: { zh: '停止服务（台·分钟）', en: 'Service lost (machine-minutes)' },
      value: Math.round(m.downMinutes),
      unit: minute,
      entries: m.downEntries,
    });
    if (span > 0)
      found.push({
        id: 'availability',
        name: { zh: '期间涉及机器可用率', en: 'Availability of these machines meanwhile' },
        value: Math.round((1 - m.downMinutes / (m.machines.size * span)) * 1000) / 10,
        unit: { zh: '%', en: '%' },
        entries: [...m.downEntries, ...(m.endEntry === undefined ? [] : [m.endEntry])],
      });
  }
  return found;
}
