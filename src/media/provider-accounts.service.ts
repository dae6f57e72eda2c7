import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { CatalogueService } from '../providers/catalogue.service.js';
import { type ModelOffer, offersOf } from '../providers/catalogue.types.js';
import { OwnKeys } from '../providers/keys/own-keys.service.js';
import { ProviderHealth } from '../providers/provider-health.service.js';
import type { ProviderError } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { KeySlots } from './key-slots.service.js';
import { type MediaInput, modelFields } from './media-input.js';
import { nextOffer } from './next-offer.js';
import { ownKeyRefused } from './own-key-errors.js';
import type { ProviderCall } from './provider-calls.repository.js';
import { failureOutcome } from './provider-failure.js';

type Used = Pick<ProviderCall, 'provider' | 'keyId'>;

/** Ids of the team's keys by provider; null for a job that is made with the operator's. */
type Keys = ReadonlyMap<string, string> | null;

export interface ChosenAccount {
  offer: ModelOffer;
  /** The team's own key; null: the operator's. */
  keyId: string | null;
}

/** Which accounts with providers a job may be sent to, and how they have been of late. */
@Injectable()
export class ProviderAccounts {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
    private readonly health: ProviderHealth,
    private readonly keys: OwnKeys,
    private readonly slots: KeySlots,
  ) {}

  /** A job that was sold as made with the team's own key is never made at the operator's expense. */
  async withNext(
    job: JobRecord,
    past: ProviderCall[],
    submit: (account: ChosenAccount) => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    const order = job.input as MediaInput;
    const { own_key: isOwn, n } = order;
    const keys: Keys = isOwn ? await this.keys.liveOf(job.teamId) : null;
    const card = this.catalogue.card(job.model!);
    const offers = offersOf(card).filter(
      (offer) => this.catalogue.offerFaults(card, offer, { n, input: modelFields(order) }).length === 0,
    );
    const choice = nextOffer(offers, past, ({ provider }) => this.readinessOf(provider, keys));
    if ('giveUp' in choice) {
      const error = isOwn ? ownKeyRefused(choice.giveUp, past.at(-1)) : choice.giveUp;
      return failureOutcome({ ...error, retryable: false });
    }
    if ('waitMs' in choice) return { word: 'wait', afterMs: choice.waitMs };
    const { offer } = choice;
    const keyId = keys?.get(offer.provider) ?? null;
    return keyId === null
      ? submit({ offer, keyId })
      : this.slots.during(keyId, () => submit({ offer, keyId }));
  }

  /** What a call is gone on with: nothing said means the operator's key, null that the team's can't be read any more. */
  async keyOf(teamId: string, { keyId }: Pick<ProviderCall, 'keyId'>): Promise<string | undefined | null> {
    return keyId === null ? undefined : this.keys.open(teamId, keyId);
  }

  submitting(call: Used): void {
    this.health.submitting(accountOf(call));
  }

  answered(call: Used): void {
    this.health.answered(accountOf(call));
  }

  failed(call: Used, error: ProviderError): void {
    this.health.failed(accountOf(call), error);
  }

  private readinessOf(provider: string, keys: Keys): { isUsable: boolean; closedForMs: number } {
    if (!keys)
      return {
        isUsable: this.providers.isUsable(provider),
        closedForMs: this.health.closedForMs(accountOf({ provider, keyId: null })),
      };
    const keyId = keys.get(provider);
    if (keyId === undefined) return { isUsable: false, closedForMs: 0 };
    const closedForMs = this.health.closedForMs(accountOf({ provider, keyId }));
    return { isUsable: true, closedForMs: Math.max(closedForMs, this.slots.untilFreeMs(keyId)) };
  }
}

/** Each key is an account of its own: that one is in trouble says nothing of the others. */
function accountOf({ provider, keyId }: Used): string {
  return keyId ?? provider;
}
