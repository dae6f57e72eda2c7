import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import type { Note } from '../job-handler.types.js';
import { TimelineRepository } from '../timeline.repository.js';
import { HeldJobsRepository, type Parking } from './held-jobs.repository.js';

const MOST_PARKINGS = 200;

interface NotedParking {
  parking: Parking;
  note?: Note;
}

/** Jobs of a team that park while others of it are being written share the next transaction. */
@Injectable()
export class ParkingService {
  private readonly parkings = new SharedTurns<NotedParking, boolean>({
    most: MOST_PARKINGS,
    serve: (teamId, parkings) => this.parkSome(teamId, parkings),
    triesAlone: (error) => !isDatabaseUnavailable(error),
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly held: HeldJobsRepository,
    private readonly timeline: TimelineRepository,
  ) {}

  /** False when the claim was lost meanwhile. */
  park(teamId: string, parking: Parking, note?: Note): Promise<boolean> {
    return this.parkings.ask(teamId, { parking, note });
  }

  private parkSome(teamId: string, parkings: NotedParking[]): Promise<boolean[]> {
    return this.transactions.forTeam(teamId, async (tx) => {
      const parked = await this.held.park(
        tx,
        parkings.map(({ parking }) => parking),
      );
      const lines = parkings.flatMap(({ parking: { id: jobId }, note }) =>
        note && parked.has(jobId) ? [{ jobId, ...note }] : [],
      );
      await this.timeline.append(tx, teamId, lines);
      return parkings.map(({ parking }) => parked.has(parking.id));
    });
  }
}
