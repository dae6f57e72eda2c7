import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { AddressLimits } from '../../teams/rate/address-limits.service.js';
import { GuessesRepository } from './guesses.system.repository.js';
import type { Guesser, GuesserKind, Lockout } from './guesses.types.js';

/** In a quarter of an hour. Slips of the hand do not count, so people hardly ever come near. */
const MOST_GUESSES: Record<GuesserKind, number> = { token: 20, address: 40, team: 100, outsider: 100 };

/** Locks out at once. */
const EVERYTHING = 1_000_000;

/** Who brings a code. */
export type Caller = Pick<Actor, 'tokenId' | 'teamId' | 'address'> & {
  /** The text can only be a code that another team imported. */
  isOutsider?: boolean;
};

/** Slows down who tries codes, by token, address and team. */
@Injectable()
export class GuessLimits {
  constructor(
    private readonly guesses: GuessesRepository,
    private readonly addresses: AddressLimits,
  ) {}

  /** Does what may be a guess, unless its caller is locked out; counts it when it was one, whatever it rolled back. */
  async during<T>(caller: Caller, attempt: () => Promise<T>): Promise<T> {
    const guessers = [...this.guessersOf(caller), ...this.outsidersOf(caller)];
    const lockout = await this.guesses.lockoutOf(guessers);
    if (lockout) throw lockedOut(lockout);
    try {
      return await attempt();
    } catch (refusal) {
      if (refusal instanceof DomainError) await this.countIn(refusal, caller);
      throw refusal;
    }
  }

  /** Of a code that was not found; a refusal in `during` counts by itself. */
  async countMiss(caller: Caller, verdict: unknown): Promise<void> {
    const guessers = verdict === 'not_found' ? this.guessersOf(caller) : this.outsidersOf(caller);
    if (guessers.length > 0) await this.guesses.count(guessers, MOST_GUESSES, 1);
  }

  /** An import that runs into codes of others tries thousands at once, and by its token's and team's own doing. */
  private async countIn({ context }: DomainError, caller: Caller): Promise<void> {
    const verdict = context?.['verdict'];
    if (verdict === 'not_found' || verdict === 'malformed') await this.countMiss(caller, verdict);
    if (context?.['status'] !== 'taken') return;
    const own = this.guessersOf(caller).filter(({ kind }) => kind !== 'address');
    await this.guesses.count(own, MOST_GUESSES, EVERYTHING);
  }

  private guessersOf({ tokenId, teamId, address }: Caller): Guesser[] {
    return [
      { kind: 'token', subject: tokenId },
      { kind: 'address', subject: this.addresses.callerAt(address) },
      { kind: 'team', subject: teamId },
    ];
  }

  /** By address too: where anybody can sign up, a team costs nothing. */
  private outsidersOf({ teamId, address, isOutsider = false }: Caller): Guesser[] {
    if (!isOutsider) return [];
    return [teamId, this.addresses.callerAt(address)].map((subject) => ({ kind: 'outsider', subject }));
  }
}

function lockedOut({ kind, lockedUntil }: Lockout): DomainError {
  const who = kind === 'outsider' ? 'team or address' : kind;
  return new DomainError('rate_limited', `This ${who} has tried too many codes that do not exist.`, {
    remediation:
      'Wait for the seconds in Retry-After. The operator of this engine can lift the lock-out sooner.',
    context: { policy: `code-guesses-per-${kind}`, lockedUntil: lockedUntil.toISOString() },
    retryAfterSeconds: Math.max(1, Math.ceil((lockedUntil.getTime() - Date.now()) / SECOND_MS)),
  });
}
