import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StorageConfig } from './config.types.js';
import type { EnvironmentReader } from './environment-reader.js';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const DEFAULT_REGION = 'us-east-1';

export function readStorage(from: EnvironmentReader, dataDir: string): StorageConfig {
  const value = from.text('STORAGE_URL');
  if (value === undefined) return { kind: 'disk', folder: join(dataDir, 'assets') };
  return value.startsWith('s3:') ? readBucket(from, value) : readFolder(from, value);
}

function readFolder(from: EnvironmentReader, value: string): StorageConfig {
  try {
    return { kind: 'disk', folder: fileURLToPath(value) };
  } catch {
    from.reject('STORAGE_URL', 'must be a file: address of an absolute folder, or s3://<bucket>');
    return { kind: 'disk', folder: '' };
  }
}

/** `s3://bucket/prefix?region=…&endpoint=…`; the endpoint is Amazon's own unless it is said. */
function readBucket(from: EnvironmentReader, value: string): StorageConfig {
  const url = URL.canParse(value) ? new URL(value) : null;
  const region = url?.searchParams.get('region') ?? DEFAULT_REGION;
  const endpoint = url?.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  const unknown = [...(url?.searchParams.keys() ?? [])].filter(
    (name) => !['region', 'endpoint'].includes(name),
  );
  if (!url || !BUCKET.test(url.hostname) || url.username !== '' || unknown.length > 0)
    from.reject('STORAGE_URL', 'must look like s3://<bucket>/<prefix>?region=<region>&endpoint=<address>');
  if (!/^https?:\/\/[^/?#]+\/?$/.test(endpoint))
    from.reject('STORAGE_URL', 'must name its endpoint as an http(s) address without a path');
  const prefix = url?.pathname.replace(/^\/+|\/+$/g, '') ?? '';
  return {
    kind: 's3',
    bucket: url?.hostname ?? '',
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    endpoint: endpoint.replace(/\/$/, ''),
    accessKeyId: required(from, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(from, 'AWS_SECRET_ACCESS_KEY'),
  };
}

function required(from: EnvironmentReader, name: 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'): string {
  const value = from.text(name);
  if (value === undefined) from.reject(name, 'is required with an s3: address in STORAGE_URL');
  return value ?? '';
}
