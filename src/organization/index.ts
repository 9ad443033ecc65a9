import { tables as sessionTables } from './session-store.ts';
import { tables as peopleTables } from './store.ts';

export const migrations = { ...peopleTables, ...sessionTables };
export { authentication, sessionCookie } from './authentication.ts';
export {
  type Actor,
  type Contact,
  type ContactKind,
  contactKinds,
  type Group,
  insiders,
  type Named,
  type Person,
  type PersonRef,
  type Role,
  type Roster,
  roleNames,
  roles,
  type Seat,
  type SeatRule,
  systemActor,
} from './model.ts';
export { type NewPerson, type Organization, openOrganization, type PersonChange } from './organization.ts';
export { refusals } from './refusals.ts';
export { dutyDesk, type Gap, gaps, nameGap, type Pattern, type Shift, shiftsOf } from './rota.ts';
export { organizationRoutes } from './routes.ts';
