import { isMap, isScalar, parseDocument } from 'yaml';
import { append, type EntryActor, readStream } from '#journal';
import type { Actor, Role } from '#organization';
import { type Clock, type Db, isRefusal, type Jobs, type Refusal, refuse, type Trx, transact } from '#platform';
import type { PlanFault } from './faults.ts';
import { fitting, type Offer, type WarningFacts } from './fit.ts';
import { type Finding, lintPlan } from './lint.ts';
import type { Plan, Text } from './model.ts';
import { parsePlan } from './parse.ts';
import type { PlanState, PlanVersion } from './store.ts';
import * as store from './store.ts';

export interface PlansDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  /** The organisation's time zone, in which review dates fall; `Asia/Shanghai` when absent. */
  timeZone?: string;
}

/** The improvement that asks for a change of a plan; `text` says what to change and becomes a comment of the draft. */
export interface ImprovementLike {
  id: string;
  number?: string;
  text?: string;
}

export interface PlanEvent {
  type: 'plan-drafted' | 'plan-edited' | 'plan-commented' | 'plan-approved' | 'plan-in-force' | 'plan-repealed';
  data: Record<string, unknown>;
}
export interface Changed {
  id: string;
  version: number;
  state: PlanState;
  events: PlanEvent[];
}

export type PlanCommand =
  | { command: 'approve' }
  | { command: 'put-in-force' }
  | { command: 'edit'; yaml: string }
  | { command: 'comment'; text: string; clause?: string };

/** What somebody said of a version; kept in the journal. */
export interface PlanComment {
  by: { id: string; name: string };
  at: string;
  text: string;
  clause: string | null;
}

export interface PlanSummary {
  id: string;
  title: Text;
  /** The version in force; the newest where none is. */
  version: number;
  state: PlanState;
  /** The newest version that is not yet in force, if any. */
  draft: { version: number; state: PlanState } | null;
  inForceAt: string | null;
  /** Date by which the plan must be looked at again [S2-6.4(3)]; null while it is not in force. */
  reviewDue: string | null;
  reviewOverdue: boolean;
  eventClasses: Plan['eventClasses'][number]['class'][];
  phases: number;
  tasks: number;
  groups: number;
}

export interface Plans {
  /** The plans in force, the same objects as long as nothing changes. */
  inForce(): Promise<Plan[]>;
  /** One version, also a repealed one: a running incident keeps the version that it began with [S2-8.2]. */
  version(id: string, version: number): Promise<Plan | undefined>;
  /** Plans in force that fit a warning, best first. */
  fits(warning: WarningFacts): Promise<Offer[]>;
  list(): Promise<PlanSummary[]>;
  /** All versions of a plan, newest first; empty where there is none. */
  versions(id: string): Promise<PlanVersion[]>;
  /** The version in force, or the newest. */
  current(id: string): Promise<PlanVersion | undefined>;
  find(id: string, version: number): Promise<PlanVersion | undefined>;
  findings(version: PlanVersion): Finding[];
  /** Comments on one version, oldest first. */
  comments(id: string, version: number): Promise<PlanComment[]>;
  /**
   * Brings a plan file that ships with the product into force, repealing the former version. A version that is there
   * already stays as it is, as does a newer one in force.
   * Refusal: `plan-invalid`.
   */
  install(yaml: string, actor: Actor, fileName?: string): Promise<Changed | Refusal>;
  /** A new draft from a file. Refusals: `plan-invalid`, `plan-version-taken`. */
  draft(yaml: string, actor: Actor, fileName?: string): Promise<Changed | Refusal>;
  /** Opens the next version as a draft, equal to the one in force but for its number; once per improvement. Refusal: `plan-unknown`. */
  draftFrom(trx: Trx, request: { plan: string; improvement: ImprovementLike; actor: Actor }): Promise<Changed | Refusal>;
  command(id: string, version: number, command: PlanCommand, actor: Actor): Promise<Changed | Refusal>;
}

const approvers: readonly (Role | 'system')[] = ['commander', 'deputy'];
const editors: readonly (Role | 'system')[] = ['planner', 'admin', 'commander', 'deputy'];

