import type { Actor, PersonRef, Role } from '#organization';
import type { Plan, Text } from '#plans';
import { isRefusal, type Refusal } from '#platform';
import { type Blueprint, blueprintOf } from './blueprint.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type Incident, initial } from './incident.ts';
import type { IncidentCommand, IncidentEvent, Roster } from './model.ts';

/** A small plan that uses every word of the plan model, its people, and a way to play it. For tests only. */

const t = (zh: string, en: string): Text => ({ zh, en });
const source = 'S0';
const seat = (zh: string, en: string) => ({ office: t(zh, en) });
const group = (id: string, zh: string, en: string): Plan['command'] => ({
  id,
  name: t(zh, en),
  source,
  formed: 'always',
  leader: seat('组长', 'head'),
  deputies: [seat('副组长', 'deputy')],
  members: [seat('成员', 'member')],
  duties: [{ text: t('职责', 'duty'), source }],
});

export const smallPlan: Plan = {
  id: 'small',
  version: 3,
  title: t('小预案', 'Small plan'),
  scope: { text: t('全行', 'the bank'), source },
  reviewEvery: 'P1Y',
  owner: { text: t('领导小组', 'the command'), source },
  purpose: { text: t('恢复', 'restore'), source },
  basis: [],
  eventClasses: [
    { class: 'power-cut', text: t('停电', 'power cut'), source },
    { class: 'equipment-damage', text: t('损坏', 'damage'), source },
  ],
  command: group('command', '应急指挥部', 'the command'),
  groups: [
    group('technical', '技术支持组', 'technical support'),
    group('security', '安全保障组', 'security'),
    { ...group('logistics', '后勤保障组', 'logistics'), formed: { classes: ['power-cut'] } },
    { ...group('work-group', '工作小组', 'the work group'), leader: { appointed: 'by-command' } },
  ],
  triggers: [
    {
      id: 'district-dark',
      name: t('片区停电', 'a district is dark'),
      source,
      when: { causes: ['power'] },
      eventClass: 'power-cut',
      level: 'II',
      // biome-ignore lint/suspicious/noThenProperty: the plan model's word
      then: 'offer',
    },
  ],
  // biome-ignore lint/suspicious/noThenProperty: the plan model's word
  calling: { answerWithin: 'PT15M', then: 'deputy', source },
  reporting: { every: 'PT1H', group: 'technical', source },
  phases: [
    {
      id: 'contain',
      name: t('处置', 'contain'),
      source,
      entry: { text: t('启动', 'activation') },
      exit: { text: t('办完', 'all done') },
      deadline: 'PT2H',
    },
    {
      id: 'restore',
      name: t('恢复', 'restore'),
      source,
      entry: { after: 'contain', text: t('处置后', 'after') },
      exit: { tests: true, text: t('测试通过', 'tests passed') },
    },
    {
      id: 'close',
      name: t('收尾', 'close'),
      source,
      entry: { after: 'restore', text: t('恢复后', 'after') },
      exit: { text: t('办完', 'all done') },
    },
  ],
  tasks: [
    {
      id: 'diagnose',
      phase: 'contain',
      group: 'technical',
      title: t('排查原因', 'find the cause'),
      source,
      deadline: 'PT30M',
      from: 'activation',
      after: [],
      form: [
        {
          id: 'cause',
          label: t('原因', 'cause'),
          kind: 'choice',
          required: true,
          options: [
            { value: 'grid', label: t('电网', 'grid') },
            { value: 'breaker', label: t('开关', 'breaker') },
          ],
        },
        { id: 'minutes', label: t('后备电源剩余', 'battery left'), kind: 'number', required: true, unit: t('分钟', 'minutes') },
        { id: 'loss', label: t('损失', 'loss'), kind: 'money', required: false },
      ],
      approval: 'commander',
    },
    {
      id: 'cordon',
      phase: 'contain',
      group: 'security',
      title: t('现场警戒', 'cordon'),
      source,
      deadline: 'PT20M',
      from: 'phase',
      after: [],
      evidence: [{ kind: 'photo', atLeast: 1 }],
      checklist: [{ id: 'tape', text: t('拉警戒线', 'tape') }],
      waive: ['commander'],
    },
    {
      id: 'generator',
      phase: 'contain',
      group: 'logistics',
      title: t('调发电机', 'send a generator'),
      source,
      deadline: 'PT40M',
      from: { task: 'diagnose' },
      after: ['diagnose'],
      when: { classes: ['power-cut'], answer: { task: 'diagnose', field: 'cause', is: 'grid' } },
      effects: [{ kind: 'issue-items', on: 'start', items: [{ item: 'generator', quantity: 1 }] }],
      waive: ['commander', 'group-leader'],
    },
    {
      id: 'contact',
      phase: 'contain',
      group: 'security',
      title: t('联系供电公司', 'speak to the grid'),
      source,
      deadline: 'PT10M',
      from: 'phase',
      after: [],
      repeat: 'PT30M',
    },
    {
      id: 'tell-region',
      phase: 'contain',
      group: 'technical',
      title: t('上报分行', 'tell the region'),
      source,
      deadline: 'PT30M',
      from: 'phase',
      after: [],
      when: { levelAtLeast: 'I' },
    },
    {
      id: 'close-machines',
      phase: 'contain',
      group: 'technical',
      title: t('关闭设备', 'close machines'),
      source,
      deadline: 'PT30M',
      from: 'phase',
      after: ['diagnose'],
      closes: 'effects',
      effects: [{ kind: 'close-machine', on: 'start', twoPersons: true }],
    },
    {
      id: 'repair',
      phase: 'restore',
      group: 'technical',
      title: t('恢复供电', 'restore power'),
      source,
      deadline: 'PT1H',
      from: 'phase',
      after: [],
      sharedWith: 'security',
    },
    {
      id: 'go-in-service',
      phase: 'restore',
      group: 'technical',
      title: t('恢复服务', 'go in service'),
      source,
      deadline: 'PT1H',
      from: 'phase',
      after: ['repair'],
      effects: [{ kind: 'go-in-service', on: 'complete', twoPersons: false }],
    },
    {
      id: 'return-items',
      phase: 'close',
      group: 'logistics',
      title: t('归还物资', 'return items'),
      source,
      deadline: 'PT4H',
      from: 'phase',
      after: [],
      when: { classes: ['power-cut'] },
      closes: 'effects',
      effects: [{ kind: 'return-items', on: 'complete' }],
    },
  ],
  recoveryTests: [
    {
      id: 'power-test',
      name: t('供电恢复测试', 'power test'),
      source,
      classes: ['power-cut', 'equipment-damage'],
      group: 'technical',
      steps: [
        { id: 'voltage', text: t('电压', 'voltage'), kind: 'measure', unit: t('伏', 'V'), min: 198, max: 235 },
        { id: 'seal', text: t('封条完好', 'seals whole'), kind: 'check' },
        { id: 'serving', text: t('设备在服务', 'machines serve'), kind: 'device' },
      ],
      reopens: 'repair',
    },
  ],
  end: {
    by: ['commander', 'deputy'],
    source,
    conditions: (['tests-passed', 'tasks-closed', 'items-returned', 'machines-in-service'] as const).map((kind) => ({
      kind,
      text: t('条件', 'condition'),
    })),
  },
  report: { due: 'P3D', approvedBy: 'commander', source, sections: [{ id: 'summary', title: t('概况', 'summary'), source }] },
  supplies: [{ id: 'generator', kind: 'equipment', name: t('发电机', 'generator'), source }],
  channels: [],
  releaseContents: [],
  outsideContacts: [{ id: 'grid', name: t('供电公司', 'the grid'), source }],
  drills: [],
  training: [],
  preparedness: [],
  reviewDuties: [],
  provisions: [],
};
export const smallBlueprint: Blueprint = blueprintOf(smallPlan);

