import { Webhook } from 'standardwebhooks';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import type { ProviderCallback } from '../provider.types.js';
import type { ProviderClient } from '../remote/provider-client.js';
import type { RemoteAccount } from '../remote/remote-account.js';

const SECRET_FOR_MS = HOUR_MS;
/** Forged callbacks must not become requests to Replicate. */
const ASK_AGAIN_AFTER_MS = MINUTE_MS;

/** Callbacks are Standard Webhooks, signed with a secret that belongs to the account and may be replaced. */
export class ReplicateSignature {
  private secret: string | null = null;
  private askedAt = -Infinity;

  constructor(
    private readonly client: ProviderClient,
    private readonly account: RemoteAccount,
  ) {}

  async isGenuine(callback: ProviderCallback): Promise<boolean> {
    if (this.age() < SECRET_FOR_MS && this.matches(callback)) return true;
    if (this.age() < ASK_AGAIN_AFTER_MS) return false;
    await this.refresh();
    return this.matches(callback);
  }

  private matches({ headers, body }: ProviderCallback): boolean {
    if (this.secret === null) return false;
    try {
      const signed = headers as Record<string, string>;
      new Webhook(this.secret).verify(body.toString('utf8'), signed, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  }

  private age(): number {
    return performance.now() - this.askedAt;
  }

  private async refresh(): Promise<void> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: `${this.account.base}/v1/webhooks/default/secret`,
      headers: this.account.bearer({}),
      timeoutMs: 10 * SECOND_MS,
    });
    const { key } = json as { key?: unknown };
    this.secret = typeof key === 'string' ? key : null;
    this.askedAt = performance.now();
  }
}
