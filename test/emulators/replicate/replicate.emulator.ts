import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Call, type CallbackOptions, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const PREDICTION = /^\/v1\/predictions\/([\w-]+)(\/cancel)?$/;
const MODEL = /^\/v1\/models\/([\w-]+\/[\w.-]+)\/predictions$/;

/** The predictions, the webhook secret and the file store of Replicate behind one address. */
export class ReplicateEmulator extends Emulator {
  readonly secret = aSecret();
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  pageSize = 100;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.pictures(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && (MODEL.test(path) || path === '/v1/predictions');
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (call.path.startsWith('/files/')) return this.file();
    if (!/^Bearer \S+/.test(call.headers.authorization ?? ''))
      return refusal(401, 'You did not pass a valid authentication token');
    if (call.path === '/v1/webhooks/default/secret') return { status: 200, body: { key: this.secret } };
    if (call.path === '/v1/account') return { status: 200, body: { type: 'user', username: 'tester' } };
    if (this.isSubmission(call)) return this.submit(call);
    if (call.path === '/v1/predictions') return this.list(call);
    const [, id, cancels] = PREDICTION.exec(call.path) ?? [];
    const work = this.work(id ?? '');
    if (!work) return refusal(404, 'The requested resource could not be found.');
    return cancels ? this.cancel(work) : this.ask(work);
  }

  /** What Replicate sends when work has ended; it is the signature that makes it one. */
  async callBack(work: Work, { url, ...how }: CallbackOptions = {}): Promise<number> {
    const response = await fetch(url ?? work.callbackUrl!, { method: 'POST', ...this.signed(work, how) });
    return response.status;
  }

  signed(work: Work, { forged, ageSeconds = 0 }: Omit<CallbackOptions, 'url'> = {}) {
    const body = JSON.stringify({ ...this.shown(work), status: 'succeeded' });
    const id = `msg_${work.id}`;
    const at = new Date(Date.now() - ageSeconds * 1000);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(forged ? aSecret() : this.secret).sign(id, at, body),
    };
    return { headers, body };
  }

  /** As predictions are told of, without what they made. */
  shown({ id, model, body, callbackUrl, state }: Work) {
    const url = `${this.url}/v1/predictions/${id}`;
    return {
      id,
      model,
      version: 'hidden',
      input: body,
      output: null,
      error: null,
      logs: '',
      source: 'api',
      data_removed: false,
      status: STATES[state],
      created_at: new Date().toISOString(),
      ...(callbackUrl && { webhook: callbackUrl, webhook_events_filter: ['completed'] }),
      urls: { get: url, cancel: `${url}/cancel` },
    };
  }

  private submit({ path, body }: Call): Reply {
    const { input, version, webhook } = (body ?? {}) as Submission;
    if (!input?.prompt) return refusal(422, '- input: prompt is required\n');
    if (webhook !== undefined && !webhook.startsWith('https://'))
      return refusal(422, '- webhook: Does not match format "https-url"\n');
    const work: Work = {
      id: randomUUID().replaceAll('-', '').slice(0, 26),
      model: MODEL.exec(path)?.[1] ?? version!,
      body: input,
      callbackUrl: webhook,
      state: 'queued',
      paid: false,
    };
    this.works.push(work);
    return { status: 201, body: this.shown(work) };
  }

  private list({ query }: Call): Reply {
    const from = Number(query.get('cursor') ?? 0);
    const newest = this.works.toReversed();
    const to = from + this.pageSize;
    return {
      status: 200,
      body: {
        previous: null,
        next: to < newest.length ? `https://api.replicate.com/v1/predictions?cursor=${to}` : null,
        results: newest.slice(from, to).map((work) => this.shown(work)),
      },
    };
  }

  private ask(work: Work): Promise<Reply> | Reply {
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    return work.state === 'succeeded' ? this.answersWith(work) : { status: 200, body: this.shown(work) };
  }

  private cancel(work: Work): Reply {
    if (work.state === 'queued' || work.state === 'running') work.state = 'canceled';
    return { status: 200, body: this.shown(work) };
  }

  private pictures(work: Work): Reply {
    work.paid = true;
    const count = Number(work.body['num_outputs'] ?? 1);
    const output = Array.from({ length: count }, (_, index) => `${this.url}/files/${work.id}-${index}.png`);
    return { status: 200, body: { ...this.shown(work), output, metrics: { predict_time: 0.4 } } };
  }

  private async file(): Promise<Reply> {
    return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
  }
}

function aSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

interface Submission {
  input?: Record<string, unknown>;
  version?: string;
  webhook?: string;
}

const STATES: Record<Work['state'], string> = {
  queued: 'starting',
  running: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

export function contentRefused({ id }: Work): Reply {
  const error =
    'The input or output was flagged as sensitive. Please try again with different inputs. (E005)';
  return { status: 200, body: { id, status: 'failed', output: null, error } };
}

function refusal(status: number, detail: string): Reply {
  return { status, body: { title: 'Refused', detail, status } };
}
