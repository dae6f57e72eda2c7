import h264 from 'h264-mp4-encoder';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import type { EncodedFootage, Footage, FrameEncoder } from './frame-encoder.types.js';

/** 10 is best, 51 is worst. */
const QUANTIZER = 23;
/** 0 is slowest and best, 10 fastest. */
const SPEED = 5;

/** minih264, which brings its own container: the frames are taken out of that again. */
export async function h264Encoder({ width, height, framesPerSecond }: Footage): Promise<FrameEncoder> {
  const encoder = await h264.createH264MP4Encoder();
  Object.assign(encoder, {
    width,
    height,
    frameRate: framesPerSecond,
    quantizationParameter: QUANTIZER,
    speed: SPEED,
    groupOfPictures: framesPerSecond * 2,
  });
  encoder.initialize();
  return {
    add: async (yuv) => encoder.addFrameYuv(yuv),
    finish: async () => {
      encoder.finalize();
      const file = encoder.FS.readFile(encoder.outputFilename);
      encoder.delete();
      return framesIn(file, framesPerSecond);
    },
  };
}

async function framesIn(file: Uint8Array, framesPerSecond: number): Promise<EncodedFootage> {
  const input = new Input({ source: new BufferSource(file), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('The encoder made a file without a film.');
  const frames: EncodedFootage['frames'] = [];
  for await (const { data, type } of new EncodedPacketSink(track).packets()) {
    const at = frames.length / framesPerSecond;
    frames.push({ data, isKey: type === 'key', at, seconds: 1 / framesPerSecond });
  }
  return { frames, codec: config.codec, description: new Uint8Array(config.description as ArrayBuffer) };
}
