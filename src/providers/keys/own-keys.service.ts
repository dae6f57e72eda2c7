import { Injectable, Logger } from '@nestjs/common';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors.js';
import { ShortCache } from '../../platform/short-cache.js';
import { type KeyedProviders, NO_KEYS } from '../catalogue.types.js';
import { ProvidersService } from '../providers.service.js';
import { ProviderKeysRepository } from './provider-keys.repository.js';
import { KeySeal } from './key-seal.service.js';

/** What the keys of a team mean for its jobs: which providers it has by them, and the keys themselves for who submits. */
@Injectable()
export class OwnKeys {
  private readonly logger = new Logger(OwnKeys.name);
  private readonly known = new ShortCache<KeyedProviders>();

  constructor(
    private readonly keys: ProviderKeysRepository,
    private readonly sealed: KeySeal,
    private readonly providers: ProvidersService,
    private readonly transactions: Transactions,
  ) {}

  /** As of less than a second ago. */
  async providersOf(teamId: string): Promise<KeyedProviders> {
    if (this.providers.takingOwnKeys().length === 0) return NO_KEYS;
    const load = async () => new Set((await this.liveOf(teamId)).keys());
    return (await this.known.get(teamId, load))!;
  }

  /** What is refused by what was known a moment ago is judged once more by what holds now: another process may have heard of a new key first. */
  async judge<T>(teamId: string, work: (own: KeyedProviders) => T): Promise<T> {
    const own = await this.providersOf(teamId);
    try {
      return work(own);
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      this.forget(teamId);
      const now = await this.providersOf(teamId);
      if (areSame(own, now)) throw refusal;
      return work(now);
    }
  }

  /** To be called after the commit that changed something: before it, a load could bring the old state back. */
  forget(teamId: string): void {
    this.known.drop(teamId);
  }

  /** Ids of its keys by provider, as of now. */
  async liveOf(teamId: string): Promise<Map<string, string>> {
    const takers = this.providers.takingOwnKeys();
    const live = await this.transactions.forTeam(teamId, (tx) => this.keys.live(tx));
    return new Map(
      live.filter(({ provider }) => takers.includes(provider)).map(({ provider, id }) => [provider, id]),
    );
  }

  /** For work that is about to begin. Throws when the key was replaced or deleted since it was chosen. */
  async use(tx: Tx, keyId: string): Promise<void> {
    if (await this.keys.use(tx, keyId)) return;
    throw new DomainError('unavailable', 'The key of your own was changed while the work was made ready.');
  }

  /** Also one that was replaced or deleted since; null when it can't be read any more. */
  async open(teamId: string, keyId: string): Promise<string | null> {
    const sealed = await this.transactions.forTeam(teamId, (tx) => this.keys.secretOf(tx, keyId));
    if (sealed === undefined) return null;
    try {
      return this.sealed.unseal(sealed);
    } catch {
      this.logger.error(`The provider key ${keyId} can not be opened with SECRET_KEY.`);
      return null;
    }
  }
}

function areSame(some: KeyedProviders, others: KeyedProviders): boolean {
  return some.size === others.size && [...some].every((provider) => others.has(provider));
}
