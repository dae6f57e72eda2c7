import { stillGood } from '../signing/rotation.js';
import type { EndpointView } from './endpoints.dto.js';
import type { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

/** Without what signs. */
export function endpointView(row: WebhookEndpointEntity): EndpointView {
  const { id, url, events, description, metadata, status, disabledReason, disabledAt, failingSince } = row;
  return {
    id,
    url,
    events,
    description,
    metadata,
    status,
    disabledReason,
    disabledAt,
    failingSince,
    previousSecretExpiresAt: stillGood(row.oldSecrets)[0]?.until ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
