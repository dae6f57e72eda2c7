import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { Waiters } from '../../platform/waiters.js';

/** Who in this process waits for the end of which job. */
@Injectable()
export class JobWaiters extends Waiters implements OnApplicationBootstrap {
  constructor(private readonly notifications: Notifications) {
    super();
  }

  onApplicationBootstrap(): void {
    this.notifications.on('job_settled', (jobId) => this.wake(jobId));
  }
}
