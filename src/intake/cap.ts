import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Area } from './model.ts';
import { instantMs } from './read.ts';

/** An alert of the Common Alerting Protocol (OASIS, 1.0 to 1.2), as far as it concerns us. */
export interface CapAlert {
  identifier: string;
  sender: string;
  sent: string;
  status: string;
  msgType: string;
  scope: string;
  /** Earlier alerts that this one updates or cancels. */
  references: { sender: string; identifier: string }[];
  event: string;
  headline: string;
  description: string;
  instruction: string;
  severity: string;
  urgency: string;
  certainty: string;
  /** 12379's colour where the text names one, else by severity. */
  colour: 'red' | 'orange' | 'yellow' | 'blue' | null;
  onset: string | null;
  expires: string | null;
  areaDesc: string;
  area: Area;
}

const statuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'];
const msgTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'];
const scopes = ['Public', 'Restricted', 'Private'];
const namespaces = /^(?:urn:oasis:names:tc:emergency:cap:1\.[012]|https?:\/\/www\.incident\.com\/cap\/1\.0)$/;
const repeated = new Set([
  'info',
  'area',
  'polygon',
  'circle',
  'geocode',
  'category',
  'parameter',
  'eventCode',
  'responseType',
  'resource',
]);
const mostCorners = 20_000;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true,
  isArray: (name) => repeated.has(name),
});

type Node = Record<string, unknown>;
const node = (value: unknown): Node => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {});
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.map(node) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\0', '').trim() : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter((each) => each !== '') : []);

/** Does the text declare a document type or entities? CAP needs neither; both can read files and exhaust memory. */
export const declaresEntities = (xml: string): boolean => /<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(xml);

/**
 * Reads an alert. Required elements are those of all three versions: identifier, sender, sent, status, msgType, scope;
 * of an info: event, urgency, severity, certainty. @returns why it cannot be read otherwise
 */
export function readCap(xml: string): CapAlert | { unreadable: string } {
  if (declaresEntities(xml)) return { unreadable: 'DOCTYPE' };
  const valid = XMLValidator.validate(xml);
  if (valid !== true) return { unreadable: `XML ${valid.err.line}:${valid.err.col} ${valid.err.msg}` };
  let alert: Node;
  try {
    alert = node(node(parser.parse(xml))['alert']);
  } catch (error) {
    return { unreadable: (error as Error).message };
  }
  const root = /<(?:[\w.-]+:)?alert\b[^>]*>/.exec(xml)?.[0] ?? '';
  if (![...root.matchAll(/xmlns(?::[\w.-]+)?\s*=\s*["']([^"']*)["']/g)].some((found) => namespaces.test(found[1]!)))
    return { unreadable: 'xmlns' };
  for (const name of ['identifier', 'sender', 'sent', 'status', 'msgType', 'scope'])
    if (text(alert[name]) === '') return { unreadable: `<${name}>` };
  if (Number.isNaN(instantMs(text(alert['sent'])))) return { unreadable: '<sent>' };
  if (!statuses.includes(text(alert['status']))) return { unreadable: '<status>' };
  if (!msgTypes.includes(text(alert['msgType']))) return { unreadable: '<msgType>' };
  if (!scopes.includes(text(alert['scope']))) return { unreadable: '<scope>' };
  const infos = nodes(alert['info']);
  for (const info of infos)
    for (const name of ['event', 'urgency', 'severity', 'certainty']) if (text(info[name]) === '') return { unreadable: `<info><${name}>` };
  // One alert may say the same in several languages: the first is shown, the areas of all are united.
  const first = infos.find((info) => /^zh/i.test(text(info['language']))) ?? infos[0] ?? {};
  const area: Area = { polygons: [], circles: [], names: [] };
  const described: string[] = [];
  for (const each of infos.flatMap((info) => nodes(info['area']))) {
    const bad = readArea(each, area);
    if (bad) return { unreadable: bad };
    const description = text(each['areaDesc']);
    if (description !== '' && !described.includes(description)) described.push(description);
  }
  for (const name of ['expires', 'onset'])
    if (text(first[name]) !== '' && Number.isNaN(instantMs(text(first[name])))) return { unreadable: `<${name}>` };
  const headline = text(first['headline']);
  return {
    identifier: text(alert['identifier']),
    sender: text(alert['sender']),
    sent: text(alert['sent']),
    status: text(alert['status']),
    msgType: text(alert['msgType']),
    scope: text(alert['scope']),
    references: text(alert['references'])
      .split(/\s+/)
      .flatMap((reference) => {
        const parts = reference.split(',');
        return parts.length >= 2 ? [{ sender: parts[0]!, identifier: parts[1]! }] : [];
      }),
    event: text(first['event']),
    headline,
    description: text(first['description']),
    instruction: text(first['instruction']),
    severity: text(first['severity']),
    urgency: text(first['urgency']),
    certainty: text(first['certainty']),
    colour: colourOf(
      `${headline} ${text(first['event'])} ${nodes(first['parameter'])
        .map((parameter) => text(parameter['value']))
        .join(' ')}`,
      text(first['severity']),
    ),
    onset: text(first['onset']) || text(first['effective']) || null,
    expires: text(first['expires']) || null,
    areaDesc: described.join('；'),
    area,
  };
}

/** Red, orange, yellow, blue are the legal colours of warnings of grade I to IV. */
function colourOf(words: string, severity: string): CapAlert['colour'] {
  for (const [sign, colour] of [
    ['红色', 'red'],
    ['橙色', 'orange'],
    ['黄色', 'yellow'],
    ['蓝色', 'blue'],
  ] as const)
    if (words.includes(sign)) return colour;
  return ({ Extreme: 'red', Severe: 'orange', Moderate: 'yellow', Minor: 'blue' } as const)[severity] ?? null;
}

function readArea(given: Node, area: Area): string | undefined {
  for (const polygon of texts(given['polygon'])) {
    const corners = polygon.split(/\s+/).map((pair) => pair.split(',').map(Number) as [number, number]);
    if (
      corners.length < 3 ||
      corners.length > mostCorners ||
      corners.some((corner) => corner.length !== 2 || !onEarth(corner[0], corner[1]))
    )
      return '<polygon>';
    area.polygons.push(corners);
  }
  for (const circle of texts(given['circle'])) {
    const [centre = '', radius = ''] = circle.split(/\s+/);
    const [lat, lon] = centre.split(',').map(Number);
    const radiusKm = Number(radius);
    if (lat === undefined || lon === undefined || !onEarth(lat, lon) || radius === '' || !(radiusKm >= 0)) return '<circle>';
    area.circles.push({ lat, lon, radiusKm });
  }
  for (const geocode of nodes(given['geocode'])) area.names.push(text(geocode['value']));
  // Chinese alerts name districts and cities; the description lists them.
  for (const name of text(given['areaDesc']).split(/[,，、;；\s]+/)) if (name !== '') area.names.push(name);
  return undefined;
}

const onEarth = (lat: number, lon: number): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
