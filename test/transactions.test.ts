import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule } from '../src/platform/config/config.module.js';
import { loadConfig } from '../src/platform/config/load-config.js';
import { DatabaseModule } from '../src/platform/database/database.module.js';
import { prepared } from '../src/platform/database/prepared.js';
import { together } from '../src/platform/database/together.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { afterSuite } from './support/clean-up.js';
import { aDatabase, type TestDatabase } from './support/database.js';
import { INSERT_A_ROW, OTHER_TEAM, OWN_TEAM } from './support/isolation-rows.js';
import { SECRET_KEY } from './support/secrets.js';

const COUNT = prepared('select count(*)::int as count, $1::text as echo from credit_spending_days');

describe('a transaction of a team', () => {
  let app: TestingModule;
  let database: TestDatabase;
  let transactions: Transactions;

  const insertDay = (day: string) =>
    `insert into credit_spending_days (team_id, day) values ('${OWN_TEAM}', '${day}')`;
  const days = async () =>
    (await database.query(`select from credit_spending_days where team_id = '${OWN_TEAM}'`)).length;

  beforeAll(async () => {
    database = await aDatabase();
    const config = loadConfig({ DATABASE_URL: database.ownerUrl, SECRET_KEY, DATA_DIR: '/tmp' });
    app = await Test.createTestingModule({ imports: [ConfigModule.with(config), DatabaseModule] }).compile();
    await app.init();
    afterSuite(() => app.close());
    transactions = app.get(Transactions, { strict: false });
    for (const team of [OWN_TEAM, OTHER_TEAM]) await database.query(INSERT_A_ROW.teams!(team, ''));
    await database.query(INSERT_A_ROW.credit_spending_days!(OTHER_TEAM, ''));
  });

  afterEach(() => database.query(`delete from credit_spending_days where team_id = '${OWN_TEAM}'`));

  it('begins with its first statement, and what failed leaves nothing', async () => {
    const broken = transactions.forTeam(OWN_TEAM, async (tx) => {
      await tx.query(insertDay('2026-01-01'));
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await days()).toBe(0);
  });

  it('takes statements that are sent together in their order, each seeing what the one before did', async () => {
    const [, counted] = await transactions.forTeam(OWN_TEAM, (tx) =>
      together(
        tx.query(insertDay('2026-01-01')),
        tx.query<{ count: number }[]>('select count(*)::int as count from credit_spending_days'),
      ),
    );
    expect(counted).toEqual([{ count: 1 }]);
  });

  it('reports the statement that failed and not those that failed with it, and keeps none', async () => {
    const broken = transactions.forTeam(OWN_TEAM, (tx) =>
      together(
        tx.query(insertDay('2026-01-01')),
        tx.query('select 1 / 0'),
        tx.query(insertDay('2026-01-02')),
      ),
    );
    await expect(broken).rejects.toThrow('division by zero');
    expect(await days()).toBe(0);
  });

  it('keeps nothing that was sent beside a fault of our own', async () => {
    const broken = transactions.forTeam(OWN_TEAM, (tx) =>
      together(Promise.reject(new Error('ours')), tx.query(insertDay('2026-01-01'))),
    );
    await expect(broken).rejects.toThrow('ours');
    expect(await days()).toBe(0);
  });

  it('sees its own team only, with statements that its connection has prepared for another too', async () => {
    const counts = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? OWN_TEAM : OTHER_TEAM)).map((team) =>
        transactions.forTeam(team, (tx) => tx.query<{ count: number; echo: string }[]>(COUNT, [team])),
      ),
    );
    for (const [row] of counts) expect(row!.count).toBe(row!.echo === OWN_TEAM ? 0 : 1);
  });
});
