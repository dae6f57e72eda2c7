import { registerAacEncoder } from '@mediabunny/aac-encoder';
import {
  AudioSampleSource,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { encodeOpus } from '../encoding/opus.js';
import { PROVENANCE } from '../encoding/provenance.js';
import { reproducibly } from '../encoding/reproducible.js';
import { addSamples } from '../encoding/sound-samples.js';
import type { Sound } from '../sounds/signal/sound.js';
import type { FilmFormat } from './film-order.types.js';
import type { EncodedFootage, Footage } from './frame-encoder.types.js';

export const FILM_MIME_TYPES: Record<FilmFormat, string> = { mp4: 'video/mp4', webm: 'video/webm' };

const SOUND_BITS_PER_SECOND = 128_000;
/** The encoders say nothing of colour: without this, players guess by the size of the picture. */
const COLOR_SPACE = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

// Once a process: each call would add it again.
registerAacEncoder();

export interface Film {
  footage: Footage;
  encoded: EncodedFootage;
  sound: Sound | null;
}

/** Puts picture and sound into one file that can start to play before it is loaded whole. */
export async function writeFilm(film: Film, file: string): Promise<void> {
  await reproducibly(() => mux(film, file));
}

async function mux({ footage, encoded, sound }: Film, file: string): Promise<void> {
  const isMp4 = footage.format === 'mp4';
  const format = isMp4 ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target: new FilePathTarget(file) });
  const pictures = new EncodedVideoPacketSource(isMp4 ? 'avc' : 'vp8');
  output.addVideoTrack(pictures, { frameRate: footage.framesPerSecond });
  const addSound = sound && (isMp4 ? aacTrack(output, sound) : await opusTrack(output, sound));
  output.setMetadataTags(PROVENANCE);
  await output.start();
  await Promise.all([addFrames(pictures, footage, encoded), addSound?.()]);
  await output.finalize();
}

async function addFrames(
  source: EncodedVideoPacketSource,
  footage: Footage,
  encoded: EncodedFootage,
): Promise<void> {
  const { codec, description, frames } = encoded;
  const decoderConfig = {
    codec,
    codedWidth: footage.width,
    codedHeight: footage.height,
    colorSpace: COLOR_SPACE,
    ...(description && { description }),
  };
  for (const [index, { data, isKey, at, seconds }] of frames.entries()) {
    await source.add(new EncodedPacket(data, isKey ? 'key' : 'delta', at, seconds, index), { decoderConfig });
  }
  source.close();
}

function aacTrack(output: Output, sound: Sound): () => Promise<void> {
  const source = new AudioSampleSource({ codec: 'aac', bitrate: SOUND_BITS_PER_SECOND });
  output.addAudioTrack(source);
  return async () => {
    await addSamples(source, sound);
    source.close();
  };
}

async function opusTrack(output: Output, sound: Sound): Promise<() => Promise<void>> {
  const { packets, metadata } = await encodeOpus(sound, SOUND_BITS_PER_SECOND);
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  return async () => {
    for (const packet of packets) await source.add(packet, metadata);
    source.close();
  };
}
