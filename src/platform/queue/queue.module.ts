import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { setDefaultBackendFactory } from 'bullmq';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { queueBackend } from './queue-backend.js';

/** The one place that knows which backend carries the queues. */
@Module({})
export class QueueModule {
  static onPostgres(): DynamicModule {
    setDefaultBackendFactory(queueBackend);
    const connections = BullModule.forRootAsync({
      inject: [ENGINE_CONFIG],
      useFactory: ({ database }: EngineConfig) => ({
        // The type speaks of Redis only; the backend chosen above reads this.
        connection: { connectionString: database.systemUrl } as object,
      }),
    });
    return { module: QueueModule, imports: [connections], exports: [connections] };
  }
}
