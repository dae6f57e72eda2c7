import libavFactory from '@libav.js/variant-webm';
import type { EncodedFrame, Footage, FrameEncoder } from './frame-encoder.types.js';

const BITS_PER_PIXEL = 0.15;
const KEY_FRAME = 1;

export async function vp8Encoder({ width, height, framesPerSecond }: Footage): Promise<FrameEncoder> {
  const libav = await libavFactory.LibAV({ noworker: true, nothreads: true });
  await libav.av_log_set_level(libav.AV_LOG_ERROR);
  const [, context, frame, packet] = await libav.ff_init_encoder('libvpx', {
    ctx: {
      bit_rate: Math.round(width * height * framesPerSecond * BITS_PER_PIXEL),
      pix_fmt: libav.AV_PIX_FMT_YUV420P,
      width,
      height,
      gop_size: framesPerSecond * 2,
    },
    time_base: [1, framesPerSecond],
    // Every better setting takes six times as long in WebAssembly.
    options: { deadline: 'realtime', 'cpu-used': '6' },
  });
  const pixels = width * height;
  const layout = [
    { offset: 0, stride: width },
    { offset: pixels, stride: width / 2 },
    { offset: (pixels * 5) / 4, stride: width / 2 },
  ];
  const frames: EncodedFrame[] = [];
  let count = 0;
  const encode = async (yuv: Uint8Array[], finish: boolean) => {
    const pictures = yuv.map((data) => ({
      data,
      layout,
      format: libav.AV_PIX_FMT_YUV420P,
      width,
      height,
      pts: count++,
    }));
    for (const { data, flags = 0 } of await libav.ff_encode_multi(context, frame, packet, pictures, finish)) {
      const at = frames.length / framesPerSecond;
      frames.push({ data, isKey: (flags & KEY_FRAME) !== 0, at, seconds: 1 / framesPerSecond });
    }
  };
  return {
    add: (yuv) => encode([yuv], false),
    finish: async () => {
      await encode([], true);
      await libav.ff_free_encoder(context, frame, packet);
      return { frames, codec: 'vp8' };
    },
  };
}
