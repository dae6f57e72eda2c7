import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { pause } from '../../platform/clock.js';
import { Notifications } from '../../platform/database/notifications.js';

/** Who in this process waits for which job. A wake-up is a hint to look again, never an answer. */
@Injectable()
export class JobWaiters implements OnApplicationBootstrap {
  private readonly waiting = new Map<string, Set<AbortController>>();

  constructor(private readonly notifications: Notifications) {}

  onApplicationBootstrap(): void {
    this.notifications.on('job_settled', (jobId) => this.wake(jobId));
  }

  /** To be called before the job is read: what settles between the read and the wait must not be missed. */
  register(jobId: string): { wait(ms: number, until: AbortSignal): Promise<void>; end(): void } {
    const woken = new AbortController();
    const waiters = this.waiting.get(jobId) ?? new Set();
    this.waiting.set(jobId, waiters.add(woken));
    return {
      wait: (ms, until) => pause(ms, AbortSignal.any([woken.signal, until])),
      end: () => {
        waiters.delete(woken);
        if (waiters.size === 0) this.waiting.delete(jobId);
      },
    };
  }

  private wake(jobId: string): void {
    for (const woken of this.waiting.get(jobId) ?? []) woken.abort();
  }
}
