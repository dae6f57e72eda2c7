import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { DomainError } from '../platform/errors.js';
import { MAX_PIXELS } from './picture.js';

export interface RecordingFacts {
  /** Null without a moving picture. */
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
}

/** Kept as they are: what there is to read them can't. */
const UNREADABLE = new Set(['audio/aiff']);
const UNMEASURED: RecordingFacts = { width: null, height: null, durationSeconds: null };

/** Whether there is a moving picture in a container that may hold one. */
export function hasMovingPicture(file: string): Promise<boolean> {
  return reading(file, async (input) => (await input.getPrimaryVideoTrack()) !== null);
}

/** What the container says of its tracks; nothing is decoded. */
export async function measureRecording(file: string, mimeType: string): Promise<RecordingFacts> {
  if (UNREADABLE.has(mimeType)) return UNMEASURED;
  return reading(file, async (input) => {
    const video = await input.getPrimaryVideoTrack();
    if (!video && !(await input.getPrimaryAudioTrack())) throw damaged();
    const durationSeconds = toMilliseconds(await input.computeDuration());
    if (!video) return { ...UNMEASURED, durationSeconds };
    const [width, height] = await Promise.all([video.getDisplayWidth(), video.getDisplayHeight()]);
    if (width * height > MAX_PIXELS)
      throw new DomainError(
        'payload_too_large',
        `The video has more than ${MAX_PIXELS / 1e6} million pixels.`,
        {
          remediation: 'Use a smaller video.',
        },
      );
    return { width, height, durationSeconds };
  });
}

/** Sums of the lengths of packets end in noise. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

async function reading<T>(file: string, read: (input: Input) => Promise<T>): Promise<T> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  try {
    return await read(input);
  } catch (error) {
    throw error instanceof DomainError ? error : damaged(error);
  } finally {
    input.dispose();
  }
}

function damaged(cause?: unknown): DomainError {
  return new DomainError(
    'unsupported_media_type',
    'The recording is damaged or of a kind that can not be read.',
    {
      remediation: 'Save it again, for example as MP4, WebM, MP3 or WAV, and use that file.',
      cause,
    },
  );
}
