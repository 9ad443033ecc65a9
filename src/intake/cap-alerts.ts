import { type Clock, type Db, isRefusal, type Jobs, type Refusal, refuse, type Trx } from '#platform';
import { type CapAlert, declaresEntities, readCap } from './cap.ts';
import type { Receiver } from './intake.ts';
import type { Area, Signal } from './model.ts';
import { instantMs } from './read.ts';

export interface CapAnswer {
  identifier: string;
  done: 'raised' | 'cleared' | 'not-actual' | 'expired' | 'nothing-said' | 'known';
  sites: string[];
}

export type CapIntake = ReturnType<typeof openCap>;

/**
 * Weather and other alerts of the outside: an Actual alert raises `weather.warning` at every site in its area, until it
 * is cancelled, updated to another area, or expires. Sites that another running alert covers stay warned. [S2-3.5]
 */
export function openCap({
  db,
  clock,
  jobs,
  receiver,
  sitesInArea,
}: {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  receiver: Receiver;
  sitesInArea(area: Area): string[];
}) {
  const at = () => clock.now().toString();

  const signal = (
    alert: Pick<CapAlert, 'sender' | 'identifier'>,
    site: string,
    state: Signal['state'],
    by: string,
    detail: Record<string, unknown>,
  ): Signal => ({
    id: `${alert.sender}/${alert.identifier}/${by}/${site}`.slice(-200),
    source: 'cap',
    atm: null,
    site,
    code: 'weather.warning',
    state,
    at: at(),
    detail,
  });

  /** Sites of alerts that end, without those that another running alert covers. */
  async function freed(
    ended: { sender: string; identifier: string }[],
  ): Promise<{ sites: string[]; ended: { sender: string; identifier: string }[] }> {
    if (ended.length === 0) return { sites: [], ended: [] };
    const running = await db.selectFrom('cap_alert').selectAll().where('ended_at', 'is', null).execute();
    const ends = (row: { sender: string; identifier: string }) =>
      ended.some((each) => each.sender === row.sender && each.identifier === row.identifier);
    const covered = new Set(running.filter((row) => !ends(row)).flatMap((row) => row.sites));
    const sites = new Set(running.filter(ends).flatMap((row) => row.sites.filter((site) => !covered.has(site))));
    return { sites: [...sites], ended: running.filter(ends) };
  }

  const markEnded = async (trx: Trx, ended: { sender: string; identifier: string }[]) => {
    for (const { sender, identifier } of ended)
      await trx
        .updateTable('cap_alert')
        .set({ ended_at: at() })
        .where('sender', '=', sender)
        .where('identifier', '=', identifier)
        .where('ended_at', 'is', null)
        .execute();
  };

  jobs.handle('cap-expire', async ({ sender, identifier }: { sender: string; identifier: string }) => {
    const { sites, ended } = await freed([{ sender, identifier }]);
    if (ended.length === 0) return;
    const cleared = sites.map((site) => signal({ sender, identifier }, site, 'cleared', 'expired', { reason: 'expired' }));
    const answer = await receiver.take('cap', '', cleared, { also: (trx) => markEnded(trx, ended) });
    if (isRefusal(answer)) throw new Error(answer.refusal); // tried again later
  });

  /** @returns what it led to; refusal `cap-unsafe`, `cap-unreadable`, `intake-busy`. What is refused is a dead letter. */
  async function receive(xml: string): Promise<CapAnswer | Refusal> {
    const refused = async (code: string, why: string) => {
      await receiver.deadLetter({ source: 'cap', code, field: null, atm: null, content: xml });
      return refuse(code, { why });
    };
    if (declaresEntities(xml)) return refused('cap-unsafe', '');
    const alert = readCap(xml);
    if ('unreadable' in alert) return refused('cap-unreadable', alert.unreadable);
    const { sender, identifier } = alert;
    const known = await db
      .selectFrom('cap_alert')
      .select('sites')
      .where('sender', '=', sender)
      .where('identifier', '=', identifier)
      .executeTakeFirst();
    if (known) return { identifier, done: 'known', sites: known.sites };
    const detail = {
      event: alert.event,
      headline: alert.headline,
      severity: alert.severity,
      urgency: alert.urgency,
      certainty: alert.certainty,
      colour: alert.colour,
      onset: alert.onset,
      expires: alert.expires,
      area: alert.areaDesc,
      instruction: alert.instruction.slice(0, 2000),
      alert: identifier,
      sender,
    };
    const expired = alert.expires !== null && instantMs(alert.expires) <= clock.now().epochMilliseconds;
    const actual = alert.status === 'Actual';
    const raises = actual && !expired && (alert.msgType === 'Alert' || alert.msgType === 'Update');
    const sites = raises ? sitesInArea(alert.area) : [];
    const ends =
      actual && (alert.msgType === 'Cancel' || alert.msgType === 'Update') ? await freed(alert.references) : { sites: [], ended: [] };
    const gone = ends.sites.filter((site) => !sites.includes(site));
    const signals = [
      ...gone.map((site) => signal(alert, site, 'cleared', 'ended', detail)),
      ...sites.map((site) => signal(alert, site, 'raised', 'raised', detail)),
    ];
    const note = {
      id: identifier,
      source: 'cap',
      atm: null,
      site: null,
      code: null,
      state: null,
      at: alert.sent,
      detail,
      line: 0,
      unknown: [],
    };
    const answer = await receiver.take('cap', xml, signals, {
      extra: signals.length === 0 ? [note] : [],
      also: async (trx) => {
        if (!raises && ends.ended.length === 0) return;
        await markEnded(trx, ends.ended);
        await trx
          .insertInto('cap_alert')
          .values({
            sender,
            identifier,
            received_at: at(),
            sites,
            expires: alert.expires === null ? null : new Date(instantMs(alert.expires)).toISOString(),
            ended_at: raises ? null : at(),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        if (raises && alert.expires !== null)
          await jobs.add(
            trx,
            'cap-expire',
            { sender, identifier },
            {
              key: `cap-expire/${sender}/${identifier}`.slice(0, 400),
              at: Temporal.Instant.fromEpochMilliseconds(instantMs(alert.expires)),
            },
          );
      },
    });
    if (isRefusal(answer)) return answer;
    if (!actual) return { identifier, done: 'not-actual', sites: [] };
    if (expired && alert.msgType !== 'Cancel') return { identifier, done: 'expired', sites: gone };
    if (sites.length > 0) return { identifier, done: 'raised', sites };
    return { identifier, done: gone.length > 0 ? 'cleared' : 'nothing-said', sites: gone };
  }

  return { receive };
}
