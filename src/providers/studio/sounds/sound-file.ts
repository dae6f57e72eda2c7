import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AudioSampleSource,
  EncodedAudioPacketSource,
  FilePathTarget,
  type MetadataTags,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from 'mediabunny';
import { encodeOpus } from '../encoding/opus.js';
import { PROVENANCE, SOFTWARE } from '../encoding/provenance.js';
import { reproducibly } from '../encoding/reproducible.js';
import { addSamples } from '../encoding/sound-samples.js';
import type { Sound } from './signal/sound.js';
import type { SoundFormat } from './sound-file.types.js';

export const SOUND_MIME_TYPES: Record<SoundFormat, string> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
};

// Once a process: each call would add it again.
registerMp3Encoder();

/** By the number of channels. */
const BITS_PER_SECOND = { mp3: [96_000, 192_000], ogg: [56_000, 128_000] } as const;

const WRITERS: Record<SoundFormat, (sound: Sound, file: string) => Promise<void>> = {
  mp3: writeMp3,
  wav: writeWav,
  ogg: writeOgg,
};

export async function writeSound(sound: Sound, format: SoundFormat, file: string): Promise<void> {
  await reproducibly(() => WRITERS[format](sound, file));
}

async function writeMp3(sound: Sound, file: string): Promise<void> {
  const source = new AudioSampleSource({ codec: 'mp3', bitrate: BITS_PER_SECOND.mp3[sound.length - 1]! });
  await write({ format: new Mp3OutputFormat(), source, file }, () => addSamples(source, sound));
}

async function writeWav(sound: Sound, file: string): Promise<void> {
  const source = new AudioSampleSource({ codec: 'pcm-s16' });
  const tags = { ...PROVENANCE, raw: { ISFT: SOFTWARE } };
  await write({ format: new WavOutputFormat(), source, file, tags }, () => addSamples(source, sound));
}

async function writeOgg(sound: Sound, file: string): Promise<void> {
  const { packets, metadata } = await encodeOpus(sound, BITS_PER_SECOND.ogg[sound.length - 1]!);
  const source = new EncodedAudioPacketSource('opus');
  await write({ format: new OggOutputFormat(), source, file }, async () => {
    for (const packet of packets) await source.add(packet, metadata);
  });
}

interface Writing {
  format: OutputFormat;
  source: AudioSampleSource | EncodedAudioPacketSource;
  file: string;
  tags?: MetadataTags;
}

async function write(
  { format, source, file, tags = PROVENANCE }: Writing,
  addSound: () => Promise<void>,
): Promise<void> {
  const output = new Output({ format, target: new FilePathTarget(file) });
  output.addAudioTrack(source);
  output.setMetadataTags(tags);
  await output.start();
  await addSound();
  await output.finalize();
}
