import { WebSocket } from 'ws';
import { type Device, type DeviceCommand, greetingOf, isWell, type Message, messagesOf, obey, type Problem, wellDevice } from './device.ts';

export interface MachinesDeps {
  /** `http://127.0.0.1:8080` */
  url: string;
  /** Token of an integration. */
  token: string;
  atms: readonly string[];
  /** Seconds of the bank's clock in one second of the wall's. */
  rate: number;
  random: () => number;
  /** Machines that the server may still take for ill, from an earlier run: they say everything when they connect first. */
  unsure?: ReadonlySet<string>;
}

export type SimulatedFleet = ReturnType<typeof startMachines>;

const connectionCount = 4;
/** Frames that wait for the server's acknowledgement; beyond it the oldest machine waits too. */
const pendingAtMost = 50_000;
const commandNames: Readonly<Record<string, DeviceCommand>> = {
  'Machine.Close': 'close',
  'Machine.Isolate': 'isolate',
  'Machine.GoInService': 'go-in-service',
  'Machine.Reset': 'reset',
};

interface Link {
  socket: WebSocket | null;
  atms: string[];
  /** Frames not yet acknowledged, in the order of their numbers: sent again after every reconnection. */
  pending: Map<number, string>;
  retry: NodeJS.Timeout | null;
}

interface Command {
  header: { name: string; requestId: number };
  atm: string;
}

/**
 * The agents of all machines: a few WebSocket connections, each speaking for a quarter of the fleet. Frames are
 * numbered and kept until acknowledged, so that a server that dies hears after its restart what it has not kept. Machines that
 * are well cost nothing here.
 */
export function startMachines({ url, token, atms, rate, random, unsure = new Set() }: MachinesDeps) {
  const boot = `demo-${Math.floor(random() * 2 ** 32).toString(16)}-${Math.trunc(performance.timeOrigin)}`;
  const address = `${url.replace(/^http/, 'ws')}/api/v1/agents/xfs4iot?token=${encodeURIComponent(token)}`;
  const devices = new Map<string, Device>();
  const place = new Map(atms.map((atm, index) => [atm, index % connectionCount]));
  const links: Link[] = Array.from({ length: connectionCount }, (_, at) => ({
    socket: null,
    atms: atms.filter((_atm, index) => index % connectionCount === at),
    pending: new Map(),
    retry: null,
  }));
  /** Commands being done, and the last one done by each machine with its answer. */
  const busy = new Set<number>();
  const answered = new Map<string, { requestId: number; message: Message }>();
  const timers = new Set<NodeJS.Timeout>();
  let sequence = 0;
  let stopped = false;

  const later = (bankSeconds: number, work: () => void): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (!stopped) work();
      },
      (bankSeconds * 1000) / rate,
    );
    timers.add(timer);
  };

  const linkOf = (atm: string): Link | undefined => links[place.get(atm) ?? -1];

  function say(atm: string, { service, message }: Message): void {
    const link = linkOf(atm);
    if (!link) return;
    const seq = ++sequence;
    const frame = JSON.stringify({ atm, service, seq, boot, message });
    link.pending.set(seq, frame);
    if (link.pending.size > pendingAtMost) {
      const oldest = link.pending.keys().next().value;
      if (oldest !== undefined) link.pending.delete(oldest);
    }
    if (link.socket?.readyState === WebSocket.OPEN) link.socket.send(frame);
  }

  const deviceOf = (atm: string): Device => devices.get(atm) ?? wellDevice;

  /** Brings a machine into another state and lets it say what changed. */
  function become(atm: string, after: Device): void {
    const before = deviceOf(atm);
    if (isWell(after)) devices.delete(atm);
    else devices.set(atm, after);
    for (const message of messagesOf(before, after)) say(atm, message);
  }

  function hear(data: string, link: Link): void {
    const given = JSON.parse(data) as {
      ack?: number;
      atm?: string;
      message?: { header?: { type?: string; name?: string; requestId?: number } };
    };
    if (typeof given.ack === 'number') link.pending.delete(given.ack);
    const { atm, message } = given;
    const header = message?.header;
    if (header?.type === 'command' && atm && header.name && header.requestId)
      order({ atm, header: { name: header.name, requestId: header.requestId } });
  }

  /** The server tells a machine to do something: it says that it has heard, does it, and says how it went. Asked again, it answers again. */
  function order({ atm, header: { name, requestId } }: Command): void {
    if (busy.has(requestId)) return;
    const last = answered.get(atm);
    if (last?.requestId === requestId) {
      say(atm, last.message);
      return;
    }
    const command = commandNames[name];
    const complete = (outcome: { completionCode?: string; errorDescription?: string }): void => {
      const message: Message = {
        service: 'Machine',
        message: { header: { type: 'completion', name, version: '1.0', requestId, ...outcome }, payload: {} },
      };
      answered.set(atm, { requestId, message });
      busy.delete(requestId);
      say(atm, message);
    };
    if (!command) {
      complete({ completionCode: 'unsupportedCommand', errorDescription: name });
      return;
    }
    busy.add(requestId);
    const before = deviceOf(atm);
    const nothingToDo = command === 'go-in-service' && isWell(before);
    later(nothingToDo ? 3 : 8 + 20 * random(), () => {
      const { after, refusal } = obey(deviceOf(atm), command);
      if (!refusal) become(atm, after);
      complete(refusal ?? {});
    });
  }

  function connect(link: Link): void {
    if (stopped) return;
    const socket = new WebSocket(address, { maxPayload: 1024 * 1024 });
    link.socket = socket;
    socket.on('open', () => {
      // What was not acknowledged goes first; then every machine says how it is, which also tells the server who speaks for it.
      for (const frame of link.pending.values()) socket.send(frame);
      for (const atm of link.atms) for (const message of greetingOf(deviceOf(atm), unsure.has(atm))) say(atm, message);
    });
    socket.on('message', (data) => hear(String(data), link));
    socket.on('error', () => undefined); // followed by close
    socket.on('close', () => {
      link.socket = null;
      if (!stopped) link.retry = setTimeout(() => connect(link), 300 + 400 * random());
    });
  }
  for (const link of links) connect(link);

  return {
    later,
    /** Something goes wrong with a machine; it says so unless it cannot. */
    fail(atm: string, ...which: Problem[]): void {
      const device = deviceOf(atm);
      become(atm, { ...device, problems: new Set([...device.problems, ...which]) });
    },
    /** It is right again: these problems, or all of them. */
    mend(atm: string, ...which: Problem[]): void {
      const device = deviceOf(atm);
      become(atm, {
        ...device,
        problems: which.length === 0 ? new Set() : new Set([...device.problems].filter((problem) => !which.includes(problem))),
      });
    },
    device: deviceOf,
    /** Frames that the server has not acknowledged yet. */
    unacknowledged: (): number => links.reduce((sum, link) => sum + link.pending.size, 0),
    connected: (): number => links.filter((link) => link.socket?.readyState === WebSocket.OPEN).length,
    stop(): void {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      for (const link of links) {
        if (link.retry) clearTimeout(link.retry);
        link.socket?.terminate();
      }
    },
  };
}
