import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

/**
 * Tells the process's long waits that it is about to stop. Readiness fails from `begin()` on, while requests that
 * arrive are still served: a balancer needs a moment to look elsewhere.
 */
@Injectable()
export class Draining implements BeforeApplicationShutdown {
  private readonly controller = new AbortController();

  get isDraining(): boolean {
    return this.signal.aborted;
  }

  /** Fires once, when draining begins; waits and streams end on it. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }

  beforeApplicationShutdown(): void {
    this.begin();
  }
}
