import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const GENERATIONS = '/v1/generations';
const TYPES: Record<string, string> = { 'uni-1': 'image', 'uni-1-max': 'image', 'ray-3.2': 'video' };
const RATIOS: Record<string, string[]> = {
  image: ['1:1', '1:2', '1:3', '16:9', '2:1', '2:3', '3:1', '3:2', '9:16'],
  video: ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'],
};

/** The generations of Luma's newer API and the store of their files behind one address. */
export class LumaAgentsEmulator extends Emulator {
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.completed(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && path === GENERATIONS;
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (this.isFile(call)) return file();
    if (!call.path.startsWith(GENERATIONS)) return refusal(404, 'Not Found');
    if (!/^Bearer luma-api-\S+/.test(call.headers.authorization ?? ''))
      return refusal(401, 'Missing or invalid API key');
    if (this.isSubmission(call)) return this.submit(call);
    const work = this.work(call.path.replace(`${GENERATIONS}/`, ''));
    if (!work) return refusal(404, 'Generation not found');
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work.state === 'succeeded' ? this.answersWith(work) : { status: 200, body: shown(work, 'queued') };
  }

  private submit({ body }: Call): Reply {
    const order = (body ?? {}) as Record<string, unknown>;
    const { prompt, model = 'uni-1', type = 'image', aspect_ratio: ratio } = order as Record<string, string>;
    if (!prompt) return refusal(400, 'Prompt must be between 1 and 6000 characters');
    if (!(model in TYPES)) return refusal(400, `Unknown model: ${model}`);
    if (TYPES[model] !== type) return refusal(400, `Type '${type}' is not supported for model '${model}'`);
    if (ratio !== undefined && !RATIOS[type]!.includes(ratio))
      return refusal(400, `Invalid aspect_ratio '${ratio}'. Valid: ${RATIOS[type]!.join(', ')}`);
    const { start_frame: start, duration } = (order['video'] ?? {}) as Record<string, unknown>;
    if (start && !isFile(start as Record<string, unknown>))
      return refusal(400, 'Exactly one of url, or data with media_type, must be given');
    if (start && duration !== '5s') return refusal(400, 'start_frame supports a duration of 5s only');
    const work: Work = { id: randomUUID(), model, body: order, state: 'queued', paid: false };
    this.works.push(work);
    return { status: 201, body: shown(work, 'queued') };
  }

  private completed(work: Work): Reply {
    work.paid = true;
    const url = `${this.url}/files/${work.id}.png?X-Amz-Expires=3600`;
    const output = [{ type: TYPES[work.model]!, url }];
    return { status: 200, body: { ...shown(work, 'completed'), output } };
  }
}

function isFile({ url, data, media_type: mediaType }: Record<string, unknown>): boolean {
  const byLink = typeof url === 'string' && /^https?:/.test(url);
  const inside = typeof data === 'string' && /^[\w+/]+=*$/.test(data) && typeof mediaType === 'string';
  return byLink ? data === undefined && mediaType === undefined : inside && url === undefined;
}

export function contentRefused(work: Work): Reply {
  const failure = {
    failure_code: 'content_moderated',
    failure_reason: 'Generation output was flagged by our content moderation system.',
  };
  return { status: 200, body: { ...shown(work, 'failed'), ...failure } };
}

function shown({ id, model }: Work, state: string) {
  const nothing = { output: [], failure_code: null, failure_reason: null };
  return { id, model, type: TYPES[model], state, created_at: new Date().toISOString(), ...nothing };
}

async function file(): Promise<Reply> {
  return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
}

function refusal(status: number, detail: string): Reply {
  return { status, body: { detail } };
}
