import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import type { SubmitContext } from '../provider.types.js';
import type { ProviderCallRequest, ProviderClient } from './provider-client.js';

const MOST_BYTES = 256 * 1024 * 1024;

export interface MadeFile {
  file: string;
  headers: IncomingHttpHeaders;
}

/** Sends an order that is answered with what was made, which goes to disk as it comes. */
export async function madeFile(
  client: ProviderClient,
  { workFolder, signal }: SubmitContext,
  order: Pick<ProviderCallRequest, 'url' | 'headers' | 'body'>,
): Promise<MadeFile> {
  const file = path.join(await workFolder(), 'made');
  const paid = { method: 'POST', costly: true, renders: true } as const;
  const { headers } = await client.download({ ...order, ...paid, signal, file, maxBytes: MOST_BYTES });
  return { file, headers };
}
