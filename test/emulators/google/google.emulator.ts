import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const INTERACTION = /^\/v1beta\/interactions\/([\w-]+)(\/cancel)?$/;

/** The Interactions API of Google's Gemini, and the files that large results lie in. */
export class GoogleEmulator extends Emulator {
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.made(work);
  /** Where files lie; Google names an address that sends on to it. */
  store = '/download';

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && path === '/v1beta/interactions';
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (!call.headers['x-goog-api-key']) return refusal(400, 'INVALID_ARGUMENT', 'API key not valid.');
    if (call.path.startsWith('/files/'))
      return { status: 302, headers: { location: `${this.store}${call.path}` } };
    if (call.path.startsWith('/download/')) return file();
    if (call.path === '/v1beta/models') return { status: 200, body: { models: [] } };
    if (this.isSubmission(call)) return this.submit(call.body as Record<string, unknown>);
    const [, id, action] = INTERACTION.exec(call.path) ?? [];
    const work = this.work(id ?? '');
    if (!work) return refusal(404, 'NOT_FOUND', 'Interaction not found.');
    if (action === '/cancel') work.state = 'canceled';
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    if (work.state === 'canceled') return interaction(work, 'cancelled');
    return work.state === 'succeeded' ? this.answersWith(work) : interaction(work, 'in_progress');
  }

  private submit(body: Record<string, unknown>): Reply {
    const work: Work = {
      id: `int-${randomUUID()}`,
      model: String(body['model']),
      body,
      state: 'queued',
      paid: false,
    };
    this.works.push(work);
    return interaction(work, 'queued');
  }

  private made(work: Work): Reply {
    work.paid = true;
    const content = [{ type: 'image', mime_type: 'image/png', uri: `${this.url}/files/${work.id}` }];
    return interaction(work, 'completed', { steps: [{ type: 'model_output', content }] });
  }
}

export function contentRefused(work: Work): Reply {
  const errors = [{ code: 'prohibited_content', message: 'The prompt was blocked.' }];
  return interaction(work, 'failed', { errors });
}

async function file(): Promise<Reply> {
  return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
}

function interaction({ id, model }: Work, status: string, more: Record<string, unknown> = {}): Reply {
  const at = new Date().toISOString();
  return { status: 200, body: { id, model, status, created: at, updated: at, ...more } };
}

function refusal(code: number, status: string, message: string): Reply {
  return { status: code, body: { error: { code, message, status } } };
}
