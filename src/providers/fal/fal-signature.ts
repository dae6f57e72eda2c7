import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import type { ProviderCallback } from '../provider.types.js';
import type { ProviderClient } from '../remote/provider-client.js';

const TOLERANCE_MS = 5 * MINUTE_MS;
const KEYS_FOR_MS = HOUR_MS;
/** Forged callbacks must not become requests to fal. */
const ASK_AGAIN_AFTER_MS = MINUTE_MS;

/** Callbacks are signed with Ed25519; the public keys are where fal publishes them, and may change. */
export class FalSignature {
  private keys: KeyObject[] = [];
  private askedAt = -Infinity;

  constructor(
    private readonly client: ProviderClient,
    private readonly rest: string,
  ) {}

  async isGenuine({ headers, body }: ProviderCallback): Promise<boolean> {
    const [requestId, userId, timestamp, signature] = HEADERS.map((name) => headers[name]);
    if (![requestId, userId, timestamp, signature].every((header) => typeof header === 'string'))
      return false;
    if (!isRecent(timestamp as string)) return false;
    const digest = createHash('sha256').update(body).digest('hex');
    const message = Buffer.from([requestId, userId, timestamp, digest].join('\n'));
    const bytes = Buffer.from(signature as string, 'hex');
    const matches = () => this.keys.some((key) => verify(null, message, key, bytes));
    if (this.age() < KEYS_FOR_MS && matches()) return true;
    if (this.age() < ASK_AGAIN_AFTER_MS) return false;
    await this.refresh();
    return matches();
  }

  private age(): number {
    return performance.now() - this.askedAt;
  }

  private async refresh(): Promise<void> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: `${this.rest}/.well-known/jwks.json`,
      timeoutMs: 10 * SECOND_MS,
    });
    const { keys = [] } = json as { keys?: JsonWebKey[] };
    this.keys = keys.flatMap(publicKeyOf);
    this.askedAt = performance.now();
  }
}

const HEADERS = [
  'x-fal-webhook-request-id',
  'x-fal-webhook-user-id',
  'x-fal-webhook-timestamp',
  'x-fal-webhook-signature',
];

function isRecent(timestamp: string): boolean {
  return Math.abs(Date.now() - Number(timestamp) * SECOND_MS) <= TOLERANCE_MS;
}

/** Of other kinds, and what is none, nothing can be signed with. */
function publicKeyOf(key: JsonWebKey): KeyObject[] {
  if (key.kty !== 'OKP' || key.crv !== 'Ed25519') return [];
  try {
    return [createPublicKey({ key, format: 'jwk' })];
  } catch {
    return [];
  }
}
