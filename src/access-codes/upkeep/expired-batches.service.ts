import { Injectable } from '@nestjs/common';
import { Rests } from '../../platform/rests.js';
import { CodeEvents } from '../code-events.service.js';
import { ExpiredBatchesRepository } from './expired-batches.system.repository.js';

/** Says of each batch once that its time is over, and how many of its codes nobody redeemed. */
@Injectable()
export class ExpiredBatches {
  private readonly rests = new Rests('expiry of batch');

  constructor(
    private readonly rows: ExpiredBatchesRepository,
    private readonly events: CodeEvents,
  ) {}

  async tellAll(): Promise<void> {
    while (await this.tellNext());
  }

  private tellNext(): Promise<boolean> {
    return this.rests.attempt((takeUp) =>
      this.rows.withNext(this.rests.ids(), (tx, batch) => {
        takeUp(batch.id);
        return this.events.expired(tx, batch, batch.made - batch.redeemed);
      }),
    );
  }
}
