import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';
import { aSound } from '../ground/sound.js';

const RESPONSE = /^\/v1\/responses\/([\w-]+)(\/cancel)?$/;
const PAID = new Set(['/v1/responses', '/v1/images/generations', '/v1/audio/speech']);

/** OpenAI's background responses, pictures and speech; servers at home have the latter two. */
export class OpenAiEmulator extends Emulator {
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.made(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && PAID.has(path);
  }

  protected async handle(call: Call): Promise<Reply> {
    if (!/^Bearer \S+/.test(call.headers.authorization ?? ''))
      return refusal(401, {
        message: 'Incorrect API key provided.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      });
    if (call.path === '/v1/models') return { status: 200, body: { object: 'list', data: [] } };
    if (this.isSubmission(call)) return this.submit(call);
    const [, id, action] = RESPONSE.exec(call.path) ?? [];
    const work = this.work(id ?? '');
    if (!work) return refusal(404, { message: 'Not found.', type: 'invalid_request_error', code: null });
    if (action === '/cancel') work.state = 'canceled';
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work.state === 'succeeded'
      ? this.answersWith(work)
      : response(work, work.state === 'canceled' ? 'cancelled' : 'queued');
  }

  private async submit({ path, body }: Call): Promise<Reply> {
    const work: Work = {
      id: `resp_${randomUUID()}`,
      model: String((body as { model?: string }).model),
      body: body as Record<string, unknown>,
      state: 'queued',
      paid: false,
    };
    this.works.push(work);
    if (path === '/v1/responses') return response(work, 'queued');
    work.state = 'succeeded';
    return path === '/v1/audio/speech' ? sound(work) : this.images(work);
  }

  private async images(work: Work): Promise<Reply> {
    const answered = await this.answersWith(work);
    if (answered.status !== 200) return answered;
    const count = Number(work.body['n'] ?? 1);
    const b64 = (await aPicture()).toString('base64');
    return {
      status: 200,
      body: { created: 1, data: Array.from({ length: count }, () => ({ b64_json: b64 })) },
    };
  }

  private async made(work: Work): Promise<Reply> {
    work.paid = true;
    const result = (await aPicture()).toString('base64');
    const item = {
      id: `ig_${randomUUID()}`,
      type: 'image_generation_call',
      status: 'completed',
      result,
      output_format: 'png',
    };
    return response(work, 'completed', { output: [item] });
  }
}

/** Of a background response: it was accepted and failed. */
export function failedForContent(work: Work): Reply {
  const error = {
    code: 'image_content_policy_violation',
    message: 'Your request was rejected by the safety system.',
  };
  return response(work, 'failed', { error });
}

export function refusedForContent(): Reply {
  return refusal(400, {
    message: 'Your request was rejected.',
    type: 'image_generation_user_error',
    code: 'moderation_blocked',
  });
}

async function sound(work: Work): Promise<Reply> {
  work.paid = true;
  return { status: 200, bytes: await aSound(), headers: { 'content-type': 'audio/wav' } };
}

function response(work: Work, status: string, more: Record<string, unknown> = {}): Reply {
  const { id, body, model } = work;
  const facts = {
    object: 'response',
    created_at: 1,
    background: true,
    metadata: body['metadata'],
    error: null,
    incomplete_details: null,
  };
  return { status: 200, body: { id, ...facts, model, status, output: [], ...more } };
}

function refusal(status: number, error: { message: string; type: string; code: string | null }): Reply {
  return { status, body: { error: { ...error, param: null } } };
}
