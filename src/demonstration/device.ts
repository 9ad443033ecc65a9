/** What can be wrong with a simulated machine. */
export const problems = ['silent', 'dispenser-jam', 'software', 'on-battery', 'battery-low', 'cabinet-open', 'fraud', 'cash-out'] as const;
export type Problem = (typeof problems)[number];

/** One machine as it is; those that are well and in service are not kept. */
export interface Device {
  problems: ReadonlySet<Problem>;
  /** Put out of service by a command, and its network path shut where it was isolated. */
  closed: 'no' | 'closed' | 'isolated';
}
export const wellDevice: Device = { problems: new Set(), closed: 'no' };
export const isWell = (device: Device): boolean => device.problems.size === 0 && device.closed === 'no';

export type DeviceCommand = 'close' | 'isolate' | 'go-in-service' | 'reset';

/** An XFS4IoT message of one service of a machine. */
export interface Message {
  service: 'Machine' | 'CashDispenser' | 'Auxiliaries';
  message: { header: Record<string, unknown>; payload: Record<string, unknown> };
}

const services = ['Machine', 'CashDispenser', 'Auxiliaries'] as const;
type Service = (typeof services)[number];

/** The whole status that a service of the machine gives. Of a machine that is silent only its agent speaks. */
export function statusOf({ problems: has, closed }: Device, service: Service): Record<string, unknown> {
  switch (service) {
    case 'Machine':
      return { common: { device: has.has('silent') ? 'offline' : closed === 'no' ? 'online' : 'userError' } };
    case 'CashDispenser': {
      const broken = has.has('dispenser-jam') || has.has('software');
      const jammed = has.has('dispenser-jam');
      return {
        common: { device: has.has('fraud') ? 'fraudAttempt' : broken ? 'hardwareError' : 'online' },
        cashManagement: { dispenser: jammed || has.has('cash-out') ? 'stop' : 'ok' },
        cashDispenser: {
          positions: [{ position: 'outFront', shutter: jammed ? 'jammedOpen' : 'closed', transport: jammed ? 'inoperative' : 'ok' }],
        },
      };
    }
    case 'Auxiliaries': {
      const engaged = has.has('on-battery');
      return {
        auxiliaries: {
          cabinetDoor: has.has('cabinet-open') ? 'open' : 'closed',
          UPS: { low: has.has('battery-low'), engaged, powering: engaged, recovered: !engaged },
        },
      };
    }
    default:
      return service satisfies never;
  }
}

const unsolicited = (service: Service, name: string, version: string, payload: Record<string, unknown>): Message => ({
  service,
  message: { header: { type: 'unsolicited', name, version }, payload },
});

/** What the machine says when it changes; the error event comes after the status that it explains. */
export function messagesOf(before: Device, after: Device): Message[] {
  const said: Message[] = [];
  for (const service of services) {
    // A machine without a voice says nothing of its parts until it is back.
    if (after.problems.has('silent') && service !== 'Machine') continue;
    const back = before.problems.has('silent') && !after.problems.has('silent');
    const was = before.problems.has('silent') && service !== 'Machine' ? null : JSON.stringify(statusOf(before, service));
    const is = statusOf(after, service);
    if (was !== JSON.stringify(is) || back) said.push(unsolicited(service, 'Common.StatusChangedEvent', '3.0', is));
  }
  if (after.problems.has('silent')) return said;
  const newly = (problem: Problem): boolean => after.problems.has(problem) && !before.problems.has(problem);
  if (newly('dispenser-jam'))
    said.push(
      unsolicited('CashDispenser', 'Common.ErrorEvent', '2.0', {
        eventId: 'hardware',
        action: 'maintenance',
        vendorDescription: 'Note jam in the transport, shutter stays open',
      }),
    );
  if (newly('software'))
    said.push(
      unsolicited('CashDispenser', 'Common.ErrorEvent', '2.0', {
        eventId: 'software',
        action: 'softwareError',
        vendorDescription: 'Dispense module stopped answering the application',
      }),
    );
  if (newly('fraud'))
    said.push(
      unsolicited('CashDispenser', 'Common.ErrorEvent', '2.0', {
        eventId: 'fraudAttempt',
        action: 'maintenance',
        vendorDescription: 'Notes dispensed without an authorised transaction',
      }),
    );
  return said;
}

/**
 * The full status that an agent gives when it connects: of the machine itself, and of those parts that are not well.
 * @param whole of every part: the server may still take it for ill, from an earlier run
 */
export function greetingOf(device: Device, whole = false): Message[] {
  const differs = (service: Service): boolean =>
    JSON.stringify(statusOf(device, service)) !== JSON.stringify(statusOf(wellDevice, service));
  const said = services.filter((service) => service === 'Machine' || (!device.problems.has('silent') && (whole || differs(service))));
  return said.map((service) => ({
    service,
    message: { header: { type: 'completion', name: 'Common.Status', version: '3.0', requestId: 1 }, payload: statusOf(device, service) },
  }));
}

export interface Obeyed {
  after: Device;
  /** Absent: it was done. */
  refusal?: { completionCode: string; errorDescription: string };
}

const blocking: readonly Problem[] = ['dispenser-jam', 'software', 'fraud', 'cabinet-open'];

/** What a machine does when it is told to. One that is silent or broken says so instead of pretending. */
export function obey(device: Device, command: DeviceCommand): Obeyed {
  if (device.problems.has('silent'))
    return { after: device, refusal: { completionCode: 'deviceNotReady', errorDescription: 'the machine does not answer its agent' } };
  switch (command) {
    case 'close':
      return { after: { ...device, closed: device.closed === 'isolated' ? 'isolated' : 'closed' } };
    case 'isolate':
      return { after: { ...device, closed: 'isolated' } };
    case 'reset': {
      const left = new Set(device.problems);
      left.delete('software'); // the former release is installed on restart
      return { after: { ...device, problems: left } };
    }
    case 'go-in-service': {
      const blocked = blocking.filter((problem) => device.problems.has(problem));
      if (blocked.length > 0)
        return { after: device, refusal: { completionCode: 'deviceNotReady', errorDescription: `not ready: ${blocked.join(', ')}` } };
      return { after: { ...device, closed: 'no' } };
    }
    default:
      return command satisfies never;
  }
}
