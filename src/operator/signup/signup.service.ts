import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { AuditService } from '../../teams/audit.service.js';
import { AddressLimits } from '../../teams/rate/address-limits.service.js';
import { TeamsService } from '../../teams/teams.service.js';
import { TokensService } from '../../teams/tokens.service.js';
import type { SignupInput, SignupView } from './signup.dto.js';

export interface Newcomer {
  address: string;
  requestId: string;
}

const SIGNUP = 'signup';
const PLAN = 'free';

/** A team that makes itself. Every `tx` is one of the system connection. */
@Injectable()
export class SignupService {
  constructor(
    private readonly limits: AddressLimits,
    private readonly teams: TeamsService,
    private readonly tokens: TokensService,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
  ) {}

  async signUp(tx: Tx, { address, requestId }: Newcomer, { name }: SignupInput): Promise<SignupView> {
    await this.limits.takeSignup(tx, address);
    const { createdAt, ...team } = await this.teams.create(tx, { name, plan: PLAN });
    const { teamId, plan } = team;
    const included = await this.teams.plan(tx, plan);
    const { balance } = await this.ledger.open(tx, { teamId, plan: included, requestId }, SIGNUP);
    await this.audit.record(tx, {
      teamId,
      actor: SIGNUP,
      action: 'team.created',
      subject: teamId,
      details: { name, plan },
      requestId,
    });
    const { tokenId, token } = await this.tokens.issueAtSignup(tx, { teamId, requestId });
    return { id: teamId, ...team, credits: balance, createdAt, tokenId, token };
  }
}
