import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { ProvidersService } from '../providers.service.js';
import type { ProviderKeyCheckView } from './provider-keys.dto.js';
import { ProviderKeysService } from './provider-keys.service.js';

const PATIENCE_MS = 15 * SECOND_MS;

/** Asks providers what they think of a key. */
@Injectable()
export class KeyChecks {
  constructor(
    private readonly keys: ProviderKeysService,
    private readonly providers: ProvidersService,
    private readonly transactions: Transactions,
  ) {}

  async check(teamId: string, provider: string): Promise<ProviderKeyCheckView> {
    const key = await this.transactions.forTeam(teamId, (tx) => this.keys.unsealed(tx, provider));
    const adapter = this.providers.provider(provider);
    try {
      await adapter.check?.({ key, signal: AbortSignal.timeout(PATIENCE_MS) });
      return { provider, accepted: true, reason: null };
    } catch (error) {
      return { provider, accepted: false, reason: adapter.classify(error).message };
    }
  }
}
