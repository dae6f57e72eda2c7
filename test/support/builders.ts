import { type Answer, anApi, type Api, type Json } from './api.js';

export interface TestTeam {
  teamId: string;
  tokenId: string;
  token: string;
  /** Speaks with the team's token. */
  api: Api;
}

export interface TeamOptions {
  /** `enterprise` unless told otherwise: it includes no credits, so that `credits` is the whole balance. */
  plan?: 'free' | 'starter' | 'pro' | 'enterprise';
  /** Bought beside what the plan includes; 1,000 where the plan includes none. */
  credits?: number;
  /** Of the token; all when none are named. */
  abilities?: string[];
}

export interface JobBody extends Json {
  id: string;
  jobId: string;
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'canceled';
  output: {
    assetId: string;
    url: string;
    mimeType: string;
    bytes: number;
    sha256: string;
    thumbnailUrl: string | null;
  }[];
  error: ({ code: string; message: string; retryable: boolean } & Json) | null;
  progress: number;
  creditsCharged: number;
  creditsRefunded: number;
  attempts: number;
}

const WAIT_SECONDS = 20;
const UNTIL_TERMINAL_MS = 50_000;

let teamsMade = 0;

export async function aTeam(engine: { url: string }, options: TeamOptions = {}): Promise<TestTeam> {
  const { plan = 'enterprise', abilities } = options;
  const credits = options.credits ?? (plan === 'enterprise' ? 1_000 : 0);
  const operator = anApi(engine).asOperator();

  const team = created(
    await operator.post<{ teamId: string }>('/v1/admin/teams', { name: `Team ${++teamsMade}`, plan }),
  );
  const path = `/v1/admin/teams/${team.teamId}`;
  const token = created(
    await operator.post<{ tokenId: string; token: string }>(`${path}/tokens`, { name: 'test', abilities }),
  );
  if (credits > 0) created(await operator.post(`${path}/credits`, { amount: credits, reason: 'test' }));
  return { teamId: team.teamId, ...token, api: operator.asTeam(token.token) };
}

/** Small, so that it renders in a moment. */
export function aJobRequest(overrides: Json = {}): Json {
  return { type: 'image', prompt: 'A lighthouse at dusk', input: { width: 64, height: 64 }, ...overrides };
}

/** An accepted job; `overrides` are fields of the request. */
export async function aJob(team: TestTeam, overrides: Json = {}): Promise<JobBody> {
  return created(await team.api.post<JobBody>('/v1/jobs', aJobRequest(overrides)));
}

export async function untilTerminal(team: TestTeam, jobId: string): Promise<JobBody> {
  const deadline = Date.now() + UNTIL_TERMINAL_MS;
  let last: Answer<JobBody>;
  do {
    last = await team.api.get<JobBody>(`/v1/jobs/${jobId}?wait=${WAIT_SECONDS}`);
    if (last.status !== 200) throw new Error(`Reading ${jobId} answered ${last.status}: ${last.text}`);
    if (['completed', 'failed', 'canceled'].includes(last.body.status)) return last.body;
  } while (Date.now() < deadline);
  throw new Error(`${jobId} is not terminal: ${last.text}`);
}

export async function balanceOf(team: TestTeam): Promise<number> {
  const { body } = await team.api.get<{ credits: { balance: number } }>('/v1/account');
  return body.credits.balance;
}

function created<Body>(answer: Answer<Body>): Body {
  if (answer.status === 201 || answer.status === 202) return answer.body;
  throw new Error(`Expected something made, got ${answer.status}: ${answer.text}`);
}
