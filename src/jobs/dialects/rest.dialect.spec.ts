import type { BatchRecord, JobRecord } from '../job.types.js';
import type { JobView } from '../jobs.dto.js';
import { toRestBatch, toRestJob } from './rest.dialect.js';

const AT = new Date('2026-05-18T10:05:00.000Z');

function aJob(fields: Partial<JobRecord>): JobRecord {
  return {
    id: 'mjb_1',
    kind: 'media.image',
    state: 'queued',
    progress: 0,
    attempts: 0,
    batchId: null,
    batchIndex: null,
    idempotencyKey: null,
    metadata: null,
    etaSeconds: 60,
    createdAt: AT,
    startedAt: null,
    finishedAt: null,
    erasedAt: null,
    ...fields,
  } as JobRecord;
}

function told(fields: Partial<JobRecord>): JobView {
  return toRestJob(aJob(fields), { output: [], baseUrl: 'https://e' });
}

describe("a job in REST's words", () => {
  it.each([
    ['queued', 'queued'],
    ['running', 'processing'],
    ['succeeded', 'completed'],
    ['failed', 'failed'],
    ['canceled', 'canceled'],
  ] as const)('%s is told as %s', (state, status) => {
    expect(told({ state }).status).toBe(status);
  });

  it('says when to ask again while it is open, and no more when it has ended', () => {
    expect(told({})).toMatchObject({ etaSeconds: 60, pollAfterSeconds: 5 });
    const ended = told({ state: 'succeeded', startedAt: AT, finishedAt: AT });
    expect(ended).not.toHaveProperty('pollAfterSeconds');
    expect(ended).not.toHaveProperty('etaSeconds');
  });

  it.each([
    ['waits for its first', { state: 'queued' }, 0],
    ['is at its first', { state: 'running', startedAt: AT }, 1],
    ['waits for its second', { state: 'queued', startedAt: AT, attempts: 1 }, 1],
    ['was done at its second', { state: 'succeeded', startedAt: AT, attempts: 1 }, 2],
    ['was canceled before any', { state: 'canceled' }, 0],
  ] as const)('counts attempts: one that %s', (_what, fields, attempts) => {
    expect(told(fields).attempts).toBe(attempts);
  });

  it('shows why it failed as the error envelope does, and whether another try may help', () => {
    const error = {
      code: 'provider_error',
      message: 'No.',
      remediation: 'Choose another.',
      retryable: false,
      context: { providerCode: 'E7' },
    };
    expect(told({ state: 'failed', error, requestId: 'req_1' }).error).toEqual({
      ...error,
      docs_url: 'https://e/docs/errors#provider_error',
      request_id: 'req_1',
    });
  });

  it('has no type of media where its kind is none', () => {
    expect(told({ kind: 'media.3d' }).type).toBe('3d');
    expect(told({ kind: 'access_codes.generate' }).type).toBeNull();
  });
});

describe("a batch in REST's words", () => {
  const batch = {
    id: 'btc_1',
    total: 10,
    completed: 3,
    failed: 1,
    canceled: 1,
    createdAt: AT,
  } as BatchRecord;

  it('counts what is neither ended nor at work as queued', () => {
    const { counts } = toRestBatch({ ...batch, idempotencyKey: null }, 2);
    expect(counts).toEqual({ total: 10, queued: 3, processing: 2, completed: 3, failed: 1, canceled: 1 });
  });

  it('is canceled when it was, however many of its jobs had ended before', () => {
    expect(toRestBatch({ ...batch, idempotencyKey: null }, 0).status).toBe('processing');
    expect(toRestBatch({ ...batch, idempotencyKey: null, finishedAt: AT }, 0).status).toBe('completed');
    expect(toRestBatch({ ...batch, idempotencyKey: null, finishedAt: AT, canceledAt: AT }, 0).status).toBe(
      'canceled',
    );
  });
});
