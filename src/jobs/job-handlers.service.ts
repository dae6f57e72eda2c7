import { Injectable } from '@nestjs/common';
import type { JobHandler } from './job-handler.types.js';
import type { JobKind } from './job.types.js';

/** Where the modules that do the work make themselves known to the engine, at start. */
@Injectable()
export class JobHandlers {
  private readonly byKind = new Map<JobKind, JobHandler>();

  register(handler: JobHandler): void {
    for (const kind of handler.kinds) {
      if (this.byKind.has(kind)) throw new Error(`Two handlers for jobs of kind ${kind}`);
      this.byKind.set(kind, handler);
    }
  }

  /** Undefined for a kind that only a newer version of the engine knows. */
  find(kind: JobKind): JobHandler | undefined {
    return this.byKind.get(kind);
  }

  for(kind: JobKind): JobHandler {
    const handler = this.find(kind);
    if (!handler) throw new Error(`No handler for jobs of kind ${kind}`);
    return handler;
  }
}
