export { type Clock, continuedClock, systemClock, VirtualClock } from './clock.ts';
export { readSettings, type SettingFault, type Settings, settingsExplained } from './config.ts';
export {
  type Db,
  databaseAnswers,
  isConnectionLost,
  type Migrations,
  migrate,
  migrations as platformMigrations,
  nextNumber,
  onCommit,
  once,
  openDb,
  openPool,
  type Trx,
  transact,
} from './database.ts';
export { localeOf, openHttp, Page, PageQuery, Problem, sendProblem } from './http.ts';
export { type JobOptions, type Jobs, JobTable, migrateJobs, moveJobs, runJobs } from './jobs.ts';
export { log } from './log.ts';
export { type EmbeddedPostgres, startPostgres } from './postgres.ts';
export {
  explain,
  isRefusal,
  type Locale,
  type Refusal,
  type RefusalTexts,
  refusalCodes,
  refusalTexts,
  refuse,
  registerRefusals,
} from './refusal.ts';
export { uuidv7 } from './uuid.ts';
