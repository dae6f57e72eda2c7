import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;

/** Tests by a judge that knows nothing of us. Where it is missing they are skipped, and say so. */
export const withFfmpeg: jest.Describe = HAS_FFMPEG ? describe : describe.skip;
if (!HAS_FFMPEG) process.emitWarning('ffmpeg is not installed: what it would judge is not tested here.');

export interface Probe {
  format: { duration: string; tags?: Record<string, string> };
  streams: Array<{
    codec_type: 'audio' | 'video';
    codec_name: string;
    sample_rate?: string;
    channels?: number;
    width?: number;
    height?: number;
    avg_frame_rate?: string;
    nb_read_frames?: string;
    color_range?: string;
    color_space?: string;
    tags?: Record<string, string>;
  }>;
}

export async function probe(file: string): Promise<Probe> {
  const show = ['-v', 'error', '-count_frames', '-show_format', '-show_streams'];
  const { stdout } = await run('ffprobe', [...show, '-of', 'json', file]);
  return JSON.parse(stdout) as Probe;
}

/** Decodes every frame; rejects at the first that is broken. */
export async function decodeWhole(file: string): Promise<void> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
  if (stderr) throw new Error(stderr);
}

export interface Volume {
  meanDecibels: number;
  loudnessUnits: number;
}

export async function volumeOf(file: string): Promise<Volume> {
  const filters = 'volumedetect,ebur128';
  const { stderr } = await run('ffmpeg', ['-nostats', '-i', file, '-vn', '-af', filters, '-f', 'null', '-']);
  const figure = (pattern: RegExp) => Number(pattern.exec(stderr)?.[1]);
  return {
    meanDecibels: figure(/mean_volume: (-?[\d.]+) dB/u),
    loudnessUnits: figure(/I:\s+(-?[\d.]+) LUFS(?![\s\S]*I:\s)/u),
  };
}

/** As a player would hear them, left and right in turn. */
export async function samplesOf(file: string): Promise<Float32Array> {
  const decode = ['-v', 'error', '-i', file, '-f', 'f32le', '-ar', '48000', '-'];
  const { stdout } = await run('ffmpeg', decode, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

/** All that a file says about itself, wherever its container keeps it. */
export function tagsOf({ format, streams }: Probe): string {
  return JSON.stringify([format.tags, ...streams.map(({ tags }) => tags)]);
}
