/** Headers of every answer. */
export const SAFE_ANSWER = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Answers are somebody's; files and pages that may be kept say so themselves.
  'cache-control': 'no-store',
};