export function openPlans({ db, clock, timeZone = 'Asia/Shanghai' }: PlansDeps): Plans {
  // Versions that can change no more, so that the engine meets one object per version.
  const settled = new Map<string, Plan>();
  const key = (id: string, version: number) => `${id}/${version}`;

  async function read(id: string, version: number): Promise<Plan | undefined> {
    const kept = settled.get(key(id, version));
    if (kept) return kept;
    const found = await store.version(db, id, version);
    if (!found) return undefined;
    if (found.state === 'in-force' || found.state === 'repealed') settled.set(key(id, version), found.plan);
    return settled.get(key(id, version)) ?? found.plan;
  }

  async function inForce(): Promise<Plan[]> {
    const plans: Plan[] = [];
    for (const { id, version } of await store.numbersInForce(db)) {
      const plan = await read(id, version);
      if (plan) plans.push(plan);
    }
    return plans;
  }

  async function record(trx: Trx, id: string, actor: Actor, events: PlanEvent[]): Promise<void> {
    const { kind, id: who, name, role } = actor;
    const by = { kind, id: who, name, role } as EntryActor;
    await append(trx, { stream: `plan/${id}`, entries: events, actor: by, mode: 'live', at: clock.now() });
  }

  const drafted = (plan: Plan, openedFrom: string | null): PlanEvent => ({
    type: 'plan-drafted',
    data: { plan: plan.id, version: plan.version, title: plan.title, openedFrom },
  });
  const enacted = (plan: Plan, former: number | null): PlanEvent[] => [
    { type: 'plan-in-force', data: { plan: plan.id, version: plan.version, title: plan.title, repeals: former } },
    ...(former === null
      ? []
      : [{ type: 'plan-repealed' as const, data: { plan: plan.id, version: former, title: plan.title, by: plan.version } }]),
  ];

  function parsed(yaml: string, fileName: string): Plan | Refusal {
    const result = parsePlan(yaml, fileName);
    return Array.isArray(result) ? invalid(result) : result;
  }

  async function draft(yaml: string, actor: Actor, fileName = 'plan.yaml'): Promise<Changed | Refusal> {
    const plan = parsed(yaml, fileName);
    if (isRefusal(plan)) return plan;
    return transact(db, async (trx) => {
      await store.lockPlan(trx, plan.id);
      const newest = (await store.versions(trx, plan.id))[0]?.version ?? 0;
      if (plan.version <= newest) return refuse('plan-version-taken', { plan: plan.id, version: plan.version, newest, next: newest + 1 });
      await store.insertVersion(trx, { plan, yaml, state: 'draft', drafter: person(actor), at: clock.now(), openedFrom: null });
      const events = [drafted(plan, null)];
      await record(trx, plan.id, actor, events);
      return { id: plan.id, version: plan.version, state: 'draft', events };
    });
  }

  async function install(yaml: string, actor: Actor, fileName = 'plan.yaml'): Promise<Changed | Refusal> {
    const plan = parsed(yaml, fileName);
    if (isRefusal(plan)) return plan;
    return transact(db, async (trx) => {
      await store.lockPlan(trx, plan.id);
      const known = await store.versions(trx, plan.id);
      const same = known.find((each) => each.version === plan.version);
      if (same) return { id: same.id, version: same.version, state: same.state, events: [] };
      const newer = known.find((each) => each.state === 'in-force' && each.version > plan.version);
      if (newer) return { id: newer.id, version: newer.version, state: newer.state, events: [] };
      const former = await store.repealFormer(trx, plan.id, plan.version, clock.now());
      await store.insertVersion(trx, { plan, yaml, state: 'in-force', drafter: person(actor), at: clock.now(), openedFrom: null });
      const events = [drafted(plan, null), ...enacted(plan, former)];
      await record(trx, plan.id, actor, events);
      return { id: plan.id, version: plan.version, state: 'in-force', events };
    });
  }

  async function draftFrom(
    trx: Trx,
    { plan: id, improvement, actor }: { plan: string; improvement: ImprovementLike; actor: Actor },
  ): Promise<Changed | Refusal> {
    await store.lockPlan(trx, id);
    const opened = await store.openedFrom(trx, improvement.id);
    if (opened) return { id: opened.id, version: opened.version, state: opened.state, events: [] };
    const known = await store.versions(trx, id);
    const basis = known.find((each) => each.state === 'in-force') ?? known[0];
    const newest = known[0];
    if (!basis || !newest) return refuse('plan-unknown', { plan: id });
    const yaml = renumbered(basis.yaml, newest.version + 1, improvement);
    const plan = parsed(yaml, `${id}.yaml`);
    if (isRefusal(plan)) return plan;
    await store.insertVersion(trx, { plan, yaml, state: 'draft', drafter: person(actor), at: clock.now(), openedFrom: improvement.id });
    const events = [drafted(plan, improvement.id)];
    await record(trx, id, actor, events);
    return { id, version: plan.version, state: 'draft', events };
  }

  async function edit(trx: Trx, found: PlanVersion, yaml: string, actor: Actor): Promise<Changed | Refusal> {
    if (!editors.includes(actor.role)) return refuse('plan-drafter-needed');
    if (found.state !== 'draft') return refuse('plan-not-draft', { plan: found.id, version: found.version, state: found.state });
    const plan = parsed(yaml, `${found.id}.yaml`);
    if (isRefusal(plan)) return plan;
    if (plan.id !== found.id || plan.version !== found.version)
      return refuse('plan-other-version', { given: `${plan.id} v${plan.version}`, wanted: `${found.id} v${found.version}` });
    if (yaml === found.yaml) return { id: found.id, version: found.version, state: found.state, events: [] };
    const me = person(actor);
    await store.rewrite(trx, found.id, found.version, {
      yaml,
      plan,
      drafters: [...found.drafters.filter((each) => each.id !== me.id), me],
    });
    const events: PlanEvent[] = [{ type: 'plan-edited', data: { plan: plan.id, version: plan.version, title: plan.title } }];
    await record(trx, plan.id, actor, events);
    return { id: plan.id, version: plan.version, state: 'draft', events };
  }

  async function comment(trx: Trx, found: PlanVersion, said: { text: string; clause?: string }, actor: Actor): Promise<Changed | Refusal> {
    if (said.text.trim() === '') return refuse('plan-comment-empty');
    const events: PlanEvent[] = [
      {
        type: 'plan-commented',
        data: { plan: found.id, version: found.version, title: found.plan.title, text: said.text.trim(), clause: said.clause ?? null },
      },
    ];
    await record(trx, found.id, actor, events);
    return { id: found.id, version: found.version, state: found.state, events };
  }

  async function approve(trx: Trx, found: PlanVersion, actor: Actor): Promise<Changed | Refusal> {
    const unchanged = { id: found.id, version: found.version, state: found.state, events: [] };
    if (!approvers.includes(actor.role)) return refuse('plan-approver-needed');
    if (found.state === 'repealed') return refuse('plan-repealed', { plan: found.id, version: found.version });
    if (found.state !== 'draft') return unchanged; // pressed twice
    if (found.drafters.some((each) => each.id === actor.id)) return refuse('plan-own-draft', { person: actor.name });
    await store.setApproved(trx, found.id, found.version, person(actor), clock.now());
    const events: PlanEvent[] = [
      { type: 'plan-approved', data: { plan: found.id, version: found.version, title: found.plan.title, drafters: found.drafters } },
    ];
    await record(trx, found.id, actor, events);
    return { ...unchanged, state: 'approved', events };
  }

  async function putInForce(trx: Trx, found: PlanVersion, actor: Actor): Promise<Changed | Refusal> {
    if (!approvers.includes(actor.role)) return refuse('plan-approver-needed');
    if (found.state === 'in-force') return { id: found.id, version: found.version, state: found.state, events: [] };
    if (found.state === 'repealed') return refuse('plan-repealed', { plan: found.id, version: found.version });
    if (found.state !== 'approved') return refuse('plan-not-approved', { plan: found.id, version: found.version });
    const now = (await store.versions(trx, found.id)).find((each) => each.state === 'in-force');
    if (now && now.version > found.version)
      return refuse('plan-superseded', { plan: found.id, version: found.version, inForce: now.version });
    const former = await store.setInForce(trx, found.id, found.version, clock.now());
    const events = enacted(found.plan, former);
    await record(trx, found.id, actor, events);
    return { id: found.id, version: found.version, state: 'in-force', events };
  }

  async function current(id: string): Promise<PlanVersion | undefined> {
    const known = await store.versions(db, id);
    return known.find((each) => each.state === 'in-force') ?? known[0];
  }

  /** The date counts from the day on which the version came into force here. */
  function reviewDue(shown: PlanVersion): string | null {
    if (shown.state !== 'in-force' || shown.inForceAt === null) return null;
    const since = Temporal.Instant.from(shown.inForceAt).toZonedDateTimeISO(timeZone).toPlainDate();
    return since.add(Temporal.Duration.from(shown.plan.reviewEvery)).toString();
  }

  return {
    inForce,
    version: read,
    async fits(warning) {
      return fitting(await inForce(), warning);
    },
    async list() {
      const today = clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
      const byPlan = Map.groupBy(await store.versions(db), (each) => each.id);
      return [...byPlan.values()].map((known): PlanSummary => {
        const newest = known[0] as PlanVersion;
        const shown = known.find((each) => each.state === 'in-force') ?? newest;
        const due = reviewDue(shown);
        const { plan } = shown;
        return {
          id: shown.id,
          title: plan.title,
          version: shown.version,
          state: shown.state,
          draft:
            newest.version !== shown.version && (newest.state === 'draft' || newest.state === 'approved')
              ? { version: newest.version, state: newest.state }
              : null,
          inForceAt: shown.inForceAt,
          reviewDue: due,
          reviewOverdue: due !== null && due < today,
          eventClasses: plan.eventClasses.map((each) => each.class),
          phases: plan.phases.length,
          tasks: plan.tasks.length,
          groups: plan.groups.length,
        };
      });
    },
    versions: (id) => store.versions(db, id),
    current,
    find: (id, version) => store.version(db, id, version),
    findings: ({ id, yaml }) => lintPlan(yaml, `${id}.yaml`, clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString()),
    async comments(id, version) {
      const entries = await readStream(db, `plan/${id}`);
      return entries
        .filter((entry) => entry.type === 'plan-commented' && (entry.data as { version?: unknown }).version === version)
        .map(({ actor, at, data }) => {
          const { text, clause } = data as { text: string; clause: string | null };
          return { by: { id: actor.id, name: actor.name }, at, text, clause };
        });
    },
    install,
    draft,
    draftFrom,
    command: (id, version, command, actor) =>
      transact(db, async (trx): Promise<Changed | Refusal> => {
        await store.lockPlan(trx, id);
        const found = await store.version(trx, id, version);
        if (!found) return refuse('plan-version-unknown', { plan: id, version });
        switch (command.command) {
          case 'edit':
            return edit(trx, found, command.yaml, actor);
          case 'approve':
            return approve(trx, found, actor);
          case 'comment':
            return comment(trx, found, command, actor);
          case 'put-in-force':
            return putInForce(trx, found, actor);
          default:
            return command satisfies never;
        }
      }),
  };
}

