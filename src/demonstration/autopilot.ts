import { fill, testResults } from './answers.ts';
import { type Api, apiFor, Problem } from './client.ts';
import type { Account } from './found.ts';
import { seats, tardy, unanswering } from './people.ts';
import type {
  BulletinWire,
  IncidentWire,
  List,
  MineWire,
  NoticeWire,
  OfferWire,
  OrderWire,
  ReportWire,
  TaskWire,
  WarningWire,
} from './wire.ts';

/** One emergency as the simulated people see it. */
export interface Case {
  /** Kind of the cause, for what they write. */
  cause: () => string;
  /** Warnings that belong to it, by id. */
  warnings: ReadonlyMap<string, WarningWire>;
  incident: () => string | null;
  order: () => string | null;
  lat: number;
  lon: number;
  /** The first recovery test fails, once. */
  failsOnce: boolean;
  /** Reason for which the duty officer grades a general warning major; null leaves it to the vendor. */
  raises: string | null;
}

export interface AutopilotDeps {
  url: string;
  accounts: readonly Account[];
  /** Seconds of the bank's clock in one second of the wall's. */
  rate: number;
  random: () => number;
  /** The bank's clock, epoch milliseconds. */
  now: () => number;
  /** One line for whoever watches. */
  note: (text: string) => void;
}

/** How much time people take: an emergency fills about three minutes at the usual speed. */
const leisure = 1.3;

interface Plan {
  at: number;
  act: () => Promise<unknown>;
}

/** Refusals that mean: somebody was faster, or it is not yet time. Nothing to report; it shows again if it still waits. */
const harmless = new Set([
  'task-blocked',
  'incident-ended',
  'person-not-called',
  'not-in-group',
  'approval-none',
  'approval-own',
  'end-missing',
  'bulletin-published',
  'bulletin-second-person',
  'report-approved',
  'report-second-person',
  'version-conflict',
  'work-order-step',
  'grade-unchanged',
  'warning-over',
  'test-too-early',
  'task-unknown',
]);

/**
 * Simulated people. Each looks at what waits for them, as the console would show it, takes their time, and acts with their own
 * account over the public API. Whoever is taken over by a person does nothing any more.
 */
