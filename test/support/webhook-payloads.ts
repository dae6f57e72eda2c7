import { EVENT_TYPES, type EventType } from '../../src/events/events.types.js';
import { aCodeBatch, codesOf, redeem } from './access-codes.js';
import type { Json } from './api.js';
import { aJob, aJobRequest, aTeam, type TestTeam, untilTerminal } from './builders.js';
import { anEngine, type TestEngine } from './engine.js';
import { aReceiver } from './receiver.js';
import { until } from './until.js';

export interface Payload extends Json {
  id: string;
  type: EventType;
  data: Json;
}

const NOTES: Partial<Record<EventType, string>> = {
  'batch.completed':
    'Once, when the last job has ended, however it ended. The link leads to one line of JSON for each job.',
  'access_codes.generated':
    'Once for a batch, when all its codes are made. Codes themselves are in no event.',
  'access_codes.expired':
    'Once for a batch whose `redeemBy` has passed; `count` is how many of its codes nobody had redeemed.',
  'access_code.redeemed': 'The code is masked.',
  'credits.low': 'When a charge leaves a fifth of what the plan includes, or less.',
  'credits.exhausted': 'When a charge leaves nothing.',
  'webhook_endpoint.disabled': "To the team's other endpoints.",
};

/** All that webhooks carry, as a receiver got it while it happened; the first of each type. */
export async function allPayloads(engine: TestEngine): Promise<Map<EventType, Payload>> {
  const receiver = await aReceiver();
  const [team, spender] = await Promise.all([aTeam(engine), aTeam(engine, { plan: 'free' })]);
  const endpointId = await anEndpoint(team, receiver.url, ['*']);
  await anEndpoint(spender, receiver.url, ['credits.*']);
  await team.api.post(`/v1/webhook-endpoints/${endpointId}/test`);
  await endpointGivenUp(engine, team);
  await jobsOfAllEnds(team);
  await codesOfAllEnds(engine, team);
  await creditsSpent(spender);
  const payloads = (): Payload[] =>
    receiver.received.map(({ body }) => JSON.parse(body) as Payload).toReversed();
  await until('events of all types', () =>
    Promise.resolve(EVENT_TYPES.every((type) => payloads().some((payload) => payload.type === type))),
  );
  return new Map(payloads().map((payload) => [payload.type, payload]));
}

async function anEndpoint(team: TestTeam, url: string, events: string[]): Promise<string> {
  const { body } = await team.api.post<{ id: string }>('/v1/webhook-endpoints', { url, events });
  return body.id;
}

async function endpointGivenUp(engine: TestEngine, team: TestTeam): Promise<void> {
  const failing = await aReceiver();
  failing.respond(500);
  const id = await anEndpoint(team, failing.url, ['job.*']);
  await engine.database.query(
    `update webhook_endpoints set failing_since = now() - interval '6 days' where id = $1`,
    [id],
  );
  await team.api.post(`/v1/webhook-endpoints/${id}/test`);
}

async function jobsOfAllEnds(team: TestTeam): Promise<void> {
  const done = await aJob(team, { prompt: 'Mist over pine mountains at sunrise' });
  await untilTerminal(team, done.id);
  await team.api.post('/v1/batch', { jobs: [aJobRequest(), aJobRequest()] });
  const large = { n: 4, input: { width: 2048, height: 2048 } };
  await aJob(team, { ...large, cancelAfterSeconds: 1 });
  const unwanted = await aJob(team, large);
  await team.api.post(`/v1/jobs/${unwanted.id}/cancel`);
}

/** Workers look for what has expired when they start. */
async function codesOfAllEnds(engine: TestEngine, team: TestTeam): Promise<void> {
  const redeemBy = new Date(Date.now() + 3_600_000).toISOString();
  const expiring = await aCodeBatch(team, { label: 'Spring', redeemBy });
  await engine.database.query(`update access_code_batches set redeem_by = now() where id = $1`, [
    expiring.batchId,
  ]);
  const { batchId } = await aCodeBatch(team, { label: 'Spring' });
  const [code] = await codesOf(team, batchId);
  await redeem(team, code!, 'customer-1');
  const { body } = await team.api.get<{ data: { id: string }[] }>(`/v1/access-codes?batchId=${batchId}`);
  await team.api.post(`/v1/access-codes/${body.data[0]!.id}/revoke`);
  await team.api.post(`/v1/access-code-batches/${batchId}/revoke`);
  const worker = await anEngine({ database: engine.database, dataDir: engine.dataDir, role: 'worker' });
  await worker.stop();
}

async function creditsSpent(team: TestTeam): Promise<void> {
  const four = aJobRequest({ n: 4 });
  await team.api.post('/v1/batch', { jobs: [four, four, four, four, four] });
  await team.api.post('/v1/batch', { jobs: [four, aJobRequest()] });
}

/** The part of docs/webhooks.md that shows them. */
export function payloadsSection(payloads: Map<EventType, Payload>): string {
  return EVENT_TYPES.map((type) => {
    const note = NOTES[type] === undefined ? '' : `${NOTES[type]}\n\n`;
    return `### ${type}\n\n${note}\`\`\`json\n${JSON.stringify(payloads.get(type), null, 2)}\n\`\`\`\n`;
  }).join('\n');
}

/** What the section shows, by type. */
export function payloadsIn(section: string): Map<string, Payload> {
  const blocks = [...section.matchAll(/### (\S+)\n.*?```json\n(.*?)```/gs)];
  return new Map(blocks.map(([, type, text]) => [type!, JSON.parse(text!) as Payload]));
}

/** Which fields there are at any depth; ids and times are others each time, and some may be null. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return '…';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}
