import type { StepContext } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import type { Provider, ProviderContext } from '../providers/provider.types.js';
import type { ProviderCall } from './provider-calls.repository.js';

/** One call of a provider for a job, in one step. */
export interface Attempt {
  job: JobRecord;
  step: StepContext;
  call: ProviderCall;
  provider: Provider;
  context: ProviderContext;
}

/** What a media job remembers from step to step. */
export interface MediaMemory extends Record<string, unknown> {
  /** How often in a row the provider could not be asked. */
  unasked?: number;
  /** How often what it made could not be fetched. */
  unfetched?: number;
}

export function memoryOf({ memory }: JobRecord): MediaMemory {
  return memory ?? {};
}
