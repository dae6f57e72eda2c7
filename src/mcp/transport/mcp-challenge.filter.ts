import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/errors.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { withoutQuery } from '../../platform/http/route-table.js';
import { sendError } from '../../platform/http/send-error.js';
import { Origins } from './origins.service.js';
import { protectedResourcePath } from './protected-resource.js';
import { sendForeign } from './send-foreign.js';

/** Tells clients without a valid token where to read how to get one, as RFC 9728 has it. */
@Catch(DomainError)
export class McpChallengeFilter implements ExceptionFilter<DomainError> {
  constructor(
    private readonly publicUrl: PublicUrl,
    private readonly origins: Origins,
  ) {}

  catch(error: DomainError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const foreign = this.origins.refusal(request);
    if (foreign) return sendForeign(reply, foreign);
    if (error.code === 'unauthenticated') {
      const metadata = `${this.publicUrl.base}${protectedResourcePath(withoutQuery(request.url))}`;
      const reason = request.headers.authorization === undefined ? '' : 'error="invalid_token", ';
      reply.header('www-authenticate', `Bearer ${reason}resource_metadata="${metadata}"`);
    }
    sendError(request, reply, error, this.publicUrl.base);
  }
}
