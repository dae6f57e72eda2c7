import type { Json } from './api.js';
import { type JobBody, type TestTeam, untilTerminal } from './builders.js';

export interface CodeBatchBody extends Json {
  batchId: string;
  jobId: string;
  status: string;
  counts: { total: number; made: number; redeemed: number; revoked: number };
}

export async function anAccessPlan(team: TestTeam, grants: Json = { features: ['hd'] }): Promise<string> {
  const { status, body, text } = await team.api.post<{ id: string }>('/v1/access-plans', {
    name: 'A plan',
    grants,
  });
  if (status !== 201) throw new Error(`No access plan: ${text}`);
  return body.id;
}

/** A batch that is made. */
export async function aCodeBatch(team: TestTeam, overrides: Json = {}): Promise<CodeBatchBody> {
  const planId = (overrides['planId'] as string | undefined) ?? (await anAccessPlan(team));
  const order = { quantity: 3, ...overrides, planId };
  const { status, body, text } = await team.api.post<CodeBatchBody>('/v1/access-code-batches', order);
  if (status !== 202) throw new Error(`No batch of codes: ${text}`);
  const job: JobBody = await untilTerminal(team, body.jobId);
  if (job.status !== 'completed') throw new Error(`The batch is ${job.status}: ${JSON.stringify(job.error)}`);
  return (await team.api.get<CodeBatchBody>(`/v1/access-code-batches/${body.batchId}`)).body;
}

/** What an export of the batch says, the header apart. */
export async function codesOf(team: TestTeam, batchId: string): Promise<string[]> {
  const { text } = await team.api.get(`/v1/access-code-batches/${batchId}/export`);
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0]!);
}

/** Fresh codes that grant this. */
export async function someCodes(team: TestTeam, grants: Json, overrides: Json = {}): Promise<string[]> {
  const planId = await anAccessPlan(team, grants);
  const { batchId } = await aCodeBatch(team, { ...overrides, planId });
  return codesOf(team, batchId);
}

export function redeem(team: TestTeam, code: string, subject = 'somebody', headers?: Record<string, string>) {
  return team.api.post<RedeemedBody>('/v1/access-codes/redeem', { code, subject }, headers);
}

export interface RedeemedBody extends Json {
  redemptionId: string;
  codeId: string;
  granted: Json & { endsAt: string | null };
  redemptionsLeft: number;
}

export async function verdictOn(team: TestTeam, code: string, subject?: string): Promise<string> {
  const { body } = await team.api.post<{ verdict: string }>('/v1/access-codes/validate', { code, subject });
  return body.verdict;
}
