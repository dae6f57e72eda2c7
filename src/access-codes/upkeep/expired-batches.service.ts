import { Injectable } from '@nestjs/common';
import { CodeEvents } from '../code-events.service.js';
import { ExpiredBatchesRepository } from './expired-batches.system.repository.js';

/** Says of each batch once that its time is over, and how many of its codes nobody redeemed. */
@Injectable()
export class ExpiredBatches {
  constructor(
    private readonly rows: ExpiredBatchesRepository,
    private readonly events: CodeEvents,
  ) {}

  async tellAll(): Promise<void> {
    let told: boolean;
    do {
      told = await this.rows.withNext((tx, batch) => this.events.expired(tx, batch, batch.unredeemed));
    } while (told);
  }
}
