import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { toSubject } from '../addresses.ts';
import { say, spoken } from '../i18n/index.ts';
import { type Level, levelNumber } from '../marks/index.ts';
import css from './desk.module.css';
import { type District, districtOf, districts, fitted, lakes, radiusOf, rivers, spotIn, widthOf } from './map.ts';
import type { Place, Spot } from './queries.ts';

const points = (polygon: readonly (readonly [number, number])[]): string => polygon.map(([x, y]) => `${x},${y}`).join(' ');

const shapes: Record<Level, string> = {
  I: 'M-3.3-8H3.3L8-3.3V3.3L3.3 8H-3.3L-8 3.3V-3.3Z',
  II: 'M0-9 9 0 0 9-9 0Z',
  III: 'M0-8.5 9.5 7.5H-9.5Z',
  IV: 'M0-8A8 8 0 1 1 0 8 8 8 0 1 1 0-8Z',
};

interface Standing {
  place: Place;
  district: District;
  x: number;
  y: number;
  radius: number;
}

/** One emergency stands in the district where most of its machines are; two in one district stand apart. */
function spotsOf(places: Place[]): Standing[] {
  const taken = new Map<string, number>();
  return places.flatMap((place) => {
    const district = districtOf(place.district, place.lat, place.lon);
    if (!district) return [];
    const nth = taken.get(district.id) ?? 0;
    taken.set(district.id, nth + 1);
    const radius = radiusOf(place.customers);
    return [{ place, district, x: district.centre[0] + nth * 34, y: district.centre[1] - nth * 26, radius }];
  });
}

/** Where its name stands: clear of the circle, above it in the upper half and below it in the lower, joined by a thin line. */
function callout({ x, y, radius }: Standing): { line: string; tx: number; ty: number; below: boolean } {
  const down = y > 230 ? 1 : -1;
  const right = x < 180 || x > 430 ? -1 : 1;
  const reach = radius * 0.71 + 34;
  const [kneeX, kneeY] = [x + right * reach, y + down * reach];
  const endX = kneeX + right * 58;
  return {
    line: `${x + right * radius * 0.71},${y + down * radius * 0.71} ${kneeX},${kneeY} ${endX},${kneeY}`,
    tx: Math.max(2, Math.min(kneeX, endX)),
    ty: kneeY,
    below: down > 0,
  };
}

/**
 * The region: grey land, and only what is abnormal has colour. A circle's area is the number of people who draw cash at the
 * machines concerned; dashed while nobody has confirmed it; a black square is a general fault.
 */
