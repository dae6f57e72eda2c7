import 'reflect-metadata';
import { answerLike } from './answer-like.mjs';
import { fixtures } from './fixtures.mjs';
import { slowImages } from './job-fixtures.mjs';

// The built engine with what the conformance suites want to find in a server beside it. None of this ships, and it
// listens on this machine only: the suites know no tokens, so each request is given one.

const { AppModule } = await fromBuild('app.module.js');
const { loadConfig } = await fromBuild('platform/config/load-config.js');
const { createHttpApp } = await fromBuild('platform/http/http-app.js');
const { PublicUrl } = await fromBuild('platform/http/public-url.js');
const { JobHandlers } = await fromBuild('jobs/job-handlers.service.js');
const { MediaSubmissions } = await fromBuild('media/media-submissions.service.js');
const { McpMethods } = await fromBuild('mcp/protocol/mcp-methods.service.js');
const { ModernTasks } = await fromBuild('mcp/tasks/modern-tasks.service.js');
const { LegacyAdapter } = await fromBuild('mcp/transport/legacy.adapter.js');
const { ProtocolProblem } = await fromBuild('mcp/protocol/protocol-problem.js');
const { CAPABILITIES_OF_2025, CAPABILITIES_OF_2026 } = await fromBuild('mcp/protocol/server-facts.js');

const config = { ...loadConfig(process.env), host: '127.0.0.1' };
Object.assign(CAPABILITIES_OF_2025, { logging: {}, resources: { subscribe: true } });
Object.assign(CAPABILITIES_OF_2026, { logging: {} });

const app = await createHttpApp(AppModule.forRole(config), config);
let token;
app
  .getHttpAdapter()
  .getInstance()
  .addHook('onRequest', async ({ headers }) => {
    if (token !== undefined) headers.authorization ??= `Bearer ${token}`;
  });

await app.init();
const get = (type) => app.get(type, { strict: false });
slowImages(get(JobHandlers));
const engine = { submissions: get(MediaSubmissions), tasks: get(ModernTasks), ProtocolProblem };
const legacy = get(LegacyAdapter);
const isStreamed = legacy.isStreamed.bind(legacy);
// No tool of the engine writes to the client's log.
legacy.isStreamed = (body) => isStreamed(body) || body?.params?.name === 'test_tool_with_logging';
const methods = get(McpMethods);
methods.answer = answerLike(fixtures(engine), methods.answer.bind(methods));

await app.listen(config.port, config.host);
const url = `http://127.0.0.1:${app.getHttpServer().address().port}`;
get(PublicUrl).set(url);

process.on('message', (message) => (token = message.token));
process.once('disconnect', () => process.exit());
process.send({ url });

function fromBuild(module) {
  return import(new URL(`../../dist/src/${module}`, import.meta.url).href);
}
