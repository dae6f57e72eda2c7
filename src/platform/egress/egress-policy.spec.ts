import { DomainError } from '../errors.js';
import { EgressPolicy } from './egress-policy.js';

const strict = new EgressPolicy({ egressAllowCidrs: [] });
const open = new EgressPolicy({ egressAllowCidrs: ['127.0.0.0/8', 'fd00::/8'] });

const WANTS_HTTPS =
  'must begin with https://; http is for addresses that the operator opens with EGRESS_ALLOW_CIDRS';
const WANTS_PUBLIC =
  'must be an address on the public internet, or one that the operator opens with EGRESS_ALLOW_CIDRS';

describe('an address that a customer names', () => {
  it.each([
    'https://example.com',
    'https://example.com:8443/hook?a=b#c',
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/',
  ])('%s is accepted', (url) => expect(strict.checkUrl(url, 'webhookUrl').protocol).toBe('https:'));

  it.each([
    ['', 'must be a URL'],
    ['example.com/hook', 'must be a URL'],
    ['https://', 'must be a URL'],
    ['https://exa mple.com', 'must be a URL'],
    ['https://example.com/\u0000', 'must be a URL'],
    ['ht\ntps://example.com', 'must be a URL'],
    ['https://example.com\\@127.0.0.1', 'must be a URL'],
    ['http://example.com', WANTS_HTTPS],
    ['ftp://example.com', WANTS_HTTPS],
    ['file:///etc/passwd', WANTS_HTTPS],
    ['javascript:alert(1)', WANTS_HTTPS],
    ['https://user@example.com', 'must not contain a user name or password'],
    ['https://:secret@example.com', 'must not contain a user name or password'],
    [`https://example.com/${'a'.repeat(2_048)}`, 'must not be longer than 2048 characters'],
    ['https://localhost/', WANTS_PUBLIC],
    ['https://LOCALHOST./', WANTS_PUBLIC],
    ['https://hook.localhost/', WANTS_PUBLIC],
  ])('%j is refused: %s', (url, message) => {
    expect(refusal(strict, url)).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'jobs[3].webhookUrl', message }],
    });
  });

  it('may be longer where no customer named it', () => {
    const signed = `https://example.com/?sig=${'a'.repeat(4_096)}`;
    expect(strict.parse(signed).href).toBe(signed);
  });

  it('is never repeated in the refusal, for it may contain a password', () => {
    expect(JSON.stringify(refusal(strict, 'https://me:hunter2@example.com'))).not.toContain('hunter2');
  });

  it.each(['http://127.0.0.1:8080/', 'https://127.0.0.2/', 'http://[fd00::1]/', 'http://localhost:3000/'])(
    '%s is accepted when the operator opened it',
    (url) => expect(open.checkUrl(url, 'url').href).toContain('://'),
  );

  it.each([
    ['http://1.1.1.1/', WANTS_HTTPS],
    ['https://10.0.0.1/', WANTS_PUBLIC],
  ])('%s is refused also when the operator opened something else', (url, message) => {
    expect(refusal(open, url)).toMatchObject({ fields: [{ path: 'jobs[3].webhookUrl', message }] });
  });
});

function refusal(policy: EgressPolicy, url: string): unknown {
  try {
    policy.checkUrl(url, 'jobs[3].webhookUrl');
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`accepted ${url}`);
}
