import { readdirSync, readFileSync } from 'node:fs';
import { type Actor, type Role, systemActor } from '#organization';
import { type Clock, isRefusal, log, type Refusal, uuidv7 } from '#platform';
import { type Autopilot, type Case, openAutopilot } from './autopilot.ts';
import { type DemoFleet, demoFleet } from './bank.ts';
import { type Api, apiFor } from './client.ts';
import { type Account, foundBank } from './found.ts';
import { type SimulatedFleet, startMachines } from './machines.ts';
import { emailOf, people } from './people.ts';
import { seeded } from './random.ts';
import type { Mail, MailSink } from './sink.ts';
import { type Scene, type Situation, situations } from './situations.ts';
import type { IncidentWire, List, OrderWire, ReportWire, WarningWire } from './wire.ts';

/** One situation that was started. */
export interface Run {
  id: string;
  situation: string;
  autopilot: boolean;
  /** ISO 8601, by the bank's clock. */
  startedAt: string;
  state: 'running' | 'done' | 'stopped';
  warning: string | null;
  warnings: string[];
  workOrder: string | null;
  incident: string | null;
  incidentNumber: string | null;
  incidentState: string | null;
  report: string | null;
  /** What the simulated people did or could not do, newest last. */
  notes: string[];
}

interface Running extends Run {
  scene: Scene;
  known: Map<string, WarningWire>;
  atms: Set<string>;
  given: Case;
  mended: Set<string>;
}

/** What the demonstration may take from the program it runs in: one token, to begin with. Everything else goes over the public API. */
export interface Rooms {
  organization: {
    createToken(name: string, role: Role, options: { actor: Actor; person?: string }): Promise<{ id: string; token: string } | Refusal>;
  };
}

export interface AccountLine {
  name: string;
  role: string;
  person: string;
  password: string;
  token: string;
}

export type World = ReturnType<typeof openDemonstration>;

/** Seconds of the bank's clock between two looks of the people, but never less than the milliseconds beside it. */
const lookSeconds = 21;
const lookMsLeast = 300;
const notesAtMost = 200;
/** A run nobody ends is watched no longer than this, in hours of the bank's clock. */
const watchedHours = 24;

