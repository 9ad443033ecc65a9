export { clausesOf, groupsFor, seatsFor } from './clauses.ts';
export type { FaultCode, PlanFault } from './faults.ts';
export { fitting, type Offer, type WarningFacts } from './fit.ts';
export { type Finding, lintPlan } from './lint.ts';
export {
  Condition,
  Effect,
  type EventClass,
  eventClasses,
  Field,
  Group,
  type Level,
  levels,
  Phase,
  Plan,
  RecoveryTest,
  type Seat,
  type StandingDuty,
  Task,
  Text,
  Trigger,
} from './model.ts';
export {
  type Changed,
  type ImprovementLike,
  openPlans,
  type PlanCommand,
  type PlanSummary,
  type Plans,
  type PlansDeps,
} from './operations.ts';
export { parsePlan } from './parse.ts';
export { refusals } from './refusals.ts';
export { plansRoutes } from './routes.ts';
export { planSchema } from './schema.ts';
export { type ShippedPlan, shipped } from './shipped.ts';
export { migrations, type PlanState, type PlanVersion } from './store.ts';
