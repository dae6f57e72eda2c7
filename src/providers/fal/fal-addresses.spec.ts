import { requestUrls, toldOrBuilt } from './fal-addresses.js';

const QUEUE = 'https://queue.fal.run';

describe('a request at fal', () => {
  it.each([
    ['fal-ai/flux-2/turbo', 'fal-ai/flux-2'],
    ['bytedance/seedance-2.0/text-to-video', 'bytedance/seedance-2.0'],
    ['workflows/somebody/lake/run', 'workflows/somebody/lake'],
  ])('of %s lives under %s', (endpoint, app) => {
    expect(requestUrls(QUEUE, endpoint, 'a/b').result).toBe(`${QUEUE}/${app}/requests/a%2Fb`);
  });

  it('is asked after where fal says, on its own host', () => {
    const built = requestUrls(QUEUE, 'fal-ai/flux-2/turbo', 'a');
    const status = `${QUEUE}/fal-ai/flux-2/elsewhere/status`;
    expect(toldOrBuilt({ status_url: status }, built)).toEqual({ ...built, status });
  });

  it.each(['https://queue.fal.run.example.com/a', 'http://queue.fal.run/a', 'nonsense'])(
    'takes the key to no other host: %s',
    (told) => {
      const built = requestUrls(QUEUE, 'fal-ai/flux-2/turbo', 'a');
      expect(toldOrBuilt({ status_url: told, response_url: told, cancel_url: told }, built)).toEqual(built);
    },
  );
});
