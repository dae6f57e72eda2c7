import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { fingerprint } from '../../platform/http/fingerprint.js';
import { SecretBox } from '../../platform/secret-box.js';
import type { Actor } from '../../teams/actor.types.js';
import type { SpendingConfirmation } from './tool.types.js';

const PURPOSE = 'mcp-spending';
const QUESTION = 'confirm_spend';
const GOOD_FOR_MS = 10 * MINUTE_MS;

interface AskedCall {
  actor: Actor;
  name: string;
  arguments: Record<string, unknown>;
}

interface Answers {
  state: string | undefined;
  responses: Record<string, unknown> | undefined;
}

/**
 * The question whether so much may be spent, and its answer in the client's next request. What was asked travels with
 * the client, signed and bound to the token and the very call, so that no process has to remember it.
 */
@Injectable()
export class SpendingQuestions {
  constructor(private readonly secrets: SecretBox) {}

  ask(call: AskedCall, credits: number): Record<string, unknown> {
    const expiresAt = Date.now() + GOOD_FOR_MS;
    const signature = this.secrets.sign(PURPOSE, messageOf(call, credits, expiresAt));
    return {
      resultType: 'input_required',
      inputRequests: { [QUESTION]: { method: 'elicitation/create', params: formFor(credits) } },
      requestState: `${credits}.${expiresAt}.${signature}`,
    };
  }

  /** Null when the state is not one of ours for this call, or is too old. */
  answerIn(call: AskedCall, { state, responses }: Answers): SpendingConfirmation | null {
    if (state === undefined) return { agreedCredits: null, declined: false };
    const [credits, expiresAt] = state.split('.').map(Number);
    const signature = state.split('.').slice(2).join('.');
    if (!Number.isSafeInteger(credits) || !Number.isSafeInteger(expiresAt) || expiresAt! < Date.now())
      return null;
    if (!this.secrets.verify(PURPOSE, messageOf(call, credits!, expiresAt!), signature)) return null;
    const answer = responses?.[QUESTION] as { action?: unknown; content?: { confirm?: unknown } } | undefined;
    if (answer === undefined) return { agreedCredits: null, declined: false };
    const agreed = answer.action === 'accept' && answer.content?.confirm === true;
    return { agreedCredits: agreed ? credits! : null, declined: !agreed };
  }
}

function messageOf({ actor, name, arguments: args }: AskedCall, credits: number, expiresAt: number): string {
  const call = fingerprint('MCP', name, args).toString('base64url');
  return [actor.teamId, actor.tokenId, call, credits, expiresAt].join('\n');
}

function formFor(credits: number) {
  return {
    mode: 'form',
    message: `This call spends ${credits} credits, more than this team spends without asking. Go on?`,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: `Spend ${credits} credits`, default: false } },
      required: ['confirm'],
    },
  };
}