export const person = (id: string): PersonRef => ({ id, name: id });
const actor = (id: string, role: Role, ...seats: Actor['seats']): Actor => ({ kind: 'person', id, name: id, role, seats, vendor: null });

/** Two or three people per group, named after their seats. */
export const people = {
  commander: actor('commander', 'commander', { group: 'command', seat: 'leader' }),
  deputy: actor('deputy', 'deputy', { group: 'command', seat: 'deputy' }),
  duty: actor('duty', 'duty-officer'),
  tech: actor('tech', 'group-leader', { group: 'technical', seat: 'leader' }),
  tech2: actor('tech2', 'responder', { group: 'technical', seat: 'deputy' }),
  tech3: actor('tech3', 'responder', { group: 'technical', seat: 'member' }),
  guard: actor('guard', 'group-leader', { group: 'security', seat: 'leader' }),
  guard2: actor('guard2', 'responder', { group: 'security', seat: 'member' }),
  store: actor('store', 'group-leader', { group: 'logistics', seat: 'leader' }),
  worker: actor('worker', 'responder', { group: 'work-group', seat: 'member' }),
  auditor: actor('auditor', 'auditor'),
  vendor: { ...actor('vendor', 'vendor'), vendor: 'gd' } as Actor,
  system: { kind: 'system', id: 'system', name: 'system', role: 'system', seats: [], vendor: null } as Actor,
};

