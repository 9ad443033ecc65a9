import { depthLeft } from './depth.ts';
import type { SignalState } from './model.ts';
import { type DeviceKind, inoperative, kindOf, newState, type ServiceState, type Statements, statementsOf } from './xfs4iot-conditions.ts';
import { unknownMembers } from './xfs4iot-members.ts';

/** A message of one service of one machine, as the agent relays it. */
export interface Frame {
  atm: string;
  service: string;
  /** Number of the frame within machine and service, rising; null when the agent does not count. */
  seq: number | null;
  /** Names the run of the agent: with a new one the numbers begin anew. Without it, number 1 does. */
  boot: string;
  header: { type: string; name: string; requestId: number | null; completionCode: string | null; errorDescription: string | null };
  payload: Record<string, unknown>;
}

export interface Understanding {
  state: ServiceState;
  signals: { code: string; state: SignalState; detail: Record<string, unknown> }[];
  /** Members that no rule knows; kept and reported. */
  unknown: string[];
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const plain = (value: unknown): Plain => (isPlain(value) ? value : {});
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const nameLength = 200;
const mostDepth = 30;
const types = new Set(['command', 'acknowledge', 'event', 'completion', 'unsolicited']);

/** Reads one frame. @returns the field at fault otherwise */
export function readFrame(given: unknown): Frame | { field: string } {
  if (!isPlain(given)) return { field: 'frame' };
  const { atm, service, seq, boot, message } = given;
  if (typeof atm !== 'string' || atm === '' || atm.length > nameLength) return { field: 'atm' };
  if (typeof service !== 'string' || service === '' || service.length > nameLength || service.includes('\0')) return { field: 'service' };
  if (seq !== undefined && seq !== null && !(Number.isSafeInteger(seq) && (seq as number) >= 0)) return { field: 'seq' };
  if (boot !== undefined && (typeof boot !== 'string' || boot.length > nameLength || boot.includes('\0'))) return { field: 'boot' };
  if (!isPlain(message)) return { field: 'message' };
  const { header, payload } = message;
  if (!isPlain(header)) return { field: 'message.header' };
  if (typeof header['type'] !== 'string' || !types.has(header['type'])) return { field: 'message.header.type' };
  if (typeof header['name'] !== 'string' || header['name'].length > nameLength) return { field: 'message.header.name' };
  if (payload !== undefined && payload !== null && !isPlain(payload)) return { field: 'message.payload' };
  if (depthLeft(payload, mostDepth) < 0) return { field: 'message.payload' };
  const { requestId } = header;
  if (header['type'] !== 'unsolicited' && !(Number.isSafeInteger(requestId) && (requestId as number) >= 1))
    return { field: 'message.header.requestId' };
  return {
    atm,
    service,
    seq: (seq as number | undefined) ?? null,
    boot: (boot as string | undefined) ?? '',
    header: {
      type: header['type'],
      name: header['name'],
      requestId: Number.isSafeInteger(requestId) ? (requestId as number) : null,
      // The current dialect leaves it out for success; the 2021 one says it in the payload.
      completionCode: text(header['completionCode']) ?? text(plain(payload)['completionCode']),
      errorDescription: text(header['errorDescription']) ?? text(plain(payload)['errorDescription']),
    },
    payload: plain(payload),
  };
}

/** A property of a change that is null or absent is unchanged; objects go deeper, positions are told apart by name. */
function mergeChange(old: unknown, change: unknown): unknown {
  if (change === null || change === undefined) return old;
  if (Array.isArray(change)) {
    if (!change.every((each) => isPlain(each) && typeof each['position'] === 'string')) return change;
    const positions = Array.isArray(old) ? [...(old as unknown[])] : [];
    for (const each of change as Plain[]) {
      const at = positions.findIndex((position) => plain(position)['position'] === each['position']);
      if (at < 0) positions.push(mergeChange({}, each));
      else positions[at] = mergeChange(positions[at], each);
    }
    return positions;
  }
  if (!isPlain(change)) return change;
  const merged: Plain = isPlain(old) ? { ...old } : {};
  for (const [name, value] of Object.entries(change)) {
    const next = mergeChange(Object.hasOwn(merged, name) ? merged[name] : undefined, value);
    if (next !== undefined) Object.defineProperty(merged, name, { value: next, enumerable: true, writable: true, configurable: true });
  }
  return merged;
}

/**
 * Merges a status into what is known. In `Common.Status` (`full`) null means not supported, and what is absent is not
 * there; in `Common.StatusChangedEvent` both mean unchanged. Pure.
 */
export function mergeStatus(old: ServiceState, payload: Plain, full: boolean): ServiceState {
  const status = full
    ? Object.fromEntries(Object.entries(payload).filter(([, value]) => value === null || isPlain(value)))
    : mergeChange(old.status, onlyPlain(payload));
  const device = plain(plain(payload)['common'])['device'];
  const settled = typeof device === 'string' && device !== 'starting' ? device : old.settled;
  return { ...old, status: status as ServiceState['status'], settled };
}

const onlyPlain = (payload: Plain): Plain => Object.fromEntries(Object.entries(payload).filter(([, value]) => isPlain(value)));

const mostUnits = 200;

/** Merges storage units: all of them (`Storage.GetStorage`), or changes of some. */
export function mergeStorage(old: ServiceState, units: Plain, full: boolean): ServiceState {
  const given = Object.fromEntries(
    Object.entries(units)
      .filter(([, unit]) => isPlain(unit))
      .slice(0, mostUnits),
  );
  const storage = full ? given : Object.fromEntries(Object.entries(mergeChange(old.storage, given) as Plain).slice(-mostUnits));
  return { ...old, storage: storage as ServiceState['storage'], storageComplete: full || old.storageComplete };
}

/** Does the message say that the device works again? Then what events had raised is over. */
const saysOnline = (payload: Plain): boolean => plain(payload['common'])['device'] === 'online';

const withoutLatches = (state: ServiceState, keep: (code: string) => boolean): ServiceState => ({
  ...state,
  latches: Object.fromEntries(Object.entries(state.latches).filter(([code]) => keep(code))),
});

/** Seconds that a device which says `suspend` is given to recover by itself. */
export const suspendSeconds = 60;

/** Code and detail of `Common.ErrorEvent`: its action says who has to act; without one nobody has. */
function ofErrorEvent(payload: Plain, kind: DeviceKind): { code: string; detail: Plain } | null {
  const eventId = text(payload['eventId']);
  const action = text(payload['action']);
  const detail: Plain = { eventId, action, description: text(payload['vendorDescription'])?.slice(0, 500) ?? null };
  if (eventId === 'fraudAttempt') return { code: 'fraud.attempt', detail };
  if (action === null) return null;
  const software = eventId === 'software' || action === 'softwareError' || action === 'configuration';
  const essential = kind !== 'printer' && kind !== 'camera' && kind !== 'acceptor' && kind !== 'sensors';
  const code = software && essential ? 'software.error' : (inoperative[kind] ?? 'machine.closed');
  return { code, detail: action === 'suspend' ? { ...detail, holdSeconds: suspendSeconds } : detail };
}

const statusEvents: Record<string, (payload: Plain) => Plain> = {
  'Printer.PaperThresholdEvent': ({ paperSource, threshold }) => ({ printer: { paper: { [String(paperSource)]: threshold } } }),
  'Printer.TonerThresholdEvent': ({ state, threshold }) => ({ printer: { toner: threshold ?? state } }),
  'Printer.InkThresholdEvent': ({ state, threshold }) => ({ printer: { ink: threshold ?? state } }),
  'Printer.LampThresholdEvent': ({ state, threshold }) => ({ printer: { lamp: threshold ?? state } }),
  'VendorMode.ModeEnteredEvent': () => ({ vendorMode: { service: 'active' } }),
  'VendorMode.ModeExitedEvent': () => ({ vendorMode: { service: 'inactive' } }),
};

const silent =
  /^(?:ServicePublisher\.|Common\.(?:Capabilities|SetVersions|Cancel|GetTransactionState|SetTransactionState)|CashManagement\.(?:Items|MediaDetected|ShutterStatus|TellerInfo)|CardReader\.(?:Media|InvalidMedia)|KeyManagement\.|VendorMode\.EnterModeRequest|Storage\.CountsChanged)/;

/**
 * What one message changes in the state of its service, and what it says. Pure: the same messages in the same order
 * always end in the same state. A full status states everything that it speaks of, so that what was missed meanwhile
 * is mended; a change states what changed.
 */
export function understand(before: ServiceState | undefined, frame: Frame): Understanding {
  const old = before ?? newState();
  const { header, payload, service } = frame;
  const kind = kindOf(service, old);
  const unknown: string[] = [];
  const said: Understanding['signals'] = [];
  let state = old;
  let full = false;
  const done = header.type === 'completion' && (header.completionCode === null || header.completionCode === 'success');
  if (header.type === 'completion' && header.name === 'Common.Status') {
    if (done) {
      state = mergeStatus(old, payload, true);
      full = true;
      unknown.push(...unknownMembers(payload));
      if (saysOnline(payload)) state = withoutLatches(state, (code) => code === 'card.retained');
    }
  } else if (header.name === 'Common.StatusChangedEvent') {
    state = mergeStatus(old, payload, false);
    unknown.push(...unknownMembers(payload));
    if (saysOnline(payload)) state = withoutLatches(state, (code) => code === 'card.retained');
  } else if (header.name === 'Common.ErrorEvent') {
    const error = ofErrorEvent(payload, kind);
    if (error) {
      state = { ...old, latches: { ...old.latches, [error.code]: error.detail } };
      said.push({ code: error.code, state: 'raised', detail: { service, ...error.detail } });
    }
  } else if (Object.hasOwn(statusEvents, header.name)) {
    state = mergeStatus(old, statusEvents[header.name]!(payload), false);
  } else if (header.name === 'Storage.GetStorage' && header.type === 'completion') {
    if (done) {
      state = mergeStorage(old, plain(payload['storage']), true);
      full = true;
    }
  } else if (
    header.name === 'Storage.StorageChangedEvent' ||
    header.name === 'Storage.StorageThresholdEvent' ||
    header.name === 'Storage.CountsChangedEvent'
  ) {
    state = mergeStorage(old, payload, false);
  } else if (header.name === 'Storage.StorageErrorEvent') {
    const { failure, unit } = payload;
    if (failure === 'empty' && typeof unit === 'string')
      state = mergeStorage(old, { [unit]: { cash: { status: { replenishmentStatus: 'empty' } } } }, false);
  } else if (header.name === 'CardReader.CardActionEvent') {
    if (typeof payload['to'] === 'string' && payload['to'] !== 'exit' && payload['to'] !== 'transport')
      state = { ...old, latches: { ...old.latches, 'card.retained': { to: payload['to'], from: payload['from'] ?? null } } };
  } else if (header.name === 'CashManagement.IncompleteRetractEvent') {
    state = { ...old, latches: { ...old.latches, 'dispenser.jammed': { reason: payload['reason'] ?? null } } };
  } else if (header.type === 'completion') {
    state = ofCompletion(old, frame, kind, done);
  } else if (header.type !== 'acknowledge' && header.type !== 'command' && !silent.test(header.name)) {
    unknown.push(header.name);
  }
  if (emptied(state)) state = withoutLatches(state, (code) => code !== 'card.retained');
  said.push(...differences(service, old, state, full, new Set(said.map((each) => each.code))));
  return { state, signals: said, unknown };
}

/** A retain bin that was emptied ends the fault of the cards in it. */
const emptied = (state: ServiceState): boolean =>
  'card.retained' in state.latches &&
  Object.values(state.storage).some(
    (unit) => plain(plain(unit['card'])['status'])['count'] === 0 || plain(plain(unit['card'])['status'])['retainCount'] === 0,
  );

/** The end of a command can tell of a fault, or that a reset has worked. */
function ofCompletion(old: ServiceState, { header, payload }: Frame, kind: DeviceKind, done: boolean): ServiceState {
  if (done) return header.name.endsWith('.Reset') ? withoutLatches(old, (code) => code === 'card.retained') : old;
  const errorCode = text(payload['errorCode']);
  const detail = { command: header.name, completionCode: header.completionCode, errorCode };
  const latch = (code: string | null): ServiceState => (code === null ? old : { ...old, latches: { ...old.latches, [code]: detail } });
  if (header.completionCode === 'fraudAttempt') return latch('fraud.attempt');
  if (errorCode === 'mediaJam' && kind === 'card-reader') return latch('card-reader.jammed');
  if (errorCode === 'mediaJam' || header.completionCode === 'hardwareError') return latch(inoperative[kind]);
  return old;
}

/** What changed between two states; of a full one, everything that it speaks of. */
function differences(service: string, old: ServiceState, state: ServiceState, full: boolean, told: Set<string>): Understanding['signals'] {
  if (state === old) return [];
  const was: Statements = statementsOf(service, old);
  const is = statementsOf(service, state);
  const signals: Understanding['signals'] = [];
  for (const [code, { raised, detail }] of is) {
    // A latch is told when it falls in. A person may have closed its fault since: it is not told again.
    if (told.has(code) || (full && raised && code in old.latches && was.get(code)?.raised)) continue;
    if (full || was.get(code)?.raised !== raised) signals.push({ code, state: raised ? 'raised' : 'cleared', detail });
  }
  for (const [code, { raised }] of was) if (raised && !is.has(code)) signals.push({ code, state: 'cleared', detail: {} });
  return signals;
}
