import { Global, Module } from '@nestjs/common';
import { Draining } from './draining.js';
import { HttpModule } from './http/http.module.js';
import { Idempotency } from './http/idempotency.js';
import { IdempotencyRepository } from './http/idempotency.repository.js';
import { IdempotencySystemRepository } from './http/idempotency.system.repository.js';
import { IdempotencyUpkeep } from './http/idempotency-upkeep.service.js';
import { SignedLinks } from './http/signed-links.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { SecretBox } from './secret-box.js';

/** What every module may ask for without importing it; needs the configuration and the database beside it. */
@Global()
@Module({
  imports: [HttpModule, ObservabilityModule],
  providers: [
    Draining,
    SecretBox,
    SignedLinks,
    Idempotency,
    IdempotencyRepository,
    IdempotencySystemRepository,
    IdempotencyUpkeep,
  ],
  exports: [Draining, SecretBox, SignedLinks, Idempotency],
})
export class PlatformModule {}
