import path from 'node:path';
import { TEAM } from '../ground/noop-engine.mjs';
import { query, withClient } from '../ground/postgres.mjs';
import { engineEnvironment, startServer } from '../ground/processes.mjs';
import { compare, interleave, summary } from '../ground/rounds.mjs';
import { insertTeams } from '../ground/teams.mjs';

const ENDPOINTS = 100;
/** Of the engine's configuration. */
const PER_ENDPOINT = 8;
const ROUNDS = 5;

export const title = 'events to webhook endpoints, signed, each attempt written down';

export async function run(ground) {
  const databaseUrl = await ground.freshDatabase('webhooks');
  await withClient(databaseUrl, (client) => insertTeams(client, [TEAM]));
  const engine = await startServer('engine/webhooks.server.mjs', {
    ...engineEnvironment(databaseUrl, path.join(ground.folder, 'webhooks')),
    EGRESS_ALLOW_CIDRS: '127.0.0.1/32',
    TEAM: JSON.stringify(TEAM),
  });
  const receiver = await startServer('ground/receiver.server.mjs', { ENDPOINTS: String(ENDPOINTS) });
  const floor = await startServer('floors/webhooks.server.mjs', { PER_ENDPOINT: String(PER_ENDPOINT) });
  const scene = { ground, engine, receiver, floor, ports: receiver.ports };
  const lines = [
    await throughput(scene),
    await slowReceiver(scene),
    await quietDay(scene),
    await oneDead(scene),
  ];
  await Promise.all([engine.stop(), receiver.stop(), floor.stop()]);
  await refuseUnwritten(databaseUrl);
  return lines;
}

async function throughput({ ground, engine, receiver, floor, ports: all }) {
  const ports = all.slice(0, 20);
  const work = { events: 500, count: 500 * ports.length };
  await engine.ask({ what: 'endpoints', ports });
  const [ours, theirs] = await interleave([
    {
      pids: [engine.pid, receiver.pid, ground.postmasterPid],
      run: () => engine.ask({ what: 'deliver', ...work }),
    },
    { pids: [floor.pid, receiver.pid], run: () => floor.ask({ ports, ...work }) },
  ]);
  const what = `a loop that signs and posts and writes nothing; ${work.count} deliveries to ${ports.length} endpoints`;
  return { what, target: 0.15, ...compare(ours, theirs), ours, floor: theirs };
}

/** What the bound of an endpoint allows is what it gets. */
async function slowReceiver({ engine, receiver, ports }) {
  const delayMs = 50;
  const [endpoints, events] = [4, 200];
  await receiver.ask({ delayMs });
  await engine.ask({ what: 'endpoints', ports: ports.slice(0, endpoints) });
  const figures = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { seconds } = await engine.ask({ what: 'deliver', events, count: endpoints * events });
    figures.push((seconds * PER_ENDPOINT * 1_000) / delayMs / events);
  }
  const what = `as long as ${PER_ENDPOINT} at once to an endpoint that takes ${delayMs} ms must take`;
  return { what, figure: summary(figures).median, atMost: 1.5, unit: 'times' };
}

async function quietDay({ engine, receiver, ports }) {
  await receiver.ask({});
  await engine.ask({ what: 'endpoints', ports: ports.slice(0, 1) });
  const percentiles = [];
  for (let round = 0; round < ROUNDS; round++) {
    await engine.ask({ what: 'trickle', events: 100, everyMs: 50 });
    const { waits } = await receiver.ask({});
    percentiles.push(at(waits, 0.99));
  }
  return {
    what: 'from the event to its first attempt, the 99th percentile of 100',
    figure: summary(percentiles).median,
    atMost: 1_000,
    unit: 'ms',
  };
}

/** Rounds with and without, in turn; what the dead one did not take is forgotten. */
async function oneDead({ engine, receiver, ports }) {
  const events = 10;
  await engine.ask({ what: 'endpoints', ports });
  const percentiles = { well: [], dead: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const isFirstDead of [false, true]) {
      await receiver.ask({ isFirstDead });
      const besides = isFirstDead ? events : 0;
      await engine.ask({ what: 'deliver', events, count: events * ENDPOINTS, besides });
      const { waits } = await receiver.ask({});
      await engine.ask({ what: 'forget' });
      if (round > 0) percentiles[isFirstDead ? 'dead' : 'well'].push(at(waits, 0.95));
    }
  }
  const figure = summary(percentiles.dead).median / summary(percentiles.well).median;
  const what = `the others' 95th percentile with one dead endpoint among ${ENDPOINTS}, against that without`;
  return { what, figure, atMost: 2, unit: 'times' };
}

function at(values, share) {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1];
}

/** Quick because it forgot to write would be no achievement. */
async function refuseUnwritten(databaseUrl) {
  const [rows] = await query(
    databaseUrl,
    `select (select count(*) from webhook_deliveries where state = 'delivered')::int as delivered,
            (select count(*) from webhook_attempts where status = 200)::int as attempts`,
  );
  if (rows.delivered === 0 || rows.delivered !== rows.attempts)
    throw new Error(`Written: ${JSON.stringify(rows)}`);
}
