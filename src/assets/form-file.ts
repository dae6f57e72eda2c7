import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError, invalid } from '../platform/errors.js';
import { refusalWhenFull } from '../platform/storage/disk-full.js';
import type { ArrivedFile } from './assets.types.js';
import { fileTooLarge } from './remote-files.service.js';

const FIELD = 'file';
/** Of anything but the file there may be none; one is read, to say which. */
const LIMITS = { files: 1, fields: 1, parts: 2 };

/** The one file of a form, streamed into the folder. */
export async function receiveFormFile(
  request: FastifyRequest,
  folder: string,
  maxBytes: number,
): Promise<ArrivedFile> {
  let arrived: ArrivedFile | undefined;
  try {
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: maxBytes } })) {
      arrived = await receive(asFile(part), folder);
    }
  } catch (error) {
    throw refusalOf(error, maxBytes);
  }
  if (!arrived) throw invalid([{ path: FIELD, message: 'is required' }]);
  return arrived;
}

function asFile(part: Multipart): MultipartFile {
  if (part.type === 'file' && part.fieldname === FIELD) return part;
  const message =
    part.fieldname === FIELD ? 'must be a file, with a file name' : 'is not a known field; send one file';
  throw invalid([{ path: part.fieldname.slice(0, 200), message }]);
}

async function receive(part: MultipartFile, folder: string): Promise<ArrivedFile> {
  const file = path.join(folder, 'upload');
  await pipeline(part.file, createWriteStream(file, { flags: 'wx' }));
  return { file, filenameBase: path.parse(part.filename).name };
}

/** The disk's trouble is ours; everything else that goes wrong here is in what was sent, or how. */
function refusalOf(error: unknown, maxBytes: number): unknown {
  if (error instanceof DomainError) return error;
  if (error instanceof Error && 'syscall' in error && error.syscall !== 'read') return refusalWhenFull(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return fileTooLarge(maxBytes);
  if (/^FST_(FILES|FIELDS|PARTS)_LIMIT$/.test(String(code)))
    return invalid([{ path: FIELD, message: 'must be the only part of the form' }]);
  return new DomainError('validation_failed', 'The form could not be read to its end.', {
    remediation: `Send multipart/form-data with one part "${FIELD}" that has a file name.`,
    cause: error,
  });
}
