import type { Mode } from '#journal';
import type { Actor, PersonRef } from '#organization';
import type { Blueprint } from './blueprint.ts';
import { apply } from './evolve.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './model.ts';

/** One decision while it is taken: each event that it causes is folded at once, so that the next rule sees it. */
export interface Draft {
  plan: Blueprint;
  state: Incident;
  by: Actor;
  /** Milliseconds since 1970. */
  now: number;
  mode: Mode;
  events: IncidentEvent[];
}

/** Writes an event into the draft. Every refusal comes before the first one. */
export function emit(draft: Draft, event: IncidentEvent): void {
  draft.events.push(event);
  apply(draft.state, event, draft.now);
}

export const iso = (at: number): string => new Date(at).toISOString();
export const refOf = (actor: Actor): PersonRef => ({ id: actor.id, name: actor.name });
/** A person, or null where the system acted. */
export const personOf = (actor: Actor): PersonRef | null => (actor.kind === 'person' ? refOf(actor) : null);
