import { Injectable, Logger } from '@nestjs/common';
import { DomainError, notFound } from '../../platform/errors.js';
import { isId } from '../../platform/ids.js';
import type { CallbackNews, ProviderCallback } from '../../providers/provider.types.js';
import { ProvidersService } from '../../providers/providers.service.js';
import { ProviderAccounts } from '../provider-accounts.service.js';
import { CallbackLinks } from './callback-links.service.js';
import { type CalledBack, CallbacksRepository } from './callbacks.system.repository.js';

/** A callback is a hint: whatever it says, all it does is that the provider is asked once, now. */
@Injectable()
export class Callbacks {
  private readonly logger = new Logger(Callbacks.name);

  constructor(
    private readonly links: CallbackLinks,
    private readonly providers: ProvidersService,
    private readonly accounts: ProviderAccounts,
    private readonly repository: CallbacksRepository,
  ) {}

  async hear(callId: string, signature: string, callback: ProviderCallback): Promise<void> {
    if (!isId('providerCall', callId) || !this.links.isGenuine(callId, signature)) throw notFound('callback');
    const call = await this.repository.find(callId);
    if (!call) throw notFound('callback');
    const news = await this.verified(callId, call, callback);
    await this.repository.hear(callId, call.jobId, news);
  }

  private async verified(
    callId: string,
    called: CalledBack,
    callback: ProviderCallback,
  ): Promise<CallbackNews> {
    try {
      const { teamId, provider, providerModel } = called;
      const key = await this.accounts.keyOf(teamId, called);
      if (key === null) throw new Error('The key of the call can not be read any more.');
      const attempt = { attemptId: callId, model: providerModel ?? '', key };
      return await this.providers.provider(provider).verifyCallback!(callback, attempt);
    } catch (error) {
      this.logger.warn(`A callback for ${callId} was not verified: ${String(error)}`);
      throw new DomainError('unavailable', 'The callback could not be verified.', { retryAfterSeconds: 60 });
    }
  }
}