/** The demonstration: its bank, its machines, its people. Nothing happens before `start`. */
export function openDemonstration({ sink, clock }: { sink: MailSink; clock: Clock }) {
  const random = seeded(20260716);
  const fleet: DemoFleet = demoFleet();
  const runs = new Map<string, Running>();
  let accounts: Account[] = [];
  let machines: SimulatedFleet | null = null;
  let autopilot: Autopilot | null = null;
  let officer: Api | null = null;
  let agent: Api | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const paged = pageMeter(sink);

  /**
   * Founds the bank on the server at `url`, connects the machines, and begins to watch.
   * @returns the accounts, with the integration's token among them
   */
  async function start(url: string, rooms: Rooms, _folder?: string): Promise<AccountLine[]> {
    const admin = await rooms.organization.createToken('demonstration', 'admin', { actor: systemActor });
    if (isRefusal(admin)) throw new Error(`no token for the demonstration: ${admin.refusal}`);
    const founded = await foundBank(url, admin.token, fleet, shippedPlans());
    accounts = founded.accounts;
    const unsure = new Set(await illBefore(apiFor(url, admin.token)));
    machines = startMachines({ url, token: founded.integration, atms: fleet.atms.map((atm) => atm.atm), rate: clock.rate, random, unsure });
    const yu = accounts.find((one) => one.account === 'yu');
    officer = apiFor(url, yu?.token ?? '');
    agent = apiFor(url, founded.integration);
    autopilot = openAutopilot({ url, accounts, rate: clock.rate, random, now: () => clock.now().epochMilliseconds, note: noteAll });
    void watch();
    return [
      ...accounts.map(({ account, role, name, password, token }) => ({ name: account, role, person: name, password, token })),
      { name: 'integration', role: 'integration', person: '', password: '', token: founded.integration },
    ];
  }

  const noteAll = (text: string): void => {
    for (const run of runs.values()) if (run.state === 'running') note(run, text);
  };
  const note = (run: Running, text: string): void => {
    if (run.notes.at(-1)?.endsWith(text)) return;
    run.notes.push(`${clock.now().toString({ smallestUnit: 'second' })} ${text}`);
    if (run.notes.length > notesAtMost) run.notes.shift();
  };

  /** Starts a situation. Null when there is none of that name. */
  function begin(name: string, flown: boolean): Run | null {
    const situation = situations.find((one) => one.name === name);
    if (!situation || !machines || !agent) return null;
    const api = agent;
    paged.begin();
    const scene = situation.begin({
      fleet,
      machines,
      random,
      now: () => clock.now().toString(),
      alert: (xml) =>
        void api
          .send('/api/v1/hooks/cap', xml, 'application/cap+xml')
          .catch((error: unknown) => log.warn({ error: String(error) }, 'the alert of the situation was not taken')),
    });
    const first = fleet.atms.find((atm) => atm.atm === scene.atms[0]);
    const run: Running = {
      id: uuidv7(),
      situation: name,
      autopilot: flown,
      startedAt: clock.now().toString(),
      state: 'running',
      warning: null,
      warnings: [],
      workOrder: null,
      incident: null,
      incidentNumber: null,
      incidentState: null,
      report: null,
      notes: [],
      scene,
      known: new Map(),
      atms: new Set(scene.atms),
      mended: new Set(),
      given: {
        cause: () => run.known.get(run.warning ?? '')?.cause.kind ?? 'other',
        warnings: new Map(),
        incident: () => run.incident,
        order: () => run.workOrder,
        lat: first?.lat ?? 30.59,
        lon: first?.lon ?? 114.3,
        failsOnce: ['power-cut', 'line-lost', 'bad-release'].includes(name),
        raises: name === 'dispenser-jam' ? '厂商到场发现机柜受损，机内现金约 38 万元须转移，改按重大故障处置' : null,
      },
    };
    run.given = { ...run.given, warnings: run.known };
    runs.set(run.id, run);
    return shown(run);
  }

  async function watch(): Promise<void> {
    try {
      for (const run of runs.values()) if (run.state === 'running') await step(run);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'the demonstration missed a step');
    }
    if (!stopped) timer = setTimeout(() => void watch(), Math.min(1000, Math.max(lookMsLeast, (lookSeconds * 1000) / clock.rate)));
  }

  async function step(run: Running): Promise<void> {
    if (!officer || !autopilot) return;
    await findWarnings(run, officer);
    await followOrders(run, officer);
    if (run.incident !== null) await followIncident(run, officer, run.incident);
    if (run.autopilot && run.state === 'running') await autopilot.step(run.given);
    const hours = (clock.now().epochMilliseconds - Temporal.Instant.from(run.startedAt).epochMilliseconds) / 3_600_000;
    if (hours > watchedHours) run.state = 'stopped';
  }

  /** Warnings about the machines of the situation, opened since it began. */
  async function findWarnings(run: Running, api: Api): Promise<void> {
    const { items } = await api.get<List<WarningWire>>('/api/v1/warnings?state=open&state=recovering&limit=100');
    const since = Temporal.Instant.from(run.startedAt).subtract({ seconds: 30 }).epochMilliseconds;
    for (const warning of items) {
      const known = run.known.has(warning.id);
      if (!known && Temporal.Instant.from(warning.openedAt).epochMilliseconds < since) continue;
      if (
        !known &&
        !(await api.get<List<{ atm: string }>>(`/api/v1/warnings/${warning.id}/atms`)).items.some((one) => run.atms.has(one.atm))
      )
        continue;
      if (!known) note(run, `预警 ${warning.number}: ${warning.cause.kind} ${warning.cause.ref}`);
      run.known.set(warning.id, warning);
    }
    for (const [id, warning] of run.known)
      if (!items.some((one) => one.id === id) && ['open', 'recovering'].includes(warning.state))
        run.known.set(id, await api.get<WarningWire>(`/api/v1/warnings/${id}`));
    const all = [...run.known.values()];
    const main = all.find((one) => one.incident !== null) ?? all.find((one) => one.state !== 'withdrawn') ?? all[0];
    run.warning = main?.id ?? null;
    run.warnings = all.map((one) => one.id);
    run.incident ??= main?.incident ?? null;
    run.workOrder ??= all.find((one) => one.state !== 'withdrawn' && one.workOrder !== null)?.workOrder ?? null;
  }

  /** When a vendor says that it has repaired, the machines are; whoever pressed the button. */
  async function followOrders(run: Running, api: Api): Promise<void> {
    const { items } = await api.get<List<OrderWire>>('/api/v1/work-orders?state=repaired');
    for (const order of items) {
      if (run.mended.has(order.id) || !(run.known.has(order.warning) || (run.incident !== null && order.incident === run.incident)))
        continue;
      run.mended.add(order.id);
      run.scene.repaired(order.atms);
      note(run, `${order.vendor} 修复 ${order.atms.length} 台`);
    }
    if (run.incident !== null || run.given.raises !== null || run.workOrder === null) return;
    // Without an incident a work order is the whole story.
    const order = await api.get<OrderWire>(`/api/v1/work-orders/${run.workOrder}`);
    if (order.state === 'closed' && [...run.known.values()].every((one) => one.triage === 'general')) run.state = 'done';
  }

  async function followIncident(run: Running, api: Api, id: string): Promise<void> {
    const incident = await api.get<IncidentWire>(`/api/v1/incidents/${id}`);
    if (run.incidentState !== incident.state) note(run, `${incident.number} ${incident.state}`);
    run.incidentNumber = incident.number;
    run.incidentState = incident.state;
    run.report ??= (await api.get<List<ReportWire>>(`/api/v1/reports?incident=${id}`)).items[0]?.id ?? null;
    if (incident.state === 'reported' || incident.state === 'withdrawn') run.state = 'done';
  }

  return {
    start,
    begin,
    run: (id: string): Run | null => {
      const run = runs.get(id);
      return run ? shown(run) : null;
    },
    runs: (): Run[] => [...runs.values()].reverse().map(shown),
    /** Waits until the first warning, order or incident of a run shows, at most `ms`. */
    async appeared(id: string, ms: number): Promise<Run | null> {
      for (
        const until = performance.now() + ms;
        performance.now() < until && !stopped;
        await new Promise((resolve) => setTimeout(resolve, 100))
      )
        if ((runs.get(id)?.warning ?? null) !== null) break;
      const run = runs.get(id);
      return run ? shown(run) : null;
    },
    situations: (): readonly Situation[] => situations,
    accounts: (): readonly Account[] => accounts,
    takeOver: (person: string): boolean => autopilot?.takeOver(person) ?? false,
    taken: (): string[] => autopilot?.taken() ?? [],
    /** Letters to a person, by account, id or name; null for somebody unknown. */
    mailbox(person: string): Mail[] | null {
      const account =
        accounts.find((one) => one.account === person || one.id === person || one.name === person)?.account ??
        people.find((one) => one.account === person)?.account;
      return account === undefined ? null : sink.mailbox(emailOf(account));
    },
    machines: (): SimulatedFleet | null => machines,
    /** Milliseconds from the first signal of the first situation to the first letter that pages a person. */
    firstPage: paged.first,
    async stop(): Promise<void> {
      stopped = true;
      if (timer) clearTimeout(timer);
      machines?.stop();
    },
  };
}

