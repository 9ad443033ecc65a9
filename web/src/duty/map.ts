/**
 * Wuhan as an octilinear map: fourteen districts drawn with horizontals, verticals and diagonals only, the two rivers,
 * the three large lakes. Units are those of the drawing, 700 × 560. Places are found by district, not by projection:
 * the drawing keeps neighbours, not distances.
 */
export interface District {
  id: string;
  zh: string;
  en: string;
  /** Other names the fleet file may use. */
  names: string[];
  polygon: [number, number][];
  label: [number, number];
  /** Where the mark of an emergency stands. */
  centre: [number, number];
  /** Real coordinates, for a machine whose district has no name that we know. */
  lat: number;
  lon: number;
}

export const districts: District[] = [
  {
    id: 'huangpi',
    zh: '黄陂',
    en: 'Huangpi',
    names: [],
    lat: 30.88,
    lon: 114.37,
    label: [240, 72],
    centre: [300, 88],
    polygon: [
      [145, 13],
      [383, 13],
      [432, 61],
      [432, 131],
      [384, 178],
      [336, 131],
      [288, 131],
      [253, 166],
      [229, 143],
      [64, 143],
      [64, 95],
    ],
  },
  {
    id: 'xinzhou',
    zh: '新洲',
    en: 'Xinzhou',
    names: ['阳逻'],
    lat: 30.84,
    lon: 114.8,
    label: [563, 138],
    centre: [560, 180],
    polygon: [
      [432, 61],
      [491, 61],
      [539, 13],
      [622, 13],
      [680, 71],
      [680, 262],
      [552, 262],
      [503, 214],
      [384, 214],
      [384, 178],
      [432, 131],
    ],
  },
  {
    id: 'jiangan',
    zh: '江岸',
    en: "Jiang'an",
    names: [],
    lat: 30.6,
    lon: 114.31,
    label: [312, 180],
    centre: [312, 224],
    polygon: [
      [288, 131],
      [336, 131],
      [384, 178],
      [384, 214],
      [300, 298],
      [300, 322],
      [277, 322],
      [277, 227],
      [253, 203],
      [253, 166],
    ],
  },
  {
    id: 'dongxihu',
    zh: '东西湖',
    en: 'Dongxihu',
    names: ['临空港'],
    lat: 30.62,
    lon: 114.14,
    label: [62, 221],
    centre: [122, 204],
    polygon: [
      [64, 143],
      [229, 143],
      [253, 166],
      [253, 203],
      [193, 203],
      [145, 250],
      [145, 322],
      [74, 250],
      [16, 250],
      [16, 190],
    ],
  },
  {
    id: 'qiaokou',
    zh: '硚口',
    en: 'Qiaokou',
    names: [],
    lat: 30.58,
    lon: 114.21,
    label: [178, 299],
    centre: [182, 258],
    polygon: [
      [193, 203],
      [217, 203],
      [217, 322],
      [145, 322],
      [145, 250],
    ],
  },
  {
    id: 'jianghan',
    zh: '江汉',
    en: 'Jianghan',
    names: [],
    lat: 30.6,
    lon: 114.27,
    label: [240, 217],
    centre: [247, 268],
    polygon: [
      [217, 203],
      [253, 203],
      [277, 227],
      [277, 322],
      [217, 322],
    ],
  },
  {
    id: 'caidian',
    zh: '蔡甸',
    en: 'Caidian',
    names: [],
    lat: 30.58,
    lon: 114.03,
    label: [80, 376],
    centre: [72, 322],
    polygon: [
      [16, 250],
      [74, 250],
      [145, 322],
      [145, 393],
      [169, 417],
      [219, 417],
      [172, 464],
      [50, 464],
      [16, 428],
    ],
  },
  {
    id: 'hanyang',
    zh: '汉阳',
    en: 'Hanyang',
    names: [],
    lat: 30.55,
    lon: 114.22,
    label: [220, 364],
    centre: [198, 346],
    polygon: [
      [145, 322],
      [300, 322],
      [300, 336],
      [219, 417],
      [169, 417],
      [145, 393],
    ],
  },
  {
    id: 'jingkai',
    zh: '经开',
    en: 'Jingkai',
    names: ['汉南', '经济技术开发区', '沌口'],
    lat: 30.48,
    lon: 114.16,
    label: [92, 501],
    centre: [92, 490],
    polygon: [
      [50, 464],
      [172, 464],
      [122, 514],
      [122, 547],
      [74, 547],
      [28, 500],
      [28, 488],
    ],
  },
  {
    id: 'wuchang',
    zh: '武昌',
    en: 'Wuchang',
    names: [],
    lat: 30.55,
    lon: 114.32,
    label: [348, 341],
    centre: [344, 300],
    polygon: [
      [300, 298],
      [360, 238],
      [408, 285],
      [408, 345],
      [372, 381],
      [255, 381],
      [300, 336],
    ],
  },
  {
    id: 'qingshan',
    zh: '青山',
    en: 'Qingshan',
    names: ['化工区'],
    lat: 30.64,
    lon: 114.39,
    label: [438, 257],
    centre: [470, 246],
    polygon: [
      [360, 238],
      [384, 214],
      [503, 214],
      [526, 237],
      [479, 285],
      [408, 285],
    ],
  },
  {
    id: 'hongshan',
    zh: '洪山',
    en: 'Hongshan',
    names: ['东湖风景区', '东湖生态旅游风景区'],
    lat: 30.5,
    lon: 114.35,
    label: [467, 338],
    centre: [530, 318],
    polygon: [
      [526, 237],
      [552, 262],
      [634, 262],
      [634, 285],
      [539, 381],
      [432, 381],
      [384, 428],
      [208, 428],
      [255, 381],
      [372, 381],
      [408, 345],
      [408, 285],
      [479, 285],
    ],
  },
  {
    id: 'donghu',
    zh: '东湖高新',
    en: 'Donghu Hi-tech',
    names: ['东湖新技术开发区', '光谷', '东湖开发区'],
    lat: 30.47,
    lon: 114.5,
    label: [562, 412],
    centre: [560, 408],
    polygon: [
      [634, 262],
      [680, 262],
      [680, 358],
      [585, 452],
      [408, 452],
      [384, 428],
      [432, 381],
      [539, 381],
      [634, 285],
    ],
  },
  {
    id: 'jiangxia',
    zh: '江夏',
    en: 'Jiangxia',
    names: [],
    lat: 30.35,
    lon: 114.32,
    label: [318, 489],
    centre: [330, 470],
    polygon: [
      [208, 428],
      [384, 428],
      [408, 452],
      [585, 452],
      [491, 547],
      [122, 547],
      [122, 514],
    ],
  },
];

