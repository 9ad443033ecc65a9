export { type Topology, topologyOf } from './causes.ts';
export type { FleetView, WarningDeps } from './deps.ts';
export type { WarningCommand } from './judging.ts';
export {
  type Cause,
  type CauseKind,
  causeKinds,
  causeText,
  happening,
  type Reason,
  type TriageGrade,
  type Warning,
  type WarningChange,
  type WarningState,
} from './model.ts';
export { refusals } from './refusals.ts';
export { warningRoutes } from './routes.ts';
export { migrations } from './store.ts';
export { openWarning, type Warnings } from './warnings.ts';