const shown = ({ scene: _scene, known: _known, atms: _atms, given: _given, mended: _mended, ...run }: Running): Run => ({
  ...run,
  notes: [...run.notes],
});

/** Machines with open faults from an earlier run of the demonstration, whose causes nobody plays any more. */
async function illBefore(api: Api): Promise<string[]> {
  const ill: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.get<List<{ atm: string }> & { next: string | null }>(`/api/v1/faults?state=open&limit=1000${cursor}`);
    ill.push(...page.items.map((fault) => fault.atm));
    if (page.next === null) return ill;
    cursor = `&cursor=${page.next}`;
  }
}

/** The plans that come with the program. */
function shippedPlans(): { name: string; yaml: string }[] {
  const folder = new URL('../../plans/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, yaml: readFileSync(new URL(name, folder), 'utf8') }));
}

/** Measures the time from the beginning of a situation to the first letter after it. */
function pageMeter(sink: MailSink): { begin(): void; first(): Promise<number> } {
  let began: number | null = null;
  let tell: (ms: number) => void = () => undefined;
  const first = new Promise<number>((resolve) => {
    tell = resolve;
  });
  sink.onLetter(() => {
    if (began !== null) tell(Math.round(performance.now() - began));
  });
  return {
    begin() {
      began ??= performance.now();
    },
    first: () => first,
  };
}
