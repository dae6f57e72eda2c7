import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SECOND_MS } from '../platform/clock.js';
import { searchPath } from '../platform/config/search-path.js';
import { MAX_PIXELS } from './picture.js';

const run = promisify(execFile);

const TIMEOUT_MS = 20 * SECOND_MS;
const MOST_SOUND_SECONDS = 600;
const SOUND_RATE = 4_000;
const BYTES_PER_SAMPLE = 2;

/** Named and not guessed: some of its formats are lists of other files to open. */
const DEMUXERS: Record<string, string> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'audio/mp4': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'audio/webm': 'matroska',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
  'audio/aiff': 'aiff',
};

/** A frame of the film as a picture file. Rejects where the machine has no ffmpeg, or that can't decode it. */
export async function takeFrame(
  file: string,
  { mimeType, atSeconds, target }: { mimeType: string; atSeconds: number; target: string },
): Promise<void> {
  const seek = ['-ss', atSeconds.toFixed(3)];
  const frame = ['-frames:v', '1', '-vf', "scale='min(960,iw)':-2", '-f', 'image2', '-c:v', 'png', target];
  await ffmpeg([...seek, ...inputOf(file, mimeType), '-an', '-sn', '-dn', ...frame]);
}

/** Its first minutes as samples from -1 to 1, one channel, far from every tone but loud where it is loud. */
export async function takeSound(file: string, mimeType: string): Promise<Float32Array> {
  const format = ['-ac', '1', '-ar', String(SOUND_RATE), '-f', 's16le', 'pipe:1'];
  const bytes = await ffmpeg([
    ...inputOf(file, mimeType),
    '-vn',
    '-t',
    String(MOST_SOUND_SECONDS),
    ...format,
  ]);
  return Float32Array.from(
    { length: Math.floor(bytes.length / BYTES_PER_SAMPLE) },
    (_, index) => bytes.readInt16LE(index * BYTES_PER_SAMPLE) / 32_768,
  );
}

/** Opens this one file and nothing that it may point to. */
function inputOf(file: string, mimeType: string): string[] {
  const demuxer = DEMUXERS[mimeType];
  if (!demuxer) throw new Error(`No demuxer is known for ${mimeType}.`);
  const limits = ['-max_pixels', String(MAX_PIXELS), '-threads', '1'];
  return ['-protocol_whitelist', 'file,pipe', ...limits, '-f', demuxer, '-i', `file:${file}`];
}

async function ffmpeg(args: string[]): Promise<Buffer> {
  const { stdout } = await run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
    encoding: 'buffer',
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: (MOST_SOUND_SECONDS + 1) * SOUND_RATE * BYTES_PER_SAMPLE,
    // It needs none of the engine's secrets.
    env: { PATH: searchPath() },
  });
  return stdout;
}
