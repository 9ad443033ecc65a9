import { sql } from 'kysely';
import type { WebSocket } from 'ws';
import { type Clock, type Db, isRefusal, log, type Trx, uuidv7 } from '#platform';
import { type DeviceAnswer, Devices } from './devices.ts';
import type { Receiver } from './intake.ts';
import type { Understood } from './kept.ts';
import type { DeadLetter, Signal } from './model.ts';
import { textOf } from './read.ts';
import { scrub } from './scrub.ts';
import { type Frame, readFrame, type Understanding, understand } from './xfs4iot.ts';
import type { ServiceState } from './xfs4iot-conditions.ts';

/** Frames of one connection that wait for their commit: above the first mark it is not read, above the second it is closed. */
const pauseAt = 1000;
const resumeAt = 250;
const closeAt = 20_000;
/** Unreadable frames in a row before a connection is taken to speak something else. */
const unreadableAtMost = 50;
const groupFrames = 2000;
const stateCharacters = 64_000;

interface Connection {
  socket: WebSocket;
  /** Frames not yet committed. */
  waiting: number;
  paused: boolean;
  unreadable: number;
  machines: Set<string>;
  since: string;
}

interface Queued {
  connection: Connection;
  text: string;
  frame: Frame | null;
  field: string;
  seq: unknown;
}

interface Known {
  state: ServiceState;
  seq: number | null;
  boot: string;
}

/** What one group of frames makes of the states and what it says. */
interface Judged {
  lines: string[];
  signals: (Signal & { line: number; unknown: string[] })[];
  extra: Understood['signals'];
  deadLetters: DeadLetter[];
  states: Map<string, Known>;
  answers: { requestId: number; answer: DeviceAnswer }[];
}

export type Agents = ReturnType<typeof openAgents>;

/**
 * The agents that relay XFS4IoT messages. Frames of all connections are merged in the order of their arrival by one
 * loop, committed in groups, and only then acknowledged: what was acknowledged is kept. The merged state of each service
 * is kept beside, so that a change after a restart is still understood.
 */
