import type { Plan, Text } from '../../../src/plans/model.ts';

export const elementKinds = [
  'purpose',
  'scope',
  'basis',
  'class',
  'group',
  'duty',
  'trigger',
  'phase',
  'task',
  'test',
  'end',
  'report',
  'supply',
  'channel',
  'release',
  'contact',
  'drill',
  'training',
  'preparedness',
  'review',
  'provision',
  'calling',
  'reporting',
  'owner',
] as const;
export type ElementKind = (typeof elementKinds)[number];
/** One element of a plan that comes from clauses of the bank's document. */
export interface Element {
  key: string;
  kind: ElementKind;
  text: Text;
  sources: string[] /** Phase of a task, group of a duty. */;
  of?: string;
}

const listed = (source: string | string[]): string[] => [source].flat();

/** Every element of a plan that names a clause, in the order of the plan. */
export function elementsOf(plan: Plan): Element[] {
  const found: Element[] = [];
  const add = (kind: ElementKind, id: string, text: Text, source: string | string[] | undefined, of?: string) => {
    if (source !== undefined)
      found.push({ key: id ? `${kind}/${id}` : kind, kind, text, sources: listed(source), ...(of === undefined ? {} : { of }) });
  };
  add('purpose', '', plan.purpose.text, plan.purpose.source);
  plan.basis.forEach((basis, index) => {
    add('basis', String(index), basis.text, basis.source);
  });
  add('scope', '', plan.scope.text, plan.scope.source);
  for (const one of plan.eventClasses) add('class', one.class, one.text, one.source);
  for (const group of [plan.command, ...plan.groups]) {
    add('group', group.id, group.name, group.source);
    const seats = [
      ...('office' in group.leader ? [{ seat: group.leader, as: 'leader' }] : []),
      ...group.deputies.map((seat) => ({ seat, as: 'deputy' })),
      ...group.members.map((seat) => ({ seat, as: 'member' })),
    ];
    seats.forEach(({ seat, as }, index) => {
      add(
        'group',
        `${group.id}/${as}/${index}`,
        { zh: `${group.name.zh} · ${seat.office.zh}`, en: `${group.name.en} · ${seat.office.en}` },
        seat.source,
        group.id,
      );
    });
    if ('appointed' in group.leader)
      add(
        'group',
        `${group.id}/appointed`,
        { zh: `${group.name.zh} · 组长由指挥部指定`, en: `${group.name.en} · leader named by the command` },
        group.leader.source,
        group.id,
      );
    group.duties.forEach((duty, index) => {
      add('duty', `${group.id}/${index}`, duty.text, duty.source, group.id);
    });
  }
  for (const trigger of plan.triggers) add('trigger', trigger.id, trigger.name, trigger.source);
  add('calling', '', { zh: '逐级呼叫，限时应答', en: 'People are called in order, with a time to answer' }, plan.calling.source);
  add('reporting', '', { zh: '按时上报情况', en: 'Situation reports in rhythm' }, plan.reporting.source);
  for (const phase of plan.phases) {
    add('phase', phase.id, phase.name, phase.source);
    for (const task of plan.tasks) if (task.phase === phase.id) add('task', task.id, task.title, task.source, phase.id);
  }
  for (const test of plan.recoveryTests) add('test', test.id, test.name, test.source);
  add('end', '', { zh: '结束条件', en: 'Conditions of the end' }, plan.end.source);
  plan.end.conditions.forEach((condition, index) => {
    add('end', String(index), condition.text, condition.source);
  });
  add('report', '', { zh: '应急处置报告', en: 'Emergency report' }, plan.report.source);
  for (const section of plan.report.sections) add('report', section.id, section.title, section.source);
  for (const supply of plan.supplies) add('supply', supply.id, supply.name, supply.source);
  for (const channel of plan.channels) add('channel', channel.id, channel.name, channel.source);
  for (const content of plan.releaseContents) add('release', content.id, content.text, content.source);
  for (const contact of plan.outsideContacts) add('contact', contact.id, contact.name, contact.source);
  for (const duty of plan.drills) add('drill', duty.id, duty.text, duty.source);
  for (const duty of plan.training) add('training', duty.id, duty.text, duty.source);
  for (const duty of plan.preparedness) add('preparedness', duty.id, duty.text, duty.source);
  for (const duty of plan.reviewDuties) add('review', duty.id, duty.text, duty.source);
  plan.provisions.forEach((provision, index) => {
    add('provision', String(index), provision.text, provision.source);
  });
  add('owner', '', plan.owner.text, plan.owner.source);
  return found;
}

/** Numbers by value, so that 5.10 comes after 5.9: `S2-5.2(1)` → S, 2, 5, 2, 1. */
export function compareClauses(a: string, b: string): number {
  const parts = (id: string) => id.match(/\d+|[A-Za-z]+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : x.localeCompare(y);
    if (order !== 0) return order;
  }
  return 0;
}

/** The clauses that a plan takes up, in the document's order, each with the elements made from it. */
export function clausesOf(elements: readonly Element[]): { id: string; elements: Element[] }[] {
  const byClause = new Map<string, Element[]>();
  for (const element of elements) for (const id of element.sources) byClause.set(id, [...(byClause.get(id) ?? []), element]);
  return [...byClause].map(([id, own]) => ({ id, elements: own })).sort((a, b) => compareClauses(a.id, b.id));
}
/** Chapter of a clause: `S2-5.2(1)` → `S2-5`. */
export const chapterOf = (clause: string): string => /^[A-Z]\d*-\d+|^[A-Z]-\d+/.exec(clause)?.[0] ?? clause;
