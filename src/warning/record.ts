import type { Link, Warning } from './model.ts';

/** What an entry about a warning says, whole enough to be read alone. */
export const summary = (warning: Warning): object => ({
  number: warning.number,
  cause: warning.cause,
  confidence: warning.confidence,
  atms: warning.atms,
  count: warning.atms.length,
  groupSize: warning.groupSize,
  customers: warning.customers,
  codes: warning.codes,
  triage: warning.triage,
  reasons: warning.reasons,
});

export const link = (relation: Link['relation'], to: Pick<Warning, 'id' | 'number'>): Link => ({
  relation,
  warning: to.id,
  number: to.number,
});
