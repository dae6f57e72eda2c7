import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { anApi } from './support/api.js';
import { afterSuite } from './support/clean-up.js';
import { aDatabase } from './support/database.js';
import { aFolder } from './support/engine.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';

const FIXTURES = path.resolve(import.meta.dirname, 'conformance');
const STABLE = '@modelcontextprotocol/conformance/dist/index.js';
/** The pre-release, which knows 2026-07-28; an alias in package.json. */
const NEXT = 'conformance-next/dist/index.js';

const NEEDS_SESSION =
  'The server asks the client in the middle of a call, which needs a session; /mcp keeps none, so that any process ' +
  'serves any request. Clients of 2026 are asked by the answer.';
const OF_SESSIONS = {
  'tools-call-sampling': NEEDS_SESSION,
  'tools-call-elicitation': NEEDS_SESSION,
  'elicitation-sep1034-defaults': NEEDS_SESSION,
  'elicitation-sep1330-enums': NEEDS_SESSION,
};

interface Suite {
  name: string;
  program: string;
  options: string[];
  scenarios: number;
  /** Scenarios with the reason why they can not pass. */
  notPassed: Record<string, string>;
}

const SUITES: Suite[] = [
  {
    name: 'stable, whole',
    program: STABLE,
    options: ['--suite', 'all'],
    scenarios: 32,
    notPassed: OF_SESSIONS,
  },
  {
    name: 'required of 2025-11-25',
    program: NEXT,
    options: ['--requirements', '2025-11-25'],
    scenarios: 33,
    notPassed: OF_SESSIONS,
  },
  {
    name: 'required of 2026-07-28, and tasks',
    program: NEXT,
    options: ['--requirements', '2026-07-28'],
    scenarios: 50,
    notPassed: {
      'http-custom-header-server-validation': 'No tool of the engine wants an argument repeated in a header.',
    },
  },
];

let url: string;

beforeAll(async () => {
  url = await anEngineWithFixtures();
});

for (const { name, program, options, scenarios, notPassed } of SUITES) {
  const main = installed(program);
  if (main === null) {
    // Named at the end of .ci/run: what was not run proves nothing.
    test.todo(`passes the conformance suite ${name} (${program} is not installed)`);
    continue;
  }
  test(`passes the conformance suite ${name}`, async () => {
    const results = await aFolder();
    const server = ['server', '--url', `${url}/mcp`, ...options, '--output-dir', results];
    const hook = ['--import', path.join(FIXTURES, 'with-glob-sync.mjs')];
    const output = await outputOf([...hook, main, ...server]);
    const checks = await checksIn(results);
    const failed = [...checks]
      .filter(([, statuses]) => statuses.includes('FAILURE'))
      .map(([scenario]) => scenario);
    expect({ failed: failed.toSorted(), output }).toEqual({
      failed: Object.keys(notPassed).toSorted(),
      output,
    });
    expect(checks.size).toBe(scenarios);
  });
}

function installed(program: string): string | null {
  try {
    return createRequire(import.meta.filename).resolve(program);
  } catch {
    return null;
  }
}

/** Whatever it thinks of the results: its exit code knows no exceptions. */
function outputOf(args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 50_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** The status of each check, by scenario. */
async function checksIn(folder: string): Promise<Map<string, string[]>> {
  const checks = new Map<string, string[]>();
  for (const run of await readdir(folder)) {
    const results = JSON.parse(await readFile(path.join(folder, run, 'checks.json'), 'utf8')) as {
      status: string;
    }[];
    const scenario = run.replace(/^server-/, '').replace(/-\d{4}-\d{2}-\d{2}T.*$/, '');
    checks.set(
      scenario,
      results.map(({ status }) => status),
    );
  }
  return checks;
}

async function anEngineWithFixtures(): Promise<string> {
  const { PATH, HOME } = process.env;
  const database = await aDatabase();
  const child = fork(path.join(FIXTURES, 'engine.server.mjs'), {
    env: {
      PATH,
      HOME,
      PORT: '0',
      DATABASE_URL: database.ownerUrl,
      DATA_DIR: await aFolder(),
      ADMIN_TOKEN,
      SECRET_KEY,
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  afterSuite(() => ended(child));
  const [engine] = (await once(child, 'message')) as [{ url: string }];
  child.send({ token: await aTokenThatMayHurry(engine) });
  return engine.url;
}

async function aTokenThatMayHurry(engine: { url: string }): Promise<string> {
  const operator = anApi(engine).asOperator();
  const { body: team } = await operator.post<{ teamId: string }>('/v1/admin/teams', {
    name: 'Suites',
    plan: 'pro',
  });
  const { body } = await operator.post<{ token: string }>(`/v1/admin/teams/${team.teamId}/tokens`, {
    name: 'suites',
    limits: { mcpPerMinute: 100_000 },
  });
  return body.token;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
