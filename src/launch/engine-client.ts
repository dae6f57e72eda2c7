import { SECOND_MS } from '../platform/clock.js';
import { unreachable } from './engine-problems.js';

interface Call {
  token: string;
  /** Makes a repeated POST the same one. */
  idempotencyKey?: string;
  body?: unknown;
}

/** The engine as its callers see it: the first start uses nothing but the public API. */
export class EngineClient {
  /** Requests end with `stopping`: our own open connections would hold up the server's stop. */
  constructor(
    readonly url: string,
    private readonly stopping: AbortSignal,
  ) {}

  async get<T>(path: string, { token }: Call): Promise<T> {
    return this.send<T>(path, { headers: { authorization: `Bearer ${token}` } });
  }

  async post<T>(path: string, { token, idempotencyKey, body }: Call): Promise<T> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    };
    return this.send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Whether something is routed there; 401 and 405 are answers of a route, too. */
  async isRouted(path: string): Promise<boolean> {
    const answer = await fetch(`${this.url}${path}`, { signal: this.within(5 * SECOND_MS) });
    await answer.body?.cancel();
    return answer.status !== 404;
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const signal = this.within(60 * SECOND_MS);
    const answer = await fetch(`${this.url}${path}`, { ...init, signal }).catch((error: unknown) => {
      throw signal.aborted ? error : unreachable(this.url, error);
    });
    const body = (await answer.json()) as T & { error?: { code: string; message: string } };
    if (answer.ok) return body;
    throw new Error(
      `${path} answered ${answer.status} ${body.error?.code ?? ''}: ${body.error?.message ?? ''}`,
    );
  }

  private within(ms: number): AbortSignal {
    return AbortSignal.any([this.stopping, AbortSignal.timeout(ms)]);
  }
}
