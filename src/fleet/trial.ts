import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Intake, migrations as intakeMigrations, refusals as intakeRefusals, intakeRoutes, openIntake } from '#intake';
import { type Actor, authentication, refusals as organizationRefusals, type Role } from '#organization';
import { type Clock, openHttp, registerRefusals, VirtualClock } from '#platform';
import { type TestDatabase, TestJobs, testDatabase, testJobs } from '../../test/database.ts';
import { type Fault, type Fleet, fleetRoutes, migrations, openFleet, refusals } from './index.ts';

export interface Trial extends AsyncDisposable {
  database: TestDatabase;
  clock: VirtualClock;
  jobs: TestJobs;
  intake: Intake;
  fleet: Fleet;
  app: FastifyInstance;
  /** What the next room was told. */
  news: { opened: Fault[]; closed: Fault[] };
  /** Headers of an account with this role; of a vendor, of that vendor's account. */
  as(role: Role, vendor?: string): { authorization: string };
  /** Sends signals and fails the test when one is refused. */
  signal(
    ...signals: {
      atm?: string;
      site?: string;
      code: string;
      state: 'raised' | 'cleared';
      at?: string;
      id?: string;
      source?: string;
      detail?: object;
    }[]
  ): Promise<void>;
  /** Listens on loopback. @returns `http://127.0.0.1:PORT` */
  listen(): Promise<string>;
  /** Starts the program again on the same database. */
  restart(): Promise<Trial>;
}

/** A small fleet: two sites on one line, one far away. */
export const smallFleet = `atm,site,branch,district,city,province,lat,lon,make,model,release,vendor,line,host,power,customers
A-1,S-1,江汉支行,江汉区,武汉市,湖北省,30.600,114.270,GRG,H68N,5.2.1,广电运通,L-1,H-1,P-1,3000
A-2,S-1,江汉支行,江汉区,武汉市,湖北省,30.600,114.270,GRG,H68N,5.2.1,广电运通,L-1,H-1,P-1,
A-3,S-2,江岸支行,江岸区,武汉市,湖北省,30.610,114.300,NCR,SS22,3.1,恒银,L-1,H-1,P-2,2000
A-4,S-3,新洲支行,新洲区,武汉市,湖北省,30.840,114.800,NCR,SS22,3.1,恒银,L-2,H-1,P-3,900
`;

/** The rooms intake and fleet as the program runs them, on a fresh PostgreSQL and a clock that stands still. */
export async function startTrial(
  options: { fleet?: string; at?: string; again?: TestDatabase; clock?: VirtualClock } = {},
): Promise<Trial> {
  const database = options.again ?? (await testDatabase([intakeMigrations, migrations]));
  const clock = options.clock ?? new VirtualClock(options.at ?? '2026-11-23T01:00:00Z');
  const jobs = options.again ? new TestJobs(database.db, clock as Clock) : await testJobs(database, clock);
  const { db } = database;
  const news: Trial['news'] = { opened: [], closed: [] };
  const fleet = await openFleet({
    db,
    clock,
    jobs,
    onFaults: async (_trx, { opened, closed }) => {
      news.opened.push(...opened);
      news.closed.push(...closed);
    },
    recentSignals: async (atm, limit) => (await intake.signals({ atm, limit })).items,
  });
  const authenticate = async (token: string): Promise<Actor | null> => {
    const [role, vendor] = token.split('.');
    return {
      kind: role === 'integration' ? 'integration' : 'person',
      id: role!,
      name: role!,
      role: role as Role,
      seats: [],
      vendor: vendor ? Buffer.from(vendor, 'hex').toString() : null,
    };
  };
  const intake: Intake = await openIntake({
    db,
    clock,
    jobs,
    authenticate,
    onSignals: fleet.apply,
    known: fleet.known,
    sitesInArea: fleet.sitesInArea,
    placeOf: fleet.placeOf,
    filesDir: mkdtempSync(join(tmpdir(), 'fengsui-files-')),
  });
  for (const texts of [organizationRefusals, intakeRefusals, refusals]) registerRefusals(texts);
  const app = await openHttp({ locale: 'zh-CN', version: '0' });
  await app.register(authentication({ authenticate }));
  await app.register(intakeRoutes(intake));
  await app.register(fleetRoutes(fleet));
  await app.ready();
  const as = (role: Role, vendor?: string) => ({
    authorization: `Bearer ${role}${vendor === undefined ? '' : `.${Buffer.from(vendor).toString('hex')}`}`,
  });
  if (!options.again && options.fleet !== '') await fleet.importCsv(Buffer.from(options.fleet ?? smallFleet));
  let count = 0;
  return {
    database,
    clock,
    jobs,
    intake,
    fleet,
    app,
    news,
    as,
    async signal(...signals) {
      const body = signals.map((each) => ({
        id: `t${++count}-${process.hrtime.bigint()}`,
        source: 'trial',
        at: clock.now().toString(),
        ...each,
      }));
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/signals',
        headers: { ...as('integration'), 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      });
      const { accepted, refused } = answer.json() as { accepted: number; refused: unknown[] };
      if (accepted !== body.length) throw new Error(`refused: ${answer.body} ${JSON.stringify(refused)}`);
    },
    async listen() {
      const listening = app.server.address();
      if (typeof listening === 'object' && listening !== null) return `http://127.0.0.1:${listening.port}`;
      return app.listen({ port: 0, host: '127.0.0.1' });
    },
    async restart() {
      await app.close();
      return startTrial({ again: database, clock });
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
