import { createHmac } from 'node:crypto';
import type { DatabaseConfig, EngineConfig } from './config.types.js';
import type { EnvironmentReader } from './environment-reader.js';
import type { VariableName } from './variables.js';

export const APP_ROLE = 'engine_app';
export const SYSTEM_ROLE = 'engine_system';

/** The same in every process that knows the owner's password, so nothing has to be handed around or stored. */
function derivedPassword(ownerPassword: string, role: string): string {
  return createHmac('sha256', ownerPassword).update(role).digest('hex');
}

export function derivedUrl(ownerUrl: string, role: string): string {
  const url = new URL(ownerUrl);
  const password = derivedPassword(decodeURIComponent(url.password), role);
  url.username = role;
  url.password = password;
  return url.href;
}

/** The addresses of the embedded database are known only once it runs. */
export function withDatabase(config: EngineConfig, ownerUrl: string): EngineConfig {
  const urls = { appUrl: derivedUrl(ownerUrl, APP_ROLE), systemUrl: derivedUrl(ownerUrl, SYSTEM_ROLE) };
  return { ...config, database: { ...config.database, ownerUrl, ...urls } };
}

export function readDatabase(from: EnvironmentReader): DatabaseConfig {
  const poolSize = from.number('DATABASE_POOL_SIZE', 10, { min: 2, max: 200 });
  const ownerUrl = readUrl(from, 'DATABASE_URL');
  const appUrl = readUrl(from, 'DATABASE_APP_URL');
  const systemUrl = readUrl(from, 'DATABASE_SYSTEM_URL');
  if (from.text('DATABASE_URL') === undefined) {
    if (from.text('DATABASE_APP_URL')) from.reject('DATABASE_APP_URL', 'is of no use without DATABASE_URL');
    if (from.text('DATABASE_SYSTEM_URL'))
      from.reject('DATABASE_SYSTEM_URL', 'is of no use without DATABASE_URL');
    return { embedded: true, ownerUrl: '', appUrl: '', systemUrl: '', poolSize };
  }
  if (ownerUrl && new URL(ownerUrl).password === '' && !(appUrl && systemUrl)) {
    from.reject(
      'DATABASE_URL',
      'has no password to derive the roles from; add one, or set DATABASE_APP_URL and DATABASE_SYSTEM_URL',
    );
  }
  const derive = (role: string): string => (ownerUrl ? derivedUrl(ownerUrl, role) : '');
  return {
    embedded: false,
    ownerUrl: ownerUrl ?? '',
    appUrl: appUrl ?? derive(APP_ROLE),
    systemUrl: systemUrl ?? derive(SYSTEM_ROLE),
    poolSize,
  };
}

function readUrl(from: EnvironmentReader, variable: VariableName): string | undefined {
  const value = from.text(variable);
  if (value === undefined) return undefined;
  if (isPostgresUrl(value)) return value;
  from.reject(variable, 'must be a postgres:// address with user, host and database');
  return undefined;
}

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, hostname, pathname } = new URL(value);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') return false;
  return username !== '' && hostname !== '' && pathname.length > 1 && isPercentEncoded(username + password);
}

/** A bare % in a password parses as a URL and can't be decoded later. */
function isPercentEncoded(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}
