import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';

export const PIECES = JSON.parse(readFileSync(new URL('pieces.json', import.meta.url), 'utf8'));

const ENDINGS = {
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'model/gltf-binary': 'glb',
};

/** Orders all as one batch, waits for each, and brings it and a picture of it into the folder. */
export async function commission(engine, folder, onWork) {
  const { jobs } = await call(engine, '/v1/batch', { jobs: PIECES.map(({ job }) => job) });
  const works = [];
  for (const [index, { title, job: order }] of PIECES.entries()) {
    const job = await ended(engine, jobs[index].jobId);
    if (job.status !== 'completed') throw new Error(`${title} ended as ${job.status}: ${job.error?.message}`);
    const number = index + 1;
    const brought = await bring(job, { folder, number, isPicture: order.type === 'image' });
    const work = { number, title, order, seconds: secondsOf(job), ...brought };
    works.push(work);
    onWork(work);
  }
  return works;
}

async function ended(engine, id) {
  for (;;) {
    const job = await call(engine, `/v1/jobs/${id}?wait=30`);
    if (!['queued', 'processing'].includes(job.status)) return job;
  }
}

async function bring({ output: [output] }, { folder, number, isPicture }) {
  const name = String(number).padStart(2, '0');
  const file = `${name}.${ENDINGS[output.mimeType]}`;
  await download(output.url, path.join(folder, file));
  const picture = isPicture ? file : `${name}-thumbnail.webp`;
  if (!isPicture) await download(output.thumbnailUrl, path.join(folder, picture));
  const { width, height } = await sharp(path.join(folder, picture)).metadata();
  return { output, file, picture, shape: width / height };
}

async function download(url, file) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The engine answered ${answer.status} for a file.`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

function secondsOf({ startedAt, finishedAt }) {
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
}

async function call({ url, token }, route, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const answer = await fetch(new URL(route, url), { ...init, headers });
  const answered = await answer.json();
  if (answer.ok) return answered;
  const { message, fields = [] } = answered.error;
  throw new Error([message, ...fields.map((field) => `${field.path}: ${field.message}`)].join('\n'));
}
