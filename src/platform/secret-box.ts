import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from './config/config.types.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 8;

interface RootKey {
  id: string;
  secret: string;
  derived: Map<string, Buffer>;
}

/**
 * Encrypts and signs with keys derived from SECRET_KEY, one for each purpose, so that what was made for one purpose
 * is worth nothing for another. The first key makes, all keys read: that is how keys rotate.
 */
@Injectable()
export class SecretBox {
  private readonly keys: [RootKey, ...RootKey[]];

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'secretKeys'>) {
    const [first, ...others] = config.secretKeys;
    this.keys = [rootKey(first), ...others.map(rootKey)];
  }

  /** Answers `<key id>.<base64url>`. */
  seal(text: string, purpose: string): string {
    const [key] = this.keys;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', derive(key, `seal:${purpose}`), nonce);
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${key.id}.${sealed.toString('base64url')}`;
  }

  /** What everything begins with that is sealed from now on: what begins otherwise was sealed with an earlier key. */
  get prefix(): string {
    return `${this.keys[0].id}.`;
  }

  /** Throws when the text was changed, made for another purpose, or sealed with a key that is no longer configured. */
  open(sealed: string, purpose: string): string {
    const [keyId, encoded] = split(sealed);
    const key = this.keys.find((candidate) => candidate.id === keyId);
    if (!key) throw new Error('Sealed with a key that is not in SECRET_KEY.');
    const bytes = Buffer.from(encoded, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('Sealed text is cut off.');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      derive(key, `seal:${purpose}`),
      bytes.subarray(0, NONCE_BYTES),
      {
        authTagLength: TAG_BYTES,
      },
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8');
  }

  /** Answers `<key id>.<HMAC-SHA256 in base64url>`, fit for a URL. */
  sign(purpose: string, message: string): string {
    return signWith(this.keys[0], purpose, message);
  }

  verify(purpose: string, message: string, signature: string): boolean {
    const [keyId] = split(signature);
    const key = this.keys.find((candidate) => candidate.id === keyId);
    return key !== undefined && sameText(signature, signWith(key, purpose, message));
  }
}

function rootKey(secret: string): RootKey {
  const id = Buffer.from(
    hkdfSync('sha256', secret, '', 'mcp-media-engine:key-id', KEY_ID_LENGTH / 2),
  ).toString('hex');
  return { id, secret, derived: new Map() };
}

function derive(key: RootKey, purpose: string): Buffer {
  const known = key.derived.get(purpose);
  if (known) return known;
  const derived = Buffer.from(hkdfSync('sha256', key.secret, '', `mcp-media-engine:${purpose}`, KEY_BYTES));
  key.derived.set(purpose, derived);
  return derived;
}

function signWith(key: RootKey, purpose: string, message: string): string {
  const mac = createHmac('sha256', derive(key, `sign:${purpose}`))
    .update(message)
    .digest('base64url');
  return `${key.id}.${mac}`;
}

function split(text: string): [keyId: string, rest: string] {
  return [text.slice(0, KEY_ID_LENGTH), text.slice(KEY_ID_LENGTH + 1)];
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
