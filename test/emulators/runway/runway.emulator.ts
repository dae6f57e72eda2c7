import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const SUBMISSION = /^\/v1\/text_to_(image|video)$/;
const CREDITS = 8;

/** The tasks and the file store of Runway behind one address. */
export class RunwayEmulator extends Emulator {
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.picture(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && SUBMISSION.test(path);
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (this.isFile(call)) return this.file();
    const { authorization, 'x-runway-version': version } = call.headers;
    if (!/^Bearer \S+/.test(authorization ?? '')) return { status: 401, body: { error: 'Unauthorized' } };
    if (version !== '2024-11-06') return { status: 400, body: { error: 'X-Runway-Version is required' } };
    if (call.path === '/v1/organization') return { status: 200, body: { creditBalance: 100 } };
    if (this.isSubmission(call)) return this.submit(call);
    const work = this.work(call.path.replace('/v1/tasks/', ''));
    if (!work || work.state === 'canceled') return { status: 404, body: { error: 'Task not found.' } };
    return call.method === 'DELETE' ? this.remove(work) : this.ask(work);
  }

  private submit({ body }: Call): Reply {
    const { model, ...input } = (body ?? {}) as Record<string, unknown>;
    if (typeof input.promptText !== 'string' || !/^\d+:\d+$/.test(String(input.ratio)))
      return { status: 400, body: { error: 'Validation of body failed', issues: [] } };
    const id = randomUUID();
    this.works.push({ id, model: model as string, body: input, state: 'queued', paid: false });
    return { status: 200, body: { id, estimatedCost: { credits: CREDITS } } };
  }

  private ask(work: Work): Promise<Reply> | Reply {
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    if (work.state === 'succeeded') return this.answersWith(work);
    return { status: 200, body: { ...shown(work), status: 'PENDING', estimatedCost: { credits: CREDITS } } };
  }

  private remove(work: Work): Reply {
    work.state = 'canceled';
    return { status: 204 };
  }

  private picture(work: Work): Reply {
    work.paid = true;
    const output = [`${this.url}/files/${work.id}.png?_jwt=signed`];
    const cost = { credits: CREDITS };
    return { status: 200, body: { ...shown(work), status: 'SUCCEEDED', output, cost } };
  }

  private async file(): Promise<Reply> {
    return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
  }
}

export function contentRefused(work: Work): Reply {
  const failure = 'The task failed because of its content.';
  const ended = { status: 'FAILED', failure, failureCode: 'SAFETY.INPUT.TEXT', cost: { credits: 0 } };
  return { status: 200, body: { ...shown(work), ...ended } };
}

function shown({ id }: Work) {
  return { id, createdAt: new Date().toISOString() };
}
