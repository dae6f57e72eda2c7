import { docsUrlOf } from '../../platform/http/error-body.js';
import type { JobErrorView } from '../jobs.dto.js';
import type { JobRecord } from '../job.types.js';

/** The same on every surface: the inner object of the error envelope, of the request that made the job. */
export function toErrorView(
  { error, requestId }: Pick<JobRecord, 'error' | 'requestId'>,
  baseUrl: string,
): JobErrorView | null {
  return error && { ...error, docs_url: docsUrlOf(error.code, baseUrl), request_id: requestId };
}
