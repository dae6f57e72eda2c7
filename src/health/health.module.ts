import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseHealthRepository } from './database-health.repository.js';
import { HealthController } from './health.controller.js';

@Module({
  // Draining delays the stop where that is wanted, and the log of requests tells of failing probes.
  imports: [TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: 0 })],
  controllers: [HealthController],
  providers: [DatabaseHealthRepository],
})
export class HealthModule {}
