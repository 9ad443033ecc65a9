import { append } from '#journal';
import { type Clock, type Db, type Refusal, refuse, type Trx, transact, uuidv7 } from '#platform';
import type { Actor, Named, PersonRef } from './model.ts';
import { dutyDesk, type Gap, gaps, nameGap, type Pattern, type Shift, shiftsOf } from './rota.ts';
import { allPeople, insertShifts, institutionRow, peopleOnDuty, shiftsBetween } from './store.ts';

const daysMost = 400;

/** Who is on duty when: the duty desk and each group. */
export function openDutyRota({ db, clock }: { db: Db; clock: Clock }) {
  const timeZone = async (trx: Db | Trx = db) => (await institutionRow(trx)).time_zone;

  return {
    /** People at a desk now, the longest on duty first. */
    onDuty: async (desk: string = dutyDesk): Promise<PersonRef[]> =>
      (await peopleOnDuty(db, [desk], clock.now())).map((shift) => shift.person),

    /** Shifts that touch [from, to), of one desk or all. */
    shifts: async (from: Temporal.Instant, to: Temporal.Instant, desk?: string): Promise<(Shift & { name: string })[]> =>
      (await shiftsBetween(db, desk, from, to)).map(({ active: _, ...shift }) => shift),

    /** Times in [from, to) at which nobody holds the desk; a shift of a closed account counts as nobody. [S2-6.1(3)] */
    async gaps(from: Temporal.Instant, to: Temporal.Instant, desk: string = dutyDesk): Promise<(Gap & { desk: string; text: Named })[]> {
      const zone = await timeZone();
      const manned = (await shiftsBetween(db, desk, from, to)).filter((shift) => shift.active);
      return gaps(manned, from, to).map((gap) => ({ ...gap, desk, text: nameGap(gap, zone) }));
    },

    /**
     * Adds shifts, singly or by a pattern in the institution's local time.
     * Refusals: `shift-malformed`, `person-unknown`.
     */
    async addShifts(
      desk: string,
      given: { shifts: { person: string; from: string; to: string }[] } | { pattern: Pattern },
      actor: Actor,
    ): Promise<Shift[] | Refusal> {
      return transact(db, async (trx) => {
        let shifts: { person: string; from: string; to: string }[];
        try {
          if ('pattern' in given) {
            const days = Temporal.PlainDate.from(given.pattern.from).until(given.pattern.until, { largestUnit: 'day' }).days;
            if (days < 0 || days >= daysMost || given.pattern.people.length === 0)
              return refuse('shift-malformed', { why: `${given.pattern.from} – ${given.pattern.until}` });
            shifts = shiftsOf(given.pattern, await timeZone(trx));
          } else
            shifts = given.shifts.map(({ person, from, to }) => ({
              person,
              from: Temporal.Instant.from(from).toString(),
              to: Temporal.Instant.from(to).toString(),
            }));
        } catch (error) {
          return refuse('shift-malformed', { why: (error as Error).message });
        }
        const active = new Set(
          (await allPeople(trx)).filter((person) => person.active && person.role !== 'integration').map((person) => person.id),
        );
        for (const shift of shifts) {
          if (!active.has(shift.person)) return refuse('person-unknown', { person: shift.person });
          if (Temporal.Instant.compare(shift.from, shift.to) >= 0) return refuse('shift-malformed', { why: `${shift.from} ≥ ${shift.to}` });
        }
        const added = shifts.map((shift) => ({ id: uuidv7(), desk, ...shift }));
        if (added.length === 0) return added;
        await insertShifts(trx, added);
        await append(trx, {
          stream: `rota/${desk}`,
          entries: [{ type: 'shifts-added', data: { desk, shifts: added } }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
        return added;
      });
    },

    /** Removes one shift. Refusal: `shift-unknown`. */
    async removeShift(id: string, actor: Actor): Promise<Shift | Refusal> {
      return transact(db, async (trx) => {
        const row = await trx.deleteFrom('duty_shift').where('id', '=', id).returningAll().executeTakeFirst();
        if (!row) return refuse('shift-unknown');
        const shift: Shift = { id: row.id, desk: row.desk, person: row.person, from: row.from_at, to: row.to_at };
        await append(trx, {
          stream: `rota/${row.desk}`,
          entries: [{ type: 'shift-removed', data: shift }],
          actor,
          mode: 'live',
          at: clock.now(),
        });
        return shift;
      });
    },
  };
}
