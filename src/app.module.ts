import { type DynamicModule, Module } from '@nestjs/common';
import { AccessCodesModule } from './access-codes/access-codes.module.js';
import { CODE_QUEUES } from './access-codes/batches/code-queues.js';
import { AssetsModule } from './assets/assets.module.js';
import { CreditsModule } from './credits/credits.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { JobsModule, JobWorkersModule } from './jobs/jobs.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { MediaModule } from './media/media.module.js';
import { OperatorModule } from './operator/operator.module.js';
import { SignupModule } from './operator/signup/signup.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { EngineConfig } from './platform/config/config.types.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProvidersModule } from './providers/providers.module.js';
import { renderQueues } from './providers/render-queues.js';
import { TeamsModule } from './teams/teams.module.js';
import { WebhooksModule, WebhookWorkersModule } from './webhooks/webhooks.module.js';

/** The wiring. A role leaves out what it does not do; what is left in is the same everywhere. */
@Module({})
export class AppModule {
  static forRole(config: EngineConfig): DynamicModule {
    const platform = [ConfigModule.with(config), DatabaseModule, PlatformModule, HealthModule];
    const api = [
      TeamsModule,
      CreditsModule,
      OperatorModule,
      EventsModule,
      WebhooksModule,
      JobsModule,
      AssetsModule,
      ProvidersModule,
      MediaModule,
      AccessCodesModule,
      McpModule,
      ...(config.signup === 'open' ? [SignupModule] : []),
    ];
    const worker = [
      JobWorkersModule.serving([...renderQueues(config), ...CODE_QUEUES]),
      WebhookWorkersModule,
    ];
    return {
      module: AppModule,
      imports: [...platform, ...api, ...(config.role === 'api' ? [] : worker)],
    };
  }
}
