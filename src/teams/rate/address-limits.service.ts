import { Injectable } from '@nestjs/common';
import { HOUR_MS } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { rateLimited } from './admission.js';
import { RateWindowsRepository } from './rate-windows.system.repository.js';
import { subnetOf } from './subnet.js';

const SIGNUPS = { name: 'signup-per-hour', limit: 5, windowSeconds: HOUR_MS / 1_000 };

/** Limits of callers that are no team yet, exact across processes. */
@Injectable()
export class AddressLimits {
  constructor(private readonly windows: RateWindowsRepository) {}

  /** What counts as one caller: whoever has a /64 has as many addresses as they like. */
  callerAt(address: string): string {
    return subnetOf(address);
  }

  /** In the transaction that makes the team, one of the system connection: what fails does not count. */
  async takeSignup(tx: Tx, address: string): Promise<void> {
    const subject = subnetOf(address);
    const { granted, endsInMs } = await this.windows.grantOne(tx, { ...SIGNUPS, subject, want: 1 });
    if (granted === 0) throw rateLimited({ ...SIGNUPS, endsInSeconds: Math.ceil(endsInMs / 1_000) });
  }
}
