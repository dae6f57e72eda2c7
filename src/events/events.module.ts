import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TeamsModule } from '../teams/teams.module.js';
import { EventFeed } from './event-feed.service.js';
import { EventOrderRepository } from './event-order.repository.js';
import { EventEntity } from './event.entity.js';
import { EventRetention } from './event-retention.service.js';
import { EventsController } from './events.controller.js';
import { EventsRepository } from './events.repository.js';
import { EventsService } from './events.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([EventEntity]), TeamsModule],
  controllers: [EventsController],
  providers: [EventsService, EventsRepository, EventFeed, EventOrderRepository, EventRetention],
  exports: [EventsService],
})
export class EventsModule {}
