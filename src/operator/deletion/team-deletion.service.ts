import { Injectable } from '@nestjs/common';
import { AssetsService } from '../../assets/assets.service.js';
import { CancellationService } from '../../jobs/cancellation.service.js';
import { Rests } from '../../platform/rests.js';
import { AuditService } from '../../teams/audit.service.js';
import { AuthenticationService } from '../../teams/authentication.service.js';
import type { Operator } from '../../teams/operator.types.js';
import { TeamsService } from '../../teams/teams.service.js';
import { TeamDeletionRepository } from './team-deletion.system.repository.js';

const OPERATOR = 'operator';

/**
 * A team and all it has: jobs, files, events, keys, tokens. What moved in the ledger stays, under the id of a team that
 * is no more, so that the book still sums to zero.
 */
@Injectable()
export class TeamDeletion {
  private readonly rests = new Rests('deletion of team');

  constructor(
    private readonly rows: TeamDeletionRepository,
    private readonly teams: TeamsService,
    private readonly audit: AuditService,
    private readonly authentication: AuthenticationService,
    private readonly cancellations: CancellationService,
    private readonly assets: AssetsService,
  ) {}

  /** Doing it again is no error, and goes on where a first time was cut short. */
  async delete(operator: Operator, teamId: string): Promise<void> {
    const isThere = await this.decide(operator, teamId);
    if (!isThere) return;
    this.authentication.forgetAll();
    await this.carryOut(teamId);
  }

  async finishLeftBehind(): Promise<void> {
    const resting = new Set(this.rests.ids());
    for (const teamId of await this.rows.leftBehind()) if (!resting.has(teamId)) await this.finish(teamId);
  }

  private finish(teamId: string): Promise<boolean> {
    return this.rests.attempt(async (takeUp) => {
      takeUp(teamId);
      await this.carryOut(teamId);
      return true;
    });
  }

  /** Before anything is removed the decision is on record: whatever happens, a worker brings it to its end. */
  private decide({ requestId }: Operator, teamId: string): Promise<boolean> {
    return this.rows.transaction(async (tx) => {
      if (await this.isGone(tx, teamId)) return false;
      await this.teams.byId(tx, teamId);
      if (await this.rows.mark(tx, teamId)) {
        const entry = {
          teamId: null,
          actor: OPERATOR,
          action: 'team.deleted' as const,
          subject: teamId,
          requestId,
        };
        await this.audit.record(tx, entry);
      }
      return true;
    });
  }

  private async isGone(tx: Parameters<AuditService['record']>[0], teamId: string): Promise<boolean> {
    if (!(await this.rows.wasDeleted(tx, teamId))) return false;
    return this.teams.byId(tx, teamId).then(
      () => false,
      () => true,
    );
  }

  private async carryOut(teamId: string): Promise<void> {
    let isDone = false;
    while (!isDone) {
      await this.cancellations.cancelAllOf(teamId, OPERATOR);
      await this.assets.deleteAllOf(teamId);
      await this.rows.deleteRows(teamId);
      isDone = await this.rows.deleteTeam(teamId);
    }
  }
}
