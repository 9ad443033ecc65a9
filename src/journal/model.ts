/** In which of the three modes of the engine something happened. */
export type Mode = 'live' | 'drill' | 'rehearsal';

/** Who did it, as the record keeps it. */
export interface EntryActor {
  kind: 'person' | 'system' | 'integration';
  id: string;
  name: string;
  role: string;
}

/** One change of anything. An incident is its entries; nothing edits or removes one. */
export interface Entry {
  /** Number of the entry in the whole journal; numbers may be left out where a change was rolled back. */
  seq: number;
  stream: string;
  /** 1 for the first entry of its stream. */
  version: number;
  /** ISO 8601 instant. */
  at: string;
  actor: EntryActor;
  mode: Mode;
  type: string;
  data: Record<string, unknown>;
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const from = value as Record<string, unknown>;
  const to: Record<string, unknown> = {};
  for (const key of Object.keys(from).sort()) to[key] = sorted(from[key]);
  return to;
};

/**
 * The bytes of an entry that are hashed: JSON with sorted keys and no spaces (as RFC 8785, whose number rules are
 * JavaScript's own), UTF-8.
 */
export function canonical(entry: Entry): Uint8Array {
  const { seq, stream, version, at, actor, mode, type, data } = entry;
  const { kind, id, name, role } = actor;
  return Buffer.from(
    JSON.stringify(sorted({ seq, stream, version, at: new Date(at).toISOString(), actor: { kind, id, name, role }, mode, type, data })),
  );
}
