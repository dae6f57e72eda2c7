import type { Old } from './rotation.js';

/** A team's default secret and the private key of its v1a signatures, sealed. */
export interface KeyPairAndSecret {
  secret: string;
  privateKey: string;
}

export interface TeamKeys extends KeyPairAndSecret {
  old: Array<Old<KeyPairAndSecret>>;
}
