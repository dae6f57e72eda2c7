import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import type { ExternalRef, PreparedRender, ProviderError, Submitted } from '../providers/provider.types.js';
import type { Attempt, ProviderStep } from './attempt.types.js';
import { CallBook } from './call-book.service.js';
import { CallbackLinks } from './callbacks/callback-links.service.js';
import { Conclusion } from './conclusion.service.js';
import { InputFiles, type TakenOffer } from './input-files.service.js';
import { waitsForAnother } from './next-offer.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

/** Sends a call that was written down, once, and keeps the reference to what it started. */
@Injectable()
export class Submitting {
  constructor(
    private readonly book: CallBook,
    private readonly inputs: InputFiles,
    private readonly accounts: ProviderAccounts,
    private readonly links: CallbackLinks,
    private readonly conclusion: Conclusion,
    private readonly unknown: UnknownOutcome,
  ) {}

  /** Fetches what the job's input names; sends nothing. */
  async prepare(step: ProviderStep, offer: TakenOffer): Promise<PreparedRender> {
    return step.provider.prepare(await this.inputs.requestFor(step, offer));
  }

  async submit(attempt: Attempt, prepared: PreparedRender): Promise<StepOutcome> {
    const { call, provider } = attempt;
    this.accounts.submitting(call);
    let submitted: Submitted;
    try {
      submitted = await this.send(attempt, prepared);
    } catch (error) {
      if (attempt.context.signal.aborted) throw error;
      return this.refused(attempt, provider.classify(error));
    }
    this.accounts.answered(call);
    return submitted.kind === 'done'
      ? this.ended(attempt, submitted.state)
      : this.accepted(attempt, submitted.ref);
  }

  private send({ provider, context, call, step }: Attempt, prepared: PreparedRender): Promise<Submitted> {
    return provider.submit(prepared, {
      ...context,
      attemptId: call.id,
      callbackUrl: this.links.linkFor(provider, call.id),
      onProgress: (fraction) => step.progress(fraction),
    });
  }

  private async accepted(attempt: Attempt, ref: ExternalRef): Promise<StepOutcome> {
    const { job, call, provider, context } = attempt;
    if (!(await this.book.submitted(job.teamId, call.id, ref))) {
      // Canceled while it was sent, or given up without its reference: nobody will ask for it, and the provider should know.
      await this.book.owesStop(job.teamId, call.id, ref);
      await provider.cancel?.(ref, context);
      await this.book.stopped(job.teamId, call.id);
    }
    const note = { type: 'submitted', facts: { provider: provider.id } };
    return { ...this.conclusion.later(attempt), note };
  }

  private async ended(
    attempt: Attempt,
    state: (Submitted & { kind: 'done' })['state'],
  ): Promise<StepOutcome> {
    if (state.state === 'lost') return this.unknown.resolve(attempt);
    return this.conclusion.of(attempt, state);
  }

  private async refused(attempt: Attempt, error: ProviderError): Promise<StepOutcome> {
    const { job, call } = attempt;
    this.accounts.failed(call, error);
    if (error.kind === 'outcome_unknown') return this.unknown.resolve(attempt);
    if (!waitsForAnother(error)) return this.conclusion.failed(attempt, error);
    await this.book.failed(job.teamId, call.id, error);
    const facts = { provider: call.provider, message: error.message };
    return { word: 'wait', afterMs: 0, memory: {}, note: { type: 'refused', facts } };
  }
}
