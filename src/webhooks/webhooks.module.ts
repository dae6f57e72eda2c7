import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../events/events.module.js';
import { EgressModule } from '../platform/egress/egress.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { EndpointDeliveriesController } from './deliveries/endpoint-deliveries.controller.js';
import { DeliveryRetention } from './delivery-retention.service.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { WebhookEndpointEntity } from './endpoints/webhook-endpoint.entity.js';
import { FanOutService } from './fan-out/fan-out.service.js';
import { FanOutRepository } from './fan-out/fan-out.system.repository.js';
import { ClaimsRepository } from './sending/claims.system.repository.js';
import { DelivererService } from './sending/deliverer.service.js';
import { EndpointHealth } from './sending/endpoint-health.service.js';
import { Outcomes } from './sending/outcomes.service.js';
import { OutcomesRepository } from './sending/outcomes.system.repository.js';
import { Post } from './sending/post.service.js';
import { RestingDeliveries } from './sending/resting.service.js';
import { RestingRepository } from './sending/resting.system.repository.js';
import { SendingMetrics } from './sending/sending-metrics.service.js';
import { SealedSigners } from './signing/sealed-signers.service.js';
import { TeamKeysRepository } from './signing/team-keys.repository.js';
import { TeamKeysService } from './signing/team-keys.service.js';
import { WebhookSecretController } from './signing/webhook-secret.controller.js';

/** Endpoints, secrets and the log of deliveries; `WebhookWorkersModule` is what delivers. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookEndpointEntity]), TeamsModule, EventsModule, EgressModule],
  controllers: [
    EndpointsController,
    EndpointDeliveriesController,
    DeliveriesController,
    WebhookSecretController,
  ],
  providers: [
    EndpointsService,
    EndpointsRepository,
    DeliveriesService,
    DeliveriesRepository,
    TeamKeysService,
    TeamKeysRepository,
    SealedSigners,
  ],
  exports: [EndpointsService, DeliveriesService, TeamKeysService, SealedSigners],
})
export class WebhooksModule {}

/** For processes whose role is to work. */
@Module({
  imports: [WebhooksModule, TeamsModule, EventsModule, EgressModule],
  providers: [
    FanOutService,
    FanOutRepository,
    DelivererService,
    ClaimsRepository,
    RestingDeliveries,
    RestingRepository,
    Post,
    Outcomes,
    OutcomesRepository,
    EndpointHealth,
    SendingMetrics,
    DeliveryRetention,
  ],
})
export class WebhookWorkersModule {}
