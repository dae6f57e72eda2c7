import type { ProviderError } from '../providers/provider.types.js';
import type { ProviderCall } from './provider-calls.repository.js';

const KEY_TAKEN_AWAY: ProviderError = {
  kind: 'permanent',
  retryable: false,
  message: 'The key of your own that this job was accepted for was taken away before it was begun.',
};

/** Nothing was sent yet, so there is nothing to ask after either. */
export function keyUnreadable(provider: string): ProviderError {
  return {
    kind: 'permanent',
    retryable: false,
    message: `The key of your own that this job was accepted for can not be read any more; PUT /v1/provider-keys/${provider} sets it again.`,
  };
}

export const KEY_LOST: ProviderError = {
  kind: 'permanent',
  retryable: false,
  message:
    'The key of your own that this job is made with can not be read any more: the provider can be told and asked nothing.',
};

/** Only the team can mend what is wrong with its key, so it is told where. */
export function ownKeyRefused(
  error: ProviderError,
  last: Pick<ProviderCall, 'provider'> | undefined,
): ProviderError {
  if (!last) return KEY_TAKEN_AWAY;
  if (error.kind !== 'auth' && error.kind !== 'billing') return error;
  const { message } = error;
  return {
    ...error,
    message: `${message} It was asked with your own key; PUT /v1/provider-keys/${last.provider} replaces it.`,
  };
}
