import { sql } from 'kysely';
import type { Clock, Db, Trx } from '#platform';
import type { DeviceCommand } from './model.ts';
import type { Frame } from './xfs4iot.ts';

/** What the machine itself answered, or why it did not. */
export interface DeviceAnswer {
  ok: boolean;
  detail: string;
}

/** The service under which the agent takes commands that concern the whole machine, and their names. */
export const machineService = 'Machine';
export const commandNames: Record<DeviceCommand, string> = {
  close: 'Machine.Close',
  isolate: 'Machine.Isolate',
  'go-in-service': 'Machine.GoInService',
  reset: 'Machine.Reset',
};

/** A command frame, as the agent receives it. */
export interface CommandFrame {
  atm: string;
  service: string;
  message: {
    header: { type: 'command'; name: string; version: string; requestId: number; timeout: number };
    payload: Record<string, never>;
  };
}

/**
 * Commands to machines. Each has a key: the same key is the same command, and once the machine has answered, its answer
 * is given again without asking. A repeated command carries the same `requestId`, by which the agent knows it.
 */
export class Devices {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #transmit: (atm: string, frame: CommandFrame) => boolean;
  readonly #running = new Map<string, Promise<DeviceAnswer>>();
  readonly #waiting = new Map<number, (answer: DeviceAnswer) => void>();

  constructor(db: Db, clock: Clock, timeoutMs: number, transmit: (atm: string, frame: CommandFrame) => boolean) {
    this.#db = db;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#transmit = transmit;
  }

  /** Tells a machine to do something and waits for its own answer. A machine that cannot be reached, or does not answer in time, is asked again by the next call with the same key. */
  send(atm: string, command: DeviceCommand, key: string): Promise<DeviceAnswer> {
    const running = this.#running.get(key);
    if (running) return running;
    const answer = this.#send(atm, command, key).finally(() => this.#running.delete(key));
    this.#running.set(key, answer);
    return answer;
  }

  async #send(atm: string, command: DeviceCommand, key: string): Promise<DeviceAnswer> {
    await this.#db
      .insertInto('device_command')
      .values({ key, atm, command, sent_at: this.#clock.now().toString(), outcome: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await this.#db.selectFrom('device_command').selectAll().where('key', '=', key).executeTakeFirstOrThrow();
    if (row.outcome !== null) return row.outcome as DeviceAnswer;
    if (row.atm !== atm || row.command !== command) throw new Error(`the key ${key} was used for ${row.command} of ${row.atm}`);
    const frame: CommandFrame = {
      atm,
      service: machineService,
      message: {
        header: { type: 'command', name: commandNames[command], version: '1.0', requestId: row.request_id, timeout: this.#timeoutMs },
        payload: {},
      },
    };
    return new Promise<DeviceAnswer>((resolve) => {
      const end = (answer: DeviceAnswer) => {
        clearTimeout(timer);
        this.#waiting.delete(row.request_id);
        resolve(answer);
      };
      const timer = setTimeout(
        () =>
          end({
            ok: false,
            detail: `设备在 ${this.#timeoutMs / 1000} 秒内没有应答 · no answer from the machine within ${this.#timeoutMs / 1000} s`,
          }),
        this.#timeoutMs,
      );
      this.#waiting.set(row.request_id, end);
      if (!this.#transmit(atm, frame)) end({ ok: false, detail: '设备未连接 · no agent speaks for this machine' });
    });
  }

  /** Is the frame the end of one of our commands? */
  answerIn({ service, header, payload }: Frame): { requestId: number; answer: DeviceAnswer } | null {
    if (service !== machineService || header.type !== 'completion' || header.requestId === null || !header.name.startsWith('Machine.'))
      return null;
    const ok = header.completionCode === null || header.completionCode === 'success';
    const said = header.errorDescription ?? (typeof payload['detail'] === 'string' ? payload['detail'] : null);
    const detail = (
      ok ? (said ?? `设备确认 ${header.name} · confirmed by the machine`) : `${header.completionCode}${said === null ? '' : `: ${said}`}`
    ).slice(0, 1000);
    return { requestId: header.requestId, answer: { ok, detail: detail.replaceAll('\0', '').toWellFormed() } };
  }

  /** Keeps the machines' answers; the first to a command counts. */
  async keepAnswers(trx: Trx, answers: { requestId: number; answer: DeviceAnswer }[]): Promise<void> {
    for (const { requestId, answer } of answers)
      await sql`update device_command set outcome = ${JSON.stringify(answer)}::jsonb where request_id = ${requestId} and outcome is null`.execute(
        trx,
      );
  }

  /** Tells who waits, after the commit. */
  settle(requestId: number, answer: DeviceAnswer): void {
    this.#waiting.get(requestId)?.(answer);
  }
}
