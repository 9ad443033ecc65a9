import { createBrowserRouter, type LoaderFunctionArgs, type RouteObject, redirect } from 'react-router';
import { to } from './addresses.ts';
import { Refused } from './api/http.ts';
import { queryClient } from './api/queries.ts';
import { meQuery } from './api/session.ts';
import { Lost, Shell } from './shell/Shell.tsx';

/** Nobody sees a page unsigned; after signing in the page asked for opens. */
async function signedIn({ request }: LoaderFunctionArgs) {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    const url = new URL(request.url);
    if (error instanceof Refused && error.status === 401) throw redirect(to.signIn(url.pathname + url.search));
    throw error;
  }
}

/** A vendor has no duty desk: its day begins with its orders. */
async function deskOrOrders() {
  const me = await queryClient.ensureQueryData(meQuery);
  return me.actor.role === 'vendor' ? redirect(to.workOrders()) : null;
}

/** Pages are files `<room>/<Name>Page.tsx` that export `Component` and, where they load first, `loader`. */
const pages: RouteObject[] = [
  { index: true, loader: deskOrOrders, lazy: () => import('./duty/DeskPage.tsx') },
  { path: 'warnings', lazy: () => import('./warnings/WarningsPage.tsx') },
  { path: 'warnings/:id', lazy: () => import('./warnings/WarningPage.tsx') },
  { path: 'warnings/:id/machines', lazy: () => import('./warnings/MachinesPage.tsx') },
  { path: 'work-orders', lazy: () => import('./work-orders/WorkOrdersPage.tsx') },
  { path: 'work-orders/:id', lazy: () => import('./work-orders/WorkOrderPage.tsx') },
  { path: 'fleet', lazy: () => import('./fleet/FleetPage.tsx') },
  { path: 'fleet/:atm', lazy: () => import('./fleet/MachinePage.tsx') },
  { path: 'vendors', lazy: () => import('./fleet/VendorsPage.tsx') },
  { path: 'incidents', lazy: () => import('./incidents/IncidentsPage.tsx') },
  { path: 'incidents/new', lazy: () => import('./incidents/NewIncidentPage.tsx') },
  { path: 'incidents/:id', lazy: () => import('./incidents/CommandRoomPage.tsx') },
  { path: 'field-reports', lazy: () => import('./field/InboxPage.tsx') },
  { path: 'plans', lazy: () => import('./plans/PlansPage.tsx') },
  { path: 'plans/:id', lazy: () => import('./plans/PlanPage.tsx') },
  { path: 'people', lazy: () => import('./people/PeoplePage.tsx') },
  { path: 'resources', lazy: () => import('./resources/ResourcesPage.tsx') },
  { path: 'reports', lazy: () => import('./reports/ReportsPage.tsx') },
  { path: 'reports/:id', lazy: () => import('./reports/ReportPage.tsx') },
  { path: 'improvements', lazy: () => import('./reports/ImprovementsPage.tsx') },
  { path: 'journal', lazy: () => import('./journal/JournalPage.tsx') },
];

export const routes: RouteObject[] = [
  { path: '/setup', lazy: () => import('./shell/SetupPage.tsx'), ErrorBoundary: Lost },
  { path: '/sign-in', lazy: () => import('./shell/SignInPage.tsx'), ErrorBoundary: Lost },
  // Whoever stands before a broken machine may report it: a guard, a clerk, a customer.
  { path: '/field/report', lazy: () => import('./field/ReportPage.tsx'), ErrorBoundary: Lost, HydrateFallback: () => null },
  {
    ErrorBoundary: Lost,
    HydrateFallback: () => null,
    loader: signedIn,
    children: [
      { path: '/field', lazy: () => import('./field/FieldPage.tsx') },
      { path: '/field/tasks/:incident/:task', lazy: () => import('./field/TaskPage.tsx') },
      { path: '/', Component: Shell, children: pages.map((page) => ({ ErrorBoundary: Lost, ...page }) as RouteObject) },
    ],
  },
  { path: '*', Component: Lost },
];

export const openRouter = () => createBrowserRouter(routes);
