import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { type Answer, Idempotency } from '../../platform/http/idempotency.js';
import type { IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { Actor } from '../../teams/actor.types.js';
import { requireActive } from '../../teams/teams.service.js';
import { GuessLimits } from '../guesses/guess-limits.service.js';
import { CodeLookup } from './code-lookup.service.js';
import type { RedeemCodeInput, ValidateCodeInput, VerdictView } from './redemptions.dto.js';
import { Redemptions } from './redemptions.service.js';
import { RedemptionsRepository } from './redemptions.system.repository.js';
import { codeRefused, verdictOn } from './verdict.js';

/** Where people bring codes. */
@Injectable()
export class CodeDesk {
  private readonly verdicts: Counter<'verdict'>;

  constructor(
    private readonly lookup: CodeLookup,
    private readonly rows: RedemptionsRepository,
    private readonly redemptions: Redemptions,
    private readonly guesses: GuessLimits,
    private readonly idempotency: Idempotency,
    metrics: Metrics,
  ) {
    this.verdicts = metrics.counter({
      name: 'access_code_verdicts_total',
      help: 'Answers to codes that were to be validated.',
      labels: ['verdict'],
    });
  }

  /** Changes nothing but the count of guesses. */
  async validate(actor: Actor, { code: text, subject }: ValidateCodeInput): Promise<VerdictView> {
    const { hashes, unknown, isOutsider } = await this.lookup.read(text, actor.teamId);
    const caller = { ...actor, isOutsider };
    const answer = await this.guesses.during<VerdictView>(caller, async () => {
      const code = await this.rows.find({ hashes, teamId: actor.teamId, subject: subject ?? null });
      if (!code) {
        await this.guesses.countMiss(caller, unknown);
        return { verdict: unknown };
      }
      const verdict = verdictOn(code);
      if (verdict !== 'valid') return { verdict };
      const { grants, redeemFrom, redeemBy, maxRedemptions, redemptions } = code;
      return { verdict, grants, redemptionsLeft: maxRedemptions - redemptions, redeemFrom, redeemBy };
    });
    this.verdicts.inc({ verdict: answer.verdict });
    return answer;
  }

  /** The answer's body is the text of a `RedeemedView`, the same for the same key. */
  async redeem(
    actor: Actor,
    { code: text, subject }: RedeemCodeInput,
    call: Omit<IdempotentCall, 'reply' | 'body'>,
  ): Promise<Answer> {
    requireActive(actor);
    // Before the transaction: one that waits for a second connection while it holds its own could wait for ever.
    const { hashes, unknown, isOutsider, fingerprint } = await this.lookup.read(text, actor.teamId);
    return this.guesses.during({ ...actor, isOutsider }, async () => {
      const body = { code: fingerprint, subject };
      const options = { status: 201, acrossTeams: true };
      return this.idempotency.once(actor.teamId, { ...call, body }, options, async (tx) => {
        const redeemed = await this.redemptions.redeem(tx, actor, { hashes, teamId: actor.teamId, subject });
        if (!redeemed) throw codeRefused(unknown);
        return redeemed;
      });
    });
  }
}