export function DistrictMap({ places, general }: { places: Place[]; general: Spot[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const px = 1 / useScale(frame);
  const { t } = useTranslation('duty');
  const navigate = useNavigate();
  const spots = spotsOf(places);
  return (
    <div className={css.map} ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it is a group, not a set of fields */}
      <svg
        viewBox="0 0 696 556"
        preserveAspectRatio="xMidYMid meet"
        role="group"
        aria-label={t('map.label', { places: spots.length, general: general.length })}
      >
        {districts.map((district) => (
          <polygon key={district.id} points={points(district.polygon)} fill="var(--land)" stroke="var(--canvas)" strokeWidth="2.5" />
        ))}
        <polyline points={rivers.yangtze} fill="none" stroke="var(--canvas)" strokeWidth="15" />
        <polyline points={rivers.han} fill="none" stroke="var(--canvas)" strokeWidth="8" />
        {lakes.map((lake) => (
          <polygon key={lake} points={lake} fill="var(--canvas)" />
        ))}
        {districts.map((district) => (
          <text
            key={district.id}
            x={district.label[0]}
            y={district.label[1]}
            textAnchor="middle"
            dominantBaseline="middle"
            fontSize={12 * px}
            fill="var(--text3)"
          >
            {spoken() === 'en' ? district.en : district.zh}
          </text>
        ))}
        {general.map((machine) => {
          const district = districtOf(machine.district, machine.lat, machine.lon);
          if (!district) return null;
          const [x, y] = spotIn(district, machine.atm);
          return (
            // biome-ignore lint/a11y/useSemanticElements: an SVG has no anchor that the router follows
            <rect
              key={machine.atm}
              x={x - 3.5}
              y={y - 3.5}
              width="7"
              height="7"
              fill="var(--text2)"
              className={css.mapLink}
              role="link"
              tabIndex={-1}
              onClick={() => navigate(toSubject({ kind: 'atm', id: machine.atm }))}
              onKeyDown={() => undefined}
            >
              <title>{machine.atm}</title>
            </rect>
          );
        })}
        {spots.map((spot) => {
          const { place } = spot;
          const n = place.level ? levelNumber[place.level] : null;
          const colour = n ? `var(--level-${n})` : 'var(--text2)';
          const { line, tx, ty, below } = callout(spot);
          const title = fitted(say(place.title), 660 / (13 * px) - (place.confirmed ? 0 : 6));
          const size =
            place.customers > 0
              ? t('map.size', { people: people(place.customers), atms: place.atms })
              : t('map.atms', { atms: place.atms });
          const named = place.confirmed ? title : `${title} · ${t('map.unconfirmed')}`;
          const left = Math.max(2, Math.min(tx, 692 - widthOf(named) * 13 * px, 692 - widthOf(size) * 12 * px));
          const open = () => navigate(toSubject(place));
          return (
            // biome-ignore lint/a11y/useSemanticElements: an SVG has no anchor that the router follows
            <g
              key={place.id}
              className={css.mapLink}
              role="link"
              tabIndex={0}
              aria-label={`${say(place.title)}`}
              onClick={open}
              onKeyDown={(event) => event.key === 'Enter' && open()}
            >
              <circle
                className={css.mapRing}
                cx={spot.x}
                cy={spot.y}
                r={spot.radius}
                fill={colour}
                fillOpacity={place.confirmed ? 0.28 : 0.14}
                stroke={colour}
                strokeWidth="2.2"
                strokeDasharray={place.confirmed ? undefined : '6 4'}
              />
              {place.level ? (
                <path
                  d={shapes[place.level]}
                  transform={`translate(${spot.x} ${spot.y})`}
                  fill={place.confirmed ? colour : 'var(--canvas)'}
                  stroke={place.level === 'III' ? 'var(--level-3-text)' : colour}
                  strokeWidth="1.6"
                  strokeDasharray={place.confirmed ? undefined : '3 2'}
                />
              ) : (
                <rect x={spot.x - 5} y={spot.y - 5} width="10" height="10" fill="var(--text2)" />
              )}
              <polyline points={line} fill="none" stroke="var(--text)" strokeWidth="0.8" />
              <text
                x={left}
                y={ty + (below ? 16 : -20) * px}
                fontSize={13 * px}
                fontWeight="600"
                fill="var(--text)"
                paintOrder="stroke"
                stroke="var(--land)"
                strokeWidth="3"
              >
                {named}
              </text>
              <text
                x={left}
                y={ty + (below ? 31 : -5) * px}
                fontSize={12 * px}
                fill="var(--text)"
                paintOrder="stroke"
                stroke="var(--land)"
                strokeWidth="3"
              >
                {size}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** How many pixels one unit of the drawing has, so that its words keep their size. */
function useScale(frame: RefObject<HTMLDivElement | null>): number {
  const [scale, setScale] = useState(1);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setScale(Math.max(0.4, Math.min(entry.contentRect.width / 696, entry.contentRect.height / 556)));
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return scale;
}

/** People in the words of the language: 4.1 万人, 41,000 people. */
export function people(count: number): string {
  if (spoken() === 'en') return `${count.toLocaleString('en-US')} people`;
  return count >= 10_000 ? `${(Math.round(count / 1000) / 10).toString()} 万人` : `${count.toLocaleString('en-US')} 人`;
}
