import pino from 'pino';

/** JSON lines on standard error; standard output is for what the commands print. */
export const log = pino({ level: process.env['FENGSUI_LOG'] ?? 'info' }, pino.destination({ dest: 2, sync: false }));
