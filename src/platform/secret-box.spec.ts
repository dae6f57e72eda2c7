import { SecretBox } from './secret-box.js';

const box = new SecretBox({ secretKeys: ['first-key'] });
const rotated = new SecretBox({ secretKeys: ['second-key', 'first-key'] });
const stranger = new SecretBox({ secretKeys: ['another-key'] });

describe('sealed text', () => {
  it('opens to what it was, and looks different each time', () => {
    const sealed = box.seal('mme_secret ✓', 'answers');
    expect(box.open(sealed, 'answers')).toBe('mme_secret ✓');
    expect(sealed).not.toContain('secret');
    expect(box.seal('mme_secret ✓', 'answers')).not.toBe(sealed);
  });

  it('opens after the key was rotated, while the old key is kept', () => {
    expect(rotated.open(box.seal('x', 'answers'), 'answers')).toBe('x');
    expect(() => stranger.open(box.seal('x', 'answers'), 'answers')).toThrow('not in SECRET_KEY');
  });

  it('does not open for another purpose, changed or cut off', () => {
    const sealed = box.seal('text', 'answers');
    expect(() => box.open(sealed, 'webhooks')).toThrow();
    const other = sealed.at(-2) === 'A' ? 'B' : 'A';
    expect(() => box.open(sealed.slice(0, -2) + other + sealed.at(-1), 'answers')).toThrow();
    expect(() => box.open(sealed.slice(0, 20), 'answers')).toThrow('cut off');
    expect(() => box.open('', 'answers')).toThrow();
  });
});

describe('a signature', () => {
  it('holds for its message and purpose, and after rotation', () => {
    const signature = box.sign('link', '/a?exp=1');
    expect(box.verify('link', '/a?exp=1', signature)).toBe(true);
    expect(rotated.verify('link', '/a?exp=1', signature)).toBe(true);
    expect(signature).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  it('holds for nothing else', () => {
    const signature = box.sign('link', '/a?exp=1');
    expect(box.verify('link', '/a?exp=2', signature)).toBe(false);
    expect(box.verify('callback', '/a?exp=1', signature)).toBe(false);
    expect(stranger.verify('link', '/a?exp=1', signature)).toBe(false);
    for (const broken of ['', 'x', signature.slice(0, -1), `${signature}A`]) {
      expect(box.verify('link', '/a?exp=1', broken)).toBe(false);
    }
  });
});
