import { S3Storage } from '../src/platform/storage/s3-storage.js';
import type { BucketConfig } from '../src/platform/config/config.types.js';
import { aJob, aTeam, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine } from './support/engine.js';
import { aBucket } from './support/s3-server.js';
import { type AssetBody, upload } from './support/uploads.js';

type Picture = JobBody['output'][number] & { sha256: string };

let team: TestTeam;
let bucket: BucketConfig;
let picture: Picture;

beforeAll(async () => {
  bucket = await aBucket();
  const { endpoint, region, prefix, accessKeyId, secretAccessKey } = bucket;
  const query = new URLSearchParams({ endpoint, region });
  const engine = await anEngine({
    env: {
      STORAGE_URL: `s3://${bucket.bucket}/${prefix.slice(0, -1)}?${query}`,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
  });
  team = await aTeam(engine);
  const job = await untilTerminal(team, (await aJob(team)).id);
  [picture] = job.output as Picture[] as [Picture];
});

async function bytesOf(url: string, headers?: Record<string, string>): Promise<Buffer> {
  return Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
}

async function inTheBucket(): Promise<string[]> {
  const names = [];
  for await (const { sha256 } of new S3Storage(bucket).entries()) names.push(sha256);
  return names;
}

test('what jobs make is in the bucket, and its signed link opens it, whole and in parts', async () => {
  expect(await inTheBucket()).toContain(picture.sha256);
  const whole = await bytesOf(picture.url);
  expect(whole).toHaveLength(picture.bytes);
  const part = await fetch(picture.url, { headers: { range: 'bytes=-7' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes ${picture.bytes - 7}-${picture.bytes - 1}/${picture.bytes}`,
  ]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(-7));
  const thumbnail = await fetch(picture.thumbnailUrl!);
  expect(thumbnail.headers.get('content-type')).toBe('image/webp');
  expect(await thumbnail.arrayBuffer()).toHaveProperty(
    'byteLength',
    Number(thumbnail.headers.get('content-length')),
  );
});

test('what teams upload is in the bucket, serves their jobs, and leaves it when it is deleted', async () => {
  const file = await bytesOf(picture.url);
  const { body, status } = await upload(team, Buffer.concat([file, Buffer.from('of another content')]));
  expect(status).toBe(201);
  expect(await inTheBucket()).toContain(body.sha256);
  const shown = await aJob(team, { input: { width: 64, height: 64, image: body.id } });
  expect((await untilTerminal(team, shown.id)).status).toBe('completed');

  expect((await team.api.delete<AssetBody>(`/v1/assets/${body.id}`)).status).toBe(204);
  expect((await fetch(body.url)).status).toBe(410);
  expect(await inTheBucket()).not.toContain(body.sha256);
  expect(await inTheBucket()).toContain(picture.sha256);
});
