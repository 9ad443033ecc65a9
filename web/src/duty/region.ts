import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import { membersQuery, offersQuery, type Warning, warningsQuery } from '../warnings/queries.ts';
import { useCauseTitle } from '../warnings/words.ts';
import { type IncidentRow, incidentsQuery } from './incidents.ts';
import type { Place, Spot } from './queries.ts';

interface Entry {
  atm: string;
  district: string;
  city: string;
  lat: number | null;
  lon: number | null;
}
const pageSize = 1000;

/** Where every machine stands. It changes with an import only, which the stream tells under `fleet`. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: async () => {
    const known = new Map<string, Entry>();
    // Twenty pages are 20,000 machines; a larger fleet shows the rest by its districts' names.
    for (let cursor: string | null = null, page = 0; page < 20; page++) {
      const { items, next }: { items: Entry[]; next: string | null } = await get('/api/v1/atms', { limit: pageSize, cursor });
      for (const { atm, district, city, lat, lon } of items) known.set(atm, { atm, district: district || city, city, lat, lon });
      if (!next) break;
      cursor = next;
    }
    return known;
  },
  staleTime: 10 * 60_000,
});

/** Emergencies shown on the map at most; the list below it has them all. */
const shownAtMost = 8;

/** The district where most of these machines stand. */
export function mostIn(
  atms: readonly string[],
  directory: ReadonlyMap<string, Pick<Entry, 'district' | 'lat' | 'lon'>>,
): Pick<Entry, 'district' | 'lat' | 'lon'> | null {
  const counts = new Map<string, number>();
  let best: Pick<Entry, 'district' | 'lat' | 'lon'> | null = null;
  for (const atm of atms) {
    const place = directory.get(atm);
    if (!place) continue;
    const count = (counts.get(place.district) ?? 0) + 1;
    counts.set(place.district, count);
    if (!best || count > (counts.get(best.district) ?? 0)) best = place;
  }
  return best;
}

/** What the map of the region shows: running incidents, warnings that wait, and machines with a general fault. */
export function useRegion(): { places: Place[]; general: Spot[] } {
  const directory = useQuery(directoryQuery).data;
  const title = useCauseTitle();
  const incidents = (useQuery(incidentsQuery).data?.items ?? []).filter(
    (each) => (each.state === 'active' || each.state === 'recovering') && each.mode === 'live',
  );
  const warnings = useQuery(warningsQuery('open')).data?.items ?? [];
  const waiting = warnings.filter((each) => each.triage === 'major' && !each.incident).slice(0, shownAtMost);
  const general = warnings.filter((each) => each.triage === 'general');
  const asked = [...new Set([...waiting.map((each) => each.id), ...incidents.flatMap((each) => each.warnings.slice(0, 1))])].slice(
    0,
    2 * shownAtMost,
  );
  const members = useQueries({ queries: asked.map((id) => ({ ...membersQuery(id), staleTime: 30_000 })) });
  const offers = useQueries({ queries: waiting.map((each) => ({ ...offersQuery(each.id), staleTime: 60_000 })) });
  const atmsOf = (id: string): string[] => members[asked.indexOf(id)]?.data?.items.map((item) => item.atm) ?? [];
  const nowhere = { district: '', lat: null, lon: null };
  const placeOf = (id: string | undefined) => (id && directory ? mostIn(atmsOf(id), directory) : null) ?? nowhere;
  const places: Place[] = [
    ...incidents.slice(0, shownAtMost).map((incident: IncidentRow) => {
      const warning = warnings.find((each) => each.id === incident.warnings[0]);
      return {
        kind: 'incident' as const,
        id: incident.id,
        number: incident.number,
        title: incident.title,
        level: incident.level,
        confirmed: true,
        ...placeOf(incident.warnings[0]),
        atms: incident.machines.down,
        customers: warning?.customers ?? 0,
      };
    }),
    ...waiting.map((warning: Warning, index) => {
      const words = title(warning);
      return {
        kind: 'warning' as const,
        id: warning.id,
        number: warning.number,
        title: { zh: words, en: words },
        level: offers[index]?.data?.items[0]?.trigger.level ?? null,
        confirmed: false,
        ...placeOf(warning.id),
        atms: warning.affectedNow,
        customers: warning.customers,
      };
    }),
  ];
  const spots = general.flatMap((warning) => {
    const place = directory?.get(warning.cause.ref);
    return place ? [{ atm: place.atm, district: place.district, lat: place.lat, lon: place.lon }] : [];
  });
  return { places, general: spots };
}
