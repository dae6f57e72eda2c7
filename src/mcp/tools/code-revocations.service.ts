import { Injectable } from '@nestjs/common';
import { ClawBacks } from '../../access-codes/revocation/claw-backs.service.js';
import { Revocations } from '../../access-codes/revocation/revocations.service.js';
import { Transactions } from '../../platform/database/transactions.js';
import { invalid } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import type { RevokeCodesInput, RevokeCodesOutput } from './access-codes.dto.js';

interface Ended {
  batchId: string;
  revokedAt: Date | null;
}

/** One tool for what are two routes of REST. */
@Injectable()
export class CodeRevocations {
  constructor(
    private readonly transactions: Transactions,
    private readonly revocations: Revocations,
    private readonly clawBacks: ClawBacks,
  ) {}

  async revoke(
    actor: Actor,
    { batchId, codeId, clawBack = false }: RevokeCodesInput,
  ): Promise<RevokeCodesOutput['data']> {
    if ((batchId === undefined) === (codeId === undefined))
      throw invalid([{ path: 'batchId', message: 'is needed, or codeId, and not both' }]);
    const { batchId: batch, revokedAt } = await this.transactions.forTeam<Ended>(actor.teamId, (tx) =>
      codeId === undefined
        ? this.revocations.revokeBatch(tx, actor, batchId!, clawBack)
        : this.revocations.revokeCode(tx, actor, codeId, clawBack),
    );
    if (clawBack) await this.clawBacks.carryOutSome();
    return {
      status: 'revoked',
      batchId: batch,
      revokedAt: revokedAt!,
      ...(codeId !== undefined && { codeId }),
    };
  }
}
