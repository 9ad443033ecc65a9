export { type CapAlert, readCap } from './cap.ts';
export {
  classOf,
  codeOf,
  type FaultClass,
  faultClasses,
  type Impact,
  type Module,
  modules,
  type SignalCode,
  signalCodes,
} from './codes.ts';
export { depthLeft } from './depth.ts';
export { type CommandFrame, commandNames, type DeviceAnswer, machineService } from './devices.ts';
export type { Answer, GivenBatch, IntakeDeps } from './intake.ts';
export {
  type Area,
  type DeviceCommand,
  deviceCommandNames,
  isoOf,
  type KeptSignal,
  type Signal,
  type SignalState,
  type TimedSignal,
} from './model.ts';
export { type Intake, intakeRoutes, openIntake } from './open.ts';
export { refusals } from './refusals.ts';
export { KeptSignalSchema } from './routes.ts';
export { migrations } from './store.ts';
export type { Applied, OnSignals } from './writer.ts';
