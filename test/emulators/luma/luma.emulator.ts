import { randomUUID } from 'node:crypto';
import { type Call, type CallbackOptions, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const API = '/dream-machine/v1';
const SUBMISSION = /^\/dream-machine\/v1\/generations\/(video|image)$/;
const MODELS: Record<string, string[]> = {
  video: ['ray-2', 'ray-flash-2'],
  image: ['photon-1', 'photon-flash-1'],
};
const STATES: Partial<Record<Work['state'], string>> = { queued: 'queued', running: 'dreaming' };

/** The generations, the credits and the file store of Luma's Dream Machine behind one address. */
export class LumaEmulator extends Emulator {
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.completed(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && SUBMISSION.test(path);
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (this.isFile(call)) return file();
    if (!/^Bearer \S+/.test(call.headers.authorization ?? '')) return refusal(403, 'Not authenticated');
    if (call.path === `${API}/credits`) return { status: 200, body: { credit_balance: 1_000 } };
    if (this.isSubmission(call)) return this.submit(call);
    if (call.path === `${API}/generations`) return this.list(call);
    const work = this.work(call.path.replace(`${API}/generations/`, ''));
    if (!work || work.state === 'canceled') return refusal(404, 'Generation not found');
    return call.method === 'DELETE' ? this.remove(work) : this.ask(work);
  }

  /** Each change is told of, unsigned. */
  async callBack(work: Work, { url }: CallbackOptions = {}): Promise<number> {
    const response = await fetch(url ?? work.callbackUrl!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(shown(work)),
    });
    return response.status;
  }

  private submit({ path, body }: Call): Reply {
    const { callback_url: callbackUrl, ...order } = (body ?? {}) as Record<string, unknown>;
    const type = SUBMISSION.exec(path)![1]!;
    const model = String(order['model']);
    if (!MODELS[type]!.includes(model)) return refusal(400, `400: model ${model} is not supported`);
    if (typeof order['prompt'] !== 'string' || order['prompt'].length < 3)
      return refusal(400, '400: Prompt is too short, minimum length is 3 characters');
    const frames = Object.values((order['keyframes'] ?? {}) as Record<string, { url?: string }>);
    if (frames.some(({ url }) => !/^https?:/.test(url ?? '')))
      return refusal(400, '400: Keyframe images must be links');
    const work: Work = {
      id: randomUUID(),
      model,
      body: order,
      callbackUrl: callbackUrl as string | undefined,
      state: 'queued',
      paid: false,
    };
    this.works.push(work);
    return { status: 201, body: shown(work) };
  }

  private list({ query }: Call): Reply {
    const offset = Number(query.get('offset') ?? 0);
    const limit = Number(query.get('limit') ?? 10);
    const generations = this.works
      .toReversed()
      .slice(offset, offset + limit)
      .map(shown);
    const hasMore = offset + limit < this.works.length;
    return {
      status: 200,
      body: { generations, offset, limit, count: generations.length, has_more: hasMore },
    };
  }

  private ask(work: Work): Promise<Reply> | Reply {
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work.state === 'succeeded' ? this.answersWith(work) : { status: 200, body: shown(work) };
  }

  private remove(work: Work): Reply {
    work.state = 'canceled';
    return { status: 204 };
  }

  private completed(work: Work): Reply {
    work.paid = true;
    const image = `${this.url}/files/${work.id}.png`;
    return { status: 200, body: { ...shown(work), state: 'completed', assets: { image, video: null } } };
  }
}

export function contentRefused(work: Work): Reply {
  const failure = { state: 'failed', failure_reason: 'Advanced moderation failed' };
  return { status: 200, body: { ...shown(work), ...failure } };
}

function shown({ id, model, body, callbackUrl, state }: Work) {
  return {
    id,
    model,
    generation_type: model.startsWith('ray') ? 'video' : 'image',
    state: STATES[state] ?? 'completed',
    failure_reason: null,
    created_at: new Date().toISOString(),
    assets: null,
    request: { ...body, ...(callbackUrl && { callback_url: callbackUrl }) },
  };
}

async function file(): Promise<Reply> {
  return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
}

function refusal(status: number, detail: string): Reply {
  return { status, body: { detail } };
}