/** The Yangtze and the Han, drawn over the borders in the colour of the canvas. */
export const rivers = { yangtze: '680,262 552,262 503,214 384,214 300,298 300,336 122,514 122,560', han: '0,250 74,250 145,322 300,322' };
export const lakes = [
  '431,298 455,298 467,310 467,324 457,334 432,334 420,322 420,310',
  '109,334 121,345 121,360 109,369 98,362 98,345',
  '455,476 491,476 502,488 491,506 456,506 444,488',
];

/** The district of a name as a fleet file writes it (江汉区, 武汉市江汉区, 江汉), else the nearest by coordinates. */
export function districtOf(name: string, lat?: number | null, lon?: number | null): District | undefined {
  const plain = name.replace(/^武汉市?/, '').trim();
  if (plain !== '') {
    const exact = districts.find((each) => plain.startsWith(each.zh) || each.names.some((other) => plain.includes(other)));
    if (exact) return exact;
    const english = districts.find((each) => plain.toLowerCase().startsWith(each.en.toLowerCase().slice(0, 7)));
    if (english) return english;
  }
  if (lat == null || lon == null) return undefined;
  const far = (each: District) => (each.lat - lat) ** 2 + ((each.lon - lon) * 0.86) ** 2;
  return districts.reduce((best, each) => (far(each) < far(best) ? each : best));
}

/** Is the point inside the polygon (ray casting)? */
export function inside([x, y]: readonly [number, number], polygon: readonly (readonly [number, number])[]): boolean {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!;
    const [xj, yj] = polygon[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

/** A place in a district for one machine: the same name always stands at the same spot, off the borders and the label. */
export function spotIn(district: District, name: string): [number, number] {
  const xs = district.polygon.map(([x]) => x);
  const ys = district.polygon.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let seed = 2166136261;
  for (const sign of `${district.id}/${name}`) seed = Math.imul(seed ^ sign.codePointAt(0)!, 16777619) >>> 0;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const margin = 12;
  for (let tries = 0; tries < 60; tries++) {
    const point: [number, number] = [left + next() * (right - left), top + next() * (bottom - top)];
    const clear = [
      [-margin, 0],
      [margin, 0],
      [0, -margin],
      [0, margin],
    ].every(([dx, dy]) => inside([point[0] + dx!, point[1] + dy!], district.polygon));
    if (clear && (Math.abs(point[0] - district.label[0]) > 34 || Math.abs(point[1] - district.label[1]) > 14))
      return [Math.round(point[0]), Math.round(point[1])];
  }
  return district.centre;
}

/** Radius of a circle whose area is the number of people who draw cash at the machines concerned. @returns drawing units, 14 to 70 */
export const radiusOf = (people: number): number => Math.min(70, Math.max(14, Math.sqrt(people) * 0.2));

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;
/** Width of a text in units of its font size: a Chinese character is one, a Latin letter a little more than half. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (wide.test(sign) ? 1 : 0.58), 0);
/** The text, cut with an ellipsis where it is wider than `most` (in units of its font size). */
export function fitted(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let kept = '';
  for (const sign of text) {
    if (widthOf(kept + sign) + 1 > most) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}
