import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DomainError } from '../errors.js';
import type { Logger } from '../observability/logging.js';
import type { PublicUrl } from './public-url.js';
import { sendError } from './send-error.js';
import { toDomainError } from './to-domain-error.js';

/** The one place where what was thrown becomes an answer, and its cause a line in the log. */
@Catch()
export class ErrorEnvelopeFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly publicUrl: PublicUrl,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (hungUp(request)) return;
    const error = toDomainError(thrown);
    this.record(error, request);
    // A stream that breaks midway has sent its status already; all that is left is to break off.
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else sendError(request, reply, error, this.publicUrl.base);
  }

  private record(error: DomainError, { id: requestId }: FastifyRequest): void {
    if (error.cause === undefined && error.code !== 'internal') return;
    const level = error.code === 'internal' ? 'error' : 'warn';
    this.logger[level]({ requestId, code: error.code, err: error.cause ?? error }, error.message);
  }
}

/** A client that leaves while it still sends breaks its own request; there is nobody to tell. */
function hungUp({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}
