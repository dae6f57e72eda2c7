import type { JobRecord } from '../job.types.js';
import { toGeneration } from './generation.dialect.js';
import { toJobStatus } from './job-status.dialect.js';

const NOW = Date.parse('2026-05-18T10:05:00Z');

function aRecord(overrides: Partial<JobRecord>): JobRecord {
  const { kind = 'media.image', state = 'queued' } = overrides;
  return {
    id: 'mjb_1',
    progress: 0,
    creditsCharged: 2,
    creditsRefunded: 0,
    etaSeconds: 120,
    error: null,
    createdAt: new Date(NOW),
    startedAt: null,
    finishedAt: null,
    ...overrides,
    kind,
    state,
  } as JobRecord;
}

function shown(output: unknown) {
  return { output, baseUrl: 'https://engine' };
}

const FILE = { url: 'https://files/1', thumbnailUrl: null };

test('while a generation is open it says when to ask again, between 3 and 10 seconds', () => {
  expect(toGeneration(aRecord({}), [], 4)).toEqual({
    jobId: 'mjb_1',
    status: 'pending',
    done: false,
    progress: 0,
    queuePosition: 4,
    etaSeconds: 120,
    pollAfterSeconds: 10,
  });
  expect(toGeneration(aRecord({ state: 'running', etaSeconds: 1 }), [])).toMatchObject({
    status: 'processing',
    pollAfterSeconds: 3,
  });
});

test('a generation that succeeded has its link, and no time to ask again', () => {
  expect(toGeneration(aRecord({ state: 'succeeded' }), [FILE])).toEqual({
    jobId: 'mjb_1',
    status: 'success',
    done: true,
    output: FILE.url,
    outputs: [FILE],
    thumbnail: null,
    creditsCharged: 2,
  });
});

test.each(['failed', 'canceled'] as const)(
  'a generation that %s is an error with its credits back',
  (state) => {
    const error = { code: state, message: 'No.', remediation: '', retryable: true };
    expect(toGeneration(aRecord({ state, error, creditsRefunded: 2 }), [])).toEqual({
      jobId: 'mjb_1',
      status: 'error',
      done: true,
      error: 'No.',
      errorCode: state,
      retryable: true,
      creditsRefunded: 2,
    });
  },
);

test.each([
  [0, 1],
  [10, 5],
  [59, 5],
  [60, 30],
])('access codes are asked for again after %s seconds in %s', (age, pollAfterSeconds) => {
  const job = aRecord({ kind: 'access_codes.generate', state: 'running' });
  expect(toJobStatus(job, shown(null), NOW + age * 1000)).toMatchObject({
    status: 'running',
    pollAfterSeconds,
  });
});

test('access codes answer what they made; a canceled job of them failed', () => {
  const made = { count: 250, batchId: 'btc_1' };
  expect(
    toJobStatus(aRecord({ kind: 'access_codes.generate', state: 'succeeded' }), shown(made)),
  ).toMatchObject({
    status: 'completed',
    result: made,
    error: null,
  });
  expect(toJobStatus(aRecord({ kind: 'access_codes.generate', state: 'canceled' }), shown(null)).status).toBe(
    'failed',
  );
});
