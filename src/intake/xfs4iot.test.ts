import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from './codes.ts';
import { type Frame, mergeStatus, readFrame, understand } from './xfs4iot.ts';
import { newState, type ServiceState } from './xfs4iot-conditions.ts';

const sample = (name: string) => JSON.parse(readFileSync(new URL(`../../../shared/samples/${name}`, import.meta.url), 'utf8'));

const frame = (service: string, name: string, payload: object, type = 'unsolicited', more: object = {}): Frame => {
  const read = readFrame({
    atm: 'A-1',
    service,
    seq: 1,
    message: { header: { type, name, version: '2.0', ...(type === 'unsolicited' ? {} : { requestId: 1 }), ...more }, payload },
  });
  if ('field' in read) throw new Error(read.field);
  return read;
};
/** Signals of messages one after the other, as `code+` and `code-`, a list per message. */
const said = (...frames: Frame[]) => {
  let state: ServiceState | undefined;
  return frames.map((each) => {
    const understood = understand(state, each);
    state = understood.state;
    for (const { code } of understood.signals) expect(codeOf(code)).toBeDefined();
    return understood.signals.map(({ code, state: raised }) => `${code}${raised === 'raised' ? '+' : '-'}`).sort();
  });
};
const changed = (service: string, payload: object) => frame(service, 'Common.StatusChangedEvent', payload);
const status = (service: string, payload: object) => frame(service, 'Common.Status', payload, 'completion');
const error = (service: string, payload: object) => frame(service, 'Common.ErrorEvent', payload);

/** Statuses with holes: any leaf may be null or absent. */
const leaf = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null });
const change = fc.record(
  {
    common: fc.option(
      fc.record({ device: leaf('online', 'hardwareError', 'offline'), exchange: leaf('active', 'inactive') }, { requiredKeys: [] }),
      { nil: null },
    ),
    printer: fc.option(
      fc.record(
        {
          media: leaf('present', 'jammed'),
          paper: fc.option(fc.record({ upper: leaf('full', 'low', 'out'), lower: leaf('full', 'out') }, { requiredKeys: [] }), {
            nil: null,
          }),
        },
        { requiredKeys: [] },
      ),
      { nil: null },
    ),
  },
  { requiredKeys: [] },
);
const leaves = (value: unknown, path = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
    : [[path, value]];

test('in a change, null and absent mean unchanged: each member keeps the last value that was said', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      let state = newState();
      const last = new Map<string, unknown>();
      for (const each of changes) {
        state = mergeStatus(state, each, false);
        for (const [path, value] of leaves(each)) if (value !== null) last.set(path, value);
      }
      expect(new Map(leaves(state.status))).toEqual(last);
    }),
  );
});

test('a full status replaces everything, and its null means not supported', () => {
  fc.assert(
    fc.property(fc.array(change), change, (changes, full) => {
      const before = changes.reduce((state, each) => mergeStatus(state, each, false), newState());
      expect(mergeStatus(before, full, true).status).toEqual(full);
    }),
  );
});

test('a change without news says nothing, also when it comes again', () => {
  fc.assert(
    fc.property(change, (each) => {
      const [, second] = said(changed('ReceiptPrinter', each), changed('ReceiptPrinter', each));
      expect(second).toEqual([]);
    }),
  );
});

test('positions of a dispenser are merged by their name', () => {
  expect(
    said(
      changed('CashDispenser', {
        cashDispenser: {
          positions: [
            { position: 'outFront', shutter: 'jammedOpen' },
            { position: 'outRear', shutter: 'closed' },
          ],
        },
      }),
      changed('CashDispenser', { cashDispenser: { positions: [{ position: 'outRear', shutter: 'open' }] } }),
      changed('CashDispenser', { cashDispenser: { positions: [{ position: 'outFront', shutter: 'closed' }] } }),
    ),
  ).toEqual([['dispenser.jammed+'], [], ['dispenser.jammed-']]);
});

test('a dispenser that breaks is broken, not out of cash', () => {
  expect(
    said(
      status('CashDispenser', {
        common: { device: 'online' },
        cashManagement: { dispenser: 'ok' },
        cashDispenser: { positions: [{ position: 'outFront', shutter: 'closed', transport: 'ok' }] },
      }),
      changed('CashDispenser', {
        common: { device: 'hardwareError' },
        cashManagement: { dispenser: 'stop' },
        cashDispenser: { positions: [{ position: 'outFront', shutter: 'jammedOpen', transport: 'inoperative' }] },
      }),
      changed('CashDispenser', {
        common: { device: 'online' },
        cashManagement: { dispenser: 'ok' },
        cashDispenser: { positions: [{ position: 'outFront', shutter: 'closed', transport: 'ok' }] },
      }),
      changed('CashDispenser', { cashManagement: { dispenser: 'stop' } }),
    ).slice(1),
  ).toEqual([
    ['dispenser.inoperative+', 'dispenser.jammed+'],
    ['cash.low-', 'cash.out-', 'dispenser.inoperative-', 'dispenser.jammed-'],
    ['cash.out+'],
  ]);
});

