export type { Bulletin, BulletinCommand, BulletinKind, Range } from './model.ts';
export { type Bulletins, type BulletinsDeps, type Draft, type Facts, openBulletins, type PublicFleet } from './operations.ts';
export { refusals } from './refusals.ts';
export { bulletinsRoutes } from './routes.ts';
export { migrations } from './store.ts';
