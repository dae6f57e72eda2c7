import { execFile } from 'node:child_process';
import path from 'node:path';
import { EMULATED } from './emulators/providers.js';
import { aDatabase } from './support/database.js';
import { aFolder } from './support/engine.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';

const COMMAND = path.resolve(import.meta.dirname, '../dist/src/cli.main.js');

interface Examination {
  code: number;
  said: string;
  ok: boolean;
  findings: { area: string; state: string; says: string; remedy?: string; models?: string[] }[];
}

let settings: Record<string, string>;

beforeAll(async () => {
  const { ownerUrl } = await aDatabase();
  settings = { DATABASE_URL: ownerUrl, DATA_DIR: await aFolder(), ADMIN_TOKEN, SECRET_KEY };
  for (const emulated of EMULATED)
    Object.assign(settings, emulated.env((await emulated.emulator.start()).url));
});

function doctor(env: Record<string, string>, ...args: string[]): Promise<Examination> {
  const { PATH, HOME, TMPDIR } = process.env;
  const options = { env: { PATH, HOME, TMPDIR, ...env } };
  return new Promise((resolve) =>
    execFile(process.execPath, [COMMAND, 'doctor', ...args], options, (error, said, complaints) => {
      const told = args.includes('--json') ? (JSON.parse(said) as Examination) : { ok: !error, findings: [] };
      resolve({ ...told, code: (error?.code as number | undefined) ?? 0, said: said + complaints });
    }),
  );
}

function finding({ findings }: Examination, area: string) {
  return findings.find((one) => one.area === area);
}

test('a doctor who finds nothing wrong says so of everything, and asks for nothing that is paid for', async () => {
  const examination = await doctor(settings, '--json');
  expect(examination).toMatchObject({ code: 0, ok: true });
  const areas = ['node', 'configuration', 'database', 'schema', 'secret key', 'storage', 'catalogue'];
  for (const area of areas) expect([area, finding(examination, area)?.state]).toEqual([area, 'ok']);
  for (const { id, emulator, job } of EMULATED) {
    expect(finding(examination, id)).toMatchObject({
      state: 'ok',
      models: expect.arrayContaining([job['model']]),
    });
    expect(emulator.calls.map(({ method }) => method)).toEqual(['GET']);
    expect(emulator.works).toEqual([]);
  }
});

test('what is missing, refused or away is named with what to do, and no key is told', async () => {
  const openai = EMULATED.find(({ id }) => id === 'openai')!;
  openai.emulator.refusedKeys.add('sk-test');
  const { FAL_KEY: _none, FAL_BASE_URL: _nowhere, ...others } = settings;
  const luma = { LUMA_AGENTS_BASE_URL: `${settings['LUMA_AGENTS_BASE_URL']}/v1` };
  const env = {
    ...others,
    ...luma,
    RUNWAYML_BASE_URL: 'http://127.0.0.1:9',
    RUNWAYML_API_SECRET: 'key_of_runway',
  };
  const examination = await doctor(env, '--json');
  expect(examination).toMatchObject({ code: 1, ok: false });
  expect(finding(examination, 'fal')).toMatchObject({
    state: 'note',
    remedy: expect.stringContaining('FAL_KEY'),
    models: expect.arrayContaining(['flux-2-turbo']),
  });
  expect(finding(examination, 'openai')).toMatchObject({ state: 'problem' });
  expect(finding(examination, 'runway')).toMatchObject({ state: 'problem' });
  expect(finding(examination, 'luma-agents')).toMatchObject({ state: 'problem' });
  expect(finding(examination, 'google')).toMatchObject({ state: 'ok' });
  expect(examination.said).not.toMatch(/sk-test|key_of_runway/);
});

test('for people it is a table, with a verdict at its end', async () => {
  const { code, said } = await doctor({ ...settings, SECRET_KEY: 'short' });
  expect(code).toBe(1);
  expect(said).toMatch(/^configuration +PROBLEM +SECRET_KEY must be/m);
  expect(said).toContain('1 of these must be mended.');
});

test('a database that does not answer, and words that it does not know', async () => {
  const away = { ...settings, DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' };
  const examination = await doctor(away, '--json');
  expect(finding(examination, 'database')).toMatchObject({ state: 'problem' });
  expect(examination.said).not.toContain('secret@');
  expect(await doctor(settings, '--loud')).toMatchObject({ code: 1, said: expect.stringContaining('Usage') });
});
