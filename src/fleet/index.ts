export type { AnySignal, FaultNews, OnFaults } from './faults.ts';
export {
  type AtmFilter,
  type DistrictState,
  type Fleet,
  type FleetDeps,
  type ImportResult,
  type Near,
  openFleet,
  type Summary,
} from './fleet.ts';
export { metresBetween } from './geography.ts';
export {
  type Atm,
  type Condition,
  type Contract,
  conditionOf,
  districtOf,
  type Fault,
  modelOf,
  releaseOf,
  type Service,
  type Site,
} from './model.ts';
export { refusals } from './refusals.ts';
export { FaultSchema, fleetRoutes } from './routes.ts';
export { migrations } from './store.ts';
