import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient, GENERATIONS } from './support/mcp.js';

const PAGE = 'ui://mcp-media-engine/job';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ role: 'api' });
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
    const { contents } = await raw.readResource({ uri: PAGE });
    expect(contents).toEqual([
      expect.objectContaining({
        uri: PAGE,
        mimeType: 'text/html;profile=mcp-app',
        _meta: { ui: { csp: { resourceDomains: [engine.url], connectDomains: [] }, prefersBorder: false } },
      }),
    ]);
  },
);

test('the page brings all it needs and puts no text of others into its markup', async () => {
  const { raw } = await anMcpClient(engine, team.token);
  const [page] = (await raw.readResource({ uri: PAGE })).contents as unknown as [{ text: string }];
  expect(page.text).not.toMatch(
    /https?:|@import|<link|src=|href=|innerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(/,
  );
});
