import { HttpException } from '@nestjs/common';
import { toErrorBody } from './error-body.js';
import { DomainError, invalid } from '../errors.js';
import { toDomainError } from './to-domain-error.js';

describe('what was thrown, as a refusal of the closed list', () => {
  it.each([
    { code: '57P01', message: 'terminating connection due to administrator command' },
    { code: '08006', message: 'connection failure' },
    { code: '53300', message: 'too many clients already' },
    { driverError: { code: '57P03' }, message: 'the database system is starting up' },
    { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
    { message: 'timeout exceeded when trying to connect' },
    { message: 'Connection terminated unexpectedly' },
    { message: 'Query runner already released. Cannot run queries anymore.' },
    { errors: [{ code: 'ECONNREFUSED' }], message: '' },
  ])('a database that is away is "unavailable", with a time to come back: %j', ({ message, ...facts }) => {
    const refusal = toDomainError(Object.assign(new Error(message), facts));
    expect(refusal).toMatchObject({
      code: 'unavailable',
      status: 503,
      retryAfterSeconds: expect.any(Number),
    });
    expect(refusal.cause).toBeInstanceOf(Error);
  });

  it.each([
    new Error('boom'),
    Object.assign(new Error('x'), { code: '23505' }),
    'text',
    undefined,
    null,
    { status: 404 },
  ])('what nobody expected is "internal": %p', (thrown) => {
    expect(toDomainError(thrown)).toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('boom'),
    });
  });

  it('a refusal of the framework keeps its status', () => {
    expect(toDomainError(new HttpException('Forbidden', 403)).code).toBe('missing_ability');
    expect(toDomainError(new HttpException('Bad', 400)).code).toBe('validation_failed');
    expect(toDomainError(new HttpException('Teapot', 418)).code).toBe('internal');
  });
});

describe('the error envelope', () => {
  it('holds fields and context only where there are some, and never the cause', () => {
    const origin = { requestId: 'req_1', baseUrl: 'https://e' };
    const bare = new DomainError('gone', 'Gone.', { cause: new Error('secret') });
    expect(toErrorBody(bare, origin)).toEqual({
      code: 'gone',
      message: 'Gone.',
      remediation: expect.any(String),
      docs_url: 'https://e/docs/errors#gone',
      request_id: 'req_1',
    });
    const fields = [{ path: 'a', message: 'b' }];
    expect(toErrorBody(invalid(fields), origin).fields).toEqual(fields);
  });
});
