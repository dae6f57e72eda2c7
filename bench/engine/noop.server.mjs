import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { fromBuild } from '../ground/from-build.mjs';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// The engine's own modules and a handler that does nothing: what is left is the price of the engine itself.

const QUEUE = 'studio-short';

const { loadConfig } = await fromBuild('platform/config/load-config.js');
const { ConfigModule } = await fromBuild('platform/config/config.module.js');
const { DatabaseModule } = await fromBuild('platform/database/database.module.js');
const { Notifications } = await fromBuild('platform/database/notifications.js');
const { PlatformModule } = await fromBuild('platform/platform.module.js');
const { TeamsModule } = await fromBuild('teams/teams.module.js');
const { JobsModule, JobWorkersModule } = await fromBuild('jobs/jobs.module.js');
const { JobHandlers } = await fromBuild('jobs/job-handlers.service.js');
const { SubmissionsService } = await fromBuild('jobs/submission/submissions.service.js');

const { TEAM, SLOTS } = process.env;
const actor = { ...JSON.parse(TEAM), limits: {}, ownLimits: {}, teamLimits: {}, teamStatus: 'active' };
const config = loadConfig(process.env);

class NoopModule {}
Module({
  imports: [
    ConfigModule.with(config),
    DatabaseModule,
    PlatformModule,
    TeamsModule,
    JobsModule,
    JobWorkersModule.serving([{ name: QUEUE, slots: Number(SLOTS) }]),
  ],
})(NoopModule);

const app = await NestFactory.createApplicationContext(NoopModule, { logger: ['error', 'warn'] });
const get = (type) => app.get(type, { strict: false });
get(JobHandlers).register({
  kinds: ['media.image'],
  step: () => Promise.resolve({ word: 'done', output: [] }),
  present: (job) => job.output ?? [],
});
await app.init();

const settled = counter();
get(Notifications).on('job_settled', () => settled.one());

answerQuestions(async ({ jobs }) => {
  const beganAt = performance.now();
  const all = settled.after(jobs);
  await submit(jobs);
  await all;
  return { count: jobs, seconds: (performance.now() - beganAt) / 1_000 };
});
ready({}, () => app.close());

async function submit(jobs) {
  for (let left = jobs; left > 0; left -= 500) {
    await get(SubmissionsService).submit({
      actor,
      requests: Array.from({ length: Math.min(left, 500) }, aRequest),
      answer: () => '',
    });
  }
}

function aRequest() {
  return { kind: 'media.image', queue: QUEUE, input: { prompt: 'nothing' }, credits: 1, etaSeconds: 1 };
}

function counter() {
  let count = 0;
  let wanted = Infinity;
  let resolve;
  return {
    one: () => ++count >= wanted && resolve(),
    after(more) {
      wanted = count + more;
      return new Promise((done) => (resolve = done));
    },
  };
}
