import { randomUUID } from 'node:crypto';
import { aCodeBatch, anAccessPlan, codesOf } from './access-codes.js';
import { anApi, type Answer, type Json } from './api.js';
import { aJob, aJobRequest, type TestTeam, untilTerminal } from './builders.js';
import { aForm } from './uploads.js';

/** A request that makes or changes something, and is accepted. */
export interface Change {
  path: string;
  json?: Json;
  form?: FormData;
}

type Recipe = (team: TestTeam) => Change | Promise<Change>;

/** Where nothing listens, so that nothing leaves. */
const NOWHERE = 'http://127.0.0.1:9/hook';

/** What the recipes ask of their engine. */
export const ENGINE_OF_CHANGES = {
  EGRESS_ALLOW_CIDRS: '127.0.0.1/32',
  FAL_BASE_URL: 'http://127.0.0.1:9',
};

/** One for each route, by the name that `operationsOf` gives it. */
export function changesOf(engine: { url: string }, file: Uint8Array): Record<string, Recipe> {
  const operator = anApi(engine).asOperator();
  const anEndpoint = (team: TestTeam) => idOf(team.api.post('/v1/webhook-endpoints', { url: NOWHERE }));
  const aToken = (team: TestTeam) => idOf(team.api.post('/v1/tokens', { name: 'a' }));
  const aKey = async (team: TestTeam) => {
    await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key: 'key-of-somebody' } });
    return '/v1/provider-keys/fal';
  };
  const anOrder = async (team: TestTeam) => ({ planId: await anAccessPlan(team), quantity: 1 });
  const aCode = async (team: TestTeam) => (await codesOf(team, (await aCodeBatch(team)).batchId))[0]!;
  const aTeamOfItsOwn = async (rest: string) =>
    `/v1/admin/teams/${await idOf(operator.post('/v1/admin/teams', { name: 'a' }))}${rest}`;
  const aDelivery = async (team: TestTeam) =>
    idOf(team.api.post(`/v1/webhook-endpoints/${await anEndpoint(team)}/test`));

  return {
    'POST /v1/tokens': () => ({
      path: '/v1/tokens',
      json: { name: 'a', limits: { restPerMinute: 5, confirmAbove: 3 }, expiresAt: '2100-01-01T00:00:00Z' },
    }),
    'DELETE /v1/tokens/{id}': async (team) => ({ path: `/v1/tokens/${await aToken(team)}` }),
    'POST /v1/tokens/{id}/rotate': async (team) => ({ path: `/v1/tokens/${await aToken(team)}/rotate` }),
    'POST /v1/tokens/{id}/revoke': async (team) => ({ path: `/v1/tokens/${await aToken(team)}/revoke` }),

    'POST /v1/admin/teams': () => ({ path: '/v1/admin/teams', json: { name: 'a', plan: 'free' } }),
    'DELETE /v1/admin/teams/{id}': async () => ({ path: await aTeamOfItsOwn('') }),
    'POST /v1/admin/teams/{id}/plan': async () => ({
      path: await aTeamOfItsOwn('/plan'),
      json: { plan: 'pro' },
    }),
    'POST /v1/admin/teams/{id}/suspend': async () => ({ path: await aTeamOfItsOwn('/suspend') }),
    'POST /v1/admin/teams/{id}/resume': async () => ({ path: await aTeamOfItsOwn('/resume') }),
    'POST /v1/admin/teams/{id}/tokens': async () => ({
      path: await aTeamOfItsOwn('/tokens'),
      json: { name: 'a', abilities: ['jobs:read'], limits: { jobsInFlight: 1 } },
    }),
    'POST /v1/admin/teams/{id}/credits': async () => ({
      path: await aTeamOfItsOwn('/credits'),
      json: { amount: 5, reason: 'a' },
    }),
    'POST /v1/admin/teams/{id}/low-credits': async () => ({
      path: await aTeamOfItsOwn('/low-credits'),
      json: { threshold: 5 },
    }),
    'POST /v1/admin/teams/{id}/retention': async () => ({
      path: await aTeamOfItsOwn('/retention'),
      json: { days: 5 },
    }),
    'POST /v1/admin/teams/{id}/access-plans': async () => ({
      path: await aTeamOfItsOwn('/access-plans'),
      json: { name: 'a', grants: { plan: 'pro', durationDays: 3 } },
    }),
    'POST /v1/admin/code-pricing/{plan}': () => ({
      path: '/v1/admin/code-pricing/starter',
      json: { charged: 'generation', credits: 1, codes: 1_000 },
    }),

    'POST /v1/webhook-endpoints': () => ({
      path: '/v1/webhook-endpoints',
      json: { url: NOWHERE, events: ['job.*'], metadata: { a: 1 } },
    }),
    'PATCH /v1/webhook-endpoints/{id}': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}`,
      json: { events: ['*'] },
    }),
    'DELETE /v1/webhook-endpoints/{id}': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}`,
    }),
    'POST /v1/webhook-endpoints/{id}/rotate-secret': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}/rotate-secret`,
    }),
    'POST /v1/webhook-endpoints/{id}/disable': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}/disable`,
    }),
    'POST /v1/webhook-endpoints/{id}/enable': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}/enable`,
    }),
    'POST /v1/webhook-endpoints/{id}/test': async (team) => ({
      path: `/v1/webhook-endpoints/${await anEndpoint(team)}/test`,
    }),
    'POST /v1/webhook-deliveries/redeliver': () => ({
      path: '/v1/webhook-deliveries/redeliver',
      json: { since: '2026-01-01T00:00:00Z', includeDelivered: false },
    }),
    'POST /v1/webhook-deliveries/{id}/redeliver': async (team) => ({
      path: `/v1/webhook-deliveries/${await aDelivery(team)}/redeliver`,
    }),
    'POST /v1/webhook-secret/rotate': () => ({ path: '/v1/webhook-secret/rotate' }),

    'POST /v1/jobs': () => ({
      path: '/v1/jobs',
      json: aJobRequest({ n: 2, maxCredits: 2, cancelAfterSeconds: 600, webhookUrl: NOWHERE }),
    }),
    'POST /v1/jobs/{id}/cancel': async (team) => ({
      path: `/v1/jobs/${(await aSlowJob(team)).id}/cancel`,
    }),
    'DELETE /v1/jobs/{id}': async (team) => {
      const { id } = await aJob(team);
      await untilTerminal(team, id);
      return { path: `/v1/jobs/${id}` };
    },
    'POST /v1/batch': () => ({ path: '/v1/batch', json: { jobs: [aJobRequest({ n: 1 })], maxCredits: 1 } }),
    'POST /v1/batches/{id}/cancel': async (team) => {
      const batch = await team.api.post('/v1/batch', { jobs: [SLOW, SLOW] });
      return { path: `/v1/batches/${await idOf(batch)}/cancel` };
    },
    'POST /v1/estimate': () => ({ path: '/v1/estimate', json: aJobRequest({ n: 3 }) }),

    'POST /v1/uploads': () => ({ path: '/v1/uploads', form: aForm({ file }) }),
    'DELETE /v1/assets/{id}': async (team) => ({
      path: `/v1/assets/${await idOf(team.api.send('POST', '/v1/uploads', { body: aForm({ file }) }))}`,
    }),

    'PUT /v1/provider-keys/{provider}': async () => ({
      path: '/v1/provider-keys/fal',
      json: { key: 'key-of-somebody' },
    }),
    'POST /v1/provider-keys/{provider}/test': async (team) => ({ path: `${await aKey(team)}/test` }),
    'DELETE /v1/provider-keys/{provider}': async (team) => ({ path: await aKey(team) }),

    'POST /v1/access-plans': () => ({
      path: '/v1/access-plans',
      json: {
        name: 'a',
        grants: { credits: 5, features: ['hd', { name: 'quota', metadata: { a: 1 } }], durationDays: 3 },
      },
    }),
    'PATCH /v1/access-plans/{id}': async (team) => ({
      path: `/v1/access-plans/${await anAccessPlan(team)}`,
      json: { grants: { features: ['sd'] } },
    }),
    'DELETE /v1/access-plans/{id}': async (team) => ({
      path: `/v1/access-plans/${await anAccessPlan(team)}`,
    }),
    'POST /v1/access-code-batches': async (team) => ({
      path: '/v1/access-code-batches',
      json: { ...(await anOrder(team)), length: 12, maxRedemptions: 2, perSubject: 1, maxCredits: 5 },
    }),
    'POST /v1/access-code-batches/preview': async (team) => ({
      path: '/v1/access-code-batches/preview',
      json: {
        ...(await anOrder(team)),
        expiryPreset: 'custom',
        customExpiryAmount: 3,
        customExpiryType: 'days',
      },
    }),
    'POST /v1/access-code-batches/import': async (team) => ({
      path: '/v1/access-code-batches/import',
      json: { planId: await anAccessPlan(team), codes: [randomUUID()], maxRedemptions: 2 },
    }),
    'POST /v1/access-code-batches/{id}/revoke': async (team) => ({
      path: `/v1/access-code-batches/${(await aCodeBatch(team)).batchId}/revoke`,
      json: { clawBack: true },
    }),
    'POST /v1/access-codes/{id}/revoke': async (team) => {
      await aCodeBatch(team);
      const { body } = await team.api.get<{ data: { id: string }[] }>('/v1/access-codes?limit=1');
      return { path: `/v1/access-codes/${body.data[0]!.id}/revoke`, json: { clawBack: true } };
    },
    'POST /v1/access-codes/validate': async (team) => ({
      path: '/v1/access-codes/validate',
      json: { code: await aCode(team), subject: 'a' },
    }),
    'POST /v1/access-codes/redeem': async (team) => ({
      path: '/v1/access-codes/redeem',
      json: { code: await aCode(team), subject: 'a' },
    }),
  };
}

const SLOW = aJobRequest({ n: 4, input: { width: 2048, height: 2048 } });

function aSlowJob(team: TestTeam) {
  return aJob(team, SLOW);
}

async function idOf(made: Promise<Answer<Json>> | Answer<Json>): Promise<string> {
  return (await made).body['id'] as string;
}
