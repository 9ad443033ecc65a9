export type SignalState = 'raised' | 'cleared';

/** A message of the outside, understood. `source` and `id` together name it once and for all. */
export interface Signal {
  id: string;
  source: string;
  atm: string | null;
  site: string | null;
  code: string;
  state: SignalState;
  /** ISO 8601 instant at the sender; `receivedAt` is ours. */
  at: string;
  detail: Record<string, unknown>;
}
