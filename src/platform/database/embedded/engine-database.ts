// Not clock.ts: a wait at the start is all that keeps the process alive.
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { QuietClient } from '../quiet-client.js';
import type { Postmaster } from './postmaster.js';

const OWNER = 'engine_owner';
const DATABASE = 'engine';
const STARTING_UP = '57P03';
const LOGIN_ATTEMPTS = 240;

/** Logs in as the superuser as soon as the server lets anybody in; null when it went away instead. */
export async function loginWhenReady(
  running: () => Postmaster | null,
  password: string,
): Promise<pg.Client | null> {
  for (let attempt = 1; attempt <= LOGIN_ATTEMPTS; attempt++) {
    const postmaster = running();
    if (postmaster === null) return null;
    try {
      return await login(postmaster.port, password);
    } catch (error) {
      refuseWrongPassword(error);
      await sleep(250);
    }
  }
  throw new Error('The embedded PostgreSQL runs and accepts no connection after a minute.');
}

async function login(port: number, password: string): Promise<pg.Client> {
  const client = new QuietClient({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
  });
  await client.connect();
  return client;
}

function refuseWrongPassword(error: unknown): void {
  const { code } = error as { code?: string };
  if (code === undefined || code === STARTING_UP || !code.startsWith('28')) return;
  throw new Error(
    'The embedded PostgreSQL refuses the password kept in the data folder (postgres-password). ' +
      'Put the original file back, or set DATA_DIR to another folder.',
    { cause: error },
  );
}

/** The engine's own database and its owner, who is no superuser: a superuser would pass by row-level security. */
export async function ensureEngineDatabase(admin: pg.Client, password: string): Promise<void> {
  const role = await admin.query('select 1 from pg_roles where rolname = $1', [OWNER]);
  const verb = role.rowCount === 0 ? 'create' : 'alter';
  await admin.query(
    `${verb} role ${OWNER} login createrole createdb password ${admin.escapeLiteral(password)}`,
  );
  const database = await admin.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (database.rowCount === 0) await admin.query(`create database ${DATABASE} owner ${OWNER}`);
}

export function ownerUrl(port: number, password: string): string {
  return `postgres://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
}
