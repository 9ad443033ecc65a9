/**
 * What a phone has said and the server has not yet heard. Every act goes through here: it is first put on the
 * shelf (it survives a closed page and a dead battery), then sent, oldest first. The key of an act is its
 * Idempotency-Key, so an answer lost on the way never makes a thing happen twice.
 */

export interface Act {
  /** Idempotency-Key; also the name on the shelf. */
  key: string;
  /** When the person did it, ISO 8601; sent along, so a late arrival keeps its true time. */
  at: string;
  /** Whose act it is: account id, or '' for someone not signed in. Another account on the same phone never sends it. */
  owner: string;
  /** The incident, or '' : acts on one subject go in order, one refused does not hold up another subject. */
  subject: string;
  kind: 'report' | 'command';
  /** What the line on the screen says, in the language it was done in. */
  label: string;
  path: string;
  /** Pictures are in it as data URLs; the sender uploads them first. */
  body: Record<string, unknown>;
  /** Why the server would not have it; such an act waits for the person, not for the network. */
  refused: string | null;
}

/** Where acts are kept; IndexedDB in a browser. */
export interface Shelf {
  all(): Promise<Act[]>;
  put(act: Act): Promise<void>;
  remove(key: string): Promise<void>;
}

/** `unreachable`: no answer, or one that says to come again (5xx, 408, 429); `refused` carries what the server said. */
export type Delivery = { outcome: 'sent'; answer: unknown } | { outcome: 'unreachable' } | { outcome: 'refused'; why: string };

export interface Outbox {
  /** Waiting acts of this owner, oldest first. */
  waiting(): readonly Act[];
  add(act: Omit<Act, 'refused' | 'owner'>): Promise<void>;
  /** Sends what can be sent; calls that come while one runs join it. */
  flush(): Promise<void>;
  /** Takes a refused act away: the person has read why. */
  drop(key: string): Promise<void>;
  /** Answer of the server to an act that was sent in this page. */
  answer(key: string): unknown;
  subscribe(told: () => void): () => void;
}

/** Opens the outbox of one owner on a shelf. `send` makes one attempt. */
export async function openOutbox(shelf: Shelf, owner: string, send: (act: Act) => Promise<Delivery>): Promise<Outbox> {
  const oldestFirst = (acts: Act[]): Act[] => acts.toSorted((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key));
  let acts = oldestFirst((await shelf.all()).filter((act) => act.owner === owner));
  const answers = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  let running: Promise<void> | null = null;
  const tell = () => {
    for (const told of listeners) told();
  };
  const take = async (key: string) => {
    await shelf.remove(key);
    acts = acts.filter((act) => act.key !== key);
    tell();
  };

  async function sendAll(): Promise<void> {
    // Read anew each time: what is added while one is on its way goes in the same round.
    for (let tried = new Set<string>(); ; ) {
      const held = new Set(acts.filter((act) => act.refused && act.subject).map((act) => act.subject));
      const act = acts.find((one) => !tried.has(one.key) && !one.refused && !held.has(one.subject));
      if (!act) return;
      tried = new Set(tried).add(act.key);
      const delivery = await send(act).catch((): Delivery => ({ outcome: 'unreachable' }));
      if (delivery.outcome === 'unreachable') return;
      if (delivery.outcome === 'sent') {
        answers.set(act.key, delivery.answer);
        await take(act.key);
        continue;
      }
      const marked = { ...act, refused: delivery.why };
      await shelf.put(marked);
      acts = acts.map((one) => (one.key === act.key ? marked : one));
      tell();
    }
  }

  return {
    waiting: () => acts,
    async add(act) {
      const whole: Act = { ...act, owner, refused: null };
      if (acts.some((one) => one.key === act.key)) return;
      await shelf.put(whole);
      acts = oldestFirst([...acts, whole]);
      tell();
    },
    flush() {
      running ??= sendAll().finally(() => {
        running = null;
      });
      return running;
    },
    drop: take,
    answer: (key) => answers.get(key),
    subscribe(told) {
      listeners.add(told);
      return () => listeners.delete(told);
    },
  };
}

const promptly_ms = 120_000;
/** The commands whose words may carry the true time. */
const spoken: Record<string, 'note' | 'text'> = { 'complete-task': 'note', 'report-situation': 'text' };

/**
 * The body of an act as it is sent: one that waited for the network says so in its own words, because the journal
 * stamps it with the time at which it arrived [I-2].
 * @param now milliseconds of the server's clock
 */
export function truly(act: Act, now: number): Record<string, unknown> {
  const member = spoken[String(act.body.command)];
  if (!member || now - Date.parse(act.at) < promptly_ms) return act.body;
  const said = typeof act.body[member] === 'string' ? `${act.body[member]} ` : '';
  return { ...act.body, [member]: `${said}（离线补录，实际时间 entered later, true time ${act.at.slice(0, 19)}Z）` };
}
