import { spawnSync } from 'node:child_process';

// Asks a running engine through the official Inspector, in every era of the protocol. It weighs 110 MB and wants a newer
// Node, so it is fetched when it is wanted and is no package of ours.

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const ERAS = ['legacy', 'auto', 'modern'];
const GENERATE = [
  'generate',
  '--tool-arg',
  'tool=create-image',
  '--tool-arg',
  'input={"prompt":"A lighthouse"}',
];
const QUESTIONS = {
  'tools/list': ['--strict'],
  'resources/list': [],
  'prompts/list': [],
  'tools/call': ['--tool-name', ...GENERATE],
};

const { MEDIA_ENGINE_URL: url, MEDIA_ENGINE_TOKEN: token } = process.env;
if (!url || !token) {
  console.error('Set MEDIA_ENGINE_URL and MEDIA_ENGINE_TOKEN to those of a running engine.');
  process.exit(1);
}

let failed = 0;
for (const era of ERAS) {
  for (const [method, options] of Object.entries(QUESTIONS)) {
    const { status, stderr } = ask(era, ['--method', method, ...options]);
    console.log(`${era} ${method}: ${status === 0 ? 'ok' : `failed\n${stderr}`}`);
    if (status !== 0) failed++;
  }
}
process.exitCode = failed === 0 ? 0 : 1;

function ask(era, question) {
  const target = ['--cli', new URL('/mcp', url).href, '--transport', 'http', '--protocol-era', era];
  const authorization = ['--header', `Authorization: Bearer ${token}`];
  return spawnSync('npx', ['-y', INSPECTOR, ...target, ...authorization, ...question, '-q'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}
