import { answerFor, type Content } from './content-answer.js';

const PICTURE: Content = {
  sha256: 'a'.repeat(64),
  bytes: 1_000,
  mimeType: 'image/png',
  filename: 'sunset.png',
};
const ETAG = `"${PICTURE.sha256}"`;
const NOW = 1_800_000_000_000;

describe('the answer to a signed link', () => {
  it('is the whole file, kept by caches until the link ends', () => {
    expect(ask({})).toMatchObject({
      status: 200,
      range: { start: 0, end: 999 },
      headers: {
        etag: ETAG,
        'content-type': 'image/png',
        'content-length': '1000',
        'accept-ranges': 'bytes',
        'cache-control': 'private, immutable, max-age=3600',
      },
    });
  });

  it('is the part that was asked for', () => {
    expect(ask({ range: 'bytes=10-19' })).toMatchObject({
      status: 206,
      range: { start: 10, end: 19 },
      headers: { 'content-length': '10', 'content-range': 'bytes 10-19/1000' },
    });
  });

  it('names the size when the part is not there', () => {
    const { status, headers, range } = ask({ range: 'bytes=1000-' });
    expect(status).toBe(416);
    expect(range).toBeNull();
    expect(headers['content-range']).toBe('bytes */1000');
    expect(headers['content-length']).toBeUndefined();
  });

  it.each([ETAG, `W/${ETAG}`, `"other", ${ETAG}`, '*'])('is 304 for who has it already (%s)', (tag) => {
    expect(ask({ 'if-none-match': tag, range: 'bytes=0-1' })).toMatchObject({ status: 304, range: null });
  });

  it('is the whole for who has another', () => {
    expect(ask({ 'if-none-match': '"other"' }).status).toBe(200);
  });

  it('is a part of the same file only, else the whole', () => {
    expect(ask({ range: 'bytes=0-1', 'if-range': ETAG }).status).toBe(206);
    expect(ask({ range: 'bytes=0-1', 'if-range': '"other"' }).status).toBe(200);
    expect(ask({ range: 'bytes=0-1', 'if-range': `W/${ETAG}` }).status).toBe(200);
    expect(ask({ range: 'bytes=0-1', 'if-range': 'Sat, 21 Nov 2026 00:00:00 GMT' }).status).toBe(200);
  });

  it.each(['image/png', 'video/mp4', 'model/gltf-binary', 'text/html', 'image/svg+xml'])(
    'can not run as %s',
    (mimeType) => {
      const requests: Record<string, string>[] = [
        {},
        { range: 'bytes=0-1' },
        { range: 'bytes=5000-' },
        { 'if-none-match': ETAG },
      ];
      for (const asked of requests) {
        expect(ask(asked, { ...PICTURE, mimeType }).headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
          'cross-origin-resource-policy': 'cross-origin',
          'access-control-allow-origin': '*',
        });
      }
    },
  );

  it.each([
    ['image/png', 'inline'],
    ['video/mp4', 'inline'],
    ['audio/mpeg', 'inline'],
    ['image/tiff', 'attachment'],
    ['model/gltf-binary', 'attachment'],
    ['image/svg+xml', 'attachment'],
    ['text/html', 'attachment'],
  ])('offers %s as %s', (mimeType, disposition) => {
    const { headers } = ask({}, { ...PICTURE, mimeType });
    expect(headers['content-disposition']).toBe(
      `${disposition}; filename="sunset.png"; filename*=UTF-8''sunset.png`,
    );
  });

  it('offers anything for download when asked to', () => {
    const answer = answerFor(PICTURE, { headers: {}, download: true, expiresAt: NOW / 1000 }, NOW);
    expect(answer.headers['content-disposition']).toMatch(/^attachment;/);
  });
});

function ask(headers: Record<string, string>, content = PICTURE) {
  return answerFor(content, { headers, download: false, expiresAt: NOW / 1000 + 3_600 }, NOW);
}
