import sharp from 'sharp';
import { AppHost } from './support/app-host.js';
import { BrowserPage } from './support/browser-page.js';
import { aTeam, balanceOf, type TestTeam } from './support/builders.js';
import { Chromium, withChromium } from './support/chromium.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { aDescribedModel, aPackedModel, aRedModel } from './support/models.js';
import { anMcpClient, GENERATIONS, type McpClient, type ToolAnswer } from './support/mcp.js';
import { until } from './support/until.js';
import { type AssetBody, upload } from './support/uploads.js';
import { aWebServer } from './support/web-server.js';
import type { Json } from './support/api.js';

const PAGE = 'ui://mcp-media-engine/job';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  const refusing = await aWebServer((_request, response) => {
    const error = { message: 'Your request was rejected.', code: 'moderation_blocked' };
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  });
  engine = await anEngine({
    env: { OPENAI_COMPATIBLE_BASE_URL: refusing, OPENAI_COMPATIBLE_API_KEY: 'test' },
  });
  team = await aTeam(engine);
});

test.each(GENERATIONS)(
  'a host of %s that shows apps finds the page of each tool that starts a job',
  async (generation) => {
    const { raw } = await anMcpClient(engine, team.token, { generation });
    const { tools } = await raw.listTools();
    const shown = tools.filter(
      ({ _meta }) => (_meta?.['ui'] as { resourceUri?: string })?.resourceUri === PAGE,
    );
    expect(shown.map(({ name }) => name)).toEqual([
      'generate',
      'generate_image',
      'generate_video',
      'generate_audio',
      'generate_3d',
    ]);
    const csp = { resourceDomains: [engine.url], connectDomains: [engine.url] };
    const { contents } = await raw.readResource({ uri: PAGE });
    expect(contents).toEqual([
      expect.objectContaining({
        uri: PAGE,
        mimeType: 'text/html;profile=mcp-app',
        _meta: { ui: { csp, prefersBorder: false } },
      }),
    ]);
  },
);

