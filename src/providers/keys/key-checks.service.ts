import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { notFound } from '../../platform/errors.js';
import { ProvidersService } from '../providers.service.js';
import { OwnKeys } from './own-keys.service.js';
import type { ProviderKeyCheckView } from './provider-keys.dto.js';

const PATIENCE_MS = 15 * SECOND_MS;

/** Asks providers what they think of a key. */
@Injectable()
export class KeyChecks {
  constructor(
    private readonly own: OwnKeys,
    private readonly providers: ProvidersService,
  ) {}

  async check(teamId: string, provider: string): Promise<ProviderKeyCheckView> {
    const keyId = (await this.own.liveOf(teamId)).get(provider);
    if (keyId === undefined) throw notFound('provider key');
    const key = await this.own.open(teamId, keyId);
    if (key === null)
      return {
        provider,
        accepted: false,
        reason: 'This engine can not read the key any more; set it again.',
      };
    const adapter = this.providers.provider(provider);
    try {
      await adapter.check?.({ key, signal: AbortSignal.timeout(PATIENCE_MS) });
      return { provider, accepted: true, reason: null };
    } catch (error) {
      return { provider, accepted: false, reason: adapter.classify(error).message };
    }
  }
}
