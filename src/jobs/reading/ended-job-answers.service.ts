import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Actor } from '../../teams/actor.types.js';
import type { AuthenticatedRequest } from '../../teams/authenticated-request.types.js';
import { AuthenticationService } from '../../teams/authentication.service.js';
import { RateLimits } from '../../teams/rate/rate-limits.service.js';
import { JobPresenter } from '../job-presenter.service.js';
import type { JobRecord } from '../job.types.js';
import { EndedJobs } from './ended-jobs.service.js';

const ROUTE = '/v1/jobs/:id';

/**
 * Whoever polls asks again and again for what has not changed. When token, rate and job are all in memory the answer is
 * given before the request goes through guards and pipes, which cost more than all else of it; in any other case the
 * request takes the usual way, and nothing was counted.
 */
@Injectable()
export class EndedJobAnswers implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authentication: AuthenticationService,
    private readonly rates: RateLimits,
    private readonly ended: EndedJobs,
    private readonly presenter: JobPresenter,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      const isRead = request.method === 'GET' && request.routeOptions.url === ROUTE;
      if (!isRead || !this.answer(request, reply)) done();
    });
  }

  /** Whether it was answered. */
  private answer(request: AuthenticatedRequest, reply: FastifyReply): boolean {
    const known = this.known(request);
    const admission = known && this.rates.forRestNow(known.actor);
    if (!admission) return false;
    request.actor = known.actor;
    void reply
      .headers(admission.headers)
      .type('application/json; charset=utf-8')
      .send(this.presenter.endedAsJson(known.job));
    return true;
  }

  private known(request: AuthenticatedRequest): { actor: Actor; job: JobRecord } | null {
    // With a query there is something to validate, or to wait for.
    if (request.url.includes('?')) return null;
    const actor = this.authentication.knownActorOf(request);
    if (!actor?.abilities.has('jobs:read')) return null;
    const job = this.ended.get(actor.teamId, (request.params as { id: string }).id);
    return job ? { actor, job } : null;
  }
}
