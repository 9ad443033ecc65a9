import type { Plan } from '#plans';
import { blueprintOf } from './blueprint.ts';
import { rehearseQuietly } from './rehearse.ts';
import type { Scenario } from './scenario.ts';

export interface Percentiles {
  p10: number;
  p50: number;
  p90: number;
}
export interface Rehearsals {
  runs: number;
  /** Runs that did not end within three days. */
  unended: number;
  /** Minutes from the activation. */
  answered: Percentiles | null;
  restored: Percentiles | null;
  ended: Percentiles | null;
  /** Tasks that were late, the most often first, with the share of runs. */
  bottlenecks: { task: string; title: { zh: string; en: string }; group: string; lateShare: number }[];
}

/** Many runs of a plan, seeds `seed`, `seed + 1`, …: when people answer, machines serve and it ends, and what is late. */
export function rehearseMany(plan: Plan, scenario: Scenario, runs: number, seed = 1): Rehearsals {
  const blueprint = blueprintOf(plan);
  const samples: Record<'answered' | 'restored' | 'ended', number[]> = { answered: [], restored: [], ended: [] };
  const late = new Map<string, number>();
  let unended = 0;
  for (let i = 0; i < runs; i++) {
    const { minutes, overdue } = rehearseQuietly(plan, scenario, seed + i);
    for (const what of ['answered', 'restored', 'ended'] as const) if (minutes[what] !== null) samples[what].push(minutes[what]);
    if (minutes.ended === null) unended += 1;
    for (const task of new Set(overdue)) late.set(task, (late.get(task) ?? 0) + 1);
  }
  return {
    runs,
    unended,
    answered: percentiles(samples.answered),
    restored: percentiles(samples.restored),
    ended: percentiles(samples.ended),
    bottlenecks: [...late]
      .sort((a, b) => b[1] - a[1])
      .map(([task, times]) => ({
        task,
        title: blueprint.tasks.get(task)?.task.title ?? { zh: task, en: task },
        group: blueprint.tasks.get(task)?.task.group ?? '',
        lateShare: times / runs,
      })),
  };
}

function percentiles(values: number[]): Percentiles | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))] as number;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
