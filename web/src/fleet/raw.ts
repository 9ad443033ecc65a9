import type { GetAtmAnswer } from '../api/client.gen.ts';

type Signal = GetAtmAnswer['signals'][number];
/** One message of a machine and everything that it was understood to say. */
export interface Message {
  key: string;
  at: string;
  source: string;
  raw: string;
  raised: string[];
  cleared: string[];
  unknown: string[];
  /** Nothing in it was understood. */
  unread: boolean;
}

/** Signals that came in one message stand together; the order of the messages is kept. */
export function messagesOf(signals: readonly Signal[]): Message[] {
  const messages = new Map<string, Message>();
  for (const signal of signals) {
    const key = signal.raw === null ? `${signal.source}/${signal.id}` : `${signal.source}/${signal.at}/${signal.raw}`;
    let message = messages.get(key);
    if (!message) {
      const raw = signal.raw ?? JSON.stringify({ code: signal.code, state: signal.state, ...signal.detail });
      message = { key, at: signal.at, source: signal.source, raw, raised: [], cleared: [], unknown: signal.unknown, unread: true };
      messages.set(key, message);
    }
    if (signal.code === null) continue;
    message.unread = false;
    (signal.state === 'cleared' ? message.cleared : message.raised).push(signal.code);
  }
  return [...messages.values()];
}

const longest = 160;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

/** JSON as a person reads it: no quotes round names, nothing that is null. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  const members = record(value);
  if (!members) return typeof value === 'string' ? `"${value}"` : String(value);
  return `{${Object.entries(members)
    .filter(([, each]) => each !== null && each !== undefined)
    .map(([name, each]) => `${name}: ${plain(each)}`)
    .join(', ')}}`;
}

/**
 * One line for a raw message. Of an XFS4IoT message, bare or relayed by an agent, the name and the payload:
 * `Storage.StorageThresholdEvent {unit2: {…}}`; other JSON without its quotes; anything else as it is, cut at 160 characters.
 */
export function rawLine(raw: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return cut(raw);
  }
  const outer = record(parsed);
  const message = record(outer?.['message']) ?? outer;
  const name = record(message?.['header'])?.['name'];
  if (typeof name === 'string') return cut(`${name} ${plain(message?.['payload'] ?? {})}`);
  return cut(plain(parsed));
}
