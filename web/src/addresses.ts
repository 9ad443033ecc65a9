/** Every address of the console, built here and nowhere else. What is on the screen is in its address. */
const query = (base: string, values: Record<string, string | number | null | undefined>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? base : `${base}?${text}`;
};
const part = encodeURIComponent;

export const to = {
  desk: () => '/',
  signIn: (back?: string) => query('/sign-in', { back }),
  setup: () => '/setup',
  warnings: (filter: { state?: string } = {}) => query('/warnings', filter),
  warning: (id: string) => `/warnings/${part(id)}`,
  warningMachines: (id: string) => `/warnings/${part(id)}/machines`,
  incidents: (filter: { state?: string } = {}) => query('/incidents', filter),
  newIncident: (open: { warning?: string; mode?: 'drill'; plan?: string } = {}) => query('/incidents/new', open),
  incident: (id: string, open: { task?: string; do?: string } = {}) => query(`/incidents/${part(id)}`, open),
  workOrders: (filter: { state?: string; atm?: string } = {}) => query('/work-orders', filter),
  workOrder: (id: string) => `/work-orders/${part(id)}`,
  fleet: (
    filter: {
      condition?: string;
      district?: string;
      line?: string;
      host?: string;
      power?: string;
      vendor?: string;
      site?: string;
      release?: string;
      q?: string;
    } = {},
  ) => query('/fleet', filter),
  machine: (atm: string) => `/fleet/${part(atm)}`,
  plans: () => '/plans',
  plan: (id: string, open: { version?: number; select?: string; tab?: string } = {}) => query(`/plans/${part(id)}`, open),
  people: (open: { tab?: string } = {}) => query('/people', open),
  resources: (open: { tab?: string } = {}) => query('/resources', open),
  vendors: () => '/vendors',
  reports: () => '/reports',
  report: (id: string) => `/reports/${part(id)}`,
  improvements: () => '/improvements',
  journal: (filter: { stream?: string; type?: string; from?: string; entry?: number } = {}) => query('/journal', filter),
  field: () => '/field',
  fieldTask: (incident: string, task: string) => `/field/tasks/${part(incident)}/${part(task)}`,
  fieldReport: (at: { atm?: string; sent?: string } = {}) => query('/field/report', at),
  fieldReports: () => '/field-reports',
  publicStatus: () => '/status',
};

/** Where a record of the API opens in the console. Unknown kinds open the desk. */
export function toSubject(subject: { kind: string; id: string }): string {
  switch (subject.kind) {
    case 'warning':
      return to.warning(subject.id);
    case 'incident':
      return to.incident(subject.id);
    case 'work-order':
      return to.workOrder(subject.id);
    case 'report':
      return to.report(subject.id);
    case 'plan':
      return to.plan(subject.id);
    case 'atm':
      return to.machine(subject.id);
    case 'person':
      return to.people();
    default:
      return to.desk();
  }
}
