import { type FileHandle, open } from 'node:fs/promises';
import { DomainError } from '../platform/errors.js';

const HEADER = 12;
const CHUNK_HEADER = 8;
const MAGIC = 0x46546c67;
const VERSION = 2;
const JSON_CHUNK = 0x4e4f534a;
/** The description alone; shapes and pictures are outside of it. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** Whole, of version 2, described by valid JSON, and with everything in the one file. */
export async function checkGlb(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const description = await readDescription(handle);
    for (const { uri } of [...listed(description.buffers), ...listed(description.images)]) {
      if (typeof uri === 'string' && !uri.startsWith('data:')) throw damaged('It points to other files.');
    }
  } finally {
    await handle.close();
  }
}

interface Description {
  asset?: { version?: unknown };
  buffers?: unknown;
  images?: unknown;
}

async function readDescription(handle: FileHandle): Promise<Description> {
  const { size } = await handle.stat();
  const head = await readAt(handle, 0, HEADER + CHUNK_HEADER);
  const [magic, version, length, jsonBytes, chunk] = [0, 4, 8, 12, 16].map((at) => head.readUInt32LE(at));
  if (magic !== MAGIC || version !== VERSION || chunk !== JSON_CHUNK)
    throw damaged('It is no GLB of version 2.');
  if (length! > size || jsonBytes! > length! - HEADER - CHUNK_HEADER) throw damaged('It is cut off.');
  if (jsonBytes! > MAX_JSON_BYTES) throw damaged('Its description is too large.');
  const description = parse(await readAt(handle, HEADER + CHUNK_HEADER, jsonBytes!));
  if (!String(description.asset?.version).startsWith('2.'))
    throw damaged('It does not say that it is glTF 2.');
  return description;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged('It is cut off.');
  return buffer;
}

function parse(json: Buffer): Description {
  try {
    const parsed: unknown = JSON.parse(json.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Said below.
  }
  throw damaged('Its description is no JSON.');
}

function listed(value: unknown): Array<{ uri?: unknown }> {
  return Array.isArray(value)
    ? (value as Array<{ uri?: unknown } | null>).filter((entry) => entry !== null)
    : [];
}

function damaged(why: string): DomainError {
  return new DomainError('unsupported_media_type', `The 3D model is damaged or not whole. ${why}`, {
    remediation: 'Export it again as one binary glTF file (GLB).',
  });
}
