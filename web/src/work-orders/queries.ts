import { queryOptions } from '@tanstack/react-query';
import { type GetWorkOrderAnswer, getWorkOrder, type ListWorkOrdersAnswer, listWorkOrders } from '../api/client.gen.ts';

export const steps = ['acknowledge', 'depart', 'arrive', 'repair'] as const;
export type Step = (typeof steps)[number];
export type WorkOrder = ListWorkOrdersAnswer['items'][number];
export type WorkOrderState = WorkOrder['state'];
export type WorkOrderDetail = GetWorkOrderAnswer;

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

export const orderViews = ['open', 'closed', 'all'] as const;
export type OrderView = (typeof orderViews)[number];
export const workOrdersQuery = (view: OrderView, atm?: string) =>
  queryOptions({
    queryKey: ['work-orders', 'list', view, atm ?? ''],
    queryFn: () => listWorkOrders({ limit: 300, ...(atm ? { atm } : {}), ...(view === 'all' ? {} : { state: view }) }),
  });
export const workOrderQuery = (id: string) => queryOptions({ queryKey: ['work-orders', id], queryFn: () => getWorkOrder({ id }) });
