import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Loop } from '../../platform/loop.js';
import { JobRunner } from './job-runner.service.js';

const MOST_AT_ONCE = 200;

/** Wakes the jobs that wait for something elsewhere, when their time has come. */
@Injectable()
export class ParkedJobsService {
  private readonly loop: Loop;

  constructor(runner: JobRunner) {
    this.loop = new Loop('parked jobs', SECOND_MS, async () => {
      while ((await runner.startParked(MOST_AT_ONCE)) === MOST_AT_ONCE);
    });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }
}
