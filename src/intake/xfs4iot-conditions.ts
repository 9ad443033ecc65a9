/** The merged state of one service of one machine; plain data, kept in the database. */
export interface ServiceState {
  /** Status by interface, as `Common.Status` gives it; null where the service says that it does not support something. */
  status: Record<string, Record<string, unknown> | null>;
  /** Storage units by their id. */
  storage: Record<string, Record<string, unknown>>;
  /** All units are known: a full `Storage.GetStorage` was seen. */
  storageComplete: boolean;
  /** The device's state before `starting`, which says nothing by itself. */
  settled: string | null;
  /** Codes that an event raised, until the device is `online` again, or (a retained card) its bin is emptied. */
  latches: Record<string, Record<string, unknown>>;
}

export const newState = (): ServiceState => ({ status: {}, storage: {}, storageComplete: false, settled: null, latches: {} });

/** What a state says about a code: raised or not; codes that it says nothing about are absent. */
export type Statements = Map<string, { raised: boolean; detail: Record<string, unknown> }>;

export type DeviceKind = 'dispenser' | 'acceptor' | 'card-reader' | 'printer' | 'keypad' | 'encryptor' | 'camera' | 'sensors' | 'machine';

/** The code of a device that does not work. */
export const inoperative: Record<DeviceKind, string | null> = {
  dispenser: 'dispenser.inoperative',
  acceptor: 'acceptor.inoperative',
  'card-reader': 'card-reader.inoperative',
  printer: 'printer.inoperative',
  keypad: 'keypad.inoperative',
  encryptor: 'encryptor.inoperative',
  camera: 'camera.inoperative',
  sensors: null,
  machine: 'machine.closed',
};

const namedKinds: [RegExp, DeviceKind][] = [
  [/dispens/i, 'dispenser'],
  [/accept|cashin|recycl|depos/i, 'acceptor'],
  [/card|^idc/i, 'card-reader'],
  [/print|receipt|journal|^ptr/i, 'printer'],
  [/keymanag|crypt/i, 'encryptor'],
  [/pin|epp|keyboard|keypad/i, 'keypad'],
  [/camera/i, 'camera'],
  [/auxil|sensor|^siu/i, 'sensors'],
];
const statusKinds: [string, DeviceKind][] = [
  ['cashDispenser', 'dispenser'],
  ['cashAcceptor', 'acceptor'],
  ['cardReader', 'card-reader'],
  ['printer', 'printer'],
  ['keyboard', 'keypad'],
  ['pinPad', 'keypad'],
  ['keyManagement', 'encryptor'],
  ['camera', 'camera'],
  ['auxiliaries', 'sensors'],
];

/** What kind of device a service is: by its name, else by the interfaces that its status shows. */
export function kindOf(service: string, state: ServiceState): DeviceKind {
  return namedKinds.find(([words]) => words.test(service))?.[1] ?? statusKinds.find(([name]) => state.status[name])?.[1] ?? 'machine';
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const records = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(record) : []);

/** What the state of a service says about its machine. Pure. */
export function statementsOf(service: string, state: ServiceState): Statements {
  const said: Statements = new Map();
  /** Several members may speak of one code: any that raises it counts. */
  const say = (code: string | null, raised: boolean, detail: Record<string, unknown> = {}) => {
    if (code === null) return;
    const before = said.get(code);
    if (!before?.raised) said.set(code, { raised, detail: raised ? { service, ...detail } : {} });
  };
  const of = (name: string) => record(state.status[name]);
  const kind = kindOf(service, state);
  const common = of('common');
  const device = common['device'] === 'starting' ? state.settled : common['device'];
  if (typeof device === 'string') {
    const well = device === 'online' || device === 'deviceBusy';
    const gone = kind === 'machine' && (device === 'offline' || device === 'powerOff');
    if (device !== 'potentialFraud') say(inoperative[kind], !well && !gone, { device });
    if (kind === 'machine') say('machine.offline', gone, { device });
    say('fraud.attempt', device === 'fraudAttempt', { device });
    say('fraud.suspected', device === 'potentialFraud', { device });
  }
  if (typeof common['antiFraudModule'] === 'string')
    say('fraud.suspected', common['antiFraudModule'] === 'deviceDetected', { antiFraudModule: common['antiFraudModule'] });
  sayCardReader(of('cardReader'), say);
  sayCash(state, device, say);
  sayPrinter(of('printer'), say);
  sayRest(of, say);
  for (const [code, detail] of Object.entries(state.latches)) say(code, true, detail);
  return said;
}

