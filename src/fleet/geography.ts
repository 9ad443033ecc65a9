import type { Area } from '#intake';
import type { Site } from './model.ts';

const earthMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle distance in metres (haversine, mean earth radius). */
export function metresBetween(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const half = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2;
  const chord = half(lat2 - lat1) + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * half(lon2 - lon1);
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Does the point lie in the polygon? Even-odd rule; on degrees, which is exact enough for districts. */
export function inPolygon(lat: number, lon: number, polygon: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [latA, lonA] = polygon[at]!;
    const [latB, lonB] = polygon[before]!;
    if (lonA > lon !== lonB > lon && lat < ((latB - latA) * (lon - lonA)) / (lonB - lonA) + latA) inside = !inside;
  }
  return inside;
}

/** Is the site in the area? A site without coordinates only counts by name. */
export function inArea(site: Site, area: Area): boolean {
  if (
    area.names.some(
      (name) => name !== '' && (name === site.district || name === site.city || name === site.province || name === site.branch),
    )
  )
    return true;
  const { lat, lon } = site;
  if (lat === null || lon === null) return false;
  return (
    area.polygons.some((polygon) => inPolygon(lat, lon, polygon)) ||
    area.circles.some((circle) => metresBetween(lat, lon, circle.lat, circle.lon) <= circle.radiusKm * 1000)
  );
}

const cellDegrees = 0.05;

/** Sites by cells of a twentieth of a degree, so that the near ones are found without looking at all. */
export class SiteGrid {
  readonly #cells = new Map<string, Site[]>();
  readonly #sites: Site[];

  constructor(sites: readonly Site[]) {
    this.#sites = sites.filter((site) => site.lat !== null && site.lon !== null);
    for (const site of this.#sites) {
      const key = cell(Math.floor(site.lat! / cellDegrees), Math.floor(site.lon! / cellDegrees));
      const there = this.#cells.get(key);
      if (there) there.push(site);
      else this.#cells.set(key, [site]);
    }
  }

  get all(): readonly Site[] {
    return this.#sites;
  }

  /** Sites whose cell touches the circle: all within `metres`, and some beyond. */
  *around(lat: number, lon: number, metres: number): Generator<Site> {
    const latDegrees = metres / 111_000;
    const lonDegrees = latDegrees / Math.max(0.05, Math.cos(lat * radians));
    for (let row = Math.floor((lat - latDegrees) / cellDegrees); row <= Math.floor((lat + latDegrees) / cellDegrees); row++)
      for (let column = Math.floor((lon - lonDegrees) / cellDegrees); column <= Math.floor((lon + lonDegrees) / cellDegrees); column++)
        yield* this.#cells.get(cell(row, column)) ?? [];
  }
}

const cell = (row: number, column: number): string => `${row},${column}`;
