import type { Entry, EntryActor, Mode } from '#journal';
import type { IncidentEvent } from '#response';

/** The entries of one incident for tests: a district's power cut of two machines, one task late, one call unanswered. */
const wang = { id: 'wang', name: '王强' };
const li = { id: 'li', name: '李敏' };
const chen = { id: 'chen', name: '陈行长' };

const actor: EntryActor = { kind: 'person', id: 'chen', name: '陈行长', role: 'commander' };
const start = '2026-07-16T04:50:00Z';
/** Moment so many minutes after the activation. */
export const after = (minutes: number): string => Temporal.Instant.from(start).add({ minutes }).toString();

export function entry(seq: number, stream: string, minutes: number, type: string, data: object, mode: Mode = 'live'): Entry {
  return { seq, stream, version: seq, at: after(minutes), actor, mode, type, data: data as Record<string, unknown> };
}

export function incidentEntries(mode: Mode = 'live'): Entry[] {
  const title = (zh: string, en: string) => ({ zh, en });
  const diagnose = { task: 'diagnose', title: title('查明原因', 'Find the cause'), group: 'technical' };
  const told: [number, IncidentEvent][] = [
    [
      0,
      {
        event: 'incident-activated',
        number: 'INC-2026-0042',
        title: title('汉口片区停电', 'Power cut in Hankou'),
        plan: { id: 'plan-1', version: 1, title: title('ATM应急预案', 'ATM emergency plan') },
        eventClass: 'power-cut',
        level: 'II',
        warnings: ['w-1'],
        machines: ['ATM-0001', 'ATM-0002'],
        reason: '片区停电',
        expected: null,
      },
    ],
    [
      0,
      {
        event: 'group-convened',
        group: 'technical',
        name: title('技术支持组', 'Technical support'),
        roster: {
          group: 'technical',
          seats: [
            { person: wang, seat: 'leader' },
            { person: li, seat: 'member' },
          ],
        },
        answerBy: after(5),
      },
    ],
    [0, { event: 'person-called', person: wang, group: 'technical', attempt: 1, answerBy: after(5) }],
    [0, { event: 'phase-entered', phase: 'handling', name: title('应急处置', 'Handling'), due: null }],
    [0, { event: 'task-opened', ...diagnose, phase: 'handling', due: after(20), assignee: wang, adHoc: false, round: 1 }],
    [5, { event: 'call-escalated', from: wang, to: li, group: 'technical' }],
    [5, { event: 'person-called', person: li, group: 'technical', attempt: 1, answerBy: after(10) }],
    [7, { event: 'person-acknowledged', person: li, afterSeconds: 120, note: null }],
    [8, { event: 'task-started', task: 'diagnose', title: diagnose.title, group: 'technical', by: li }],
    [20, { event: 'task-overdue', ...diagnose, due: after(20), assignee: wang, toldTo: [chen] }],
    [
      28,
      {
        event: 'task-completed',
        ...diagnose,
        by: li,
        late: true,
        due: after(20),
        answers: { cause: '供电局变压器故障', loss: 125000 },
        checked: [],
        evidence: [{ kind: 'photo', file: 'a.jpg' }],
        note: '发电机已接入',
      },
    ],
    [
      30,
      {
        event: 'effect-requested',
        key: 'e1',
        task: 'diagnose',
        effect: { kind: 'issue-items', on: 'complete', items: [{ item: 'generator', quantity: 1 }] },
        machines: ['ATM-0001'],
      },
    ],
    [31, { event: 'effect-settled', key: 'e1', outcome: mode === 'drill' ? 'withheld' : 'done', detail: '发电机 1 台' }],
    [40, { event: 'machines-restored', machines: ['ATM-0001'], remaining: 1 }],
    [
      50,
      {
        event: 'test-recorded',
        test: 'power',
        name: title('供电恢复测试', 'Power test'),
        passed: false,
        results: [{ step: 'voltage', value: 190 }],
        failed: ['voltage'],
        machines: ['ATM-0002'],
        by: li,
        note: null,
      },
    ],
    [60, { event: 'machines-restored', machines: ['ATM-0002'], remaining: 0 }],
    [
      62,
      {
        event: 'test-recorded',
        test: 'power',
        name: title('供电恢复测试', 'Power test'),
        passed: true,
        results: [{ step: 'voltage', value: 221 }],
        failed: [],
        machines: ['ATM-0001', 'ATM-0002'],
        by: li,
        note: null,
      },
    ],
    [70, { event: 'end-declared', by: chen, text: '全部恢复' }],
  ];
  return told.map(([minutes, { event, ...data }], index) => entry(101 + index, 'incident/i-1', minutes, event, data, mode));
}

const generator = {
  item: 'g-1',
  kind: 'generator',
  name: { zh: '发电机', en: 'Generator' },
  store: 'hankou',
  storeName: { zh: '汉口库', en: 'Hankou store' },
  consumed: false,
  incident: 'i-1',
  task: 'diagnose',
  taken: true,
};
export const itemEntries = (): Entry[] => [
  entry(130, 'item/g-1', 30, 'item-issued', { ...generator, quantity: 1, serials: ['GEN-7'] }),
  entry(131, 'item/g-1', 66, 'item-returned', { ...generator, quantity: 1, serials: ['GEN-7'] }),
];
export const warningEntries = (): Entry[] => [entry(90, 'warning/w-1', -6, 'warning-opened', { customers: 4200 })];
