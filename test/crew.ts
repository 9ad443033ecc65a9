import { fill, testResults } from '../src/demonstration/answers.ts';
import { seats } from '../src/demonstration/people.ts';
import type { Bank } from './bank.ts';

export type Room = any;

interface How {
  /** Answers that are not the usual ones, by task and field. */
  answers?: Record<string, Record<string, unknown>>;
  /** Stops when this is so; else when the end could be declared. */
  until?: (room: Room) => boolean;
  /** Tasks that are left alone. */
  leave?: (task: Room) => boolean;
  /** Called in each round, with the room as it is: what the world does meanwhile. */
  meanwhile?: (room: Room) => Promise<void>;
}

const roundsAtMost = 250;
const headOf = (group: string): string => seats[group]?.[0]?.[0] ?? 'chen';
const passedOn = new Set(['approval-role', 'approval-own', 'approval-none']);

/** The people of the bank carry out a running incident over the public API, each with their own account, a minute at a time. */
export async function carryOut(bank: Bank, incident: string, how: How = {}): Promise<Room> {
  const address = `/api/v1/incidents/${incident}`;
  const say = (who: string, command: object) => bank.ask(who, 'POST', `${address}/commands`, command);
  const must = async (who: string, command: object) => {
    const answer = await say(who, command);
    if (answer.status !== 200) throw new Error(`${who} ${JSON.stringify(command)}: ${answer.status} ${answer.text}`);
  };
  const accountOf = (person: { id: string } | null, group: string): string =>
    bank.accounts.find((one) => one.id === person?.id)?.account ?? headOf(group);
  const repeated = new Set<string>();
  for (let round = 0; round < roundsAtMost; round++) {
    const room = (await bank.ask('chen', 'GET', address)).body;
    if (how.until ? how.until(room) : room.missing.length === 0) return room;
    await how.meanwhile?.(room);
    for (const decision of room.decisions) {
      if (decision.kind === 'appointment') {
        await must('chen', {
          command: 'appoint',
          group: decision.id,
          person: { id: bank.as(headOf(decision.id)).id, name: bank.as(headOf(decision.id)).name },
        });
        await must(headOf(decision.id), { command: 'accept-appointment', group: decision.id });
      }
      if (decision.kind !== 'approval') continue;
      const group = room.taskList.find((task: Room) => task.id === decision.id).group;
      for (const who of ['chen', 'lin', headOf(group)]) {
        const answer = await say(who, { command: 'approve-task', task: decision.id, approved: true });
        if (answer.status === 200) break;
        if (!passedOn.has(answer.body.code)) throw new Error(answer.text);
      }
    }
    for (const task of room.taskList) {
      if (!['open', 'running'].includes(task.state) || how.leave?.(task) || repeated.has(task.id)) continue;
      const who = accountOf(task.assignee, task.group);
      if (task.sharedWith && !task.sharedBy && task.state === 'running')
        await must(headOf(task.sharedWith), { command: 'confirm-shared', task: task.id });
      if (task.state === 'open') await must(who, { command: 'start-task', task: task.id });
      else if (task.actions.some((action: Room) => action.command === 'complete-task' && action.allowed) || task.sharedWith) {
        if (task.effects.some((effect: Room) => effect.outcome === 'pending') || closedByEffects.has(task.effects[0]?.kind)) continue;
        const filled = fill(
          { form: task.form, checklist: task.checklist, evidence: task.evidenceNeeded },
          { cause: 'other', machines: room.machineIds, person: bank.as(who).id, now: room.now, lat: 30.6, lon: 114.3 },
        );
        await must(who, {
          command: 'complete-task',
          task: task.id,
          round: task.round,
          ...filled,
          answers: { ...filled.answers, ...how.answers?.[task.id] },
        });
        if (task.repeats !== null) repeated.add(task.id);
      }
    }
    if (room.machinesDown.length === 0)
      for (const test of room.tests)
        if (test.passed !== true && test.actions.some((action: Room) => action.allowed))
          await must(headOf(test.group), { command: 'record-test', test: test.id, results: testResults(test.steps, true) });
    await bank.forward('PT30S');
  }
  const room = (await bank.ask('chen', 'GET', address)).body;
  const stuck = room.taskList
    .filter((task: Room) => ['open', 'running', 'submitted'].includes(task.state))
    .map((task: Room) => `${task.id} ${task.state}`);
  throw new Error(
    `still in phase ${room.phase} after ${roundsAtMost} rounds; ${stuck.join(', ')}; missing ${JSON.stringify(room.missing)}; down ${room.machinesDown}`,
  );
}

/** Tasks with these at their start are closed by what the machines answer. */
const closedByEffects = new Set(['close-machine', 'isolate-machine', 'go-in-service']);
