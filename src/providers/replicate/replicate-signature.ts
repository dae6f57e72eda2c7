import { Webhook } from 'standardwebhooks';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import type { CallContext, ProviderCallback } from '../provider.types.js';
import { PerAccount } from '../remote/per-account.js';
import type { ProviderClient } from '../remote/provider-client.js';
import type { RemoteAccount } from '../remote/remote-account.js';

const SECRET_FOR_MS = HOUR_MS;
/** Forged callbacks must not become requests to Replicate. */
const ASK_AGAIN_AFTER_MS = MINUTE_MS;

type Whose = Pick<CallContext, 'key'>;

/** Callbacks are Standard Webhooks, signed with a secret that belongs to the account and may be replaced. */
export class ReplicateSignature {
  private readonly secrets = new PerAccount(() => new AccountSecret());

  constructor(
    private readonly client: ProviderClient,
    private readonly account: RemoteAccount,
  ) {}

  async isGenuine(callback: ProviderCallback, whose: Whose): Promise<boolean> {
    const secret = this.secrets.of(this.account.key(whose));
    if (secret.age() < SECRET_FOR_MS && secret.signed(callback)) return true;
    if (secret.age() < ASK_AGAIN_AFTER_MS) return false;
    secret.learn(await this.ask(whose));
    return secret.signed(callback);
  }

  private async ask(whose: Whose): Promise<string | null> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: `${this.account.base}/v1/webhooks/default/secret`,
      headers: this.account.bearer(whose),
      timeoutMs: 10 * SECOND_MS,
    });
    const { key } = json as { key?: unknown };
    return typeof key === 'string' ? key : null;
  }
}

class AccountSecret {
  private secret: string | null = null;
  private askedAt = -Infinity;

  age(): number {
    return performance.now() - this.askedAt;
  }

  learn(secret: string | null): void {
    this.secret = secret;
    this.askedAt = performance.now();
  }

  signed({ headers, body }: ProviderCallback): boolean {
    if (this.secret === null) return false;
    try {
      const signed = headers as Record<string, string>;
      new Webhook(this.secret).verify(body.toString('utf8'), signed, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  }
}
