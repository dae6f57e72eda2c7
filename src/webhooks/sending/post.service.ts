import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { EgressClient } from '../../platform/egress/egress-client.js';
import { EgressError } from '../../platform/egress/egress-error.js';
import type { EgressAnswer } from '../../platform/egress/egress.types.js';
import { ENGINE_NAME, ENGINE_VERSION } from '../../platform/http/engine-version.js';
import { retryAfterMs } from '../../platform/http/retry-after.js';
import { stillGood } from '../signing/rotation.js';
import { SealedSigners } from '../signing/sealed-signers.service.js';
import { signedHeaders, type Signers } from '../signing/signature.js';
import type { Attempt, Claim } from './sending.types.js';

const ANSWER_BYTES = 4_096;
const HEADERS = { 'content-type': 'application/json', 'user-agent': `${ENGINE_NAME}/${ENGINE_VERSION}` };

export interface Letter {
  url: string;
  body: string;
}

/** Makes one attempt, and always tells how it went. */
@Injectable()
export class Post {
  private readonly logger = new Logger(Post.name);

  constructor(
    private readonly egress: EgressClient,
    private readonly sealed: SealedSigners,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'webhooks'>,
  ) {}

  async send(claim: Claim, { url, body }: Letter, signal: AbortSignal): Promise<Attempt> {
    const at = new Date();
    const beganAt = performance.now();
    const facts = await this.post(claim, { url, body }, at, signal).then(answered, (error: unknown) =>
      this.unanswered(error),
    );
    return { at, durationMs: Math.round(performance.now() - beganAt), ...facts };
  }

  private async post(
    claim: Claim,
    { url, body }: Letter,
    at: Date,
    signal: AbortSignal,
  ): Promise<EgressAnswer> {
    const signed = signedHeaders({ id: claim.eventId, body }, this.signersOf(claim), at);
    return this.egress.post(url, {
      timeoutMs: this.config.webhooks.timeoutMs,
      maxBytes: ANSWER_BYTES,
      keepAlive: true,
      headers: { ...HEADERS, ...signed },
      body,
      signal,
    });
  }

  private signersOf({ endpoint, keys }: Claim): Signers {
    if (keys === null) throw new Error('The team has no keys.');
    const pairs = [keys, ...stillGood(keys.old)];
    const secrets = endpoint ? [endpoint, ...stillGood(endpoint.old)] : pairs;
    return this.sealed.signersOf({
      secrets: secrets.map(({ secret }) => secret),
      privateKeys: pairs.map(({ privateKey }) => privateKey),
    });
  }

  private unanswered(error: unknown): Omit<Attempt, 'at' | 'durationMs'> {
    const nothing = { status: null, answer: null };
    if (error instanceof EgressError)
      return { ...nothing, error: sentence(error), interrupted: error.kind === 'canceled' };
    this.logger.error(`A delivery could not be attempted: ${String(error)}`);
    return { ...nothing, error: 'The engine could not sign or send it.' };
  }
}

function answered({ status, headers, body }: EgressAnswer): Omit<Attempt, 'at' | 'durationMs'> {
  const answer = body.toString('utf8').replaceAll('\0', '\uFFFD');
  if (status >= 200 && status < 300) return { status, answer, error: null };
  const isRedirect = status >= 300 && status < 400;
  const error = `The endpoint answered with status ${status}${isRedirect ? '; redirects are not followed' : ''}.`;
  return { status, answer, error, retryAfterMs: retryAfterMs(headers) };
}

function sentence({ kind, message }: EgressError): string {
  if (kind === 'canceled') return 'The engine stopped during this attempt.';
  const isOfTheAddress = kind === 'bad_url' || kind === 'refused_address';
  return isOfTheAddress ? `The address ${message}.` : message;
}
