import { parentPort, workerData } from 'node:worker_threads';
import type { EncoderCommand, EncoderReport, EncoderStart } from './frame-encoder.types.js';
import { toYuv, yuvBytes } from './yuv.js';

const { footage, slots } = workerData as EncoderStart;
const pictures = slots.map((slot) => new Uint8Array(slot));
const yuv = new Uint8Array(yuvBytes(footage));
const encoder =
  footage.format === 'mp4'
    ? await (await import('./h264-encoder.js')).h264Encoder(footage)
    : await (await import('./vp8-encoder.js')).vp8Encoder(footage);

/** Frames are encoded in the order in which they came. */
let last: Promise<void> = Promise.resolve();

parentPort!.on('message', (command: EncoderCommand) => {
  last = last.then(() => obey(command));
});

async function obey(command: EncoderCommand): Promise<void> {
  if (command.kind === 'end') {
    report({ kind: 'done', footage: await encoder.finish() });
    return;
  }
  toYuv(pictures[command.slot]!, footage, yuv);
  // The painter may have the memory back: what is encoded from here on is the copy.
  report({ kind: 'free', slot: command.slot });
  await encoder.add(yuv);
}

function report(message: EncoderReport): void {
  parentPort!.postMessage(message);
}
