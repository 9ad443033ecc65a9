import type { Actor, PersonRef } from '#organization';
import type { Text } from '#plans';
import { type Refusal, refuse } from '#platform';
import { commands, isSystem } from './authority.ts';
import { iso, personOf, refOf } from './draft.ts';
import type { WorkOrderCommand, WorkOrderEvent, WorkOrderState, WorkOrderStep } from './model.ts';

/** One order to a vendor, as its entries make it; instants in milliseconds since 1970. */
export interface WorkOrder {
  id: string;
  sent: boolean;
  number: string;
  state: WorkOrderState;
  warning: string;
  incident: string | null;
  vendor: string;
  atms: string[];
  /** Machines of it that are not yet well. */
  atmsDown: string[];
  faultClass: string;
  summary: Text;
  due: Record<WorkOrderStep, number>;
  /** Time that the contract gives for the repair, counted anew when a repair is returned. */
  repairMs: number;
  sentAt: number;
  reached: Partial<Record<WorkOrderStep, number>>;
  engineer: string | null;
  place: { lat: number; lon: number } | null;
  cause: string | null;
  parts: string[];
  note: string | null;
  returns: { at: number; reason: string; by: PersonRef }[];
  /** Clocks that ran out, each once per clock. */
  breached: WorkOrderStep[];
  breaches: number;
  closedAt: number | null;
  closedBy: PersonRef | null;
  closeNote: string | null;
}

const steps = ['acknowledge', 'depart', 'arrive', 'repair'] as const satisfies WorkOrderStep[];
const progress: Record<WorkOrderState, number> = {
  sent: 0,
  acknowledged: 1,
  departed: 2,
  arrived: 3,
  repaired: 4,
  closed: 5,
  cancelled: 5,
};
const stepDone: Record<WorkOrderStep, number> = { acknowledge: 1, depart: 2, arrive: 3, repair: 4 };

export const initialOrder = (id: string): WorkOrder => ({
  id,
  sent: false,
  number: '',
  state: 'sent',
  warning: '',
  incident: null,
  vendor: '',
  atms: [],
  atmsDown: [],
  faultClass: '',
  summary: { zh: '', en: '' },
  due: { acknowledge: 0, depart: 0, arrive: 0, repair: 0 },
  repairMs: 0,
  sentAt: 0,
  reached: {},
  engineer: null,
  place: null,
  cause: null,
  parts: [],
  note: null,
  returns: [],
  breached: [],
  breaches: 0,
  closedAt: null,
  closedBy: null,
  closeNote: null,
});

/** Folds one event into a copy of the order. @param at ISO 8601 */
export function evolveOrder(order: WorkOrder, event: WorkOrderEvent, at: string): WorkOrder {
  const now = Date.parse(at);
  const reached = (step: WorkOrderStep, state: WorkOrderState): WorkOrder => ({
    ...order,
    state,
    reached: { ...order.reached, [step]: now },
  });
  switch (event.event) {
    case 'work-order-sent': {
      const due = {
        acknowledge: Date.parse(event.due.acknowledge),
        depart: Date.parse(event.due.depart),
        arrive: Date.parse(event.due.arrive),
        repair: Date.parse(event.due.repair),
      };
      const { number, warning, vendor, atms, faultClass, summary } = event;
      return {
        ...order,
        sent: true,
        state: 'sent',
        number,
        warning,
        vendor,
        atms,
        atmsDown: atms,
        faultClass,
        summary,
        due,
        repairMs: due.repair - now,
        sentAt: now,
        incident: event.incident ?? null,
      };
    }
    case 'work-order-acknowledged':
      return { ...reached('acknowledge', 'acknowledged'), engineer: event.engineer ?? order.engineer };
    case 'engineer-departed':
      return reached('depart', 'departed');
    case 'engineer-arrived':
      return {
        ...reached('arrive', 'arrived'),
        place: event.lat !== null && event.lon !== null ? { lat: event.lat, lon: event.lon } : order.place,
      };
    case 'work-order-repaired':
      return { ...reached('repair', 'repaired'), cause: event.cause, parts: event.parts, note: event.note };
    case 'repair-returned':
      return {
        ...order,
        state: 'arrived',
        due: { ...order.due, repair: Date.parse(event.due) },
        breached: order.breached.filter((step) => step !== 'repair'),
        returns: [...order.returns, { at: now, reason: event.reason, by: event.by }],
      };
    case 'work-order-closed':
      return { ...order, state: 'closed', closedAt: now, closedBy: event.by, closeNote: event.note };
    case 'work-order-cancelled':
      return { ...order, state: 'cancelled', closedAt: now, closedBy: event.by, closeNote: event.reason };
    case 'machines-recovered':
      return { ...order, atmsDown: order.atmsDown.filter((atm) => !event.atms.includes(atm)) };
    case 'clock-breached':
      return { ...order, breached: [...order.breached, event.step], breaches: order.breaches + 1 };
    default:
      return event satisfies never;
  }
}

export const isOrderOver = (order: WorkOrder): boolean => order.state === 'closed' || order.state === 'cancelled';

/**
 * Decides one command on one work order. Pure. A vendor works on its own orders only (S3-4.1(2)); the duty officer and
 * the command may record a step that the vendor tells them.
 */
