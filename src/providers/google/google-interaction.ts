import type { ProviderContext, ProviderErrorKind, ProviderOutput, RemoteState } from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { inlineFile } from '../remote/inline-file.js';
import { unknownState } from '../remote/provider-fault.errors.js';

interface Content {
  type: string;
  data?: string;
  uri?: string;
  mime_type?: string;
}

interface Step {
  type: string;
  content?: Content[];
  error?: { message?: string };
}

export interface GoogleInteraction {
  id?: string;
  status?: string;
  steps?: Step[];
  errors?: { code?: string; message?: string }[];
}

const MEDIA: Record<string, string> = { image: 'image/png', video: 'video/mp4', audio: 'audio/mpeg' };

export async function stateOf(
  interaction: GoogleInteraction,
  context: ProviderContext,
): Promise<RemoteState> {
  switch (interaction.status ?? '') {
    case 'queued':
      return { state: 'queued' };
    case 'in_progress':
      return { state: 'running' };
    case 'completed':
      return completed(interaction, context);
    case 'cancelled':
      return { state: 'canceled' };
    case 'failed':
    case 'incomplete':
    case 'requires_action':
    case 'budget_exceeded':
      return failed(interaction);
    default:
      throw unknownState('Google');
  }
}

async function completed(
  interaction: GoogleInteraction,
  { workFolder }: ProviderContext,
): Promise<RemoteState> {
  const outputs: ProviderOutput[] = [];
  const contents = (interaction.steps ?? []).filter(({ type }) => type === 'model_output').flatMap(contentOf);
  for (const [index, { type, data: base64, uri: url, mime_type: told }] of contents.entries()) {
    const mimeType = told ?? MEDIA[type];
    if (mimeType === undefined || !(type in MEDIA)) continue;
    if (base64) outputs.push(await inlineFile(workFolder, `output-${index}`, { base64, mimeType }));
    else if (url) outputs.push({ url, mimeType });
  }
  return outputs.length > 0 ? { state: 'succeeded', outputs } : failed(interaction);
}

function contentOf({ content = [] }: Step): Content[] {
  return content;
}

function failed({ errors = [], steps = [] }: GoogleInteraction): RemoteState {
  const told = errors[0] ?? steps.find(({ error }) => error !== undefined)?.error;
  const kind = kindOf(JSON.stringify(told ?? {}));
  return { state: 'failed', error: said('Google', { kind, message: told?.message }) };
}

/** What its filters say has no closed list of codes. */
export function kindOf(words: string): ProviderErrorKind {
  return /safety|prohibited|blocked|policy|recitation/i.test(words) ? 'content_policy' : 'permanent';
}