test('a full status states all that it speaks of, so that what was missed is mended', () => {
  expect(
    said(
      status('ReceiptPrinter', { common: { device: 'online' }, printer: { media: 'notPresent', paper: { upper: 'low', lower: null } } }),
    )[0],
  ).toEqual(['fraud.attempt-', 'fraud.suspected-', 'printer.inoperative-', 'printer.paper-low+', 'printer.paper-out-']);
});

test.each([
  ['without an action nobody has to act', 'CashDispenser', { eventId: 'hardware' }, []],
  ['clear', 'CashDispenser', { eventId: 'hardware', action: 'clear' }, ['dispenser.inoperative+']],
  ['maintenance', 'CardReader', { eventId: 'hardware', action: 'maintenance' }, ['card-reader.inoperative+']],
  ['reset', 'PinPad', { eventId: 'hardware', action: 'reset' }, ['keypad.inoperative+']],
  ['software', 'CashDispenser', { eventId: 'software', action: 'softwareError' }, ['software.error+']],
  ['configuration', 'VendorApplication', { eventId: 'user', action: 'configuration' }, ['software.error+']],
  ['software of a printer', 'ReceiptPrinter', { eventId: 'software', action: 'reset' }, ['printer.inoperative+']],
  ['fraud, whatever the action', 'CashDispenser', { eventId: 'fraudAttempt', action: null }, ['fraud.attempt+']],
])('an error event is routed by its action: %s', (_, service, payload, signals) => {
  expect(said(error(service, payload))).toEqual([signals]);
});

test('a device that says suspend is given sixty seconds', () => {
  const { signals } = understand(undefined, error('ReceiptPrinter', { eventId: 'hardware', action: 'suspend' }));
  expect(signals[0]).toMatchObject({ code: 'printer.inoperative', detail: { holdSeconds: 60, action: 'suspend' } });
});

test('what an event raised ends when the device says online, or a reset has worked', () => {
  const fault = error('CardReader', { eventId: 'hardware', action: 'reset' });
  expect(
    said(fault, changed('CardReader', { cardReader: { media: 'notPresent' } }), changed('CardReader', { common: { device: 'online' } }))[2],
  ).toContain('card-reader.inoperative-');
  expect(said(fault, frame('CardReader', 'CardReader.Reset', {}, 'completion'))[1]).toEqual(['card-reader.inoperative-']);
  expect(said(fault, frame('CardReader', 'CardReader.Reset', {}, 'completion', { completionCode: 'hardwareError' }))[1]).toEqual([]);
});

test('a device that is starting says nothing new about itself', () => {
  expect(
    said(
      changed('CashDispenser', { common: { device: 'hardwareError' } }),
      changed('CashDispenser', { common: { device: 'starting' } }),
    )[1],
  ).toEqual([]);
});

test('one empty cassette is low cash; all of them, once all are known, is none', () => {
  const units = (first: string, second: string) => ({
    storage: {
      unit1: { status: 'ok', cash: { configuration: { types: { cashOut: true } }, status: { replenishmentStatus: first } } },
      unit2: { status: 'ok', cash: { configuration: { types: { cashOut: true } }, status: { replenishmentStatus: second } } },
      unit3: { status: 'ok', cash: { configuration: { types: { reject: true } }, status: { replenishmentStatus: 'empty' } } },
    },
  });
  const empty = (unit: string) =>
    frame('CashDispenser', 'Storage.StorageChangedEvent', { [unit]: { cash: { status: { replenishmentStatus: 'empty' } } } });
  expect(said(empty('unit1'))).toEqual([['cash.low+']]);
  expect(said(frame('CashDispenser', 'Storage.GetStorage', units('ok', 'low'), 'completion'), empty('unit1'), empty('unit2'))).toEqual([
    ['cash.low+', 'cash.out-', 'fraud.suspected-'],
    [],
    ['cash.out+'],
  ]);
});

test('thresholds of paper are understood', () => {
  const paper = (threshold: string) => frame('ReceiptPrinter', 'Printer.PaperThresholdEvent', { paperSource: 'upper', threshold });
  expect(
    said(paper('low'), paper('out'), paper('full')).map((each) => each.filter((code) => /[+]/.test(code) || code.endsWith('out-'))),
  ).toEqual([['printer.paper-low+', 'printer.paper-out-'], ['printer.paper-out+'], ['printer.paper-out-']]);
});

test('a retained card is told and ends when the bin is emptied', () => {
  const bin = (count: number) => frame('CardReader', 'Storage.StorageChangedEvent', { unitBin: { card: { status: { count } } } });
  expect(
    said(
      frame('CardReader', 'CardReader.CardActionEvent', { to: 'unitBin', from: 'transport' }),
      bin(1),
      changed('CardReader', { common: { device: 'online' } }),
      bin(0),
    ).map((each) => each.filter((code) => code.startsWith('card.'))),
  ).toEqual([['card.retained+'], [], [], ['card.retained-']]);
});

