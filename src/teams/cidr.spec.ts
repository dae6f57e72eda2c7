import { allowList, isWithin, listAllows, parseCidr } from './cidr.js';

describe('address ranges', () => {
  it.each(['203.0.113.0/24', '203.0.113.7', '0.0.0.0/0', '2001:db8::/32', '::1', '::/0'])(
    'reads %s',
    (text) => {
      expect(parseCidr(text)).not.toBeNull();
    },
  );

  it.each([
    '',
    '203.0.113',
    '203.0.113.0/33',
    '203.0.113.0/',
    '203.0.113.0/08',
    '203.0.113.0/1/2',
    '::/129',
    'fe80::1%eth0',
    'host',
    '0x7f.1/8',
  ])('refuses %p', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  it('lets in the addresses of its ranges only', () => {
    const list = allowList(['203.0.113.0/24', '2001:db8::/32']);
    for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::5'])
      expect(listAllows(list, address)).toBe(true);
    for (const address of ['203.0.114.7', '::ffff:203.0.114.7', '2001:db9::5', '', 'localhost']) {
      expect(listAllows(list, address)).toBe(false);
    }
  });

  it('knows a narrower range from a wider one', () => {
    expect(isWithin('203.0.113.128/25', '203.0.113.0/24')).toBe(true);
    expect(isWithin('203.0.113.7', '203.0.113.0/24')).toBe(true);
    expect(isWithin('203.0.113.0/24', '203.0.113.0/24')).toBe(true);
    expect(isWithin('203.0.112.0/23', '203.0.113.0/24')).toBe(false);
    expect(isWithin('203.0.114.0/25', '203.0.113.0/24')).toBe(false);
    expect(isWithin('10.0.0.0/8', '::/0')).toBe(false);
    expect(isWithin('::ffff:203.0.113.0/120', '203.0.113.0/24')).toBe(false);
  });
});
