import { Injectable } from '@nestjs/common';
import type { SubmissionTerms } from '../../jobs/submission/submission.types.js';
import { DomainError } from '../../platform/errors.js';
import { fingerprint } from '../../platform/http/fingerprint.js';
import type { SpendingTerms } from './spending.dto.js';
import { SpendingQuestion } from './spending-question.js';
import type { ToolCall } from './tool.types.js';

/** Turns what an agent says about money into terms that the submission keeps. */
@Injectable()
export class Spending {
  termsOf(call: ToolCall, { requestId, confirmSpend }: SpendingTerms): SubmissionTerms {
    // Confirming a refused call, or retrying it, makes it no other call.
    const { request_id: _key, confirm_spend: _confirmed, ...asked } = call.arguments;
    return {
      idempotency:
        requestId === undefined
          ? undefined
          : { key: requestId, fingerprint: fingerprint('MCP', call.name, asked) },
      approve: (credits) => {
        if (confirmSpend !== true) requireConfirmation(call, credits);
      },
    };
  }
}

function requireConfirmation({ actor, confirmation }: ToolCall, credits: number): void {
  const { confirmAbove } = actor.limits;
  if (confirmAbove === undefined || credits <= confirmAbove) return;
  if (credits <= (confirmation?.agreedCredits ?? -1)) return;
  if (confirmation && !confirmation.declined) throw new SpendingQuestion(credits);
  const said = confirmation ? 'The person who was asked did not agree to it. ' : '';
  throw new DomainError(
    'confirmation_required',
    `${said}This spends ${credits} credits, and more than ${confirmAbove} in one call must be confirmed.`,
    {
      remediation:
        'Ask the person you work for. If they agree, send the same call with confirm_spend: true. Nothing was charged.',
      context: { needed: credits, confirmAbove },
    },
  );
}
