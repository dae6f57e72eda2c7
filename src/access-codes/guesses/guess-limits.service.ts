import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { AddressLimits } from '../../teams/rate/address-limits.service.js';
import { GuessesRepository } from './guesses.system.repository.js';
import type { Guesser, GuesserKind, Lockout } from './guesses.types.js';

/** In a quarter of an hour. Slips of the hand do not count, so people hardly ever come near. */
const MOST_GUESSES: Record<GuesserKind, number> = { token: 20, address: 40, team: 100 };

/** Locks out at once. */
const EVERYTHING = 1_000_000;

/** Slows down who tries codes, by token, address and team. */
@Injectable()
export class GuessLimits {
  constructor(
    private readonly guesses: GuessesRepository,
    private readonly addresses: AddressLimits,
  ) {}

  /** Does what may be a guess, unless its caller is locked out; counts it when it was one, whatever it rolled back. */
  async during<T>(actor: Actor, attempt: () => Promise<T>): Promise<T> {
    const guessers = this.guessersOf(actor);
    const lockout = await this.guesses.lockoutOf(guessers);
    if (lockout) throw lockedOut(lockout);
    try {
      return await attempt();
    } catch (refusal) {
      await this.countIn(refusal, guessers);
      throw refusal;
    }
  }

  /** An import that runs into codes of others tries thousands at once, and by its token's and team's own doing. */
  private async countIn(refusal: unknown, guessers: Guesser[]): Promise<void> {
    if (!(refusal instanceof DomainError)) return;
    if (refusal.context?.['verdict'] === 'not_found') await this.guesses.count(guessers, MOST_GUESSES, 1);
    if (refusal.context?.['status'] !== 'taken') return;
    const own = guessers.filter(({ kind }) => kind !== 'address');
    await this.guesses.count(own, MOST_GUESSES, EVERYTHING);
  }

  /** For an answer that is no refusal. */
  count(actor: Actor): Promise<void> {
    return this.guesses.count(this.guessersOf(actor), MOST_GUESSES, 1);
  }

  private guessersOf({ tokenId, teamId, address }: Actor): Guesser[] {
    return [
      { kind: 'token', subject: tokenId },
      { kind: 'address', subject: this.addresses.callerAt(address) },
      { kind: 'team', subject: teamId },
    ];
  }
}

function lockedOut({ kind, lockedUntil }: Lockout): DomainError {
  return new DomainError('rate_limited', `This ${kind} has tried too many codes that do not exist.`, {
    remediation:
      'Wait for the seconds in Retry-After. The operator of this engine can lift the lock-out sooner.',
    context: { policy: `code-guesses-per-${kind}`, lockedUntil: lockedUntil.toISOString() },
    retryAfterSeconds: Math.max(1, Math.ceil((lockedUntil.getTime() - Date.now()) / SECOND_MS)),
  });
}
