import { append, type EntryActor } from '#journal';
import { systemActor } from '#organization';
import { type Db, nextNumber, type Trx, transact, uuidv7 } from '#platform';
import { topologyOf } from './causes.ts';
import { correlate, type Finding } from './correlate.ts';
import { customersOf, type WarningDeps } from './deps.ts';
import { type Growth, grow, isHeld, readyAt } from './grow.ts';
import { judging } from './judging.ts';
import { causeText, type Reason, type Warning, type WarningState } from './model.ts';
import { reasonsFor } from './reasons.ts';
import { link, summary } from './record.ts';
import * as store from './store.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { regradeMinutes } from './triage.ts';

/** Wall-clock pause that lets the faults of one moment arrive together, in milliseconds. */
const debounceMs = 1_000;
const rebootWindow = { minutes: 30 };

export type Warnings = ReturnType<typeof openWarning>;

/** Opens the room: hears faults, finds their causes, grades them, and keeps the warnings. */
export function openWarning(deps: WarningDeps) {
  const { db, clock, jobs, fleet, onTriaged, onChanged } = deps;
  const record = (trx: Trx, warning: Pick<Warning, 'id'>, type: string, data: object, actor: EntryActor = systemActor): Promise<unknown> =>
    append(trx, { stream: `warning/${warning.id}`, entries: [{ type, data }], actor, mode: 'live', at: clock.now() });

  /** Asks for a correlation soon. Requests of one moment share one job, and a steady stream of them cannot put it off. */
  const soon = (trx: Trx): Promise<void> => {
    const step = debounceMs * clock.rate;
    const due = (Math.floor(clock.now().epochMilliseconds / step) + 1) * step;
    return at(trx, Temporal.Instant.fromEpochMilliseconds(due), `correlate/${due}`);
  };
  const at = (trx: Trx, when: Temporal.Instant, key: string): Promise<void> => jobs.add(trx, 'correlate', {}, { key, at: when });

  async function noticeFaults(
    trx: Trx,
    faults: { opened: readonly store.HeardFault[]; closed: readonly store.HeardFault[] },
  ): Promise<void> {
    if (faults.opened.length === 0 && faults.closed.length === 0) return;
    await store.hearFaults(trx, faults.opened, faults.closed);
    await soon(trx);
  }

  /** One look at everything that is open. Does nothing when nothing changed. */
  async function correlateIn(trx: Trx): Promise<void> {
    await store.takeTurn(trx);
    const now = clock.now();
    const faults = await store.evidence(trx, now.subtract(rebootWindow));
    const running = await store.runningWarnings(trx);
    if (faults.length === 0 && running.length === 0) return;
    const topology = topologyOf(await fleet.everyAtm(trx));
    const standing = running.map((one) => ({
      id: one.id,
      cause: one.cause,
      pinned: isHeld(one),
      openedAt: Temporal.Instant.from(one.openedAt).epochMilliseconds,
    }));
    const findings = correlate({ faults, standing, topology, now: now.epochMilliseconds });
    const before = new Map(running.map((one) => [one.id, one]));
    const after = new Map<string, store.WarningRow>();
    const absorbed = new Map<string, store.WarningRow>();
    const placed: store.Placed[] = [];

    for (const finding of findings) {
      const old = finding.standing === null ? undefined : before.get(finding.standing);
      const warning = old ?? blank(finding, now);
      const why = (): Reason[] => reasonsFor(finding, faults, topology);
      const growth = grow(warning, finding, why, (atms) => customersOf(fleet, atms), now);
      if (!old) {
        const ready = readyAt(finding, growth.next.triage);
        if (ready > now.epochMilliseconds) {
          await at(trx, Temporal.Instant.fromEpochMilliseconds(ready), `correlate/settle/${finding.faults[0]?.id}`);
          continue;
        }
        growth.next.number = await nextNumber(trx, 'W', now);
      }
      const moved = finding.faults.filter((fault) => fault.warning !== old?.id);
      const touched = old ? [...new Set(moved.filter((fault) => !fault.closed).map((fault) => fault.atm))] : [];
      await settle(trx, warning, growth, touched);
      for (const fault of moved) placed.push({ fault: fault.id, warning: warning.id });
      after.set(warning.id, growth.next);
      for (const fault of moved) if (fault.warning !== null) absorbed.set(fault.warning, growth.next);
    }

    for (const old of running) {
      if (after.has(old.id)) continue;
      const into = absorbed.get(old.id);
      const left = faults.filter((fault) => fault.warning === old.id);
      if (into) await merge(trx, old, into, now);
      else if (left.every((fault) => fault.closed)) await close(trx, old, systemActor, null);
    }
    await placeFaults(trx, placed);
  }

  /**
   * Writes on faults which warning explains them: last in a transaction, since signals that end these faults wait for it, and
   * in the tables' and rows' order in which signals do, since else each could wait for the other.
   */
  async function placeFaults(trx: Trx, placed: readonly store.Placed[]): Promise<void> {
    if (placed.length === 0) return;
    await fleet.placeFaults(trx, placed);
    await store.placeFaults(trx, placed);
  }

  /** A warning that is not there yet; `update` fills it. */
  function blank(finding: Finding, now: Temporal.Instant): store.WarningRow {
    return {
      id: uuidv7(),
      number: '',
      state: 'open',
      cause: finding.cause,
      alternatives: [],
      confidence: 0,
      atms: [],
      affectedNow: 0,
      groupSize: 0,
      customers: 0,
      codes: [],
      triage: 'general',
      triagedBy: 'rules',
      reasons: [],
      links: [],
      openedAt: Temporal.Instant.fromEpochMilliseconds(finding.faults[0]?.at ?? now.epochMilliseconds).toString(),
      closedAt: null,
      workOrder: null,
      incident: null,
      held: false,
      breaches: 0,
      severity: null,
    };
  }

  /**
   * Writes what a finding made of a warning, and tells whoever must know.
   * @param touched machines with a further fault since the last look, also those held already
   */
  async function settle(
    trx: Trx,
    old: store.WarningRow,
    { next, added, grew, upgraded, gradedBy, changed }: Growth,
    touched: string[],
  ): Promise<void> {
    if (!changed && touched.length === 0) return;
    const isNew = old.atms.length === 0;
    await store.saveWarning(trx, next);
    if (isNew) {
      await record(trx, next, 'warning-opened', summary(next));
      for (const minutes of regradeMinutes)
        await at(trx, Temporal.Instant.from(next.openedAt).add({ minutes }), `correlate/regrade/${next.id}/${minutes}`);
    }
    if (grew || touched.length > 0) await record(trx, next, 'warning-grew', { ...summary(next), added, touched });
    if (isNew || upgraded) {
      await record(trx, next, 'warning-triaged', { grade: next.triage, from: isNew ? null : old.triage, by: 'rules', reasons: gradedBy });
      await onTriaged(trx, next);
    }
    if (grew || touched.length > 0) await onChanged(trx, next, 'grew', [...new Set([...added, ...touched])]);
    if (next.state !== old.state) await stateChanged(trx, next, old.state);
  }

  async function stateChanged(trx: Trx, next: store.WarningRow, from: WarningState): Promise<void> {
    if (next.state === 'recovering' && from === 'open') {
      await record(trx, next, 'warning-recovering', { still: next.affectedNow, of: next.atms.length });
      await onChanged(trx, next, 'recovering', []);
    } else if (next.state === 'closed') {
      await record(trx, next, 'warning-closed', {
        atms: next.atms.length,
        reason: { zh: '全部机器已恢复', en: 'all machines are well again' },
      });
      await onChanged(trx, next, 'closed', []);
    } else if (next.state === 'open' && from === 'recovering') {
      await record(trx, next, 'warning-grew', { ...summary(next), added: [], still: next.affectedNow });
      await onChanged(trx, next, 'grew', []);
    }
  }

  /** The larger cause takes over: the smaller warning is withdrawn, on the record, and points to it. */
  async function merge(trx: Trx, old: store.WarningRow, into: store.WarningRow, now: Temporal.Instant): Promise<void> {
    const name = causeText(into.cause);
    const reason = { zh: `并入预警 ${into.number}（${name.zh}）`, en: `merged into warning ${into.number} (${name.en})` };
    const withdrawn: store.WarningRow = {
      ...old,
      state: 'withdrawn',
      closedAt: now.toString(),
      affectedNow: 0,
      links: [...old.links, link('merged-into', into)],
    };
    await store.saveWarning(trx, withdrawn);
    into.links = [...into.links, link('absorbed', old)];
    await store.saveWarning(trx, into);
    await record(trx, withdrawn, 'warning-withdrawn', { reason, mergedInto: into.id, number: into.number });
    await record(trx, into, 'warning-linked', { relation: 'absorbed', warning: old.id, number: old.number });
    await onChanged(trx, withdrawn, 'withdrawn', []);
  }

  async function close(trx: Trx, old: store.WarningRow, actor: EntryActor, reason: string | null): Promise<store.WarningRow> {
    const closed: store.WarningRow = { ...old, state: 'closed', closedAt: clock.now().toString(), affectedNow: 0 };
    await store.saveWarning(trx, closed);
    const why = reason === null ? { zh: '全部机器已恢复', en: 'all machines are well again' } : { zh: reason, en: reason };
    await record(trx, closed, 'warning-closed', { atms: closed.atms.length, reason: why }, actor);
    await onChanged(trx, closed, 'closed', []);
    return closed;
  }

  /** An incident or a work order works on this warning now. Told by whoever opened it, in the same transaction. */
  async function linkTo(trx: Trx, id: string, to: { incident?: string; workOrder?: string }): Promise<void> {
    const old = await store.findWarning(trx, id);
    if (!old) return;
    await store.saveWarning(trx, { ...old, incident: to.incident ?? old.incident, workOrder: to.workOrder ?? old.workOrder });
    await record(trx, old, 'warning-linked', to);
  }

  /** Clocks of the warning's work order have run out, `breaches` of them so far; two make it major [S3-4.1(3)]. */
  async function noticeBreach(trx: Trx, id: string, breaches = 2): Promise<void> {
    const old = await store.findWarning(trx, id);
    if (!old || old.state === 'closed' || old.state === 'withdrawn') return;
    await store.saveWarning(trx, { ...old, breaches: Math.max(old.breaches, breaches) });
    await soon(trx);
  }

  /** The incident is over: warnings that wait for a person's word (an attack) close when their machines are well. */
  async function incidentEnded(trx: Trx, incident: string): Promise<void> {
    for (const one of await store.findWarnings(trx, { incident, states: ['open', 'recovering'], limit: 1000 }))
      if (one.affectedNow === 0) await close(trx, one, systemActor, null);
  }

  jobs.handle('correlate', () => transact(db, correlateIn));

  return {
    ...judging(deps, { close, soon, placeFaults }),
    noticeFaults,
    linkTo,
    noticeBreach,
    incidentEnded,
    /** @param id of the warning @returns null when there is none */
    warning: (id: string, trx: Db | Trx = db): Promise<Warning | null> => store.findWarning(trx, id),
    /** Newest first. */
    warnings: (filter: store.WarningFilter): Promise<Warning[]> => store.findWarnings(db, filter),
    faults: (id: string): Promise<store.PlacedFault[]> => store.faultsOf(db, id),
    /** The picture around the cause: who is below it, and how its neighbours fare. */
    async surroundings(warning: Warning): Promise<Surroundings> {
      const [atms, faults, ill] = await Promise.all([fleet.everyAtm(db), store.faultsOf(db, warning.id), store.illMachines(db)]);
      return surroundingsOf(warning, topologyOf(atms), faults, ill);
    },
  };
}
