import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../platform/clock.js';
import { EgressClient } from '../platform/egress/egress-client.js';
import { EgressError } from '../platform/egress/egress-error.js';
import { EgressPolicy } from '../platform/egress/egress-policy.js';
import { DomainError, invalid } from '../platform/errors.js';
import type { ArrivedFile } from './assets.types.js';

const TIMEOUT_MS = MINUTE_MS;
const REDIRECTS = 3;

export interface Fetching {
  folder: string;
  maxBytes: number;
  /** Where in the request the address stands. */
  field: string;
  signal?: AbortSignal;
}

/** Files behind addresses that customers name. */
@Injectable()
export class RemoteFiles {
  constructor(
    private readonly policy: EgressPolicy,
    private readonly egress: EgressClient,
  ) {}

  async fetch(address: string, { folder, maxBytes, field, signal }: Fetching): Promise<ArrivedFile> {
    const url = this.policy.checkUrl(address, field);
    const file = path.join(folder, 'fetched');
    try {
      await this.egress.download(url.href, file, {
        timeoutMs: TIMEOUT_MS,
        maxBytes,
        redirects: REDIRECTS,
        signal,
      });
      return { file, filenameBase: lastName(url) };
    } catch (error) {
      throw error instanceof EgressError ? refusalOf(error, field, maxBytes) : error;
    }
  }
}

export function fileTooLarge(maxBytes: number): DomainError {
  return new DomainError('payload_too_large', `The file is larger than ${maxBytes} bytes.`, {
    remediation: 'Use a smaller file.',
    context: { maxBytes },
  });
}

function refusalOf(error: EgressError, path: string, maxBytes: number): DomainError {
  if (error.kind === 'too_large') return fileTooLarge(maxBytes);
  return invalid([{ path, message: `could not be fetched: ${error.message}` }]);
}

function lastName({ pathname }: URL): string {
  const { name } = path.posix.parse(pathname);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
