import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { SecretBox } from '../secret-box.js';
import { fingerprint } from './fingerprint.js';
import { IdempotencyRepository, type StoredAnswer } from './idempotency.repository.js';
import { IdempotencySystemRepository } from './idempotency.system.repository.js';
import type { IdempotentCall } from './idempotent-call.decorator.js';

/** Whose key it is: a team's id, the operator, or who signs up. */
export type Scope = string;
export const OPERATOR_SCOPE = 'operator';
const SIGNUP_SCOPE = 'signup ';

/** Callers that are no team yet are told apart by where they call from, so that nobody replays another's answer. */
export function signupScope(caller: string): Scope {
  return SIGNUP_SCOPE + caller;
}

export interface AnswerOptions {
  status: number;
  /** The answer holds a secret; it is stored encrypted. */
  secret?: boolean;
  /** The work reaches into other teams, so its transaction is the system's. */
  acrossTeams?: boolean;
}

export interface Answer {
  status: number;
  /** JSON text; undefined when the work answered nothing. */
  body: string | undefined;
  replayed: boolean;
}

const PURPOSE = 'idempotency';

/**
 * Does the work of a mutating call once, in one transaction with its key and its answer. In a controller:
 *
 *   @Post()
 *   create(@CurrentActor() actor: Actor, @Body() input: CreateInput, @Idempotent() call: IdempotentCall) {
 *     return this.idempotency.answer(actor.teamId, call, { status: 201 }, (tx) => this.things.create(tx, actor, input));
 *   }
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly transactions: Transactions,
    private readonly system: IdempotencySystemRepository,
    private readonly keys: IdempotencyRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** Sets status and headers of the reply and answers its body as text, so that a replay is the same to the byte. */
  async answer<T>(scope: Scope, call: IdempotentCall, options: AnswerOptions, work: (tx: Tx) => Promise<T>) {
    return send(call, await this.once(scope, call, options, work));
  }

  /** For work that is dear to do and can't be done in a transaction: the answer that the key has already, if any. */
  async answeredBefore(scope: Scope, call: IdempotentCall): Promise<string | undefined> {
    const { key } = call;
    if (key === undefined) return undefined;
    const stored = await this.inTransaction(scope, {}, (tx) => this.keys.fresh(tx, scope, key));
    if (!stored) return undefined;
    return send(call, this.replay(stored, fingerprint(call.method, call.route, call.body)));
  }

  /** For callers that have no HTTP reply. A failure rolls everything back and stores nothing. */
  once<T>(
    scope: Scope,
    call: Omit<IdempotentCall, 'reply'>,
    options: AnswerOptions,
    work: (tx: Tx) => Promise<T>,
  ): Promise<Answer> {
    const { key } = call;
    return this.inTransaction(scope, options, async (tx) => {
      if (key === undefined) return { status: options.status, body: toText(await work(tx)), replayed: false };
      const request = { scope, key, fingerprint: fingerprint(call.method, call.route, call.body) };
      const isFirst = await this.keys.claim(tx, { ...request, status: options.status });
      if (!isFirst) return this.replay(await this.keys.find(tx, scope, key), request.fingerprint);

      const body = toText(await work(tx));
      const encrypted = options.secret ?? false;
      const stored = body ?? '';
      await this.keys.store(tx, request, {
        body: encrypted ? this.secrets.seal(stored, PURPOSE) : stored,
        encrypted,
      });
      return { status: options.status, body, replayed: false };
    });
  }

  private inTransaction<T>(
    scope: Scope,
    { acrossTeams = false }: Pick<AnswerOptions, 'acrossTeams'>,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const isTeam = scope !== OPERATOR_SCOPE && !scope.startsWith(SIGNUP_SCOPE);
    return isTeam && !acrossTeams ? this.transactions.forTeam(scope, work) : this.system.transaction(work);
  }

  private replay(stored: StoredAnswer, asked: Buffer): Answer {
    if (!stored.fingerprint.equals(asked)) throw idempotencyConflict();
    const body = stored.encrypted ? this.secrets.open(stored.body, PURPOSE) : stored.body;
    return { status: stored.status, body: body === '' ? undefined : body, replayed: true };
  }
}

function send({ reply }: IdempotentCall, { status, body, replayed }: Answer): string | undefined {
  reply.code(status);
  if (replayed) reply.header('idempotency-replayed', 'true');
  if (body !== undefined) reply.header('content-type', 'application/json; charset=utf-8');
  return body;
}

export function idempotencyConflict(): DomainError {
  return new DomainError('idempotency_conflict', 'This idempotency key was used for a different request.');
}

function toText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
