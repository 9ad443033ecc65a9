import type { EventClass, Group, Plan, Seat, Suspension, Task } from './model.ts';

const pointsTo = (part: { source: string | string[] }, clause: string): boolean => [part.source].flat().includes(clause);

/** Tasks that come from a clause which conflicts with the law and is suspended. */
export const suspendedTasks = (plan: Plan): { task: Task; suspension: Suspension }[] =>
  (plan.suspensions ?? []).flatMap((suspension) =>
    plan.tasks.filter((task) => pointsTo(task, suspension.clause)).map((task) => ({ task, suspension })),
  );

/** The groups convened for an event of this class, the command first [S2-4.2]. */
export const groupsFor = (plan: Plan, eventClass: EventClass): Group[] =>
  [plan.command, ...plan.groups].filter((group) => group.formed === 'always' || group.formed.classes.includes(eventClass));

/** Deputies and members of a group in an event of this class, in the plan's order. */
export const seatsFor = (group: Group, eventClass: EventClass): { deputies: Seat[]; members: Seat[] } => {
  const sits = (seat: Seat) => seat.classes === undefined || seat.classes.includes(eventClass);
  return { deputies: group.deputies.filter(sits), members: group.members.filter(sits) };
};

/** Every clause that a part of a plan points to. */
export function clausesOf(part: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) {
        if (key === 'source') for (const clause of [member].flat() as string[]) found.add(clause);
        else walk(member);
      }
  };
  walk(part);
  return found;
}
