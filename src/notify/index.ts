export { linkKey } from './link.ts';
export { type MailServer, messageIdOf } from './mail.ts';
export type { AcknowledgedHow, Attempt, Call, ChainCall, Notice, NoticeReason, NoticeState, Subject } from './model.ts';
export { type Notify, type NotifyDeps, openNotify } from './notify.ts';
export { refusals } from './refusals.ts';
export { notifyRoutes } from './routes.ts';
export { migrations } from './store.ts';