const person = ({ id, name }: Actor) => ({ id, name });

/** All faults travel in the refusal; its sentence says the first. */
function invalid(faults: PlanFault[]): Refusal {
  const first = faults[0] as PlanFault;
  return refuse('plan-invalid', {
    count: faults.length,
    line: first.line,
    column: first.column,
    what: first.what,
    mend: first.mend,
    faults,
  });
}

/** The same file with another number, its words and comments untouched, and a line that says why it was opened. */
function renumbered(yaml: string, version: number, improvement: ImprovementLike): string {
  const document = parseDocument(yaml);
  const pairs = isMap(document.contents) ? document.contents.items : [];
  const number = pairs.find((pair) => isScalar(pair.key) && pair.key.value === 'version')?.value;
  const range = isScalar(number) ? number.range : undefined;
  if (!range) throw new Error('a plan file that was parsed has no version');
  const why = [improvement.number ?? improvement.id, improvement.text].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ');
  const [head, ...rest] = `${yaml.slice(0, range[0])}${version}${yaml.slice(range[1])}`.split('\n');
  const comment = `# 改进措施 Improvement ${why}`;
  // The editor's schema line stays first.
  return head?.startsWith('#') ? [head, comment, ...rest].join('\n') : [comment, head, ...rest].join('\n');
}
