import type { StepContext } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import type { Provider, ProviderContext } from '../providers/provider.types.js';
import type { ProviderCall } from './provider-calls.repository.js';

/** A step of a job that has to do with a provider. */
export interface ProviderStep {
  job: JobRecord;
  step: StepContext;
  provider: Provider;
  context: ProviderContext;
}

/** One call of the provider for the job, in one step. */
export interface Attempt extends ProviderStep {
  call: ProviderCall;
}

/** What a media job remembers from step to step. */
export interface MediaMemory extends Record<string, unknown> {
  /** The call that was found without a reference: its submitter was given the time to bring it. */
  waitedFor?: string;
  /** How often in a row the provider could not be asked. */
  unasked?: number;
  /** How often in a row the provider knew nothing of what it had accepted. */
  denied?: number;
  /** How often what it made could not be fetched. */
  unfetched?: number;
}

export function memoryOf({ memory }: JobRecord): MediaMemory {
  return memory ?? {};
}
