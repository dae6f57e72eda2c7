import type { ProviderContext, ProviderOutput, RemoteState } from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { inlineFile } from '../remote/inline-file.js';
import { unknownState } from '../remote/provider-fault.errors.js';
import { explainError } from './openai-errors.js';

interface OutputItem {
  type: string;
  result?: string | null;
  output_format?: string;
  content?: { type: string; refusal?: string }[];
}

export interface OpenAiResponse {
  id?: string;
  status?: 'queued' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'incomplete';
  error?: { code?: string; message?: string } | null;
  incomplete_details?: { reason?: string } | null;
  output?: OutputItem[];
}

/** What a background response says of the pictures that it was asked for. */
export async function stateOf(response: OpenAiResponse, context: ProviderContext): Promise<RemoteState> {
  switch (response.status) {
    case 'queued':
      return { state: 'queued' };
    case 'in_progress':
      return { state: 'running' };
    case 'completed':
      return completed(response.output ?? [], context);
    case 'incomplete':
      return refused(response.incomplete_details?.reason === 'content_filter');
    case 'failed':
      return failed(response.error ?? {});
    case 'cancelled':
      return { state: 'canceled' };
    case undefined:
    default:
      throw unknownState('OpenAI');
  }
}

async function completed(items: OutputItem[], { workFolder }: ProviderContext): Promise<RemoteState> {
  const outputs: ProviderOutput[] = [];
  for (const [index, { type, result, output_format: format = 'png' }] of items.entries()) {
    if (type !== 'image_generation_call' || !result) continue;
    outputs.push(
      await inlineFile(workFolder, `image-${index}`, { base64: result, mimeType: `image/${format}` }),
    );
  }
  if (outputs.length > 0) return { state: 'succeeded', outputs };
  return refused(items.some(({ content }) => content?.some(({ type }) => type === 'refusal')));
}

function refused(forItsContent: boolean): RemoteState {
  return { state: 'failed', error: said('OpenAI', { kind: forItsContent ? 'content_policy' : 'permanent' }) };
}

function failed(error: { code?: string; message?: string }): RemoteState {
  const { kind, message, code } = explainError(error);
  // It has ended there: what would be worth waiting for in a refusal is over here.
  const final = kind === 'content_policy' ? kind : 'permanent';
  return { state: 'failed', error: said('OpenAI', { kind: final, message, code }) };
}
