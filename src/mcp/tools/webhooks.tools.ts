import { Injectable } from '@nestjs/common';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Webhooks } from './webhooks.service.js';
import {
  CreatedEndpoint,
  CreateEndpointInput,
  DeliveryList,
  EndpointList,
  ListDeliveriesInput,
  RedeliverWebhookInput,
  RedeliverWebhookOutput,
} from './webhooks.dto.js';
import { READS, tool, type Tool, type ToolFamily } from './tool.types.js';

/** Events posted to addresses of the team, instead of being asked for. */
@Injectable()
export class WebhookTools implements ToolFamily {
  constructor(private readonly webhooks: Webhooks) {}

  tools(): Tool[] {
    return [this.listEndpoints(), this.createEndpoint(), this.listDeliveries(), this.redeliver()];
  }

  private listEndpoints(): Tool {
    return tool({
      name: 'list_webhook_endpoints',
      title: 'List webhook endpoints',
      description:
        "Lists the addresses that the team's events are posted to, newest first, with what each is told and whether it " +
        'works. Returns no job_id.',
      toolsets: ['webhooks'],
      abilities: ['webhooks:read'],
      annotations: READS,
      input: PageQuery,
      output: EndpointList,
      run: async (input, { actor }) => ({ value: await this.webhooks.endpoints(actor, input) }),
    });
  }

  private createEndpoint(): Tool {
    return tool({
      name: 'create_webhook_endpoint',
      title: 'Create a webhook endpoint',
      description:
        'Has events posted to a public https address, signed. The answer holds the secret that verifies the signatures, ' +
        'this once: give it to the person you work for. When you retry, reuse the same request_id. Returns no job_id.',
      toolsets: ['webhooks'],
      abilities: ['webhooks:manage'],
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
      input: CreateEndpointInput,
      output: CreatedEndpoint,
      run: async (input, call) => ({ value: await this.webhooks.create(call, input) }),
    });
  }

  private listDeliveries(): Tool {
    return tool({
      name: 'list_webhook_deliveries',
      title: 'List webhook deliveries',
      description:
        'Lists what was posted where and how it went, newest first; filter by status (scheduled, delivered, dead), ' +
        'endpoint or event. Returns no job_id.',
      toolsets: ['webhooks'],
      abilities: ['webhooks:read'],
      annotations: READS,
      input: ListDeliveriesInput,
      output: DeliveryList,
      run: async (input, { actor }) => ({ value: await this.webhooks.deliveries(actor, input) }),
    });
  }

  private redeliver(): Tool {
    return tool({
      name: 'redeliver_webhook',
      title: 'Deliver webhooks again',
      description:
        'Posts one delivery again (delivery_id), or all that could not be delivered since a time (since), with the same ' +
        'id and body as before. Returns no job_id; list_webhook_deliveries shows how it went.',
      toolsets: ['webhooks'],
      abilities: ['webhooks:manage'],
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
      input: RedeliverWebhookInput,
      output: RedeliverWebhookOutput,
      run: async (input, { actor }) => ({ value: await this.webhooks.redeliver(actor, input) }),
    });
  }
}
