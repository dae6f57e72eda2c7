import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { UnauthenticatedLimit } from './rate/unauthenticated-limit.js';
import { unauthenticated } from './authentication.errors.js';
import type { Caller } from './caller.js';
import type { Operator } from './operator.types.js';

@Injectable()
export class OperatorAuthentication {
  private readonly expected: Buffer;

  constructor(
    @Inject(ENGINE_CONFIG) config: EngineConfig,
    private readonly refusals: UnauthenticatedLimit,
  ) {
    this.expected = digest(config.adminToken);
  }

  operatorOf(caller: Caller): Promise<Operator> {
    return this.refusals.counting(caller.address, null, () => this.identify(caller));
  }

  private identify({ token, requestId }: Caller): Operator {
    // Digests are of one length and say nothing about how much of a guess was right.
    if (token === undefined || !timingSafeEqual(digest(token), this.expected)) {
      throw unauthenticated('Send the operator\'s ADMIN_TOKEN as "Authorization: Bearer <ADMIN_TOKEN>".');
    }
    return { requestId };
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
