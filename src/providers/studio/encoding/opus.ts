import libavFactory from '@libav.js/variant-webm';
import { EncodedPacket } from 'mediabunny';
import { SAMPLE_RATE, type Sound } from '../sounds/signal/sound.js';

export interface OpusTrack {
  packets: EncodedPacket[];
  metadata: {
    decoderConfig: { codec: 'opus'; numberOfChannels: number; sampleRate: number; description: Uint8Array };
  };
}

/** What the encoder looks ahead; a player drops as much from the beginning. */
const PRE_SKIP = 312;
const CHANNEL_LAYOUTS = [4, 3] as const;

export async function encodeOpus(sound: Sound, bitsPerSecond: number): Promise<OpusTrack> {
  const channels = sound.length;
  const libav = await libavFactory.LibAV({ noworker: true, nothreads: true });
  const layout = CHANNEL_LAYOUTS[channels - 1]!;
  const [, context, frame, packet, frameSize] = await libav.ff_init_encoder('libopus', {
    ctx: {
      bit_rate: bitsPerSecond,
      sample_fmt: libav.AV_SAMPLE_FMT_FLT,
      sample_rate: SAMPLE_RATE,
      channel_layout: layout,
    },
    time_base: [1, SAMPLE_RATE],
  });
  const frames = [...interleavedFrames(sound, frameSize)].map((data, index) => ({
    data,
    channel_layout: layout,
    format: libav.AV_SAMPLE_FMT_FLT,
    pts: index * frameSize,
    sample_rate: SAMPLE_RATE,
  }));
  const encoded = await libav.ff_encode_multi(context, frame, packet, frames, true);
  await libav.ff_free_encoder(context, frame, packet);
  libav.terminate();
  const seconds = frameSize / SAMPLE_RATE;
  return {
    packets: encoded.map(({ data }, index) => new EncodedPacket(data, 'key', index * seconds, seconds)),
    metadata: {
      decoderConfig: {
        codec: 'opus',
        numberOfChannels: channels,
        sampleRate: SAMPLE_RATE,
        description: identificationHeader(channels),
      },
    },
  };
}

/** The last one is filled up with silence. */
function* interleavedFrames(sound: Sound, frameSize: number): Generator<Float32Array> {
  const channels = sound.length;
  for (let from = 0; from < sound[0]!.length; from += frameSize) {
    const data = new Float32Array(frameSize * channels);
    for (const [channel, samples] of sound.entries()) {
      const part = samples.subarray(from, from + frameSize);
      for (let at = 0; at < part.length; at++) data[at * channels + channel] = part[at]!;
    }
    yield data;
  }
}

/** RFC 7845, section 5.1. */
function identificationHeader(channels: number): Uint8Array {
  const header = Buffer.alloc(19);
  header.write('OpusHead', 'latin1');
  header.writeUInt8(1, 8);
  header.writeUInt8(channels, 9);
  header.writeUInt16LE(PRE_SKIP, 10);
  header.writeUInt32LE(SAMPLE_RATE, 12);
  return header;
}
