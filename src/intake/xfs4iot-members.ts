/**
 * Members of an XFS4IoT status that we know, by interface: the values that a rule or a person can read, or null for
 * any. What is not here is kept with its message and reported as unknown, never refused: publications add members.
 */
export const knownMembers: Record<string, Record<string, readonly string[] | null>> = {
  common: {
    device: [
      'online',
      'offline',
      'powerOff',
      'noDevice',
      'hardwareError',
      'userError',
      'deviceBusy',
      'fraudAttempt',
      'potentialFraud',
      'starting',
    ],
    devicePosition: ['inPosition', 'notInPosition', 'unknown'],
    powerSaveRecoveryTime: null,
    antiFraudModule: ['ok', 'inoperable', 'inop', 'deviceDetected', 'unknown'],
    exchange: ['active', 'inactive'],
    endToEndSecurity: ['notEnforced', 'notConfigured', 'enforced'],
    persistentDataStore: null,
    remainingCapacityStatus: null,
  },
  cardReader: {
    media: ['unknown', 'present', 'notPresent', 'jammed', 'entering', 'latched'],
    security: ['notReady', 'open'],
    chipPower: ['unknown', 'online', 'busy', 'poweredOff', 'noDevice', 'hardwareError', 'noCard'],
    chipModule: ['ok', 'inoperable', 'unknown'],
    magWriteModule: ['ok', 'inoperable', 'unknown'],
    frontImageModule: ['ok', 'inoperable', 'unknown'],
    backImageModule: ['ok', 'inoperable', 'unknown'],
  },
  cashDispenser: { intermediateStacker: ['empty', 'notEmpty', 'notEmptyCustomer', 'notEmptyUnknown', 'unknown'], positions: null },
  cashAcceptor: {
    intermediateStacker: ['empty', 'notEmpty', 'full', 'unknown'],
    stackerItems: ['customerAccess', 'noCustomerAccess', 'accessUnknown', 'noItems'],
    banknoteReader: ['ok', 'inoperable', 'unknown'],
    dropBox: null,
    positions: null,
  },
  cashManagement: { dispenser: ['ok', 'attention', 'state', 'stop', 'unknown'], acceptor: ['ok', 'attention', 'state', 'stop', 'unknown'] },
  printer: {
    media: ['unknown', 'present', 'notPresent', 'jammed', 'entering', 'retracted'],
    paper: null,
    toner: ['unknown', 'full', 'low', 'out'],
    ink: ['unknown', 'full', 'low', 'out'],
    lamp: ['unknown', 'ok', 'fading', 'inop'],
    mediaOnStacker: null,
    paperType: null,
    blackMarkMode: ['unknown', 'on', 'off'],
    retractBins: null,
    // Older publications say the kind of paper here, not in paperType.
    upper: null,
    lower: null,
    external: null,
    aux: null,
    aux2: null,
    park: null,
  },
  keyboard: { autoBeepMode: null },
  pinPad: {},
  keyManagement: {
    encryptionState: ['ready', 'notReady', 'notInitialized', 'busy', 'undefined', 'initialized'],
    certificateState: ['unknown', 'primary', 'secondary', 'notReady'],
  },
  auxiliaries: {
    operatorSwitch: ['run', 'maintenance', 'supervisor'],
    tamperSensor: ['on', 'off'],
    internalTamperSensor: ['on', 'off'],
    seismicSensor: ['on', 'off'],
    heatSensor: ['on', 'off'],
    proximitySensor: null,
    ambientLightSensor: null,
    enhancedAudioSensor: null,
    bootSwitchSensor: null,
    consumerDisplaySensor: null,
    operatorCallButtonSensor: null,
    handsetSensor: null,
    headsetMicrophoneSensor: null,
    fasciaMicrophoneSensor: null,
    cabinetDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    safeDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    vandalShield: ['closed', 'open', 'locked', 'service', 'keyboard', 'partiallyOpen', 'jammed', 'tampered'],
    cabinetFrontDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    cabinetRearDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    cabinetLeftDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    cabinetRightDoor: ['closed', 'open', 'locked', 'bolted', 'tampered'],
    openClosedIndicator: null,
    audio: null,
    heating: null,
    consumerDisplayBacklight: null,
    signageDisplay: null,
    volume: null,
    UPS: null,
    audibleAlarm: ['on', 'off'],
    enhancedAudioControl: null,
    enhancedMicrophoneControl: null,
    microphoneVolume: null,
  },
  camera: { cameras: null, media: null, pictures: null },
  vendorMode: { device: ['online', 'offline'], service: ['enterPending', 'active', 'exitPending', 'inactive'] },
  vendorApplication: { accessLevel: ['notActive', 'basic', 'intermediate', 'full'] },
  powerManagement: { info: null, powerSaveRecoveryTime: null },
  banknoteNeutralization: {
    state: null,
    safeDoor: null,
    safeBolt: null,
    tilt: null,
    light: null,
    gas: null,
    temperature: null,
    seismic: null,
    inputState: null,
    customInputs: null,
    powerSupply: null,
    warnings: null,
    errors: null,
  },
  lights: {
    cardReader: null,
    pinPad: null,
    notesDispenser: null,
    coinDispenser: null,
    receiptPrinter: null,
    passbookPrinter: null,
    envelopeDepository: null,
    billAcceptor: null,
  },
  textTerminal: { keyboard: null, keyLock: null, displaySizeX: null, displaySizeY: null },
  barcodeReader: { scanner: null },
  biometric: { subject: null, capture: null, dataPersistence: null, remainingStorage: null },
  check: {
    acceptor: null,
    media: null,
    toner: null,
    ink: null,
    frontImageScanner: null,
    backImageScanner: null,
    micrReader: null,
    mICRReader: null,
    stacker: null,
    rebuncher: null,
    mediaFeeder: null,
    positions: null,
  },
  deposit: { depTransport: null, envDispenser: null, printer: null, toner: null, shutter: null, depositLocation: null },
};

/** Members and values of a status payload that the table does not know, as paths: `cardReader.media=bent`. */
export function unknownMembers(payload: Record<string, unknown>): string[] {
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(payload)) {
    const members = Object.hasOwn(knownMembers, name) ? knownMembers[name] : undefined;
    if (!members) {
      if (name !== 'timeout') unknown.push(name); // clients of the 2021 dialect put it into the payload
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [member, given] of Object.entries(value)) {
      const values = Object.hasOwn(members, member) ? members[member] : undefined;
      if (values === undefined) unknown.push(`${name}.${member}`);
      else if (values !== null && given !== null && (typeof given !== 'string' || !values.includes(given)))
        unknown.push(`${name}.${member}=${String(given).slice(0, 40)}`);
    }
  }
  return unknown.slice(0, 50);
}
