import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { type Call, type CallbackOptions, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const PRICE = 0.02;
const REQUEST = /^\/(.+)\/requests\/([\w-]+)(\/status|\/cancel)?$/;

/** The queue, the price list, the published keys and the file store of fal.ai behind one address. */
export class FalEmulator extends Emulator {
  private readonly keys = generateKeyPairSync('ed25519');
  /** Whether work is done as soon as it is asked after. */
  finishesAtOnce = true;
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => this.pictures(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && !path.includes('/requests/');
  }

  protected handle(call: Call): Promise<Reply> | Reply {
    if (call.path === '/.well-known/jwks.json') return this.jwks();
    if (call.path.startsWith('/files/')) return this.file();
    if (!/^Key \S+/.test(call.headers.authorization ?? '')) return refusal(401, 'Cannot access application.');
    if (call.path === '/v1/models/pricing') return prices(call);
    if (this.isSubmission(call)) return this.submit(call);
    const [, , id, action] = REQUEST.exec(call.path) ?? [];
    const work = this.work(id ?? '');
    if (!work) return refusal(404, 'Request not found.');
    if (action === '/status') return this.status(work);
    return action === '/cancel' ? this.cancel(work) : this.result(work);
  }

  /** What fal sends when work has ended; it is the signature that makes it one. */
  async callBack(work: Work, options: CallbackOptions = {}): Promise<number> {
    const body = JSON.stringify({
      request_id: work.id,
      gateway_request_id: work.id,
      status: 'OK',
      payload: {},
    });
    const timestamp = String(Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0));
    const digest = createHash('sha256').update(body).digest('hex');
    const message = [work.id, 'user', timestamp, digest].join('\n');
    const response = await fetch(options.url ?? work.callbackUrl!, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-fal-webhook-request-id': work.id,
        'x-fal-webhook-user-id': 'user',
        'x-fal-webhook-timestamp': timestamp,
        'x-fal-webhook-signature': sign(
          null,
          Buffer.from(message),
          (options.forged ? generateKeyPairSync('ed25519') : this.keys).privateKey,
        ).toString('hex'),
      },
    });
    return response.status;
  }

  private submit({ path, query, body }: Call): Reply {
    const input = (body ?? {}) as Record<string, unknown>;
    if (!input.prompt && !input.text && !input.image_url && !input.input_image_url)
      return { status: 422, body: { detail: [missing('prompt')] } };
    const id = randomUUID();
    this.works.push({
      id,
      model: path.slice(1),
      body: input,
      callbackUrl: query.get('fal_webhook') ?? undefined,
      state: 'queued',
      paid: false,
    });
    const request = `${this.url}/${appOf(path.slice(1))}/requests/${id}`;
    return {
      status: 200,
      body: {
        status: 'IN_QUEUE',
        request_id: id,
        response_url: request,
        status_url: `${request}/status`,
        cancel_url: `${request}/cancel`,
        queue_position: 0,
      },
    };
  }

  private status(work: Work): Reply {
    if (work.state === 'queued' && this.finishesAtOnce) work.state = 'succeeded';
    const done = work.state === 'succeeded' || work.state === 'failed' || work.state === 'canceled';
    const status = done ? 'COMPLETED' : work.state === 'running' ? 'IN_PROGRESS' : 'IN_QUEUE';
    return {
      status: done ? 200 : 202,
      body: { status, request_id: work.id, ...(!done && { queue_position: 0 }) },
    };
  }

  private cancel(work: Work): Reply {
    if (work.state === 'succeeded') return { status: 400, body: { status: 'ALREADY_COMPLETED' } };
    work.state = 'canceled';
    return { status: 202, body: { status: 'CANCELLATION_REQUESTED' } };
  }

  private result(work: Work): Promise<Reply> | Reply {
    if (work.state === 'canceled') return refusal(400, 'Request was canceled.');
    if (work.state !== 'succeeded') return refusal(400, 'Request is still in progress.');
    return this.answersWith(work);
  }

  private pictures(work: Work): Reply {
    work.paid = true;
    const count = Number(work.body['num_images'] ?? 1);
    const images = Array.from({ length: count }, (_, index) => ({
      url: `${this.url}/files/${work.id}-${index}.png`,
      content_type: 'image/png',
      width: 8,
      height: 8,
    }));
    return {
      status: 200,
      headers: { 'x-fal-billable-units': String(count), 'x-fal-request-id': work.id },
      body: {
        images,
        seed: 1,
        prompt: work.body['prompt'],
        has_nsfw_concepts: images.map(() => false),
        timings: {},
      },
    };
  }

  private jwks(): Reply {
    return { status: 200, body: { keys: [this.keys.publicKey.export({ format: 'jwk' })] } };
  }

  private async file(): Promise<Reply> {
    return { status: 200, bytes: await aPicture(), headers: { 'content-type': 'image/png' } };
  }
}

export function contentRefused(): Reply {
  const detail = {
    loc: ['body', 'prompt'],
    msg: 'The content could not be processed.',
    type: 'content_policy_violation',
    url: '',
  };
  return { status: 422, body: { detail: [detail] } };
}

function prices({ query }: Call): Reply {
  const endpoint = query.get('endpoint_id');
  return {
    status: 200,
    body: { prices: [{ endpoint_id: endpoint, unit_price: PRICE, unit: 'image', currency: 'USD' }] },
  };
}

function refusal(status: number, detail: string): Reply {
  return { status, body: { detail } };
}

function missing(field: string) {
  return { loc: ['body', field], msg: 'Field required', type: 'missing' };
}

function appOf(endpoint: string): string {
  return endpoint.split('/').slice(0, 2).join('/');
}
