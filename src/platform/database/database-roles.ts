import pg from 'pg';
import { pause } from '../clock.js';
import { APP_ROLE, derivedUrl, SYSTEM_ROLE } from '../config/database-urls.js';
import type { DatabaseConfig } from '../config/config.types.js';
import { DatabaseNotReady } from './database-not-ready.js';
import { connect } from './one-connection.js';
import { sqlState } from './sql-state.js';

const ATTEMPTS = 8;
const PERMISSION_DENIED = '42501';
/** Roles belong to the cluster: engines that prepare other databases of it make and change the same ones. */
const RACES = new Set(['42710', '23505', 'XX000', '40001', '40P01']);

export async function ensureRoles(owner: pg.Client, config: DatabaseConfig): Promise<void> {
  await ensureRole(owner, { role: APP_ROLE, url: config.appUrl, ownerUrl: config.ownerUrl });
  await ensureRole(owner, { role: SYSTEM_ROLE, url: config.systemUrl, ownerUrl: config.ownerUrl });
}

interface WantedRole {
  role: string;
  url: string;
  ownerUrl: string;
}

async function ensureRole(owner: pg.Client, wanted: WantedRole): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ensureRoleOnce(owner, wanted);
    } catch (error) {
      if (sqlState(error) === PERMISSION_DENIED) throw mayNotChange(wanted.role, error);
      if (attempt === ATTEMPTS || !RACES.has(sqlState(error) ?? '')) throw error;
      await pause(Math.random() * 50 * attempt);
    }
  }
}

async function ensureRoleOnce(owner: pg.Client, { role, url, ownerUrl }: WantedRole): Promise<void> {
  const password = new URL(url).username === role ? passwordOf(url) : '';
  const setPassword = password === '' ? '' : `password ${owner.escapeLiteral(password)}`;
  const found = await owner.query('select 1 from pg_roles where rolname = $1', [role]);
  // Claims look up step by step, which Postgres takes for so much work that it would compile each of them before it runs.
  if (found.rowCount === 0)
    await owner.query(`create role ${role} login ${setPassword}; alter role ${role} set jit = off`);
  if (await letsIn(url)) return;
  // A password that somebody chose is theirs to set; only the derived one is ours.
  if (url !== derivedUrl(ownerUrl, role)) throw refusedLogin(role);
  await owner.query(`alter role ${role} login ${setPassword}`);
  if (!(await letsIn(url))) throw refusedLogin(role);
}

function passwordOf(url: string): string {
  return decodeURIComponent(new URL(url).password);
}

async function letsIn(url: string): Promise<boolean> {
  try {
    const client = await connect(url);
    await client.end();
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (sqlState(cause)?.startsWith('28')) return false;
    throw error;
  }
}

/** Row-level security holds nobody back who may pass it by, so the engine does not run as such a role. */
export async function refuseMightyRoles({ appUrl, systemUrl }: DatabaseConfig): Promise<void> {
  for (const [variable, url] of [
    ['DATABASE_APP_URL', appUrl] as const,
    ['DATABASE_SYSTEM_URL', systemUrl] as const,
  ]) {
    const might = await mightOf(url);
    if (might.superuser) throw tooMighty(variable, 'is a superuser');
    if (might.bypassesRls) throw tooMighty(variable, 'has BYPASSRLS');
    if (might.isOwner) throw tooMighty(variable, 'owns the tables, itself or as a member of their owner');
    if (variable === 'DATABASE_APP_URL' && might.isSystem)
      throw tooMighty(variable, `is a member of ${SYSTEM_ROLE}`);
  }
}

interface Might {
  superuser: boolean;
  bypassesRls: boolean;
  isSystem: boolean;
  /** The owner has a policy of its own that sees every team, and may lift the others. */
  isOwner: boolean;
}

async function mightOf(url: string): Promise<Might> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<Might>(
      `select rolsuper as superuser, rolbypassrls as "bypassesRls",
              pg_has_role(oid, $1::name, 'member') as "isSystem",
              exists (select from pg_class
                       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                         and pg_has_role(pg_roles.oid, relowner, 'member')) as "isOwner"
         from pg_roles where rolname = current_user`,
      [SYSTEM_ROLE],
    );
    return rows[0] ?? { superuser: true, bypassesRls: true, isSystem: true, isOwner: true };
  } finally {
    await client.end();
  }
}

function tooMighty(variable: string, why: string): DatabaseNotReady {
  return new DatabaseNotReady(
    `The role of ${variable} ${why}, so row-level security could not keep teams apart. ` +
      'Leave the variable unset, or name a role with LOGIN NOSUPERUSER NOBYPASSRLS.',
  );
}

function refusedLogin(role: string): DatabaseNotReady {
  return new DatabaseNotReady(
    `The database refuses the login of ${role}. Check its password and pg_hba.conf.`,
  );
}

function mayNotChange(role: string, cause: unknown): DatabaseNotReady {
  return new DatabaseNotReady(
    `The role of DATABASE_URL may not make or change the role ${role}. Give it CREATEROLE, or make ${APP_ROLE} and ` +
      `${SYSTEM_ROLE} yourself and set DATABASE_APP_URL and DATABASE_SYSTEM_URL.`,
    { cause },
  );
}
