export { type ItemKind, type ItemKindId, isItemKind, itemKindIds, itemKinds, kindOf } from './kinds.ts';
export { type Item, type Movement, metresBetween, type Place, type Store, type Want } from './model.ts';
export { type GiveBack, type Issue, openResources, type Resources, type ResourcesDeps } from './operations.ts';
export { refusals } from './refusals.ts';
export { resourcesRoutes } from './routes.ts';
export { migrations } from './store.ts';
