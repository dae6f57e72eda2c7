import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterSuite } from './support/clean-up.js';
import { aFolder } from './support/engine.js';
import { until } from './support/until.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const NAME = 'mcp-media-engine';
const run = promisify(execFile);

interface Manifest {
  dependencies: Record<string, string>;
  bin: Record<string, string>;
}

test('what npm packs runs by its name in an empty folder: it starts an engine, makes a picture, has the viewer of models and leaves nothing running', async () => {
  const home = await aFolder();
  const bin = await install(home);
  const dataDir = path.join(home, 'data');
  const notProtocol: Error[] = [];
  const client = new Client({ name: 'suite', version: '1' });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has no other way
  client.onerror = (error) => notProtocol.push(error);
  await client.connect(
    new StdioClientTransport({
      command: bin,
      cwd: home,
      env: { PATH: process.env.PATH!, HOME: home, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
      stderr: 'ignore',
    }),
    { timeout: 50_000 },
  );
  afterSuite(() => client.close());

  const { structuredContent: made } = await client.callTool({
    name: 'generate_image',
    arguments: { prompt: 'A lighthouse', input: { width: 64, height: 64 } },
  });
  const { structuredContent: done } = await client.callTool({
    name: 'get_job_status',
    arguments: { job_id: (made as { job_id: string }).job_id, wait_seconds: 50 },
  });
  const { result } = (done as { data: { result: { output: string } } }).data;
  expect((await fetch(result.output)).status).toBe(200);
  const viewer = await fetch(new URL('/mcp-app/model-viewer.js', result.output));
  expect(await viewer.text()).toMatch(/showModel/);

  await client.close();
  await until('the end of the engine', async () => !existsSync(path.join(dataDir, 'engine.json')));
  await until('the end of its server', async () => (await fetch(result.output).catch(() => null)) === null);
  expect(notProtocol).toEqual([]);
});

/** As npm would, but for the network: the packed files, and beside them what they declare and nothing else. */
async function install(home: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: ROOT,
    shell: process.platform === 'win32',
  });
  const modules = path.join(home, 'node_modules');
  const own = path.join(modules, NAME);
  await mkdir(own, { recursive: true });
  await run('tar', ['-xzf', path.join(home, tarballIn(stdout)), '-C', own, '--strip-components', '1']);
  const { dependencies, bin } = JSON.parse(
    await readFile(path.join(own, 'package.json'), 'utf8'),
  ) as Manifest;
  for (const dependency of Object.keys(dependencies)) {
    const place = path.join(modules, dependency);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules', dependency), place);
  }
  const main = path.join(own, bin[NAME]!);
  await chmod(main, 0o755);
  await mkdir(path.join(modules, '.bin'));
  await symlink(main, path.join(modules, '.bin', NAME));
  return path.join(modules, '.bin', NAME);
}

/** Newer versions of npm answer by the name of the package. */
function tarballIn(stdout: string): string {
  const packed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
  return Object.values(packed)[0]!.filename;
}
