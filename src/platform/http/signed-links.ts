import { Injectable } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '../clock.js';
import { DomainError } from '../errors.js';
import { SecretBox } from '../secret-box.js';
import { PublicUrl } from './public-url.js';

export interface SignedLink {
  url: string;
  expiresAt: string;
}

/** The query of a signed link, as it comes back. */
export interface Signature {
  exp?: string;
  sig?: string;
}

const PURPOSE = 'link';
const AS_IT_WAS =
  'A signed link holds only as it was given. Copy all of it, or read what it belongs to again for a fresh one.';

/** Links that open one thing without a token until they expire. */
@Injectable()
export class SignedLinks {
  constructor(
    private readonly secrets: SecretBox,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** The expiry is rounded up to the hour, so that reads within it answer the same link and caches work. */
  sign(path: string, ttlMs: number): SignedLink {
    return this.signUntil(path, Math.ceil((Date.now() + ttlMs) / HOUR_MS) * HOUR_MS);
  }

  /** For what is secret: good for no longer than it says. */
  signBriefly(path: string, ttlMs: number): SignedLink {
    return this.signUntil(path, Math.floor((Date.now() + ttlMs) / SECOND_MS) * SECOND_MS);
  }

  /** A link that was never valid looks like a thing that does not exist; one that was says that it has expired. */
  verify(path: string, { exp, sig }: Signature): void {
    const expires = Number(exp);
    if (
      !sig ||
      !Number.isSafeInteger(expires) ||
      !this.secrets.verify(PURPOSE, message(path, expires), sig)
    ) {
      throw new DomainError('not_found', 'No such link.', { remediation: AS_IT_WAS });
    }
    if (expires * 1000 < Date.now()) throw new DomainError('gone', 'This link has expired.');
  }

  private signUntil(path: string, expires: number): SignedLink {
    const query = new URLSearchParams({
      exp: String(expires / 1000),
      sig: this.secrets.sign(PURPOSE, message(path, expires / 1000)),
    });
    return { url: `${this.publicUrl.base}${path}?${query}`, expiresAt: new Date(expires).toISOString() };
  }
}

function message(path: string, expires: number): string {
  return `${path}\n${expires}`;
}
