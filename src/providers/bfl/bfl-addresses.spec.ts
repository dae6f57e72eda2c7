import { askAt } from './bfl-addresses.js';

const BASE = 'https://api.bfl.ai';

describe('a task of Black Forest Labs', () => {
  it('is asked after in the region that took it', () => {
    const told = 'https://api.us2.bfl.ai/v1/get_result?id=a';
    expect(askAt(BASE, 'a', told)).toBe(told);
    const proxied = 'http://bfl-proxy.internal/v1/get_result?id=a';
    expect(askAt('http://bfl-proxy.internal', 'a', proxied)).toBe(proxied);
  });

  it.each([
    'https://api.bfl.ai.example.com/v1/get_result?id=a',
    'https://notbfl.ai/v1/get_result?id=a',
    'http://api.us2.bfl.ai/v1/get_result?id=a',
    'nonsense',
    undefined,
  ])('takes the key to no host of others: %s', (told) => {
    expect(askAt(BASE, 'a', told)).toBe('https://api.bfl.ai/v1/get_result?id=a');
  });

  it("takes a proxy's key to the proxy alone", () => {
    const told = 'https://api.us2.bfl.ai/v1/get_result?id=a';
    expect(askAt('https://bfl-proxy.internal', 'a', told)).toBe(
      'https://bfl-proxy.internal/v1/get_result?id=a',
    );
  });
});