export function decideOrder(order: WorkOrder, command: WorkOrderCommand, by: Actor, now: Temporal.Instant): WorkOrderEvent[] | Refusal {
  const at = now.epochMilliseconds;
  if (command.command === 'send') return send(order, command, by);
  if (!order.sent) return refuse('work-order-not-sent');
  if (by.role === 'vendor' && by.vendor !== order.vendor) return refuse('work-order-not-yours');
  const bank = isSystem(by) || commands(by) || by.role === 'duty-officer';
  const late = (step: WorkOrderStep) => at > order.due[step];
  const who = refOf(by);
  switch (command.command) {
    case 'acknowledge':
    case 'depart':
    case 'arrive':
    case 'repair': {
      if (by.role !== 'vendor' && !bank) return refuse('work-order-vendor-only');
      if (progress[order.state] >= stepDone[command.command]) return order.state === 'cancelled' ? refuse('work-order-closed') : [];
      switch (command.command) {
        case 'acknowledge':
          return [
            {
              event: 'work-order-acknowledged',
              by: who,
              engineer: command.engineer?.trim() ? command.engineer : null,
              late: late('acknowledge'),
            },
          ];
        case 'depart':
          return [{ event: 'engineer-departed', by: who, late: late('depart') }];
        case 'arrive':
          return [{ event: 'engineer-arrived', by: who, late: late('arrive'), lat: command.lat ?? null, lon: command.lon ?? null }];
        case 'repair': {
          if (command.cause.trim() === '') return refuse('reason-missing');
          const repaired: WorkOrderEvent = {
            event: 'work-order-repaired',
            by: who,
            cause: command.cause,
            parts: command.parts,
            note: command.note?.trim() ? command.note : null,
            late: late('repair'),
          };
          return order.atmsDown.length === 0 ? [repaired, closedByMachines] : [repaired];
        }
        default:
          return command satisfies never;
      }
    }
    case 'close':
      if (isOrderOver(order)) return order.state === 'closed' ? [] : refuse('work-order-closed');
      if (!bank) return refuse('work-order-bank-only');
      if (order.state !== 'repaired' && !isSystem(by)) return refuse('work-order-not-repaired');
      return [{ event: 'work-order-closed', by: personOf(by), note: command.note?.trim() ? command.note : null }];
    case 'return':
      if (isOrderOver(order)) return refuse('work-order-closed');
      if (!bank) return refuse('work-order-bank-only');
      if (order.state !== 'repaired') return order.returns.length > 0 ? [] : refuse('work-order-not-repaired');
      if (command.reason.trim() === '') return refuse('reason-missing');
      return [{ event: 'repair-returned', by: who, reason: command.reason, due: iso(at + order.repairMs) }];
    case 'cancel':
      if (isOrderOver(order)) return order.state === 'cancelled' ? [] : refuse('work-order-closed');
      if (!bank) return refuse('work-order-bank-only');
      if (command.reason.trim() === '') return refuse('reason-missing');
      return [{ event: 'work-order-cancelled', by: who, reason: command.reason }];
    case 'machines-restored': {
      if (!isSystem(by)) return refuse('system-only');
      const atms = order.atmsDown.filter((atm) => command.atms.includes(atm));
      if (isOrderOver(order) || atms.length === 0) return [];
      const remaining = order.atmsDown.length - atms.length;
      const recovered: WorkOrderEvent = { event: 'machines-recovered', atms, remaining };
      // Nobody travels to a machine that is well; who is already on the way or there says what was done.
      const settled = remaining === 0 && (order.state === 'repaired' || progress[order.state] < progress.departed);
      return settled ? [recovered, closedByMachines] : [recovered];
    }
    case 'tick':
      if (isOrderOver(order)) return [];
      return steps
        .filter((step) => progress[order.state] < stepDone[step] && order.due[step] <= at && !order.breached.includes(step))
        .map((step) => ({ event: 'clock-breached', step, due: iso(order.due[step]) }));
    default:
      return command satisfies never;
  }
}

const closedByMachines: WorkOrderEvent = {
  event: 'work-order-closed',
  by: null,
  note: '设备自报恢复正常 · the machines say that they are well',
};

function send(order: WorkOrder, command: Extract<WorkOrderCommand, { command: 'send' }>, by: Actor): WorkOrderEvent[] | Refusal {
  if (order.sent) return [];
  if (!isSystem(by) && !commands(by) && by.role !== 'duty-officer' && by.role !== 'group-leader') return refuse('work-order-bank-only');
  const { number, warning, vendor, atms, faultClass, summary, due } = command;
  return [
    {
      event: 'work-order-sent',
      number,
      warning,
      vendor,
      atms: [...new Set(atms)],
      faultClass,
      summary,
      due,
      incident: command.incident ?? null,
    },
  ];
}

/** The next clock of the contract that can run out; null when none runs. */
export function nextOrderWake(order: WorkOrder): Temporal.Instant | null {
  if (!order.sent || isOrderOver(order)) return null;
  const running = steps
    .filter((step) => progress[order.state] < stepDone[step] && !order.breached.includes(step))
    .map((step) => order.due[step]);
  return running.length === 0 ? null : Temporal.Instant.fromEpochMilliseconds(Math.min(...running));
}

/** What the actor may do to it now, in the order of the work; the same rules that decide. */
export function orderActions(order: WorkOrder, by: Actor): WorkOrderCommand['command'][] {
  if (!order.sent || isOrderOver(order) || (by.role === 'vendor' && by.vendor !== order.vendor)) return [];
  const bank = commands(by) || by.role === 'duty-officer';
  const next = steps.filter((step) => progress[order.state] < stepDone[step]);
  return [
    ...(bank || by.role === 'vendor' ? next : []),
    ...(bank ? (order.state === 'repaired' ? (['close', 'return', 'cancel'] as const) : (['cancel'] as const)) : []),
  ];
}
