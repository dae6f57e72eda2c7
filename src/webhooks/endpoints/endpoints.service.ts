import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { EgressPolicy } from '../../platform/egress/egress-policy.js';
import { DomainError, notFound } from '../../platform/errors.js';
import { isId, newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import type { AuditAction } from '../../teams/audit.types.js';
import { replaced } from '../signing/rotation.js';
import { SealedSigners } from '../signing/sealed-signers.service.js';
import { makeSecret } from '../signing/signing-keys.js';
import { TeamKeysService } from '../signing/team-keys.service.js';
import { endpointView } from './endpoint-view.js';
import type {
  EndpointChanges,
  EndpointView,
  EndpointWithSecretView,
  NewEndpointInput,
} from './endpoints.dto.js';
import { EndpointsRepository } from './endpoints.repository.js';
import type { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

const MAX_ENDPOINTS = 500;
const BY_HAND = 'Disabled by the team.';

/** Where a team wants its events to be posted to. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly rows: EndpointsRepository,
    private readonly sealed: SealedSigners,
    private readonly keys: TeamKeysService,
    private readonly egress: EgressPolicy,
    private readonly audit: AuditService,
  ) {}

  async create(tx: Tx, actor: Actor, input: NewEndpointInput): Promise<EndpointWithSecretView> {
    const { teamId } = actor;
    const url = this.egress.checkUrl(input.url, 'url').href;
    const events = input.events ?? ['*'];
    if ((await this.rows.count(tx)) >= MAX_ENDPOINTS) throw tooMany();
    // What is sent carries signatures of both: of the endpoint's secret and of the team's key.
    await this.keys.ensure(tx, [teamId]);
    const secret = makeSecret();
    const id = newId('webhookEndpoint');
    const { description, metadata } = input;
    const facts = { description: description ?? '', metadata: metadata ?? {} };
    await this.rows.insert(tx, { id, teamId, url, events, ...facts, secret: this.sealed.seal(secret) });
    await this.account(tx, actor, 'webhook_endpoint.created', id, { url, events });
    return { ...(await this.read(tx, id)), secret };
  }

  async read(tx: Tx, id: string): Promise<EndpointView> {
    return endpointView(await this.find(tx, id));
  }

  /** Newest first. */
  async page(tx: Tx, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<EndpointView[]> {
    return (await this.rows.page(tx, beforeId, limit)).map(endpointView);
  }

  async update(tx: Tx, actor: Actor, id: string, changes: EndpointChanges): Promise<EndpointView> {
    await this.lock(tx, id);
    const said: Record<string, unknown> = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined && value !== null),
    );
    if (changes.url) said['url'] = this.egress.checkUrl(changes.url, 'url').href;
    await this.rows.change(tx, id, said);
    await this.account(tx, actor, 'webhook_endpoint.updated', id, { changed: Object.keys(said) });
    return this.read(tx, id);
  }

  async rotateSecret(tx: Tx, actor: Actor, id: string): Promise<EndpointWithSecretView> {
    const { secret: current, oldSecrets } = await this.lock(tx, id);
    const secret = makeSecret();
    await this.rows.change(tx, id, {
      secret: this.sealed.seal(secret),
      oldSecrets: replaced({ secret: current }, oldSecrets),
    });
    await this.account(tx, actor, 'webhook_endpoint.secret_rotated', id);
    return { ...(await this.read(tx, id)), secret };
  }

  /** What falls due meanwhile is dead-lettered, and can be delivered again afterwards. */
  async disable(tx: Tx, actor: Actor, id: string): Promise<EndpointView> {
    const { status } = await this.lock(tx, id);
    if (status === 'enabled') {
      await this.rows.change(tx, id, { status: 'disabled', disabledReason: BY_HAND, disabledAt: new Date() });
      await this.account(tx, actor, 'webhook_endpoint.disabled', id);
    }
    return this.read(tx, id);
  }

  async enable(tx: Tx, actor: Actor, id: string): Promise<EndpointView> {
    const { status } = await this.lock(tx, id);
    if (status === 'disabled') {
      // Its failures before count no more: it is given its days anew.
      const change = { disabledReason: null, disabledAt: null, failingSince: null };
      await this.rows.change(tx, id, { status: 'enabled', ...change });
      await this.account(tx, actor, 'webhook_endpoint.enabled', id);
    }
    return this.read(tx, id);
  }

  /** Undefined when it is not failing any more, or disabled already. */
  async disableFailing(tx: Tx, id: string, disabledReason: string): Promise<EndpointView | undefined> {
    const row = await this.rows.lockById(tx, id);
    if (!row?.failingSince || row.status === 'disabled') return undefined;
    await this.rows.change(tx, id, { status: 'disabled', disabledReason, disabledAt: new Date() });
    return this.read(tx, id);
  }

  async delete(tx: Tx, actor: Actor, id: string): Promise<void> {
    const { url } = await this.lock(tx, id);
    await this.rows.delete(tx, id);
    await this.account(tx, actor, 'webhook_endpoint.deleted', id, { url });
  }

  async find(tx: Tx, id: string): Promise<WebhookEndpointEntity> {
    return found(isId('webhookEndpoint', id) ? await this.rows.byId(tx, id) : null);
  }

  private async lock(tx: Tx, id: string): Promise<WebhookEndpointEntity> {
    return found(isId('webhookEndpoint', id) ? await this.rows.lockById(tx, id) : null);
  }

  private account(
    tx: Tx,
    { teamId, tokenId, requestId }: Actor,
    action: AuditAction,
    subject: string,
    details = {},
  ): Promise<void> {
    return this.audit.record(tx, { teamId, actor: tokenId, action, subject, details, requestId });
  }
}

function found(row: WebhookEndpointEntity | null): WebhookEndpointEntity {
  if (!row) throw notFound('webhook endpoint');
  return row;
}

function tooMany(): DomainError {
  return new DomainError('invalid_state', `A team has at most ${MAX_ENDPOINTS} webhook endpoints.`, {
    remediation: 'Delete an endpoint that is no longer used.',
  });
}
