import { Injectable } from '@nestjs/common';
import { LedgerService } from '../credits/ledger.service.js';
import { Transactions } from '../platform/database/transactions.js';
import { RequestValidationPipe } from '../platform/http/request-validation.pipe.js';
import type { Actor } from '../teams/actor.types.js';
import { OwnKeys } from '../providers/keys/own-keys.service.js';
import { BatchInput, type EstimateView, JobInput } from './media.dto.js';
import { InputChecks } from './input-checks.service.js';
import { MediaRequests } from './media-requests.service.js';

/** Says what a submission would cost, by the very code that would price it. */
@Injectable()
export class EstimateService {
  private readonly validation = new RequestValidationPipe();

  constructor(
    private readonly requests: MediaRequests,
    private readonly checks: InputChecks,
    private readonly keys: OwnKeys,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
  ) {}

  async estimate({ teamId }: Actor, body: unknown): Promise<EstimateView> {
    const requests = await this.requestsIn(teamId, body);
    await this.checks.refuseUnknown(teamId, requests, hasJobs(body));
    const { balance } = await this.transactions.forTeam(teamId, (tx) => this.ledger.balance(tx, teamId));
    const breakdown = requests.map(({ model, credits, etaSeconds }, index) => ({
      index,
      model: model!,
      credits,
      etaSeconds,
    }));
    const credits = breakdown.reduce((sum, line) => sum + line.credits, 0);
    const etaSeconds = Math.max(...breakdown.map((line) => line.etaSeconds));
    return { credits, breakdown, etaSeconds, balance, affordable: credits <= balance };
  }

  /** The body is a job's or a batch's; what has `jobs` is a batch's. */
  private async requestsIn(teamId: string, body: unknown) {
    const metatype = hasJobs(body) ? BatchInput : JobInput;
    const input = (await this.validation.transform(body, { type: 'body', metatype })) as
      BatchInput | JobInput;
    return this.keys.judge(teamId, (own) =>
      input instanceof BatchInput ? this.requests.many(input, own) : [this.requests.one(input, own)],
    );
  }
}

function hasJobs(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'jobs' in body;
}