test('sensors, doors, power and the operator switch speak', () => {
  expect(
    said(
      changed('Auxiliaries', {
        auxiliaries: {
          safeDoor: 'tampered',
          seismicSensor: 'on',
          operatorSwitch: 'run',
          cabinetDoor: 'closed',
          UPS: { low: false, engaged: true, powering: true, recovered: false },
        },
      }),
    )[0],
  ).toEqual(['cabinet.open-', 'machine.supervisor-', 'power.battery-low-', 'power.on-battery+', 'safe.tampered+', 'vibration.alarm+']);
  expect(said(changed('Auxiliaries', { auxiliaries: { safeDoor: 'open', operatorSwitch: 'supervisor' } }))[0]).toEqual([
    'cabinet.open+',
    'machine.supervisor+',
    'safe.tampered-',
  ]);
});

test('members that no rule knows are reported, and do no harm', () => {
  const { unknown, signals } = understand(
    undefined,
    changed('CardReader', { cardReader: { media: 'bent', tray: 'open' }, hologram: { state: 'ok' }, common: { device: 'online' } }),
  );
  expect(unknown).toEqual(['cardReader.media=bent', 'cardReader.tray', 'hologram']);
  expect(signals.map((signal) => signal.code)).toContain('card-reader.inoperative');
  expect(understand(undefined, frame('CardReader', 'Future.NewEvent', { x: 1 })).unknown).toEqual(['Future.NewEvent']);
});

test('every value of the published enums is known', () => {
  const { interfaces } = sample('xfs4iot-status-enums.json') as {
    interfaces: Record<string, { enums: Record<string, string[]>; classes: Record<string, Record<string, string | string[]>> }>;
  };
  const unknown = new Set<string>();
  for (const [name, { enums, classes }] of Object.entries(interfaces)) {
    const key = name === 'Pinpad' ? 'pinPad' : `${name[0]!.toLowerCase()}${name.slice(1)}`;
    for (const [member, kind] of Object.entries((name === 'Common' ? classes['StatusPropertiesClass'] : classes['StatusClass']) ?? {})) {
      const values = Array.isArray(kind) ? kind : (enums[kind.replace('?', '')] ?? []);
      for (const value of values)
        for (const each of understand(undefined, changed('X', { [key]: { [member]: value } })).unknown) unknown.add(each);
    }
  }
  expect([...unknown]).toEqual([]);
});

test('the messages of the specification are read, the malformed one is refused', () => {
  const { messages, malformed } = sample('xfs4iot-messages-cashblocks.json') as { messages: object[]; malformed: object[] };
  for (const message of messages) expect(readFrame({ atm: 'A-1', service: 'X', seq: 1, message })).not.toHaveProperty('field');
  for (const message of malformed)
    expect(readFrame({ atm: 'A-1', service: 'X', seq: 1, message })).toEqual({ field: 'message.header.requestId' });
  const signals = messages.flatMap((message) =>
    understand(undefined, readFrame({ atm: 'A-1', service: 'CardReader', seq: 1, message }) as Frame).signals.filter(
      (signal) => signal.state === 'raised',
    ),
  );
  expect(signals.map((signal) => signal.code)).toEqual([
    'card-reader.inoperative',
    'card-reader.inoperative',
    'software.error',
    'card-reader.jammed',
    'dispenser.jammed',
  ]);
});

test('no frame makes the rules throw', () => {
  const name = fc.constantFrom(
    'Common.Status',
    'Common.StatusChangedEvent',
    'Common.ErrorEvent',
    'Storage.GetStorage',
    'Storage.StorageChangedEvent',
    'Storage.StorageErrorEvent',
    'Printer.PaperThresholdEvent',
    'CardReader.CardActionEvent',
    'CardReader.Reset',
    'VendorMode.ModeEnteredEvent',
    '__proto__',
    'constructor',
  );
  const key = fc.constantFrom(
    'common',
    'device',
    'cashDispenser',
    'positions',
    'position',
    'storage',
    'unit1',
    'cash',
    'status',
    'printer',
    'paper',
    'auxiliaries',
    'UPS',
    '__proto__',
    'constructor',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>('online', 'empty', 'jammed', null, 0, true),
      fc.dictionary(key, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, fc.constantFrom('unsolicited', 'completion', 'event'), fc.dictionary(key, tree)), { maxLength: 6 }),
      (messages) => {
        let state: ServiceState | undefined;
        for (const [each, type, payload] of messages) {
          const read = readFrame(
            JSON.parse(
              JSON.stringify({
                atm: 'A-1',
                service: 'CashDispenser',
                seq: 1,
                message: { header: { type, name: each, requestId: 1 }, payload },
              }),
            ),
          );
          if (!('field' in read)) state = understand(state, read).state;
        }
      },
    ),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => void readFrame(value)));
  let deep: unknown = 'x';
  for (let at = 0; at < 5000; at++) deep = { common: deep };
  expect(
    readFrame({ atm: 'A-1', service: 'X', message: { header: { type: 'unsolicited', name: 'Common.StatusChangedEvent' }, payload: deep } }),
  ).toEqual({ field: 'message.payload' });
});
