import { expect, test } from 'vitest';
import { to, toSubject } from './addresses.ts';

test('the addresses of the console are these; a link pasted a year ago still opens', () => {
  expect({
    desk: to.desk(),
    signIn: to.signIn('/warnings/1?x=2'),
    setup: to.setup(),
    warnings: to.warnings({ state: 'open' }),
    warning: to.warning('018f'),
    warningMachines: to.warningMachines('018f'),
    incidents: to.incidents(),
    incident: to.incident('018f', { task: 'send-generator' }),
    workOrders: to.workOrders({ state: 'sent', atm: 'HK-0217' }),
    workOrder: to.workOrder('018f'),
    fleet: to.fleet({ line: 'L-031', q: '江汉' }),
    machine: to.machine('ATM/1 甲'),
    plans: to.plans(),
    plan: to.plan('plan-2', { version: 3, select: 'report' }),
    people: to.people(),
    resources: to.resources(),
    vendors: to.vendors(),
    reports: to.reports(),
    report: to.report('018f'),
    improvements: to.improvements(),
    journal: to.journal({ stream: 'incident/018f' }),
    field: to.field(),
    fieldTask: to.fieldTask('018f', 'guard-site'),
    fieldReport: to.fieldReport(),
    publicStatus: to.publicStatus(),
  }).toMatchInlineSnapshot(`
    {
      "desk": "/",
      "field": "/field",
      "fieldReport": "/field/report",
      "fieldTask": "/field/tasks/018f/guard-site",
      "fleet": "/fleet?line=L-031&q=%E6%B1%9F%E6%B1%89",
      "improvements": "/improvements",
      "incident": "/incidents/018f?task=send-generator",
      "incidents": "/incidents",
      "journal": "/journal?stream=incident%2F018f",
      "machine": "/fleet/ATM%2F1%20%E7%94%B2",
      "people": "/people",
      "plan": "/plans/plan-2?version=3&select=report",
      "plans": "/plans",
      "publicStatus": "/status",
      "report": "/reports/018f",
      "reports": "/reports",
      "resources": "/resources",
      "setup": "/setup",
      "signIn": "/sign-in?back=%2Fwarnings%2F1%3Fx%3D2",
      "vendors": "/vendors",
      "warning": "/warnings/018f",
      "warningMachines": "/warnings/018f/machines",
      "warnings": "/warnings?state=open",
      "workOrder": "/work-orders/018f",
      "workOrders": "/work-orders?state=sent&atm=HK-0217",
    }
  `);
});

test('a record opens at its own address, an unknown kind at the desk', () => {
  expect(toSubject({ kind: 'warning', id: 'w' })).toBe('/warnings/w');
  expect(toSubject({ kind: 'volcano', id: 'v' })).toBe('/');
});
