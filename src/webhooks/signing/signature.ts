import { type KeyObject, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

export interface Message {
  /** The same on each attempt. */
  id: string;
  body: string;
}

/** What signs at a moment: while secrets change, the one before beside the one that follows. */
export interface Signers {
  symmetric: Webhook[];
  asymmetric: KeyObject[];
}

/** The headers of Standard Webhooks. */
export function signedHeaders({ id, body }: Message, signers: Signers, at: Date): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = [
    ...signers.symmetric.map((webhook) => webhook.sign(id, at, body)),
    ...signers.asymmetric.map((key) => `v1a,${sign(null, signed, key).toString('base64')}`),
  ];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
