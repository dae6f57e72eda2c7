import { ApiProperty, PickType } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsTime } from '../../platform/http/is-time.decorator.js';
import {
  DeliveryView,
  ListDeliveriesQuery,
  RedeliverInput,
} from '../../webhooks/deliveries/deliveries.dto.js';
import {
  EndpointView,
  EndpointWithSecretView,
  NewEndpointInput,
} from '../../webhooks/endpoints/endpoints.dto.js';

export class CreateEndpointInput extends NewEndpointInput {
  /** Your own key for this call. Send the same one again when you retry: one endpoint is made, and answered as before. */
  @IsOptional()
  @Matches(/^[\x20-\x7e]{1,255}$/, { message: 'requestId must be 1 to 255 printable ASCII characters' })
  requestId?: string;
}

export class CreatedEndpoint extends EndpointWithSecretView {
  /** True when this request_id was answered before. */
  replayed?: boolean;
}

export class EndpointList {
  @ApiProperty({ type: [EndpointView] })
  endpoints: EndpointView[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ListDeliveriesInput extends PickType(ListDeliveriesQuery, [
  'status',
  'endpointId',
  'eventId',
  'eventType',
  'limit',
  'cursor',
] as const) {}

export class DeliveryList {
  @ApiProperty({ type: [DeliveryView] })
  deliveries: DeliveryView[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class RedeliverWebhookInput extends PickType(RedeliverInput, [
  'endpointId',
  'includeDelivered',
] as const) {
  /** One delivery, whatever became of it. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  deliveryId?: string;

  /** Instead of one: those made since this time in ISO 8601 that could not be delivered. */
  @IsOptional()
  @IsTime()
  since?: string;
}

export class RedeliverWebhookOutput {
  /** How many are scheduled again. */
  redelivered: number;
}
