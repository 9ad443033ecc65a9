import type { Plan } from '../../../src/plans/model.ts';
import type { Entry } from './room.ts';
import { effectName, type Names } from './sentences.ts';

const plain = (id: string) => ({ zh: id, en: id });

/** The plan's own words for the ids that events carry; an effect is called by what it does and for which task. */
export function namesOf(plan: Plan, entries: readonly Entry[] = []): Names {
  const groups = new Map([plan.command, ...plan.groups].map((group) => [group.id, group.name]));
  const tasks = new Map(plan.tasks.map((task) => [task.id, task.title]));
  const contacts = new Map(plan.outsideContacts.map((contact) => [contact.id, contact.name]));
  const effects = new Map(
    entries.flatMap((entry) => {
      if (entry.type !== 'effect-requested') return [];
      const { key, task, effect } = entry.data as { key: string; task: string; effect: { kind: string } };
      const title = tasks.get(task) ?? plain(task);
      const name = effectName(effect.kind);
      return [
        [key, { zh: `${name.zh}（${title.zh}）`, en: `${name.en.charAt(0).toUpperCase()}${name.en.slice(1)} (${title.en})` }] as const,
      ];
    }),
  );
  return {
    effect: (key) => effects.get(key) ?? null,

    group: (id) => groups.get(id) ?? plain(id),
    task: (id) => tasks.get(id) ?? plain(id),
    contact: (id) => contacts.get(id) ?? plain(id),
  };
}
