import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import type { Text } from '../api/session.ts';

export const steps = ['acknowledge', 'depart', 'arrive', 'repair'] as const;
export type Step = (typeof steps)[number];
export type WorkOrderState = 'sent' | 'acknowledged' | 'departed' | 'arrived' | 'repaired' | 'closed' | 'cancelled';
export interface WorkOrder {
  id: string;
  number: string;
  mode: 'live' | 'drill' | 'rehearsal';
  state: WorkOrderState;
  warning: string;
  incident: string | null;
  vendor: string;
  atms: string[];
  atmsDown: string[];
  faultClass: string;
  summary: Text;
  due: Record<Step, string>;
  engineer: string | null;
  breached: Step[];
  breaches: number;
  sentAt: string;
  closedAt: string | null;
}
export interface WorkOrderDetail extends WorkOrder {
  reached: Record<Step, string | null>;
  place: { lat: number; lon: number } | null;
  cause: string | null;
  parts: string[];
  note: string | null;
  returns: { at: string; reason: string; by: { id: string; name: string } }[];
  closedBy: { id: string; name: string } | null;
  closeNote: string | null;
  /** Commands that this account may give now. */
  actions: string[];
  entries: { seq: number; at: string; type: string; actor: { name: string; kind: string }; data: Record<string, unknown> }[];
}

/** The clock that runs in each state; none once the machine is repaired. */
const running: Record<WorkOrderState, Step | null> = {
  sent: 'acknowledge',
  acknowledged: 'depart',
  departed: 'arrive',
  arrived: 'repair',
  repaired: null,
  closed: null,
  cancelled: null,
};
export const isOpen = (order: Pick<WorkOrder, 'state'>): boolean => order.state !== 'closed' && order.state !== 'cancelled';
export function nextClock(order: Pick<WorkOrder, 'state' | 'due'>): { step: Step; due: string } | null {
  const step = running[order.state];
  return step && order.due[step] ? { step, due: order.due[step] } : null;
}
/** Open orders, the nearest clock first; those that wait for acceptance last. */
export const openOrders = <T extends Pick<WorkOrder, 'state' | 'due'>>(orders: T[]): T[] =>
  orders.filter(isOpen).sort((a, b) => (nextClock(a)?.due ?? '9').localeCompare(nextClock(b)?.due ?? '9'));

export const workOrdersQuery = (state: 'open' | 'closed' | 'all', atm?: string) =>
  queryOptions({
    queryKey: ['work-orders', 'list', state, atm ?? ''],
    queryFn: () =>
      get<{ items: WorkOrder[]; next: string | null }>('/api/v1/work-orders', {
        limit: 300,
        atm,
        state: state === 'all' ? undefined : state,
      }),
  });
export const workOrderQuery = (id: string) =>
  queryOptions({ queryKey: ['work-orders', id], queryFn: () => get<WorkOrderDetail>(`/api/v1/work-orders/${id}`) });
