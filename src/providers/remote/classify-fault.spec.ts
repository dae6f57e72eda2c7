import { classifyFault } from './classify-fault.js';
import { ProviderFault } from './provider-fault.errors.js';

function refused(status: number, headers: Record<string, string> = {}): ProviderFault {
  return new ProviderFault('refused', 'refused', { answer: { status, headers, body: {} } });
}

describe('what went wrong with a submission', () => {
  it.each([
    ['a connection that was never made', new ProviderFault('not_sent', 'refused'), 'transient'],
    ['an answer that never came', new ProviderFault('unanswered', 'timeout'), 'outcome_unknown'],
    ['an answer nobody can read', new ProviderFault('unreadable', 'not JSON'), 'outcome_unknown'],
    ['a gateway in trouble', refused(502), 'outcome_unknown'],
    ['a server that says nothing but 503', refused(503), 'outcome_unknown'],
    ['a server that says when to come back', refused(503, { 'retry-after': '3' }), 'transient'],
    ['too many requests', refused(429), 'rate_limited'],
    ['a wrong key', refused(401), 'auth'],
    ['bad input', refused(422), 'invalid_input'],
  ])('is known for what it is: %s', (_name, fault, kind) => {
    expect(classifyFault('The provider', fault)).toMatchObject({ kind });
  });

  it.each([
    [500, 'outcome_unknown'],
    [503, 'outcome_unknown'],
    [408, 'outcome_unknown'],
    [400, 'content_policy'],
    [403, 'content_policy'],
  ])('is not known from the text of a server that may have accepted: %i', (status, kind) => {
    const explain = () => ({ kind: 'content_policy' as const, message: 'The moderation service is away.' });
    expect(classifyFault('The provider', refused(status), explain)).toMatchObject({
      kind,
      message: 'The provider said: The moderation service is away.',
    });
  });

  it('carries what the provider says about coming back and its own words', () => {
    const fault = refused(429, { 'retry-after': '3' });
    expect(classifyFault('fal', fault, () => ({ message: 'slow down', code: 'busy' }))).toEqual({
      kind: 'rate_limited',
      retryable: true,
      message: 'fal said: slow down',
      providerCode: 'busy',
      retryAfterMs: 3_000,
    });
  });

  it('heeds a provider that asks for patience for an hour at most', () => {
    const fault = refused(429, { 'retry-after': '86400' });
    expect(classifyFault('fal', fault)).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  it('is not swallowed when it is a mistake of ours', () => {
    expect(() => classifyFault('fal', new TypeError('a bug'))).toThrow('a bug');
  });
});
