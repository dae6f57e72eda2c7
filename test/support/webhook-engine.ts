import { tmpdir } from 'node:os';
import { Test } from '@nestjs/testing';
import { EventsModule } from '../../src/events/events.module.js';
import { EventsService } from '../../src/events/events.service.js';
import type { NewEvent } from '../../src/events/events.types.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import type { WebhooksConfig } from '../../src/platform/config/config.types.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { Transactions, type Tx } from '../../src/platform/database/transactions.js';
import { newId } from '../../src/platform/ids.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import type { Actor } from '../../src/teams/actor.types.js';
import { TeamsModule } from '../../src/teams/teams.module.js';
import { DeliveriesService } from '../../src/webhooks/deliveries/deliveries.service.js';
import type { DeliveryWithAttemptsView } from '../../src/webhooks/deliveries/deliveries.dto.js';
import { EndpointsService } from '../../src/webhooks/endpoints/endpoints.service.js';
import { WebhooksModule, WebhookWorkersModule } from '../../src/webhooks/webhooks.module.js';
import { afterSuite } from './clean-up.js';
import { aDatabase, type TestDatabase } from './database.js';
import { ADMIN_TOKEN, SECRET_KEY } from './secrets.js';
import { until } from './until.js';

export interface WebhookEngineOptions {
  database?: TestDatabase;
  webhooks?: Partial<WebhooksConfig>;
  /** Of loopback unless said otherwise: receivers are there. */
  egressAllowCidrs?: string[];
}

export type TestWebhookEngine = Awaited<ReturnType<typeof aWebhookEngine>>;

/** Events, endpoints and those who deliver, as the service wires them, in this process. Retries come at once. */
export async function aWebhookEngine(options: WebhookEngineOptions = {}) {
  const database = options.database ?? (await aDatabase());
  const app = await Test.createTestingModule({
    imports: [
      ConfigModule.with(configFor(database, options)),
      DatabaseModule,
      PlatformModule,
      TeamsModule,
      EventsModule,
      WebhooksModule,
      WebhookWorkersModule,
    ],
  }).compile();
  await app.init();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= app.close());
  afterSuite(close);

  const get = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });
  const forTeam = <T>({ teamId }: Actor, work: (tx: Tx) => Promise<T>) =>
    get(Transactions).forTeam(teamId, work);
  const deliveries = (team: Actor, filter = {}) =>
    forTeam(team, async (tx) => {
      const rows = await get(DeliveriesService).page(tx, team.teamId, filter, 1_000);
      return Promise.all(rows.map(({ id }) => get(DeliveriesService).read(tx, id)));
    });
  return {
    app,
    database,
    close,
    get,
    forTeam,
    deliveries,
    actor: () => anActor(database),
    endpoint: (team: Actor, url: string, events?: string[]) =>
      forTeam(team, (tx) => get(EndpointsService).create(tx, team, { url, events })),
    /** Committed when this resolves. */
    event: async (team: Actor, event: Partial<NewEvent> = {}): Promise<string> => {
      const whole = { type: 'job.completed' as const, subject: newId('job'), data: { n: 1 }, ...event };
      const [id] = await forTeam(team, (tx) => get(EventsService).append(tx, team.teamId, [whole]));
      return id!;
    },
    /** Waits until all deliveries of the team have ended. */
    untilEnded: (team: Actor, count = 1): Promise<DeliveryWithAttemptsView[]> =>
      until(`${count} deliveries to end`, async () => {
        const all = await deliveries(team);
        return all.length >= count && all.every(({ status }) => status !== 'scheduled') && all;
      }),
  };
}

async function anActor(database: TestDatabase): Promise<Actor> {
  const teamId = newId('team');
  await database.query(`insert into teams (team_id, name, plan) values ($1, 'A team', 'enterprise')`, [
    teamId,
  ]);
  await database.query(`insert into credit_accounts (team_id) values ($1)`, [teamId]);
  return { teamId, tokenId: newId('token'), requestId: newId('request') } as Actor;
}

function configFor(database: TestDatabase, { webhooks, egressAllowCidrs }: WebhookEngineOptions) {
  const config = loadConfig({
    DATABASE_URL: database.ownerUrl,
    DATA_DIR: tmpdir(),
    ADMIN_TOKEN,
    SECRET_KEY,
    LOG_LEVEL: 'silent',
  });
  return {
    ...config,
    egressAllowCidrs: egressAllowCidrs ?? ['127.0.0.0/8', '::1/128'],
    webhooks: { ...config.webhooks, retryDelaysMs: Array<number>(8).fill(1), ...webhooks },
  };
}
