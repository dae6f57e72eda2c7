import { randomUUID } from 'node:crypto';
import { type Call, Emulator, type Work } from '../ground/emulator.js';
import { aPicture } from '../ground/picture.js';
import type { Reply } from '../ground/reply.js';

const SERVICE = /^\/v2beta\/stable-image\/generate\/(ultra|core|sd3)$/;
const RATIOS = new Set(['21:9', '16:9', '3:2', '5:4', '1:1', '4:5', '2:3', '9:16', '9:21']);
const FORMATS: Record<string, string[]> = {
  ultra: ['png', 'jpeg', 'webp'],
  core: ['png', 'jpeg', 'webp'],
  sd3: ['png', 'jpeg'],
};
const SD3_MODELS = new Set(['sd3.5-large', 'sd3.5-large-turbo', 'sd3.5-medium']);
const FIELDS = ['prompt', 'negative_prompt', 'aspect_ratio', 'seed', 'output_format', 'style_preset'];

/** Stability AI's Stable Image services and its balance. Each order is answered with its picture. */
export class StabilityEmulator extends Emulator {
  answersWith: (work: Work) => Promise<Reply> | Reply = (work) => drawn(work);

  protected isSubmission({ method, path }: Call): boolean {
    return method === 'POST' && SERVICE.test(path);
  }

  protected async handle(call: Call): Promise<Reply> {
    if (!/^Bearer \S+/.test(call.headers.authorization ?? ''))
      return refusal(401, 'unauthorized', 'missing authorization header');
    if (call.path === '/v1/user/balance') return { status: 200, body: { credits: 25 } };
    if (!this.isSubmission(call)) return refusal(404, 'not_found', 'Resource not found');
    const order = await fieldsOf(call);
    const service = SERVICE.exec(call.path)![1]!;
    const faults = order ? faultsOf(service, order) : ['content-type: must be multipart/form-data'];
    if (call.headers.accept !== 'image/*') faults.push('accept: only image/* is emulated');
    if (!order || faults.length > 0) return refusal(400, 'bad_request', ...faults);
    const model = order['model'] ?? service;
    const work: Work = { id: randomUUID(), model, body: order, state: 'succeeded', paid: false };
    this.works.push(work);
    return this.answersWith(work);
  }
}

/** Before anything is drawn. */
export function contentRefused(): Reply {
  const why =
    'Your request was flagged by our content moderation system, as a result your request was denied.';
  return refusal(403, 'content_moderation', why);
}

/** Drawn, and blurred because of what it shows. */
export async function blurred(work: Work): Promise<Reply> {
  const picture = await drawn(work);
  return { ...picture, headers: { ...picture.headers, 'finish-reason': 'CONTENT_FILTERED' } };
}

async function drawn(work: Work): Promise<Reply> {
  work.paid = true;
  return {
    status: 200,
    bytes: await aPicture(),
    headers: {
      'content-type': 'image/png',
      'finish-reason': 'SUCCESS',
      seed: (work.body['seed'] as string | undefined) ?? '343940597',
      'x-request-id': work.id,
    },
  };
}

async function fieldsOf({ headers, raw }: Call): Promise<Record<string, string> | null> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function faultsOf(service: string, order: Record<string, string>): string[] {
  const { prompt, aspect_ratio: ratio = '1:1', output_format: format = 'png', model, seed = '0' } = order;
  const known = service === 'sd3' ? [...FIELDS, 'model', 'cfg_scale'] : FIELDS;
  const isSeed = /^\d+$/.test(seed) && Number(seed) <= 4_294_967_294;
  return [
    ...(prompt ? [] : ['prompt: is required']),
    ...(RATIOS.has(ratio) ? [] : ['aspect_ratio: is not one of those there are']),
    ...(FORMATS[service]!.includes(format) ? [] : ['output_format: is not one of those there are']),
    ...(model === undefined || SD3_MODELS.has(model) ? [] : ['model: is not one of those there are']),
    ...(isSeed ? [] : ['seed: must be 0 to 4294967294']),
    ...Object.keys(order)
      .filter((field) => !known.includes(field))
      .map((field) => `${field}: is not known`),
  ];
}

function refusal(status: number, name: string, ...errors: string[]): Reply {
  return { status, body: { id: randomUUID().replaceAll('-', ''), name, errors } };
}
