import { AudioSample, type AudioSampleSource } from 'mediabunny';
import { SAMPLE_RATE, type Sound } from '../sounds/signal/sound.js';

/** Encoders are fed in pieces: given all at once, some lose the end. */
const PIECE = SAMPLE_RATE;

export async function addSamples(source: AudioSampleSource, sound: Sound): Promise<void> {
  const { length } = sound[0]!;
  for (let from = 0; from < length; from += PIECE) {
    const size = Math.min(PIECE, length - from);
    const data = new Float32Array(size * sound.length);
    for (const [channel, samples] of sound.entries())
      data.set(samples.subarray(from, from + size), channel * size);
    const sample = new AudioSample({
      data,
      format: 'f32-planar',
      numberOfChannels: sound.length,
      sampleRate: SAMPLE_RATE,
      timestamp: from / SAMPLE_RATE,
    });
    await source.add(sample);
    sample.close();
  }
}
