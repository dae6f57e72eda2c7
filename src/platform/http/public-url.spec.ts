import { PublicUrl } from './public-url.js';

describe('the base of absolute URLs', () => {
  it('is PUBLIC_URL, whatever address the server was bound to', () => {
    const publicUrl = new PublicUrl({ publicUrl: 'https://media.example', host: '0.0.0.0', port: 3000 });
    publicUrl.set('http://127.0.0.1:3000');
    expect(publicUrl.base).toBe('https://media.example');
  });

  it('is the bound address otherwise', () => {
    const publicUrl = new PublicUrl({ publicUrl: null, host: '127.0.0.1', port: 3000 });
    publicUrl.set('http://127.0.0.1:3001/');
    expect(publicUrl.base).toBe('http://127.0.0.1:3001');
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::', 'http://[::1]:3000'],
    ['::1', 'http://[::1]:3000'],
  ])('is the address it will be bound to before that (%s)', (host, base) => {
    expect(new PublicUrl({ publicUrl: null, host, port: 3000 }).base).toBe(base);
  });
});
