import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const SUBMISSION = /^\/v1\/(flux-[\w.-]+)$/;
const CREDITS = 3;

/** The tasks and the delivery of Black Forest Labs behind one address. */
export class BflEmulator extends Emulator {
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.ready(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && SUBMISSION.test(path);
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (this.isFile(call)) return file();
    if (!call.headers['x-key']) return { status: 403, body: { detail: 'Not authenticated' } };
    if (call.path === '/v1/credits') return { status: 200, body: { credits: 100 } };
    if (this.isSubmission(call)) return this.submit(call);
    const work = this.work(call.query.get('id') ?? '');
    if (call.path !== '/v1/get_result' || !work)
      return { status: 404, body: { id: call.query.get('id'), status: 'Task not found', result: null } };
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work.state === 'succeeded' ? this.answersWith(work) : shown(work, 'Pending');
  }

  private submit({ path, body }: Call): Reply {
    const input = (body ?? {}) as Record<string, unknown>;
    const sides = [input['width'], input['height']].filter((side) => side !== undefined);
    if (typeof input['prompt'] !== 'string' || sides.some((side) => Number(side) % 16 > 0))
      return { status: 422, body: { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] } };
    const id = randomUUID();
    this.works.push({ id, model: SUBMISSION.exec(path)![1]!, body: input, state: 'queued', paid: false });
    const address = `${this.url}/v1/get_result?id=${id}`;
    return { status: 200, body: { id, polling_url: address, cost: CREDITS, input_mp: 0, output_mp: 1 } };
  }

  private ready(work: Work): Reply {
    work.paid = true;
    return shown(work, 'Ready', { sample: `${this.url}/files/${work.id}.png` });
  }
}

export function contentRefused(work: Work): Reply {
  return shown(work, 'Content Moderated');
}

function shown({ id }: Work, status: string, result: Record<string, unknown> | null = null): Reply {
  return { status: 200, body: { id, status, result, progress: null, details: null } };
}

async function file(): Promise<Reply> {
  return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
}