test('the page knows no address but that of its viewer and puts no text of others into its markup', async () => {
  const text = await pageText();
  expect(text.match(/https?:[^"]*/g)).toEqual([viewerIn(text)]);
  expect(text).not.toMatch(/@import|<link|src=|href=|innerHTML|insertAdjacentHTML|document\.write|eval\(/);
});

test('the viewer of models comes packed or plain, and to pages of any origin', async () => {
  const viewer = viewerIn(await pageText());
  const [packed, plain] = await Promise.all(
    ['gzip', 'identity'].map((accepted) => fetch(viewer, { headers: { 'accept-encoding': accepted } })),
  );
  expect([packed!.headers.get('content-encoding'), plain!.headers.get('content-encoding')]).toEqual([
    'gzip',
    null,
  ]);
  expect(plain!.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(plain!.headers.get('access-control-allow-origin')).toBe('*');
  expect(await packed!.text()).toBe(await plain!.text());
});

withChromium('in a browser, under the policy that hosts must enforce', () => {
  const BOWL = { prompt: 'A celadon bowl' };
  const SMALL_FILM = { prompt: 'A lake', input: { width: 160, height: 90, duration: 2 } };
  /** Long enough to be met in the middle. */
  const LONG_FILM = { prompt: 'A lake', input: { width: 1920, height: 1080, duration: 10, sound: 'none' } };
  const STANDS = `document.querySelector('canvas') && document.querySelector('.tag').textContent === 'Drag to turn'`;
  const POSTER = `!document.querySelector('canvas') && document.querySelector('figure img')?.naturalWidth > 0`;
  const LOSE = `document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext() ?? true`;
  const NOTE = `document.querySelector('.note')?.textContent`;

  let client: McpClient;
  let host: AppHost;
  let page: BrowserPage;
  let bowl: ToolAnswer;

  beforeAll(async () => {
    client = await anMcpClient(engine, team.token);
    bowl = await client.call('generate_3d', BOWL);
    host = await AppHost.start(client, PAGE);
    page = await BrowserPage.open(await Chromium.start());
  });

  afterEach(() => host.spoilBy(''));

  async function call(tool: string, args: Json): Promise<void> {
    await show(await client.call(tool, args), args);
  }

  async function show(answer: ToolAnswer, args: Json = {}): Promise<void> {
    host.show(args, answer);
    await page.goTo(host.url);
  }

  /** As the model is told of a job that has made it. */
  function showFile({ url, mimeType }: Pick<AssetBody, 'url' | 'mimeType'>): Promise<void> {
    const outputs = [{ url, mime_type: mimeType, thumbnail_url: null }];
    const data = { job_id: 'mjb_made', status: 'completed', result: { outputs, credits_charged: 2 } };
    return show({ structuredContent: { data }, content: [] });
  }

  async function statusLine(pattern: RegExp): Promise<string> {
    const status = `document.querySelector('#status').textContent`;
    return page.untilInFrame(`a status like ${pattern}`, `${pattern}.test(${status}) && ${status}`);
  }

  it('a picture is shown with its price', async () => {
    await call('generate_image', { prompt: 'A lighthouse', input: { width: 64, height: 64 } });
    await page.untilInFrame('the picture', `document.querySelector('img')?.naturalWidth === 64`);
    expect(await statusLine(/^Done/)).toBe('Done · 1 credit');
    expect(page.complaints).toEqual([]);
  });

  it('a film and a sound can be played', async () => {
    await call('generate_video', SMALL_FILM);
    await page.untilInFrame(
      'the film',
      `document.querySelector('video')?.readyState >= 2 && document.querySelector('video').videoWidth === 160`,
    );
    expect(page.complaints).toEqual([]);
    await call('generate_audio', { prompt: 'Hello.' });
    await page.untilInFrame('the sound', `document.querySelector('audio')?.duration > 0`);
    expect(page.complaints).toEqual([]);
  });

  it('a model stands there itself and is turned by hand and by keys, and approached by the wheel', async () => {
    await show(bowl, BOWL);
    await page.untilInFrame('the model', STANDS);
    const { channels } = await sharp(await stillView()).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(5);

    const [from, to] = [
      { x: 320, y: 240 },
      { x: 400, y: 240 },
    ];
    const label = await page.untilInFrame<string>('its name', `document.querySelector('canvas').ariaLabel`);
    expect(label).toMatch(/^A celadon bowl\. .*arrow keys/);
    const moves = {
      drag: () => page.drag(from, to),
      arrow: () => page.press('ArrowUp'),
      plus: () => page.press('+'),
      wheel: () => page.wheel(from, 240),
    };
    for (const [name, move] of Object.entries(moves)) {
      const before = await stillView();
      // Again and again: the browser gives a frame nothing to do with the mouse before it has shown it once.
      await until(`another view of it by ${name}`, async () => {
        await move();
        return !(await drawn()).equals(before);
      });
    }
    expect(page.complaints).toEqual([]);

    // Browsers take the oldest models away when there are many.
    await page.untilInFrame('the loss', LOSE);
    await page.untilInFrame('the poster', POSTER);
  });

  it.each([
    ['among its shapes', aRedModel],
    ['in its description', aDescribedModel],
  ])('a model of others stands there with its textures: %s', async (_place, model) => {
    await showFile(await brought(await model()));
    await page.untilInFrame('the model', STANDS);
    const { channels } = await sharp(await stillView()).stats();
    const [red, green, blue] = channels.map(({ mean }) => mean);
    expect(red).toBeGreaterThan(2 * Math.max(green!, blue!));
    expect(page.complaints).toEqual([]);
  });

  it.each([
    ['that it can not unpack', aPackedModel],
    ['with a texture that it can not read', () => aDescribedModel(Buffer.from('no picture'))],
  ])('of a model %s it says so and leads to the file', async (_trouble, model) => {
    const asset = await brought(await model());
    await showFile(asset);
    expect(await page.untilInFrame('what it says', NOTE)).toBe(
      'This model can not be shown in 3D here. Open the file',
    );
    expect(await page.untilInFrame('its link', `document.querySelector('.note a').href`)).toBe(asset.url);
  });

  it('when the viewer does not come, the next model asks for it again', async () => {
    host.spoilBy(
      `{ const real = fetch; window.fetch = () => { window.fetch = real; return Promise.reject(new Error('Cut off.')); }; }`,
    );
    const asset = await brought(await aRedModel());
    await showFile(asset);
    await page.untilInFrame('what it says', NOTE);
    const next = JSON.stringify([{ url: asset.url, mime_type: asset.mimeType }]);
    await page.untilInFrame('the next', `showFiles(${next}) ?? true`);
    await page.untilInFrame('the model', STANDS);
  });

  it('words of others never name a part of the language', async () => {
    await showFile({ url: `${engine.url}/health`, mimeType: 'constructor/any' });
    expect(await page.untilInFrame('its link', NOTE)).toBe('Open the file');
    const message = `{ source: parent, data: { jsonrpc: '2.0', method: '__proto__' } }`;
    await page.untilInFrame('its hearing', `dispatchEvent(new MessageEvent('message', ${message}))`);
    expect(page.complaints).toEqual([]);
  });

  it('where a browser draws nothing in 3D, the poster stays and leads to the file', async () => {
    host.spoilBy('HTMLCanvasElement.prototype.getContext = () => null');
    await show(bowl, BOWL);
    expect(await page.untilInFrame('what it says', NOTE)).toMatch(/can not be shown in 3D here/);
    await page.untilInFrame('the poster', POSTER);
  });

  it('a film tells how far it is, and is stopped at a button and paid back', async () => {
    const before = await balanceOf(team);
    await call('generate_video', LONG_FILM);
    await statusLine(/^Rendering · [1-9]\d? %/);
    await page.untilInFrame('the press', `document.querySelector('#stop').click() ?? true`);
    expect(await statusLine(/canceled/)).toMatch(/The credits are back\.$/);
    expect(await balanceOf(team)).toBe(before);
    expect(page.complaints).toEqual([]);
  });

  it('a job that fails is explained', async () => {
    await call('generate_image', { prompt: 'Anything', model: 'local-image' });
    expect(await statusLine(/credits are back/)).toMatch(/^.*rejected.* The credits are back\.$/);
    expect(page.complaints).toEqual([]);
  });

  /** The middle of the model, without what is written beside it. */
  async function drawn(): Promise<Buffer> {
    return page.screenshot({ x: 200, y: 120, width: 240, height: 240 });
  }

  /** What is seen once nothing moves any more. */
  function stillView(): Promise<Buffer> {
    let last: Buffer = Buffer.alloc(0);
    return until('the model to stand still', async () => {
      const now = await drawn();
      const isStill = now.equals(last);
      last = now;
      return isStill && now;
    });
  }

  async function brought(model: Uint8Array): Promise<AssetBody> {
    return (await upload(team, model)).body;
  }
});

async function pageText(): Promise<string> {
  const { raw } = await anMcpClient(engine, team.token);
  const [page] = (await raw.readResource({ uri: PAGE })).contents as unknown as [{ text: string }];
  return page.text;
}

function viewerIn(text: string): string {
  return /<meta name="model-viewer" content="([^"]*)"/.exec(text)![1]!;
}
