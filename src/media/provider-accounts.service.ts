import { Injectable } from '@nestjs/common';
import type { JobRecord } from '../jobs/job.types.js';
import { CatalogueService } from '../providers/catalogue.service.js';
import { offersOf } from '../providers/catalogue.types.js';
import { ProviderHealth } from '../providers/provider-health.service.js';
import type { ProviderError } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { type Choice, nextOffer } from './next-offer.js';
import type { ProviderCall } from './provider-calls.repository.js';

type Used = Pick<ProviderCall, 'provider'>;

/** Which providers a job may be sent to, and how they have been of late. */
@Injectable()
export class ProviderAccounts {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
    private readonly health: ProviderHealth,
  ) {}

  next(job: JobRecord, past: ProviderCall[]): Choice {
    return nextOffer(offersOf(this.catalogue.card(job.model!)), past, ({ provider }) => ({
      isUsable: this.providers.isUsable(provider),
      closedForMs: this.health.closedForMs(provider),
    }));
  }

  submitting({ provider }: Used): void {
    this.health.submitting(provider);
  }

  answered({ provider }: Used): void {
    this.health.answered(provider);
  }

  failed({ provider }: Used, error: ProviderError): void {
    this.health.failed(provider, error);
  }
}
