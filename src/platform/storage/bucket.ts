import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { MINUTE_MS } from '../clock.js';
import type { BucketConfig } from '../config/config.types.js';
import { DomainError } from '../errors.js';
import { Silence } from './silence.js';

const PATIENCE_MS = MINUTE_MS;
const RETRY_AFTER_SECONDS = 10;
const PUT_AT = 'x-amz-meta-put-at';

export interface StoredObject {
  bytes: number;
  /** By the clock of the engine that put it: the bucket's own says seconds only. */
  putAt: Date;
}

export interface ListedObject {
  name: string;
  putAt: Date;
}

/** The few things that are asked of an S3 bucket. Names are of the engine's making and need no escape. */
export class Bucket {
  private readonly client: AwsClient;
  private readonly base: string;

  /** What takes as long as the content is large is ended by silence alone, all else when the patience is over. */
  constructor(
    private readonly config: BucketConfig,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    const { accessKeyId, secretAccessKey, region, endpoint, bucket } = config;
    // What was not answered is the caller's to repeat: a stream that is half sent can't be sent again.
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
    this.base = `${endpoint}/${bucket}`;
  }

  async put(name: string, content: { file: string; bytes: number } | null): Promise<void> {
    const silence = new Silence(this.patienceMs);
    // Not by `Readable.toWeb`, which throws where nobody can catch it when a request ends while more is read.
    const sent = content && silence.during(createReadStream(content.file));
    await this.unlessSilent(silence, name, {
      method: 'PUT',
      body: (sent ?? '') as RequestInit['body'],
      // The connection is encrypted and the size is checked afterwards; signing the content would read it twice.
      headers: {
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        'content-length': String(content?.bytes ?? 0),
        [PUT_AT]: String(Date.now()),
      },
      ...(sent && { duplex: 'half' }),
    });
  }

  async find(name: string): Promise<StoredObject | null> {
    const answer = await this.ask(name, { method: 'HEAD', signal: AbortSignal.timeout(this.patienceMs) });
    if (answer.status === 404) return null;
    const putAt = Number(answer.headers.get(PUT_AT) ?? Date.parse(answer.headers.get('last-modified') ?? ''));
    return { bytes: Number(answer.headers.get('content-length')), putAt: new Date(putAt) };
  }

  /** `range` as in HTTP. Null when there is no such object. */
  async read(name: string, range?: string): Promise<{ stream: Readable; bytes: number } | null> {
    const silence = new Silence(this.patienceMs);
    const answer = await this.unlessSilent(silence, name, { headers: range === undefined ? {} : { range } });
    if (answer.status === 404 || !answer.body) return null;
    const stream = Readable.from(silence.between(answer.body), { objectMode: false });
    return { stream, bytes: Number(answer.headers.get('content-length')) };
  }

  async remove(name: string): Promise<void> {
    await this.ask(name, { method: 'DELETE', signal: AbortSignal.timeout(this.patienceMs) });
  }

  /** To be asked before an object is taken for lost: without its bucket none is there. */
  async refuseIfAbsent(): Promise<void> {
    const signal = AbortSignal.timeout(this.patienceMs);
    const { status } = await this.send(this.base, { method: 'HEAD', signal });
    if (status === 404) throw away(new Error(`There is no bucket ${this.config.bucket}.`));
  }

  async *list(folder: string): AsyncIterable<ListedObject> {
    const prefix = this.config.prefix + folder;
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix,
        ...(token && { 'continuation-token': token }),
      });
      const answer = await this.send(`${this.base}?${query}`, {
        signal: AbortSignal.timeout(this.patienceMs),
      });
      const page = await answer.text();
      for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const name = textOf(entry, 'Key').slice(prefix.length);
        // Said in whole seconds: it was put before the end of that one.
        yield { name, putAt: new Date(Date.parse(textOf(entry, 'LastModified')) + 999) };
      }
      token = textOf(page, 'NextContinuationToken') || undefined;
    } while (token !== undefined);
  }

  private ask(name: string, request: RequestInit): Promise<Response> {
    return this.send(`${this.base}/${this.config.prefix}${name}`, request);
  }

  /** Until it begins to answer; what it answers may take longer. */
  private async unlessSilent(silence: Silence, name: string, request: RequestInit): Promise<Response> {
    silence.begin();
    try {
      return await this.ask(name, { ...request, signal: silence.signal });
    } finally {
      silence.end();
    }
  }

  private async send(url: string, request: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      // A signed request alone may be forgotten by its signal: it follows it by a weak reference.
      answer = await fetch(await this.client.sign(url, request), { signal: request.signal });
    } catch (error) {
      throw away(error);
    }
    // Only of what is looked for it says that there is none; elsewhere there is no such bucket.
    const isAbsent = answer.status === 404 && request.method !== 'PUT';
    if (answer.ok || isAbsent) return answer;
    const reason = (await answer.text()).slice(0, 500);
    // Whatever it is, the operator has to mend it, and no caller can.
    throw away(new Error(`The bucket answered ${request.method ?? 'GET'} with ${answer.status}: ${reason}`));
  }
}

function textOf(xml: string, tag: string): string {
  const [, text = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(xml) ?? [];
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function away(cause: unknown): DomainError {
  return new DomainError('unavailable', 'The store of files can not be reached at the moment.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
}
