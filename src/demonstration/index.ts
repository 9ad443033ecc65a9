export { demonstrationRoutes } from './routes.ts';
export { type MailSink, startMailSink } from './sink.ts';
export { openDemonstration, type World } from './world.ts';
