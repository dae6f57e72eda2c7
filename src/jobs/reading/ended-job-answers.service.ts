import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ShortAnswer, ShortWays } from '../../platform/http/short-ways.js';
import { AuthenticationService } from '../../teams/authentication.service.js';
import { RateLimits } from '../../teams/rate/rate-limits.service.js';
import { JobPresenter } from '../job-presenter.service.js';
import { EndedJobs } from './ended-jobs.service.js';

const ROUTE = '/v1/jobs/:id';
/** With a query there would be something to validate, or to wait for. */
const PATH = /^\/v1\/jobs\/(\w+)$/;

/** Whoever polls asks again and again for what has not changed: when token, rate and job are all in memory they answer. */
@Injectable()
export class EndedJobAnswers implements OnModuleInit {
  constructor(
    private readonly ways: ShortWays,
    private readonly authentication: AuthenticationService,
    private readonly rates: RateLimits,
    private readonly ended: EndedJobs,
    private readonly presenter: JobPresenter,
  ) {}

  onModuleInit(): void {
    this.ways.add((request) => this.answer(request));
  }

  private answer({ url, headers }: IncomingMessage): ShortAnswer | null {
    const id = PATH.exec(url ?? '')?.[1];
    const speaker = id && this.authentication.knownSpeaker(headers.authorization);
    if (!speaker || !speaker.abilities.has('jobs:read')) return null;
    const job = this.ended.get(speaker.teamId, id);
    const admission = job && this.rates.forRestNow(speaker);
    if (!admission) return null;
    return {
      route: ROUTE,
      teamId: speaker.teamId,
      headers: admission.headers,
      json: this.presenter.endedAsJson(job),
    };
  }
}
