export type { ReportContent } from './model.ts';
export { type ImprovementCommand, openReview, type ReportCommand, type Review, type ReviewDeps } from './operations.ts';
export { refusals } from './refusals.ts';
export { reviewRoutes } from './routes.ts';
export { namesOf, sentence } from './sentences.ts';
export { type Improvement, migrations, type Report } from './store.ts';
