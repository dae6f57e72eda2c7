import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

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

/** Orders all as one batch, waits for each and brings it and its thumbnail into the folder. */
export async function commission(engine, folder, onWork) {
  const { jobs } = await call(engine, '/v1/batch', { jobs: PIECES.map(({ job }) => job) });
  const works = [];
  for (const [index, { title, job: order }] of PIECES.entries()) {
    const job = await ended(engine, jobs[index].jobId);
    if (job.status !== 'completed') throw new Error(`${title} ended as ${job.status}: ${job.error?.message}`);
    const number = index + 1;
    const work = {
      number,
      title,
      order,
      job,
      seconds: secondsOf(job),
      ...(await bring(job, folder, number)),
    };
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

async function bring({ output: [output] }, folder, number) {
  const name = String(number).padStart(2, '0');
  const file = `${name}.${ENDINGS[output.mimeType]}`;
  const thumbnail = `${name}-thumbnail.webp`;
  await download(output.url, path.join(folder, file));
  await download(output.thumbnailUrl, path.join(folder, thumbnail));
  return { file, thumbnail, output };
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