type Say = (code: string | null, raised: boolean, detail?: Record<string, unknown>) => void;

function sayCardReader({ media, chipModule }: Record<string, unknown>, say: Say): void {
  if (typeof media === 'string') say('card-reader.jammed', media === 'jammed', { media });
  if (typeof chipModule === 'string' && chipModule !== 'unknown')
    say('card-reader.inoperative', chipModule === 'inoperable', { chipModule });
}

function sayPositions(positions: unknown, jammed: string, broken: string, say: Say): void {
  for (const position of records(positions)) {
    const { shutter, transport } = position;
    if (typeof shutter === 'string' && shutter !== 'unknown')
      say(jammed, shutter.startsWith('jammed'), { shutter, position: position['position'] });
    if (typeof transport === 'string' && transport !== 'unknown')
      say(broken, transport === 'inoperative', { transport, position: position['position'] });
  }
}

function sayCash(state: ServiceState, device: unknown, say: Say): void {
  const dispenser = record(state.status['cashDispenser']);
  const acceptor = record(state.status['cashAcceptor']);
  sayPositions(dispenser['positions'], 'dispenser.jammed', 'dispenser.inoperative', say);
  sayPositions(acceptor['positions'], 'acceptor.inoperative', 'acceptor.inoperative', say);
  const { banknoteReader, intermediateStacker } = acceptor;
  if (typeof banknoteReader === 'string' && banknoteReader !== 'unknown')
    say('acceptor.inoperative', banknoteReader === 'inoperable', { banknoteReader });
  if (intermediateStacker === 'full') say('acceptor.inoperative', true, { intermediateStacker });
  const units = record(state.status['cashManagement']);
  if (units['acceptor'] === 'stop') say('acceptor.inoperative', true, { acceptor: 'stop' });
  else if (units['acceptor'] === 'ok' || units['acceptor'] === 'attention') say('acceptor.inoperative', false);
  // A dispenser that stops for want of notes is another matter than one that is broken.
  const broken =
    device === 'hardwareError' ||
    device === 'userError' ||
    device === 'noDevice' ||
    records(dispenser['positions']).some(
      (position) => String(position['shutter']).startsWith('jammed') || position['transport'] === 'inoperative',
    );
  if (units['dispenser'] === 'ok') {
    say('cash.out', false);
    say('cash.low', false);
  } else if (units['dispenser'] === 'attention' || units['dispenser'] === 'state') {
    say('cash.out', false);
    say('cash.low', true, { dispenser: units['dispenser'] });
  } else if (units['dispenser'] === 'stop' && !broken) say('cash.out', true, { dispenser: 'stop' });
  sayUnits(state, say);
}

function sayUnits(state: ServiceState, say: Say): void {
  const dispensable: { id: string; state: 'ok' | 'low' | 'empty' }[] = [];
  for (const [id, unit] of Object.entries(state.storage)) {
    if (typeof unit['status'] === 'string') say('fraud.suspected', unit['status'] === 'manipulated', { unit: id });
    const cash = record(unit['cash']);
    const types = record(record(cash['configuration'])['types']);
    const filled = record(cash['status'])['replenishmentStatus'];
    if (unit['cash'] === undefined || (Object.keys(types).length > 0 && types['cashOut'] !== true)) continue;
    if (filled === undefined && unit['status'] === undefined) continue;
    const useless = unit['status'] === 'inoperative' || unit['status'] === 'missing' || unit['status'] === 'manipulated';
    dispensable.push({ id, state: useless || filled === 'empty' ? 'empty' : filled === 'low' ? 'low' : 'ok' });
  }
  if (dispensable.length === 0) return;
  const short = dispensable.filter((unit) => unit.state !== 'ok').map((unit) => unit.id);
  say('cash.low', short.length > 0, { units: short });
  // One unit that is empty says nothing of the others as long as they are not known.
  if (state.storageComplete)
    say(
      'cash.out',
      dispensable.every((unit) => unit.state === 'empty'),
      { units: short },
    );
}

