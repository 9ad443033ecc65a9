export { publicKeyOf, signingKey } from './checkpoint.ts';
export type { Entry, EntryActor, Mode } from './model.ts';
export { refusals } from './refusals.ts';
export { EntrySchema, journalRoutes } from './routes.ts';
export { type Sealed, type Sealer, startSealer } from './seal.ts';
export { type Append, append, findEntries, lastMoment, migrations, readStream, VersionConflict } from './store.ts';
export { exportLines, importLines, type JournalFault, readJournal, type Verification, verifyJournal } from './verify.ts';
