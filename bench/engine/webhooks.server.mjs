import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as pause } from 'node:timers/promises';
import { fromBuild } from '../ground/from-build.mjs';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// The engine's own fan-out and deliverer, and nothing else of it.

const { loadConfig } = await fromBuild('platform/config/load-config.js');
const { ConfigModule } = await fromBuild('platform/config/config.module.js');
const { DatabaseModule } = await fromBuild('platform/database/database.module.js');
const { SystemDatabase } = await fromBuild('platform/database/system-database.js');
const { Transactions } = await fromBuild('platform/database/transactions.js');
const { PlatformModule } = await fromBuild('platform/platform.module.js');
const { TeamsModule } = await fromBuild('teams/teams.module.js');
const { EventsModule } = await fromBuild('events/events.module.js');
const { EventsService } = await fromBuild('events/events.service.js');
const { EndpointsService } = await fromBuild('webhooks/endpoints/endpoints.service.js');
const { WebhooksModule, WebhookWorkersModule } = await fromBuild('webhooks/webhooks.module.js');

const team = JSON.parse(process.env.TEAM);

class WebhookBenchModule {}
Module({
  imports: [
    ConfigModule.with(loadConfig(process.env)),
    DatabaseModule,
    PlatformModule,
    TeamsModule,
    EventsModule,
    WebhooksModule,
    WebhookWorkersModule,
  ],
})(WebhookBenchModule);

const app = await NestFactory.createApplicationContext(WebhookBenchModule, { logger: ['error', 'warn'] });
const get = (type) => app.get(type, { strict: false });
await app.init();

const work = {
  /** From here on all events of the team go to these. */
  endpoints: async ({ ports }) => {
    await get(Transactions).forTeam(team.teamId, async (tx) => {
      await tx.query(`delete from webhook_endpoints`);
      for (const port of ports)
        await get(EndpointsService).create(tx, team, { url: `http://127.0.0.1:${port}/` });
    });
    return {};
  },
  /** From the commit of so many events until the last of their deliveries is written down. */
  deliver: async ({ events, count, besides = 0 }) => {
    await append(events);
    const beganAt = performance.now();
    while ((await open(`events where fanned_out_at is null`)) > 0) await pause(20);
    while ((await openDeliveries()) > besides) await pause(20);
    return { count, seconds: (performance.now() - beganAt) / 1_000 };
  },
  /** What could not be delivered. */
  forget: async () => {
    await get(SystemDatabase).query(`delete from webhook_deliveries where state = 'scheduled'`);
    return {};
  },
  /** One now and then, as on a quiet day. */
  trickle: async ({ events, everyMs }) => {
    for (let sent = 0; sent < events; sent++) {
      await append(1);
      await pause(everyMs);
    }
    return {};
  },
};
answerQuestions(({ what, ...details }) => work[what](details));
ready({}, () => app.close());

function append(count) {
  const event = () => ({
    type: 'job.completed',
    subject: `mjb_${Math.random()}`,
    data: { at: Date.now(), input: 'x'.repeat(1_000) },
  });
  return get(Transactions).forTeam(team.teamId, (tx) =>
    get(EventsService).append(tx, team.teamId, Array.from({ length: count }, event)),
  );
}

/** By two indexes: a walk through all deliveries that ever were would be the busiest statement of what is measured. */
async function openDeliveries() {
  const [due, resting] = ['due', 'not due'].map((when) =>
    open(`webhook_deliveries where state = 'scheduled' and ${when}`),
  );
  return (await due) + (await resting);
}

async function open(rows) {
  const [{ count }] = await get(SystemDatabase).query(`select count(*)::int as count from ${rows}`);
  return count;
}