export function openAgents({
  db,
  clock,
  receiver,
  commandTimeoutMs = 30_000,
}: {
  db: Db;
  clock: Clock;
  receiver: Receiver;
  commandTimeoutMs?: number;
}) {
  const connections = new Set<Connection>();
  const speaksFor = new Map<string, Connection>();
  const known = new Map<string, Known>();
  const queue: Queued[] = [];
  let running = false;
  const devices = new Devices(db, clock, commandTimeoutMs, (atm, frame) => {
    const connection = speaksFor.get(atm);
    if (!connection || connection.socket.readyState !== connection.socket.OPEN) return false;
    connection.socket.send(JSON.stringify(frame));
    return true;
  });

  const keyOf = (frame: Pick<Frame, 'atm' | 'service'>) => `${frame.atm}\n${frame.service}`;

  function attach(socket: WebSocket): void {
    const connection: Connection = { socket, waiting: 0, paused: false, unreadable: 0, machines: new Set(), since: clock.now().toString() };
    connections.add(connection);
    socket.on('message', (data, binary) => hear(connection, data as Buffer, binary));
    socket.on('error', (error) => log.debug({ error: error.message }, 'an agent connection failed'));
    socket.on('close', () => {
      connections.delete(connection);
      for (const atm of connection.machines) if (speaksFor.get(atm) === connection) speaksFor.delete(atm);
    });
  }

  function hear(connection: Connection, data: Buffer, binary: boolean): void {
    if (connection.socket.readyState !== connection.socket.OPEN) return; // closed for flooding: nothing more is taken
    if (connection.waiting >= closeAt) {
      connection.socket.close(1013, 'too many frames wait');
      return;
    }
    let text = textOf(Buffer.isBuffer(data) ? data : Buffer.concat(data as unknown as Buffer[]));
    let given: unknown;
    let frame: Frame | { field: string } = { field: 'json' };
    if (!binary) {
      try {
        given = JSON.parse(text);
        frame = readFrame(given);
        if (text.includes('\n')) text = JSON.stringify(given); // one frame is one line of what is kept
      } catch {
        text = text.replace(/\s+/g, ' ');
      }
    } else text = `(binary) ${data.toString('base64').slice(0, 4000)}`;
    const seq = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)['seq'] : undefined;
    if ('field' in frame) {
      queue.push({ connection, text, frame: null, field: frame.field, seq });
      if (++connection.unreadable >= unreadableAtMost) connection.socket.close(1008, 'unreadable frames');
    } else {
      connection.unreadable = 0;
      queue.push({ connection, text, frame, field: '', seq });
      connection.machines.add(frame.atm);
      speaksFor.set(frame.atm, connection);
    }
    connection.waiting++;
    if (!connection.paused && connection.waiting >= pauseAt) {
      connection.paused = true;
      connection.socket.pause();
    }
    if (!running) {
      running = true;
      setImmediate(() => void run());
    }
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const group = queue.splice(0, groupFrames);
      if (!(await commit(group))) for (const each of group) if (!(await commit([each]))) await bury(each);
      for (const { connection } of group) {
        connection.waiting--;
        if (connection.paused && connection.waiting <= resumeAt) {
          connection.paused = false;
          connection.socket.resume();
        }
      }
    }
    running = false;
  }

  /** @returns false when the group cannot be kept as it is: one of its frames is at fault */
  async function commit(group: Queued[]): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      try {
        await load(group);
        const judged = judge(group);
        const answer = await receiver.take('xfs4iot', judged.lines.join('\n'), judged.signals, {
          deadLetters: judged.deadLetters,
          extra: judged.extra,
          also: (trx) => keep(trx, judged),
        });
        if (isRefusal(answer)) throw Object.assign(new Error('busy'), { code: 'ECONNBUSY' });
        for (const [key, state] of judged.states) known.set(key, state);
        for (const { requestId, answer: outcome } of judged.answers) devices.settle(requestId, outcome);
        acknowledge(group);
        return true;
      } catch (error) {
        const away =
          /^(08|57P)|ECONN|EPIPE/.test(String((error as { code?: unknown }).code)) ||
          /terminated|timeout exceeded|not queryable|Connection ended/i.test((error as Error).message);
        if (!away) {
          log.warn({ error: (error as Error).message, frames: group.length }, 'frames could not be kept');
          return false;
        }
        // Nothing was acknowledged: the agents wait, and so do we.
        await new Promise((resolve) => setTimeout(resolve, Math.min(2000, 50 * 2 ** attempt)));
      }
    }
  }

  function acknowledge(group: Queued[]): void {
    for (const { connection, frame, field, seq } of group) {
      if (connection.socket.readyState !== connection.socket.OPEN) continue;
      const number = typeof seq === 'number' ? seq : null;
      if (frame === null)
        connection.socket.send(
          JSON.stringify({ refused: { code: 'frame-unreadable', field }, ...(number === null ? {} : { ack: number }) }),
        );
      else if (number !== null) connection.socket.send(JSON.stringify({ ack: number, atm: frame.atm, service: frame.service }));
    }
  }

  /** A frame that breaks everything it is kept with is kept as text alone. */
  async function bury({ connection, text, frame, seq }: Queued): Promise<void> {
    await receiver
      .deadLetter({
        source: 'xfs4iot',
        code: 'frame-unreadable',
        field: 'frame',
        atm: frame?.atm ?? null,
        content: text,
      })
      .catch((error: unknown) => log.error({ err: error }, 'a frame was lost'));
    if (typeof seq === 'number' && connection.socket.readyState === connection.socket.OPEN)
      connection.socket.send(JSON.stringify({ ack: seq, refused: { code: 'frame-unreadable', field: 'frame' } }));
  }

  /** Reads the states of services heard of for the first time since the start. */
  async function load(group: Queued[]): Promise<void> {
    const fresh = new Set<string>();
    for (const { frame } of group) if (frame && receiver.known.atm(frame.atm) && !known.has(keyOf(frame))) fresh.add(frame.atm);
    if (fresh.size === 0) return;
    const rows = await db
      .selectFrom('xfs_state')
      .selectAll()
      .where('atm', '=', sql<string>`any(${[...fresh]}::text[])`)
      .execute();
    for (const row of rows) {
      const key = keyOf(row);
      if (!known.has(key)) known.set(key, { state: row.status as ServiceState, seq: row.seq, boot: row.boot });
    }
  }

  function judge(group: Queued[]): Judged {
    const judged: Judged = { lines: [], signals: [], extra: [], deadLetters: [], states: new Map(), answers: [] };
    const at = clock.now().toString();
    for (const { frame, text, field } of group) {
      if (frame === null) {
        judged.deadLetters.push({ source: 'xfs4iot', code: 'frame-unreadable', field, atm: null, content: text });
        continue;
      }
      const line = judged.lines.push(text) - 1;
      const { atm, service, header } = frame;
      const about = { service, message: header.name, type: header.type };
      const signal = (code: string, state: Signal['state'], detail: Signal['detail']): Signal => ({
        id: uuidv7(),
        source: 'xfs4iot',
        atm,
        site: null,
        code,
        state,
        at,
        detail,
      });
      const note = (unknown: string[]) =>
        judged.extra.push({ id: uuidv7(), source: 'xfs4iot', atm, site: null, code: null, state: null, at, detail: about, line, unknown });
      if (!receiver.known.atm(atm)) {
        judged.deadLetters.push({
          source: 'xfs4iot',
          code: 'atm-unknown',
          field: 'atm',
          atm,
          content: text,
        });
        continue;
      }
      const answer = devices.answerIn(frame);
      if (answer) judged.answers.push(answer);
      const before = judged.states.get(keyOf(frame)) ?? known.get(keyOf(frame));
      if (isStale(frame, before)) {
        note([`seq ${frame.seq} after ${before!.seq}`]);
        continue;
      }
      const understood: Understanding = understand(before?.state, frame);
      let { state } = understood;
      if (state !== before?.state && JSON.stringify(state).length > stateCharacters) {
        state = before?.state ?? understand(undefined, { ...frame, payload: {} }).state;
        understood.unknown.push('(state too large)');
      }
      judged.states.set(keyOf(frame), {
        state,
        seq: frame.seq ?? before?.seq ?? null,
        boot: frame.seq === null ? (before?.boot ?? frame.boot) : frame.boot,
      });
      for (const { code, state: raised, detail } of understood.signals)
        judged.signals.push({ ...signal(code, raised, detail), line, unknown: understood.unknown });
      if (understood.signals.length === 0) note(understood.unknown);
    }
    return judged;
  }

  /** States and answers of devices, in the transaction of their signals. */
  async function keep(trx: Trx, { states, answers }: Judged): Promise<void> {
    if (states.size > 0) {
      const keys = [...states.keys()].map((key) => key.split('\n') as [string, string]);
      const values = [...states.values()];
      await sql`insert into xfs_state (atm, service, boot, seq, status, at)
        select *, ${clock.now().toString()}::timestamptz from unnest(${keys.map(([atm]) => atm)}::text[], ${keys.map(([, service]) => service)}::text[], ${values.map((v) => v.boot)}::text[],
          ${values.map((v) => v.seq)}::bigint[], ${values.map((v) => scrub(keepable(JSON.stringify(v.state))))}::jsonb[])
        on conflict (atm, service) do update set boot = excluded.boot, seq = excluded.seq, status = excluded.status, at = excluded.at`.execute(
        trx,
      );
    }
    await devices.keepAnswers(trx, answers);
  }

  return {
    attach,
    devices: { send: devices.send.bind(devices) },
    /** Machines that an agent speaks for now. */
    connected: (): { connections: number; machines: number } => ({ connections: connections.size, machines: speaksFor.size }),
    speaksFor: (atm: string): boolean => speaksFor.has(atm),
    async close(): Promise<void> {
      for (const { socket } of connections) socket.close(1001, 'the server stops');
      while (running) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

/** A number that is not beyond the last of the same run was handled already, or comes too late to be true. */
function isStale(frame: Frame, before: Known | undefined): boolean {
  if (!before || frame.seq === null || before.seq === null || frame.boot !== before.boot) return false;
  if (frame.boot === '' && frame.seq <= 1 && before.seq > 1) return false; // an agent that does not name its runs has started again
  return frame.seq <= before.seq;
}

/** jsonb has no U+0000 and no half surrogate pair. */
const keepable = (text: string): string => text.replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '$1\\ufffd');
