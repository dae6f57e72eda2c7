import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { DomainError, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import type { AuditAction } from '../../teams/audit.types.js';
import { ProvidersService } from '../providers.service.js';
import type { ProviderKeyView } from './provider-keys.dto.js';
import { type LiveKey, ProviderKeysRepository } from './provider-keys.repository.js';
import { KeySeal } from './key-seal.service.js';

/** Of a shorter key four characters would tell much. */
const SHORTEST_TO_SHOW = 16;

/** The keys that a team has brought, as it manages them: written, and never read back. */
@Injectable()
export class ProviderKeysService {
  constructor(
    private readonly keys: ProviderKeysRepository,
    private readonly sealed: KeySeal,
    private readonly providers: ProvidersService,
    private readonly audit: AuditService,
  ) {}

  async list(tx: Tx): Promise<ProviderKeyView[]> {
    return (await this.keys.live(tx)).map(viewOf);
  }

  async read(tx: Tx, provider: string): Promise<ProviderKeyView> {
    return viewOf(await this.find(tx, provider));
  }

  /** Instead of the one before, which work under way goes on with. */
  async set(
    tx: Tx,
    actor: Actor,
    { provider, key }: { provider: string; key: string },
  ): Promise<{ view: ProviderKeyView; isNew: boolean }> {
    this.refuseUnknown(provider);
    const { teamId } = actor;
    await this.keys.lockProvider(tx, teamId, provider);
    const replaced = await this.keys.retire(tx, provider);
    const made = await this.keys.insert(tx, {
      id: newId('providerKey'),
      teamId,
      provider,
      secret: this.sealed.seal(key),
      lastFour: key.length < SHORTEST_TO_SHOW ? null : key.slice(-4),
    });
    await this.account(tx, actor, 'provider_key.set', made.id, { provider, replaced: replaced ?? null });
    return { view: viewOf(made), isNew: replaced === undefined };
  }

  async delete(tx: Tx, actor: Actor, provider: string): Promise<void> {
    await this.find(tx, provider);
    const retired = await this.keys.retire(tx, provider);
    // Somebody else has deleted it since.
    if (retired === undefined) throw noSuchKey();
    await this.account(tx, actor, 'provider_key.deleted', retired, { provider });
  }

  private async find(tx: Tx, provider: string): Promise<LiveKey> {
    const key = (await this.keys.live(tx)).find((one) => one.provider === provider);
    if (!key) throw noSuchKey();
    return key;
  }

  private refuseUnknown(provider: string): void {
    const takers = this.providers.takingOwnKeys();
    if (takers.includes(provider)) return;
    const choices = takers.length > 0 ? `Those that do: ${takers.join(', ')}.` : 'No provider does here.';
    throw new DomainError('not_found', 'No such provider takes keys of teams.', { remediation: choices });
  }

  private account(
    tx: Tx,
    { teamId, tokenId, requestId }: Actor,
    action: AuditAction,
    subject: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, { teamId, actor: tokenId, action, subject, details, requestId });
  }
}

function viewOf({ provider, lastFour, createdAt, lastUsedAt }: LiveKey): ProviderKeyView {
  return { provider, lastFour, createdAt, lastUsedAt };
}

function noSuchKey(): DomainError {
  return notFound('provider key');
}
