import type { PreparedRender, SubmitContext, Submitted } from '../provider.types.js';
import { madeFile } from '../remote/made-file.js';
import type { ProviderClient } from '../remote/provider-client.js';
import type { RemoteAccount } from '../remote/remote-account.js';

const MIME_TYPES: Record<string, string> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
};

/** `POST /v1/audio/speech`, which OpenAI and many servers at home speak: it answers with the sound, streamed to disk. */
export async function speak(
  { body }: PreparedRender,
  context: SubmitContext,
  { client, account }: { client: ProviderClient; account: RemoteAccount },
): Promise<Submitted> {
  const { file } = await madeFile(client, context, {
    url: `${account.base}/v1/audio/speech`,
    headers: account.bearer(context),
    body,
  });
  const mimeType = MIME_TYPES[String(body.response_format)] ?? 'audio/mpeg';
  return { kind: 'done', state: { state: 'succeeded', outputs: [{ file, mimeType }] } };
}
