import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { APP_ROLE, derivedUrl, SYSTEM_ROLE } from '../../src/platform/config/database-urls.js';

export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  /** For what even the owner may not do. */
  superuserUrl: string;
  /** As the owner, who sees every team. */
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** For a suite that makes many; nobody may be connected any more. */
  drop: () => Promise<void>;
}

/** A migrated, empty database of the suite's own. It ends with the run: a suite may hold connections to its last line. */
export async function aDatabase(): Promise<TestDatabase> {
  const template = new URL(templateUrl());
  const name = `suite_${randomBytes(8).toString('hex')}`;
  await asMaintenance((client) =>
    client.query(`create database ${name} template ${template.pathname.slice(1)}`),
  );

  const database = openDatabase(
    withDatabase(template, name),
    withDatabase(new URL(fromTheRun('TEST_SUPERUSER_URL')), name),
  );
  return {
    ...database,
    drop: async () => {
      await database.drop();
      await asMaintenance((client) => client.query(`drop database ${name}`));
    },
  };
}

/** One that is there already; dropping it only lets go of it. */
export function openDatabase(ownerUrl: string, superuserUrl: string): TestDatabase {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 4, allowExitOnIdle: true });
  // Suites may restart Postgres or drop the database under an idle connection.
  pool.on('error', () => undefined);
  return {
    ownerUrl,
    superuserUrl,
    appUrl: derivedUrl(ownerUrl, APP_ROLE),
    systemUrl: derivedUrl(ownerUrl, SYSTEM_ROLE),
    query: async (sql, parameters) => (await pool.query(sql, parameters)).rows,
    drop: () => pool.end(),
  };
}

/** One connection of its own, e.g. as `engine_app` to see what row-level security lets through. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Not connected to the template: Postgres copies a database only while nobody uses it. */
function asMaintenance<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(withDatabase(new URL(templateUrl()), 'postgres'), work);
}

function templateUrl(): string {
  return fromTheRun('TEST_TEMPLATE_URL');
}

function fromTheRun(variable: 'TEST_TEMPLATE_URL' | 'TEST_SUPERUSER_URL'): string {
  const url = process.env[variable];
  if (!url) throw new Error('There is no test database here: suites that need one are test/**/*.test.ts.');
  return url;
}

function withDatabase(url: URL, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
