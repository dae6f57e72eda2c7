import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import { replaced, stillGood } from './rotation.js';
import { SealedSigners } from './sealed-signers.service.js';
import { makePrivateKey, makeSecret, publicKeyOf } from './signing-keys.js';
import type { KeyPairAndSecret, TeamKeys } from './signing.types.js';
import { TeamKeysRepository } from './team-keys.repository.js';
import type { WebhookPublicKeysView, WebhookSecretView } from './webhook-secret.dto.js';

/** What signs for a team as a whole. It is made when it is first needed. */
@Injectable()
export class TeamKeysService {
  constructor(
    private readonly rows: TeamKeysRepository,
    private readonly sealed: SealedSigners,
    private readonly audit: AuditService,
  ) {}

  async secret(tx: Tx, teamId: string): Promise<WebhookSecretView> {
    return this.view(await this.keysOf(tx, teamId));
  }

  async publicKeys(tx: Tx, teamId: string): Promise<WebhookPublicKeysView> {
    const { publicKey, previousPublicKeys } = await this.secret(tx, teamId);
    return { publicKey, previousPublicKeys };
  }

  async rotate(tx: Tx, { teamId, tokenId, requestId }: Actor): Promise<WebhookSecretView> {
    await this.ensure(tx, [teamId]);
    const { old, ...current } = await this.rows.lock(tx, teamId);
    const keys = { ...this.make(), old: replaced(current, old) };
    await this.rows.replace(tx, teamId, keys);
    const action = 'webhook_secret.rotated';
    await this.audit.record(tx, { teamId, actor: tokenId, action, subject: teamId, requestId });
    return this.view(keys);
  }

  /** `tx` may be one of the system connection, for many teams. */
  async ensure(tx: Tx, teamIds: string[]): Promise<void> {
    for (const teamId of await this.rows.teamsWithout(tx, teamIds)) {
      await this.rows.insert(tx, teamId, this.make());
    }
  }

  private async keysOf(tx: Tx, teamId: string): Promise<TeamKeys> {
    const keys = await this.rows.find(tx, teamId);
    if (keys) return keys;
    await this.ensure(tx, [teamId]);
    return (await this.rows.find(tx, teamId))!;
  }

  private make(): KeyPairAndSecret {
    return { secret: this.sealed.seal(makeSecret()), privateKey: this.sealed.seal(makePrivateKey()) };
  }

  private view({ secret, privateKey, old }: TeamKeys): WebhookSecretView {
    const good = stillGood(old);
    return {
      secret: this.sealed.unseal(secret),
      publicKey: this.publicKey(privateKey),
      previousPublicKeys: good.map((keys) => this.publicKey(keys.privateKey)),
      previousExpiresAt: good[0]?.until ?? null,
    };
  }

  private publicKey(sealed: string): string {
    return publicKeyOf(this.sealed.unseal(sealed));
  }
}