export function openAutopilot({ url, accounts, rate, random, now, note }: AutopilotDeps) {
  const apis = new Map<string, Api>(accounts.map((one) => [one.account, apiFor(url, one.token)]));
  const taken = new Set<string>();
  const planned = new Map<string, Plan>();
  const running = new Set<string>();
  const by = (account: string): Account => accounts.find((one) => one.account === account) as Account;
  const api = (account: string): Api => apis.get(account) as Api;
  const acts = (account: string): boolean => account !== unanswering && !taken.has(account) && apis.has(account);
  const between = (low: number, high: number): number => low + (high - low) * random();

  /** Plans one act under a key, so that the same thing is planned once. @param seconds of the bank's clock from now */
  const plan = (key: string, account: string, seconds: number, act: () => Promise<unknown>): void => {
    if (planned.has(key) || running.has(key) || !acts(account)) return;
    planned.set(key, { at: now() + seconds * leisure * 1000, act: async () => (acts(account) ? act() : undefined) });
  };

  async function doDue(): Promise<void> {
    const due = [...planned].filter(([, one]) => one.at <= now()).slice(0, 40);
    await Promise.all(
      due.map(async ([key, one]) => {
        planned.delete(key);
        running.add(key);
        try {
          await one.act();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (!harmless.has(error.code)) note(`${key}: ${error.message}`);
        } finally {
          running.delete(key);
        }
      }),
    );
  }

  const command = (account: string, incident: string, body: { command: string } & Record<string, unknown>): Promise<unknown> =>
    api(account).post(`/api/v1/incidents/${incident}/commands`, body);

  /** A warning that is major and has no plan running: the command is told and activates the best that fits. */
  function onWarning(given: Case, warning: WarningWire): void {
    if (warning.state !== 'open' && warning.state !== 'recovering') return;
    const incident = given.incident();
    if (warning.triage === 'general') {
      if (given.raises === null || warning.workOrder === null) return;
      plan(`raise ${warning.id}`, 'yu', between(500, 600), () =>
        api('yu').post(`/api/v1/warnings/${warning.id}/commands`, { command: 'triage', grade: 'major', reason: given.raises }),
      );
      return;
    }
    if (warning.incident !== null) return;
    const machines = async (): Promise<string[]> =>
      (await api('yu').get<List<{ atm: string }>>(`/api/v1/warnings/${warning.id}/atms`)).items.map((one) => one.atm);
    if (incident !== null) {
      // More of the same emergency: it joins what runs.
      plan(`join ${warning.id}`, 'yu', between(60, 120), async () =>
        command('yu', incident, { command: 'add-warning', warning: warning.id, machines: await machines() }),
      );
      return;
    }
    const who = acts('chen') ? 'chen' : acts('lin') ? 'lin' : 'yu';
    plan(`activate ${warning.id}`, who, between(60, 100), async () => {
      const offers = (await api(who).get<List<OfferWire>>(`/api/v1/warnings/${warning.id}/offers`)).items;
      const best = offers[0];
      if (!best) return note(`no plan fits ${warning.number}`);
      note(`${by(who).name} 启动 ${best.plan.title.zh}（${warning.number}）`);
      return api(who).post(
        '/api/v1/incidents',
        {
          plan: best.plan.id,
          trigger: best.trigger.id,
          warning: warning.id,
          machines: await machines(),
          reason: warning.reasons[0]?.zh ?? '',
        },
        `demo/${warning.id}`,
      );
    });
  }

  /** Calls about warnings ring with the command until somebody says that they know. */
  async function onCalls(given: Case): Promise<void> {
    await Promise.all(
      ['chen', 'lin', 'yu'].filter(acts).map(async (account) => {
        for (const notice of (await api(account).get<List<NoticeWire>>('/api/v1/notices?mine=ringing&limit=20')).items)
          if (notice.subject.kind === 'warning' && given.warnings.has(notice.subject.id))
            plan(`know ${notice.id}`, account, between(20, 45), () =>
              api(account).post(`/api/v1/notices/${notice.id}/commands`, { command: 'acknowledge' }),
            );
      }),
    );
  }

  /** Seconds until a deadline, at least a minute where there is none or it has passed. */
  const left = (due: string | null): number =>
    Math.max(60, due === null ? 180 : (Temporal.Instant.from(due).epochMilliseconds - now()) / 1000);

  function onItem(given: Case, account: string, item: MineWire, incident: IncidentWire): void {
    const { id } = by(account);
    const key = `${account} ${item.kind} ${item.subject.number} ${item.id}`;
    const act = (seconds: number, body: { command: string } & Record<string, unknown>): void =>
      plan(key, account, seconds, () => command(account, incident.id, body));
    switch (item.kind) {
      case 'notice':
        act(Math.min(left(item.due) * 0.5, between(15, 80)), { command: 'acknowledge', person: id });
        return;
      case 'task': {
        const task = incident.taskList.find((one) => one.id === item.id);
        if (task) onTask(given, account, task, incident);
        return;
      }
      case 'confirmation':
        act(between(60, 120), { command: 'confirm-shared', task: item.id });
        return;
      case 'approval':
        act(between(40, 90), { command: 'approve-task', task: item.id, approved: true });
        return;
      case 'appointment': {
        const lane = incident.lanes.find((one) => one.group === item.id);
        if (lane?.appointed?.person.id === id) {
          act(between(30, 60), { command: 'accept-appointment', group: item.id });
          return;
        }
        const leader = (seats[item.id] ?? [])[0]?.[0] ?? 'luo';
        act(between(30, 60), { command: 'appoint', group: item.id, person: { id: by(leader).id, name: by(leader).name } });
        return;
      }
      case 'situation':
        act(Math.min(left(item.due) * 0.6, between(120, 400)), { command: 'report-situation', text: situationOf(incident) });
        return;
      case 'end':
        if (account === 'chen' || !acts('chen'))
          act(between(60, 90), {
            command: 'declare-end',
            text: '恢复测试通过，机器自报恢复服务，物资已归还，宣布应急结束，恢复正常业务。',
          });
        return;
      default: // work orders and what the desk adds are looked after elsewhere
    }
  }

  const situationOf = (incident: IncidentWire): string => {
    const open = incident.taskList.filter((task) => ['open', 'running', 'submitted'].includes(task.state)).length;
    const down = incident.machinesDown.length;
    return `涉及 ${incident.machineIds.length} 台，未恢复 ${down} 台；在办任务 ${open} 项，现场秩序正常。`;
  };

  function onTask(given: Case, account: string, task: TaskWire, incident: IncidentWire): void {
    const may = (name: string): boolean => task.actions.some((action) => action.command === name && action.allowed);
    const key = `${account} task ${incident.number} ${task.id} ${task.round}`;
    const slow = tardy.has(account) && random() < 0.3 ? left(task.due) * 1.1 : 0;
    const failed = task.effects.filter((effect) => effect.outcome === 'failed').at(-1);
    if (task.state === 'open' && may('start-task')) {
      plan(`${key} start`, account, Math.min(240, left(task.due) * between(0.05, 0.14)), () =>
        command(account, incident.id, { command: 'start-task', task: task.id, round: task.round }),
      );
    } else if (failed && task.state === 'running' && ['close-machine', 'isolate-machine', 'go-in-service', 'reset'].includes(failed.kind)) {
      // A machine did not do as it was told: ask again, the way the screen offers it.
      plan(`${key} again ${failed.key}`, account, between(90, 150), () =>
        command(account, incident.id, { command: 'retry-effect', effect: failed.key }),
      );
    } else if (task.state === 'running' && may('complete-task')) {
      plan(`${key} complete`, account, Math.max(slow, Math.min(420, left(task.due) * between(0.12, 0.3))), () => {
        const filled = fill(
          { form: task.form, checklist: task.checklist, evidence: task.evidenceNeeded },
          { cause: given.cause(), machines: incident.machineIds, person: by('luo').id, now: incident.now, lat: given.lat, lon: given.lon },
        );
        return command(account, incident.id, { command: 'complete-task', task: task.id, round: task.round, ...filled });
      });
    }
  }

  /** Recovery tests, once the repair is done and the machines say that they serve; the first may fail. */
  function onTests(given: Case, account: string, incident: IncidentWire): void {
    for (const test of incident.tests) {
      if (test.passed === true || !(seats[test.group] ?? []).some(([member]) => member === account)) continue;
      if (!test.actions.some((action) => action.allowed) || incident.machinesDown.length > 0) continue;
      const passing = !(given.failsOnce && test.attempts === 0);
      plan(`test ${incident.number} ${test.id} ${test.attempts}`, account, between(60, 100), () =>
        command(account, incident.id, {
          command: 'record-test',
          test: test.id,
          results: testResults(test.steps, passing),
          note: passing ? '按步骤逐项测试，全部通过' : '一项超出范围，退回检修',
        }),
      );
    }
  }

  /** The press officer looks a draft through, another person approves it, the press officer publishes. */
  async function onBulletins(incident: string): Promise<void> {
    if (!acts('deng')) return;
    for (const bulletin of (await api('deng').get<List<BulletinWire>>(`/api/v1/bulletins?incident=${incident}`)).items) {
      const say = (account: string, body: { command: string } & Record<string, unknown>): Promise<unknown> =>
        api(account).post(`/api/v1/bulletins/${bulletin.id}/commands`, body);
      const seen = bulletin.authors.includes(by('deng').id);
      if (bulletin.state === 'drafted' && !seen)
        plan(`read ${bulletin.id}`, 'deng', between(60, 120), () =>
          say('deng', { command: 'edit', nextWord: Temporal.Instant.fromEpochMilliseconds(now() + 3_600_000).toString() }),
        );
      else if (bulletin.state === 'drafted')
        plan(`approve ${bulletin.id}`, acts('lin') ? 'lin' : 'chen', between(50, 100), () =>
          say(acts('lin') ? 'lin' : 'chen', { command: 'approve' }),
        );
      else if (bulletin.state === 'approved')
        plan(`publish ${bulletin.id}`, 'deng', between(15, 40), () => say('deng', { command: 'publish' }));
    }
  }

  /** After the end: lessons are written down, an improvement is opened, the commander approves. */
  async function onReport(given: Case, incident: string): Promise<void> {
    const report = (await api('luo').get<List<ReportWire>>(`/api/v1/reports?incident=${incident}`)).items[0];
    if (!report || report.state === 'approved') return;
    const say = (account: string, body: { command: string } & Record<string, unknown>) => () =>
      api(account).post(`/api/v1/reports/${report.id}/commands`, body, `demo/${report.id}/${body.command}`);
    const lesson = {
      zh: '保卫部负责人未应答呼叫，由下一人接手，用去 5 分钟；应缩短应答时限，并在演练中加入无人应答。',
      en: 'The head of security did not answer and the next took over after 5 minutes: shorten the time to answer, and drill it.',
    };
    plan(`lessons ${report.id}`, 'luo', 60, say('luo', { command: 'edit', section: 'lessons', text: lesson }));
    plan(
      `improve ${report.id}`,
      'luo',
      90,
      say('luo', {
        command: 'add-finding',
        text: {
          zh: `针对“${given.cause()}”类事件补充一次无人应答的演练`,
          en: `Drill an unanswered call for events of the class “${given.cause()}”`,
        },
      }),
    );
    plan(`sign ${report.id}`, 'chen', 200, say('chen', { command: 'approve' }));
  }

  /** Engineers of the vendors: take the order, set out, arrive, repair. */
  async function onOrders(given: Case, incident: string | null): Promise<void> {
    await Promise.all(
      accounts
        .filter((one) => one.role === 'vendor' && acts(one.account))
        .map(async ({ account, name }) => {
          for (const order of (await api(account).get<List<OrderWire>>('/api/v1/work-orders?state=open')).items) {
            if (!given.warnings.has(order.warning) && (incident === null || order.incident !== incident) && order.id !== given.order())
              continue;
            const next = (
              {
                sent: [{ command: 'acknowledge', engineer: name }, 120],
                acknowledged: [{ command: 'depart' }, 180],
                departed: [{ command: 'arrive', lat: given.lat, lon: given.lon }, 420],
                arrived: [{ command: 'repair', cause: '现场排查后修复', parts: ['传送带'], note: '试机正常' }, 420],
              } as Record<string, [object, number]>
            )[order.state];
            if (next)
              plan(`${order.number} ${order.state}`, account, next[1] * between(0.7, 1.2), () =>
                api(account).post(`/api/v1/work-orders/${order.id}/commands`, next[0], `demo/${order.id}/${order.state}`),
              );
          }
        }),
    );
  }

  return {
    /** Looks at one emergency through everybody's eyes, and does what is due. */
    async step(given: Case): Promise<void> {
      const incident = given.incident();
      for (const warning of given.warnings.values()) onWarning(given, warning);
      await Promise.all([onOrders(given, incident), incident === null ? onCalls(given) : onIncident(given, incident)]);
      await doDue();
    },
    /** A human takes over this person: the autopilot acts for them no more. @returns false for a person it does not know */
    takeOver(person: string): boolean {
      const account = accounts.find((one) => one.account === person || one.id === person || one.name === person)?.account;
      if (account === undefined) return false;
      taken.add(account);
      return true;
    },
    taken: (): string[] => [...taken],
    rate,
  };

  async function onIncident(given: Case, incident: string): Promise<void> {
    const crew = accounts.filter((one) => acts(one.account) && !['vendor', 'admin', 'auditor', 'planner'].includes(one.role));
    const look = (account: string): Promise<IncidentWire> => api(account).get<IncidentWire>(`/api/v1/incidents/${incident}`);
    const looks = crew.map(async ({ account }) => {
      const mine = (await api(account).get<List<MineWire>>('/api/v1/mine')).items.filter((item) => item.subject.id === incident);
      if (mine.length === 0) return;
      const view = await look(account);
      for (const item of mine) onItem(given, account, item, view);
    });
    const tests = async (): Promise<void> => {
      const view = await api('yu').get<IncidentWire>(`/api/v1/incidents/${incident}`);
      if (view.state === 'ended') return onReport(given, incident);
      if (view.state !== 'recovering' || view.machinesDown.length > 0) return;
      const wanted = view.tests.find((test) => test.passed !== true);
      const tester = wanted && (seats[wanted.group] ?? []).map(([account]) => account).find((account) => acts(account));
      if (tester) onTests(given, tester, await look(tester));
    };
    await Promise.all([onBulletins(incident), tests(), ...looks]);
  }
}

export type Autopilot = ReturnType<typeof openAutopilot>;
