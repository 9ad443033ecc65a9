import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Level } from '../marks/index.ts';
import { offersQuery } from '../warnings/queries.ts';
import { type Call, mineQuery, overviewQuery, type Place, type Spot } from './queries.ts';

/** The level that the best fitting plan would give, for each warning that nobody has confirmed yet. */
function useSuggested(warnings: string[]): Map<string, Level> {
  const offers = useQueries({ queries: warnings.map((id) => ({ ...offersQuery(id), staleTime: 60_000 })) });
  return new Map(warnings.flatMap((id, index) => (offers[index]?.data?.items[0] ? [[id, offers[index].data.items[0].level]] : [])));
}

/** Everything that waits for me, the nearest deadline first; a warning carries the level that its best plan would give. */
export function useWaiting(): { calls: Call[]; error: unknown } {
  const { t } = useTranslation('duty');
  const mine = useQuery(mineQuery);
  const all = mine.data?.items ?? [];
  // An incident that calls me and the notice that rings for it are one thing; the phone rings for both.
  const called = new Set(all.filter((call) => call.kind === 'notice' && call.subject.number !== '').map((call) => call.subject.id));
  const items = all.filter((call) => call.kind !== 'notice' || call.subject.number !== '' || !called.has(call.subject.id));
  const levels = useSuggested(items.filter((call) => call.kind === 'warning').map((call) => call.id));
  const calls = items.map((call): Call => {
    const level = call.kind === 'warning' ? levels.get(call.id) : undefined;
    if (!level) return call;
    const title = t('queue.confirmLevel', { level });
    return { ...call, level, confirmed: false, title: { zh: title, en: title }, detail: [call.title, ...(call.detail ?? [])] };
  });
  return { calls: calls.sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9')), error: mine.error };
}

/** What the map of the region shows. */
export function useRegion(): { places: Place[]; general: Spot[]; error: unknown } {
  const overview = useQuery(overviewQuery);
  const places = overview.data?.places ?? [];
  const levels = useSuggested(places.filter((place) => place.kind === 'warning').map((place) => place.id));
  return {
    places: places.map((place) => ({ ...place, level: place.level ?? levels.get(place.id) ?? null })),
    general: overview.data?.general ?? [],
    error: overview.error,
  };
}
