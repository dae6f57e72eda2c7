import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { AssetFiles } from '../src/operator/audit/asset-files.service.js';
import { AuditCommandModule } from '../src/operator/audit/audit-command.module.js';
import { loadConfig } from '../src/platform/config/load-config.js';
import type { ErrorBody } from './support/api.js';
import { aJob, aTeam, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';

type Picture = JobBody['output'][number] & { thumbnailUrl: string };

let engine: TestEngine;
let team: TestTeam;
let audit: TestingModule;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine);
  const { database, dataDir } = engine;
  const settings = { DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir, SECRET_KEY, ADMIN_TOKEN };
  audit = await Test.createTestingModule({
    imports: [AuditCommandModule.with(loadConfig(settings))],
  }).compile();
});

afterAll(() => audit.close());

async function aPicture(prompt: string): Promise<Picture> {
  const job = await untilTerminal(team, (await aJob(team, { prompt })).id);
  return job.output[0] as Picture;
}

function lose({ sha256 }: Picture): Promise<void> {
  return rm(path.join(engine.dataDir, 'assets', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
}

test('a file that the store lost answers 410 and is told to the operator, in the log, the metrics and the audit', async () => {
  const [kept, lost] = [await aPicture('A red lighthouse'), await aPicture('A blue harbour')];
  const found = () => audit.get(AssetFiles).check({ since: '' });
  expect(await found()).toMatchObject({ violations: 0, examples: [] });
  await lose(lost);

  const answer = await fetch(lost.url);
  const { error } = (await answer.json()) as { error: ErrorBody };
  expect([answer.status, error.code]).toEqual([410, 'gone']);
  expect(error.remediation).toContain('operator');
  expect((await fetch(kept.url)).status).toBe(200);

  expect(engine.logs.filter((line) => line.includes('stored file is missing'))).toHaveLength(1);
  expect(await (await fetch(`${engine.url}/metrics`)).text()).toMatch(
    /^engine_asset_files_missing_total 1$/m,
  );
  expect(await found()).toEqual({
    invariant: 'no_ready_asset_without_its_file',
    violations: 1,
    examples: [{ id: lost.assetId }],
  });
});

test('a file that its team deleted is not missed', async () => {
  const picture = await aPicture('A green hill');
  const before = await audit.get(AssetFiles).check({ since: '' });
  expect((await team.api.delete(`/v1/assets/${picture.assetId}`)).status).toBe(204);
  expect(await audit.get(AssetFiles).check({ since: '' })).toEqual(before);
});
