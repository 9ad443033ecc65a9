import { createBrowserRouter, type LoaderFunctionArgs, type RouteObject, redirect } from 'react-router';
import { to } from './addresses.ts';
import { Refused } from './api/http.ts';
import { queryClient } from './api/queries.ts';
import { meQuery } from './api/session.ts';
import { Lost, Shell } from './shell/Shell.tsx';

const files = import.meta.glob<{ Component: React.ComponentType }>(['./*/*Page.tsx']);
const page = (name: string) => () => files[`./${name}.tsx`]?.() ?? Promise.reject(new Response(null, { status: 404 }));

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

/** Pages are files `<room>/<Name>Page.tsx` that export `Component` and, where they load first, `loader`. */
const pages: RouteObject[] = [
  { index: true, lazy: page('duty/DeskPage') },
  { path: 'warnings', lazy: page('warnings/WarningsPage') },
  { path: 'warnings/:id', lazy: page('warnings/WarningPage') },
  { path: 'warnings/:id/machines', lazy: page('warnings/MachinesPage') },
  { path: 'work-orders', lazy: page('work-orders/WorkOrdersPage') },
  { path: 'work-orders/:id', lazy: page('work-orders/WorkOrderPage') },
  { path: 'fleet', lazy: page('fleet/FleetPage') },
  { path: 'fleet/:atm', lazy: page('fleet/MachinePage') },
  { path: 'vendors', lazy: page('fleet/VendorsPage') },
  { path: 'incidents', lazy: page('incidents/IncidentsPage') },
  { path: 'incidents/new', lazy: page('incidents/NewIncidentPage') },
  { path: 'incidents/:id', lazy: page('incidents/CommandRoomPage') },
  { path: 'plans', lazy: page('plans/PlansPage') },
  { path: 'plans/:id', lazy: page('plans/PlanPage') },
  { path: 'people', lazy: page('people/PeoplePage') },
  { path: 'resources', lazy: page('resources/ResourcesPage') },
  { path: 'reports', lazy: page('reports/ReportsPage') },
  { path: 'reports/:id', lazy: page('reports/ReportPage') },
  { path: 'improvements', lazy: page('reports/ImprovementsPage') },
  { path: 'journal', lazy: page('journal/JournalPage') },
];

export const routes: RouteObject[] = [
  { path: '/sign-in', lazy: page('shell/SignInPage'), ErrorBoundary: Lost },
  // Whoever stands before a broken machine may report it: a guard, a clerk, a customer.
  { path: '/field/report', lazy: page('field/ReportPage'), ErrorBoundary: Lost, HydrateFallback: () => null },
  {
    ErrorBoundary: Lost,
    HydrateFallback: () => null,
    loader: signedIn,
    children: [
      { path: '/field', lazy: page('field/FieldPage') },
      { path: '/field/tasks/:incident/:task', lazy: page('field/TaskPage') },
      { path: '/', Component: Shell, children: pages.map((page) => ({ ErrorBoundary: Lost, ...page }) as RouteObject) },
    ],
  },
  { path: '*', Component: Lost },
];

export const openRouter = () => createBrowserRouter(routes);
