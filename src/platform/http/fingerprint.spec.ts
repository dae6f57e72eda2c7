import { fingerprint } from './fingerprint.js';

const of = (body: unknown, route = '/v1/jobs') => fingerprint('POST', route, body).toString('hex');

describe('the fingerprint of a request', () => {
  it('does not depend on the order of keys', () => {
    expect(of({ a: 1, b: { c: [1, { d: 2, e: 3 }] } })).toBe(of({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }));
  });

  it('depends on everything else', () => {
    const others = [
      { a: [1, 2] },
      { a: [2, 1] },
      { a: '1' },
      { a: 1 },
      { a: null },
      {},
      [],
      undefined,
      '',
      null,
    ];
    expect(new Set(others.map((body) => of(body))).size).toBe(others.length);
    expect(of({}, '/v1/jobs/1/cancel')).not.toBe(of({}, '/v1/jobs/2/cancel'));
  });
});
