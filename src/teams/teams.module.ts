import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MINUTE_MS } from '../platform/clock.js';
import { UnreadInputGuard } from '../platform/http/unread-input.guard.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { AuditController } from './audit.controller.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditRetention } from './audit-retention.service.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuthenticationService } from './authentication.service.js';
import { OpenStreams } from './open-streams.service.js';
import { OperatorAuthentication } from './operator-authentication.js';
import { FixedWindowStorage } from './rate/fixed-window.storage.js';
import { RateLimitGuard } from './rate/rate-limit.guard.js';
import { AddressLimits } from './rate/address-limits.service.js';
import { RateLimits } from './rate/rate-limits.service.js';
import { RateWindowsRepository } from './rate/rate-windows.system.repository.js';
import { TeamsService } from './teams.service.js';
import { TeamsSystemRepository } from './teams.system.repository.js';
import { TokenUseService } from './token-use.service.js';
import { TokenGuard } from './token.guard.js';
import { TokenSystemRepository } from './token.system.repository.js';
import { TokensController } from './tokens.controller.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';
import { UnauthenticatedLimit } from './rate/unauthenticated-limit.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([ApiTokenEntity, AuditEntryEntity]),
    ThrottlerModule.forRoot({
      // For callers without a token; the limits of tokens are in rate-limits.service.ts.
      throttlers: [{ limit: Infinity, ttl: MINUTE_MS }],
      storage: new FixedWindowStorage(),
    }),
  ],
  controllers: [TokensController, AuditController],
  providers: [
    // In this order: the limit is counted by the token that the first guard found, and what is refused counts, too.
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: UnreadInputGuard },
    RateLimits,
    AddressLimits,
    RateWindowsRepository,
    UnauthenticatedLimit,
    AuthenticationService,
    OperatorAuthentication,
    OpenStreams,
    TokenUseService,
    TokenSystemRepository,
    TeamsService,
    TeamsSystemRepository,
    TokensService,
    TokensRepository,
    AuditService,
    AuditRepository,
    AuditRetention,
  ],
  exports: [
    TeamsService,
    TokensService,
    AuditService,
    AuthenticationService,
    OpenStreams,
    RateLimits,
    AddressLimits,
  ],
})
export class TeamsModule {}