function sayPrinter(printer: Record<string, unknown>, say: Say): void {
  const { media, toner, ink, lamp } = printer;
  if (typeof media === 'string' && media !== 'unknown') say('printer.inoperative', media === 'jammed', { media });
  for (const [source, paper] of Object.entries(record(printer['paper']))) {
    if (typeof paper !== 'string' || paper === 'unknown') continue;
    say('printer.paper-out', paper === 'out', { source });
    say('printer.paper-low', paper === 'low', { source });
    if (paper === 'jammed') say('printer.inoperative', true, { source, paper });
  }
  for (const [name, value] of Object.entries({ toner, ink, lamp }))
    if (value === 'out' || value === 'inop') say('printer.inoperative', true, { [name]: value });
}

function sayRest(of: (name: string) => Record<string, unknown>, say: Say): void {
  const { encryptionState } = of('keyManagement');
  if (typeof encryptionState === 'string' && encryptionState !== 'busy')
    say('encryptor.inoperative', ['notReady', 'notInitialized', 'undefined'].includes(encryptionState), { encryptionState });
  const camera = of('camera');
  for (const [place, value] of Object.entries(record(camera['cameras'])))
    if (value === 'ok' || value === 'inop') say('camera.inoperative', value === 'inop', { camera: place });
  for (const [place, value] of Object.entries(record(camera['media'])))
    if (value === 'full') say('camera.inoperative', true, { recording: place });
  const { service } = of('vendorMode');
  if (service === 'active' || service === 'inactive') say('machine.supervisor', service === 'active', { vendorMode: service });
  const auxiliaries = of('auxiliaries');
  const { operatorSwitch, safeDoor, UPS } = auxiliaries;
  const supervised = operatorSwitch === 'maintenance' || operatorSwitch === 'supervisor';
  if (typeof operatorSwitch === 'string') say('machine.supervisor', supervised, { operatorSwitch });
  if (typeof safeDoor === 'string') {
    // An open safe is cash in transit under supervision, and a break-in otherwise.
    say('safe.tampered', safeDoor === 'tampered' || (safeDoor === 'open' && !supervised), { safeDoor });
    if (safeDoor === 'open' && supervised) say('cabinet.open', true, { safeDoor });
  }
  for (const door of ['cabinetDoor', 'cabinetFrontDoor', 'cabinetRearDoor', 'cabinetLeftDoor', 'cabinetRightDoor']) {
    const value = auxiliaries[door];
    if (typeof value === 'string') say('cabinet.open', value === 'open' || value === 'tampered', { [door]: value });
  }
  for (const sensor of ['tamperSensor', 'internalTamperSensor', 'heatSensor'])
    if (typeof auxiliaries[sensor] === 'string') say('safe.tampered', auxiliaries[sensor] === 'on', { [sensor]: 'on' });
  if (typeof auxiliaries['seismicSensor'] === 'string')
    say('vibration.alarm', auxiliaries['seismicSensor'] === 'on', { seismicSensor: 'on' });
  if (auxiliaries['vandalShield'] === 'tampered') say('fraud.suspected', true, { vandalShield: 'tampered' });
  const ups = record(UPS);
  if (typeof ups['engaged'] === 'boolean') say('power.on-battery', ups['engaged'] && ups['recovered'] !== true, { UPS: ups });
  if (typeof ups['low'] === 'boolean') say('power.battery-low', ups['low'], { UPS: ups });
  const info = record(of('powerManagement')['info']);
  if (typeof info['powerInStatus'] === 'string') say('power.on-battery', info['powerInStatus'] === 'noPower', info);
  if (typeof info['batteryStatus'] === 'string')
    say('power.battery-low', ['low', 'critical', 'failure'].includes(info['batteryStatus']), info);
  const mode = record(of('banknoteNeutralization')['state'])['mode'];
  if (typeof mode === 'string') say('fraud.attempt', mode === 'neutralizationTriggered', { banknoteNeutralization: mode });
}
