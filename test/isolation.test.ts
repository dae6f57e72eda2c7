import type { Client } from 'pg';
import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { INSERT_A_ROW, OTHER_TEAM, OWN_TEAM, seedEveryTable } from './support/isolation-rows.js';

const ROW_LEVEL_SECURITY_VIOLATION = '42501';

let database: TestDatabase;
let isolatedTables: string[];

beforeAll(async () => {
  database = await aDatabase();
  isolatedTables = await tablesWithATeam(database);
  await seedEveryTable(database);
});

test('every table with a team is behind row-level security, forced, with a policy for the application', async () => {
  const open = await database.query(`
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'team_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity
               and exists (select from pg_policy p where p.polrelid = c.oid and 'engine_app'::regrole = any (p.polroles)))`);
  expect(open).toEqual([]);
});

test('no policy is for everybody', async () => {
  const forEverybody = await database.query(`select polname from pg_policy where 0::oid = any (polroles)`);
  expect(forEverybody).toEqual([]);
});

test('neither role of the service can step around row-level security or owns a table', async () => {
  const mighty = await database.query(`
    select rolname from pg_roles r where rolname in ('engine_app', 'engine_system')
      and (rolsuper or rolbypassrls or exists (select from pg_class c where c.relowner = r.oid))`);
  expect(mighty).toEqual([]);
});

test('this suite knows every table with a team', () => {
  expect(Object.keys(INSERT_A_ROW).toSorted()).toEqual(isolatedTables);
});

describe.each(Object.keys(INSERT_A_ROW))('%s', (table) => {
  test('shows a team its own rows, another team and nobody none', async () => {
    expect(await rowsSeen(table, OWN_TEAM)).toEqual({ own: true, others: false });
    expect(await rowsSeen(table, null)).toEqual({ own: false, others: false });
    expect(await rowsSeen(table, '')).toEqual({ own: false, others: false });
  });

  test('refuses a row in the name of another team', async () => {
    const attempt = asApp(OWN_TEAM, (client) => client.query(INSERT_A_ROW[table]!(OTHER_TEAM, 'planted')));
    await expect(attempt).rejects.toMatchObject({ code: ROW_LEVEL_SECURITY_VIOLATION });
  });

  test('owes that to row-level security: without it everything is seen', async () => {
    await database.query(`alter table ${table} disable row level security`);
    try {
      expect(await rowsSeen(table, OWN_TEAM)).toEqual({ own: true, others: true });
      expect(await rowsSeen(table, null)).toEqual({ own: true, others: true });
    } finally {
      await database.query(`alter table ${table} enable row level security`);
    }
    expect(await rowsSeen(table, OWN_TEAM)).toEqual({ own: true, others: false });
  });
});

async function tablesWithATeam(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ table_name: string }>(`
    select table_name::text from information_schema.columns
    where table_schema = 'public' and column_name = 'team_id' order by table_name collate "C"`);
  return rows.map((row) => row.table_name);
}

interface Seen {
  own: boolean;
  others: boolean;
}

/** Whose rows a query would see that forgot its team. */
function rowsSeen(table: string, asTeam: string | null): Promise<Seen> {
  return asApp(asTeam, async (client) => {
    const { rows } = await client.query<Seen>(
      `select count(*) filter (where team_id = $1) > 0 as own, count(*) filter (where team_id = $2) > 0 as others
       from ${table}`,
      [OWN_TEAM, OTHER_TEAM],
    );
    return rows[0]!;
  });
}

/** Always rolled back. */
function asApp<T>(teamId: string | null, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(database.appUrl, async (client) => {
    await client.query('begin');
    if (teamId !== null) await client.query(`select set_config('app.team_id', $1, true)`, [teamId]);
    try {
      return await work(client);
    } finally {
      await client.query('rollback');
    }
  });
}
