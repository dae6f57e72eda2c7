import { EgressError } from './egress-error.js';

/** One clock over all steps of a request, which the caller may also stop early. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(
    timeoutMs: number,
    private readonly stop?: AbortSignal,
  ) {
    this.timer = setTimeout(
      () => this.end('timeout', `No complete answer within ${timeoutMs} ms.`),
      timeoutMs,
    );
    this.stop?.addEventListener('abort', this.cancel);
    if (this.stop?.aborted) this.cancel();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
    this.stop?.removeEventListener('abort', this.cancel);
  }

  private readonly cancel = (): void => this.end('canceled', 'The request was canceled.');

  private end(kind: 'timeout' | 'canceled', message: string): void {
    this.controller.abort(new EgressError(kind, message));
  }
}