const seats = (groupId: string, ...ids: [string, 'leader' | 'deputy' | 'member'][]): Roster => ({
  group: groupId,
  seats: ids.map(([id, where]) => ({ person: person(id), seat: where })),
});
export const rosters: Roster[] = [
  seats('command', ['commander', 'leader'], ['deputy', 'deputy']),
  seats('technical', ['tech', 'leader'], ['tech3', 'member'], ['tech2', 'deputy']),
  seats('security', ['guard', 'leader'], ['guard2', 'member']),
  seats('logistics', ['store', 'leader']),
  seats('work-group', ['worker', 'member']),
];

export const activation: Extract<IncidentCommand, { command: 'activate' }> = {
  command: 'activate',
  title: t('汉口片区停电', 'Hankou dark'),
  eventClass: 'power-cut',
  level: 'II',
  warnings: ['w1'],
  machines: ['A1', 'A2', 'A3'],
  rosters,
  reason: '片区停电',
  number: 'INC-2026-0001',
};

/** Plays commands on one incident and keeps its entries, as the shell does. Throws on a refusal unless asked to try. */
export class Play {
  state: Incident;
  entries: { event: IncidentEvent; at: string }[] = [];
  now = Temporal.Instant.from('2026-03-08T03:00:00Z');
  mode: 'live' | 'drill' = 'live';
  readonly plan: Plan;
  constructor(plan: Plan = smallPlan, mode: 'live' | 'drill' = 'live') {
    this.plan = plan;
    this.mode = mode;
    this.state = initial('i1');
  }
  try(command: IncidentCommand, by: Actor): IncidentEvent[] | Refusal {
    const answer = decide(this.plan, this.state, command, by, this.now, this.mode);
    if (isRefusal(answer)) return answer;
    const at = this.now.toString();
    for (const event of answer) {
      this.entries.push({ event, at });
      this.state = evolve(this.state, event, at);
    }
    return answer;
  }
  do(command: IncidentCommand, by: Actor): IncidentEvent[] {
    const answer = this.try(command, by);
    if (isRefusal(answer)) throw new Error(`${command.command} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }
  /** Code of the refusal, or the names of the events. */
  says(command: IncidentCommand, by: Actor): string | string[] {
    const answer = this.try(command, by);
    return isRefusal(answer) ? answer.refusal : answer.map((event) => event.event);
  }
  forward(duration: string): void {
    this.now = this.now.add(duration);
  }
  tick(): IncidentEvent[] {
    return this.do({ command: 'tick' }, people.system);
  }
  of<E extends IncidentEvent['event']>(name: E): Extract<IncidentEvent, { event: E }>[] {
    return this.entries.flatMap(({ event }) => (event.event === name ? [event as Extract<IncidentEvent, { event: E }>] : []));
  }
  task(id: string): string {
    return this.state.tasks.get(id)?.state ?? 'waiting';
  }
  /** Settles every effect that waits. */
  settle(outcome: 'done' | 'failed' | 'withheld' = 'done'): void {
    for (const effect of [...this.state.effects.values()])
      if (effect.outcome === null) this.do({ command: 'settle-effect', effect: effect.key, outcome, detail: outcome }, people.system);
  }
}
