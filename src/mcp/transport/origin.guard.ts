import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/errors.js';
import { Origins } from './origins.service.js';

/** Turns foreign pages away; McpChallengeFilter, which stands behind it, says so in the words of the protocol. */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(private readonly origins: Origins) {}

  canActivate(context: ExecutionContext): boolean {
    const foreign = this.origins.refusal(context.switchToHttp().getRequest<FastifyRequest>());
    if (foreign) throw new DomainError('missing_ability', foreign);
    return true;
  }
}
