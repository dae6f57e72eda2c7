import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET_PREFIX = 'whsec_';
const PUBLIC_KEY_PREFIX = 'whpk_';

/** As Standard Webhooks writes it. */
export function makeSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** An ed25519 key as text. */
export function makePrivateKey(): string {
  return generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'der' })
    .toString('base64');
}

export function readPrivateKey(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, 'base64'), type: 'pkcs8', format: 'der' });
}

/** The 32 bytes that verify what the private key signs, as Standard Webhooks writes them. */
export function publicKeyOf(privateKey: string): string {
  const { x = '' } = createPublicKey(readPrivateKey(privateKey)).export({ format: 'jwk' });
  return PUBLIC_KEY_PREFIX + Buffer.from(x, 'base64url').toString('base64');
}
