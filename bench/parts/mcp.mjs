import path from 'node:path';
import { load, requestBytes } from '../ground/http-load.mjs';
import { engineEnvironment, startServer } from '../ground/processes.mjs';
import { compare, interleave, summary } from '../ground/rounds.mjs';
import { aTeam } from '../ground/teams.mjs';

const CONNECTIONS = 8;
const SECONDS = 2;
const MANY_CALLS = 50_000;
const MEGABYTE = 1_048_576;
const ACCEPT = 'application/json, text/event-stream';
const TRIVIAL = { text: 'A lighthouse at dusk', count: 3, tag: 'bench' };
const JOB = { prompt: 'A lighthouse at dusk', input: { width: 1280, height: 720 } };

export const title = `tools/call of a trivial tool, ${CONNECTIONS} connections; generate with no worker`;

export async function run(ground) {
  const databaseUrl = await ground.freshDatabase('mcp_engine');
  const environment = engineEnvironment(databaseUrl, path.join(ground.folder, 'mcp-engine'));
  const engine = await startServer('engine/echo.server.mjs', {
    ...environment,
    ROLE: 'api',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1',
  });
  const bare = await startServer('floors/mcp-bare.server.mjs');
  const fastMcp = await startServer('floors/mcp-fastmcp.server.mjs');
  const { token } = await aTeam(engine);

  const contestant = ({ port, pid }, request) => ({
    pids: [pid],
    run: () => load({ port, requests: [request], connections: CONNECTIONS, seconds: SECONDS, expect: 200 }),
  });
  const ourCall = toolCall('echo', { jobs: [TRIVIAL] }, token);
  const [ours, bareCalls, fastCalls, lists] = await interleave([
    contestant(engine, ourCall),
    contestant(bare, toolCall('echo', TRIVIAL)),
    contestant(fastMcp, toolCall('echo', TRIVIAL)),
    contestant(engine, message('tools/list', {}, token)),
  ]);
  await Promise.all([bare.stop(), fastMcp.stop()]);
  const growth = await growthOver(MANY_CALLS, engine, ourCall);
  const slower = await tailOf(engine, token);
  await engine.stop();
  return [
    {
      what: "the SDK's own way without sessions",
      target: 1 / 0.6,
      ...byCpu(ours, bareCalls),
      ours,
      floor: bareCalls,
    },
    { what: 'FastMCP', target: 2, ...byCpu(ours, fastCalls), ours, floor: fastCalls },
    {
      what: 'tools/list of everything, of a trivial tools/call',
      figure: cpuOf(lists) / cpuOf(ours),
      unit: '×',
      atMost: 2,
    },
    { what: '99th percentile of generate, of that of POST /v1/jobs', figure: slower, unit: '×', atMost: 3 },
    {
      what: `more on the heap after ${MANY_CALLS.toLocaleString('en')} calls`,
      figure: growth,
      unit: 'MB',
      atMost: 5,
    },
  ];
}

/** What a call costs the server, whatever the client and the rest of the machine do. */
function byCpu(ours, theirs) {
  const compared = compare(ours, theirs);
  return compared.cpu ? { ...compared, steadier: 'cpu', ratio: compared.cpu.median } : compared;
}

function cpuOf(results) {
  return summary(results.map(({ cpuMsEach, perSecond }) => cpuMsEach ?? 1 / perSecond)).median;
}

async function growthOver(calls, engine, request) {
  const before = await engine.ask('heap');
  const times = calls / CONNECTIONS;
  await load({ port: engine.port, requests: [request], connections: CONNECTIONS, times, expect: 200 });
  const after = await engine.ask('heap');
  return (after.bytes - before.bytes) / MEGABYTE;
}

/** Of generate against REST, round by round: the median of how many times as slow the slowest of a hundred is. */
async function tailOf({ port }, token) {
  const rest = requestBytes({ method: 'POST', path: '/v1/jobs', token, json: { type: 'image', ...JOB } });
  const generate = toolCall(
    'generate',
    { tool: 'create-image', input: { prompt: JOB.prompt, ...JOB.input } },
    token,
  );
  const tail = async (request, expect) => {
    const latenciesMs = [];
    await load({
      port,
      requests: [request],
      connections: CONNECTIONS,
      seconds: SECONDS,
      expect,
      latenciesMs,
    });
    return latenciesMs.toSorted((a, b) => a - b)[Math.floor(latenciesMs.length * 0.99)];
  };
  const ratios = [];
  for (let round = 0; round < 4; round++) {
    const viaRest = await tail(rest, 202);
    const viaMcp = await tail(generate, 200);
    // The first round counts for nothing.
    if (round > 0) ratios.push(viaMcp / viaRest);
  }
  return summary(ratios).median;
}

function toolCall(name, args, token) {
  return message('tools/call', { name, arguments: args }, token);
}

function message(method, params, token) {
  return requestBytes({
    method: 'POST',
    path: '/mcp',
    accept: ACCEPT,
    token,
    json: { jsonrpc: '2.0', id: 1, method, params },
  });
}
