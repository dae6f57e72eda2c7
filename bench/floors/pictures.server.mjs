import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromBuild } from '../ground/from-build.mjs';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// The bare renderer in a loop: the same orders, no job, no queue, no store.

const { renderPictures } = await fromBuild('providers/studio/pictures/picture-rendering.js');
const { preparePictureOrder } = await fromBuild('providers/studio/pictures/picture-order.js');

answerQuestions(async ({ requests }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'));
  const beganAt = performance.now();
  for (const { prompt, input } of requests) {
    const { order } = preparePictureOrder({ type: 'image', model: 'image', n: 1, prompt, input });
    await renderPictures(order, folder, () => undefined);
  }
  const seconds = (performance.now() - beganAt) / 1_000;
  rmSync(folder, { recursive: true });
  return { count: requests.length, seconds };
});
ready();
