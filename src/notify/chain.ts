import { sql } from 'kysely';
import type { EntryActor, Mode } from '#journal';
import type { Named, Organization, PersonRef } from '#organization';
import { type Clock, type Db, type Jobs, log, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import { type Call, type ChainCall, type Notice, nextInChain, type Subject } from './model.ts';
import { calledAbout, supersede } from './store.ts';

interface ChainDeps {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  organization: Pick<Organization, 'person'>;
  add(trx: Trx, call: Call & { chain?: string; kind?: 'call' | 'stand-down' }): Promise<{ notice: Notice; added: boolean }>;
  record(trx: Trx, notice: { id: string; mode: Mode }, type: string, data: object, actor?: EntryActor): Promise<unknown>;
}

/** Calling people one after another until somebody answers, each with the same time to answer. */
export function openChains({ db, clock, jobs, organization, add, record }: ChainDeps) {
  const lock = (trx: Trx, id: string) => trx.selectFrom('notice_chain').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

  /** Calls the next active person of a chain that is held. @returns the notice; null when nobody is active any more */
  const callNext = async (trx: Trx, id: string): Promise<Notice | null> => {
    const chain = await lock(trx, id);
    if (!chain) throw new Error(`there is no chain ${id}`);
    const active = new Set<string>();
    for (const person of chain.people) if ((await organization.person(person, trx))?.active) active.add(person);
    const place = nextInChain(chain.people, chain.place, (person) => active.has(person));
    const person = place === null ? undefined : chain.people[place];
    if (place === null || person === undefined) return null;
    const call = chain.calls + 1;
    const answerBy = clock.now().add(chain.answer_within);
    // Called a second time around: their earlier call gives way to this one, so that one rings.
    await supersede(trx, { chain: id, person }, null);
    const { notice } = await add(trx, {
      key: `${chain.key}/${call}`,
      person,
      subject: { kind: chain.subject_kind, id: chain.subject_id },
      mode: chain.mode,
      title: chain.title,
      body: chain.body,
      answerBy,
      ...(chain.link === null ? {} : { link: chain.link }),
      chain: id,
    });
    await trx.updateTable('notice_chain').set({ place, calls: call }).where('id', '=', id).execute();
    await jobs.add(trx, 'notice-escalate', { chain: id, call }, { key: `notice-escalate:${id}`, at: answerBy });
    return notice;
  };

  /** The time to answer is over: unless somebody has, the next is called, on the record. [S3-4.1(3)] [S1-2.1(2)] */
  jobs.handle('notice-escalate', async ({ chain: id, call }: { chain: string; call: number }) => {
    await transact(db, async (trx) => {
      const chain = await lock(trx, id);
      if (chain?.state !== 'calling' || chain.calls !== call) return;
      const unanswered = await trx
        .selectFrom('notice')
        .innerJoin('person', 'person.id', 'notice.person')
        .where('chain', '=', id)
        .select(['notice.id', 'person.id as person', 'person.name', 'mode'])
        .orderBy('notice.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      const next = await callNext(trx, id);
      if (unanswered)
        await record(trx, unanswered, 'notice-escalated', {
          from: { id: unanswered.person, name: unanswered.name },
          to: next?.person ?? null,
          attempt: call,
          answerWithin: chain.answer_within,
          subject: { kind: chain.subject_kind, id: chain.subject_id },
        });
      if (next) return;
      log.error({ chain: id, subject: chain.subject_kind }, 'nobody is left to call');
      await trx.updateTable('notice_chain').set({ state: 'stopped' }).where('id', '=', id).execute();
    });
  });

  /** Ends the chains about a subject, held in the order of their ids. */
  const stop = async (trx: Trx, subject: Subject): Promise<void> => {
    const open = await trx
      .selectFrom('notice_chain')
      .select('id')
      .where('subject_kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .where('state', '=', 'calling')
      .orderBy('id')
      .forUpdate()
      .execute();
    if (open.length > 0)
      await trx
        .updateTable('notice_chain')
        .set({ state: 'stopped' })
        .where(
          'id',
          'in',
          open.map((chain) => chain.id),
        )
        .execute();
  };

  return {
    lock,
    stop,

    /** Somebody answered: the chain ends, the others' calls fall silent. */
    async answered(trx: Trx, id: string, by: PersonRef): Promise<void> {
      const ended = await trx
        .updateTable('notice_chain')
        .set({ state: 'answered', answered_by: sql`${JSON.stringify(by)}::jsonb` })
        .where('id', '=', id)
        .where('state', '=', 'calling')
        .returning('id')
        .executeTakeFirst();
      if (ended) await supersede(trx, { chain: id }, by);
    },

    /**
     * Calls people in order, the next when one has not answered in time, around and around until somebody answers or it is called
     * off. Once per key. Refusal: `nobody-to-call`.
     * @returns the first call
     */
    async callChain(
      trx: Trx,
      { key, people, answerWithin, subject, mode, title, body, link }: ChainCall,
    ): Promise<Notice | Refusal | null> {
      if (Temporal.Duration.from(answerWithin).sign <= 0) throw new RangeError(`no time to answer: ${answerWithin}`);
      const row = await trx
        .insertInto('notice_chain')
        .values({
          id: uuidv7(),
          key,
          people: sql`${JSON.stringify([...new Set(people)])}::jsonb`,
          answer_within: answerWithin,
          place: -1,
          calls: 0,
          state: 'calling',
          subject_kind: subject.kind,
          subject_id: subject.id,
          mode,
          title: sql`${JSON.stringify(title)}::jsonb`,
          body: sql`${JSON.stringify(body)}::jsonb`,
          link: link ?? null,
          answered_by: null,
          created_at: clock.now().toString(),
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!row) return null; // called already
      const first = await callNext(trx, row.id);
      if (first) return first;
      // Its key stays free, also for a caller who goes on after the refusal: there may be somebody to call later.
      await trx.deleteFrom('notice_chain').where('id', '=', row.id).execute();
      log.error({ key, subject }, 'there is nobody to call');
      return refuse('nobody-to-call');
    },

    /**
     * Calls off what is open about a subject and tells everyone who was ever called about it, once per key and person.
     * @returns how many people are told
     */
    async standDown(
      trx: Trx,
      { key, subject, mode, title, body, link }: { key: string; subject: Subject; mode: Mode; title: Named; body: Named; link?: string },
    ): Promise<number> {
      await stop(trx, subject);
      await supersede(trx, { subject }, null);
      const people = await calledAbout(trx, subject);
      for (const person of people)
        await add(trx, {
          key: `${key}/${person}`,
          person,
          subject,
          mode,
          title,
          body,
          answerBy: null,
          kind: 'stand-down',
          ...(link === undefined ? {} : { link }),
        });
      return people.length;
    },
  };
}
