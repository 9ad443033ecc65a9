import type { EventClass, Text } from '#plans';
import type { AffectedPlace, Alternative, Bulletin, BulletinKind, ChannelId, ChannelRecord, Range } from './model.ts';

/** A language of a text, as the texts name it. */
export type Tongue = 'zh' | 'en';

/** Wall time of an instant: `15:30`. */
export const hour = (at: string, timezone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainTime().toString({ smallestUnit: 'minute' });

/** The day of an instant in words, seen from now: 今天, 明天, else the date. */
export function day(at: string, now: Temporal.Instant, timezone: string, tongue: Tongue): string {
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate();
  const days = now.toZonedDateTimeISO(timezone).toPlainDate().until(date, { largestUnit: 'days' }).days;
  if (days === 0) return tongue === 'zh' ? '今天' : 'today';
  if (days === 1) return tongue === 'zh' ? '明天' : 'tomorrow';
  return tongue === 'zh' ? `${date.month}月${date.day}日` : date.toLocaleString('en-GB', { day: 'numeric', month: 'short' });
}

/** `15:30–16:30`, with the days where they are not both today. */
export function span(range: Range, now: Temporal.Instant, timezone: string, tongue: Tongue): string {
  const [from, to] = [day(range.from, now, timezone, tongue), day(range.to, now, timezone, tongue)];
  const here = tongue === 'zh' ? '今天' : 'today';
  const start = from === here ? hour(range.from, timezone) : `${from} ${hour(range.from, timezone)}`;
  return `${start}–${to === from ? '' : `${to} `}${hour(range.to, timezone)}`;
}

/** Districts or places in words, at most three by name. */
export function area(places: AffectedPlace[]): Text {
  const districts = [...new Set(places.map((place) => place.district).filter((name) => name !== ''))];
  const names = places.length === 1 || districts.length === 0 ? places.map((place) => place.name) : districts;
  const first = [...new Set(names)].slice(0, 3);
  const more = new Set(names).size > 3;
  if (first.length === 0) return { zh: '部分地区', en: 'Some areas' };
  return { zh: `${first.join('、')}${more ? '等地' : ''}`, en: `${first.join(', ')}${more ? ' and other places' : ''}` };
}

/** What anybody on the spot can see may be said at once; a fault inside our systems is a cause, and waits for its release. */
const whatHappens: Record<EventClass, (count: number) => Text> = {
  'power-cut': (count) => ({
    zh: `这一片停电，${count} 台取款机停用。`,
    en: `The power is out in this area; ${count} cash machines are off.`,
  }),
  'natural-disaster': (count) => ({
    zh: `受恶劣天气影响，${count} 台取款机停用。`,
    en: `Because of the weather, ${count} cash machines are off.`,
  }),
  'system-failure': (count) => ({ zh: `${count} 台取款机暂时取不了款。`, en: `${count} cash machines cannot pay out at the moment.` }),
  'network-attack': (count) => ({
    zh: `为了稳妥，我们暂停了 ${count} 台取款机。`,
    en: `To be on the safe side we have paused ${count} cash machines.`,
  }),
  'equipment-damage': (count) => ({ zh: `${count} 台取款机暂停使用。`, en: `${count} cash machines are out of use.` }),
  other: (count) => ({ zh: `${count} 台取款机暂停使用。`, en: `${count} cash machines are out of use.` }),
};

const safe: Text = { zh: '您的钱和卡是安全的。', en: 'Your money and your card are safe.' };

export interface Wording {
  kind: BulletinKind;
  eventClass: EventClass;
  places: AffectedPlace[];
  restored: number;
  handling: Text | null;
  was: Range | null;
  expected: Range | null;
  now: Temporal.Instant;
  timezone: string;
  drill: boolean;
}

/** Title and body in plain words: no terms of machines, no cause, no promise (S3-8.2(1)). */
export function word({ kind, eventClass, places, restored, handling, was, expected, now, timezone, drill }: Wording): {
  title: Text;
  body: Text;
} {
  const where = area(places);
  const count = places.reduce((sum, place) => sum + place.atms.length, 0);
  const mark: Text = drill ? { zh: '【演练】', en: '[DRILL] ' } : { zh: '', en: '' };
  const lines: Text[] = [];
  let title: Text;
  if (kind === 'recovery') {
    title = { zh: `${where.zh}的取款机已恢复`, en: `Cash machines are working again: ${where.en}` };
    lines.push({
      zh: `${count} 台取款机已恢复取款。谢谢您的耐心。`,
      en: `${count} cash machines pay out again. Thank you for your patience.`,
    });
  } else {
    title =
      kind === 'notice'
        ? { zh: `${where.zh}部分取款机暂时取不了款`, en: `Some cash machines cannot pay out: ${where.en}` }
        : { zh: `${where.zh}取款机恢复进展`, en: `Cash machines, progress: ${where.en}` };
    const happening = whatHappens[eventClass](count);
    lines.push(happening, safe);
    if (kind === 'progress')
      lines.push({ zh: `已恢复 ${restored} 台，其余正在恢复。`, en: `${restored} are working again; we are restoring the others.` });
    if (kind === 'notice' && !handling) lines.push({ zh: '我们的人员正在现场处理。', en: 'Our people are at work on it.' });
    if (was && expected && (was.to !== expected.to || was.from !== expected.from))
      lines.push({
        zh: `原来预计 ${span(was, now, timezone, 'zh')} 恢复，现在改为 ${span(expected, now, timezone, 'zh')}，让您久等了。`,
        en: `We had expected ${span(was, now, timezone, 'en')}; it is now ${span(expected, now, timezone, 'en')}. We are sorry for the wait.`,
      });
  }
  if (handling) lines.push(handling);
  return {
    title: { zh: `${mark.zh}${title.zh}`, en: `${mark.en}${title.en}` },
    body: { zh: lines.map((line) => line.zh).join('\n'), en: lines.map((line) => line.en).join('\n') },
  };
}

/** Characters that a channel carries. Two SMS parts of 67 UCS-2 characters each; 140 for a post. */
export const channelLimits: Record<ChannelId, number | null> = { website: null, sms: 134, social: 140, press: null };

const cut = (text: string, limit: number | null) =>
  limit === null || [...text].length <= limit ? text : `${[...text].slice(0, limit - 1).join('')}…`;

interface Short {
  bulletin: Pick<Bulletin, 'kind' | 'title' | 'body' | 'expected' | 'nextWord' | 'alternatives' | 'cause' | 'causeReleased' | 'serial'>;
  bank: Text;
  now: Temporal.Instant;
  timezone: string;
}

/** The text for one channel, within its length. Only the ends of the free words are cut; times and places are whole. */
export function channelText(channel: ChannelId, { bulletin, bank, now, timezone }: Short): Text {
  const limit = channelLimits[channel];
  const make = (tongue: Tongue): string => {
    const zh = tongue === 'zh';
    const when =
      bulletin.kind !== 'recovery' && bulletin.expected
        ? zh
          ? `预计 ${span(bulletin.expected, now, timezone, tongue)} 恢复。`
          : ` Expected back ${span(bulletin.expected, now, timezone, tongue)}.`
        : '';
    const other = bulletin.alternatives[0];
    const near = bulletin.kind !== 'recovery' && other ? (zh ? `可去${other.name}。` : ` Try ${other.name}.`) : '';
    if (channel === 'sms' || channel === 'social') {
      const head = zh ? `【${bank.zh}】` : `${bank.en}: `;
      const tail = `${when}${near}`;
      const room = limit === null ? null : limit - [...head].length - [...tail].length - 1;
      return `${head}${cut(bulletin.title[tongue], room)}${zh ? '。' : '.'}${tail}`;
    }
    const cause = bulletin.causeReleased && bulletin.cause ? `\n${zh ? '原因：' : 'Cause: '}${bulletin.cause[tongue]}` : '';
    const next =
      bulletin.nextWord && bulletin.kind !== 'recovery' ? `\n${zh ? '下次消息：' : 'Next word: '}${hour(bulletin.nextWord, timezone)}` : '';
    const others =
      bulletin.kind !== 'recovery' && bulletin.alternatives.length > 0
        ? `\n${zh ? '附近可取款：' : 'Nearest that pay out: '}${alternativesIn(tongue, bulletin.alternatives)}`
        : '';
    return `${bulletin.title[tongue]}\n${bulletin.body[tongue]}${when && `\n${when.trim()}`}${next}${others}${cause}`;
  };
  return { zh: make('zh'), en: make('en') };
}

/** What each channel carried or would have carried. Only the website is ours; the others say that nobody has set them up. */
export function channelRecords(channels: ChannelId[], drill: boolean, short: Short): ChannelRecord[] {
  return channels.map((channel) => {
    const text = channelText(channel, short);
    return {
      channel,
      text,
      characters: [...text.zh].length,
      limit: channelLimits[channel],
      at: short.now.toString(),
      state: drill ? 'withheld' : channel === 'website' ? 'published' : 'not-configured',
    };
  });
}

/** Metres as people say them: `850 m`, `1.4 km`. */
export const distance = (metres: number): string =>
  metres < 1000 ? `${Math.max(10, Math.round(metres / 10) * 10)} m` : `${(metres / 1000).toFixed(1)} km`;

const alternativesIn = (tongue: Tongue, alternatives: Alternative[]): string =>
  alternatives.map((one) => `${one.name} ${distance(one.metres)}`).join(tongue === 'zh' ? '、' : ', ');
