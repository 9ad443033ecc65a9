import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type pg from 'pg';
import { migrations as bulletinsMigrations } from '#bulletins';
import { migrations as fleetMigrations } from '#fleet';
import { migrations as intakeMigrations } from '#intake';
import { migrations as journalMigrations } from '#journal';
import { migrations as notifyMigrations } from '#notify';
import { migrations as organizationMigrations } from '#organization';
import { migrations as plansMigrations } from '#plans';
import {
  type Db,
  type EmbeddedPostgres,
  migrate,
  migrateJobs,
  openDb,
  openPool,
  platformMigrations,
  readSettings,
  type Settings,
  startPostgres,
} from '#platform';
import { migrations as resourcesMigrations } from '#resources';
import { migrations as responseMigrations } from '#response';
import { migrations as reviewMigrations } from '#review';
import { migrations as warningMigrations } from '#warning';

/** The tables of all rooms, in the rooms' order. */
const rooms = [
  platformMigrations,
  journalMigrations,
  organizationMigrations,
  plansMigrations,
  intakeMigrations,
  fleetMigrations,
  warningMigrations,
  notifyMigrations,
  resourcesMigrations,
  responseMigrations,
  bulletinsMigrations,
  reviewMigrations,
];

/** A database with its tables, and the folder of files beside it. */
export interface Installation {
  settings: Settings;
  /** Folder of keys and files. */
  folder: string;
  db: Db;
  pool: pg.Pool;
  /** Address of the database's owner. */
  url: string;
  postgres: EmbeddedPostgres | null;
  /** Ends the connections, and PostgreSQL unless a server uses it: for commands beside a running server. */
  leave(): Promise<void>;
  /** Ends the connections and PostgreSQL. */
  close(): Promise<void>;
}

/** The settings, or an end of the process with every fault in words. */
export function settingsOrExit(): Settings {
  const settings = readSettings(process.env);
  if (!Array.isArray(settings)) return settings;
  for (const { setting, zh, en } of settings) process.stderr.write(`${setting} ${zh}\n${setting} ${en}\n`);
  process.exit(2);
}

/** Opens the installation: starts the embedded PostgreSQL unless another is named, and brings its tables up to date. */
export async function openInstallation(settings: Settings): Promise<Installation> {
  const folder = resolve(settings.FENGSUI_DATA);
  mkdirSync(folder, { recursive: true });
  const postgres = settings.DATABASE_URL ? null : await startPostgres(join(folder, 'postgres'));
  const url = settings.DATABASE_URL ?? postgres!.url;
  await migrate(url, rooms);
  await migrateJobs(url);
  const pool = openPool(url);
  const db = openDb(pool);
  return {
    settings,
    folder,
    db,
    pool,
    url,
    postgres,
    async leave() {
      await db.destroy();
      if (!postgres?.tookOver) await postgres?.stop();
    },
    async close() {
      await db.destroy();
      await postgres?.stop();
    },
  };
}
