import 'reflect-metadata';
import { fromBuild } from '../ground/from-build.mjs';
import { ready } from '../ground/server-side.mjs';

// The engine as it ships, with the trivial tool of the floors in its registry: tokens, rate limit and log included.

const { AppModule } = await fromBuild('app.module.js');
const { loadConfig } = await fromBuild('platform/config/load-config.js');
const { createHttpApp } = await fromBuild('platform/http/http-app.js');
const { PublicUrl } = await fromBuild('platform/http/public-url.js');
const { ToolRegistry } = await fromBuild('mcp/tools/tool-registry.service.js');
const { EstimateCostInput } = await fromBuild('mcp/tools/media.dto.js');

const config = loadConfig(process.env);
const app = await createHttpApp(AppModule.forRole(config), config);
await app.init();
const registry = app.get(ToolRegistry, { strict: false });
registry.byName.set('echo', { tool: echo(), definition: { name: 'echo', inputSchema: { type: 'object' } } });
await app.listen(config.port, config.host);
const { port } = app.getHttpServer().address();
app.get(PublicUrl, { strict: false }).set(`http://127.0.0.1:${port}`);

process.on('message', () => {
  globalThis.gc();
  process.send({ bytes: process.memoryUsage().heapUsed });
});
ready({ port }, () => app.close());

function echo() {
  const run = ({ jobs }) => Promise.resolve({ value: { text: jobs[0].text } });
  return { name: 'echo', toolsets: [], abilities: [], input: EstimateCostInput, run };
}
