import { Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import type { StepContext, StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { Transactions, type Tx } from '../platform/database/transactions.js';
import { pause, SECOND_MS } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { isDatabaseUnavailable } from '../platform/http/database-unavailable.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type {
  Provider,
  ProviderContext,
  ProviderError,
  ProviderOutput,
  RemoteState,
} from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { InputFiles } from './input-files.service.js';
import type { MediaInput } from './media-input.js';
import { type ProviderCall, ProviderCallsRepository } from './provider-calls.repository.js';
import { failureOutcome } from './provider-failure.js';

interface Attempt {
  job: JobRecord;
  provider: Provider;
  call: ProviderCall;
  /** The intent is from before a crash: whether it was sent is not known. */
  resumed: boolean;
  context: ProviderContext;
  step: StepContext;
}

const UNKNOWN: ProviderError = {
  kind: 'outcome_unknown',
  retryable: false,
  message:
    'The work was interrupted while the provider was asked, so it is not known whether it was accepted.',
};

const NOTHING_MADE: ProviderError = {
  kind: 'permanent',
  retryable: true,
  message: 'The provider said that it was done and had made nothing.',
};

/** One step of a media job: ask the provider, or look how far it is, and take what it made into the store. */
@Injectable()
export class RenderStep {
  constructor(
    private readonly transactions: Transactions,
    private readonly calls: ProviderCallsRepository,
    private readonly providers: ProvidersService,
    private readonly assets: AssetsService,
    private readonly folders: WorkFolders,
    private readonly inputs: InputFiles,
  ) {}

  async take(job: JobRecord, step: StepContext): Promise<StepOutcome> {
    const provider = this.providers.provider(job.provider!);
    const { call, resumed } = await this.transactions.forTeam(job.teamId, (tx) =>
      this.calls.openOrBegin(tx, {
        jobId: job.id,
        teamId: job.teamId,
        provider: provider.id,
        model: job.model!,
      }),
    );
    return this.folders.during(async (workFolder) => {
      const context = { signal: stopSignal(provider, step), workFolder };
      return this.ask({ job, provider, call, resumed, context, step });
    });
  }

  private async ask(attempt: Attempt): Promise<StepOutcome> {
    const { call, provider, context } = attempt;
    if (call.ref) {
      const { ref } = call;
      const remote = await this.answerOf(attempt, () => provider.poll(ref, context));
      return 'failure' in remote ? remote.failure : this.conclude(attempt, remote.answer);
    }
    if (attempt.resumed && !provider.capabilities().idempotentSubmit) return this.failed(attempt, UNKNOWN);
    return this.submit(attempt);
  }

  private async submit(attempt: Attempt): Promise<StepOutcome> {
    const { job, provider, call, context, step } = attempt;
    const prepared = provider.prepare(await this.inputs.requestFor(job, context));
    const submitted = await this.answerOf(attempt, () =>
      provider.submit(prepared, {
        ...context,
        attemptId: call.id,
        onProgress: (fraction) => step.progress(fraction),
      }),
    );
    if ('failure' in submitted) return submitted.failure;
    if (submitted.answer.kind === 'done') return this.conclude(attempt, submitted.answer.state);
    const { ref } = submitted.answer;
    // Accepted and to be paid for: what says so must be stored, however long the database is away.
    await untilStored(step.signal, () =>
      this.transactions.forTeam(job.teamId, (tx) => this.calls.submitted(tx, call.id, ref)),
    );
    await step.note('submitted', { provider: provider.id });
    return this.pollLater(provider);
  }

  /** Only what the provider itself does is its failure; what goes wrong on our side is the engine's to judge. */
  private async answerOf<T>(
    attempt: Attempt,
    ask: () => Promise<T>,
  ): Promise<{ answer: T } | { failure: StepOutcome }> {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (attempt.context.signal.aborted) throw error;
      return { failure: this.failed(attempt, attempt.provider.classify(error)) };
    }
  }

  private async conclude(attempt: Attempt, remote: RemoteState): Promise<StepOutcome> {
    switch (remote.state) {
      case 'queued':
        return this.pollLater(attempt.provider);
      case 'running':
        if (remote.progress !== undefined) attempt.step.progress(remote.progress);
        return this.pollLater(attempt.provider);
      case 'succeeded':
        return this.done(attempt, remote);
      case 'failed':
        return this.failed(attempt, remote.error);
      case 'canceled':
        return this.failed(attempt, {
          kind: 'permanent',
          retryable: false,
          message: 'The provider canceled the work.',
        });
      case 'lost':
        return this.failed(attempt, {
          kind: 'transient',
          retryable: true,
          message: 'The provider lost the work.',
        });
    }
  }

  private async done(
    attempt: Attempt,
    { outputs, cost }: RemoteState & { state: 'succeeded' },
  ): Promise<StepOutcome> {
    const { job, call, step } = attempt;
    if (outputs.length === 0) return this.failed(attempt, NOTHING_MADE);
    const assets: NewAsset[] = [];
    try {
      for (const output of outputs) assets.push(await this.store(job, output));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      return this.failed(attempt, notMedia(error));
    }
    await step.note('stored', { outputs: assets.length });
    return {
      word: 'done',
      output: assets,
      refundCredits: creditsForMissing(job, assets.length),
      commit: async (tx) => {
        await this.assets.record(tx, assets);
        await this.calls.succeeded(tx, call.id, cost?.amountMicros ?? null);
      },
    };
  }

  private store(job: JobRecord, output: ProviderOutput): Promise<NewAsset> {
    // Outputs behind an address come with the first provider that has them; the egress guard stands ready.
    if (!('file' in output)) throw new Error('Outputs by address are not supported yet.');
    return this.assets.intake(output.file, {
      teamId: job.teamId,
      jobId: job.id,
      origin: 'output',
      poster: output.poster,
      filenameBase: job.id,
    });
  }

  private failed({ call }: Attempt, error: ProviderError): StepOutcome {
    return failureOutcome(error, (tx: Tx) => this.calls.failed(tx, call.id, error));
  }

  private pollLater(provider: Provider): StepOutcome {
    return { word: 'wait', afterMs: provider.capabilities().minPollMs };
  }
}

function notMedia({ message }: DomainError): ProviderError {
  return {
    kind: 'permanent',
    retryable: false,
    message: `What the provider made could not be kept: ${message}`,
  };
}

async function untilStored(signal: AbortSignal, store: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await store();
    } catch (error) {
      if (signal.aborted || !isDatabaseUnavailable(error)) throw error;
      await pause(SECOND_MS / 2, signal);
    }
  }
}

/** What can be sent again at no cost stops at once when the process wants to go; the rest is let finish. */
function stopSignal(provider: Provider, { signal, handover }: StepContext): AbortSignal {
  return provider.capabilities().idempotentSubmit ? AbortSignal.any([signal, handover]) : signal;
}

/** The price is the same for each output, so what was not made goes back whole. */
function creditsForMissing(job: JobRecord, made: number): number {
  const { n } = job.input as MediaInput;
  return made >= n ? 0 : Math.floor((job.creditsCharged * (n - made)) / n);
}
